//! Địa chỉ thư điện tử (e-mail address).
//!
//! One `@`, no space, a dot after it, at most 254 characters. The letter case is preserved. A domain
//! that looks like a typo of a well-known one is a doubt.
//!
//! Source: RFC 5321 §4.5.3.1.3 for the length; read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::text;

/// The longest address, in characters.
const MAX_CHARS: usize = 254;

/// Well-known domains, each with its common typos.
///
/// A listed domain may exist, so it is a doubt and not an error.
const TYPOS: [(&str, &[&str]); 6] = [
    (
        "gmail.com",
        &[
            "gmail.con",
            "gmail.co",
            "gmail.cm",
            "gmail.om",
            "gmail.vn",
            "gmail.com.vn",
            "gmai.com",
            "gmal.com",
            "gmial.com",
            "gmaill.com",
            "gmaul.com",
            "gamil.com",
            "gnail.com",
        ],
    ),
    (
        "yahoo.com",
        &[
            "yahoo.con",
            "yahoo.cm",
            "yahoo.co",
            "yaho.com",
            "yahho.com",
            "yahooo.com",
        ],
    ),
    (
        "yahoo.com.vn",
        &["yahoo.com.v", "yahoo.con.vn", "yaho.com.vn", "yahoo.cm.vn"],
    ),
    (
        "hotmail.com",
        &[
            "hotmail.con",
            "hotmail.cm",
            "hotmail.co",
            "hotmai.com",
            "hotmal.com",
            "hotmial.com",
            "hotmil.com",
        ],
    ),
    (
        "outlook.com",
        &[
            "outlook.con",
            "outlook.cm",
            "outlook.co",
            "outlok.com",
            "outloo.com",
            "outlock.com",
        ],
    ),
    (
        "icloud.com",
        &[
            "icloud.con",
            "icloud.cm",
            "icloud.co",
            "iclould.com",
            "icoud.com",
            "iclod.com",
        ],
    ),
];

/// An address.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

number!(Email);

impl Email {
    /// Parses an address as entered.
    ///
    /// # Errors
    /// `email.format`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let fits = typed.chars().count() <= MAX_CHARS && !typed.contains(char::is_whitespace);
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

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let Some((name, domain)) = self.0.split_once('@') else {
            return Vec::new();
        };
        TYPOS
            .iter()
            .find(|(_, typos)| typos.iter().any(|typo| domain.eq_ignore_ascii_case(typo)))
            .map(|(correct, _)| Reason::EmailDomain {
                proposal: [name, "@", correct].concat(),
            })
            .into_iter()
            .collect()
    }
}
