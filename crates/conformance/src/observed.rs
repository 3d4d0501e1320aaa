//! Records faults that any response of a run can have.

use crate::answer::Answer;
use crate::samples::PRIVATE;

/// Recorded faults of a run, one text for each.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// Redirects.
    pub(crate) redirects: Vec<String>,
    /// Values of `Retry-After` that are not a number of seconds.
    pub(crate) retry_after: Vec<String>,
    /// Responses 429 and 503 without `Retry-After`.
    pub(crate) no_retry_after: Vec<String>,
    /// Refusals that contain an answer or a secret.
    pub(crate) leaks: Vec<String>,
    /// Refusals that are not problem details.
    pub(crate) no_problem: Vec<String>,
    /// Responses with a secret or an answer in a header.
    pub(crate) headers: Vec<String>,
    /// Responses that set a cookie.
    pub(crate) cookies: Vec<String>,
    /// Secrets of receipts. Only bodies of receipts may contain them.
    pub(crate) secrets: Vec<String>,
    /// Number of refusals, 4xx and 5xx.
    pub(crate) refusals: usize,
}

impl Observed {
    /// Records the faults of a response.
    pub(crate) fn add(&mut self, answer: &Answer) {
        let seen = || format!("{}: {}", answer.request, answer.status);
        if (300..400).contains(&answer.status) {
            self.redirects.push(seen());
        }
        if let Some(value) = answer.header("retry-after") {
            if value.trim().parse::<u32>().is_err() {
                self.retry_after.push(format!("{}: {value}", seen()));
            }
        } else if matches!(answer.status, 429 | 503) {
            self.no_retry_after.push(seen());
        }
        if answer.header("set-cookie").is_some() {
            self.cookies.push(seen());
        }
        self.add_headers(answer);
        let body = String::from_utf8_lossy(&answer.body);
        if answer.status >= 400 {
            self.refusals += 1;
            if self.is_private(&body) {
                self.leaks.push(seen());
            }
            // A 431 and a response to HEAD have no body.
            let without_body = answer.status == 431 || answer.request.starts_with("HEAD ");
            if !without_body && answer.media_type() != "application/problem+json" {
                let media_type = answer.media_type();
                self.no_problem.push(format!("{} {media_type}", seen()));
            }
        }
    }

    /// Records the faults of the headers; called again when the secret of a receipt is known.
    pub(crate) fn add_headers(&mut self, answer: &Answer) {
        let mut values = answer.headers.iter().map(|(_, value)| value);
        if values.any(|value| self.is_private(value)) {
            self.headers
                .push(format!("{}: {}", answer.request, answer.status));
        }
    }

    /// Returns whether a text contains an answer or a secret of this run.
    fn is_private(&self, text: &str) -> bool {
        let mut private = PRIVATE.iter().copied();
        private.any(|word| text.contains(word))
            || self.secrets.iter().any(|secret| text.contains(secret))
    }
}
