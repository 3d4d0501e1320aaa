//! A draft as it is stored: everything needed to continue where the person stopped.
//!
//! ```json
//! { "v": 2, "revision": 12, "writer": "…", "saved_at": 1795226100, "language": "vi",
//!   "page": "contact", "answers": {…}, "dossier_id": "…", "drafted": "…", "origin": "…" }
//! ```
//!
//! Some keys are the former names of the fields, because stored drafts have them. A draft of an unknown
//! version is not read and not overwritten. Its delivery is a record of its own, under the same key
//! (`src/wizard/stored_delivery.rs`): a write of the answers cannot set it back.

use hoso_dossier::{Answers, Value, json};

use crate::i18n::lang::Lang;
use crate::platform;
use crate::wizard::delivery::Delivery;
use crate::wizard::stored_delivery::migrate;

/// The version of the record.
const VERSION: i64 = 2;

/// A draft.
#[derive(Clone)]
pub struct Draft {
    /// Counts the writes.
    pub revision: i64,
    /// The random id of the window that wrote it last.
    pub writer: String,
    /// When it was written, in seconds since 1970, UTC.
    pub saved_at: i64,
    /// The language.
    pub lang: Lang,
    /// The URL fragment of the view.
    pub fragment: String,
    /// The answers.
    pub answers: Answers,
    /// The random id, which is also the first idempotency key; empty until it is needed.
    pub id: String,
    /// The delivery. Not a part of the record.
    pub delivery: Delivery,
    /// The text that was suggested last.
    pub suggestion: String,
    /// The key of the draft of another procedure from which this one was begun; may be empty.
    pub parent: String,
}

impl Draft {
    /// Creates a draft of these answers, not written by any window yet.
    #[must_use]
    pub fn new(answers: Answers, lang: Lang, parent: String) -> Self {
        Self {
            revision: 1,
            writer: String::new(),
            saved_at: platform::now(),
            lang,
            fragment: String::new(),
            answers,
            id: String::new(),
            delivery: Delivery::default(),
            suggestion: String::new(),
            parent,
        }
    }

    /// Serialises the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        Value::object([
            ("v", Value::Integer(VERSION)),
            ("revision", Value::Integer(self.revision)),
            ("writer", Value::text(&self.writer)),
            ("saved_at", Value::Integer(self.saved_at)),
            ("language", Value::text(self.lang.tag())),
            ("page", Value::text(&self.fragment)),
            ("answers", self.answers.to_value()),
            ("dossier_id", Value::text(&self.id)),
            ("drafted", Value::text(&self.suggestion)),
            ("origin", Value::text(&self.parent)),
        ])
        .canonical()
    }

    /// Parses a record, and one of version 1 without its delivery; `None` if it cannot be parsed or has
    /// another version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = json::parse_str(text).ok()?;
        let integer = |key: &str| value.get(key).and_then(Value::as_integer);
        if integer("v")? != VERSION {
            return Self::parse(&migrate(text)?.0);
        }
        let text = |key: &str| {
            let text = value.get(key).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        Some(Self {
            revision: integer("revision").unwrap_or(0),
            writer: text("writer"),
            saved_at: integer("saved_at").unwrap_or(0),
            lang: Lang::from_tag(&text("language")),
            fragment: text("page"),
            answers: Answers::from_value(value.get("answers")?).0,
            id: text("dossier_id"),
            delivery: Delivery::default(),
            suggestion: text("drafted"),
            parent: text("origin"),
        })
    }

    /// Parses a stored draft and its delivery. `None` if one of them cannot be read: a draft whose
    /// delivery is unknown must not be sent again.
    #[must_use]
    pub fn parse_stored(stored: &StoredDraft) -> Option<Self> {
        let mut draft = Self::parse(&stored.draft)?;
        if let Some(delivery) = &stored.delivery {
            draft.delivery = Delivery::parse(delivery)?;
        }
        Some(draft)
    }
}

/// A draft and its delivery, as the database has them.
#[derive(Clone)]
pub struct StoredDraft {
    /// The key of both.
    pub key: String,
    /// The draft as JSON.
    pub draft: String,
    /// The delivery as JSON.
    pub delivery: Option<String>,
}
