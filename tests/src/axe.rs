//! Accessibility checks by axe-core.

use serde_json::Value;

use crate::browser::Browser;

/// See the README beside the file.
const AXE: &str = include_str!("../vendor/axe.min.js");

impl Browser {
    /// Runs axe-core on the current page. Returns each violation: rule, help text, selector, summary.
    pub async fn violations(&self) -> Vec<String> {
        if self.eval("typeof axe").await == "undefined" {
            self.eval(&format!("{{ {AXE} }} null")).await;
        }
        let found = self.eval("axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => [v.id, v.help, n.target.join(' '), n.failureSummary])))").await;
        let found = found.as_array().expect("a list of violations").iter();
        found
            .map(|one| {
                one.as_array()
                    .unwrap()
                    .iter()
                    .map(Value::to_string)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    /// Asserts that axe-core finds no violation on the current page.
    pub async fn assert_accessible(&self, state: &str) {
        let step = self.fragment().await;
        assert_eq!(
            self.violations().await,
            Vec::<String>::new(),
            "on step {step:?}, {state}"
        );
    }
}
