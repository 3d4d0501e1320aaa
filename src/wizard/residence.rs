//! Finds the current units of the residence on an identity card.
//!
//! A card has the names of its day of issue, without their kinds: "12 đường Ví Dụ, Phước Tiến, Nha
//! Trang, Khánh Hòa". Cards from before 1 July 2025 name a district before the province. Only equal
//! names match; a person confirms each.

use hoso_identifiers::Date;
use hoso_identifiers::text::{self, fold};
use hoso_places::{PROVINCES, Places};

/// The number of results of a search that are compared.
const SEARCHED: usize = 24;

/// The day from which the units of 2025 replace the former communes and their districts.
///
/// Source: NQ 202/2025/QH15, as listed in docs/domain/laws.md.
const WITHOUT_DISTRICTS_FROM: Option<Date> = Date::new(2025, 7, 1);

/// The kinds before the names of units, folded. A longer one precedes its own prefix.
const KINDS: [&str; 17] = [
    "thanh pho ",
    "thi tran ",
    "thi xa ",
    "dac khu ",
    "phuong ",
    "huyen ",
    "tinh ",
    "quan ",
    "xa ",
    "tp ",
    "tx ",
    "tt ",
    "p ",
    "q ",
    "h ",
    "x ",
    "t ",
];

/// A residence whose province is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    /// The code of the current province.
    pub province: &'static str,
    /// The day of issue of the card.
    issued: Option<Date>,
    /// The parts before the province, from the street to the commune or district.
    parts: Vec<String>,
}

/// A current commune that the residence may be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The code of the commune.
    pub commune: String,
    /// Its name.
    pub name: String,
    /// The former name by which it was found; empty if the card has the current name.
    pub old_name: String,
    /// The part before the commune on the card: house, street, hamlet.
    pub street_line: String,
}

impl Residence {
    /// Parses the residence of a card of this day of issue. `None` if its last part names no province,
    /// current or former.
    #[must_use]
    pub fn parse(text: &str, issued: Option<Date>) -> Option<Self> {
        let mut parts: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
        parts.retain(|part| !part.is_empty());
        let name = parts.pop()?;
        let is_named = |other: &str| !other.is_empty() && is_same_unit(other, &name);
        let province = PROVINCES.iter().find(|province| {
            is_named(province.full_name) || province.merged.split(',').any(is_named)
        })?;
        Some(Self {
            province: province.code,
            issued,
            parts,
        })
    }

    /// Returns the current communes that the residence may be in; several if its former commune was
    /// divided. The part before the province is a district if a former commune in it precedes it.
    ///
    /// Empty if that part is a district whose commune is unknown: a commune of today may have the name
    /// of the district, but be only a part of it.
    #[must_use]
    pub fn proposals(&self, places: &Places) -> Vec<Proposal> {
        let (last, before) = match self.parts.as_slice() {
            [before @ .., last] => (last, before),
            [] => return Vec::new(),
        };
        if let [street @ .., commune] = before {
            let found = find(places, commune, Some(last), street);
            if !found.is_empty() {
                return found;
            }
        }
        if self.has_district(places, last) {
            return Vec::new();
        }
        find(places, last, None, before)
    }

    /// Returns whether the part before the province is a district: by the day of issue; without one,
    /// if a former district has its name.
    fn has_district(&self, places: &Places, last: &str) -> bool {
        match (self.issued, WITHOUT_DISTRICTS_FROM) {
            (Some(issued), Some(from)) => issued < from,
            _ => is_former_district(places, last),
        }
    }
}

impl Proposal {
    /// Returns whether the answers are what this proposes. A street line that the card does not have
    /// is not compared.
    #[must_use]
    pub fn is_same(&self, commune: &str, street_line: Option<&str>) -> bool {
        let is_same_street =
            |line| self.street_line.is_empty() || text::same(line, &self.street_line);
        commune == self.commune && street_line.is_none_or(is_same_street)
    }
}

/// Returns whether a former commune was in a district of this name.
fn is_former_district(places: &Places, name: &str) -> bool {
    let folded = folded(name);
    // Without its kind, which the query would otherwise take for that of a commune.
    let found = places.search(bare(&folded), usize::MAX);
    found.iter().any(|found| {
        let old_name = found.old_name.as_deref().unwrap_or_default();
        let district = old_name.split(", ").nth(1);
        district.is_some_and(|district| is_same_unit(district, name))
    })
}

/// Finds the communes with this current or former name, in a former district if one is named.
fn find(
    places: &Places,
    commune: &str,
    district: Option<&str>,
    street: &[String],
) -> Vec<Proposal> {
    let street_line = street.join(", ");
    let query = match district {
        Some(district) => [commune, " ", district].concat(),
        None => commune.to_owned(),
    };
    let mut current = Vec::new();
    let mut former = Vec::new();
    for found in places.search(&query, SEARCHED) {
        for code in found.codes {
            let Some(full_name) = places.full_name(&code) else {
                continue;
            };
            let old_name = found.old_name.clone().unwrap_or_default();
            let fits = match old_name.split_once(", ") {
                Some((old, of)) => {
                    // A district may be followed by its former province.
                    let of = of.split(',').next().unwrap_or_default();
                    is_same_unit(old, commune) && district.is_none_or(|d| is_same_unit(d, of))
                }
                None => is_same_unit(&full_name, commune),
            };
            let list = if old_name.is_empty() {
                &mut current
            } else {
                &mut former
            };
            let is_new = list.iter().all(|other: &Proposal| other.commune != code);
            if fits && is_new {
                list.push(Proposal {
                    commune: code,
                    name: full_name,
                    old_name,
                    street_line: street_line.clone(),
                });
            }
        }
    }
    // With a district the names are those from before July 2025; without one, those of today.
    let is_old = district.is_some();
    let (mut first, second) = if is_old {
        (former, current)
    } else {
        (current, former)
    };
    if first.is_empty() {
        first = second;
    }
    first
}

/// Returns whether two names are those of one unit, with or without its kind: "Phước Tiến" and
/// "P. Phước Tiến".
fn is_same_unit(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let (bare_one, bare_other) = (bare(&one), bare(&other));
    one == other || bare_one == other || one == bare_other || bare_one == bare_other
}

fn folded(name: &str) -> String {
    fold(&name.replace('.', " "))
}

/// Returns a folded name without its kind, and a number without leading zeros.
fn bare(folded: &str) -> &str {
    let without_kind = KINDS.iter().find_map(|kind| folded.strip_prefix(kind));
    let name = without_kind.unwrap_or(folded);
    match name.trim_start_matches('0') {
        number if number.bytes().all(|b| b.is_ascii_digit()) => number,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    /// A province of invented divisions: Phước Tiến became part of Nha Trang, Cam Tân was divided.
    const FILE: &str = "hoso-places 1\n22366\tp\tNha Trang\n22435\tx\tCam Hiệp\n22453\tx\tSuối Dầu\n22651\tx\tDiên Khánh\n+\tTP Nha Trang\np\tPhước Tiến\t0\n+\thuyện Cam Lâm\nx\tCam Tân\t1,2\n+\thuyện Diên Khánh\nt\tDiên Khánh\t3\nx\tDiên An\t3\n";

    const BEFORE: Option<Date> = Date::new(2025, 6, 30);
    const AFTER: Option<Date> = Date::new(2025, 7, 1);

    #[track_caller]
    fn check(text: &str, issued: Option<Date>, expected: &[(&str, &str)]) {
        let residence = Residence::parse(text, issued).unwrap();
        let places = Places::parse(FILE).unwrap();
        let found = residence.proposals(&places);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|p| (p.commune.as_str(), p.street_line.as_str()))
            .collect();
        assert_eq!(found, expected, "{text} {issued:?}");
        assert_eq!(residence.province, "56");
    }

    #[test]
    fn ok_old_and_current_units() {
        for issued in [BEFORE, None] {
            check(
                "12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa",
                issued,
                &[("22366", "12 đường Ví Dụ")],
            );
            check(
                "12 đường Ví Dụ, P. Phước Tiến, TP. Nha Trang, tỉnh Khánh Hoà",
                issued,
                &[("22366", "12 đường Ví Dụ")],
            );
            check(
                "Thôn Một, Cam Tân, Cam Lâm, Khánh Hòa",
                issued,
                &[("22435", "Thôn Một"), ("22453", "Thôn Một")],
            );
            check(
                "Diên Khánh, Diên Khánh, Khánh Hòa",
                issued,
                &[("22651", "")],
            );
        }
        // After July 2025 no district is named.
        for issued in [AFTER, None] {
            check(
                "Thôn Một, Suối Dầu, Khánh Hòa",
                issued,
                &[("22453", "Thôn Một")],
            );
        }
        check(
            "Tổ 1, đường Ví Dụ, Nha Trang, Khánh Hòa",
            AFTER,
            &[("22366", "Tổ 1, đường Ví Dụ")],
        );
        // Unknown communes: a person chooses.
        for issued in [BEFORE, AFTER, None] {
            check("Thôn Một, Không Có, Nơi Nào, Khánh Hòa", issued, &[]);
            check("Ninh Thuận", issued, &[]);
        }
    }

    #[test]
    fn err_a_district_is_no_commune_of_its_name() {
        for issued in [BEFORE, None] {
            for text in [
                "12 đường Ví Dụ, Không Có, Nha Trang, Khánh Hòa",
                "12 đường Ví Dụ, Không Có, TP. Nha Trang, Khánh Hòa",
                "Thôn Một, Không Có, Diên Khánh, Khánh Hòa",
                "Thôn Một, Không Có, H. Diên Khánh, Khánh Hòa",
                "Nha Trang, Khánh Hòa",
            ] {
                check(text, issued, &[]);
            }
        }
        check("Thôn Một, Suối Dầu, Khánh Hòa", BEFORE, &[]);
    }

    #[test]
    fn ok_a_missing_street_line_is_not_compared() {
        let mut proposal = Proposal {
            commune: "22366".to_owned(),
            name: "Phường Nha Trang".to_owned(),
            old_name: String::new(),
            street_line: String::new(),
        };
        assert!(proposal.is_same("22366", Some("12 đường Ví Dụ")));
        assert!(proposal.is_same("22366", None));
        assert!(!proposal.is_same("22435", Some("")));
        proposal.street_line = "12 đường Ví Dụ".to_owned();
        assert!(proposal.is_same("22366", Some("12 đường Ví Dụ")));
        assert!(proposal.is_same("22366", None));
        assert!(!proposal.is_same("22366", Some("")));
        assert!(!proposal.is_same("22366", Some("13 đường Ví Dụ")));
    }

    #[test]
    fn err_no_province() {
        for text in [
            "",
            ",,,",
            "12 đường Ví Dụ",
            "Phước Tiến, Nha Trang, Nước Khác",
        ] {
            assert_eq!(Residence::parse(text, None), None, "{text}");
        }
    }
}
