//! The parts of one wizard, and the queries that read several of them.
//!
//! Nothing here changes a part: what changes several is an operation of `Wizard`.

use std::cell::{Cell, RefCell};

use hoso_dossier::path::Path;
use hoso_dossier::wire::{Attachment, Envelope};
use hoso_dossier::{
    Answers, Field, Issue, Procedure, Report, Required, Severity, Sort, Step, canonical,
};
use hoso_identifiers::Date;
use hoso_view::Signal;
use hoso_view::prelude::*;

use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, format_template, message_code, template};
use crate::platform;
use crate::wizard::answers::AnswerStore;
use crate::wizard::commands::Commands;
use crate::wizard::delivery::envelope;
use crate::wizard::draft::DraftState;
use crate::wizard::field_ref::FieldRef;
use crate::wizard::navigation::{self, Navigation, View};
use crate::wizard::official_form::OfficialForm;
use crate::wizard::photos::{self, Photo, Photos};
use crate::wizard::places::PlaceFiles;
use crate::wizard::submission::Submission;
use crate::wizard::suggestions::Suggestions;
use crate::wizard::validation::Validation;

/// The status of the second module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleStatus {
    /// Being fetched.
    Loading,
    /// Loaded.
    Ready,
    /// It could not be fetched; the next press of a button tries again.
    Failed,
}

/// The rules of the second module. Without them only the choices of the first step are checked.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Checks the answers of a procedure.
    pub check: fn(&Procedure, &Answers, Date) -> Report,
    /// Adds what only this device knows; see [`device_checks`](crate::wizard::device_checks).
    pub device_checks: fn(&Parts, &mut Report),
    /// Returns whether an empty answer of this field would be an error.
    pub is_required: fn(&Parts, FieldRef) -> bool,
    /// Returns the name of a place. The list of provinces is in the second module.
    pub place_name: fn(&Parts, &str) -> Option<String>,
}

/// The parts of one wizard.
pub struct Parts {
    pub(super) procedure: Cell<&'static Procedure>,
    pub(super) rules: Cell<Option<Rules>>,
    pub(super) tasks: Cell<u32>,
    pub(super) is_released: Cell<bool>,
    /// The status of the second module.
    pub module: Signal<ModuleStatus>,
    /// Whether a file of this page is gone from the server: a newer version was deployed.
    pub is_outdated: Signal<bool>,
    /// The configuration of the deployment.
    pub config: RefCell<DeploymentConfig>,
    /// Precedes every element id, so that several wizards fit on one page.
    pub prefix: RefCell<String>,
    /// The language.
    pub lang: Signal<Lang>,
    /// The current day in Vietnam, by [`Parts::now`].
    pub today: Signal<Date>,
    /// By how many seconds the receiver's clock is ahead of this device's, if that is more than a
    /// day; else 0. `None` until it was compared.
    pub clock_difference: Signal<Option<i64>>,
    /// The answers.
    pub answers: AnswerStore,
    /// The visible issues.
    pub validation: Validation,
    /// The position.
    pub navigation: Navigation,
    /// The dossier as it is sent.
    pub submission: Submission,
    /// The draft on this device.
    pub draft: DraftState,
    /// The photos.
    pub photos: Photos,
    /// The official form as PDF.
    pub official_form: OfficialForm,
    /// The text that the procedure suggests.
    pub suggestions: Suggestions,
    /// The names of places.
    pub places: PlaceFiles,
    /// The queue of commands for the browser.
    pub commands: Commands,
}

impl Parts {
    /// Creates the parts of a wizard, with everything else empty.
    pub(super) fn new(procedure: &'static Procedure, today: Date) -> Self {
        Self {
            procedure: Cell::new(procedure),
            rules: Cell::new(None),
            tasks: Cell::new(0),
            is_released: Cell::new(false),
            module: Signal::new(ModuleStatus::Loading),
            is_outdated: Signal::new(false),
            config: RefCell::default(),
            prefix: RefCell::default(),
            lang: Signal::new(Lang::SOURCE),
            today: Signal::new(today),
            clock_difference: Signal::new(None),
            answers: AnswerStore::default(),
            validation: Validation::default(),
            navigation: Navigation::default(),
            submission: Submission::default(),
            draft: DraftState::default(),
            photos: Photos::default(),
            official_form: OfficialForm::default(),
            suggestions: Suggestions::default(),
            places: PlaceFiles::default(),
            commands: Commands::default(),
        }
    }

    /// Returns the procedure: its first step only, until the second module is loaded.
    #[must_use]
    pub fn procedure(&self) -> &'static Procedure {
        self.procedure.get()
    }

    /// Returns the seconds since 1970, UTC, by which dates are judged: by the clock of this device,
    /// or by the receiver's where the two are more than a day apart.
    #[must_use]
    pub fn now(&self) -> i64 {
        platform::now().saturating_add(self.clock_difference.get_untracked().unwrap_or_default())
    }

    /// Reads the configuration of the deployment.
    pub fn with_config<T>(&self, read: impl FnOnce(&DeploymentConfig) -> T) -> T {
        read(&self.config.borrow())
    }

    /// Returns the code of a message's variant. It depends on who has the dossier after the last
    /// step, and on whether the procedure is finished on the agency's portal: `code.portal.bhxh`,
    /// `code.portal` or `code.bhxh`. The code itself if there is no variant.
    #[must_use]
    pub fn variant(&self, code: &'static str) -> &'static str {
        // Nothing is sent by a preparation, nor by a person who only pays: nobody has it.
        let is_dossier = self.procedure().definition.sort == Sort::Dossier;
        let sends = is_dossier && self.navigation.view.get_untracked() != View::Payment;
        let holder = if sends {
            self.with_config(DeploymentConfig::holder).suffix()
        } else {
            ""
        };
        let portal = if self.procedure().definition.finished_on_portal {
            ".portal"
        } else {
            ""
        };
        [[portal, holder], [portal, ""], ["", holder]]
            .iter()
            .filter(|suffix| suffix.iter().any(|part| !part.is_empty()))
            .find_map(|[first, second]| message_code(&[code, first, second].concat()))
            .unwrap_or(code)
    }

    /// Returns the label of a field, in the source language, without subscribing to the answers.
    #[must_use]
    pub fn label(&self, field: &Field) -> &'static str {
        let receiver = self.with_config(DeploymentConfig::holder).suffix();
        self.answers
            .with(|answers| field.label_for(receiver, answers))
    }

    /// Returns the argument `receiver` of such a message.
    #[must_use]
    pub fn receiver_name(&self) -> (&'static str, String) {
        let name = self.with_config(|config| config.receiver.name.clone());
        ("receiver", name)
    }

    /// Returns the text of a message's variant, and subscribes to the language.
    #[must_use]
    pub fn variant_text(&self, code: &'static str, args: &[(&'static str, String)]) -> String {
        let mut args = args.to_vec();
        args.push(self.receiver_name());
        let lang = self.lang.get();
        let text = self.fill_hotline(template(lang, self.variant(code)));
        format_template(lang, &text, &args)
    }

    /// Fills `{hotline}` of a text; see [`Receiver::fill_hotline`](crate::config::Receiver::fill_hotline).
    #[must_use]
    pub fn fill_hotline(&self, text: &str) -> String {
        self.with_config(|config| config.receiver.fill_hotline(text))
    }

    /// Returns the prefix of all element ids.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.prefix.borrow().clone()
    }

    /// Returns the id of an element of a field; see [`FieldRef::element_id`].
    #[must_use]
    pub fn element_id(&self, at: FieldRef, part: &str) -> String {
        let mut scope = self.prefix();
        if at.row.is_none() && self.is_after_submission(at) {
            // The receipt repeats ids of the steps.
            scope.push_str("noted-");
        }
        at.element_id(&scope, part)
    }

    /// Returns the id of the control at a path.
    #[must_use]
    pub fn element_id_at(&self, path: &str) -> String {
        let path = Path::parse(path);
        let mut id = self.prefix();
        id.push_str(path.field);
        if let Some(row) = path.row {
            id.push('-');
            self.answers.with(|answers| {
                if let Some(row) = answers.rows(path.field).get(row) {
                    id.push_str(&row.id);
                }
            });
            id.push('-');
            id.push_str(path.inner);
        }
        id
    }

    pub(super) fn is_after_submission(&self, at: FieldRef) -> bool {
        let definition = self.procedure().definition;
        definition.after_submission_field(at.field.id).is_some()
    }

    /// Returns whether a field is asked, and subscribes.
    #[must_use]
    pub fn is_shown(&self, at: FieldRef) -> bool {
        self.answers.visibility_changed.track();
        let definition = self.procedure().definition;
        self.answers.with_scope(at, |answers| match at.row {
            None => definition.is_asked(at.field.id, answers),
            Some(_) => at.field.is_shown(answers),
        })
    }

    /// Returns whether a field must be answered, and subscribes. Where that depends on other answers,
    /// the rules are asked: some depend on more than a condition says.
    #[must_use]
    pub fn is_required(&self, at: FieldRef) -> bool {
        match at.field.required {
            Required::Always => self.is_shown(at),
            Required::No | Required::Recommended => false,
            Required::When(_) | Required::WhenElseRecommended(_) => {
                self.answers.visibility_changed.track();
                let rules = self.rules.get();
                rules.is_some_and(|rules| (rules.is_required)(self, at))
            }
        }
    }

    /// Returns the step of an index.
    #[must_use]
    pub fn step(&self, index: usize) -> &'static Step {
        let steps = self.procedure().definition.steps;
        &steps[index.min(steps.len().saturating_sub(1))]
    }

    /// Returns the indexes of the steps that are asked now.
    #[must_use]
    pub fn shown_steps(&self) -> Vec<usize> {
        let definition = self.procedure().definition;
        self.answers
            .with(|answers| navigation::shown_steps(definition, answers))
    }

    /// Returns the position of a step among the shown ones, from 1, and their number, which is 1
    /// until the first answer decides it. Subscribes.
    #[must_use]
    pub fn step_position(&self, index: usize) -> (usize, usize) {
        self.answers.visibility_changed.track();
        let shown = self.shown_steps();
        let position = shown.iter().position(|step| *step == index);
        (position.map_or(1, |i| i + 1), shown.len())
    }

    /// Returns the position of a step in words, for example `Bước 2/6`, and subscribes.
    #[must_use]
    pub fn step_position_text(&self, index: usize) -> String {
        let (position, total) = self.step_position(index);
        let position = ("n", position.to_string());
        let lang = self.lang.get();
        if total > 1 {
            format_message(lang, "ui.step_of", &[position, ("of", total.to_string())])
        } else {
            format_message(lang, "ui.step_n", &[position])
        }
    }

    /// Returns the index of the step that asks for a path.
    #[must_use]
    pub fn step_index_of(&self, path: &str) -> Option<usize> {
        let field = Path::parse(path).field;
        let mut steps = self.procedure().definition.steps.iter();
        steps.position(|step| step.fields.iter().any(|f| f.id == field))
    }

    /// Returns the fields of the same step, or of the same group.
    pub(super) fn siblings(&self, at: FieldRef) -> &'static [Field] {
        let definition = self.procedure().definition;
        match at.row {
            None => definition
                .field(at.field.id)
                .map_or(&[], |(step, _)| step.fields),
            Some((group, _)) => definition
                .field(group)
                .map_or(&[], |(_, group)| group.kind.fields()),
        }
    }

    /// Returns what a commune's box shows: its name, or what was typed. Subscribes to the names.
    #[must_use]
    pub fn commune_text(&self, at: FieldRef) -> String {
        let text = self.answers.text(at);
        self.places.commune_name(&text).unwrap_or(text)
    }

    /// Returns whether the procedure can suggest a text for this field.
    #[must_use]
    pub fn can_suggest(&self, at: FieldRef) -> bool {
        at.row.is_none() && self.procedure().suggested_field == at.field.id
    }

    /// Returns the suggested text, and whether all names of places in it were known.
    pub(super) fn suggestion(&self, at: FieldRef) -> (Option<String>, bool) {
        let today = self.today.get_untracked();
        let is_complete = Cell::new(true);
        let names = |code: &str| {
            let name = untrack(|| (self.rules.get()?.place_name)(self, code));
            is_complete.set(is_complete.get() && name.is_some());
            name
        };
        let suggest = self.procedure().suggest;
        let text = self
            .answers
            .with(|answers| suggest(at.field.id, answers, today, &names));
        (text, is_complete.get())
    }

    /// Returns the shown issues of one severity in the steps up to this one, and subscribes.
    #[must_use]
    pub fn issues_up_to(&self, step_index: usize, severity: Severity) -> Vec<Issue> {
        let step_index_of = |path: &str| self.step_index_of(path);
        self.validation
            .issues_up_to(step_index, severity, step_index_of)
    }

    /// Returns the warnings for the summary of a step: its own, and those of other steps that the
    /// last attempt has shown for the first time.
    #[must_use]
    pub fn warnings_at(&self, step_index: usize) -> Vec<Issue> {
        let mut warnings = self.issues_up_to(step_index, Severity::Warning);
        warnings.retain(|issue| {
            self.step_index_of(&issue.at) == Some(step_index) || self.validation.is_new(issue)
        });
        warnings
    }

    /// Returns the URL fragment of the current view, and subscribes.
    #[must_use]
    pub fn fragment(&self) -> &'static str {
        let view = self.navigation.view.get();
        view.fragment(self.procedure().definition)
    }

    /// Returns the photos of a field, and subscribes.
    #[must_use]
    pub fn photos_of(&self, field: &str) -> Vec<Photo> {
        self.answers.answers_replaced.track();
        let hashes = self.answers.with(|answers| answers.many(field).to_vec());
        self.photos.all.with(|all| {
            let find = |hash: &String| all.iter().find(|photo| photo.sha256 == *hash).cloned();
            hashes.iter().filter_map(find).collect()
        })
    }

    /// Returns the files of the dossier: those that are asked for and whose bytes are stored.
    #[must_use]
    pub fn attachments(&self) -> Vec<Attachment> {
        let definition = self.procedure().definition;
        self.answers.with(|answers| {
            let hashes = photos::hashes(definition, answers);
            let asked = hashes.filter(|(field, _)| definition.is_asked(field, answers));
            let attach = |(field, hash): (&'static str, &String)| {
                let photo = self.photos.get(hash)?;
                Some(Attachment {
                    field: field.to_owned(),
                    sha256: photo.sha256,
                    size: photo.size,
                    media_type: photo.media_type,
                })
            };
            asked.filter_map(attach).collect()
        })
    }

    /// Returns whether the current answers are those of a sealed body. Declaration time and language are
    /// ignored in the comparison; photos are compared by their hashes in the answers.
    #[must_use]
    pub fn has_answers_of(&self, body: &str) -> bool {
        let Some(envelope) = envelope(body) else {
            return false;
        };
        let definition = self.procedure().definition;
        envelope.declared_on().is_some_and(|day| {
            self.answers.with(|answers| {
                let answers = canonical::answers(definition, answers, day);
                answers.canonical() == envelope.answers.canonical()
            })
        })
    }

    /// Returns the dossier as it would be declared now.
    #[must_use]
    pub fn envelope(&self) -> Option<Envelope> {
        let definition = self.procedure().definition;
        let language = self.lang.get_untracked().tag();
        let attachments = self.attachments();
        let now = self.now();
        let key = self.submission.key();
        self.answers
            .with(|answers| Envelope::new(definition, answers, &key, language, now, attachments))
    }

    /// Checks all answers.
    #[must_use]
    pub fn report(&self) -> Report {
        let today = self.today.get_untracked();
        let rules = self.rules.get();
        let check = rules.map_or(hoso_dossier::check_choices_only as _, |rules| rules.check);
        let mut report = self
            .answers
            .with(|answers| check(self.procedure(), answers, today));
        if let Some(rules) = rules {
            (rules.device_checks)(self, &mut report);
        }
        report
    }
}
