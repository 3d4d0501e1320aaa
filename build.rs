//! Compiles the sentences of `locales/` into static tables.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition::sentences;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let out = env::var("OUT_DIR")?;
    for (name, vi, en) in [
        ("messages", "locales/vi.toml", "locales/en.toml"),
        ("chrome", "locales/ui.vi.toml", "locales/ui.en.toml"),
    ] {
        let (vi_text, en_text) = (fs::read_to_string(vi)?, fs::read_to_string(en)?);
        match sentences::compile((vi, &vi_text), (en, &en_text)) {
            Ok(rust) => fs::write(Path::new(&out).join(name).with_extension("rs"), rust)?,
            // A build script's panic hides the sentence in a back trace; a line does not.
            Err(mistake) => println!("cargo::error={mistake}"),
        }
    }
    Ok(())
}
