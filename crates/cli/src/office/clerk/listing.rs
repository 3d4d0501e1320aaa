//! What a request for the list asks for.

/// How many dossiers a page lists.
pub(super) const PAGE: u32 = 50;

/// What the list shows: all, or a part.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Listing {
    /// The number of a dossier to open.
    pub(super) so: String,
    /// The code of a procedure; empty for all.
    pub(super) thu_tuc: String,
    /// The code of a state; empty for all.
    pub(super) trang_thai: String,
    /// The number after which the list goes on; empty for its start.
    pub(super) sau: String,
}
