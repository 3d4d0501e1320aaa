//! Provinces and communes, those of today and those whose names people still use.
//!
//! On 1 July 2025 the 63 provinces of Vietnam became 34, its 10,035 communes 3,321,
//! and the districts between them ended. People go on to name the commune they
//! were born in, so each file of a province knows the old names as well.
//!
//! The crate never decides: where an old commune went to several new ones it
//! names them all, and the person chooses. It fetches nothing; whoever uses it
//! hands it the text of a province's file.
//!
//! | feature | what it adds |
//! |---|---|
//! | none | [`PROVINCES`], [`Places`]: small enough for a browser |
//! | `native` | `commune_belongs` |
//! | `compile` | the module `compile`, which makes the files |
//!
//! Source: `data/README.md`, sections 1 and 2.

#[cfg(feature = "compile")]
mod alphabet;
#[cfg(feature = "compile")]
pub mod compile;
mod kind;
mod places;

pub use places::{Found, NotPlaces, Places};

/// A province, or a city of the same rank, of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    /// The code of the Statistics Office, two digits.
    pub code: &'static str,
    /// "Tỉnh Khánh Hòa", "Thành phố Huế".
    pub full_name: &'static str,
    /// The provinces that became part of it and whose names none bears any more, parted by
    /// commas: "Ninh Thuận"; empty where there is none.
    pub merged: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/provinces.rs"));

/// The full name of a province of today; `None` for any other text.
///
/// ```
/// assert_eq!(hoso_places::province_name("56"), Some("Tỉnh Khánh Hòa"));
/// assert_eq!(hoso_places::province_name("58"), None); // Ninh Thuận, part of 56 now
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

/// Is this the code of a commune of today in this province of today?
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
