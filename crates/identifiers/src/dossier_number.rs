//! Số hồ sơ (the number that an agency assigns to a dossier).
//!
//! Usual format: 01234/2026/05600: sequence, year, office.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (samples of the insurance portal 2021–2026); read 2026-11-20.

use crate::number::{all_digits, number};
use crate::reason::Reason;
use crate::text;

/// One to forty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct DossierNumber(String);

number!(DossierNumber);

impl DossierNumber {
    /// Parses a number as entered. Punctuation is preserved; full-width digits become ASCII.
    ///
    /// # Errors
    /// `dossier_number.length`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        if typed.is_empty() || typed.chars().count() > 40 {
            return Err(Reason::DossierNumberLength);
        }
        Ok(Self(typed.chars().map(text::narrow).collect()))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let mut parts = self.0.split('/');
        let is_usual = [5, 4, 5].iter().all(|n| {
            parts
                .next()
                .is_some_and(|part| part.len() == *n && all_digits(part))
        }) && parts.next().is_none();
        if is_usual {
            Vec::new()
        } else {
            vec![Reason::DossierNumberShape]
        }
    }
}
