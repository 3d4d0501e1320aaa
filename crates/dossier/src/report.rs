//! The report of issues: what a check says, in codes.

use std::collections::BinaryHeap;

use hoso_identifiers::{Reason, Severity};

use crate::json::Value;

/// One thing to mend or to look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The path of the field, for example `phone` or `members.0.full_name`.
    pub at: String,
    /// The code of the reason, for example `phone.missing`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What fills the gaps of the sentence.
    pub args: Vec<(&'static str, String)>,
    /// A value that the person may take over with one tap.
    pub proposal: Option<String>,
}

impl Issue {
    /// An issue without gaps and proposal.
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

    /// The same issue with one more gap filled.
    #[must_use]
    pub fn with(mut self, gap: &'static str, text: impl Into<String>) -> Self {
        self.args.push((gap, text.into()));
        self
    }

    /// The same issue with a value to take over.
    #[must_use]
    pub fn with_proposal(mut self, value: impl Into<String>) -> Self {
        self.proposal = Some(value.into());
        self
    }

    /// The issue of a reason that an identifier gave.
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

    /// `{ at, code, severity }`, the form of the examples and of the wire.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("at", Value::text(&self.at)),
            ("code", Value::text(self.code)),
            ("severity", Value::text(self.severity.as_str())),
        ])
    }
}

/// What a check found, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    issues: Vec<Issue>,
}

impl Report {
    /// Adds an issue.
    pub fn push(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// Adds an error without gaps.
    pub fn error(&mut self, at: impl Into<String>, code: &'static str) {
        self.push(Issue::new(at, code, Severity::Error));
    }

    /// Adds a warning without gaps.
    pub fn warning(&mut self, at: impl Into<String>, code: &'static str) {
        self.push(Issue::new(at, code, Severity::Warning));
    }

    /// All issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The issues of one path.
    pub fn at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Issue> {
        self.issues.iter().filter(move |issue| issue.at == path)
    }

    /// Is there an error at this very path?
    #[must_use]
    pub fn has_error_at(&self, path: &str) -> bool {
        self.at(path).any(|issue| issue.severity == Severity::Error)
    }

    /// The issues that must be mended.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues
            .iter()
            .filter(|issue| issue.severity == Severity::Error)
    }

    /// May the dossier be sent?
    #[must_use]
    pub fn passes(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Says something else in the place of what is said at a path with this code, if it is.
    pub fn replace_issue(&mut self, code: &'static str, issue: Issue) {
        let said = self
            .issues
            .iter_mut()
            .find(|said| said.at == issue.at && said.code == code);
        if let Some(said) = said {
            *said = issue;
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

    /// The issues as a JSON array.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::List(self.issues.iter().map(Issue::to_value).collect())
    }
}
