//! Generates the files that the browser fetches from the reference data.
//!
//! The file of a province is text, with one unit per line and tabs between the fields:
//!
//! ```text
//! hoso-places 1
//! 22366 p Nha Trang                  a current commune: code, kind, name
//! + TP Nha Trang                     a former district; its province follows if that is former too
//! = 4,8                              communes of that district with an unchanged name
//! p Phước Tiến 12                    a former commune, and the indices of its successors
//!                                    in this file, from 0: 3,12
//! ```
//!
//! Kinds are p (phường), x (xã), d (đặc khu), t (thị trấn), - (unknown). An optional last
//! field is an alternative spelling that a search by the name would not find. Current communes are in
//! alphabetical order. A former commune that was merged as a whole into one of the same name and kind
//! has no line, because a search finds the current name.

mod data;
mod error;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

pub use self::error::Error;

use self::data::{Communes, Edge, Former, OldCommune, Unit};
use crate::kind::Kind;
use crate::places::{VERSION, fold};
use crate::{PROVINCES, alphabet};

/// Returns the code of each current province and the text of its file, in the order of
/// [`PROVINCES`].
///
/// # Errors
///
/// If a file of the reference data is missing, malformed or contradicts another one.
pub fn files(data_dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let data = Communes::read(data_dir)?;
    let successors = successors(&data.edges);
    let mut former_communes = Vec::new();
    for old in &data.old {
        former_communes.push(FormerCommune::of_old(old, &data, &successors)?);
    }
    for former in &data.former {
        former_communes.push(FormerCommune::of_former(former, &data, &successors)?);
    }
    let province_of: BTreeMap<&str, &str> = data
        .current
        .iter()
        .map(|commune| (commune.code.as_str(), commune.province.as_str()))
        .collect();
    let mut of_province: BTreeMap<&str, Vec<&FormerCommune<'_>>> = BTreeMap::new();
    for former_commune in &former_communes {
        let provinces = former_commune
            .successors
            .iter()
            .map(|code| Ok(*known(province_of.get(code), code)?));
        let provinces = provinces.collect::<Result<BTreeSet<&str>, Error>>()?;
        // No former commune was divided between two current provinces.
        let province = provinces.first().copied().filter(|_| provinces.len() == 1);
        let province = known(province, former_commune.province)?;
        of_province
            .entry(province)
            .or_default()
            .push(former_commune);
    }
    PROVINCES
        .iter()
        .map(|province| {
            let former_communes = of_province
                .get(province.code)
                .map_or(&[][..], Vec::as_slice);
            Ok((
                province.code.to_owned(),
                file(province.code, &data, former_communes)?,
            ))
        })
        .collect()
}

/// Returns all countries, one per line: code (ISO 3166-1, two letters) and Vietnamese name,
/// separated by a tab and sorted by the name.
///
/// # Errors
///
/// If the list is missing or malformed.
pub fn countries(data_dir: &Path) -> Result<String, Error> {
    let mut countries = data::countries(data_dir)?;
    countries.sort_by_cached_key(|(_, vietnamese)| alphabet::key(vietnamese));
    let mut text = String::new();
    for (code, vietnamese) in countries {
        let _ = writeln!(text, "{code}\t{vietnamese}");
    }
    Ok(text)
}

/// A former commune with its successors.
#[derive(Debug)]
struct FormerCommune<'a> {
    kind: Kind,
    name: &'a str,
    other_spelling: Option<&'a str>,
    district: &'a Unit,
    /// The code of the former province.
    province: &'a str,
    successors: &'a BTreeSet<&'a str>,
}

/// Returns the successors of each former commune, by its code.
fn successors(edges: &[Edge]) -> BTreeMap<&str, BTreeSet<&str>> {
    // If one edge has all inhabitants, the other edges are uninhabited land and are ignored.
    let with_all_people: BTreeSet<&str> = edges
        .iter()
        .filter(|edge| edge.all_people)
        .map(|edge| edge.old.as_str())
        .collect();
    let mut successors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for edge in edges {
        if edge.all_people || !with_all_people.contains(edge.old.as_str()) {
            successors.entry(&edge.old).or_default().insert(&edge.new);
        }
    }
    successors
}

impl<'a> FormerCommune<'a> {
    fn of_old(
        old: &'a OldCommune,
        data: &'a Communes,
        successors: &'a BTreeMap<&str, BTreeSet<&str>>,
    ) -> Result<Self, Error> {
        Ok(Self {
            kind: old.kind,
            name: &old.name,
            other_spelling: data.spelling(&old.code, &old.name),
            district: known(data.districts.get(&old.district), &old.district)?,
            province: &old.province,
            successors: known(successors.get(old.code.as_str()), &old.code)?,
        })
    }

    /// Returns a name that was abolished before the provinces merged.
    fn of_former(
        former: &'a Former,
        data: &'a Communes,
        successors: &'a BTreeMap<&str, BTreeSet<&str>>,
    ) -> Result<Self, Error> {
        // Kind and district are those of 2024 if the list of that year has this name.
        let listed = data
            .older
            .iter()
            .find(|old| old.code == former.code && old.name == former.name);
        let districts = if listed.is_some() {
            &data.older_districts
        } else {
            &data.districts
        };
        let district = listed.map_or(&former.district, |old| &old.district);
        Ok(Self {
            kind: listed.map_or(former.kind, |old| old.kind),
            name: &former.name,
            other_spelling: None,
            district: known(districts.get(district), district)?,
            province: &former.province,
            successors: known(
                successors.get(former.merged_into.as_str()),
                &former.merged_into,
            )?,
        })
    }
}

fn known<T>(found: Option<T>, code: &str) -> Result<T, Error> {
    found.ok_or_else(|| Error::Unknown {
        code: code.to_owned(),
    })
}

fn file(
    province: &str,
    data: &Communes,
    former_communes: &[&FormerCommune<'_>],
) -> Result<String, Error> {
    let mut current: Vec<_> = data
        .current
        .iter()
        .filter(|commune| commune.province == province)
        .collect();
    current.sort_by_cached_key(|commune| (alphabet::key(&commune.name), commune.kind));
    let mut text = format!("{VERSION}\n");
    for commune in &current {
        let _ = write!(
            text,
            "{}\t{}\t{}",
            commune.code,
            commune.kind.letter(),
            commune.name
        );
        end_line(
            &mut text,
            commune
                .other_spelling
                .as_deref()
                .filter(|s| fold(s) != fold(&commune.name)),
        );
    }

    // Sorted by former province and district. A name in both lists appears once.
    let mut districts: BTreeMap<(Option<&str>, String), District<'_>> = BTreeMap::new();
    for former_commune in former_communes {
        let indices: Vec<usize> = (0..)
            .zip(&current)
            .filter(|(_, c)| former_commune.successors.contains(c.code.as_str()))
            .map(|(at, _)| at)
            .collect();
        let former_province = Some(former_commune.province).filter(|code| *code != province);
        let district = districts
            .entry((former_province, former_commune.district.short_name()))
            .or_default();
        let is_unchanged = |at: &usize| {
            current.get(*at).is_some_and(|c| {
                c.name == former_commune.name && c.kind_of_2025 == former_commune.kind
            })
        };
        let spelling = former_commune
            .other_spelling
            .filter(|spelling| fold(spelling) != fold(former_commune.name));
        match indices.as_slice() {
            [only] if is_unchanged(only) && spelling.is_none() => {
                district.unchanged.insert(*only);
            }
            _ => {
                let row = (
                    alphabet::key(former_commune.name),
                    former_commune.name,
                    former_commune.kind,
                    indices,
                );
                let known = district.abolished.entry(row).or_default();
                *known = known.or(spelling);
            }
        }
    }
    for ((former_province, name), district) in districts {
        let _ = write!(text, "+\t{name}");
        if let Some(code) = former_province {
            let province = known(data.old_provinces.get(code), code)?;
            let _ = write!(text, "\t{}", province.short_name());
        }
        text.push('\n');
        if !district.unchanged.is_empty() {
            let _ = writeln!(text, "=\t{}", joined(district.unchanged));
        }
        for ((_, name, kind, indices), spelling) in district.abolished {
            let _ = write!(text, "{}\t{name}\t{}", kind.letter(), joined(indices));
            end_line(&mut text, spelling);
        }
    }
    Ok(text)
}

/// The communes of a former district.
#[derive(Default)]
struct District<'a> {
    /// Indices of communes with an unchanged name.
    unchanged: BTreeSet<usize>,
    /// Abolished names in alphabetical order, each with an alternative spelling.
    abolished: BTreeMap<AbolishedName<'a>, Option<&'a str>>,
}

/// Sort key, name, kind, and indices of the successors.
type AbolishedName<'a> = ((Vec<u32>, Vec<u32>), &'a str, Kind, Vec<usize>);

fn joined(indices: impl IntoIterator<Item = usize>) -> String {
    indices
        .into_iter()
        .map(|index| index.to_string())
        .collect::<Vec<_>>()
        .join(",")
}

fn end_line(text: &mut String, other_spelling: Option<&str>) {
    if let Some(spelling) = other_spelling {
        text.push('\t');
        text.push_str(spelling);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests;
