//! Validates an envelope without storing it. The verdict contains digest, issues, missing photos,
//! and the problem details with which this receiver would refuse it.
//!
//! A backend in another language calls it through `hoso verify`.

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Answers, Severity, Value, check, json};

use crate::config::Limits;
use crate::refusal::{Issue, Refusal};
use crate::validate;

/// Result of the validation of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The envelope; `None` if it cannot be read.
    envelope: Option<Envelope>,
    /// Errors of the envelope and its answers. Each causes a refusal.
    errors: Vec<Issue>,
    /// Warnings of the rules. They cause no refusal.
    warnings: Vec<Issue>,
    /// Refusal of this receiver without the checks of files.
    refusal: Option<Refusal>,
}

/// Validates the bytes of an envelope received at `now`, in seconds since 1970, UTC.
///
/// Does not check files: the backend that stores them checks their presence, size and bytes.
#[must_use]
pub fn verify(bytes: &[u8], now: i64) -> Verdict {
    let unreadable = |errors: Vec<Issue>, refusal| Verdict {
        envelope: None,
        errors,
        warnings: Vec::new(),
        refusal: Some(refusal),
    };
    let value = match json::parse(bytes) {
        Ok(value) => value,
        Err(error) => return unreadable(Vec::new(), Refusal::NotJson(error)),
    };
    let envelope = match validate::envelope(&value, Limits::default().attachments) {
        Ok(envelope) => envelope,
        Err(errors) => return unreadable(errors.clone(), Refusal::Dossier(errors)),
    };
    let errors = validate::dossier(&envelope, now);
    let refusal = (!errors.is_empty()).then(|| Refusal::Dossier(errors.clone()));
    Verdict {
        warnings: warnings(&envelope),
        envelope: Some(envelope),
        errors,
        refusal,
    }
}

/// Returns the warnings of the rules.
fn warnings(envelope: &Envelope) -> Vec<Issue> {
    let (Some(procedure), Some(day)) = (
        hoso_procedures::find(&envelope.procedure),
        envelope.declared_on(),
    ) else {
        return Vec::new();
    };
    let (answers, _) = Answers::from_value(&envelope.answers);
    check(procedure, &answers, day)
        .issues()
        .iter()
        .filter(|issue| issue.severity == Severity::Warning)
        .map(|issue| Issue {
            at: issue.at.clone(),
            code: issue.code,
        })
        .collect()
}

impl Verdict {
    /// Returns the verdict as JSON: `dossier_id`, `digest` and `missing` if the envelope can be
    /// read; `issues`, each with its severity; `problem` if it would be refused.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut entries = Vec::new();
        if let Some(envelope) = &self.envelope {
            let missing = validate::missing(envelope).into_iter().map(Value::Text);
            entries.extend([
                ("dossier_id".to_owned(), Value::text(&envelope.dossier_id)),
                ("digest".to_owned(), Value::text(envelope.digest())),
                ("missing".to_owned(), Value::List(missing.collect())),
            ]);
        }
        let with_severity = |issue: &Issue, severity: Severity| {
            Value::object([
                ("at", Value::text(&issue.at)),
                ("code", Value::text(issue.code)),
                ("severity", Value::text(severity.as_str())),
            ])
        };
        let errors = self
            .errors
            .iter()
            .map(|issue| with_severity(issue, Severity::Error));
        let warnings = self
            .warnings
            .iter()
            .map(|issue| with_severity(issue, Severity::Warning));
        entries.push((
            "issues".to_owned(),
            Value::List(errors.chain(warnings).collect()),
        ));
        if let Some(refusal) = &self.refusal {
            entries.push(("problem".to_owned(), refusal.to_value()));
        }
        Value::Object(entries)
    }
}
