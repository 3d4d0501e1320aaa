//! Which issues the person sees, and which warnings were acknowledged.

use std::cell::RefCell;

use hoso_dossier::{Issue, Report, Severity};
use hoso_view::Signal;

use crate::wizard::field_ref::FieldRef;

/// What the error summary shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Nothing.
    None,
    /// The errors to correct.
    Errors,
    /// The warnings that may be passed.
    Warnings,
}

/// One entry of the error summary.
pub struct SummaryEntry {
    /// The issue that it links to.
    pub issue: Issue,
    /// The text; `None` for the text of the issue.
    pub text: Option<String>,
}

impl From<Issue> for SummaryEntry {
    fn from(issue: Issue) -> Self {
        Self { issue, text: None }
    }
}

/// An issue's path and code.
type IssueKey = (String, &'static str);

/// The visible issues of one wizard.
pub struct Validation {
    /// The issues that are shown.
    pub issues: Signal<Vec<Issue>>,
    /// What the error summary shows.
    pub summary: Signal<Summary>,
    /// The field that the person has left last; its issues are shown after the tap.
    pub field_blurred: Signal<Option<FieldRef>>,
    /// Paths of the fields whose issues may be shown.
    touched: RefCell<Vec<String>>,
    /// Indexes of the steps whose issues are all shown, since the person tried to pass them.
    attempted_steps: RefCell<Vec<usize>>,
    /// Warnings that were shown once; the next attempt passes them.
    acknowledged_warnings: RefCell<Vec<IssueKey>>,
    /// Warnings that the last attempt has shown for the first time.
    new_warnings: RefCell<Vec<IssueKey>>,
}

impl Default for Validation {
    fn default() -> Self {
        Self {
            issues: Signal::new(Vec::new()),
            summary: Signal::new(Summary::None),
            field_blurred: Signal::new(None),
            touched: RefCell::default(),
            attempted_steps: RefCell::default(),
            acknowledged_warnings: RefCell::default(),
            new_warnings: RefCell::default(),
        }
    }
}

impl Validation {
    /// Lets the issues of a path be shown from now on.
    pub fn touch(&self, path: String) {
        let mut touched = self.touched.borrow_mut();
        if !touched.contains(&path) {
            touched.push(path);
        }
    }

    /// Forgets which rows of a group were touched: their indexes have moved.
    pub fn untouch_rows(&self, group: &str) {
        let prefix = [group, "."].concat();
        let mut touched = self.touched.borrow_mut();
        touched.retain(|path| !path.starts_with(&prefix));
    }

    /// Lets all issues of a step be shown from now on.
    pub fn attempt(&self, step_index: usize) {
        let mut attempted = self.attempted_steps.borrow_mut();
        if !attempted.contains(&step_index) {
            attempted.push(step_index);
        }
    }

    /// Shows the issues of a report that may be shown. `step_index_of` maps a path to its step.
    pub fn show(&self, report: &Report, step_index_of: impl Fn(&str) -> Option<usize>) {
        let touched = self.touched.borrow();
        let attempted = self.attempted_steps.borrow();
        let is_shown = |issue: &&Issue| {
            touched.contains(&issue.at)
                || step_index_of(&issue.at).is_some_and(|step| attempted.contains(&step))
        };
        let shown: Vec<Issue> = report.issues().iter().filter(is_shown).cloned().collect();
        if self.issues.with_untracked(|old| *old != shown) {
            self.issues.set(shown);
        }
    }

    /// Acknowledges warnings that are shown now. Returns whether one of them is new.
    pub fn acknowledge(&self, warnings: Vec<Issue>) -> bool {
        let mut acknowledged = self.acknowledged_warnings.borrow_mut();
        let keys = warnings.into_iter().map(|issue| (issue.at, issue.code));
        let new: Vec<IssueKey> = keys.filter(|key| !acknowledged.contains(key)).collect();
        acknowledged.extend(new.iter().cloned());
        let any = !new.is_empty();
        *self.new_warnings.borrow_mut() = new;
        any
    }

    /// Returns whether this warning was first shown by the last attempt to pass its step.
    #[must_use]
    pub fn is_new(&self, warning: &Issue) -> bool {
        let new = self.new_warnings.borrow();
        new.iter()
            .any(|(at, code)| *at == warning.at && *code == warning.code)
    }

    /// Returns the shown issues of one severity in the steps up to this one, and subscribes.
    #[must_use]
    pub fn issues_up_to(
        &self,
        step_index: usize,
        severity: Severity,
        step_index_of: impl Fn(&str) -> Option<usize>,
    ) -> Vec<Issue> {
        let before = |issue: &&Issue| {
            issue.severity == severity
                && step_index_of(&issue.at).is_none_or(|step| step <= step_index)
        };
        self.issues
            .with(|issues| issues.iter().filter(before).cloned().collect())
    }

    /// Forgets everything for the next dossier.
    pub fn reset(&self) {
        self.touched.borrow_mut().clear();
        self.attempted_steps.borrow_mut().clear();
        self.acknowledged_warnings.borrow_mut().clear();
        self.new_warnings.borrow_mut().clear();
        self.issues.set(Vec::new());
        self.summary.set(Summary::None);
        self.field_blurred.set(None);
    }
}
