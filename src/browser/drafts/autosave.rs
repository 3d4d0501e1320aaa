//! Saves the draft: within half a second of an input, and at once when the page is hidden.
//!
//! Another window may have the same draft open. A window that finds a newer revision of different
//! answers continues under a new key; both drafts are kept.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use hoso_dossier::Answers;
use hoso_view::prelude::*;

use crate::browser::drafts::conflict::{self, Here, OtherWindow};
use crate::browser::drafts::database::{Database, WriteResult};
use crate::browser::drafts::record::Draft;
use crate::browser::drafts::turn::{Turn, Turns};
use crate::browser::drafts::{erasure, handoff};
use crate::platform::{self, random_uuid};
use crate::wizard::Wizard;
use crate::wizard::answers::withdraw_commitment;
use crate::wizard::draft::SaveStatus;
use crate::wizard::submission::{DossierState, SubmissionStatus};

/// Delay between an input and the write, in milliseconds. `ARCHITECTURE.md` promises a draft within
/// half a second.
const SAVE_DELAY_MS: u32 = 300;

/// Saves the draft of one wizard. Clones are handles to the same state.
#[derive(Clone)]
pub struct DraftAutosave {
    /// The wizard.
    pub wizard: Wizard,
    state: Rc<RefCell<State>>,
    saves: Rc<Turns>,
}

struct State {
    database: Database,
    key: String,
    revision: i64,
    /// The random id of this window.
    writer: String,
    timer: Option<Timeout>,
    /// Another window now owns this draft's key. This window's content has not been saved under a
    /// new key yet.
    is_forked: bool,
    /// Digest of the sealed dossier and receipt number as last saved.
    saved_outcome: String,
    /// Counts the requested writes.
    changes: u32,
    /// The value of `changes` at the last save.
    saved_changes: u32,
    /// The mark of the last erasure at which this draft was known to be stored.
    erasure: Option<String>,
}

impl DraftAutosave {
    /// Creates the autosave of a new draft.
    #[must_use]
    pub fn new(wizard: Wizard) -> Self {
        let state = State {
            database: Database::default(),
            key: new_key(wizard),
            revision: 0,
            writer: random_uuid(),
            timer: None,
            is_forked: false,
            saved_outcome: String::new(),
            changes: 0,
            saved_changes: 0,
            erasure: erasure::current(),
        };
        Self {
            wizard,
            state: Rc::new(RefCell::new(state)),
            saves: Rc::default(),
        }
    }

    /// Returns the database of drafts and photos.
    #[must_use]
    pub fn database(&self) -> Database {
        self.state.borrow().database.clone()
    }

    /// Returns the key of this draft.
    #[must_use]
    pub fn key(&self) -> String {
        self.state.borrow().key.clone()
    }

    /// Continues with a stored draft.
    pub fn attach(&self, key: String, revision: i64) {
        let outcome = self.outcome();
        let mut state = self.state.borrow_mut();
        state.key = key;
        state.revision = revision;
        state.saved_outcome = outcome;
    }

    /// Continues with a revision that another window has written.
    pub fn adopt_revision(&self, key: &str, revision: i64) {
        let mut state = self.state.borrow_mut();
        state.timer = None;
        key.clone_into(&mut state.key);
        state.revision = revision;
        self.wizard.draft.notice.set("");
    }

    /// Writes to a new draft from now on; the stored one stays as it is.
    pub fn detach(&self) {
        let mut state = self.state.borrow_mut();
        state.timer = None;
        state.key = new_key(self.wizard);
        state.revision = 0;
        state.is_forked = false;
    }

    /// Saves after a pause in typing. The first input starts the timer and later ones do not
    /// restart it, so that steady typing is saved as well.
    pub fn schedule_save(&self) {
        // After a full disk the warning stays until a write has succeeded.
        if self.wizard.draft.status.get_untracked() != SaveStatus::Unavailable {
            self.wizard.draft.status.set(SaveStatus::Pending);
        }
        let autosave = self.clone();
        let mut state = self.state.borrow_mut();
        state.changes = state.changes.wrapping_add(1);
        if state.timer.is_none() {
            state.timer = Some(Timeout::new(SAVE_DELAY_MS, move || {
                autosave.state.borrow_mut().timer = None;
                autosave.save_now();
            }));
        }
    }

    /// Starts a save without awaiting it.
    pub fn save_now(&self) {
        let autosave = self.clone();
        self.wizard.spawn(async move {
            autosave.save().await;
        });
    }

    /// Saves a page that is being hidden: into session storage at once, and into the database.
    /// A draft that is saved is not written again, since another window may have erased it.
    pub fn save_hidden(&self) {
        if !self.has_unsaved_changes() {
            return;
        }
        if self.has_content() {
            let (key, draft) = self.snapshot();
            handoff::save(&key, &draft);
        }
        self.save_now();
    }

    /// Saves and awaits the commit. Saves run one after another, each with the answers as of then:
    /// two that met the same conflict would each make another draft.
    pub async fn save(&self) {
        let _turn = self.saves.take().await;
        self.state.borrow_mut().timer = None;
        if self.try_save().await == Some(WriteResult::Conflict) {
            self.try_save().await;
        }
    }

    /// Saves, and returns whether the draft may be left. If it could not be stored, the page says
    /// so.
    pub async fn flush_or_warn(&self) -> bool {
        self.save().await;
        let wizard = self.wizard;
        let is_unsaved = wizard.draft.is_edited() || {
            let state = self.state.borrow();
            state.is_forked || state.saved_outcome != self.outcome()
        };
        let is_lost = wizard.draft.status.get_untracked() == SaveStatus::Unavailable && is_unsaved;
        if is_lost {
            wizard.draft.notice.set("ui.not_left");
            wizard.navigation.focus_heading();
        }
        !is_lost
    }

    fn has_unsaved_changes(&self) -> bool {
        let state = self.state.borrow();
        state.changes != state.saved_changes
    }

    /// Returns whether the draft has content: input, a stored revision or a fork.
    fn has_content(&self) -> bool {
        let state = self.state.borrow();
        state.revision > 0 || state.is_forked || self.wizard.draft.is_edited()
    }

    /// Returns the digest of the sealed dossier and the receipt's number.
    fn outcome(&self) -> String {
        self.wizard.submission.with(|dossier| {
            let sealed = dossier.sealed.as_ref();
            let receipt = dossier.receipt.as_ref();
            let digest = sealed.map_or("", |sealed| sealed.digest.as_str());
            let number = receipt.map_or("", |receipt| receipt.number.as_str());
            [digest, " ", number].concat()
        })
    }

    /// Returns this draft's key, and the draft as it would be written now.
    fn snapshot(&self) -> (String, Draft) {
        let wizard = self.wizard;
        // The id is fixed with the first write: every window that shows this draft sends the same
        // dossier.
        wizard.submission.update(DossierState::ensure_id);
        let state = self.state.borrow();
        let draft = Draft {
            revision: state.revision + 1,
            writer: state.writer.clone(),
            saved_at: platform::now(),
            lang: wizard.lang.get_untracked(),
            fragment: untrack(|| wizard.fragment()).to_owned(),
            answers: wizard.answers.snapshot(),
            dossier: wizard.submission.with(Clone::clone),
            suggestion: wizard.suggestions.last(),
            parent: wizard.draft.parent.get_untracked(),
        };
        (state.key.clone(), draft)
    }

    async fn try_save(&self) -> Option<WriteResult> {
        let wizard = self.wizard;
        if !self.has_content() {
            return None;
        }
        let (changes, revision, known_erasure) = {
            let state = self.state.borrow();
            (state.changes, state.revision, state.erasure.clone())
        };
        let (key, draft) = self.snapshot();
        let (writer, outcome) = (draft.writer.clone(), self.outcome());
        let may_overwrite = move |stored: Option<String>| {
            match stored.as_deref().and_then(Draft::parse) {
                Some(stored) => stored.revision <= revision || stored.writer == writer,
                // What the browser has evicted is written again; what a person has erased is not.
                None => revision == 0 || !erasure::is_erased_since(known_erasure.as_deref()),
            }
        };
        let database = self.database();
        let result = database.write(&key, &draft.to_json(), may_overwrite).await;
        match result {
            Ok(WriteResult::Saved) => self.on_saved(&key, changes, revision, outcome),
            // This window has erased it, or shows another draft.
            Ok(WriteResult::Conflict) if self.key() != key => return None,
            Ok(WriteResult::Conflict) if self.clear_if_erased().await => {}
            Ok(WriteResult::Conflict) => return Some(self.on_conflict(&key).await),
            Err(_) => wizard.draft.status.set(SaveStatus::Unavailable),
        }
        result.ok()
    }

    fn on_saved(&self, key: &str, changes: u32, revision: i64, outcome: String) {
        let wizard = self.wizard;
        let is_latest = {
            let mut state = self.state.borrow_mut();
            // The draft was left or erased during the write: this revision is none of the next one.
            if state.key != key {
                return;
            }
            state.erasure = erasure::current();
            state.revision = state.revision.max(revision + 1);
            state.saved_changes = changes;
            state.is_forked = false;
            state.saved_outcome = outcome;
            state.changes == changes
        };
        if is_latest {
            handoff::remove(key);
        }
        platform::forget_early_choices(wizard.procedure().definition.code);
        platform::note_drafts(true);
        if wizard.draft.notice.get_untracked() == "ui.not_saved" {
            wizard.draft.notice.set("");
        }
        if wizard.draft.status.get_untracked() != SaveStatus::Empty {
            wizard.draft.status.set(SaveStatus::Saved);
        }
    }

    /// Waits until no save is under way. None begins before the turn is dropped.
    pub async fn wait_for_saves(&self) -> Turn {
        self.saves.take().await
    }

    /// Remembers that the current erasure is this window's own.
    pub fn acknowledge_erasure(&self) {
        self.state.borrow_mut().erasure = erasure::current();
    }

    /// Clears this window if its draft was stored and a person has erased it in another window: what
    /// was erased must not be read here or written back. Returns whether it was.
    pub async fn clear_if_erased(&self) -> bool {
        let key = self.key();
        let may_be_erased = {
            let state = self.state.borrow();
            state.revision > 0 && erasure::is_erased_since(state.erasure.as_deref())
        };
        // What came of a dossier in flight must not be lost.
        let status = self.wizard.submission.status.get_untracked();
        if !may_be_erased || status == SubmissionStatus::InFlight {
            return false;
        }
        // A database that cannot be read says nothing about the draft.
        let Ok(records) = self.database().all(&key).await else {
            return false;
        };
        let is_other = self.key() != key;
        if is_other || records.iter().any(|(stored, _)| *stored == key) {
            return false;
        }
        let wizard = self.wizard;
        self.detach();
        self.acknowledge_erasure();
        handoff::remove(&key);
        wizard.photos.all.set(Vec::new());
        wizard.draft.other_drafts.set(Vec::new());
        wizard.reset();
        wizard.draft.notice.set("ui.erased_elsewhere");
        true
    }

    /// Handles a newer revision of another window. Returns [`WriteResult::Conflict`] if another
    /// write may succeed.
    async fn on_conflict(&self, key: &str) -> WriteResult {
        let wizard = self.wizard;
        match self.reconcile().await {
            OtherWindow::SameAnswers => return WriteResult::Conflict,
            // The other window's dossier is this one; it is adopted when this window sends.
            OtherWindow::Sealed => {
                if wizard.draft.status.get_untracked() == SaveStatus::Unavailable {
                    wizard.draft.status.set(SaveStatus::Saved);
                }
                return WriteResult::Saved;
            }
            OtherWindow::Unchanged | OtherWindow::Different => {}
        }
        self.detach();
        self.state.borrow_mut().is_forked = true;
        wizard.draft.notice.set("ui.forked");
        // Two drafts must not become one dossier; a sealed one is the same in both.
        wizard.submission.update(|dossier| {
            if !dossier.may_be_stored() {
                dossier.id.clear();
            }
        });
        // Moves the copy in session storage to the new key as well.
        handoff::remove(key);
        let (key, draft) = self.snapshot();
        handoff::save(&key, &draft);
        WriteResult::Conflict
    }

    /// Reads the stored draft of a key.
    pub async fn stored(&self, key: &str) -> Option<Draft> {
        let drafts = self.database().all(key).await.ok()?;
        let (_, json) = drafts.into_iter().find(|(other, _)| other == key)?;
        Draft::parse(&json)
    }

    /// Reads the drafts of this procedure that can be parsed.
    pub async fn all_drafts(&self) -> Vec<(String, Draft)> {
        let prefix = [self.wizard.procedure().definition.code, ":"].concat();
        let drafts = self.database().all(&prefix).await.unwrap_or_default();
        parse_all(drafts)
    }

    /// Reads the draft of a key if another window has sealed its dossier or has its receipt.
    pub async fn sealed_by_other_window(&self, key: &str) -> Option<Draft> {
        let draft = self.stored(key).await?;
        let is_newer = {
            let state = self.state.borrow();
            conflict::is_newer(&draft, &state.writer, state.revision)
        };
        (draft.dossier.is_sealed_or_received() && is_newer).then_some(draft)
    }

    /// Compares this window with the stored draft, and continues with that if its answers are the
    /// same.
    pub async fn reconcile(&self) -> OtherWindow {
        let key = self.key();
        let Some(stored) = self.stored(&key).await else {
            return OtherWindow::Unchanged;
        };
        let other = {
            let state = self.state.borrow();
            self.wizard.submission.with(|dossier| {
                self.wizard.answers.with(|answers| {
                    let here = Here {
                        writer: &state.writer,
                        revision: state.revision,
                        answers,
                        dossier,
                    };
                    conflict::compare(&stored, &here)
                })
            })
        };
        if other == OtherWindow::SameAnswers {
            let is_sealed = stored.dossier.is_sealed_or_received();
            if !is_sealed {
                let (id, versions) = (stored.dossier.id, stored.dossier.previous_versions);
                self.wizard
                    .submission
                    .update(|dossier| dossier.merge_versions(&id, versions));
            }
            self.adopt_revision(&key, stored.revision);
        }
        other
    }

    /// Saves answers as a separate draft, before others replace them here. Returns whether that
    /// succeeded.
    pub async fn save_copy(&self, answers: Answers) -> bool {
        self.save_separately(self.copy(answers)).await.is_some()
    }

    /// Returns whether a copy of the current answers can be saved. Also true for a browser that has
    /// never stored anything of this draft.
    pub async fn can_save_copy(&self) -> bool {
        let copy = self.copy(self.wizard.answers.snapshot());
        match self.save_separately(copy).await {
            Some(key) => {
                // Ignores the error: a superfluous copy is harmless.
                let _ = self.database().remove(&key).await;
                true
            }
            None => self.stores_nothing(),
        }
    }

    fn copy(&self, mut answers: Answers) -> Draft {
        let wizard = self.wizard;
        withdraw_commitment(&mut answers, wizard.procedure().definition);
        let parent = wizard.draft.parent.get_untracked();
        Draft::new(answers, wizard.lang.get_untracked(), parent)
    }

    /// Tells whether the browser has never stored anything of this draft.
    #[must_use]
    pub fn stores_nothing(&self) -> bool {
        let never = self.state.borrow().revision == 0;
        never && self.wizard.draft.status.get_untracked() == SaveStatus::Unavailable
    }

    /// Saves a separate draft with an older timestamp, so that the current draft stays the newest
    /// even if it cannot be saved again. Returns its key if that succeeded.
    pub async fn save_separately(&self, mut draft: Draft) -> Option<String> {
        if let Some(stored) = self.stored(&self.key()).await {
            draft.saved_at = draft.saved_at.min(stored.saved_at);
        }
        draft.saved_at -= 1;
        let key = new_key(self.wizard);
        let written = self
            .database()
            .write(&key, &draft.to_json(), |_| true)
            .await;
        written.is_ok().then_some(key)
    }
}

/// Parses records, and drops those that cannot be parsed.
#[must_use]
pub fn parse_all(records: Vec<(String, String)>) -> Vec<(String, Draft)> {
    let parse = |(key, json): (String, String)| Some((key, Draft::parse(&json)?));
    records.into_iter().filter_map(parse).collect()
}

fn new_key(wizard: Wizard) -> String {
    [wizard.procedure().definition.code, ":", &random_uuid()].concat()
}
