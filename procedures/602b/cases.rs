//! The wishes of the first question, as a set.
//!
//! | case | id | wish |
//! |---|---|---|
//! | A | `first_no_number` | join, without a number |
//! | B | `first_with_number` | join, with a number |
//! | C | `return` | come back after a break |
//! | D | `change_method` | another payment method |
//! | E | `change_base` | another income base |
//! | F | `back_pay` | pay for months that were not paid |
//! | G | `identity_change` | correct personal data |
//! | N | `continue` | go on paying; nothing is declared |
//!
//! Source: letter 1 §3, §5; letter 3 §4, §6, §7.

use hoso_dossier::{Answer, Answers, Issue, Report, Severity};

/// A set of wishes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cases(u8);

/// The ids in the order of the form; the place is the bit.
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

/// Every wish for which something is declared.
pub(super) const DECLARED: Cases = A.union(B).union(C).union(D).union(E).union(F).union(G);
/// The same, one by one.
pub(super) const EACH_DECLARED: [Cases; 7] = [A, B, C, D, E, F, G];
/// The wishes with a first month to pay.
pub(super) const WITH_FIRST_MONTH: Cases = A.union(B).union(C).union(D).union(E);
/// The wishes that choose an income base, box \[15\].
pub(super) const WITH_BASE: Cases = WITH_NEW_BASE.union(F);
/// The wishes whose base is that of a new period; that of F is for the months paid back.
pub(super) const WITH_NEW_BASE: Cases = A.union(B).union(C).union(E);
/// The wishes that choose a payment method, box \[16\].
pub(super) const WITH_METHOD: Cases = A.union(B).union(C).union(D).union(F);

/// The wishes for which the definition requires the number \[13\].
pub(super) const NUMBER_REQUIRED: Cases = B.union(C).union(D).union(E).union(N);

/// Is the number \[13\] asked? As in the definition.
pub(super) const fn asks_number(cases: Cases) -> bool {
    cases.any(NUMBER_REQUIRED.union(F).union(G))
}

impl Cases {
    /// The wishes that were ticked.
    pub(super) fn of(answers: &Answers) -> Self {
        let bit = |id: &str| {
            IDS.iter()
                .position(|known| *known == id)
                .map_or(0, |bit| 1 << bit)
        };
        match answers.get("cases") {
            Some(Answer::Many(ids)) => Self(ids.iter().fold(0, |set, id| set | bit(id))),
            // Of a wrong shape, which is its own error; conditions look at it all the same.
            Some(Answer::Text(id)) => Self(bit(id)),
            _ => Self(0),
        }
    }

    /// No wish.
    pub(super) const NONE: Self = Self(0);

    /// Both sets together.
    pub(super) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    pub(super) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Is at least one of `others` chosen?
    pub(super) const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The ids, joined by a comma; the sentence layer says them in words.
    pub(super) fn list(self) -> String {
        let chosen: Vec<&str> = IDS
            .iter()
            .enumerate()
            .filter(|(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, id)| *id)
            .collect();
        chosen.join(",")
    }

    /// The wishes that do not go together. A, B and C exclude each other and
    /// D and E; N excludes all.
    fn conflict(self) -> Option<Self> {
        if self.any(N) {
            return (self.count() > 1).then_some(self);
        }
        let joining = self.intersection(A.union(B).union(C));
        let changing = self.intersection(D.union(E));
        let clash = joining.count() > 1 || (joining.count() == 1 && changing.count() > 0);
        clash.then_some(joining.union(changing))
    }
}

/// Says which wishes do not go together.
pub(super) fn check(cases: Cases, report: &mut Report) {
    // R-602-6
    if let Some(clash) = cases.conflict() {
        report
            .push(Issue::new("cases", "case.conflict", Severity::Error).with("list", clash.list()));
    }
    if cases == G {
        report.warning("cases", "case.g_alone");
    }
}
