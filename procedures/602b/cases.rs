//! The requests chosen in the first field, as a set.
//!
//! | case | id | request |
//! |---|---|---|
//! | A | `first_no_number` | join, without a number |
//! | B | `first_with_number` | join, with a number |
//! | C | `return` | rejoin after a break |
//! | D | `change_method` | another payment method |
//! | E | `change_base` | another income base |
//! | F | `back_pay` | pay for months that were not paid |
//! | G | `identity_change` | correct personal data |
//! | N | `continue` | continue paying; nothing is declared |
//!
//! Source: letter 1 §3, §5; letter 3 §4, §6, §7.

use hoso_dossier::{Answer, Answers, Issue, Report, Severity};

/// A set of requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cases(u8);

/// The ids in the order of the form; the index is the bit.
const IDS: [&str; 8] = [
    "first_no_number",
    "first_with_number",
    "return",
    "change_method",
    "change_base",
    "back_pay",
    "identity_change",
    "continue",
];

pub(super) const A: Cases = Cases(1);
pub(super) const B: Cases = Cases(1 << 1);
pub(super) const C: Cases = Cases(1 << 2);
pub(super) const D: Cases = Cases(1 << 3);
pub(super) const E: Cases = Cases(1 << 4);
pub(super) const F: Cases = Cases(1 << 5);
pub(super) const G: Cases = Cases(1 << 6);
pub(super) const N: Cases = Cases(1 << 7);

/// The requests that need a declaration.
pub(super) const DECLARED: Cases = A.union(B).union(C).union(D).union(E).union(F).union(G);
/// The requests that need a declaration, one by one.
pub(super) const EACH_DECLARED: [Cases; 7] = [A, B, C, D, E, F, G];
/// The requests with a first month to pay.
pub(super) const WITH_FIRST_MONTH: Cases = A.union(B).union(C).union(D).union(E);
/// The requests that choose an income base, box \[15\].
pub(super) const WITH_BASE: Cases = WITH_NEW_BASE.union(F);
/// The requests whose base is for a new period; the base of F is for the back payment.
pub(super) const WITH_NEW_BASE: Cases = A.union(B).union(C).union(E);
/// The requests that choose a payment method, box \[16\].
pub(super) const WITH_METHOD: Cases = A.union(B).union(C).union(D).union(F);

/// The requests whose method is for a new period; the method of F is for the back payment.
pub(super) const WITH_NEW_METHOD: Cases = A.union(B).union(C).union(D);

/// The requests for which the definition requires the number \[13\].
pub(super) const NUMBER_REQUIRED: Cases = B.union(C).union(D).union(E).union(N);

/// Returns whether the field of the number \[13\] is shown, as in the definition.
pub(super) const fn asks_number(cases: Cases) -> bool {
    cases.any(NUMBER_REQUIRED.union(F).union(G))
}

impl Cases {
    /// Returns the chosen requests.
    pub(super) fn of(answers: &Answers) -> Self {
        let bit = |id: &str| {
            IDS.iter()
                .position(|known| *known == id)
                .map_or(0, |bit| 1 << bit)
        };
        match answers.get("cases") {
            Some(Answer::Many(ids)) => Self(ids.iter().fold(0, |set, id| set | bit(id))),
            // A wrong type is reported elsewhere. Conditions accept it, so it is read here too.
            Some(Answer::Text(id)) => Self(bit(id)),
            _ => Self(0),
        }
    }

    /// The empty set.
    pub(super) const NONE: Self = Self(0);

    /// Returns the union of both sets.
    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the intersection of both sets.
    pub(super) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns whether at least one of `others` is in the set.
    pub(super) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns the ids, joined by commas; messages translate them.
    pub(super) fn list(self) -> String {
        let chosen: Vec<&str> = IDS
            .iter()
            .enumerate()
            .filter(|(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, id)| *id)
            .collect();
        chosen.join(",")
    }

    /// Returns the requests that exclude each other. A, B and C exclude each other and D and E; N
    /// excludes all others.
    fn conflict(self) -> Option<Self> {
        if self.any(N) {
            return (self.count() > 1).then_some(self);
        }
        let joining = self.intersection(A.union(B).union(C));
        let changing = self.intersection(D.union(E));
        let is_conflict = joining.count() > 1 || (joining.count() == 1 && changing.count() > 0);
        is_conflict.then_some(joining.union(changing))
    }
}

/// Reports requests that exclude each other.
pub(super) fn check(cases: Cases, report: &mut Report) {
    // R-602-6
    if let Some(conflict) = cases.conflict() {
        report
            .push(Issue::new("cases", "case.conflict", Severity::Error).with("list", conflict.list()));
    }
    if cases == G {
        report.warning("cases", "case.g_alone");
    }
}
