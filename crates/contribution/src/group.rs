//! The groups of people whose contributions the State supports.
//!
//! Source: NĐ 134/2015/NĐ-CP until 30/06/2025, NĐ 159/2025/NĐ-CP art. 5 since; read 2026-11-20.

/// A group, which determines the rate of support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SupportGroup {
    /// Member of a poor household.
    Poor,
    /// Member of a near-poor household.
    NearPoor,
    /// Member of an ethnic minority.
    EthnicMinority,
    /// Resident of an island commune or a special zone.
    IslandCommune,
    /// Everyone else.
    Other,
}

impl SupportGroup {
    /// Every group.
    pub const ALL: [Self; 5] = [
        Self::Poor,
        Self::NearPoor,
        Self::EthnicMinority,
        Self::IslandCommune,
        Self::Other,
    ];

    /// Returns the wire code.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Poor => "poor_household",
            Self::NearPoor => "near_poor_household",
            Self::EthnicMinority => "ethnic_minority",
            Self::IslandCommune => "island_commune",
            Self::Other => "other",
        }
    }
}
