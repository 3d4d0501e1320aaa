//! Creates dossiers of invented persons that pass the rules on any day, and variants of them.

use hoso_dossier::definition::Definition;
use hoso_dossier::wire::{Attachment, Envelope};
use hoso_dossier::{Answer, Answers, Procedure, Value, check, timestamp};
use hoso_identifiers::Date;

use crate::photos::Photo;

/// Names and phone numbers of the invented persons, which no refusal, header or status may contain.
pub(crate) const PRIVATE: [&str; 5] = [
    "Nguyễn Thị Mẫu",
    "Trần Thị Thử",
    "Trần Văn Thử",
    "0912345678",
    "0900000002",
];

/// A text with characters that canonical JSON must escape, and others that it must not.
const ODD_TEXT: &str = "Dấu \"nháy\", \\ gạch chéo / và 😀\u{2028} hết";

/// Codes of the procedures with a sample, in order of preference.
pub(crate) const CODES: [&str; 3] = ["602b", "under18", "account"];

/// Returns answers that the rules pass, without photos.
fn answers(procedure: &Procedure, today: Date) -> Answers {
    let mut answers = Answers::default();
    let birth_of_child = Date::new(today.year().saturating_sub(8), 2, 14)
        .map(|date| date.iso())
        .unwrap_or_default();
    let texts: &[(&str, &str)] = match procedure.definition.code {
        "602b" => {
            answers.set("cases", Answer::Many(vec!["return".to_owned()]));
            answers.set_text("first_month", today.month_of().plus(1).iso());
            &[
                ("in_compulsory_group", "no"),
                ("receives_pension", "no"),
                ("full_name", "Nguyễn Thị Mẫu"),
                ("birth_date", "1990-02-14"),
                ("sex", "female"),
                ("social_insurance_number", "5600000001"),
                ("phone", "0912345678"),
                ("nationality", "VN"),
                ("income_base", "3000000"),
                ("payment_method", "monthly"),
                ("request_text", "Đăng ký lại tham gia BHXH tự nguyện."),
            ]
        }
        "under18" => {
            answers.set_text("birth_date", birth_of_child);
            &[
                ("form_profile", "core"),
                ("has_card", "no"),
                ("guardian_relation", "father"),
                ("guardian_has_account", "yes"),
                ("route", "direct"),
                ("full_name", "Trần Thị Thử"),
                ("social_insurance_number", "5600000004"),
                ("guardian_name", "Trần Văn Thử"),
                ("phone", "0900000002"),
                ("receiving_office", "BHXH tỉnh Khánh Hòa"),
                ("consent", "yes"),
            ]
        }
        _ => &[
            ("has_account", "no"),
            ("who", "adult"),
            ("full_name", "Nguyễn Thị Mẫu"),
            ("social_insurance_number", "5600000001"),
            ("personal_number", "056190000001"),
            ("phone", "0912345678"),
            ("email", "mau@vi-du.vn"),
            ("province", "56"),
            ("commune", "22366"),
            ("street_line", "12 đường Ví Dụ, tổ 3"),
            ("receiving_office", "BHXH tỉnh Khánh Hòa"),
            ("submission_channel", "desk"),
            ("consent", "yes"),
        ],
    };
    for (field, text) in texts {
        answers.set_text(field, *text);
    }
    answers.set_text("commitment", "yes");
    if !procedure.suggested_field.is_empty() {
        let suggested = (procedure.suggest)(procedure.suggested_field, &answers, today, &|_| None);
        if let Some(text) = suggested {
            answers.set_text(procedure.suggested_field, text);
        }
    }
    answers
}

/// Creates the dossiers of a run for one procedure.
pub(crate) struct Samples {
    pub(crate) procedure: &'static Procedure,
    /// Time of the declarations: the time of the backend.
    pub(crate) now: i64,
}

impl Samples {
    /// Returns the samples of a procedure if the rules pass them on this day.
    ///
    /// # Errors
    /// The issues of the rules, for the developers of this kit.
    pub(crate) fn new(procedure: &'static Procedure, now: i64) -> Result<Self, String> {
        let today = timestamp::vietnam_date(now).ok_or("the time of the backend is no day")?;
        let report = check(procedure, &answers(procedure, today), today);
        if report.passes() {
            return Ok(Self { procedure, now });
        }
        let issues: Vec<String> = report
            .errors()
            .map(|issue| format!("{} {}", issue.at, issue.code))
            .collect();
        Err(format!(
            "on {} the rules refuse the invented dossier of this kit: {}",
            today.iso(),
            issues.join(", ")
        ))
    }

    pub(crate) fn definition(&self) -> &'static Definition {
        self.procedure.definition
    }

    fn answers(&self) -> Answers {
        timestamp::vietnam_date(self.now)
            .map(|today| answers(self.procedure, today))
            .unwrap_or_default()
    }

    fn envelope_of(&self, answers: &Answers, attachments: Vec<Attachment>) -> Option<Envelope> {
        let definition = self.procedure.definition;
        Envelope::new(definition, answers, &uuid(), "vi", self.now, attachments)
    }

    /// Returns a dossier with a new id that the backend must accept.
    pub(crate) fn dossier(&self) -> Option<Envelope> {
        self.envelope_of(&self.answers(), Vec::new())
    }

    /// Returns a dossier with a text that is hard to write in canonical JSON.
    pub(crate) fn odd_dossier(&self) -> Option<Envelope> {
        let mut answers = self.answers();
        let field = match self.procedure.definition.code {
            "602b" => "request_text",
            _ => "receiving_office",
        };
        answers.set_text(field, ODD_TEXT);
        self.envelope_of(&answers, Vec::new())
    }

    /// Returns a dossier whose answers and attachments name these files.
    pub(crate) fn with_photos(&self, photos: &[Photo]) -> Option<Envelope> {
        let mut answers = self.answers();
        for photo in photos {
            let hashes = photos
                .iter()
                .filter(|other| other.field == photo.field)
                .map(Photo::sha256);
            answers.set(photo.field, Answer::Many(hashes.collect()));
        }
        self.envelope_of(&answers, photos.iter().map(Photo::attachment).collect())
    }

    /// Returns the photo questions that these answers show, in the order of the form.
    pub(crate) fn photo_fields(&self) -> Vec<&'static hoso_dossier::Field> {
        self.definition().missing_photos(&self.answers()).collect()
    }
}

/// Returns a dossier without photos of an invented person, declared at `now` (seconds since 1970,
/// UTC), that a backend must accept.
///
/// # Errors
/// A text for developers: the procedure is unknown, or the rules refuse the dossier on this day.
pub fn sample(code: &str, now: i64) -> Result<Envelope, String> {
    let known = CODES.contains(&code).then(|| hoso_procedures::find(code));
    let procedure = known
        .flatten()
        .ok_or_else(|| format!("{code}: unknown procedure"))?;
    let samples = Samples::new(procedure, now)?;
    samples
        .dossier()
        .ok_or_else(|| "the time has no day".to_owned())
}

/// Returns the fields whose photos a dossier does not have, in the order of the form.
pub(crate) fn missing(procedure: &Procedure, envelope: &Envelope) -> Vec<String> {
    let (answers, _) = Answers::from_value(&envelope.answers);
    procedure
        .definition
        .missing_photos(&answers)
        .map(|field| field.id.to_owned())
        .collect()
}

/// Returns the JSON of an envelope with another value at a key; without the key for `None`.
pub(crate) fn with(envelope: &Envelope, key: &str, value: Option<Value>) -> Vec<u8> {
    let mut entries = envelope.to_value().entries().to_vec();
    entries.retain(|(k, _)| k != key);
    entries.extend(value.map(|value| (key.to_owned(), value)));
    Value::Object(entries).canonical().into_bytes()
}

/// Returns the JSON of an envelope with another answer; without the answer for `None`.
pub(crate) fn with_answer(envelope: &Envelope, field: &str, value: Option<Value>) -> Vec<u8> {
    let mut entries = envelope.answers.entries().to_vec();
    entries.retain(|(key, _)| key != field);
    entries.extend(value.map(|value| (field.to_owned(), value)));
    with(envelope, "answers", Some(Value::Object(entries)))
}

/// Serialises the same JSON with spaces, escapes, and the keys in reverse order.
pub(crate) fn rewritten(envelope: &Envelope) -> Vec<u8> {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Text(text) => {
                out.push('"');
                for unit in text.encode_utf16() {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
                out.push('"');
            }
            Value::List(items) => {
                out.push_str("[ ");
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i == 0 { "" } else { " ,\t" });
                    write(item, out);
                }
                out.push_str(" ]");
            }
            Value::Object(entries) => {
                out.push_str("{\n");
                for (i, (key, item)) in entries.iter().rev().enumerate() {
                    out.push_str(if i == 0 { "" } else { " ,\r\n" });
                    write(&Value::text(key), out);
                    out.push_str(" : ");
                    write(item, out);
                }
                out.push_str("\n}");
            }
            other => out.push_str(&other.canonical()),
        }
    }
    let mut out = String::from(" ");
    write(&envelope.to_value(), &mut out);
    out.into_bytes()
}

/// Returns a random UUID of version 4 (RFC 9562 §5.4).
pub(crate) fn uuid() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness the ids of two runs are the same, and the backend answers 409.
    let _ = getrandom::fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [
        hex.get(..8),
        hex.get(8..12),
        hex.get(12..16),
        hex.get(16..20),
        hex.get(20..),
    ];
    parts.map(Option::unwrap_or_default).join("-")
}
