//! Compiles every `<code>/definition.toml` of this folder into a static table.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::{compile, first_step, lists};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=.");
    println!("cargo::rerun-if-changed=../data");
    let out = env::var("OUT_DIR")?;
    let lists = lists::read(Path::new("../data"))?;
    let mut folders = 0;
    for entry in fs::read_dir(".")? {
        let file = entry?.path().join("definition.toml");
        if !file.is_file() {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        let name = Path::new("procedures").join(&file);
        let name = name.to_string_lossy().replace("./", "");
        let both = compile(&name, &text, &lists)
            .and_then(|rust| Ok((rust, first_step(&name, &text, &lists)?)));
        let (rust, first_step) = match both {
            Ok(both) => both,
            // Cargo prints only this line; it would print a panic with its backtrace.
            Err(mistake) => {
                println!("cargo::error={mistake}");
                return Ok(());
            }
        };
        let code = file.parent().and_then(Path::file_name).unwrap_or_default();
        fs::write(Path::new(&out).join(code).with_extension("rs"), rust)?;
        fs::write(
            Path::new(&out).join(code).with_extension("first_step.rs"),
            first_step,
        )?;
        folders += 1;
    }
    fs::write(Path::new(&out).join("folders.rs"), folders.to_string())?;
    Ok(())
}
