//! The result of a check: issues, identified by codes.

use std::collections::BinaryHeap;

use hoso_identifiers::{Reason, Severity};

use crate::json::Value;

/// A problem with one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Path of the field, for example `phone` or `members.0.full_name`.
    pub at: String,
    /// Code of the issue, for example `phone.missing`.
    pub code: &'static str,
    /// Severity.
    pub severity: Severity,
    /// Name and value of each placeholder of the message.
    pub args: Vec<(&'static str, String)>,
    /// A value that the person may apply with one tap.
    pub proposal: Option<String>,
}

impl Issue {
    /// Returns an issue without placeholders and proposal.
    #[must_use]
    pub fn new(at: impl Into<String>, code: &'static str, severity: Severity) -> Self {
        Self {
            at: at.into(),
            code,
            severity,
            args: Vec::new(),
            proposal: None,
        }
    }

    /// Returns the issue with one more placeholder filled.
    #[must_use]
    pub fn with(mut self, placeholder: &'static str, text: impl Into<String>) -> Self {
        self.args.push((placeholder, text.into()));
        self
    }

    /// Returns the issue with a proposed value.
    #[must_use]
    pub fn with_proposal(mut self, value: impl Into<String>) -> Self {
        self.proposal = Some(value.into());
        self
    }

    /// Returns the issue for the reason with which an identifier was rejected or doubted.
    #[must_use]
    pub fn from_reason(at: impl Into<String>, reason: &Reason) -> Self {
        Self {
            at: at.into(),
            code: reason.code(),
            severity: reason.severity(),
            args: reason.args(),
            proposal: reason.proposal(),
        }
    }

    /// Returns `{ at, code, severity }`, the JSON of the examples and of the wire format.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("at", Value::text(&self.at)),
            ("code", Value::text(self.code)),
            ("severity", Value::text(self.severity.as_str())),
        ])
    }
}

/// The issues of a check, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    issues: Vec<Issue>,
}

impl Report {
    /// Adds an issue.
    pub fn push(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// Adds an error without placeholders.
    pub fn error(&mut self, at: impl Into<String>, code: &'static str) {
        self.push(Issue::new(at, code, Severity::Error));
    }

    /// Adds a warning without placeholders.
    pub fn warning(&mut self, at: impl Into<String>, code: &'static str) {
        self.push(Issue::new(at, code, Severity::Warning));
    }

    /// Returns all issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Iterates over the issues of one path.
    pub fn at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Issue> {
        self.issues.iter().filter(move |issue| issue.at == path)
    }

    /// Returns whether this exact path has an error.
    #[must_use]
    pub fn has_error_at(&self, path: &str) -> bool {
        self.at(path).any(|issue| issue.severity == Severity::Error)
    }

    /// Iterates over the errors.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues
            .iter()
            .filter(|issue| issue.severity == Severity::Error)
    }

    /// Returns whether the dossier has no error and may be sent.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Replaces the issue with this code at the path of `issue`, if present.
    pub fn replace_issue(&mut self, code: &'static str, issue: Issue) {
        let replaced = self
            .issues
            .iter_mut()
            .find(|present| present.at == issue.at && present.code == code);
        if let Some(replaced) = replaced {
            *replaced = issue;
        }
    }

    /// Sorts the issues by a key; issues of equal keys keep their order.
    ///
    /// By a heap: the code of `sort` is a fiftieth of the first load.
    pub(crate) fn sort_by_key<K: Ord>(&mut self, mut key: impl FnMut(&Issue) -> K) {
        let issues = self.issues.iter().enumerate();
        let keys: Vec<(K, usize)> = issues.map(|(i, issue)| (key(issue), i)).collect();
        let order = BinaryHeap::from(keys).into_sorted_vec();
        let issues = std::mem::take(&mut self.issues);
        let mut issues: Vec<Option<Issue>> = issues.into_iter().map(Some).collect();
        let sorted = order.into_iter().map(|(_, i)| i);
        self.issues = sorted.filter_map(|i| issues.get_mut(i)?.take()).collect();
    }

    /// Returns the issues as a JSON array.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::List(self.issues.iter().map(Issue::to_value).collect())
    }
}
