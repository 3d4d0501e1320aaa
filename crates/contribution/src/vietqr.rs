//! The text of a VietQR code for a bank transfer.
//!
//! | tag | content |
//! |---|---|
//! | 00, 01 | `01`, then `11` for many uses or `12` for one |
//! | 38 | `A000000727`, bank BIN of 6 digits and account of up to 19, `QRIBFTTA` |
//! | 53, 54, 58 | `704`, amount of a code for one use, `VN` |
//! | 62 | purpose, up to 25 characters, in field 08 |
//! | 63 | CRC-16/CCITT-FALSE over everything before its value |
//!
//! Every field is a tag of two digits, a length of two digits and the value. The whole
//! transfer text of [`crate::transfer_text`] is too long for field 62; it is shown next to the code.
//! This crate contains no account: the caller passes one that is marked as verified.
//!
//! Source: NAPAS VietQR format v1.0 (09/2021), facts only; read 2026-11-20.

/// The account that receives the money, a setting of the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account<'a> {
    /// The bank's BIN, 6 digits.
    pub bin: &'a str,
    /// The account number, letters and digits, at most 19.
    pub number: &'a str,
    /// Whether the office confirmed the account.
    pub verified: bool,
}

/// Why no code is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadError {
    /// The account is not verified.
    NotVerified,
    /// The BIN does not have 6 digits.
    Bin,
    /// The account number is empty, too long, or has other characters.
    Number,
    /// The amount is zero or has more than 13 digits.
    Amount,
    /// The purpose is empty, longer than 25 characters, or has diacritics.
    Purpose,
}

const MAX_NUMBER_LEN: usize = 19;
const MAX_AMOUNT_DIGITS: usize = 13;
const MAX_PURPOSE_LEN: usize = 25;

/// Returns the text of the code: for one use with an amount, for many without.
///
/// # Errors
/// If the account is not verified, or a value does not fit its field.
pub fn payload(
    account: Account<'_>,
    dong: Option<u64>,
    purpose: Option<&str>,
) -> Result<String, PayloadError> {
    // R-MON-9
    if !account.verified {
        return Err(PayloadError::NotVerified);
    }
    let Account { bin, number, .. } = account;
    if bin.len() != 6 || !bin.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PayloadError::Bin);
    }
    if number.is_empty()
        || number.len() > MAX_NUMBER_LEN
        || !number.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        return Err(PayloadError::Number);
    }
    let beneficiary = field("00", bin) + &field("01", number);
    let account = field("00", "A000000727") + &field("01", &beneficiary) + &field("02", "QRIBFTTA");
    let mut out = field("00", "01") + &field("01", if dong.is_some() { "12" } else { "11" });
    out += &field("38", &account);
    out += &field("53", "704");
    if let Some(dong) = dong {
        let digits = dong.to_string();
        if dong == 0 || digits.len() > MAX_AMOUNT_DIGITS {
            return Err(PayloadError::Amount);
        }
        out += &field("54", &digits);
    }
    out += &field("58", "VN");
    if let Some(purpose) = purpose {
        let is_printable = purpose.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if purpose.trim().is_empty() || purpose.len() > MAX_PURPOSE_LEN || !is_printable {
            return Err(PayloadError::Purpose);
        }
        out += &field("62", &field("08", purpose));
    }
    out += "6304";
    let crc = crc(out.as_bytes());
    Ok(out + &format!("{crc:04X}"))
}

/// Formats one field. Every value is shorter than 100 bytes.
fn field(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}

/// Computes CRC-16/CCITT-FALSE: polynomial 1021, initial value FFFF.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |mut crc, byte| {
        crc ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x1021
            };
        }
        crc
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented account.
    const ACCOUNT: Account<'_> = Account {
        bin: "970436",
        number: "0000000001",
        verified: true,
    };

    #[test]
    fn r_mon_9_crc_of_the_nine_digits() {
        assert_eq!(crc(b"123456789"), 0x29b1);
    }

    #[test]
    fn r_mon_9_the_two_vectors() {
        assert_eq!(
            payload(ACCOUNT, None, None).as_deref(),
            Ok(
                "00020101021138540010A00000072701240006970436011000000000010208QRIBFTTA53037045802VN6304B690"
            )
        );
        assert_eq!(
            payload(ACCOUNT, Some(792_000), Some("BHXHTN 5600000001")).as_deref(),
            Ok(concat!(
                "00020101021238540010A00000072701240006970436011000000000010208QRIBFTTA",
                "530370454067920005802VN62210817BHXHTN 56000000016304DE35"
            ))
        );
    }

    #[test]
    fn r_mon_9_no_code_without_a_verified_account() {
        let unverified = Account {
            verified: false,
            ..ACCOUNT
        };
        assert_eq!(
            payload(unverified, None, None),
            Err(PayloadError::NotVerified)
        );
        for bin in ["", "97043", "9704366", "97043x", "٩٧٠"] {
            assert_eq!(
                payload(Account { bin, ..ACCOUNT }, None, None),
                Err(PayloadError::Bin),
                "{bin}"
            );
        }
        for number in ["", "12345678901234567890", "12 34", "số 1"] {
            assert_eq!(
                payload(Account { number, ..ACCOUNT }, None, None),
                Err(PayloadError::Number),
                "{number}"
            );
        }
    }

    #[test]
    fn r_mon_9_lengths() {
        assert!(
            payload(
                Account {
                    number: "1234567890123456789",
                    ..ACCOUNT
                },
                None,
                None
            )
            .is_ok()
        );
        assert!(payload(ACCOUNT, Some(9_999_999_999_999), None).is_ok());
        for dong in [0, 10_000_000_000_000, u64::MAX] {
            assert_eq!(
                payload(ACCOUNT, Some(dong), None),
                Err(PayloadError::Amount),
                "{dong}"
            );
        }
        assert!(payload(ACCOUNT, None, Some("1234567890123456789012345")).is_ok());
        // The transfer text itself does not fit, and diacritics are not allowed.
        let text =
            crate::transfer_text::transfer_text("Nguyễn Thị Mẫu", "5600000001", "0900000001");
        for purpose in [
            "",
            "  ",
            "12345678901234567890123456",
            "Đóng",
            &crate::transfer_text::unaccented(&text),
        ] {
            assert_eq!(
                payload(ACCOUNT, None, Some(purpose)),
                Err(PayloadError::Purpose),
                "{purpose}"
            );
        }
    }
}
