//! Everything that reads JSON from a phone, a backend or a file, and the rules of every procedure
//! over whatever answers come of it: nothing may panic, and what is written is read as the same.
//!
//! `cargo +nightly fuzz run dossiers fuzz/corpus/dossiers procedures/602b/examples procedures/under18/examples`

#![no_main]

use hoso_dossier::wire::{Envelope, Receipt};
use hoso_dossier::{Answers, Value, check, json};
use hoso_identifiers::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = json::parse(bytes) else {
        return;
    };
    let canonical = value.canonical();
    let again = json::parse_str(&canonical).expect("what is written is read");
    assert_eq!(again.canonical(), canonical);

    if let Ok(envelope) = Envelope::parse(&value) {
        let again = json::parse_str(&envelope.canonical()).expect("an envelope is JSON");
        let again = Envelope::parse(&again).expect("an envelope is read again");
        assert_eq!(again.digest(), envelope.digest());
    }
    if let Ok(receipt) = Receipt::parse(&value) {
        assert!(Receipt::parse(&receipt.to_value()).is_ok());
    }

    let today = value
        .get("today")
        .and_then(Value::as_str)
        .and_then(|day| Date::parse(day).ok())
        .unwrap_or_else(|| Date::new(2026, 11, 20).expect("a day"));
    let (answers, _) = Answers::from_value(value.get("answers").unwrap_or(&value));
    let written = answers.to_value();
    assert_eq!(Answers::from_value(&written).0, answers);
    for procedure in hoso_procedures::ALL {
        let _ = check(procedure, &answers, today);
    }
});
