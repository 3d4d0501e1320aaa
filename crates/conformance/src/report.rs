//! The result of a run, as lines for people and as JSON for programs.

use core::fmt;

use hoso_dossier::Value;

/// State of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The demand is met.
    Ok,
    /// The demand is not met.
    Failed,
    /// The demand does not apply to this backend or to these options.
    Skipped,
}

impl State {
    /// Returns the word of the state in a line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
        }
    }
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name of the check.
    pub name: &'static str,
    /// Demand of the check.
    pub demand: &'static str,
    /// Section of `docs/backend.md` that documents the demand.
    pub section: &'static str,
    /// State of the demand.
    pub state: State,
    /// Description of the failure, or the reason of the skip; otherwise empty.
    pub reason: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            demand,
            section,
            state,
            reason,
        } = self;
        let state = state.as_str();
        write!(
            f,
            "{state:<7} {name}: {demand} [docs/backend.md, {section}]"
        )?;
        if reason.is_empty() {
            Ok(())
        } else {
            write!(f, " -- {reason}")
        }
    }
}

/// The results of a run, in the order of the checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One entry per check.
    pub entries: Vec<Entry>,
}

impl Report {
    /// Returns the number of checks with this state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.state == state)
            .count()
    }

    /// Returns whether no check failed and at least one was met.
    #[must_use]
    pub fn conforms(&self) -> bool {
        self.count(State::Failed) == 0 && self.count(State::Ok) > 0
    }

    /// Returns the last line of the text report.
    #[must_use]
    pub fn summary(&self) -> String {
        let verdict = if self.conforms() {
            "conforms"
        } else {
            "does not conform"
        };
        format!(
            "{verdict}: {} ok, {} failed, {} skipped, of {} checks",
            self.count(State::Ok),
            self.count(State::Failed),
            self.count(State::Skipped),
            self.entries.len()
        )
    }

    /// Returns the results as JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let entry = |entry: &Entry| {
            Value::object([
                ("name", Value::text(entry.name)),
                (
                    "state",
                    Value::text(entry.state.as_str().to_ascii_lowercase()),
                ),
                ("demand", Value::text(entry.demand)),
                ("section", Value::text(entry.section)),
                ("reason", Value::text(&entry.reason)),
            ])
        };
        let count = |state| Value::Integer(i64::try_from(self.count(state)).unwrap_or(i64::MAX));
        Value::object([
            ("conforms", Value::Bool(self.conforms())),
            ("ok", count(State::Ok)),
            ("failed", count(State::Failed)),
            ("skipped", count(State::Skipped)),
            (
                "checks",
                Value::List(self.entries.iter().map(entry).collect()),
            ),
        ])
    }
}
