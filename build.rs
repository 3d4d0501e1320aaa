//! Compiles the sentences of `locales/` into static tables.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::sentences;

/// Which codes a table holds.
type Wanted<'a> = &'a dyn Fn(&str) -> bool;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let out = env::var("OUT_DIR")?;
    // The first step is judged before the later part of the program is here, so its sentences
    // stand in a table of their own: wishes, taps, who may join, and the words for their gaps.
    let front = |code: &str| {
        [
            "answer", "case", "choice", "elig", "guardian", "minor", "word",
        ]
        .iter()
        .any(|part| code.split('.').next() == Some(part))
            || ["account.exists", "account.minor"].contains(&code)
    };
    let (rest, all) = (|code: &str| !front(code), |_: &str| true);
    let tables: [(&str, &str, &str, Wanted<'_>); 3] = [
        ("messages", "locales/vi.toml", "locales/en.toml", &rest),
        ("front", "locales/vi.toml", "locales/en.toml", &front),
        ("chrome", "locales/ui.vi.toml", "locales/ui.en.toml", &all),
    ];
    for (name, vi, en, wanted) in tables {
        let (vi_text, en_text) = (fs::read_to_string(vi)?, fs::read_to_string(en)?);
        match sentences::compile_those((vi, &vi_text), (en, &en_text), wanted) {
            Ok(rust) => fs::write(Path::new(&out).join(name).with_extension("rs"), rust)?,
            // A build script's panic hides the sentence in a back trace; a line does not.
            Err(mistake) => println!("cargo::error={mistake}"),
        }
    }
    Ok(())
}
