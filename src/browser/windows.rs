//! Several windows on one draft: what another one has made of it, and what is put aside for it.

use hoso_dossier::Answers;

use crate::browser::draft::Draft;
use crate::browser::keep::{Keeper, uncommitted};
use crate::browser::procedures;
use crate::form::Saved;
use crate::web::random_uuid;

/// What another window has made of the draft that this one shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// Nothing newer.
    Nothing,
    /// The same answers; this window goes on with its draft.
    Joined,
    /// The same answers, made final.
    Sent,
    /// Other answers.
    Different,
}

impl Keeper {
    /// The draft of this key as another window has left it, if that has made its dossier final
    /// or has its receipt.
    pub async fn of_another_window(&self, key: &str) -> Option<Draft> {
        let draft = self.on_disk(key).await?;
        (draft.is_final() && self.is_overtaken(&draft)).then_some(draft)
    }

    /// The draft of this key as it is on the disk.
    async fn on_disk(&self, key: &str) -> Option<Draft> {
        let drafts = self.store().all(key).await.ok()?;
        let (_, json) = drafts.into_iter().find(|(other, _)| other == key)?;
        Draft::read(&json)
    }

    /// Has another window written this since? What this one has read at its start bears the name of
    /// whoever wrote it.
    fn is_overtaken(&self, draft: &Draft) -> bool {
        let inner = self.inner.borrow();
        draft.writer != inner.writer && draft.revision > inner.revision
    }

    /// Keeps answers as a draft of their own, before others take their place here. Tells whether
    /// they are on the disk.
    pub async fn keep_copy(&self, answers: Answers) -> bool {
        self.keep_apart(self.copy(answers)).await.is_some()
    }

    /// Is there room for a copy of the answers of now? A browser that has never kept anything of this
    /// draft is not asked.
    pub async fn has_room(&self) -> bool {
        let copy = self.copy(self.form.answers(Clone::clone));
        match self.keep_apart(copy).await {
            Some(key) => {
                // One too many is no harm.
                let _ = self.store().remove(&key).await;
                true
            }
            None => self.keeps_nothing(),
        }
    }

    fn copy(&self, mut answers: Answers) -> Draft {
        uncommitted(self.form, &mut answers);
        let origin = self.form.desk.origin.get_untracked();
        procedures::fresh(self.form, answers, origin)
    }

    /// Has the browser never kept anything of this draft?
    pub fn keeps_nothing(&self) -> bool {
        let never = self.inner.borrow().revision == 0;
        never && self.form.saved.get_untracked() == Saved::Impossible
    }

    /// Keeps a draft under a key of its own, as older than the one on show, which is to come up
    /// first also if it can be written no more. Tells the key, if it is on the disk.
    pub async fn keep_apart(&self, mut draft: Draft) -> Option<String> {
        if let Some(there) = self.on_disk(&self.key()).await {
            draft.saved_at = draft.saved_at.min(there.saved_at);
        }
        draft.saved_at -= 1;
        let code = self.form.procedure().definition.code;
        let key = [code, ":", &random_uuid()].concat();
        let written = self.store().write(&key, &draft.write(), |_| true).await;
        written.is_ok().then_some(key)
    }

    /// What another window has made of this draft.
    pub async fn overtaken_by(&self) -> Other {
        let key = self.key();
        let there = self.on_disk(&key).await;
        let Some(there) = there.filter(|there| self.is_overtaken(there)) else {
            return Other::Nothing;
        };
        if self.form.answers(|answers| *answers != there.answers) {
            return Other::Different;
        }
        let (same, arrived) = self.form.state(|state| {
            let same = !state.may_be_stored() || state.dossier_id == there.dossier_id;
            (same, state.receipt.is_some())
        });
        if there.is_final() && same {
            if !arrived || there.receipt.is_some() {
                return Other::Sent;
            }
            // It does not know yet that its dossier has arrived.
            self.join(&key, there.revision);
            return Other::Joined;
        }
        if !self
            .form
            .change(|state| state.joins(&there.dossier_id, there.earlier))
        {
            return Other::Different;
        }
        self.join(&key, there.revision);
        Other::Joined
    }

    /// Goes on with the draft of this key, which another window wrote last.
    pub fn join(&self, key: &str, revision: i64) {
        let mut inner = self.inner.borrow_mut();
        inner.timer = None;
        key.clone_into(&mut inner.key);
        inner.revision = revision;
        self.form.told.set("");
    }
}
