//! Compares this window with the draft as another window has stored it.

use hoso_dossier::Answers;

use crate::browser::drafts::record::Draft;
use crate::wizard::submission::DossierState;

/// What this window knows about the draft it shows.
pub struct Here<'a> {
    /// The random id of this window.
    pub writer: &'a str,
    /// The revision that it has read or written last.
    pub revision: i64,
    /// Its answers.
    pub answers: &'a Answers,
    /// Its dossier.
    pub dossier: &'a DossierState,
}

/// The stored draft, compared with what this window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherWindow {
    /// Nothing newer.
    Unchanged,
    /// The same answers: this window continues with the stored draft.
    SameAnswers,
    /// The same answers, sealed or received.
    Sealed,
    /// Other answers, or another dossier.
    Different,
}

/// Compares the writer and the revision: returns whether another window wrote this draft last.
/// The revision is needed because a draft that this window has only read has another writer too.
#[must_use]
pub fn is_newer(stored: &Draft, writer: &str, revision: i64) -> bool {
    stored.writer != writer && stored.revision > revision
}

/// Compares the stored draft with what this window shows.
#[must_use]
pub fn compare(stored: &Draft, here: &Here<'_>) -> OtherWindow {
    if !is_newer(stored, here.writer, here.revision) {
        return OtherWindow::Unchanged;
    }
    if *here.answers != stored.answers {
        return OtherWindow::Different;
    }
    let same_dossier = !here.dossier.may_be_stored() || here.dossier.id == stored.dossier.id;
    if stored.dossier.is_sealed_or_received() && same_dossier {
        let received_here = here.dossier.receipt.is_some();
        return if !received_here || stored.dossier.receipt.is_some() {
            OtherWindow::Sealed
        } else {
            // The other window does not know yet that the dossier was received.
            OtherWindow::SameAnswers
        };
    }
    let mut merged = here.dossier.clone();
    let versions = stored.dossier.previous_versions.clone();
    if merged.merge_versions(&stored.dossier.id, versions) {
        OtherWindow::SameAnswers
    } else {
        OtherWindow::Different
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::lang::Lang;
    use crate::wizard::submission::SealedDossier;

    fn answers(phone: &str) -> Answers {
        let mut answers = Answers::default();
        answers.set_text("phone", phone);
        answers
    }

    fn stored(phone: &str, id: &str) -> Draft {
        let mut draft = Draft::new(answers(phone), Lang::SOURCE, String::new());
        draft.writer = "there".to_owned();
        draft.revision = 5;
        draft.dossier.id = id.to_owned();
        draft
    }

    fn sealed() -> Option<SealedDossier> {
        Some(SealedDossier {
            body: "{}".to_owned(),
            digest: "d".to_owned(),
        })
    }

    fn check(stored: &Draft, dossier: &DossierState, expected: OtherWindow) {
        let answers = answers("1");
        let here = Here {
            writer: "here",
            revision: 4,
            answers: &answers,
            dossier,
        };
        assert_eq!(compare(stored, &here), expected);
    }

    #[test]
    fn ok_what_another_window_did_is_told_by_its_answers() {
        let fresh = DossierState::default();
        check(&stored("1", "a"), &fresh, OtherWindow::SameAnswers);
        check(&stored("2", "a"), &fresh, OtherWindow::Different);
        let mut own = stored("2", "a");
        own.writer = "here".to_owned();
        check(&own, &fresh, OtherWindow::Unchanged);
        let mut older = stored("2", "a");
        older.revision = 4;
        check(&older, &fresh, OtherWindow::Unchanged);
    }

    #[test]
    fn ok_two_dossiers_that_may_both_be_stored_are_kept_apart() {
        let mut there = stored("1", "a");
        there.dossier.sealed = sealed();
        let unsent = DossierState::default();
        check(&there, &unsent, OtherWindow::Sealed);
        let mut here = DossierState {
            id: "b".to_owned(),
            sealed: sealed(),
            ..DossierState::default()
        };
        check(&there, &here, OtherWindow::Different);
        here.id = "a".to_owned();
        check(&there, &here, OtherWindow::Sealed);
    }
}
