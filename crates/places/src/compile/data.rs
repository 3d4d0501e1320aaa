//! Reads the lists of current and former units.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::error::Error;
use crate::kind::Kind;

/// All lists of communes, districts and provinces.
#[derive(Debug)]
pub(super) struct Communes {
    pub(super) current: Vec<Commune>,
    /// As of June 2025.
    pub(super) old: Vec<OldCommune>,
    /// As of May 2024.
    pub(super) older: Vec<OldCommune>,
    pub(super) former: Vec<Former>,
    pub(super) edges: Vec<Edge>,
    pub(super) districts: BTreeMap<String, Unit>,
    /// As of May 2024.
    pub(super) older_districts: BTreeMap<String, Unit>,
    pub(super) old_provinces: BTreeMap<String, Unit>,
    /// The names of former communes by the Statistics Office, by code.
    spellings: BTreeMap<String, String>,
}

/// A current commune.
#[derive(Debug)]
pub(super) struct Commune {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Its kind on 1 July 2025.
    pub(super) kind_of_2025: Kind,
    pub(super) other_spelling: Option<String>,
    pub(super) province: String,
}

/// A commune before 1 July 2025.
#[derive(Debug)]
pub(super) struct OldCommune {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) district: String,
    pub(super) province: String,
}

/// A commune that was abolished before July 2025.
#[derive(Debug)]
pub(super) struct Former {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The commune of June 2025 into which it was merged.
    pub(super) merged_into: String,
    pub(super) district: String,
    pub(super) province: String,
}

/// A merger of a former commune into a current one.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) old: String,
    pub(super) new: String,
    /// Whether all inhabitants are in this part, so that other parts are uninhabited land.
    pub(super) all_people: bool,
}

/// A former district or province.
#[derive(Debug)]
pub(super) struct Unit {
    kind: String,
    name: String,
}

impl Unit {
    /// Returns kind and name: "TP Nha Trang", "huyện Ninh Hải".
    pub(super) fn short_name(&self) -> String {
        let kind = if self.kind == "thành phố" {
            "TP"
        } else {
            &self.kind
        };
        format!("{kind} {}", self.name)
    }
}

impl Communes {
    pub(super) fn read(dir: &Path) -> Result<Self, Error> {
        let map = Table::csv(dir.join("commune_map_old_new.csv"))?;
        let mut edges = Vec::new();
        let mut spellings = BTreeMap::new();
        for row in map.rows() {
            let old = row.text("old_commune")?;
            // These rows are five districts without communes, and a mud flat.
            if old.is_empty() {
                continue;
            }
            edges.push(Edge {
                old: old.to_owned(),
                new: row.text("new_commune")?.to_owned(),
                all_people: row.text("kind")? == "part_area_all_people",
            });
            if let Some((_, spelling)) = with_kind(row.text("nso_old_name")?) {
                spellings.insert(old.to_owned(), spelling.to_owned());
            }
        }
        let old = old_communes(dir.join("old_communes_2025-06.csv"))?;
        let older = old_communes(dir.join("old_communes_2024-05.csv"))?;
        let former = Table::csv(dir.join("commune_former_2024_to_2025-06.csv"))?;
        let former = former.rows().map(former_name).collect::<Result<_, _>>()?;
        Ok(Self {
            current: current(dir.join("communes_2025.json"))?,
            old,
            older,
            former,
            edges,
            districts: units(&Table::json(dir.join("old_districts.json"))?)?,
            older_districts: units(&Table::csv(dir.join("old_districts_2024-05.csv"))?)?,
            old_provinces: units(&Table::json(dir.join("old_provinces_63.json"))?)?,
            spellings,
        })
    }

    /// Returns the spelling of the Statistics Office, if it differs.
    pub(super) fn spelling(&self, code: &str, name: &str) -> Option<&str> {
        self.spellings
            .get(code)
            .map(String::as_str)
            .filter(|spelling| *spelling != name)
    }
}

/// Reads code and Vietnamese name of each country.
pub(super) fn countries(dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let table = Table::json(dir.join("countries_iso3166_vi.json"))?;
    let country = |row: Row<'_>| {
        Ok((
            row.text("alpha2")?.to_owned(),
            row.text("name_vi")?.to_owned(),
        ))
    };
    table.rows().map(country).collect()
}

fn current(path: PathBuf) -> Result<Vec<Commune>, Error> {
    let table = Table::json(path)?;
    let commune = |row: Row<'_>| {
        let kind = row.kind("type")?;
        Ok(Commune {
            code: row.text("code")?.to_owned(),
            name: row.text("name")?.to_owned(),
            kind,
            kind_of_2025: row
                .text("type_2025_07")
                .ok()
                .and_then(Kind::of_name)
                .unwrap_or(kind),
            other_spelling: row.text("alt_name").ok().map(str::to_owned),
            province: row.text("province")?.to_owned(),
        })
    };
    table.rows().map(commune).collect()
}

fn old_communes(path: PathBuf) -> Result<Vec<OldCommune>, Error> {
    let table = Table::csv(path)?;
    let commune = |row: Row<'_>| {
        Ok(OldCommune {
            code: row.text("code")?.to_owned(),
            name: unpadded(row.text("name")?).to_owned(),
            kind: row.kind("type")?,
            district: row.text("district")?.to_owned(),
            province: row.text("province")?.to_owned(),
        })
    };
    table.rows().map(commune).collect()
}

fn former_name(row: Row<'_>) -> Result<Former, Error> {
    let name = row.text("former_name")?;
    let (kind, name) = with_kind(name).unwrap_or((Kind::Unknown, name));
    Ok(Former {
        code: row.text("former_code")?.to_owned(),
        name: unpadded(name).to_owned(),
        kind,
        merged_into: row.text("commune_2025_06")?.to_owned(),
        district: row.text("district")?.to_owned(),
        province: row.text("province")?.to_owned(),
    })
}

fn units(table: &Table) -> Result<BTreeMap<String, Unit>, Error> {
    let unit = |row: Row<'_>| {
        let unit = Unit {
            kind: row.text("type")?.to_owned(),
            name: row.text("name")?.to_owned(),
        };
        Ok((row.text("code")?.to_owned(), unit))
    };
    table.rows().map(unit).collect()
}

/// Splits a name such as "Phường Trúc Bạch" into kind and name; `None` without a kind.
fn with_kind(name: &str) -> Option<(Kind, &str)> {
    [Kind::Ward, Kind::Commune, Kind::Town]
        .into_iter()
        .find_map(|kind| Some((kind, name.strip_prefix(kind.capital())?.strip_prefix(' ')?)))
}

/// Removes leading zeros from a number: numbered wards are written both 07 and 7.
fn unpadded(name: &str) -> &str {
    if name.bytes().all(|b| b.is_ascii_digit()) {
        name.trim_start_matches('0')
    } else {
        name
    }
}

/// The rows of one file, as text.
struct Table {
    path: PathBuf,
    rows: Vec<BTreeMap<String, String>>,
}

#[derive(Clone, Copy)]
struct Row<'a> {
    path: &'a Path,
    number: usize,
    fields: &'a BTreeMap<String, String>,
}

impl Table {
    fn json(path: PathBuf) -> Result<Self, Error> {
        let text = read(&path)?;
        let rows: Vec<BTreeMap<String, Value>> = match serde_json::from_str(&text) {
            Ok(rows) => rows,
            Err(source) => return Err(Error::Json { path, source }),
        };
        let texts = |row: BTreeMap<String, Value>| {
            row.into_iter()
                .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
                .collect()
        };
        Ok(Self {
            path,
            rows: rows.into_iter().map(texts).collect(),
        })
    }

    fn csv(path: PathBuf) -> Result<Self, Error> {
        match csv_rows(&read(&path)?) {
            Ok(rows) => Ok(Self { path, rows }),
            Err(source) => Err(Error::Csv { path, source }),
        }
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (1..).zip(&self.rows).map(|(number, fields)| Row {
            path: &self.path,
            number,
            fields,
        })
    }
}

impl<'a> Row<'a> {
    fn text(self, column: &'static str) -> Result<&'a str, Error> {
        self.fields
            .get(column)
            .map(String::as_str)
            .ok_or_else(|| self.error(column))
    }

    fn kind(self, column: &'static str) -> Result<Kind, Error> {
        Kind::of_name(self.text(column)?).ok_or_else(|| self.error(column))
    }

    fn error(self, column: &'static str) -> Error {
        Error::Row {
            path: self.path.to_owned(),
            row: self.number,
            column,
        }
    }
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// Returns the rows of CSV by the names of their columns.
pub(super) fn csv_rows(text: &str) -> Result<Vec<BTreeMap<String, String>>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect()
}
