//! The secret of a receipt, which opens the state of its dossier.
//!
//! It is not stored: it is HMAC-SHA256 of the dossier id under a random key of this database,
//! cut to 128 bits. So the same receipt can be returned again, and no table holds a secret of
//! a citizen.
//!
//! Source: RFC 2104; read 2026-11-21.

use hmac::{Hmac, KeyInit, Mac};
use hoso_dossier::wire::sha256_hex;
use sha2::Sha256;

/// The bytes of a secret.
const LENGTH: usize = 16;

/// Makes and checks the secrets of receipts.
pub(crate) struct Secrets {
    key: Hmac<Sha256>,
}

impl Secrets {
    /// Takes the key of the database; `None` if it is empty.
    pub(crate) fn new(key: &[u8]) -> Option<Self> {
        let hmac = Hmac::new_from_slice(key).ok();
        hmac.filter(|_| !key.is_empty()).map(|key| Self { key })
    }

    /// Returns the secret of a dossier in lower-case hex.
    pub(crate) fn of(&self, dossier_id: &str) -> String {
        let mac = self.key.clone().chain_update(dossier_id).finalize();
        mac.into_bytes()
            .iter()
            .take(LENGTH)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Compares in constant time.
    pub(crate) fn is_secret_of(&self, dossier_id: &str, given: &str) -> bool {
        let Some(bytes) = from_hex(given) else {
            return false;
        };
        let mac = self.key.clone().chain_update(dossier_id);
        mac.verify_truncated_left(&bytes).is_ok()
    }
}

/// Returns the hash of a secret that is kept after its dossier was erased. The secret has 128
/// random bits, so neither it nor the dossier id can be computed from the hash.
pub(crate) fn hash_of(secret: &str) -> String {
    sha256_hex(secret.as_bytes())
}

/// Reads a secret of full length in lower-case hex. `verify_truncated_left` would accept a
/// shorter one.
fn from_hex(text: &str) -> Option<[u8; LENGTH]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != LENGTH || !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; LENGTH];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_a_secret_opens_its_own_dossier() {
        let secrets = Secrets::new(b"key").unwrap();
        let secret = secrets.of("a");
        assert_eq!(secret.len(), 32);
        assert!(secrets.is_secret_of("a", &secret));
        assert!(!secrets.is_secret_of("b", &secret));
        assert!(!Secrets::new(b"other").unwrap().is_secret_of("a", &secret));
    }

    #[test]
    fn err_a_part_or_another_spelling_of_a_secret() {
        let secrets = Secrets::new(b"key").unwrap();
        let secret = secrets.of("a");
        let last = if secret.ends_with('0') { "1" } else { "0" };
        for wrong in [
            String::new(),
            secret[..2].to_owned(),
            secret[..30].to_owned(),
            format!("{secret}00"),
            secret.to_uppercase(),
            format!("{}{last}", &secret[..31]),
        ] {
            assert!(!secrets.is_secret_of("a", &wrong), "{wrong}");
        }
    }

    #[test]
    fn err_a_database_without_a_key() {
        assert!(Secrets::new(b"").is_none());
    }
}
