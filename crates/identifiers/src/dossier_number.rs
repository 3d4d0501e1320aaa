//! Số hồ sơ (the number under which an agency keeps a dossier).
//!
//! Usual shape: 01234/2026/05600: sequence, year, office.
//! No public document confirms it, so another shape is only a doubt.
//!
//! Source: samples of the insurance portal 2021–2026; read 2026-11-20.

use crate::number::{all_digits, number};
use crate::reason::Reason;
use crate::text;

/// One to forty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct DossierNumber(String);

number!(DossierNumber);

impl DossierNumber {
    /// Reads a number as typed; its signs stay, only full-width digits become ASCII.
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

    /// What is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let mut parts = self.0.split('/');
        let usual = [5, 4, 5].iter().all(|n| {
            parts
                .next()
                .is_some_and(|part| part.len() == *n && all_digits(part))
        }) && parts.next().is_none();
        if usual {
            Vec::new()
        } else {
            vec![Reason::DossierNumberShape]
        }
    }
}
