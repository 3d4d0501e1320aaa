//! The rules of the machine that a test can switch off, to show that the model notices.

/// One rule of [`step`](crate::step()).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A receipt counts only with the digest of a version.
    ReceiptProves,
    /// A version that is posted may be stored, from before it leaves.
    PostedMayBeStored,
    /// A gateway that answers busy may have passed the dossier on.
    BusyMayBeStored,
    /// An attempt without an answer may have arrived.
    SilenceMayBeStored,
    /// A refusal says nothing about earlier attempts at the same bytes.
    RefusalIsOfOneAttempt,
    /// A version whose files were missing may be stored once they are there.
    MissingFilesMayArrive,
    /// A version that was refused for its time may be accepted later.
    RenewedMayBeStored,
    /// The key stays while a version may be stored.
    KeyStays,
    /// If the key is taken, the page asks which version is stored.
    TakenKeyIsAsked,
    /// A version that the receiver excludes is not posted again.
    ExcludedIsOut,
    /// Negative answers count only for the attempt that is under way.
    LateAnswersAreIgnored,
    /// What has not got in is kept beside the receipt.
    UnsentIsKept,
    /// Nothing is sent after the receipt.
    ReceiptIsFinal,
    /// Nothing is sent after the person has erased the dossier.
    GivenUpIsFinal,
    /// A version that may be stored is not sealed anew.
    SameBytesAgain,
    /// The line that is back does not shorten a delay that the receiver has asked for.
    RetryAfterIsObeyed,
    /// The end of a delay begins an attempt.
    DelayEnds,
    /// A takeover resumes the attempt of the previous window.
    ResumeContinues,
    /// The same answers are sealed again once.
    RenewOnce,
    /// Missing files are uploaded again once.
    RepeatOnce,
    /// Only the newest version leaves.
    NewestLeaves,
    /// The edits of a person get into the record while an attempt is under way.
    EditsJoin,
}

/// The rules in force: all, or all but one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules {
    #[cfg(test)]
    broken: Option<Rule>,
}

impl Rules {
    /// All rules.
    pub(crate) const ALL: Self = Self {
        #[cfg(test)]
        broken: None,
    };

    /// All rules but one.
    #[cfg(test)]
    pub(crate) const fn without(rule: Rule) -> Self {
        Self { broken: Some(rule) }
    }

    /// Returns whether a rule is in force.
    #[cfg(test)]
    pub(crate) fn has(self, rule: Rule) -> bool {
        self.broken != Some(rule)
    }

    /// Returns whether a rule is in force. A page carries no switch.
    #[cfg(not(test))]
    pub(crate) const fn has(self, _rule: Rule) -> bool {
        true
    }
}
