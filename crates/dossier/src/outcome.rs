//! The sort of a procedure, and the last page of a preparation or a guide.

use crate::condition::Condition;

/// The sort of a procedure: what is done with the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// They are declared and sent.
    Dossier,
    /// They are checked and printed on a sheet to carry. Nothing is sent.
    Preparation,
    /// They select advice. They are no personal data. Nothing is sent.
    Guide,
}

impl Sort {
    /// Returns whether the answers are saved as a draft. Those of a guide are no personal data, and a
    /// list of drafts would only be longer by them.
    #[must_use]
    pub const fn has_draft(self) -> bool {
        !matches!(self, Self::Guide)
    }
}

/// The headings of the landing page, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceGroup {
    /// Join and pay voluntary social insurance.
    Join,
    /// Accounts for electronic transactions, and VssID.
    Account,
    /// The health card and the insurance book.
    Card,
    /// Pension, lump sum, refund.
    Money,
    /// Places where dossiers are received.
    Place,
}

impl ServiceGroup {
    /// All groups, in the order of the landing page.
    pub const ALL: [Self; 5] = [
        Self::Join,
        Self::Account,
        Self::Card,
        Self::Money,
        Self::Place,
    ];
}

/// The last page of a preparation or a guide.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The heading.
    pub title: &'static str,
    /// The text below the heading.
    pub hint: &'static str,
    /// Whether the answers are listed on a sheet: `None` without a sheet.
    pub sheet: Option<Sheet>,
    /// The advice, in order.
    pub advice: &'static [Advice],
    /// The rows of the deployment's directory that are shown before the advice.
    pub rows: &'static [Rows],
}

/// Rows of the deployment's directory.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// Which rows.
    pub kind: RowKind,
    /// The answers for which they are shown; `None` means always.
    pub when: Option<Condition>,
}

/// The kinds of rows that a last page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Every BHXH office.
    Office,
    /// The BHXH offices that receive nobody at present.
    ClosedOffice,
    /// The collection agents.
    Agent,
    /// The bank accounts of BHXH offices.
    Account,
    /// The links.
    Link,
}

/// The sheet of a preparation.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// The heading of the sheet.
    pub title: &'static str,
    /// The answers for which there is a sheet; `None` means always.
    pub when: Option<Condition>,
}

/// One thing to do, or to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The text.
    pub text: &'static str,
    /// The answers for which it is shown; `None` means always.
    pub when: Option<Condition>,
    /// A text to copy or to write on an envelope, word for word; may be empty.
    pub quote: &'static str,
    /// Whether the quoted text is written in the language of the page; an official name is not
    /// translated.
    pub is_translated: bool,
    /// The year of the source, which is shown: the fact may have changed since. 0 for a fact that
    /// has no year.
    pub year: u16,
    /// Code of the procedure that does it; may be empty.
    pub to: &'static str,
    /// The row of the directory that it is: a deployment may replace it or switch it off. May be empty.
    pub row: &'static str,
    /// The kind of rows of the directory beside which it is not shown: it says that there is none.
    pub without: Option<RowKind>,
    /// The source.
    pub source: &'static str,
}
