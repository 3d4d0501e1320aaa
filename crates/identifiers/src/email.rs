//! Địa chỉ thư điện tử (e-mail address).
//!
//! One `@`, no space, a dot after it, at most 254 characters. The letter case is preserved. What mail
//! programs copy around an address is removed: `mailto:`, `<…>`, a name before it, a separator after
//! it. A domain that looks like a typo of a well-known one is a doubt; so are letters with diacritics,
//! which a Vietnamese input method makes of plain ones.
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
        let cleaned = text::clean(raw);
        let typed = unwrapped(&cleaned);
        let fits = typed.chars().count() <= MAX_CHARS && !typed.contains(char::is_whitespace);
        match typed.split_once('@') {
            Some((name, domain)) if fits && !name.is_empty() && !domain.contains('@') => {
                let parts = || domain.split('.');
                if parts().count() >= 2 && parts().all(|part| !part.is_empty()) {
                    Ok(Self(typed.to_owned()))
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
        let plain = text::without_marks(&self.0);
        let corrected = corrected_domain(&plain);
        if plain != self.0 && plain.is_ascii() {
            let proposal = corrected.unwrap_or(plain);
            return vec![Reason::EmailMarks { proposal }];
        }
        corrected
            .map(|proposal| Reason::EmailDomain { proposal })
            .into_iter()
            .collect()
    }
}

/// What mail programs copy before an address.
const BEFORE: [char; 5] = ['<', '"', '\'', '(', ' '];

/// What mail programs and sentences have after an address.
const AFTER: [char; 8] = ['>', '"', '\'', ')', ',', ';', '.', ' '];

/// Returns the address without what mail programs copy around it.
fn unwrapped(typed: &str) -> &str {
    const SCHEME: &str = "mailto:";
    let mut address = typed;
    loop {
        let inner = address.split_once('<').map_or(address, |(_, rest)| {
            rest.split_once('>').map_or(rest, |(inner, _)| inner)
        });
        let inner = inner.trim_start_matches(BEFORE).trim_end_matches(AFTER);
        let inner = match inner.split_at_checked(SCHEME.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(SCHEME) => rest,
            _ => inner,
        };
        if inner.len() == address.len() {
            return address;
        }
        address = inner;
    }
}

/// Returns the address with the well-known domain for which its own is a common typo.
fn corrected_domain(address: &str) -> Option<String> {
    let (name, domain) = address.split_once('@')?;
    let (correct, _) = TYPOS
        .iter()
        .find(|(_, typos)| typos.iter().any(|typo| domain.eq_ignore_ascii_case(typo)))?;
    Some([name, "@", correct].concat())
}
