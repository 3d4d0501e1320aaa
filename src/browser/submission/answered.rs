//! What came of an attempt: the answer for the delivery machine, and what the page says about it.

use hoso_delivery::{Answer, Busy};
use hoso_dossier::Issue;
use hoso_dossier::wire::Receipt;

/// The longest delay that the page waits by itself, in seconds.
const LONGEST_DELAY_S: u32 = 300;

/// What came of an attempt.
#[derive(Debug)]
pub struct Answered {
    /// For the machine.
    pub answer: Answer,
    /// The code of the message; empty if the state says enough.
    pub reason: &'static str,
    /// The issues that the person corrects.
    pub issues: Vec<Issue>,
    /// After how many seconds the receiver asks for another attempt.
    pub retry_after: Option<u32>,
    /// The receipt, if the answer is one.
    pub receipt: Option<Receipt>,
}

impl Answered {
    /// An answer with a message.
    #[must_use]
    pub const fn new(answer: Answer, reason: &'static str) -> Self {
        Self {
            answer,
            reason,
            issues: Vec::new(),
            retry_after: None,
            receipt: None,
        }
    }

    /// An answer that the person corrects.
    #[must_use]
    pub fn with_issues(answer: Answer, issues: Vec<Issue>) -> Self {
        Self {
            issues,
            ..Self::new(answer, "")
        }
    }

    /// No answer came.
    #[must_use]
    pub const fn none() -> Self {
        Self::new(Answer::None, "ui.failed_network")
    }

    /// The receiver is busy.
    #[must_use]
    pub fn busy(retry_after: Option<u32>) -> Self {
        let busy = match retry_after {
            None => Busy::AnyTime,
            Some(0..=LONGEST_DELAY_S) => Busy::Asked,
            Some(_) => Busy::Long,
        };
        Self {
            retry_after,
            ..Self::new(Answer::Busy(busy), "ui.failed_busy")
        }
    }
}
