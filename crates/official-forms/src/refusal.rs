//! Errors of a request.

use core::fmt;

use hoso_dossier::json::JsonError;

/// Why no form is generated. It never contains personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The request is not valid JSON.
    NotJson(JsonError),
    /// A key of the request is missing or has the wrong type.
    Shape(&'static str),
    /// No official form is known for this procedure.
    UnknownProcedure,
    /// These answers make no declaration, so there is no form.
    NoDeclaration,
    /// The request is longer than [`MAX_REQUEST`](crate::MAX_REQUEST).
    TooLarge,
}

impl Refusal {
    /// Returns the wire code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotJson(_) => "paper.not_json",
            Self::Shape(_) => "paper.shape",
            Self::UnknownProcedure => "paper.unknown_procedure",
            Self::NoDeclaration => "paper.no_declaration",
            Self::TooLarge => "paper.too_large",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "the request is no JSON: {error}"),
            Self::Shape(key) => write!(f, "`{key}` is missing or of a wrong kind"),
            Self::UnknownProcedure => f.write_str("no paper form is known for this procedure"),
            Self::NoDeclaration => f.write_str("nothing is declared with these answers"),
            Self::TooLarge => f.write_str("the request is too large"),
        }
    }
}

impl core::error::Error for Refusal {}
