//! The text of a QR code as that of an identity card, and any picture as one with a QR code.
//!
//! `cargo +nightly fuzz run id_cards`

#![no_main]

use hoso_identifiers::id_card::IdCard;
use hoso_worker::qr_code::{Grey, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let with_number = ["056190000001|", &text].concat();
    for raw in [text.as_ref(), &with_number] {
        if let Ok(card) = IdCard::parse(raw) {
            assert!(card.number.is_some() || card.old_number.is_some());
            assert!(raw.split('|').count() >= 7);
            // A name of the card is a name of the form.
            if let Some(name) = card.name {
                assert!(hoso_identifiers::person_name::PersonName::parse(name.as_str()).is_ok());
            }
        }
    }
    if let Some((width, pixels)) = bytes.split_first() {
        let picture = Grey::new(usize::from(*width), pixels.to_vec());
        let _ = decode(&picture, |_| true, || false);
    }
});
