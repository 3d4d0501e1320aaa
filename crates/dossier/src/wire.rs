//! The wire format: the envelope of a dossier, its digest, and the receipt.
//!
//! The digest is SHA-256 over the canonical JSON (RFC 8785) of the envelope. The receiver compares
//! it when an `Idempotency-Key` is repeated. The browser compares it before it shows a receipt.

use hoso_identifiers::{Date, Severity};
use serde::Serialize;

use crate::answers::Answers;
use crate::canonical;
use crate::definition::Definition;
use crate::json::Value;
use crate::report::{Issue, Report};
use crate::timestamp;

pub use crate::digest::{is_sha256, sha256_hex};

/// The version of the envelope format.
pub const FORMAT: u32 = 1;

/// A dossier in the wire format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The version of the envelope, [`FORMAT`].
    pub format: u32,
    /// The code of the procedure.
    pub procedure: String,
    /// The version of the definition.
    pub definition: String,
    /// A random UUID, generated once by the browser; also the `Idempotency-Key`.
    pub dossier_id: String,
    /// The language of the page, a BCP 47 tag.
    pub language: String,
    /// When the person declared it, RFC 3339 in UTC. Rules use the date of this time in Vietnam.
    pub declared_at: String,
    /// The answers in canonical form.
    pub answers: Value,
    /// The files that belong to it.
    pub attachments: Vec<Attachment>,
}

/// A file that belongs to a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Id of its field.
    pub field: String,
    /// SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its media type, detected from its bytes.
    pub media_type: String,
}

/// Proof that a dossier arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The dossier number, assigned by the receiver.
    pub number: String,
    /// The id that the browser generated.
    pub dossier_id: String,
    /// The digest of the stored dossier.
    pub digest: String,
    /// When it was stored, RFC 3339 in UTC.
    pub received_at: String,
    /// Its state, `received` at first.
    pub status: String,
    /// The secret with which the citizen can query its state later.
    pub secret: String,
    /// The files that were stored with it.
    pub attachments: Vec<Attachment>,
    /// Ids of the fields whose files are missing.
    pub missing: Vec<String>,
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{SerializeMap, SerializeSeq};
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Integer(n) => serializer.serialize_i64(*n),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl Envelope {
    /// Builds the envelope of a dossier that was declared at `seconds` (since 1970, UTC).
    #[must_use]
    pub fn new(
        definition: &Definition,
        answers: &Answers,
        dossier_id: &str,
        language: &str,
        seconds: i64,
        attachments: Vec<Attachment>,
    ) -> Option<Self> {
        let today = timestamp::vietnam_date(seconds)?;
        Some(Self {
            format: FORMAT,
            procedure: definition.code.to_owned(),
            definition: definition.version.to_owned(),
            dossier_id: dossier_id.to_owned(),
            language: language.to_owned(),
            declared_at: timestamp::format(seconds),
            answers: canonical::answers(definition, answers, today),
            attachments,
        })
    }

    /// Returns the date of the declaration in Vietnam, which the rules use.
    #[must_use]
    pub fn declared_on(&self) -> Option<Date> {
        timestamp::vietnam_date(timestamp::parse(&self.declared_at)?)
    }

    /// Returns the envelope as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("format", Value::Integer(i64::from(self.format))),
            ("procedure", Value::text(&self.procedure)),
            ("definition", Value::text(&self.definition)),
            ("dossier_id", Value::text(&self.dossier_id)),
            ("language", Value::text(&self.language)),
            ("declared_at", Value::text(&self.declared_at)),
            ("answers", self.answers.clone()),
            (
                "attachments",
                Value::List(self.attachments.iter().map(Attachment::to_value).collect()),
            ),
        ])
    }

    /// Returns the canonical JSON that is sent.
    #[must_use]
    pub fn canonical(&self) -> String {
        self.to_value().canonical()
    }

    /// Returns the digest of the canonical JSON.
    #[must_use]
    pub fn digest(&self) -> String {
        sha256_hex(self.canonical().as_bytes())
    }

    /// Parses an envelope. Every key must be known and of the right type.
    ///
    /// # Errors
    /// Issues `envelope.missing`, `envelope.unknown` and `envelope.shape` at the keys.
    pub fn parse(value: &Value) -> Result<Self, Report> {
        let mut keys = Keys::new(value, "");
        let envelope = Self {
            format: keys.integer("format").try_into().unwrap_or(0),
            procedure: keys.text("procedure"),
            definition: keys.text("definition"),
            dossier_id: keys.text("dossier_id"),
            language: keys.text("language"),
            declared_at: keys.text("declared_at"),
            answers: keys.take("answers").cloned().unwrap_or(Value::Null),
            attachments: match keys.take("attachments") {
                Some(Value::List(items)) => items
                    .iter()
                    .enumerate()
                    .map(|(i, item)| keys.attachment(item, i))
                    .collect(),
                Some(_) => keys.wrong("attachments", Vec::new()),
                None => Vec::new(),
            },
        };
        if !matches!(envelope.answers, Value::Object(_)) {
            keys.wrong("answers", ());
        }
        if envelope.format != FORMAT {
            keys.wrong("format", ());
        }
        if !is_uuid(&envelope.dossier_id) {
            keys.wrong("dossier_id", ());
        }
        if !is_language_tag(&envelope.language) {
            keys.wrong("language", ());
        }
        if envelope.declared_on().is_none() {
            keys.wrong("declared_at", ());
        }
        keys.finish(envelope)
    }
}

impl Attachment {
    /// Returns the attachment as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("field", Value::text(&self.field)),
            ("sha256", Value::text(&self.sha256)),
            (
                "size",
                Value::Integer(i64::try_from(self.size).unwrap_or(0)),
            ),
            ("media_type", Value::text(&self.media_type)),
        ])
    }
}

impl Receipt {
    /// Parses a receipt. Unknown keys are ignored, because other receivers may add some.
    ///
    /// # Errors
    /// Issues at the keys that are missing or of another type.
    pub fn parse(value: &Value) -> Result<Self, Report> {
        let mut keys = Keys::new(value, "");
        let receipt = Self {
            number: keys.text("number"),
            dossier_id: keys.text("dossier_id"),
            digest: keys.text("digest"),
            received_at: keys.text("received_at"),
            status: keys.text("status"),
            secret: keys.text("secret"),
            attachments: match keys.take("attachments") {
                Some(Value::List(items)) => items
                    .iter()
                    .enumerate()
                    .map(|(i, item)| keys.attachment(item, i))
                    .collect(),
                _ => Vec::new(),
            },
            missing: value
                .get("missing")
                .map(|list| {
                    list.items()
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect()
                })
                .unwrap_or_default(),
        };
        if receipt.number.is_empty() || receipt.number.chars().count() > 40 {
            keys.wrong("number", ());
        }
        if keys.report.passes() {
            Ok(receipt)
        } else {
            Err(keys.report)
        }
    }

    /// Returns whether the receipt proves that exactly this dossier was stored.
    #[must_use]
    pub fn proves(
        &self,
        envelope_digest: &str,
        dossier_id: &str,
        attachments: &[Attachment],
    ) -> bool {
        self.digest == envelope_digest
            && self.dossier_id == dossier_id
            && attachments.len() == self.attachments.len()
            && attachments.iter().all(|sent| {
                self.attachments.iter().any(|kept| {
                    kept.field == sent.field && kept.sha256 == sent.sha256 && kept.size == sent.size
                })
            })
    }

    /// Returns the receipt as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("number", Value::text(&self.number)),
            ("dossier_id", Value::text(&self.dossier_id)),
            ("digest", Value::text(&self.digest)),
            ("received_at", Value::text(&self.received_at)),
            ("status", Value::text(&self.status)),
            ("secret", Value::text(&self.secret)),
            (
                "attachments",
                Value::List(self.attachments.iter().map(Attachment::to_value).collect()),
            ),
            (
                "missing",
                Value::List(self.missing.iter().map(Value::text).collect()),
            ),
        ])
    }
}

/// Returns whether a text is a lower-case UUID of RFC 9562.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// Returns whether a text has the shape of a BCP 47 tag (RFC 5646 §2.1), of at most 35 characters
/// (RFC 5646 §4.4.1).
#[must_use]
pub fn is_language_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let primary = subtags.next().unwrap_or_default();
    text.len() <= 35
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Reads the keys of an object and collects the issues.
struct Keys<'a> {
    value: &'a Value,
    prefix: String,
    taken: Vec<&'static str>,
    report: Report,
}

impl<'a> Keys<'a> {
    fn new(value: &'a Value, prefix: &str) -> Self {
        Self {
            value,
            prefix: prefix.to_owned(),
            taken: Vec::new(),
            report: Report::default(),
        }
    }

    fn wrong<T>(&mut self, key: &str, instead: T) -> T {
        let at = [self.prefix.as_str(), key].concat();
        // A missing key is reported as missing.
        if self.report.issues().iter().all(|issue| issue.at != at) {
            self.report
                .push(Issue::new(at, "envelope.shape", Severity::Error));
        }
        instead
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Value> {
        self.taken.push(key);
        let found = self.value.get(key);
        if found.is_none() {
            self.report
                .error([self.prefix.as_str(), key].concat(), "envelope.missing");
        }
        found
    }

    fn text(&mut self, key: &'static str) -> String {
        match self.take(key) {
            Some(Value::Text(text)) => text.clone(),
            Some(_) => self.wrong(key, String::new()),
            None => String::new(),
        }
    }

    fn integer(&mut self, key: &'static str) -> i64 {
        match self.take(key) {
            Some(Value::Integer(n)) => *n,
            Some(_) => self.wrong(key, 0),
            None => 0,
        }
    }

    fn attachment(&mut self, item: &Value, i: usize) -> Attachment {
        let mut inner = Keys::new(item, &format!("attachments.{i}."));
        let attachment = Attachment {
            field: inner.text("field"),
            sha256: inner.text("sha256"),
            size: inner.integer("size").try_into().unwrap_or(0),
            media_type: inner.text("media_type"),
        };
        if !is_sha256(&attachment.sha256) {
            inner.wrong("sha256", ());
        }
        for issue in inner.report.issues() {
            self.report.push(issue.clone());
        }
        attachment
    }

    fn finish<T>(mut self, done: T) -> Result<T, Report> {
        for (key, _) in self.value.entries() {
            if !self.taken.contains(&key.as_str()) {
                self.report
                    .error([self.prefix.as_str(), key].concat(), "envelope.unknown");
            }
        }
        if self.report.passes() {
            Ok(done)
        } else {
            Err(self.report)
        }
    }
}
