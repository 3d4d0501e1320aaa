//! Opens, restores and erases drafts, and carries out the wizard's draft commands.

use gloo::events::EventListener;
use hoso_dossier::{Answer, Answers};
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{self, HtmlElement};
use hoso_view::{Signal, effect};
use js_sys::Array;
use wasm_bindgen_futures::future_to_promise;

use crate::browser::drafts::autosave::{DraftAutosave, parse_all};
use crate::browser::drafts::expired::remove_expired;
use crate::browser::drafts::record::Draft;
use crate::browser::drafts::summary::summarize;
use crate::browser::drafts::{erasure, handoff, other_windows, ownership, transfer};
use crate::browser::photos;
use crate::browser::submission::{self, schedule};
use crate::browser::worker::property;
use crate::config::DeploymentConfig;
use crate::i18n::switch::switch_language;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::answers::withdraw_commitment;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::draft::{OtherDraft, SaveStatus};
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;

/// How often a window polls for the end of its attempt before it releases the draft, in milliseconds.
const SETTLE_MS: u32 = 100;

/// The drafts of one wizard on this device. Clones are handles to the same state.
#[derive(Clone)]
pub struct DraftSession {
    autosave: DraftAutosave,
}

impl DraftSession {
    /// Opens the database and restores the newest draft of this procedure. Answers that were
    /// entered before hydration override the draft's.
    pub async fn start(wizard: Wizard) -> Self {
        let autosave = DraftAutosave::new(wizard);
        let session = Self { autosave };
        let is_unsaved = session.restore_newest().await;
        let has_begun = wizard.draft.typed_before_hydration.get() || is_unsaved;
        if has_begun && wizard.keeps_draft() {
            wizard.draft.mark_edited();
            session.autosave.schedule_save();
        }
        session
    }

    /// Restores the newest draft. Returns whether a draft of this tab is stored nowhere yet.
    async fn restore_newest(&self) -> bool {
        let wizard = self.autosave.wizard;
        let database = self.autosave.database();
        let prefix = [wizard.procedure().definition.code, ":"].concat();
        let Ok(records) = database.all(&prefix).await else {
            wizard.draft.status.set(SaveStatus::Unavailable);
            // Above the first question; the status below it repeats it.
            if wizard.keeps_draft() {
                wizard.draft.notice.set("ui.not_saved");
            }
            return false;
        };
        let found = records.len();
        let mut drafts = parse_all(&records);
        wizard.draft.has_unreadable.set(drafts.len() < found);
        let is_unsaved = handoff::restore(&database, &mut drafts, &prefix).await;
        let wanted = platform::take_draft_to_open();
        // Whoever has begun to fill in the page wants a new dossier, not the one that was received
        // or is in flight; that one is offered below.
        let has_begun = wizard.draft.typed_before_hydration.get();
        let newest = (0..drafts.len()).max_by_key(|i| {
            // Of the same second, the one that was received.
            let draft = drafts.get(*i);
            draft.map(|(key, d)| {
                let is_wanted = *key == wanted;
                (
                    is_wanted,
                    d.saved_at,
                    d.delivery.receipt.is_some(),
                    d.revision,
                )
            })
        });
        let newest = newest.filter(|i| {
            let draft = drafts.get(*i);
            !has_begun || draft.is_none_or(|(_, draft)| !draft.delivery.is_sealed_or_received())
        });
        if let Some(newest) = newest {
            let (key, draft) = drafts.swap_remove(newest);
            if let Some(draft) = self.claim(&key, draft.clone(), false).await {
                self.restore(key, draft).await;
            } else {
                drafts.push((key, draft));
                wizard.draft.notice.set("ui.open_elsewhere");
            }
        }
        self.load_related().await;
        self.publish_other_drafts(&drafts).await;
        is_unsaved
    }

    /// Returns the autosave.
    #[must_use]
    pub const fn autosave(&self) -> &DraftAutosave {
        &self.autosave
    }

    /// Becomes the owner of a draft. A receipt has none: every window may show it.
    async fn claim(&self, key: &str, draft: Draft, takes_over: bool) -> Option<Draft> {
        if draft.delivery.receipt.is_some() {
            self.autosave.share();
            return Some(draft);
        }
        self.autosave.claim(key, takes_over).await
    }

    /// Lets the wizard offer the other drafts.
    async fn publish_other_drafts(&self, drafts: &[(String, Draft)]) {
        let held = ownership::held().await;
        let drafts = drafts.iter();
        let drafts = drafts.filter_map(|(key, draft)| summarize(key, draft));
        let mut drafts: Vec<OtherDraft> = drafts.collect();
        for draft in &mut drafts {
            draft.is_open_elsewhere = held.contains(&draft.key);
        }
        drafts.sort_by_key(|draft| core::cmp::Reverse(draft.saved_at));
        let shown = self.autosave.wizard.draft.other_drafts;
        // A list that is rendered again loses the focus.
        if shown.with_untracked(|shown| *shown != drafts) {
            shown.set(drafts);
        }
    }

    /// Follows what other windows have done: clears this window if they erased its draft, and lists
    /// the other drafts that are stored now.
    async fn follow_other_windows(&self) {
        self.autosave.clear_if_erased().await;
        let wizard = self.autosave.wizard;
        // A database that cannot be read says nothing about the drafts.
        let Ok(records) = self.autosave.database().all("").await else {
            return;
        };
        let prefix = [wizard.procedure().definition.code, ":"].concat();
        let of_procedure = records
            .iter()
            .filter(|stored| stored.key.starts_with(&prefix));
        let found = of_procedure.count();
        let mut drafts = parse_all(&records);
        let own_key = self.autosave.key();
        let phones = transfer::account_phones(wizard, &own_key, &drafts);
        wizard.draft.account_phones.replace(phones);
        drafts.retain(|(key, _)| key.starts_with(&prefix));
        let has_unreadable = drafts.len() < found;
        if wizard.draft.has_unreadable.get_untracked() != has_unreadable {
            wizard.draft.has_unreadable.set(has_unreadable);
        }
        drafts.retain(|(key, _)| *key != own_key);
        self.publish_other_drafts(&drafts).await;
    }

    /// Restores the photos of this draft, reads the account phones of other drafts, and deletes the
    /// photos that no draft references.
    async fn load_related(&self) {
        let wizard = self.autosave.wizard;
        let database = self.autosave.database();
        photos::restore::restore(wizard, &database).await;
        let drafts = parse_all(&database.all("").await.unwrap_or_default());
        let phones = transfer::account_phones(wizard, &self.autosave.key(), &drafts);
        wizard.draft.account_phones.replace(phones);
        // A photo of this draft is referenced by its answers before the draft is saved.
        let definition = wizard.procedure().definition;
        let own: Vec<String> = wizard.answers.with(|answers| {
            let hashes = crate::wizard::photos::hashes(definition, answers);
            hashes.map(|(_, hash)| hash.clone()).collect()
        });
        database.collect_photos(&own).await;
    }

    async fn restore(&self, key: String, draft: Draft) {
        let wizard = self.autosave.wizard;
        let definition = wizard.procedure().definition;
        // Answers entered before hydration are newer than the draft.
        let is_edited = wizard.draft.is_edited() || wizard.draft.typed_before_hydration.get();
        let resumed = summarize(&key, &draft);
        self.autosave.attach(key, &draft);
        let mut answers = draft.answers;
        if is_edited {
            merge_entered(wizard, &mut answers);
            // The commitment was given to other answers.
            withdraw_commitment(&mut answers, definition);
        }
        wizard.submission.restore(draft.id, draft.delivery);
        wizard.suggestions.set_last(draft.suggestion);
        wizard.draft.parent.set(draft.parent);
        wizard.load_answers(answers);
        let url = |config: &DeploymentConfig| config.asset_url(draft.lang.tag()).map(str::to_owned);
        switch_language(
            wizard.lang,
            draft.lang,
            wizard.with_config(url),
            Signal::new(""),
        );
        wizard.draft.status.set(SaveStatus::Saved);
        submission::show_received_answers(&self.autosave).await;
        if wizard.show_restored_delivery() {
            schedule::resume(wizard);
        } else {
            let is_first = draft.fragment == wizard.step(0).id;
            let resumed = resumed.into_iter().filter(|_| !is_first);
            wizard.draft.resumed.set(resumed.collect());
            wizard.navigation.restore_view(draft.fragment);
        }
    }

    /// Saves whenever something was entered, when the page is hidden, and when the root is unmounted.
    pub fn listen(&self, root: &HtmlElement) {
        let wizard = self.autosave.wizard;
        if !wizard.keeps_draft() {
            return;
        }
        wizard.draft.is_autosaved.set(true);
        // What was entered before the database was open must be saved as well.
        if wizard.draft.is_edited() {
            self.autosave.schedule_save();
        }
        let autosave = self.autosave.clone();
        let mut is_first = true;
        effect(move || {
            wizard.draft.save_requested.track();
            wizard.lang.track();
            let view = wizard.navigation.view.get();
            // The first step has the button that the notice names.
            let notice = wizard.draft.notice.get_untracked();
            if view != View::Step(0) && notice.ends_with("_elsewhere") {
                wizard.draft.notice.set("");
            }
            if !core::mem::take(&mut is_first) {
                autosave.schedule_save();
            }
        });
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // The last event that a phone reliably delivers before it kills a tab.
            let autosave = self.autosave.clone();
            let target = document.clone();
            let on_change = move |_: &web_sys::Event| {
                if target.hidden() {
                    autosave.save_hidden();
                }
            };
            StoredValue::new_local(EventListener::new(&document, "visibilitychange", on_change));
        }
        // The page asks before it loads a newer version (src/offline/registration.js).
        if let Some(window) = web_sys::window() {
            let autosave = self.autosave.clone();
            let on_leave = move |event: &web_sys::Event| {
                let Ok(saves) = property(event.as_ref(), "detail").dyn_into::<Array>() else {
                    return;
                };
                let autosave = autosave.clone();
                saves.push(&future_to_promise(async move {
                    Ok(autosave.flush_or_warn().await.into())
                }));
            };
            StoredValue::new_local(EventListener::new(&window, "hoso-leave", on_leave));
        }
        let session = self.clone();
        StoredValue::new_local(other_windows::on_change(move || {
            let session = session.clone();
            let wizard = session.autosave.wizard;
            wizard.spawn(async move { session.follow_other_windows().await });
        }));
        let session = self.clone();
        wizard.spawn(async move {
            let autosave = session.autosave.clone();
            let is_open = |key: &str| autosave.key() == key;
            if remove_expired(&autosave.database(), is_open).await {
                session.follow_other_windows().await;
            }
        });
        self.follow_ownership();
        let autosave = self.autosave.clone();
        let on_unmount = move |_: &web_sys::Event| {
            autosave.save_hidden();
            autosave.release();
        };
        StoredValue::new_local(EventListener::new(root, "hoso-unmount", on_unmount));
    }

    /// Releases the draft when another window requests it, and while this page is hidden in the
    /// back/forward cache or frozen.
    fn follow_ownership(&self) {
        let wizard = self.autosave.wizard;
        let autosave = self.autosave.clone();
        StoredValue::new_local(ownership::on_draft_requested(move |key| {
            if autosave.key() == key {
                wizard.dispatch(Command::Draft(DraftCommand::Release(key.to_owned())));
            }
        }));
        let Some(window) = web_sys::window() else {
            return;
        };
        let Some(document) = window.document() else {
            return;
        };
        for (target, event) in [(window.as_ref(), "pagehide"), (document.as_ref(), "freeze")] {
            let target: &web_sys::EventTarget = target;
            let autosave = self.autosave.clone();
            let on_leave = move |_: &web_sys::Event| {
                autosave.save_hidden();
                autosave.release();
            };
            StoredValue::new_local(EventListener::new(target, event, on_leave));
        }
        for (target, event) in [(window.as_ref(), "pageshow"), (document.as_ref(), "resume")] {
            let target: &web_sys::EventTarget = target;
            let autosave = self.autosave.clone();
            let on_return = move |_: &web_sys::Event| {
                let autosave = autosave.clone();
                wizard.spawn(async move { autosave.reacquire().await });
            };
            StoredValue::new_local(EventListener::new(target, event, on_return));
        }
    }

    /// Carries out a command.
    pub async fn run(&self, command: DraftCommand) {
        let wizard = self.autosave.wizard;
        match command {
            DraftCommand::EraseAll => self.erase_all().await,
            DraftCommand::StartNew => {
                // Saves the last input in the draft that is kept.
                if self.autosave.flush_or_warn().await {
                    self.autosave.detach();
                    wizard.reset();
                    self.follow_other_windows().await;
                }
            }
            DraftCommand::Open(key) => self.open(key).await,
            DraftCommand::OpenCorrection => self.open_correction().await,
            DraftCommand::Release(key) => self.release_draft(&key).await,
            DraftCommand::GoToRelated(link) => transfer::open_related(&self.autosave, link).await,
            DraftCommand::ReturnToOrigin => transfer::return_to_origin(&self.autosave).await,
        }
    }

    /// Keeps this draft and opens another.
    async fn open(&self, key: String) {
        let wizard = self.autosave.wizard;
        if !self.autosave.flush_or_warn().await {
            return;
        }
        let mut drafts = self.autosave.all_drafts().await;
        if let Some(i) = drafts.iter().position(|(other, _)| *other == key) {
            let (key, draft) = drafts.swap_remove(i);
            let Some(draft) = self.claim(&key, draft, true).await else {
                return self.follow_other_windows().await;
            };
            wizard.draft.typed_before_hydration.set(false);
            wizard.reset();
            wizard.navigation.forget_restored_view();
            self.restore(key, draft).await;
            self.load_related().await;
            self.publish_other_drafts(&drafts).await;
            if matches!(wizard.navigation.view.get_untracked(), View::Step(_)) {
                wizard.open(&wizard.navigation.restored_view());
            }
        }
    }

    /// Keeps this draft, and opens the answers that were not received as another dossier.
    async fn open_correction(&self) {
        let wizard = self.autosave.wizard;
        let key = wizard
            .submission
            .with(|delivery| delivery.correction.clone().unwrap_or_default());
        if !key.is_empty() {
            return self.open(key).await;
        }
        let Some(answers) = wizard.submission.take_edits() else {
            return;
        };
        self.autosave.detach();
        wizard.reset();
        wizard.load_answers(answers);
        wizard.draft.mark_edited();
        wizard.show_last_step();
    }

    /// Releases the draft to another window: waits for an attempt in flight, so that its receipt is saved,
    /// saves the last input unless the other window owns the draft already, and clears this window.
    async fn release_draft(&self, key: &str) {
        let wizard = self.autosave.wizard;
        while wizard.submission.status.get_untracked() == SubmissionStatus::InFlight {
            platform::delay(SETTLE_MS).await;
        }
        if self.autosave.key() != key {
            return;
        }
        // What cannot be stored would be lost.
        let may_leave = !self.autosave.is_owner().await || self.autosave.flush_or_warn().await;
        if !may_leave || self.autosave.key() != key {
            return;
        }
        handoff::remove(key);
        self.autosave.detach();
        wizard.photos.all.set(Vec::new());
        wizard.reset();
        wizard.draft.notice.set("ui.opened_elsewhere");
        self.follow_other_windows().await;
    }

    /// Erases all drafts and photos on this device.
    async fn erase_all(&self) {
        let wizard = self.autosave.wizard;
        self.autosave.detach();
        wizard.draft.other_drafts.set(Vec::new());
        for procedure in hoso_procedures::ALL {
            platform::forget_early_choices(procedure.definition.code);
        }
        handoff::remove_all();
        // A save under way would leave an empty draft.
        let _guard = self.autosave.wait_for_saves().await;
        // The first mark keeps other windows from writing theirs back, the second lets them look
        // when their drafts are gone.
        erasure::mark();
        if self.autosave.database().erase_all().await.is_err() {
            wizard.draft.notice.set("ui.not_erased");
            return;
        }
        platform::set_has_drafts(false);
        erasure::mark();
        self.autosave.acknowledge_erasure();
        // A list that was read before the erasure may have been shown meanwhile.
        wizard.draft.other_drafts.set(Vec::new());
        wizard.draft.has_unreadable.set(false);
        wizard.photos.all.set(Vec::new());
        self.load_related().await;
    }
}

/// Merges what was entered before the draft was restored into its answers. Presets do not override
/// it, and choices are added: the prerendered page shows no choice of the draft, so none can be
/// unticked there.
fn merge_entered(wizard: Wizard, answers: &mut Answers) {
    let definition = wizard.procedure().definition;
    wizard.answers.with(|entered| {
        for (field, answer) in entered.iter() {
            let found = definition.field(field);
            let is_preset = found.is_some_and(|(_, definition)| {
                !definition.preset.is_empty()
                    && wizard.with_config(|config| entered.text(field) == config.preset(definition))
            });
            if is_preset {
                continue;
            }
            let mut answer = answer.clone();
            if let (Answer::Many(ids), Some((_, definition))) = (&mut answer, found) {
                // The stored ones first: what was entered removes what it excludes.
                let mut merged = answers.many(field).to_vec();
                for id in ids.iter() {
                    definition.kind.choose(&mut merged, id);
                }
                *ids = merged;
            }
            answers.set(field, answer);
        }
    });
}
