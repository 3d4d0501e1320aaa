//! Checks properties that every response of the run must have.

use crate::check::Check;
use crate::context::Context;
use crate::observed::Observed;
use crate::verdict::{Verdict, demand};

const SECTION: &str = "Refusing";

/// Maximum number of responses in the text of a failure.
const SHOWN: usize = 3;

/// Demands that no fault of this kind was recorded.
fn nothing(context: &Context, noted: impl FnOnce(&Observed) -> &Vec<String>) -> Verdict {
    let noted = context.client.observe(|observed| noted(observed).clone());
    demand(noted.is_empty(), || {
        let shown: Vec<&str> = noted.iter().take(SHOWN).map(String::as_str).collect();
        format!("{} times, such as {}", noted.len(), shown.join("; "))
    })
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "all.problem_details",
        demand: "every refusal of the run is application/problem+json, never a page of HTML",
        section: SECTION,
        run: |context| {
            let refusals = context.client.observe(|observed| observed.refusals);
            demand(refusals > 0, || "no refusal was seen".to_owned())?;
            nothing(context, |observed| &observed.no_problem)
        },
    },
    Check {
        name: "all.no_leak",
        demand: "no refusal of the run repeats an answer or a secret",
        section: SECTION,
        run: |context| nothing(context, |observed| &observed.leaks),
    },
    Check {
        name: "all.no_leak_in_headers",
        demand: "no header of the run has an answer or a secret",
        section: "Digest and receipt",
        run: |context| nothing(context, |observed| &observed.headers),
    },
    Check {
        name: "all.no_redirect",
        demand: "no answer of the run leads elsewhere: the page follows no redirect",
        section: "Digest and receipt",
        run: |context| nothing(context, |observed| &observed.redirects),
    },
    Check {
        name: "all.no_cookie",
        demand: "no answer of the run sets a cookie: the page sends none",
        section: SECTION,
        run: |context| nothing(context, |observed| &observed.cookies),
    },
    Check {
        name: "all.retry_after_seconds",
        demand: "`Retry-After` of the run is a whole number of seconds",
        section: SECTION,
        run: |context| nothing(context, |observed| &observed.retry_after),
    },
    Check {
        name: "all.retry_after_given",
        demand: "each 429 and 503 of the run says `Retry-After`",
        section: SECTION,
        run: |context| nothing(context, |observed| &observed.no_retry_after),
    },
];
