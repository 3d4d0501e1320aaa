//! Makes the files that the browser fetches, out of the reference data.
//!
//! A province's file is text, one unit a line, its fields parted by tabs:
//!
//! ```text
//! hoso-places 1
//! 22366 p Nha Trang                  a commune of today: code, kind, name
//! + TP Nha Trang                     an old district; its province follows if that is gone
//! = 4,8                              communes of that district that kept their name
//! p Phước Tiến 12                    another, and where in this file, counted from 0,
//!                                    its successors stand: 3,12
//! ```
//!
//! Kinds are p (phường), x (xã), d (đặc khu), t (thị trấn), - (not known). A last field
//! holds another spelling of the name, where a search would not find it by the first.
//! Communes of today stand in the order of the alphabet. What went whole to a commune of
//! the same name and kind has no line of its own, since it is found by its name of today.

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

/// The code of each province of today and the text of its file, in the order of [`PROVINCES`].
///
/// # Errors
///
/// A file of the reference data is missing, malformed or at odds with another one.
pub fn files(data_dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let data = Communes::read(data_dir)?;
    let successors = successors(&data.edges);
    let mut leads = Vec::new();
    for old in &data.old {
        leads.push(Lead::of_old(old, &data, &successors)?);
    }
    for former in &data.former {
        leads.push(Lead::of_former(former, &data, &successors)?);
    }
    let province_of: BTreeMap<&str, &str> = data
        .current
        .iter()
        .map(|commune| (commune.code.as_str(), commune.province.as_str()))
        .collect();
    let mut of_province: BTreeMap<&str, Vec<&Lead<'_>>> = BTreeMap::new();
    for lead in &leads {
        let provinces = lead
            .successors
            .iter()
            .map(|code| Ok(*known(province_of.get(code), code)?));
        let provinces = provinces.collect::<Result<BTreeSet<&str>, Error>>()?;
        // No old commune was shared out between two provinces of today.
        let province = provinces.first().copied().filter(|_| provinces.len() == 1);
        let province = known(province, lead.province)?;
        of_province.entry(province).or_default().push(lead);
    }
    PROVINCES
        .iter()
        .map(|province| {
            let leads = of_province
                .get(province.code)
                .map_or(&[][..], Vec::as_slice);
            Ok((province.code.to_owned(), file(province.code, &data, leads)?))
        })
        .collect()
}

/// All countries: a line each of code (ISO 3166-1, two letters), Vietnamese name and English name,
/// parted by tabs and sorted by the Vietnamese name.
///
/// # Errors
///
/// The list is missing or malformed.
pub fn countries(data_dir: &Path) -> Result<String, Error> {
    let mut countries = data::countries(data_dir)?;
    countries.sort_by_cached_key(|(_, vietnamese, _)| alphabet::key(vietnamese));
    let mut text = String::new();
    for (code, vietnamese, english) in countries {
        let _ = writeln!(text, "{code}\t{vietnamese}\t{english}");
    }
    Ok(text)
}

/// An old name and where it leads.
#[derive(Debug)]
struct Lead<'a> {
    kind: Kind,
    name: &'a str,
    other_spelling: Option<&'a str>,
    district: &'a Unit,
    /// The code of the old province.
    province: &'a str,
    successors: &'a BTreeSet<&'a str>,
}

/// Where the people of each old commune went, by its code.
fn successors(edges: &[Edge]) -> BTreeMap<&str, BTreeSet<&str>> {
    // Where all people followed one edge, the others are land without people.
    let followed: BTreeSet<&str> = edges
        .iter()
        .filter(|edge| edge.all_people)
        .map(|edge| edge.old.as_str())
        .collect();
    let mut successors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for edge in edges {
        if edge.all_people || !followed.contains(edge.old.as_str()) {
            successors.entry(&edge.old).or_default().insert(&edge.new);
        }
    }
    successors
}

impl<'a> Lead<'a> {
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

    /// A name that was gone already when the provinces merged.
    fn of_former(
        former: &'a Former,
        data: &'a Communes,
        successors: &'a BTreeMap<&str, BTreeSet<&str>>,
    ) -> Result<Self, Error> {
        // Its kind and its district of 2024 count if the list of that year has it by this name.
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

fn file(province: &str, data: &Communes, leads: &[&Lead<'_>]) -> Result<String, Error> {
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
        end(
            &mut text,
            commune
                .other_spelling
                .as_deref()
                .filter(|s| fold(s) != fold(&commune.name)),
        );
    }

    // Sorted by old province and district; a name that two lists have alike appears once.
    let mut districts: BTreeMap<(Option<&str>, String), District<'_>> = BTreeMap::new();
    for lead in leads {
        let places: Vec<usize> = (0..)
            .zip(&current)
            .filter(|(_, c)| lead.successors.contains(c.code.as_str()))
            .map(|(at, _)| at)
            .collect();
        let gone = Some(lead.province).filter(|old| *old != province);
        let district = districts
            .entry((gone, lead.district.short_name()))
            .or_default();
        let same = |at: &usize| {
            current
                .get(*at)
                .is_some_and(|c| c.name == lead.name && c.kind_of_2025 == lead.kind)
        };
        let spelled = lead
            .other_spelling
            .filter(|spelling| fold(spelling) != fold(lead.name));
        match places.as_slice() {
            [only] if same(only) && spelled.is_none() => {
                district.kept.insert(*only);
            }
            _ => {
                let row = (alphabet::key(lead.name), lead.name, lead.kind, places);
                let known = district.gone.entry(row).or_default();
                *known = known.or(spelled);
            }
        }
    }
    for ((gone, name), district) in districts {
        let _ = write!(text, "+\t{name}");
        if let Some(gone) = gone {
            let gone = known(data.old_provinces.get(gone), gone)?;
            let _ = write!(text, "\t{}", gone.short_name());
        }
        text.push('\n');
        if !district.kept.is_empty() {
            let _ = writeln!(text, "=\t{}", joined(district.kept));
        }
        for ((_, name, kind, places), spelled) in district.gone {
            let _ = write!(text, "{}\t{name}\t{}", kind.letter(), joined(places));
            end(&mut text, spelled);
        }
    }
    Ok(text)
}

/// What becomes of the communes of an old district.
#[derive(Default)]
struct District<'a> {
    /// Where those stand that kept their name.
    kept: BTreeSet<usize>,
    /// The names that are gone, in the order of the alphabet, each with another spelling.
    gone: BTreeMap<GoneName<'a>, Option<&'a str>>,
}

/// What to sort by, the name, what it was, and where its successors stand.
type GoneName<'a> = ((Vec<u32>, Vec<u32>), &'a str, Kind, Vec<usize>);

fn joined(places: impl IntoIterator<Item = usize>) -> String {
    places
        .into_iter()
        .map(|at| at.to_string())
        .collect::<Vec<_>>()
        .join(",")
}

fn end(text: &mut String, other_spelling: Option<&str>) {
    if let Some(spelling) = other_spelling {
        text.push('\t');
        text.push_str(spelling);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests;
