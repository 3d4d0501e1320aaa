//! A draft as it is stored: everything needed to continue where the person stopped.
//!
//! ```json
//! { "v": 1, "revision": 12, "writer": "…", "saved_at": 1795226100, "language": "vi",
//!   "page": "contact", "answers": {…}, "dossier_id": "…",
//!   "frozen": { "body": "…", "digest": "…" }, "earlier": [ the same ], "sent": the same or
//!   null, "receipt": {…}, "drafted": "…", "changed": false, "origin": "…" }
//! ```
//!
//! The keys are the former names of the fields, because stored drafts have them. A draft of an
//! unknown version is not read and not overwritten.

use hoso_dossier::wire::Receipt;
use hoso_dossier::{Answers, Value, json};

use crate::i18n::lang::Lang;
use crate::platform;
use crate::wizard::submission::{DossierState, SealedDossier};

/// The version of the record.
const VERSION: i64 = 1;

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
    /// The submission state of the dossier.
    pub dossier: DossierState,
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
            dossier: DossierState::default(),
            suggestion: String::new(),
            parent,
        }
    }

    /// Serialises the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        let version = |sealed: &SealedDossier| {
            Value::object([
                ("body", Value::text(&sealed.body)),
                ("digest", Value::text(&sealed.digest)),
            ])
        };
        let optional =
            |sealed: &Option<SealedDossier>| sealed.as_ref().map_or(Value::Null, version);
        let dossier = &self.dossier;
        let previous = dossier.previous_versions.iter().map(version).collect();
        let receipt = dossier.receipt.as_ref();
        Value::object([
            ("v", Value::Integer(VERSION)),
            ("revision", Value::Integer(self.revision)),
            ("writer", Value::text(&self.writer)),
            ("saved_at", Value::Integer(self.saved_at)),
            ("language", Value::text(self.lang.tag())),
            ("page", Value::text(&self.fragment)),
            ("answers", self.answers.to_value()),
            ("dossier_id", Value::text(&dossier.id)),
            ("frozen", optional(&dossier.sealed)),
            ("earlier", Value::List(previous)),
            ("sent", optional(&dossier.sent)),
            ("receipt", receipt.map_or(Value::Null, Receipt::to_value)),
            ("drafted", Value::text(&self.suggestion)),
            ("changed", Value::Bool(dossier.edited_since_sealed)),
            ("origin", Value::text(&self.parent)),
        ])
        .canonical()
    }

    /// Parses a record; `None` if it cannot be parsed or has another version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = json::parse_str(text).ok()?;
        let integer = |key: &str| value.get(key).and_then(Value::as_integer);
        if integer("v")? != VERSION {
            return None;
        }
        let text = |key: &str| {
            let text = value.get(key).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let version = |sealed: &Value| {
            Some(SealedDossier {
                body: sealed.get("body")?.as_str()?.to_owned(),
                digest: sealed.get("digest")?.as_str()?.to_owned(),
            })
        };
        let optional = |key: &str| value.get(key).and_then(version);
        let previous = value.get("earlier").map(Value::items).unwrap_or_default();
        let receipt = value.get("receipt");
        let sealed = optional("frozen");
        let previous_versions: Vec<_> = previous.iter().filter_map(version).collect();
        Some(Self {
            revision: integer("revision").unwrap_or(0),
            writer: text("writer"),
            saved_at: integer("saved_at").unwrap_or(0),
            lang: Lang::from_tag(&text("language")),
            fragment: text("page"),
            answers: Answers::from_value(value.get("answers")?).0,
            dossier: DossierState {
                id: text("dossier_id"),
                // It is unknown whether it had arrived when the page was closed.
                delivery_unknown: sealed.is_some() || !previous_versions.is_empty(),
                sealed,
                previous_versions,
                sent: optional("sent"),
                receipt: receipt.and_then(|receipt| Receipt::parse(receipt).ok()),
                edited_since_sealed: matches!(value.get("changed"), Some(Value::Bool(true))),
            },
            suggestion: text("drafted"),
            parent: text("origin"),
        })
    }
}
