//! Compiles the messages of `locales/` into static tables.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::sentences;

/// Selects the codes of a table.
type Selects<'a> = &'a dyn Fn(&str) -> bool;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=procedures");
    let out = env::var("OUT_DIR")?;
    // A first step is checked before the second module is loaded, so the messages of what it can
    // issue, and the words in their gaps, are in a table of their own.
    let codes = first_step_codes()?;
    let first_step = |code: &str| code.starts_with("word.") || codes.contains(code);
    let (rest, all) = (|code: &str| !first_step(code), |_: &str| true);
    let tables: [(&str, &str, &str, Selects<'_>); 3] = [
        ("messages", "locales/vi.toml", "locales/en.toml", &rest),
        (
            "first_step",
            "locales/vi.toml",
            "locales/en.toml",
            &first_step,
        ),
        ("ui", "locales/ui.vi.toml", "locales/ui.en.toml", &all),
    ];
    for (name, vi, en, wanted) in tables {
        let (vi_text, en_text) = (fs::read_to_string(vi)?, fs::read_to_string(en)?);
        match sentences::compile_those((vi, &vi_text), (en, &en_text), wanted) {
            Ok(rust) => fs::write(Path::new(&out).join(name).with_extension("rs"), rust)?,
            // A panic would hide the message in a backtrace.
            Err(mistake) => println!("cargo::error={mistake}"),
        }
    }
    Ok(())
}

/// Collects the codes that the first steps of all procedures can issue.
fn first_step_codes() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir("procedures")? {
        let file = entry?.path().join("definition.toml");
        if file.is_file() {
            let name = file.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file)?;
            codes.extend(hoso_definition_compiler::first_step_codes(&name, &text)?);
        }
    }
    Ok(codes)
}
