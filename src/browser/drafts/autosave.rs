//! Saves the draft: within half a second of an input, and at once when the page is hidden.
//!
//! One window at a time edits a draft (`ownership.rs`). A write that finds another owner in the stored
//! draft changes nothing, and this window releases the draft.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use hoso_dossier::Answers;
use hoso_view::prelude::*;

use crate::browser::drafts::database::{Database, WriteResult};
use crate::browser::drafts::ownership::{self, Lock};
use crate::browser::drafts::record::Draft;
use crate::browser::drafts::turn::{Turn, Turns};
use crate::browser::drafts::{erasure, handoff};
use crate::platform::{self, random_uuid};
use crate::wizard::Wizard;
use crate::wizard::answers::withdraw_commitment;
use crate::wizard::commands::{Command, DraftCommand};
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
    /// The owner in the stored draft as it was read. Differs from `writer` until a write has succeeded.
    known_writer: String,
    /// Keeps the draft from other windows. A draft that was received is kept from none.
    lock: Option<Lock>,
    /// Whether this page was left or frozen, and let other windows have the draft.
    is_left: bool,
    timer: Option<Timeout>,
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
            known_writer: String::new(),
            lock: None,
            is_left: false,
            timer: None,
            saved_outcome: String::new(),
            changes: 0,
            saved_changes: 0,
            erasure: erasure::current(),
        };
        let autosave = Self {
            wizard,
            state: Rc::new(RefCell::new(state)),
            saves: Rc::default(),
        };
        autosave.lock_new();
        autosave
    }

    /// Takes the lock of a new draft, whose key no other window knows yet.
    fn lock_new(&self) {
        let (autosave, key) = (self.clone(), self.key());
        self.wizard.spawn(async move {
            let lock = ownership::acquire_if_free(&key, autosave.on_lock_stolen(&key)).await;
            let mut state = autosave.state.borrow_mut();
            if state.key == key {
                state.lock = lock;
            }
        });
    }

    /// Returns the callback for a stolen lock.
    fn on_lock_stolen(&self, key: &str) -> impl FnOnce() + 'static {
        let (wizard, key) = (self.wizard, key.to_owned());
        move || wizard.dispatch(Command::Draft(DraftCommand::Release(key)))
    }

    /// Becomes the owner of a stored draft. Returns the draft as it is stored then; `None` if another
    /// window has it open, or it is gone. `takes_over` asks that window to let go, and takes the draft
    /// over if it does not.
    pub async fn claim(&self, key: &str, takes_over: bool) -> Option<Draft> {
        let lost = self.on_lock_stolen(key);
        let lock = if takes_over {
            ownership::acquire_or_steal(key, lost).await
        } else {
            ownership::acquire_if_free(key, lost).await
        };
        let lock = lock?;
        let writer = self.state.borrow().writer.clone();
        // Another window may write until the owner is stored.
        for _ in 0..3 {
            let mut draft = self.stored(key).await?;
            let read = (draft.writer.clone(), draft.revision);
            draft.writer.clone_from(&writer);
            draft.revision += 1;
            let expected = read.clone();
            let is_unchanged = move |stored: Option<String>| {
                let stored = stored.as_deref().and_then(Draft::parse);
                stored.is_some_and(|stored| (stored.writer, stored.revision) == expected)
            };
            let database = self.database();
            match database.write(key, &draft.to_json(), is_unchanged).await {
                Ok(WriteResult::Conflict) => continue,
                Ok(WriteResult::Saved) => {}
                // Nothing can be stored: the draft is shown as it is.
                Err(_) => (draft.writer, draft.revision) = read,
            }
            self.state.borrow_mut().lock = Some(lock);
            return Some(draft);
        }
        None
    }

    /// Releases the lock: this page is being left or frozen.
    pub fn release(&self) {
        let mut state = self.state.borrow_mut();
        state.is_left |= state.lock.take().is_some();
    }

    /// Shows a receipt: every window may.
    pub fn share(&self) {
        self.state.borrow_mut().lock = None;
    }

    /// Reacquires the lock after [`DraftAutosave::release`]. Releases the draft if another window owns it,
    /// or has owned it since.
    pub async fn reacquire(&self) {
        let key = self.key();
        if !core::mem::take(&mut self.state.borrow_mut().is_left) {
            return;
        }
        let lock = ownership::acquire_if_free(&key, self.on_lock_stolen(&key)).await;
        let is_free = lock.is_some();
        if self.key() == key {
            self.state.borrow_mut().lock = lock;
        }
        if !is_free || !self.is_owner().await {
            self.on_lock_stolen(&key)();
        }
    }

    /// Returns whether no other window has written this draft since this one has read or written it.
    pub async fn is_owner(&self) -> bool {
        let key = self.key();
        let Some(stored) = self.stored(&key).await else {
            return true;
        };
        let state = self.state.borrow();
        stored.writer == state.writer || stored.writer == state.known_writer
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
    pub fn attach(&self, key: String, revision: i64, writer: &str) {
        let outcome = self.outcome();
        let mut state = self.state.borrow_mut();
        state.key = key;
        state.revision = revision;
        writer.clone_into(&mut state.known_writer);
        state.saved_outcome = outcome;
    }

    /// Writes to a new draft from now on; the stored one stays as it is, and free for other windows.
    pub fn detach(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.timer = None;
            state.key = new_key(self.wizard);
            state.revision = 0;
            state.known_writer.clear();
            state.lock = None;
        }
        self.lock_new();
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

    /// Saves and awaits the commit. Saves run one after another, each with the answers as of then.
    pub async fn save(&self) {
        let _turn = self.saves.take().await;
        self.state.borrow_mut().timer = None;
        self.try_save().await;
    }

    /// Saves, and returns whether the draft may be left. If it could not be stored, the page says
    /// so.
    pub async fn flush_or_warn(&self) -> bool {
        self.save().await;
        let wizard = self.wizard;
        let is_unsaved = wizard.draft.is_edited() || {
            let state = self.state.borrow();
            state.saved_outcome != self.outcome()
        };
        let is_lost = wizard.draft.status.get_untracked() == SaveStatus::Unavailable && is_unsaved;
        if is_lost {
            wizard.draft.notice.set("ui.not_saved_on_leave");
            wizard.navigation.focus_heading();
        }
        !is_lost
    }

    fn has_unsaved_changes(&self) -> bool {
        let state = self.state.borrow();
        state.changes != state.saved_changes
    }

    /// Returns whether the draft has content: input or a stored revision.
    fn has_content(&self) -> bool {
        let state = self.state.borrow();
        state.revision > 0 || self.wizard.draft.is_edited()
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

    async fn try_save(&self) {
        let wizard = self.wizard;
        if !self.has_content() {
            return;
        }
        let (changes, revision, known_writer, known_erasure) = {
            let state = self.state.borrow();
            let known_writer = state.known_writer.clone();
            (
                state.changes,
                state.revision,
                known_writer,
                state.erasure.clone(),
            )
        };
        let (key, draft) = self.snapshot();
        let (writer, outcome) = (draft.writer.clone(), self.outcome());
        let may_overwrite = move |stored: Option<String>| {
            match stored.as_deref().and_then(Draft::parse) {
                Some(stored) => {
                    let is_as_read = stored.writer == known_writer && stored.revision == revision;
                    stored.writer == writer || is_as_read
                }
                // What the browser has evicted is written again; what a person has erased is not.
                None => revision == 0 || !erasure::is_erased_since(known_erasure.as_deref()),
            }
        };
        let database = self.database();
        let result = database.write(&key, &draft.to_json(), may_overwrite).await;
        match result {
            Ok(WriteResult::Saved) => self.on_saved(&key, changes, revision, outcome),
            // This window has erased it, or shows another draft.
            Ok(WriteResult::Conflict) if self.key() != key => {}
            Ok(WriteResult::Conflict) => {
                if !self.clear_if_erased().await {
                    self.on_lock_stolen(&key)();
                }
            }
            Err(_) => wizard.draft.status.set(SaveStatus::Unavailable),
        }
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
            let writer = state.writer.clone();
            state.known_writer = writer;
            state.saved_outcome = outcome;
            state.changes == changes
        };
        if is_latest {
            handoff::remove(key);
        }
        platform::forget_early_choices(wizard.procedure().definition.code);
        platform::set_has_drafts(true);
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

    /// Returns whether the browser has never stored anything of this draft.
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
