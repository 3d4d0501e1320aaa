//! Starts a test at a step: a receiver, a browser, and a citizen who answers from an example.

use serde_json::Value;

use crate::browser::Browser;
use crate::examples;
use crate::site::Site;

/// A citizen who fills in a procedure from one of its examples.
///
/// The example answers every field but photos, which a test attaches itself.
pub struct Scenario {
    procedure: &'static str,
    answers: Value,
    settings: Vec<(&'static str, &'static str)>,
}

impl Scenario {
    /// Uses an example of `procedures/<code>/examples`, by its file name without ending.
    pub fn new(procedure: &'static str, example: &str) -> Self {
        Self {
            procedure,
            answers: examples::answers_of(procedure, example),
            settings: Vec::new(),
        }
    }

    /// Replaces one setting in the configuration of the page, as another deployment would.
    pub fn with_setting(mut self, setting: &'static str, other: &'static str) -> Self {
        self.settings.push((setting, other));
        self
    }

    /// Starts receiver and browser, and completes every step before this one.
    pub async fn start_at(self, step: &str) -> (Site, Browser) {
        let (site, browser) = (Site::start().await, Browser::start().await);
        for (setting, other) in self.settings {
            site.configure_page(self.procedure, setting, other);
        }
        browser.open_procedure(&site, self.procedure).await;
        browser.complete_until(step, &self.answers).await;
        (site, browser)
    }
}

/// Starts a scenario of 602b, an insured person who returns, at a step.
pub async fn start_at_step(step: &str) -> (Site, Browser) {
    Scenario::new("602b", "ok-case-c").start_at(step).await
}
