//! Walking through the steps: what is wrong so far, and where that lets the person go.

use hoso_dossier::path::Path;
use hoso_dossier::{Issue, Report, Severity, Step, steps};
use leptos::prelude::*;

use crate::form::{Form, Page, Summary};
use crate::later;

impl Form {
    /// The verdict over all answers as they are.
    #[must_use]
    pub fn report(&self) -> Report {
        let today = self.today.get_untracked();
        // Until the later part is here, only the front is judged, and that is tapped.
        let check = later::get()
            .map_or(hoso_dossier::check_choices_only as later::Check, |later| {
                later.check
            });
        let mut report = self.answers(|answers| check(self.procedure(), answers, today));
        if let Some(later) = later::get() {
            (later.beside)(*self, &mut report);
        }
        report
    }

    /// Looks at the answers again and shows the issues that may show.
    pub fn judge(&self) {
        let report = self.report();
        let shown: Vec<Issue> = self.state(|state| {
            report
                .issues()
                .iter()
                .filter(|issue| {
                    state.touched.contains(&issue.at)
                        || self
                            .place_of(&issue.at)
                            .is_some_and(|step| state.tried.contains(&step))
                })
                .cloned()
                .collect()
        });
        let changed = self.issues.with_untracked(|old| *old != shown);
        if changed {
            self.issues.set(shown);
        }
    }

    /// The step of a path, by its place.
    #[must_use]
    pub fn place_of(&self, path: &str) -> Option<usize> {
        let field = Path::parse(path).field;
        self.procedure()
            .definition
            .steps
            .iter()
            .position(|step| step.fields.iter().any(|f| f.id == field))
    }

    /// The steps that are asked now, by their places.
    #[must_use]
    pub fn open_steps(&self) -> Vec<usize> {
        let definition = self.procedure().definition;
        self.answers(|answers| {
            definition
                .steps
                .iter()
                .enumerate()
                .filter(|(_, step)| step.is_shown(answers))
                .map(|(place, _)| place)
                .collect()
        })
    }

    /// The step of a place.
    #[must_use]
    pub fn step(&self, place: usize) -> &'static Step {
        let steps = self.procedure().definition.steps;
        &steps[place.min(steps.len().saturating_sub(1))]
    }

    /// The issues of the steps up to and with this one, of one severity.
    #[must_use]
    pub fn issues_up_to(&self, place: usize, severity: Severity) -> Vec<Issue> {
        self.issues.with(|issues| {
            issues
                .iter()
                .filter(|issue| issue.severity == severity)
                .filter(|issue| self.place_of(&issue.at).is_none_or(|step| step <= place))
                .cloned()
                .collect()
        })
    }

    /// The warnings that the summary of a step shows: those of the step, and those that the last
    /// try to pass it has brought up elsewhere.
    #[must_use]
    pub fn warnings_at(&self, place: usize) -> Vec<Issue> {
        let mut warnings = self.issues_up_to(place, Severity::Warning);
        self.state(|state| {
            warnings.retain(|issue| {
                self.place_of(&issue.at) == Some(place)
                    || state
                        .fresh
                        .iter()
                        .any(|(at, code)| *at == issue.at && *code == issue.code)
            });
        });
        warnings
    }

    /// The person wants to pass this step. True if it may be left.
    ///
    /// Errors of this step and of those before it keep the person here. Warnings
    /// of this step keep them once; the next try passes.
    pub fn try_pass(&self, place: usize) -> bool {
        let open = self.open_steps();
        self.change(|state| {
            for step in open.iter().filter(|step| **step <= place) {
                if !state.tried.contains(step) {
                    state.tried.push(*step);
                }
            }
        });
        self.judge();
        let fresh = untrack(|| {
            if !self.issues_up_to(place, Severity::Error).is_empty() {
                return Summary::Errors;
            }
            let warnings = self.issues_up_to(place, Severity::Warning);
            let fresh = self.change(|state| {
                let keys = warnings.into_iter().map(|issue| (issue.at, issue.code));
                let fresh: Vec<_> = keys.filter(|key| !state.passed.contains(key)).collect();
                state.passed.extend(fresh.iter().cloned());
                let any = !fresh.is_empty();
                state.fresh = fresh;
                any
            });
            if fresh {
                Summary::Warnings
            } else {
                Summary::None
            }
        });
        self.summary.set(fresh);
        fresh == Summary::None
    }

    /// Shows another page and leads the focus to its heading.
    pub fn go(&self, page: Page) {
        self.follow_the_draft();
        self.summary.set(Summary::None);
        self.page.set(page);
        self.focus.set(Some("h1".to_owned()));
    }

    /// Goes on from a step that was passed.
    pub fn go_on(&self, place: usize) {
        match self.open_steps().into_iter().find(|step| *step > place) {
            Some(next) => self.go(Page::Step(next)),
            None => self.go(Page::Payment),
        }
    }

    /// Goes back from a page.
    pub fn go_back(&self) {
        let open = self.open_steps();
        let before = match self.page.get_untracked() {
            Page::Step(place) => open.into_iter().rfind(|step| *step < place),
            _ => open.last().copied(),
        };
        if let Some(step) = before {
            self.go(Page::Step(step));
        }
    }

    /// Opens the step of an address, or the one before it that is still to be mended; who is held
    /// there is told why.
    pub fn open(&self, wanted: &str) {
        let definition = self.procedure().definition;
        let report = self.report();
        let is_step = definition.steps.iter().any(|step| step.id == wanted);
        let mut wanted = wanted;
        match wanted {
            "payment"
                if self.answers(|answers| !definition.requires_declaration(answers))
                    && report.passes() =>
            {
                return self.go(Page::Payment);
            }
            // What is behind the questions begins at the last of them.
            "sending" | "receipt" | "handover" => {
                wanted = self
                    .open_steps()
                    .last()
                    .map_or("", |last| self.step(*last).id);
            }
            _ => {}
        }
        let place = self.answers(|answers| {
            let step = steps::open(definition, answers, &report, wanted)?;
            definition.steps.iter().position(|s| s.id == step.id)
        });
        let place = place.unwrap_or(0);
        let page = Page::Step(place);
        if page != self.page.get_untracked() {
            self.go(page);
        }
        let begun = self.answers(|answers| !answers.is_empty());
        let held = report.issues().iter().any(|issue| {
            issue.severity == Severity::Error && self.place_of(&issue.at) == Some(place)
        });
        if is_step && begun && held && self.step(place).id != wanted {
            self.try_pass(place);
            self.focus.set(Some("summary".to_owned()));
        }
    }

    /// Shows the last step with what keeps it from being passed.
    pub fn hold_at_last(&self) {
        if let Some(last) = self.open_steps().last() {
            self.go(Page::Step(*last));
            self.try_pass(*last);
            self.focus.set(Some("summary".to_owned()));
        }
    }

    /// The fragment of the page that is shown.
    #[must_use]
    pub fn fragment(&self) -> &'static str {
        match self.page.get() {
            Page::Step(place) => self.step(place).id,
            Page::Payment => "payment",
            Page::Sending => "sending",
            Page::Receipt => "receipt",
            Page::Handover => "handover",
        }
    }

    /// Shows what a receiver found wrong, as if it had been found here.
    pub fn show_refusal(&self, found: Vec<Issue>) {
        let mut first = None;
        for issue in &found {
            first = first.or_else(|| self.place_of(&issue.at));
        }
        let last = self.open_steps().last().copied().unwrap_or(0);
        self.go(Page::Step(last));
        self.change(|state| state.tried.push(last));
        self.issues.set(found);
        self.summary.set(Summary::Errors);
    }
}
