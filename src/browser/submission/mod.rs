//! Sends the dossier, exactly once.
//!
//! What is sent, and when, is decided by the delivery machine (`crates/delivery`). An [`Execution`] reports
//! what has happened as an event: the step is stored first (`drafts/outbox.rs`), and only then its
//! commands are carried out. [`seal`] makes the canonical bytes, [`attempt`] uploads the files, posts the
//! bytes and reads the response, [`schedule`] tries again. What the page shows follows from the state
//! of the record; "received" only after the digest in the receipt was compared.

pub mod answered;
pub mod attempt;
pub mod http;
pub mod lenient_json;
pub mod schedule;
pub mod seal;
pub mod uploads;

use std::collections::VecDeque;

use hoso_delivery::{Answer, Attempt, Command, Digest, Event, State};
use hoso_dossier::Issue;

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::drafts::outbox::Stepped;
use crate::browser::submission::answered::Answered;
use crate::browser::submission::attempt::Version;
use crate::browser::submission::http::FormPart;
use crate::browser::submission::seal::NotSealed;
use crate::config::DeliveryMode;
use crate::platform;
use crate::wizard::commands::SubmissionCommand;
use crate::wizard::delivery::{Delivery, Step, answers_of};
use crate::wizard::navigation::View;
use crate::wizard::request_timing::{MAX_RETRY_DELAY_S, retry_delay_s};
use crate::wizard::submission::SubmissionStatus;

/// Carries out a command of the views or of the countdown, unless this window works on the delivery.
pub async fn run(autosave: &DraftAutosave, command: SubmissionCommand) {
    let wizard = autosave.wizard;
    if wizard.submission.status.get_untracked() == SubmissionStatus::InFlight {
        return;
    }
    let is_by_person = matches!(
        command,
        SubmissionCommand::Send | SubmissionCommand::SendAsNew
    );
    // The person has left the page about the failure.
    if !is_by_person && wizard.navigation.view.get_untracked() != View::Sending {
        return;
    }
    wizard.show_sending();
    let mut execution = Execution {
        autosave,
        key: autosave.key(),
        queue: VecDeque::new(),
        parts: None,
        has_attempted: false,
        end: End::State(""),
    };
    execution.run(command).await;
    execution.show().await;
}

/// Shows the answers that were received. Those on the page are stored as another draft first if they
/// are others and no draft has them: another window had sent the dossier.
pub async fn show_received_answers(autosave: &DraftAutosave) {
    if is_edited(autosave) {
        // Without room they stay on the page.
        let _ = step_with_edits(autosave, Step::default()).await;
    }
    let wizard = autosave.wizard;
    let received = wizard.submission.with(|delivery| {
        delivery.correction.as_ref()?;
        let body = delivery.received_body()?;
        differs(autosave, body).then(|| answers_of(body))?
    });
    if let Some(answers) = received {
        wizard.load_answers(answers);
    }
}

/// Returns whether the receipt is for other answers than those on the page, which are kept nowhere else.
fn is_edited(autosave: &DraftAutosave) -> bool {
    let wizard = autosave.wizard;
    let body = wizard.submission.with(|delivery| {
        let body = delivery.received_body().map(str::to_owned);
        body.filter(|_| delivery.correction.is_none())
    });
    body.is_some_and(|body| differs(autosave, &body))
}

/// Returns whether the answers on the page differ from those of a sealed body of the same definition.
fn differs(autosave: &DraftAutosave, body: &str) -> bool {
    let wizard = autosave.wizard;
    let version = wizard.procedure().definition.version;
    let envelope = crate::wizard::delivery::envelope(body);
    envelope.is_some_and(|envelope| envelope.definition == version) && !wizard.has_answers_of(body)
}

/// Makes a step that stores the answers on the page as another draft beside the receipt. Where nothing is
/// ever stored, they are kept in memory.
async fn step_with_edits(autosave: &DraftAutosave, step: Step) -> Option<Stepped> {
    let (key, draft) = autosave.copy();
    let key = if autosave.stores_nothing() {
        autosave.wizard.submission.keep_edits(draft.answers.clone());
        String::new()
    } else {
        key
    };
    let step = Step {
        correction: Some(key),
        ..step
    };
    autosave.step(step, Some(&draft)).await
}

/// How the work on a delivery ends.
enum End {
    /// What the state says, or the code of a message that says more.
    State(&'static str),
    /// The person corrects these issues; without issues, those of the last step.
    Correct(Vec<Issue>),
    /// The draft was erased.
    Gone,
    /// The wizard shows another draft.
    Left,
}

/// The work of this window on a delivery: the commands that are still to be carried out.
struct Execution<'a> {
    autosave: &'a DraftAutosave,
    /// The key of the draft.
    key: String,
    queue: VecDeque<Command>,
    /// The files that are posted with the dossier.
    parts: Option<Vec<FormPart>>,
    has_attempted: bool,
    end: End,
}

impl Execution<'_> {
    fn delivery<T>(&self, read: impl FnOnce(&Delivery) -> T) -> T {
        self.autosave.wizard.submission.with(read)
    }

    async fn run(&mut self, command: SubmissionCommand) {
        let wizard = self.autosave.wizard;
        let may_go_on = match command {
            SubmissionCommand::Send => {
                seal::finish_photos(wizard).await;
                self.send().await
            }
            SubmissionCommand::SendAsNew => {
                seal::finish_photos(wizard).await;
                self.step(Event::NewKey).await
            }
            // Another window has the draft.
            _ if !self.autosave.is_owner().await => false,
            SubmissionCommand::Due => self.step(Event::Due).await,
            SubmissionCommand::LineBack => self.step(Event::LineBack).await,
        };
        if !may_go_on {
            return;
        }
        loop {
            while let Some(command) = self.queue.pop_front() {
                if !self.carry_out(command).await {
                    return;
                }
            }
            // An attempt that a closed page had begun.
            let is_interrupted = self.delivery(Delivery::is_under_way) && !self.has_attempted;
            if !is_interrupted || !self.step(Event::Resumed).await {
                return;
            }
            self.has_attempted = true;
        }
    }

    /// Reports that the person sends the current answers.
    async fn send(&mut self) -> bool {
        match self.delivery(|delivery| delivery.record.state.clone()) {
            // The answers were never sealed, or are to be sealed again.
            State::Editing => {
                let generation = self.delivery(|delivery| delivery.record.generation);
                self.queue.push_back(Command::Seal(generation));
                true
            }
            _ => match seal::current_content(self.autosave.wizard) {
                Some(content) => self.step(Event::Send(content)).await,
                None => {
                    self.end = End::State("ui.failed_clock");
                    false
                }
            },
        }
    }

    async fn step(&mut self, event: Event) -> bool {
        let step = Step {
            event: Some(event),
            ..Step::default()
        };
        self.apply(step).await
    }

    /// Stores a step and queues its commands. Returns false if the work has ended.
    async fn apply(&mut self, step: Step) -> bool {
        if self.is_left() {
            self.end = End::Left;
            return false;
        }
        let stepped = self.autosave.step(step, None).await;
        self.follow(stepped)
    }

    /// Returns whether the wizard shows another draft.
    fn is_left(&self) -> bool {
        self.autosave.key() != self.key
    }

    /// Queues the commands of a step. Returns false if the work has ended.
    fn follow(&mut self, stepped: Option<Stepped>) -> bool {
        match stepped {
            Some(Stepped::Done { commands, .. }) => {
                self.queue.extend(commands);
                return true;
            }
            Some(Stepped::Unreadable) => self.end = End::State("ui.outdated"),
            Some(Stepped::NoRoom) => self.end = End::State("ui.failed_storage_full"),
            Some(Stepped::Gone) => self.end = End::Gone,
            None => self.end = End::Left,
        }
        false
    }

    /// Carries out a command and reports what came of it. Returns false if the work has ended.
    async fn carry_out(&mut self, command: Command) -> bool {
        match command {
            Command::Seal(_) => self.seal().await,
            Command::Upload { attempt, version } => {
                self.has_attempted = true;
                let Some(version) = self.version(version) else {
                    return self.report_unreadable(attempt).await;
                };
                match version.upload(self.autosave).await {
                    Ok(parts) => {
                        self.parts = Some(parts);
                        self.step(Event::Uploaded(attempt)).await
                    }
                    Err(answered) => self.report(attempt, answered).await,
                }
            }
            Command::Post { attempt, version } => {
                self.has_attempted = true;
                let Some(version) = self.version(version) else {
                    return self.report_unreadable(attempt).await;
                };
                let answered = self.post(&version).await;
                self.report(attempt, answered).await
            }
            // Begins when the page about the failure is shown.
            Command::Schedule { .. } => true,
            // Written with the record.
            Command::OpenCorrection { .. } => true,
        }
    }

    async fn seal(&mut self) -> bool {
        match seal::seal(self.autosave).await {
            Ok(step) => {
                // A delivery is stored beside its draft.
                self.autosave.save().await;
                self.apply(step).await
            }
            Err(NotSealed::Issues(issues)) => {
                self.end = End::Correct(issues);
                false
            }
            Err(NotSealed::Failed(reason)) => {
                self.end = End::State(reason);
                false
            }
        }
    }

    /// Returns the version of the attempt that is under way.
    fn version(&self, digest: Digest) -> Option<Version> {
        let attempt = self.attempt()?;
        self.delivery(|delivery| Version::new(delivery.body(digest)?, attempt))
    }

    fn attempt(&self) -> Option<Attempt> {
        self.delivery(|delivery| match delivery.record.state {
            State::Uploading(attempt) | State::Posting(attempt) => Some(attempt),
            _ => None,
        })
    }

    async fn post(&mut self, version: &Version) -> Answered {
        let mode = self.autosave.wizard.with_config(|config| config.mode);
        let parts = match self.parts.take() {
            Some(parts) => parts,
            // A version that may be stored is posted without another upload, but a form contains its files.
            None if mode == DeliveryMode::Multipart => match version.upload(self.autosave).await {
                Ok(parts) => parts,
                Err(answered) => return answered,
            },
            None => Vec::new(),
        };
        version.post(self.autosave, &parts).await
    }

    async fn report_unreadable(&mut self, attempt: u32) -> bool {
        let answered = Answered::new(Answer::Unclear, "ui.failed_invalid_response");
        self.report(attempt, answered).await
    }

    /// Reports what came of an attempt.
    async fn report(&mut self, attempt: u32, answered: Answered) -> bool {
        let wizard = self.autosave.wizard;
        wizard.submission.upload.set(None);
        let failures = self.delivery(|delivery| delivery.record.failures);
        let random = js_sys::Math::random();
        let delay = retry_delay_s(failures, answered.retry_after, random);
        let delay = i64::from(delay.unwrap_or(MAX_RETRY_DELAY_S));
        let is_receipt = matches!(answered.answer, Answer::Receipt(_));
        let step = Step {
            event: Some(Event::Answered(attempt, answered.answer)),
            receipt: answered.receipt,
            due: platform::now() + delay,
            ..Step::default()
        };
        let body = match answered.answer {
            Answer::Receipt(digest) => {
                self.delivery(|delivery| delivery.body(digest).map(str::to_owned))
            }
            _ => None,
        };
        let is_edited = body.is_some_and(|body| differs(self.autosave, &body));
        let may_go_on = if is_edited && !self.is_left() {
            let stepped = step_with_edits(self.autosave, step).await;
            self.follow(stepped)
        } else {
            self.apply(step).await
        };
        if !may_go_on || is_receipt {
            return may_go_on;
        }
        if attempt::is_expired(&answered.issues) {
            wizard.withdraw_commitment();
            self.end = End::Correct(answered.issues);
            return false;
        }
        // Another command follows: the same answers are sealed again, or an earlier version is asked for.
        if self
            .queue
            .iter()
            .any(|command| !matches!(command, Command::Schedule { .. }))
        {
            return true;
        }
        self.end = if answered.issues.is_empty() {
            End::State(answered.reason)
        } else {
            End::Correct(answered.issues)
        };
        true
    }

    /// Shows what the work has led to.
    async fn show(self) {
        let wizard = self.autosave.wizard;
        let is_received = self.delivery(|delivery| delivery.receipt.is_some());
        match self.end {
            _ if self.is_left() => {}
            End::Left => {}
            End::Gone => {
                wizard.rest("");
                self.autosave.clear_if_erased().await;
            }
            // Another window has taken the draft over, and sends the sealed bytes under the same key.
            _ if !self.autosave.is_owner().await => wizard.rest(""),
            _ if is_received => {
                show_received_answers(self.autosave).await;
                self.autosave.save().await;
                wizard.show_receipt();
            }
            End::Correct(issues) => {
                self.autosave.save().await;
                wizard.show_refusal(issues);
            }
            End::State(reason) => {
                wizard.show_delivery(reason);
                schedule::start_countdown(wizard, reason == "ui.failed_network");
            }
        }
    }
}
