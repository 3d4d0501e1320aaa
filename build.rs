//! Compiles the messages of `locales/` into static tables.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::sentences;

/// Selects the codes of a table.
type Selects<'a> = &'a dyn Fn(&str) -> bool;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let out = env::var("OUT_DIR")?;
    // The first step is checked before the second module is loaded, so its messages are in a
    // table of their own.
    let first_step = |code: &str| {
        [
            "answer", "case", "choice", "elig", "guardian", "minor", "word",
        ]
        .iter()
        .any(|part| code.split('.').next() == Some(part))
            || ["account.exists", "account.minor"].contains(&code)
    };
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
