//! Checks whether the empty password opens an encrypted PDF.
//!
//! A file that only restricts printing or copying is encrypted with an empty user password, and
//! every reader opens it without a question.
//!
//! | revision | what the password is checked with |
//! |---|---|
//! | 2 to 4 | MD5 and RC4 |
//! | 5 | SHA-256 |
//! | 6 | SHA-256, SHA-384, SHA-512 and AES-128 |
//!
//! Source: ISO 32000-2 §7.6.4 (algorithms 2, 2.B, 4, 5, 6 and 11); ISO 32000-1 §7.6.3; Adobe Supplement to ISO 32000, ExtensionLevel 3 (revision 5); read 2026-11-29.

use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::pdf_values::{Dictionary, Value, dictionary};

/// What a password shorter than 32 bytes is filled up with: the empty one entirely.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Does the empty password open a file with this trailer? `false` also if that cannot be found
/// out.
pub(crate) fn opens_without_password(bytes: &[u8], trailer: &Dictionary) -> bool {
    let Some(encryption) = encryption(bytes, trailer) else {
        return false;
    };
    if !encryption.is_name(b"Filter", b"Standard") {
        return false;
    }
    let id = match trailer.get(b"ID") {
        Some(Value::List(items)) => match items.first() {
            Some(Value::Text(id)) => id.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let opens = match encryption.integer(b"R") {
        Some(2) => opens_revision_2(&encryption, id),
        Some(3 | 4) => opens_revision_3(&encryption, id),
        Some(5) => opens_revision_5(&encryption),
        Some(6) => opens_revision_6(&encryption),
        _ => None,
    };
    opens == Some(true)
}

/// Returns the encryption dictionary, which is never compressed.
fn encryption(bytes: &[u8], trailer: &Dictionary) -> Option<Dictionary> {
    match trailer.get(b"Encrypt")? {
        Value::Dictionary(found) => Some(found.clone()),
        Value::Reference(object) => object_dictionary(bytes, *object),
        _ => None,
    }
}

/// Returns the last dictionary that is written as this object: an update is behind what it replaces.
fn object_dictionary(bytes: &[u8], object: i64) -> Option<Dictionary> {
    let begin = object.to_string();
    let mut found = None;
    let mut from = 0;
    while let Some(at) = crate::bytes::find(bytes, from, begin.as_bytes()) {
        from = at + begin.len();
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        if before.is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let dictionary = bytes
            .get(from..)
            .and_then(behind_object_head)
            .and_then(dictionary);
        found = dictionary.or(found);
    }
    found
}

/// What is behind ` 0 obj`.
fn behind_object_head(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = behind_spaces(bytes)?;
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let bytes = bytes.get(digits..).filter(|_| digits > 0)?;
    behind_spaces(bytes)?.strip_prefix(b"obj")
}

/// What is behind at least one white space.
fn behind_spaces(bytes: &[u8]) -> Option<&[u8]> {
    let spaces = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    bytes.get(spaces..).filter(|_| spaces > 0)
}

/// Computes the file key of the empty password (algorithm 2).
fn file_key(encryption: &Dictionary, id: &[u8], revision: i64) -> Option<Vec<u8>> {
    let permissions = encryption.integer(b"P")?;
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(encryption.text(b"O")?.get(..32)?);
    // 32 bits, signed or not: only the bits matter.
    hash.update(permissions.to_le_bytes().get(..4)?);
    hash.update(id);
    if revision >= 4 && encryption.get(b"EncryptMetadata") == Some(&Value::False) {
        hash.update([0xff; 4]);
    }
    let bits = match (revision, encryption.integer(b"Length")) {
        (3, bits) => bits.unwrap_or(40),
        // Crypt filters always use 128 bits; some writers leave the length out.
        (4, _) => 128,
        _ => 40,
    };
    let length = usize::try_from(bits / 8)
        .ok()
        .filter(|n| (5..=16).contains(n))?;
    let mut key = hash.finalize().to_vec();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(key.get(..length)?).to_vec();
        }
    }
    key.truncate(length);
    Some(key)
}

/// Algorithm 4.
fn opens_revision_2(encryption: &Dictionary, id: &[u8]) -> Option<bool> {
    let key = file_key(encryption, id, 2)?;
    let mut check = PADDING.to_vec();
    rc4(&key, &mut check);
    Some(encryption.text(b"U")?.get(..32)? == check)
}

/// Algorithm 5. In revision 4 AES encrypts the file, and RC4 still checks the password.
fn opens_revision_3(encryption: &Dictionary, id: &[u8]) -> Option<bool> {
    let key = file_key(encryption, id, encryption.integer(b"R")?)?;
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(id);
    let mut check = hash.finalize().to_vec();
    for round in 0..20 {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        rc4(&key, &mut check);
    }
    Some(encryption.text(b"U")?.get(..16)? == check)
}

/// Algorithm 11 with the hash of revision 5.
fn opens_revision_5(encryption: &Dictionary) -> Option<bool> {
    let user = encryption.text(b"U")?;
    let salt = user.get(32..40)?;
    Some(user.get(..32)? == Sha256::digest(salt).as_slice())
}

/// Algorithm 11 with the hash of revision 6 (algorithm 2.B).
fn opens_revision_6(encryption: &Dictionary) -> Option<bool> {
    let user = encryption.text(b"U")?;
    let mut key = Sha256::digest(user.get(32..40)?).to_vec();
    // The last byte is at most 255, so round 287 is the last one.
    for round in 1..=287u16 {
        // The password and the user data, which would come before and after the key, are empty.
        let mut data = key.repeat(64);
        cbc(&key, &mut data)?;
        let sum: u32 = data.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        if round >= 64 && u16::from(*data.last()?) <= round - 32 {
            break;
        }
    }
    Some(user.get(..32)? == key.get(..32)?)
}

/// Encrypts with AES-128 in CBC mode. The key is the first 16 bytes of `key`, the initialisation
/// vector the next 16.
fn cbc(key: &[u8], data: &mut [u8]) -> Option<()> {
    let cipher = Aes128::new_from_slice(key.get(..16)?).ok()?;
    let mut previous: [u8; 16] = key.get(16..32)?.try_into().ok()?;
    let (blocks, _) = data.as_chunks_mut::<16>();
    for block in blocks {
        for (byte, before) in block.iter_mut().zip(previous) {
            *byte ^= before;
        }
        cipher.encrypt_block(block.into());
        previous = *block;
    }
    Some(())
}

/// Encrypts with RC4.
fn rc4(key: &[u8], data: &mut [u8]) {
    let mut state: [u8; 256] = core::array::from_fn(|i| u8::try_from(i).unwrap_or(0));
    let mut j = 0u8;
    let swap = |state: &mut [u8; 256], i: u8, add: u8, j: &mut u8| {
        let a = state[usize::from(i)];
        *j = j.wrapping_add(a).wrapping_add(add);
        state.swap(usize::from(i), usize::from(*j));
    };
    for (i, key) in (0..=255u8).zip(key.iter().cycle()) {
        swap(&mut state, i, *key, &mut j);
    }
    j = 0;
    let mut i = 0u8;
    for byte in data {
        i = i.wrapping_add(1);
        swap(&mut state, i, 0, &mut j);
        let sum = state[usize::from(i)].wrapping_add(state[usize::from(j)]);
        *byte ^= state[usize::from(sum)];
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    /// Source: RFC 6229 §2 and the vectors of the first publication.
    #[test]
    fn ok_rc4() {
        for (key, plain, cipher) in [
            (
                &b"Key"[..],
                &b"Plaintext"[..],
                &b"\xbb\xf3\x16\xe8\xd9\x40\xaf\x0a\xd3"[..],
            ),
            (b"Wiki", b"pedia", b"\x10\x21\xbf\x04\x20"),
            (b"\x01\x02\x03\x04\x05", &[0; 4], b"\xb2\x39\x63\x05"),
        ] {
            let mut data = plain.to_vec();
            rc4(key, &mut data);
            assert_eq!(data, cipher);
        }
    }

    /// Source: NIST SP 800-38A annex F.2.1.
    #[test]
    fn ok_cbc() {
        let key = b"\x2b\x7e\x15\x16\x28\xae\xd2\xa6\xab\xf7\x15\x88\x09\xcf\x4f\x3c";
        let vector: Vec<u8> = (0..16).collect();
        let mut data = b"\x6b\xc1\xbe\xe2\x2e\x40\x9f\x96\xe9\x3d\x7e\x11\x73\x93\x17\x2a".to_vec();
        cbc(&[&key[..], &vector].concat(), &mut data).unwrap();
        assert_eq!(
            data,
            b"\x76\x49\xab\xac\x81\x19\xb2\x46\xce\xe9\x8e\x9b\x12\xe9\x19\x7d"
        );
    }
}
