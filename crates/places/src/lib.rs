//! Current and former provinces and communes.
//!
//! On 1 July 2025 the 63 provinces of Vietnam became 34, its 10,035 communes 3,321,
//! and the districts between them were abolished. People still use the names of
//! former communes, so the file of a province contains these as well.
//!
//! The crate never decides: if a former commune was divided among several new ones,
//! it returns all of them, and the person chooses. It does no I/O; the caller passes
//! the text of a province's file.
//!
//! | feature | adds |
//! |---|---|
//! | none | [`PROVINCES`], [`Places`]: small enough for a browser |
//! | `native` | `commune_belongs` |
//! | `compile` | the module `compile`, which generates the files |
//!
//! Source: `data/README.md` ("Units after 1 July 2025", "Old units").

#[cfg(feature = "compile")]
mod alphabet;
#[cfg(feature = "compile")]
pub mod compile;
mod kind;
mod places;

pub use places::{ParseError, Places, SearchResult};

/// A current province, or a city of the same rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    /// The code of the Statistics Office, two digits.
    pub code: &'static str,
    /// "Tỉnh Khánh Hòa", "Thành phố Huế".
    pub full_name: &'static str,
    /// The former provinces merged into it whose names were abolished, separated by commas: "Ninh
    /// Thuận"; may be empty.
    pub merged: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/provinces.rs"));

/// Returns the full name of a current province; `None` for any other text.
///
/// ```
/// assert_eq!(hoso_places::province_name("56"), Some("Tỉnh Khánh Hòa"));
/// assert_eq!(hoso_places::province_name("58"), None); // Ninh Thuận, now part of 56
/// ```
#[must_use]
pub fn province_name(code: &str) -> Option<&'static str> {
    PROVINCES
        .iter()
        .find(|province| province.code == code)
        .map(|province| province.full_name)
}

#[cfg(feature = "native")]
include!(concat!(env!("OUT_DIR"), "/communes.rs"));

/// Returns whether a current province has a current commune with this code.
///
/// ```
/// assert!(hoso_places::commune_belongs("56", "22366"));
/// assert!(!hoso_places::commune_belongs("01", "22366"));
/// ```
#[cfg(feature = "native")]
#[must_use]
pub fn commune_belongs(province: &str, commune: &str) -> bool {
    COMMUNES.binary_search(&(province, commune)).is_ok()
}
