//! The official form as a file.

use std::cell::Cell;

use hoso_view::Signal;

use crate::wizard::object_url::ObjectUrl;

/// The status of the official form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficialFormStatus {
    /// Not requested.
    None,
    /// Being made by the worker.
    Making,
    /// Ready.
    Ready {
        /// The PDF.
        url: ObjectUrl,
        /// The file name.
        name: String,
        /// Whether this browser can share files.
        can_share: bool,
    },
    /// It could not be made.
    Failed,
}

/// The official form of one wizard.
pub struct OfficialForm {
    /// The status.
    pub status: Signal<OfficialFormStatus>,
    generation: Cell<u32>,
}

impl Default for OfficialForm {
    fn default() -> Self {
        Self {
            status: Signal::new(OfficialFormStatus::None),
            generation: Cell::new(0),
        }
    }
}

impl OfficialForm {
    /// Counts the calls of [`OfficialForm::invalidate`].
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Drops the form because an answer has changed, also one that is being made.
    pub fn invalidate(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
        self.status.set(OfficialFormStatus::None);
    }
}
