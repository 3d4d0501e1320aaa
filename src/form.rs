//! The state of one wizard: what was answered, where the person stands, what is
//! wrong. Everything here is in memory; keeping and sending are elsewhere.
//!
//! Typing must stay fast with thirty members in the list, so an input event
//! writes into the answers without waking anything up. Only what depends on an
//! answer listens, through three counters: [`Form::shape`] (which questions are
//! asked), [`Form::typed`] (amounts that follow the typing) and
//! [`Form::painted`] (controls must take over the answers).

use std::sync::Arc;

use hoso_dossier::path::Path;
use hoso_dossier::wire::Receipt;
use hoso_dossier::{Answer, Answers, Condition, Field, Issue, Kind, Procedure, ProcedureLink};
use hoso_identifiers::Date;
use hoso_places::Places;
use leptos::prelude::*;

use crate::envelope::Next;
use crate::later;
use crate::live::Live;
use crate::photos::Desk;
use crate::settings::Settings;
use crate::texts::Lang;

/// What the person sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A step of questions, by its place in the definition.
    Step(usize),
    /// How to pay, where nothing is declared.
    Payment,
    /// The dossier is on its way, or did not get there.
    Sending,
    /// The receipt.
    Receipt,
    /// The file to bring or mail, where there is no backend.
    Handover,
}

/// How far the later part of the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// On its way.
    Coming,
    /// Here.
    Here,
    /// It did not come; the next press of a button asks for it again.
    Broken,
}

/// What stands above the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Nothing.
    None,
    /// The errors to mend.
    Errors,
    /// The warnings that may be passed.
    Warnings,
}

/// Whether what was typed is kept on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was typed yet.
    Nothing,
    /// Typed, not yet kept.
    Pending,
    /// Kept.
    Kept,
    /// This browser keeps nothing.
    Impossible,
}

/// What a wizard asks of the store of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    Nothing,
    /// Forget every draft of this procedure.
    ForgetAll,
    /// Keep this draft and begin another.
    BeginAnew,
    /// Keep this draft and go on with the one of this key.
    Open(String),
    /// Go on in another procedure, with what it takes over.
    Follow(ProcedureLink),
    /// Go back to the procedure from which this draft was begun.
    GoBack,
}

/// How sending goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// Not begun.
    Idle,
    /// On its way.
    OnItsWay,
    /// It is not known whether it arrived, or it did not; may be tried again with
    /// the same key. The code of the sentence that says why.
    Failed(&'static str),
    /// The receiver holds another dossier under this key.
    Conflict,
}

/// The place file of a province.
#[derive(Clone)]
pub enum Loaded {
    /// On its way.
    Coming,
    /// Here.
    Here(Arc<Places>),
    /// It did not come; may be asked for again.
    Failed,
}

/// A dossier that was made final and may already have been posted: the very
/// bytes, so that a second try is the same dossier.
#[derive(Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The canonical envelope.
    pub body: String,
    /// Its digest.
    pub digest: String,
}

/// What outlives a rendering but wakes nothing up.
pub struct State {
    /// The answers.
    pub answers: Answers,
    /// Paths that the person has left or tried to pass; their issues show.
    pub(crate) touched: Vec<String>,
    /// Steps (by place) that the person has tried to pass; all their issues show.
    pub(crate) tried: Vec<usize>,
    /// Warnings that were shown once and may be passed now.
    pub(crate) passed: Vec<(String, &'static str)>,
    /// Of those, the ones that the summary shows: not what was passed on an earlier step.
    pub(crate) fresh: Vec<(String, &'static str)>,
    /// The id of the next row.
    pub(crate) next_row: u32,
    /// The random id of the dossier, which is also its idempotency key.
    pub dossier_id: String,
    /// The dossier made final, while its fate is open.
    pub frozen: Option<Frozen>,
    /// Earlier versions of the dossier under the same id, one of which may be stored.
    pub earlier: Vec<Frozen>,
    /// The dossier that the receipt is for.
    pub sent: Option<Frozen>,
    /// The receipt.
    pub receipt: Option<Receipt>,
    /// Answers were changed after the dossier was made final.
    pub changed_since_frozen: bool,
    /// Nobody knows whether the dossier made final has been stored.
    pub uncertain: bool,
}

/// Where a question stands: of the form itself, or of a row of a group.
#[derive(Clone, Copy)]
pub struct At {
    /// The question.
    pub field: &'static Field,
    /// The group and the id of the row.
    pub row: Option<(&'static str, StoredValue<String>)>,
}

/// One wizard. Cheap to copy: it holds only handles.
#[derive(Clone, Copy)]
pub struct Form {
    /// The procedure: its front until the later part is here.
    procedure: StoredValue<&'static Procedure>,
    /// Whether the later part of the program is here.
    pub line: Live<Line>,
    /// The step whose button was pressed before the later part was here.
    pub pressed: StoredValue<Option<usize>>,
    /// The settings of the deployment.
    pub settings: StoredValue<Settings>,
    /// Put before every element id, so that several wizards fit on one page.
    pub prefix: StoredValue<String>,
    /// The language.
    pub lang: Live<Lang>,
    /// What is shown.
    pub page: Live<Page>,
    /// What stands above the questions.
    pub summary: Live<Summary>,
    /// Counts changes of what is asked.
    pub shape: Live<u32>,
    /// Counts inputs.
    pub typed: Live<u32>,
    /// Counts questions that were left, whose issues are to be shown as soon as no tap is under way.
    pub left: Live<u32>,
    /// Counts the times when answers came from elsewhere than the controls.
    pub painted: Live<u32>,
    /// The issues that show.
    pub issues: Live<Vec<Issue>>,
    /// Whether it is kept.
    pub saved: Live<Saved>,
    /// How sending goes.
    pub sending: Live<Sending>,
    /// Today in Vietnam; set by whoever owns a clock.
    pub today: Live<Date>,
    /// Counts changes that are to be kept; the keeper listens.
    pub dirty: Live<u32>,
    /// The code of what the page has to say above every step; mostly nothing.
    pub told: Live<&'static str>,
    /// A draft lies on this machine that this page cannot read.
    pub unreadable: Live<bool>,
    /// The element id that is to take the focus after the next rendering; `h1` for the heading.
    pub focus: Live<Option<String>>,
    /// The element id that is to come into view without the focus.
    pub into_view: Live<Option<String>>,
    /// A text was asked for, but what it is made from is missing.
    pub nothing_to_draft: Live<bool>,
    /// The text that was drafted last; while nobody has changed it, a new draft replaces it.
    pub drafted: StoredValue<String>,
    /// The places of the provinces that were needed so far.
    pub places: Live<Vec<(String, Loaded)>>,
    /// Other drafts of this procedure on this machine: key, when it was kept, and
    /// the number of the dossier if it has arrived.
    pub others: Live<Vec<(String, i64, String)>>,
    /// Something was typed before the code arrived.
    pub early: StoredValue<bool>,
    /// The page at which the draft was left.
    pub restore_page: StoredValue<Option<String>>,
    /// What the wizard asks of whoever owns the store.
    pub wish: Live<Wish>,
    /// The wizard asks whoever owns the network to send the dossier.
    pub send: Live<u32>,
    /// Which dossier the next try to send is for.
    pub next: StoredValue<Next>,
    /// Photos, and what else only a browser can make.
    pub desk: Desk,
    state: StoredValue<State>,
}

impl Form {
    /// A wizard with these answers, at its first step.
    #[must_use]
    pub fn new(
        procedure: &'static Procedure,
        settings: Settings,
        prefix: String,
        answers: Answers,
        today: Date,
    ) -> Self {
        let form = Self {
            procedure: StoredValue::new(procedure),
            line: Live::new(Line::Coming),
            pressed: StoredValue::new(None),
            settings: StoredValue::new(settings),
            prefix: StoredValue::new(prefix),
            lang: Live::new(Lang::Vi),
            page: Live::new(Page::Step(0)),
            summary: Live::new(Summary::None),
            shape: Live::new(0),
            typed: Live::new(0),
            left: Live::new(0),
            painted: Live::new(0),
            issues: Live::new(Vec::new()),
            saved: Live::new(Saved::Nothing),
            sending: Live::new(Sending::Idle),
            today: Live::new(today),
            dirty: Live::new(0),
            told: Live::new(""),
            unreadable: Live::new(false),
            focus: Live::new(None),
            into_view: Live::new(None),
            nothing_to_draft: Live::new(false),
            drafted: StoredValue::new(String::new()),
            places: Live::new(Vec::new()),
            others: Live::new(Vec::new()),
            early: StoredValue::new(false),
            restore_page: StoredValue::new(None),
            wish: Live::new(Wish::Nothing),
            send: Live::new(0),
            next: StoredValue::new(Next::Same),
            desk: Desk::default(),
            state: StoredValue::new(State {
                answers: Answers::default(),
                touched: Vec::new(),
                tried: Vec::new(),
                passed: Vec::new(),
                fresh: Vec::new(),
                next_row: 1,
                dossier_id: String::new(),
                frozen: None,
                earlier: Vec::new(),
                sent: None,
                receipt: None,
                changed_since_frozen: false,
                uncertain: false,
            }),
        };
        form.replace(answers);
        form
    }

    /// The procedure: its front until the later part is here.
    #[must_use]
    pub fn procedure(&self) -> &'static Procedure {
        self.procedure.get_value()
    }

    /// Takes over the whole procedure in the place of its front.
    pub fn adopt(&self, procedure: &'static Procedure) {
        self.procedure.set_value(procedure);
        self.replace(self.answers(Clone::clone));
        self.line.set(Line::Here);
        self.judge();
    }

    /// The button of a step was pressed.
    pub fn press(&self, place: usize) {
        if !self.try_pass(place) {
            self.focus.set(Some("summary".to_owned()));
            return;
        }
        match later::get().filter(|_| self.line.get_untracked() == Line::Here) {
            Some(later) => (later.pass)(*self, place),
            None => {
                self.pressed.set_value(Some(place));
                // Tells whoever fetches to try again, and the person that it is waited for.
                self.line.set(Line::Coming);
                self.typed.update(|n| *n = n.wrapping_add(1));
            }
        }
    }

    /// Looks at the answers without listening to them.
    pub fn answers<T>(&self, look: impl FnOnce(&Answers) -> T) -> T {
        self.state.with_value(|state| look(&state.answers))
    }

    /// Looks at the state without listening.
    pub fn state<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        self.state.with_value(look)
    }

    /// Changes the state without waking anything up.
    pub fn change<T: Default>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.state.try_update_value(change).unwrap_or_default()
    }

    /// Takes over other answers, presets filled in, and lets the controls show them.
    pub fn replace(&self, answers: Answers) {
        let definition = self.procedure().definition;
        let told = self.settings.with_value(|s| s.parameters.clone());
        self.desk.epoch.update(|n| *n = n.wrapping_add(1));
        self.state.update_value(|state| {
            state.answers = answers;
            for step in definition.steps {
                for field in step.fields {
                    // What the deployment decides holds, whatever an older draft says.
                    if let Kind::Setting(offered) = field.kind {
                        let told = told.iter().find(|(id, _)| id == field.id);
                        let told = told.filter(|(_, is)| offered.iter().any(|c| c.id == is));
                        state
                            .answers
                            .set_text(field.id, told.map_or(field.preset, |(_, is)| is.as_str()));
                    }
                    if !field.preset.is_empty() && state.answers.get(field.id).is_none() {
                        state.answers.set_text(field.id, field.preset);
                    }
                    if let Kind::Group { .. } = field.kind {
                        let ids = state
                            .answers
                            .rows(field.id)
                            .iter()
                            .filter_map(|row| row.id.parse().ok());
                        state.next_row = ids.fold(state.next_row, |next: u32, id: u32| {
                            next.max(id.saturating_add(1))
                        });
                    }
                }
            }
        });
        self.bump(self.painted);
        self.bump(self.shape);
        self.bump(self.typed);
    }

    pub(crate) fn bump(&self, counter: Live<u32>) {
        counter.update(|n| *n = n.wrapping_add(1));
    }

    /// The path of a question as it stands now; rows before it may come and go.
    #[must_use]
    pub fn path(&self, at: At) -> String {
        match at.row {
            None => at.field.id.to_owned(),
            Some((group, id)) => {
                let row = self.answers(|answers| {
                    id.with_value(|id| answers.rows(group).iter().position(|row| row.id == *id))
                });
                Path::in_row(group, row.unwrap_or(usize::MAX), at.field.id)
            }
        }
    }

    /// The id of an element that belongs to a question; it never changes while the question lives.
    #[must_use]
    pub fn element_id(&self, at: At, part: &str) -> String {
        let mut id = self.prefix.get_value();
        if let Some((group, row)) = at.row {
            id.push_str(group);
            id.push('-');
            row.with_value(|row| id.push_str(row));
            id.push('-');
        } else if self.is_note(at.field.id) {
            // The receipt has ids of its own.
            id.push_str("noted-");
        }
        id.push_str(at.field.id);
        id.push_str(part);
        id
    }

    /// The element id of the control at a path.
    #[must_use]
    pub fn element_id_at(&self, path: &str) -> String {
        let path = Path::parse(path);
        let mut id = self.prefix.get_value();
        id.push_str(path.field);
        if let Some(row) = path.row {
            id.push('-');
            self.answers(|answers| {
                if let Some(row) = answers.rows(path.field).get(row) {
                    id.push_str(&row.id);
                }
            });
            id.push('-');
            id.push_str(path.inner);
        }
        id
    }

    /// The text of a question, without listening.
    #[must_use]
    pub fn text(&self, at: At) -> String {
        self.in_scope(at, |answers| answers.text(at.field.id).to_owned())
    }

    /// Is this id chosen or ticked? Listens to answers that come from elsewhere.
    #[must_use]
    pub fn has(&self, at: At, id: &str) -> bool {
        self.in_scope(at, |answers| answers.has(at.field.id, id))
    }

    fn in_scope<T>(&self, at: At, look: impl FnOnce(&Answers) -> T) -> T {
        self.answers(|answers| match at.row {
            None => look(answers),
            Some((group, id)) => {
                let row = id.with_value(|id| answers.rows(group).iter().find(|row| row.id == *id));
                match row {
                    Some(row) => look(&row.answers),
                    None => look(&Answers::default()),
                }
            }
        })
    }

    /// Is a question asked now? Listens to the shape.
    #[must_use]
    pub fn is_shown(&self, at: At) -> bool {
        self.shape.track();
        match at.row {
            None => {
                self.answers(|answers| self.procedure().definition.is_asked(at.field.id, answers))
            }
            Some(_) => self.in_scope(at, |answers| at.field.is_shown(answers)),
        }
    }

    /// Does a condition hold now? Listens to the shape.
    #[must_use]
    pub fn holds(&self, show: Condition) -> bool {
        self.shape.track();
        self.answers(|answers| show.is_met(answers))
    }

    /// Takes in what is being typed. Nothing is judged yet, but what already shows
    /// as wrong is looked at again, so that a message goes as soon as it is mended.
    pub fn type_text(&self, at: At, text: String) {
        self.set(at, Answer::Text(text));
        self.bump(self.typed);
        if self.issues.with_untracked(|issues| !issues.is_empty()) {
            self.judge();
        }
    }

    /// Takes in letters that look for something. What they will be is not said to be wrong
    /// before the person leaves.
    pub fn type_ahead(&self, at: At, text: String) {
        self.set(at, Answer::Text(text));
        self.bump(self.typed);
    }

    /// Takes in an answer that is complete: chosen, ticked, picked.
    pub fn choose(&self, at: At, answer: Answer) {
        self.set(at, answer);
        self.bump(self.shape);
        self.bump(self.typed);
        self.touch(at);
        self.judge();
    }

    /// Takes over a text that was proposed, and shows it in the control.
    pub fn take_over(&self, at: At, text: String) {
        self.set(at, Answer::Text(text));
        self.bump(self.painted);
        self.bump(self.typed);
        self.touch(at);
        self.judge();
    }

    fn set(&self, at: At, answer: Answer) {
        let confirms = matches!(at.field.kind, Kind::Commitment) || self.is_note(at.field.id);
        let last = self.procedure().definition.steps.last();
        self.state.update_value(|state| {
            // What was confirmed is no longer what will be sent.
            let ticks = last.map_or(&[][..], |step| step.fields).iter();
            for tick in ticks.filter(|f| !confirms && matches!(f.kind, Kind::Commitment)) {
                state.answers.remove(tick.id);
            }
        });
        self.state.update_value(|state| match at.row {
            None => state.answers.set(at.field.id, answer),
            Some((group, id)) => {
                let row = id.with_value(|id| {
                    state
                        .answers
                        .rows(group)
                        .iter()
                        .position(|row| row.id == *id)
                });
                if let Some(row) = row.and_then(|row| state.answers.row_mut(group, row)) {
                    row.answers.set(at.field.id, answer);
                }
            }
        });
        self.bump(self.dirty);
    }

    /// Is this noted after sending, and never sent?
    fn is_note(&self, id: &str) -> bool {
        self.procedure()
            .definition
            .after_submission_field(id)
            .is_some()
    }

    /// The person leaves a question: from now on its issues show, unless it is empty. They
    /// show after the tap that led away, since a message moves what stands below it, and the
    /// button would be gone from under the finger.
    pub fn leave(&self, at: At) {
        self.touch(at);
        self.bump(self.left);
    }

    /// From now on the issues of a question may show, unless it is empty.
    fn touch(&self, at: At) {
        let path = self.path(at);
        let empty = self.in_scope(at, |answers| at.field.is_empty(answers.get(at.field.id)));
        if !empty {
            self.state.update_value(|state| {
                if !state.touched.contains(&path) {
                    state.touched.push(path);
                }
            });
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.change(|state| {
            state.touched.clear();
            state.tried.clear();
            state.passed.clear();
            state.fresh.clear();
            state.dossier_id.clear();
            state.frozen = None;
            state.earlier.clear();
            state.sent = None;
            state.receipt = None;
            state.changed_since_frozen = false;
            state.uncertain = false;
            state.next_row = 1;
        });
        self.desk.errands.set(Vec::new());
        self.desk.taking.set(Vec::new());
        self.issues.set(Vec::new());
        self.sending.set(Sending::Idle);
        self.next.set_value(Next::Same);
        self.saved.set(Saved::Nothing);
        self.told.set("");
        self.dirty.set(0);
        self.replace(Answers::default());
        self.go(Page::Step(0));
    }
}
