//! Attaches a wizard, once the second module is loaded: to the database, the network, the URL, the
//! focus and the clock. Carries out its commands.

use gloo::events::EventListener;
use hoso_view::effect;
use hoso_view::prelude::*;
use hoso_view::web_sys::{self, HtmlElement};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::drafts::session::DraftSession;
use crate::browser::photos::picker;
use crate::browser::photos::process::PhotoProcessor;
use crate::browser::photos::queue::JobQueue;
use crate::browser::{
    clock, dom_events, focus, history, official_form, prefill, stray_files, submission, title,
    validate_after_tap,
};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, OfficialFormCommand, PhotoCommand};
use crate::wizard::navigation::View;
use crate::wizard::photos::PhotoProgress;

/// Attaches the wizard of a root. Only one wizard of a page owns its URL.
pub fn attach(wizard: Wizard, root: HtmlElement, owns_page: bool) {
    focus::manage_focus(wizard, root.clone(), owns_page);
    StoredValue::new_local(validate_after_tap::validate_after_tap(wizard));
    let owner = Owner::current();
    wizard.spawn(async move {
        let session = DraftSession::start(wizard).await;
        if wizard.is_released() {
            return;
        }
        let attach = move || {
            session.listen(&root);
            official_form::attach(wizard);
            StoredValue::new_local(picker::reset_on_direct_use(&root));
            StoredValue::new_local(stray_files::refuse(&root));
            prefill::fill_in(wizard, &root);
            dom_events::attach(wizard, &root);
            run_commands(wizard, root, session);
            effect(move || {
                wizard.navigation.view.track();
                wizard.places.files.track();
                untrack(|| wizard.prefill_suggestion());
            });
            if owns_page {
                open(wizard, &history::fragment());
                history::attach(wizard);
                title::update_title(wizard);
            } else {
                open(wizard, "");
                // The focus stays where the person is in the portal's page.
                wizard.navigation.focus.set(None);
            }
            StoredValue::new_local(clock::refresh_today(wizard));
            clock::compare_after_first_step(wizard);
            StoredValue::new_local(retry_when_online(wizard));
        };
        match owner {
            Some(owner) => owner.with(attach),
            None => attach(),
        }
    });
}

/// Fetches the place files that failed, when the line is back.
fn retry_when_online(wizard: Wizard) -> Option<EventListener> {
    let on_online = move |_: &web_sys::Event| wizard.retry_failed_places();
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "online", on_online))
}

/// Opens the view of a fragment, as far as the answers allow it; without one, the view at which the
/// restored draft was left.
fn open(wizard: Wizard, fragment: &str) {
    let restored = wizard.navigation.restored_view();
    let fragment = if fragment.is_empty() {
        &restored
    } else {
        fragment
    };
    let is_step = matches!(wizard.navigation.view.get_untracked(), View::Step(_));
    if is_step && !fragment.is_empty() {
        wizard.open(fragment);
    }
}

/// What the commands need.
#[derive(Clone)]
struct Runner {
    wizard: Wizard,
    root: HtmlElement,
    session: DraftSession,
    processor: PhotoProcessor,
    queue: JobQueue,
}

/// Carries out the wizard's commands in their order.
fn run_commands(wizard: Wizard, root: HtmlElement, session: DraftSession) {
    let runner = Runner {
        wizard,
        root,
        processor: PhotoProcessor::new(session.autosave().clone()),
        session,
        queue: JobQueue::new(wizard),
    };
    effect(move || {
        wizard.commands.queued.track();
        while let Some(command) = wizard.commands.take() {
            runner.run(command);
        }
    });
}

impl Runner {
    fn autosave(&self) -> DraftAutosave {
        self.session.autosave().clone()
    }

    fn run(&self, command: Command) {
        match command {
            Command::Submission(command) => {
                let autosave = self.autosave();
                self.wizard
                    .spawn(async move { submission::run(&autosave, command).await });
            }
            Command::Draft(command) => {
                let session = self.session.clone();
                self.wizard.spawn(async move { session.run(command).await });
            }
            Command::Photo(command) => self.run_photo(command),
            Command::OfficialForm(command) => {
                let (wizard, database) = (self.wizard, self.autosave().database());
                self.queue.push(move || async move {
                    match command {
                        OfficialFormCommand::Make => official_form::make(wizard, &database).await,
                        OfficialFormCommand::Share => official_form::share(wizard).await,
                    }
                });
            }
        }
    }

    fn run_photo(&self, command: PhotoCommand) {
        let (wizard, root) = (self.wizard, self.root.clone());
        let processor = self.processor.clone();
        match command {
            // A picker opens only in response to a tap, so it does not wait in the queue.
            PhotoCommand::Pick {
                field,
                input,
                capture,
                replaces,
            } => {
                let autosave = self.autosave();
                wizard.spawn(async move {
                    picker::open(&autosave, field, input, capture, &replaces).await;
                });
            }
            PhotoCommand::Process { field, input } => {
                // The files are taken at once: the person may leave the step before their turn.
                let Some((files, replaces)) = picker::take_files(input) else {
                    return;
                };
                let working = PhotoProgress::Working {
                    message: "ui.photo_reading",
                    file: 1,
                    of: files.len(),
                };
                wizard.photos.set_progress(field, Some(working));
                self.queue.push(move || async move {
                    let label = picker::focused_label(&root, field);
                    processor.process(field, &files, &replaces).await;
                    picker::restore_focus(wizard, &root, label);
                });
            }
            PhotoCommand::Rotate { field, sha256 } => self.queue.push(move || async move {
                let label = picker::focused_label(&root, field);
                processor.rotate(field, &sha256).await;
                picker::restore_focus(wizard, &root, label);
            }),
        }
    }
}
