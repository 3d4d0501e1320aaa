//! The named lists that a definition may take its options from, and the names of countries.
//! Official codes and their names are read from `data`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::catalog::SourceText;

/// The named lists.
pub type Lists = BTreeMap<String, Vec<Entry>>;

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The id, which is sent.
    pub id: String,
    /// The label in the source language.
    pub label: String,
    /// The label with the keys of its translation; `None` if it is the same in every language.
    pub source_text: Option<SourceText>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Country {
    alpha2: String,
    name_vi: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "required in the file, although the generated table does not contain them"
)]
struct Office {
    name: String,
    province: String,
    place: bool,
    verified: bool,
    source: String,
    looked_at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offices {
    call_first: String,
    office: Vec<Office>,
}

/// Reads the lists from the folder `data`.
///
/// # Errors
/// If a file cannot be read.
pub fn read(data: &Path) -> Result<Lists, Box<dyn Error>> {
    let rows = |file: &str| -> Result<Vec<Row>, Box<dyn Error>> { json(&data.join(file)) };
    let translated = |list: &str, rows: Vec<Row>| -> Vec<Entry> {
        let entry = |row: Row| Entry {
            source_text: Some(SourceText::new(
                format!("list.{list}.{}", row.code),
                row.name.clone(),
            )),
            id: row.code,
            label: row.name,
        };
        rows.into_iter().map(entry).collect()
    };
    let ethnic_group = |row: Row| Entry {
        id: row.code,
        label: row.name,
        source_text: None,
    };
    let ethnic_groups = rows("ethnic_groups.json")?;
    let relations = rows("bhxh_relation_codes.json")?;
    let payment_methods = rows("payment_methods.json")?;
    Ok(Lists::from([
        (
            "ethnic_groups".to_owned(),
            ethnic_groups.into_iter().map(ethnic_group).collect(),
        ),
        ("relations".to_owned(), translated("relations", relations)),
        (
            "payment_methods".to_owned(),
            translated("payment_methods", payment_methods),
        ),
        ("offices".to_owned(), offices(&data.join("offices.toml"))?),
    ]))
}

/// Reads the offices to choose from. A person may always enter another one.
fn offices(file: &Path) -> Result<Vec<Entry>, Box<dyn Error>> {
    let Offices { call_first, office } = toml::from_str(&text(file)?)?;
    let entry = |office: Office| {
        let key = format!("list.offices.{}", office.name);
        let mut source_text = SourceText::new(key, office.name.clone());
        // R-KH-7: an unverified place is marked, so that nobody travels there in vain.
        if office.place && !office.verified {
            let suffix = ("list.offices.call_first".to_owned(), call_first.clone());
            source_text.parts.push(suffix);
        }
        Entry {
            id: office.name,
            label: source_text.text(),
            source_text: Some(source_text),
        }
    };
    Ok(office.into_iter().map(entry).collect())
}

/// Returns the source texts of the lists and of the countries, whose translations are in
/// `locales`.
///
/// # Errors
/// If the file of the countries cannot be read.
pub fn source_texts(lists: &Lists, data: &Path) -> Result<Vec<SourceText>, Box<dyn Error>> {
    let countries: Vec<Country> = json(&data.join("countries_iso3166_vi.json"))?;
    let country = |row: Country| SourceText::by_key(format!("country.{}", row.alpha2), row.name_vi);
    let entries = lists.values().flatten();
    Ok(entries
        .filter_map(|entry| entry.source_text.clone())
        .chain(countries.into_iter().map(country))
        .collect())
}

fn json<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    serde_json::from_str(&text(file)?).map_err(|e| format!("{}: {e}", file.display()).into())
}

fn text(file: &Path) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()).into())
}
