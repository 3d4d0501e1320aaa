//! Keeps what is typed: within half a second of an input, and at once when the
//! page goes out of sight.
//!
//! Two windows may have the same draft open. The one that finds the other's
//! writing goes on under a key of its own; both drafts stay.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use hoso_dossier::{Answer, Answers, Kind};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::{self, Blob};

use crate::browser::draft::Draft;
use crate::browser::store::{Store, Written};
use crate::browser::windows::Other;
use crate::browser::{handed, jobs, photos, procedures};
use crate::components::header::speak;
use crate::dom::effect;
use crate::form::{Form, Page, Saved, Sending, Wish};
use crate::live::Live;
use crate::photos::Photo;
use crate::texts::Lang;
use crate::web::{self, random_uuid};

/// How long typing may pause before it is written, in milliseconds. Design: at most 500.
const PAUSE: u32 = 300;

/// Takes the commitment out: it was to other answers, or to a dossier that has left.
pub(super) fn uncommitted(form: Form, answers: &mut Answers) {
    for step in form.procedure().definition.steps {
        for tick in step.fields {
            if matches!(tick.kind, Kind::Commitment) {
                answers.remove(tick.id);
            }
        }
    }
}

/// Writes one wizard's draft.
#[derive(Clone)]
pub struct Keeper {
    pub(super) form: Form,
    pub(super) inner: Rc<RefCell<Inner>>,
}

pub(super) struct Inner {
    store: Store,
    pub(super) key: String,
    pub(super) revision: i64,
    /// This window.
    pub(super) writer: String,
    pub(super) timer: Option<Timeout>,
    /// Another window went on with the draft that this one showed: what is shown here stands under
    /// no key yet, also where nothing was typed.
    forked: bool,
    /// What was made final, and the receipt, as they are on the disk.
    finals: String,
    /// Counts what called for a write.
    changes: u32,
    /// How many of them are on the disk.
    written: u32,
}

impl Keeper {
    /// Opens the store and brings back the newest draft of this procedure.
    /// Answers that were typed before the code arrived win over the draft's.
    pub async fn start(form: Form, owner: Option<Owner>) -> Self {
        let keeper = Self {
            form,
            inner: Rc::new(RefCell::new(Inner {
                store: Store::default(),
                key: [form.procedure().definition.code, ":", &random_uuid()].concat(),
                revision: 0,
                writer: random_uuid(),
                timer: None,
                forked: false,
                finals: String::new(),
                changes: 0,
                written: 0,
            })),
        };
        let mut kept = true;
        let store = keeper.store();
        let prefix = [form.procedure().definition.code, ":"].concat();
        match store.all(&prefix).await {
            Ok(drafts) => {
                let found = drafts.len();
                let mut drafts: Vec<(String, Draft)> = drafts
                    .into_iter()
                    .filter_map(|(key, json)| Some((key, Draft::read(&json)?)))
                    .collect();
                form.unreadable.set(drafts.len() < found);
                kept = handed::put(form, &store, &mut drafts, &prefix).await;
                let newest = (0..drafts.len()).max_by_key(|i| {
                    // Of the same second, the one that has arrived.
                    let draft = drafts.get(*i).map(|(_, draft)| draft);
                    draft.map(|d| (d.saved_at, d.receipt.is_some(), d.revision))
                });
                // Who has begun to fill in the page wants a new dossier, not the one that arrived or
                // is on its way; that one is offered below.
                let begun = form.early.get_value();
                let newest = newest.filter(|i| {
                    !begun || drafts.get(*i).is_none_or(|(_, draft)| !draft.is_final())
                });
                if let Some(newest) = newest {
                    let (key, draft) = drafts.swap_remove(newest);
                    keeper.restore(key, draft);
                }
                keeper.look_around().await;
                keeper.tell_others(&drafts);
            }
            Err(_) => form.saved.set(Saved::Impossible),
        }
        match owner {
            Some(owner) => owner.with(|| keeper.listen()),
            None => keeper.listen(),
        }
        // What was typed while the code was on its way is not kept yet.
        if form.early.get_value() || !kept {
            form.dirty.update(|n| *n = n.wrapping_add(1));
            keeper.soon();
        }
        keeper
    }

    /// The drafts of this procedure on the disk that can be read.
    async fn drafts(&self) -> Vec<(String, Draft)> {
        let prefix = [self.form.procedure().definition.code, ":"].concat();
        let drafts = self.store().all(&prefix).await.unwrap_or_default();
        drafts
            .into_iter()
            .filter_map(|(key, json)| Some((key, Draft::read(&json)?)))
            .collect()
    }

    /// Lets the wizard offer the other drafts, finished ones by their number.
    fn tell_others(&self, drafts: &[(String, Draft)]) {
        let tell = |(key, draft): &(String, Draft)| {
            let number = draft.receipt.as_ref().map(|receipt| receipt.number.clone());
            (key.clone(), draft.saved_at, number.unwrap_or_default())
        };
        self.form.others.set(drafts.iter().map(tell).collect());
    }

    /// The store of drafts and photos.
    #[must_use]
    pub fn store(&self) -> Store {
        self.inner.borrow().store.clone()
    }

    /// The key of this draft.
    #[must_use]
    pub fn key(&self) -> String {
        self.inner.borrow().key.clone()
    }

    /// Keeps a photo and its small picture, if there is one, as bytes: private windows of some
    /// browsers keep those, and no files. Tells whether they are on the disk.
    pub async fn keep_photo(&self, photo: &Photo, bytes: &JsValue, small: &JsValue) -> bool {
        let record = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| {
            let _ = js_sys::Reflect::set(&record, &JsValue::from_str(key), value);
        };
        set("about", &JsValue::from_str(&photo.to_value().canonical()));
        set("bytes", bytes);
        set("small", small);
        self.store()
            .keep_photo(&photo.sha256, &record)
            .await
            .is_ok()
    }

    /// The draft that names a photo is written.
    pub async fn photo_is_named(&self, sha256: &str) {
        self.store().photo_is_named(sha256).await;
    }

    /// The bytes of a photo, as a file; nothing if the browser has thrown it away.
    ///
    /// # Errors
    /// What the browser says; whether the photo is there is not known then.
    pub async fn photo_bytes(&self, sha256: &str) -> Result<Option<Blob>, JsValue> {
        let record = self.store().photo(sha256).await?;
        Ok(record.and_then(|record| {
            let photo = photos::about(&record, String::new())?;
            photos::blob(&jobs::get(&record, "bytes"), &photo.media_type)
        }))
    }

    /// Brings back the photos of this draft, learns what other drafts hold, and forgets the
    /// photos that none of them names.
    async fn look_around(&self) {
        let store = self.store();
        photos::restore(self.form, &store).await;
        let drafts = store.all("").await.unwrap_or_default();
        procedures::learn_phones(self.form, &self.key(), &drafts);
        // A photo of this very draft that is not written yet is named by its answers.
        let form = self.form;
        let definition = form.procedure().definition;
        let own: Vec<String> = form.answers(|answers| {
            crate::photos::hashes(definition, answers)
                .map(|(_, hash)| hash.clone())
                .collect()
        });
        store.sweep_photos(&own).await;
    }

    /// Writes this draft and tells whether it can be left: what is on no disk would be lost.
    pub async fn stays(&self) -> bool {
        self.write().await;
        let form = self.form;
        let unkept = form.dirty.get_untracked() > 0 || {
            let inner = self.inner.borrow();
            inner.forked || inner.finals != self.finals()
        };
        let lost = form.saved.get_untracked() == Saved::Impossible && unkept;
        if lost {
            form.told.set("ui.not_left");
            form.focus.set(Some("h1".to_owned()));
        }
        !lost
    }

    /// Keeps this draft and goes on with another.
    async fn open(&self, key: String) {
        if !self.stays().await {
            return;
        }
        let mut drafts = self.drafts().await;
        if let Some(i) = drafts.iter().position(|(other, _)| *other == key) {
            let (key, draft) = drafts.swap_remove(i);
            self.form.early.set_value(false);
            self.form.clear();
            self.form.restore_page.set_value(None);
            self.restore(key, draft);
            self.look_around().await;
            self.tell_others(&drafts);
            if matches!(self.form.page.get_untracked(), Page::Step(_)) {
                self.form
                    .open(&self.form.restore_page.get_value().unwrap_or_default());
            }
        }
    }

    fn restore(&self, key: String, draft: Draft) {
        let form = self.form;
        {
            let mut inner = self.inner.borrow_mut();
            inner.key = key;
            inner.revision = draft.revision;
        }
        // What was typed while the code was on its way is newer than the draft.
        let fresh = form.dirty.get_untracked() > 0 || form.early.get_value();
        let mut answers = draft.answers;
        if fresh {
            form.answers(|typed| {
                for (field, answer) in typed.iter() {
                    let preset = form
                        .procedure()
                        .definition
                        .field(field)
                        .is_some_and(|(_, f)| {
                            !f.preset.is_empty() && typed.text(field) == f.preset
                        });
                    if preset {
                        continue;
                    }
                    // The page that was filled in showed no tick of the draft, so it took none away.
                    let mut answer = answer.clone();
                    if let Answer::Many(ids) = &mut answer {
                        let more = answers.many(field).iter();
                        let more: Vec<_> = more.filter(|id| !ids.contains(id)).cloned().collect();
                        ids.extend(more);
                    }
                    answers.set(field, answer);
                }
            });
            // What was confirmed is no longer what will be sent.
            uncommitted(form, &mut answers);
        }
        form.change(|state| {
            state.dossier_id = draft.dossier_id;
            state.frozen = draft.frozen;
            state.earlier = draft.earlier;
            state.sent = draft.sent;
            state.receipt = draft.receipt;
            state.changed_since_frozen = draft.changed;
            // Whether it had arrived when the page was closed is not known.
            state.uncertain = state.frozen.is_some() || !state.earlier.is_empty();
        });
        self.inner.borrow_mut().finals = self.finals();
        form.drafted.set_value(draft.drafted);
        form.desk.origin.set(draft.origin);
        form.replace(answers);
        let english = form
            .settings
            .with_value(|s| s.places_of("english").map(str::to_owned));
        speak(
            form.lang,
            Lang::of(&draft.language),
            english,
            Live::new(false),
        );
        form.saved.set(Saved::Kept);
        if form.state(|state| state.receipt.is_some()) {
            form.page.set(Page::Receipt);
        } else if form.state(|state| state.frozen.is_some()) {
            form.sending.set(Sending::Failed("ui.failed_interrupted"));
            form.page.set(Page::Sending);
        } else if !draft.page.is_empty() && form.restore_page.get_value().is_none() {
            form.restore_page.set_value(Some(draft.page));
        }
    }

    fn listen(&self) {
        let keeper = self.clone();
        let form = self.form;
        // What was typed before the store was open is to be kept as well.
        if form.dirty.get_untracked() > 0 {
            self.soon();
        }
        let mut first = true;
        effect(move || {
            form.dirty.track();
            form.lang.track();
            form.page.track();
            if !core::mem::take(&mut first) {
                keeper.soon();
            }
        });
        let keeper = self.clone();
        effect(move || match form.wish.get() {
            Wish::Nothing => {}
            Wish::ForgetAll => {
                form.wish.set(Wish::Nothing);
                form.others.set(Vec::new());
                keeper.forget();
            }
            Wish::BeginAnew => {
                form.wish.set(Wish::Nothing);
                let keeper = keeper.clone();
                web::spawn(async move {
                    // What was typed a moment ago belongs to the draft that stays.
                    if keeper.stays().await {
                        keeper.begin_anew();
                        form.clear();
                        keeper.tell_others(&keeper.drafts().await);
                    }
                });
            }
            Wish::Open(key) => {
                form.wish.set(Wish::Nothing);
                let keeper = keeper.clone();
                web::spawn(async move { keeper.open(key).await });
            }
            Wish::Follow(lead) => {
                form.wish.set(Wish::Nothing);
                let keeper = keeper.clone();
                web::spawn(async move { procedures::follow(form, &keeper, lead).await });
            }
            Wish::GoBack => {
                form.wish.set(Wish::Nothing);
                let keeper = keeper.clone();
                web::spawn(async move { procedures::go_back(form, &keeper).await });
            }
        });
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // The last event that a phone surely delivers before it kills a tab.
            let keeper = self.clone();
            let hidden = document.clone();
            EventListener::new(&document, "visibilitychange", move |_| {
                // Only what is not on the disk: another window may have wiped the rest.
                if hidden.hidden() && keeper.is_unwritten() {
                    if keeper.has_something() {
                        let (key, draft) = keeper.next();
                        handed::give(&key, &draft);
                    }
                    keeper.now();
                }
            })
            .forget();
        }
    }

    /// Writes after a pause in the typing.
    fn soon(&self) {
        // A disk that was full may have room again; until it was seen, the warning stays.
        if self.form.saved.get_untracked() != Saved::Impossible {
            self.form.saved.set(Saved::Pending);
        }
        let keeper = self.clone();
        let mut inner = self.inner.borrow_mut();
        inner.changes = inner.changes.wrapping_add(1);
        if inner.timer.is_none() {
            // The first input starts the clock and later ones do not move it, so
            // that steady typing is written as well.
            inner.timer = Some(Timeout::new(PAUSE, move || {
                keeper.inner.borrow_mut().timer = None;
                keeper.now();
            }));
        }
    }

    /// Writes at once.
    pub fn now(&self) {
        let keeper = self.clone();
        web::spawn(async move {
            keeper.write().await;
        });
    }

    /// Writes and waits until it is on the disk. Several at once are no harm: the
    /// browser does them one after another, each with what was typed by then.
    pub async fn write(&self) {
        self.inner.borrow_mut().timer = None;
        if self.write_once().await == Some(Written::Overtaken) {
            self.write_once().await;
        }
    }

    /// Does anything wait to be written, or is on its way to the disk, or did not get there?
    fn is_unwritten(&self) -> bool {
        let inner = self.inner.borrow();
        inner.changes != inner.written
    }

    /// False where nothing was typed, or all was wiped: there is nothing to keep.
    fn has_something(&self) -> bool {
        let inner = self.inner.borrow();
        inner.revision > 0 || inner.forked || self.form.dirty.get_untracked() > 0
    }

    /// What was made final here, and the receipt.
    fn finals(&self) -> String {
        self.form.state(|state| {
            let frozen = state.frozen.as_ref().map(|version| version.digest.as_str());
            let receipt = state
                .receipt
                .as_ref()
                .map(|receipt| receipt.number.as_str());
            [frozen.unwrap_or_default(), " ", receipt.unwrap_or_default()].concat()
        })
    }

    /// This draft as it would be written now, and its key.
    fn next(&self) -> (String, Draft) {
        let form = self.form;
        // From the first writing on: whatever window sends this draft sends the same dossier.
        form.ensure_id();
        let inner = self.inner.borrow();
        let draft = form.state(|state| Draft {
            revision: inner.revision + 1,
            writer: inner.writer.clone(),
            saved_at: web::now(),
            language: form.lang.get_untracked().tag().to_owned(),
            page: untrack(|| form.fragment()).to_owned(),
            answers: state.answers.clone(),
            dossier_id: state.dossier_id.clone(),
            frozen: state.frozen.clone(),
            earlier: state.earlier.clone(),
            sent: state.sent.clone(),
            receipt: state.receipt.clone(),
            drafted: form.drafted.get_value(),
            changed: state.changed_since_frozen,
            origin: form.desk.origin.get_untracked(),
        });
        (inner.key.clone(), draft)
    }

    async fn write_once(&self) -> Option<Written> {
        let form = self.form;
        if !self.has_something() {
            return None;
        }
        let store = self.store();
        let (changes, revision) = (self.inner.borrow().changes, self.inner.borrow().revision);
        let (key, draft) = self.next();
        let (writer, finals) = (draft.writer.clone(), self.finals());
        let may = move |now: Option<String>| match now.as_deref().and_then(Draft::read) {
            Some(there) => there.revision <= revision || there.writer == writer,
            // Gone: another window has wiped it. Typing here begins it anew.
            None => true,
        };
        let written = store.write(&key, &draft.write(), may).await.ok();
        match written {
            Some(Written::Kept) => {
                let mut inner = self.inner.borrow_mut();
                inner.revision = inner.revision.max(revision + 1);
                inner.written = changes;
                inner.forked = false;
                inner.finals = finals;
                let newest = inner.changes == changes;
                drop(inner);
                if newest {
                    handed::forget(&key);
                }
                if revision == 0 || form.early.get_value() {
                    web::forget_early(form.procedure().definition.code);
                }
                if form.saved.get_untracked() != Saved::Nothing {
                    form.saved.set(Saved::Kept);
                }
            }
            Some(Written::Overtaken) => {
                match self.overtaken_by().await {
                    // The next write goes over what says the same.
                    Other::Joined => return Some(Written::Overtaken),
                    // Its dossier is this one; it is taken over when this window sends.
                    Other::Sent => {
                        if form.saved.get_untracked() == Saved::Impossible {
                            form.saved.set(Saved::Kept);
                        }
                        return Some(Written::Kept);
                    }
                    Other::Nothing | Other::Different => {}
                }
                self.begin_anew();
                self.inner.borrow_mut().forked = true;
                form.told.set("ui.forked");
                // Two drafts must not become one dossier; one that is made final already is the same in both.
                form.change(|state| {
                    if !state.may_be_stored() {
                        state.dossier_id.clear();
                    }
                });
                // What this tab may have handed over of it belongs to the new draft as well.
                handed::forget(&key);
                let (key, draft) = self.next();
                handed::give(&key, &draft);
            }
            None => form.saved.set(Saved::Impossible),
        }
        written
    }

    /// From now on writes go to a draft of their own; the old one stays as it is.
    fn begin_anew(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.timer = None;
        inner.key = [self.form.procedure().definition.code, ":", &random_uuid()].concat();
        inner.revision = 0;
        inner.forked = false;
    }

    /// Forgets every draft of this procedure on this machine.
    fn forget(&self) {
        self.begin_anew();
        let keeper = self.clone();
        web::spawn(async move {
            web::forget_early(keeper.form.procedure().definition.code);
            handed::forget_all();
            if keeper.store().forget().await.is_err() {
                keeper.form.told.set("ui.not_wiped");
                return;
            }
            keeper.form.unreadable.set(false);
            photos::let_go(keeper.form);
            keeper.look_around().await;
        });
    }
}
