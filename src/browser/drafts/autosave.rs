//! Saves the draft: within half a second of an input, and at once when the page is hidden.
//!
//! One window at a time edits a draft (`ownership.rs`). A write that finds another owner in the stored
//! draft changes nothing, and this window releases the draft.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use hoso_view::prelude::*;

use crate::browser::drafts::async_mutex::{AsyncMutex, AsyncMutexGuard};
use crate::browser::drafts::database::{Database, WriteResult};
use crate::browser::drafts::outbox::{self, Known, Stepped};
use crate::browser::drafts::ownership::{self, Lock};
use crate::browser::drafts::record::{Draft, StoredDraft};
use crate::browser::drafts::{erasure, handoff};
use crate::platform::{self, random_uuid};
use crate::wizard::Wizard;
use crate::wizard::answers::withdraw_commitment;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::delivery::{Delivery, Step};
use crate::wizard::draft::SaveStatus;
use crate::wizard::submission::SubmissionStatus;

/// Delay between an input and the write, in milliseconds. `ARCHITECTURE.md` promises a draft within
/// half a second.
const SAVE_DELAY_MS: u32 = 300;

/// Saves the draft of one wizard. Clones are handles to the same state.
#[derive(Clone)]
pub struct DraftAutosave {
    /// The wizard.
    pub wizard: Wizard,
    state: Rc<RefCell<State>>,
    saves: Rc<AsyncMutex>,
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
    /// When it was saved last, in seconds since 1970, UTC.
    saved_at: i64,
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
            saved_at: i64::MAX,
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
    pub fn attach(&self, key: String, draft: &Draft) {
        let mut state = self.state.borrow_mut();
        state.key = key;
        state.revision = draft.revision;
        state.saved_at = draft.saved_at;
        draft.writer.clone_into(&mut state.known_writer);
    }

    /// Writes to a new draft from now on; the stored one stays as it is, and free for other windows.
    pub fn detach(&self) {
        {
            let mut state = self.state.borrow_mut();
            state.timer = None;
            state.key = new_key(self.wizard);
            state.revision = 0;
            state.saved_at = i64::MAX;
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
        let _guard = self.saves.lock().await;
        self.state.borrow_mut().timer = None;
        self.try_save().await;
        // Stores a delivery that was kept in memory while the disk was full.
        if !self.wizard.submission.is_stored() {
            self.step(Step::default(), None).await;
        }
    }

    /// Makes a step of the delivery of this draft. Returns `None` if the draft is not shown any more.
    /// `correction` is the draft that [`Step::correction`] names.
    pub async fn step(&self, input: Step, correction: Option<&Draft>) -> Option<Stepped> {
        let key = self.key();
        let known = {
            let state = self.state.borrow();
            Known {
                key: key.clone(),
                delivery: self.wizard.submission.with(Clone::clone),
                was_stored: state.revision > 0,
                erasure: state.erasure.clone(),
            }
        };
        let stepped = outbox::step(&self.database(), known, input, correction).await;
        if self.key() != key {
            return None;
        }
        if let Stepped::Done {
            delivery,
            is_stored,
            ..
        } = &stepped
        {
            // Another step of this window may have been made meanwhile.
            let submission = &self.wizard.submission;
            if submission.with(|known| known.revision <= delivery.revision) {
                submission.set_delivery(delivery.clone(), *is_stored);
            }
        }
        Some(stepped)
    }

    /// Saves, and returns whether the draft may be left. If it could not be stored, the page says
    /// so.
    pub async fn flush_or_warn(&self) -> bool {
        self.save().await;
        let wizard = self.wizard;
        let is_unsaved = wizard.draft.is_edited() || !wizard.submission.is_stored();
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

    /// Returns this draft's key, and the draft as it would be written now.
    fn snapshot(&self) -> (String, Draft) {
        let wizard = self.wizard;
        let state = self.state.borrow();
        // The id is fixed with the first write: every window that shows this draft sends the same
        // dossier.
        let draft = Draft {
            revision: state.revision + 1,
            writer: state.writer.clone(),
            saved_at: platform::now(),
            lang: wizard.lang.get_untracked(),
            fragment: untrack(|| wizard.fragment()).to_owned(),
            answers: wizard.answers.snapshot(),
            id: wizard.submission.id(),
            delivery: Delivery::default(),
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
        let writer = draft.writer.clone();
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
            Ok(WriteResult::Saved) => self.on_saved(&key, &draft, changes),
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

    fn on_saved(&self, key: &str, draft: &Draft, changes: u32) {
        let wizard = self.wizard;
        let is_latest = {
            let mut state = self.state.borrow_mut();
            // The draft was left or erased during the write: this revision is none of the next one.
            if state.key != key {
                return;
            }
            state.erasure = erasure::current();
            state.revision = state.revision.max(draft.revision);
            state.saved_at = draft.saved_at;
            state.saved_changes = changes;
            let writer = state.writer.clone();
            state.known_writer = writer;
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

    /// Waits until no save is under way. None begins while the guard is held.
    pub async fn wait_for_saves(&self) -> AsyncMutexGuard {
        self.saves.lock().await
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
        if is_other || records.iter().any(|stored| stored.key == key) {
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
        let stored = drafts.into_iter().find(|stored| stored.key == key)?;
        Draft::parse_stored(&stored)
    }

    /// Reads the drafts of this procedure that can be parsed.
    pub async fn all_drafts(&self) -> Vec<(String, Draft)> {
        let prefix = [self.wizard.procedure().definition.code, ":"].concat();
        let drafts = self.database().all(&prefix).await.unwrap_or_default();
        parse_all(&drafts)
    }

    /// Returns a draft of the current answers and its key, to be stored beside this one. It is older
    /// than this one, which stays the newest even if it cannot be saved again.
    #[must_use]
    pub fn copy(&self) -> (String, Draft) {
        let wizard = self.wizard;
        let mut answers = wizard.answers.snapshot();
        withdraw_commitment(&mut answers, wizard.procedure().definition);
        let parent = wizard.draft.parent.get_untracked();
        let mut draft = Draft::new(answers, wizard.lang.get_untracked(), parent);
        // It is to be confirmed and sent.
        let last = wizard.shown_steps().last().copied();
        draft.fragment = last.map_or("", |last| wizard.step(last).id).to_owned();
        draft.saved_at = draft.saved_at.min(self.state.borrow().saved_at) - 1;
        (new_key(wizard), draft)
    }

    /// Returns whether the browser has never stored anything of this draft.
    #[must_use]
    pub fn stores_nothing(&self) -> bool {
        let never = self.state.borrow().revision == 0;
        never && self.wizard.draft.status.get_untracked() == SaveStatus::Unavailable
    }
}

/// Parses records, and drops those that cannot be parsed.
#[must_use]
pub fn parse_all(records: &[StoredDraft]) -> Vec<(String, Draft)> {
    let parse = |stored: &StoredDraft| Some((stored.key.clone(), Draft::parse_stored(stored)?));
    records.iter().filter_map(parse).collect()
}

fn new_key(wizard: Wizard) -> String {
    [wizard.procedure().definition.code, ":", &random_uuid()].concat()
}
