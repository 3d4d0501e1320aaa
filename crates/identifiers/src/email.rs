//! Địa chỉ thư điện tử (e-mail address).
//!
//! One `@`, no space, a dot after it, at most 254 characters. The letters stay as
//! they were typed. A domain that looks like a slip of a well-known one is a doubt.
//!
//! Source: RFC 5321 §4.5.3.1.3 for the length; read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::text;

/// The longest address in characters.
const MAX: usize = 254;

/// Slips and what was meant.
const SLIPS: [(&str, &str); 10] = [
    ("gmail.con", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.vn", "gmail.com"),
    ("gmai.com", "gmail.com"),
    ("gmal.com", "gmail.com"),
    ("gmial.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("yahoo.con", "yahoo.com"),
    ("yaho.com", "yahoo.com"),
];

/// An address.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

number!(Email);

impl Email {
    /// Reads an address as typed.
    ///
    /// # Errors
    /// `email.format`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let fits = typed.chars().count() <= MAX && !typed.contains(char::is_whitespace);
        match typed.split_once('@') {
            Some((name, domain)) if fits && !name.is_empty() && !domain.contains('@') => {
                let parts = || domain.split('.');
                if parts().count() >= 2 && parts().all(|part| !part.is_empty()) {
                    Ok(Self(typed.into_owned()))
                } else {
                    Err(Reason::EmailFormat)
                }
            }
            _ => Err(Reason::EmailFormat),
        }
    }

    /// What is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let Some((name, domain)) = self.0.split_once('@') else {
            return Vec::new();
        };
        SLIPS
            .iter()
            .find(|(slip, _)| domain.eq_ignore_ascii_case(slip))
            .map(|(_, meant)| Reason::EmailDomain {
                proposal: [name, "@", meant].concat(),
            })
            .into_iter()
            .collect()
    }
}
