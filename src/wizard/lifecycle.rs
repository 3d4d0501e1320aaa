//! How the state of a wizard begins and ends: created, reset for the next dossier, released, reused.

use std::cell::RefCell;
use std::pin::Pin;

use hoso_dossier::{Answers, Procedure};
use hoso_identifiers::Date;

use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::parts::{ModuleStatus, Parts};

thread_local! {
    // The parts of wizards whose views were unmounted. Wizards come and go in a portal's page; the
    // parts are leaked, so that a handle is one word, and reused, so that they are leaked once.
    static RELEASED: RefCell<Vec<&'static Parts>> = const { RefCell::new(Vec::new()) };
}

impl Wizard {
    /// Creates a wizard with these answers, at its first step. Reuses the parts of a released one.
    ///
    /// Call it without a current owner: the parts outlive the view.
    #[must_use]
    pub fn new(
        procedure: &'static Procedure,
        config: DeploymentConfig,
        prefix: String,
        answers: Answers,
        today: Date,
    ) -> Self {
        let reused = RELEASED.with_borrow_mut(Vec::pop);
        let wizard =
            Self(reused.unwrap_or_else(|| Box::leak(Box::new(Parts::new(procedure, today)))));
        wizard.procedure.set(procedure);
        wizard.lang.set(Lang::SOURCE);
        wizard.today.set(today);
        wizard.places.set_urls(config.assets.clone());
        wizard.config.replace(config);
        wizard.prefix.replace(prefix);
        wizard.forget_page();
        wizard.reset();
        wizard.load_answers(answers);
        wizard.navigation.focus.set(None);
        wizard
    }

    /// Forgets what the parts learned in the page in which they were used before. What belongs to one
    /// dossier is forgotten by [`Wizard::reset`].
    fn forget_page(self) {
        // Names every part, so that a new one is not left out. `new` sets those that are ignored, and
        // `recycle` empties the photos. Places that were fetched are the same for every wizard; a
        // file that failed is requested again.
        let Parts {
            procedure: _,
            rules,
            tasks: _,
            is_released,
            module,
            is_outdated,
            config: _,
            prefix: _,
            lang: _,
            today: _,
            clock_difference,
            answers: _,
            validation: _,
            navigation,
            submission: _,
            draft,
            photos: _,
            official_form: _,
            suggestions: _,
            places: _,
            commands,
        } = self.0;
        rules.set(None);
        is_released.set(false);
        module.set(ModuleStatus::Loading);
        is_outdated.set(false);
        clock_difference.set(None);
        navigation.reset();
        draft.forget_other_drafts();
        commands.drop_all();
    }

    /// Forgets the dossier, and shows the first step. What is known about the page and about other
    /// drafts stays.
    pub fn reset(self) {
        // Names every part, so that a new one is not left out.
        let Parts {
            procedure: _,
            rules: _,
            tasks: _,
            is_released: _,
            module: _,
            is_outdated: _,
            config: _,
            prefix: _,
            lang: _,
            today: _,
            clock_difference: _,
            answers,
            validation,
            navigation: _,
            submission,
            draft,
            photos,
            official_form,
            suggestions,
            places: _,
            commands,
        } = self.0;
        validation.reset();
        submission.reset();
        commands.drop_pending();
        photos.progress.set(Vec::new());
        official_form.invalidate();
        suggestions.reset();
        answers.reset();
        draft.reset();
        self.load_answers(Answers::default());
        self.show(View::Step(0));
    }

    /// Runs a task that uses this wizard. A released wizard is reused only after its last task.
    pub fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.spawn_boxed(Box::pin(task));
    }

    // Not generic: this task is compiled once.
    fn spawn_boxed(self, task: Pin<Box<dyn Future<Output = ()>>>) {
        self.tasks.set(self.tasks.get() + 1);
        platform::spawn(async move {
            task.await;
            self.tasks.set(self.tasks.get() - 1);
            self.recycle();
        });
    }

    /// Releases the parts for reuse, after the view was unmounted.
    pub fn release(self) {
        self.is_released.set(true);
        self.recycle();
    }

    /// Returns whether the view was unmounted, while tasks of this wizard are still running.
    #[must_use]
    pub fn is_released(self) -> bool {
        self.is_released.get()
    }

    fn recycle(self) {
        if self.is_released.get() && self.tasks.get() == 0 {
            // Only once: another task may end later.
            self.is_released.set(false);
            // Frees the files of the previews and of the form now, not when the parts are reused.
            self.photos.all.set(Vec::new());
            self.official_form.invalidate();
            RELEASED.with_borrow_mut(|released| released.push(self.0));
        }
    }
}
