//! A draft as it is kept: everything needed to go on where the person stopped.
//!
//! ```json
//! { "v": 1, "revision": 12, "writer": "…", "saved_at": 1795226100, "language": "vi",
//!   "page": "contact", "answers": {…}, "dossier_id": "…",
//!   "frozen": { "body": "…", "digest": "…" }, "earlier": [ the same ], "sent": the same or
//!   null, "receipt": {…}, "origin": "…" }
//! ```
//!
//! A draft of a version that this code does not know is left alone.

use hoso_dossier::wire::Receipt;
use hoso_dossier::{Answers, Value, json};

use crate::form::Frozen;

/// The version of the record.
const VERSION: i64 = 1;

/// A draft.
pub struct Draft {
    /// Counts the writes.
    pub revision: i64,
    /// The window that wrote it last, a random id.
    pub writer: String,
    /// When, in seconds since 1970.
    pub saved_at: i64,
    /// The language.
    pub language: String,
    /// The fragment of the page.
    pub page: String,
    /// What was answered.
    pub answers: Answers,
    /// The id of the dossier, once it has one.
    pub dossier_id: String,
    /// The dossier made final, while its fate is open.
    pub frozen: Option<Frozen>,
    /// Earlier versions of it, one of which may be stored.
    pub earlier: Vec<Frozen>,
    /// The dossier that the receipt is for.
    pub sent: Option<Frozen>,
    /// The receipt.
    pub receipt: Option<Receipt>,
    /// The text that was drafted last for the person.
    pub drafted: String,
    /// Whether answers were changed after the dossier was made final.
    pub changed: bool,
    /// The draft of another procedure from which this one was begun; may be empty.
    pub origin: String,
}

impl Draft {
    /// Is its dossier on its way, or has it arrived?
    #[must_use]
    pub const fn is_final(&self) -> bool {
        self.frozen.is_some() || self.receipt.is_some()
    }

    /// The record as JSON.
    #[must_use]
    pub fn write(&self) -> String {
        let one = |frozen: &Frozen| {
            Value::object([
                ("body", Value::text(&frozen.body)),
                ("digest", Value::text(&frozen.digest)),
            ])
        };
        let made_final = |frozen: &Option<Frozen>| frozen.as_ref().map_or(Value::Null, one);
        Value::object([
            ("v", Value::Integer(VERSION)),
            ("revision", Value::Integer(self.revision)),
            ("writer", Value::text(&self.writer)),
            ("saved_at", Value::Integer(self.saved_at)),
            ("language", Value::text(&self.language)),
            ("page", Value::text(&self.page)),
            ("answers", self.answers.to_value()),
            ("dossier_id", Value::text(&self.dossier_id)),
            ("frozen", made_final(&self.frozen)),
            (
                "earlier",
                Value::List(self.earlier.iter().map(one).collect()),
            ),
            ("sent", made_final(&self.sent)),
            (
                "receipt",
                self.receipt.as_ref().map_or(Value::Null, Receipt::to_value),
            ),
            ("drafted", Value::text(&self.drafted)),
            ("changed", Value::Bool(self.changed)),
            ("origin", Value::text(&self.origin)),
        ])
        .canonical()
    }

    /// Reads a record; nothing if it is none or of another version.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let value = json::parse_str(text).ok()?;
        if value.get("v")?.as_integer()? != VERSION {
            return None;
        }
        let text = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let one = |frozen: &Value| {
            Some(Frozen {
                body: frozen.get("body")?.as_str()?.to_owned(),
                digest: frozen.get("digest")?.as_str()?.to_owned(),
            })
        };
        let made_final = |key: &str| value.get(key).and_then(one);
        let earlier = value.get("earlier").map(Value::items).unwrap_or_default();
        Some(Self {
            revision: value
                .get("revision")
                .and_then(Value::as_integer)
                .unwrap_or(0),
            writer: text("writer"),
            saved_at: value
                .get("saved_at")
                .and_then(Value::as_integer)
                .unwrap_or(0),
            language: text("language"),
            page: text("page"),
            answers: Answers::from_value(value.get("answers")?).0,
            dossier_id: text("dossier_id"),
            frozen: made_final("frozen"),
            earlier: earlier.iter().filter_map(one).collect(),
            sent: made_final("sent"),
            receipt: value
                .get("receipt")
                .and_then(|receipt| Receipt::read(receipt).ok()),
            drafted: text("drafted"),
            changed: matches!(value.get("changed"), Some(Value::Bool(true))),
            origin: text("origin"),
        })
    }
}
