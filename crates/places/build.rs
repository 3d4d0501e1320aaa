//! Generates static tables from the lists of provinces and communes.

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
    // Khánh Hòa comes first, because most users live there.
    provinces.sort_by_cached_key(|(code, name, _)| (*code != "56", alphabet::key(name)));
    let mut table = format!("/// The {} current provinces.\n", provinces.len());
    writeln!(
        table,
        "pub static PROVINCES: [Province; {}] = [",
        provinces.len()
    )?;
    let merged = merged(&data.join("province_map_old_new.csv"))?;
    if let Some((unknown, _)) = merged
        .iter()
        .find(|(new, _)| provinces.iter().all(|(code, ..)| code != new))
    {
        return Err(format!("province_map_old_new.csv: no province {unknown}").into());
    }
    for (code, _, full_name) in &provinces {
        let names: Vec<&str> = merged
            .iter()
            .filter(|(new, _)| new == code)
            .map(|(_, old)| old.as_str())
            .collect();
        let merged = names.join(", ");
        writeln!(
            table,
            "    Province {{ code: {code:?}, full_name: {full_name:?}, merged: {merged:?} }},"
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

/// Returns the former names that no current province has: current code and name, in alphabetical
/// order.
fn merged(path: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let read = |error: csv::Error| format!("{}: {error}", path.display());
    let mut merged = Vec::new();
    for row in csv::Reader::from_path(path).map_err(read)?.records() {
        let row = row.map_err(read)?;
        let [_, old, new, current, _] = row.iter().collect::<Vec<_>>()[..] else {
            return Err(format!("{}: rows of five expected", path.display()).into());
        };
        let (old, current) = (bare_name(old), bare_name(current));
        if old != current {
            merged.push((new.to_owned(), old.to_owned()));
        }
    }
    merged.sort_by_cached_key(|(_, name)| alphabet::key(name));
    Ok(merged)
}

/// Removes the kind: "Tỉnh Khánh Hòa" → "Khánh Hòa".
fn bare_name(full: &str) -> &str {
    let kind = ["Tỉnh ", "Thành phố "];
    kind.iter()
        .find_map(|kind| full.strip_prefix(kind))
        .unwrap_or(full)
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
