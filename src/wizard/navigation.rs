//! Which view is shown, and where the focus is to be moved.

use hoso_view::Signal;
use std::cell::{Cell, RefCell};

use hoso_dossier::{Answers, Definition};

/// The views of a wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A step, by its index in the definition.
    Step(usize),
    /// How to pay, where nothing is declared.
    Payment,
    /// The last page of a preparation or a guide.
    Outcome,
    /// The submission and its outcome.
    Sending,
    /// The receipt.
    Receipt,
    /// The file to bring or mail, where there is no backend.
    Download,
}

impl View {
    /// Returns the URL fragment of this view.
    #[must_use]
    pub fn fragment(self, definition: &'static Definition) -> &'static str {
        match self {
            Self::Step(index) => definition.steps.get(index).map_or("", |step| step.id),
            Self::Payment => "payment",
            Self::Outcome => "outcome",
            Self::Sending => "sending",
            Self::Receipt => "receipt",
            Self::Download => "download",
        }
    }
}

/// What takes the focus after the next rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FocusTarget {
    /// The heading of the view.
    Heading,
    /// The error summary.
    Summary,
    /// The element of this id.
    Element(String),
}

/// The position of one wizard.
pub struct Navigation {
    /// The view that is shown.
    pub view: Signal<View>,
    /// What is to take the focus after the next rendering.
    pub focus: Signal<Option<FocusTarget>>,
    /// The id of the element that was last to take the focus. What hides it has to show it.
    pub requested: Signal<String>,
    /// The id of the element to scroll into view without moving the focus.
    pub scroll_target: Signal<Option<String>>,
    /// The step whose button was pressed before the second module was loaded.
    pub pending_submit: Cell<Option<usize>>,
    /// Whether a step was opened from the review to change an answer, so that its button leads back.
    pub returns_to_review: Cell<bool>,
    /// The fragment at which the restored draft was left.
    restored_view: RefCell<Option<String>>,
}

impl Default for Navigation {
    fn default() -> Self {
        Self {
            view: Signal::new(View::Step(0)),
            focus: Signal::new(None),
            requested: Signal::new(String::new()),
            scroll_target: Signal::new(None),
            pending_submit: Cell::new(None),
            returns_to_review: Cell::new(false),
            restored_view: RefCell::default(),
        }
    }
}

impl Navigation {
    /// Returns to the first step, for another wizard.
    pub fn reset(&self) {
        self.view.set(View::Step(0));
        self.focus.set(None);
        self.requested.set(String::new());
        self.scroll_target.set(None);
        self.pending_submit.set(None);
        self.returns_to_review.set(false);
        self.forget_restored_view();
    }

    /// Moves the focus to the heading of the view.
    pub fn focus_heading(&self) {
        self.focus.set(Some(FocusTarget::Heading));
    }

    /// Moves the focus to the error summary.
    pub fn focus_summary(&self) {
        self.focus.set(Some(FocusTarget::Summary));
    }

    /// Moves the focus to the element of this id.
    pub fn focus_element(&self, id: String) {
        self.requested.set(id.clone());
        self.focus.set(Some(FocusTarget::Element(id)));
    }

    /// Returns the fragment at which the restored draft was left; empty if there is none.
    #[must_use]
    pub fn restored_view(&self) -> String {
        self.restored_view.borrow().clone().unwrap_or_default()
    }

    /// Remembers the fragment of a restored draft, unless one was remembered before.
    pub fn restore_view(&self, fragment: String) {
        let mut restored = self.restored_view.borrow_mut();
        if !fragment.is_empty() && restored.is_none() {
            *restored = Some(fragment);
        }
    }

    /// Forgets the fragment of the draft that was restored before.
    pub fn forget_restored_view(&self) {
        *self.restored_view.borrow_mut() = None;
    }
}

/// Returns the indexes of the steps that are asked for these answers.
#[must_use]
pub fn shown_steps(definition: &Definition, answers: &Answers) -> Vec<usize> {
    let steps = definition.steps.iter().enumerate();
    steps
        .filter(|(_, step)| step.is_shown(answers))
        .map(|(index, _)| index)
        .collect()
}
