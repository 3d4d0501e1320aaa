//! Accessibility as axe-core sees it.

use serde_json::Value;

use crate::browser::Browser;

/// See the README beside the file.
const AXE: &str = include_str!("../vendor/axe.min.js");

impl Browser {
    /// Every violation on the page as it is now: rule, what it is about, where.
    pub async fn violations(&self) -> Vec<String> {
        if self.look("typeof axe").await == "undefined" {
            self.look(&format!("{{ {AXE} }} null")).await;
        }
        let found = self.look("axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => [v.id, v.help, n.target.join(' '), n.failureSummary])))").await;
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

    /// There is nothing on this page that shuts people out.
    pub async fn is_accessible(&self, state: &str) {
        let step = self.fragment().await;
        assert_eq!(
            self.violations().await,
            Vec::<String>::new(),
            "on {step:?}, {state}"
        );
    }
}
