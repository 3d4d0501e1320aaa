//! Turns the lists of provinces and communes into tables.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

#[path = "src/alphabet.rs"]
mod alphabet;

fn main() -> Result<(), Box<dyn Error>> {
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../data");
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let provinces = rows(&data.join("provinces_2025.json"))?;
    let mut provinces = provinces
        .iter()
        .map(|row| {
            Ok((
                text(row, "code")?,
                text(row, "name")?,
                text(row, "full_name")?,
            ))
        })
        .collect::<Result<Vec<_>, String>>()?;
    // Khánh Hòa comes first: most of those who fill in these forms live there.
    provinces.sort_by_cached_key(|(code, name, _)| (*code != "56", alphabet::key(name)));
    let mut table = format!("/// The {} provinces of today.\n", provinces.len());
    writeln!(
        table,
        "pub static PROVINCES: [Province; {}] = [",
        provinces.len()
    )?;
    for (code, _, full_name) in &provinces {
        writeln!(
            table,
            "    Province {{ code: {code:?}, full_name: {full_name:?} }},"
        )?;
    }
    table.push_str("];\n");
    fs::write(out.join("provinces.rs"), table)?;

    if env::var_os("CARGO_FEATURE_NATIVE").is_some() {
        let communes = rows(&data.join("communes_2025.json"))?;
        let mut communes = communes
            .iter()
            .map(|row| Ok((text(row, "province")?, text(row, "code")?)))
            .collect::<Result<Vec<_>, String>>()?;
        communes.sort_unstable();
        let mut table = format!("static COMMUNES: [(&str, &str); {}] = [\n", communes.len());
        for pair in &communes {
            writeln!(table, "    {pair:?},")?;
        }
        table.push_str("];\n");
        fs::write(out.join("communes.rs"), table)?;
    }
    println!("cargo::rerun-if-changed=src/alphabet.rs");
    Ok(())
}

fn rows(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let json = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&json).map_err(|e| format!("{}: {e}", path.display()))?)
}

fn text<'a>(row: &'a Value, name: &str) -> Result<&'a str, String> {
    row.get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("no text {name} in {row}"))
}
