//! What every answer of a run is looked at for, whatever it was asked.

use crate::answer::Answer;
use crate::samples::PRIVATE;

/// Faults that were seen in passing, a text for each.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// Answers that lead elsewhere.
    pub(crate) redirects: Vec<String>,
    /// `Retry-After` that is no number of seconds.
    pub(crate) retry_after: Vec<String>,
    /// 429 and 503 without `Retry-After`.
    pub(crate) no_retry_after: Vec<String>,
    /// Refusals that repeat what was sent.
    pub(crate) leaks: Vec<String>,
    /// Refusals that are no problem details.
    pub(crate) no_problem: Vec<String>,
    /// Headers that repeat a secret or an answer.
    pub(crate) headers: Vec<String>,
    /// Cookies that were set.
    pub(crate) cookies: Vec<String>,
    /// Secrets of receipts, which may be in bodies of receipts only.
    pub(crate) secrets: Vec<String>,
    /// Refusals that were seen, 4xx and 5xx.
    pub(crate) refusals: usize,
}

impl Observed {
    /// Looks at an answer.
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
            // 431 has no body, and neither has the answer to HEAD.
            let without_body = answer.status == 431 || answer.request.starts_with("HEAD ");
            if !without_body && answer.media_type() != "application/problem+json" {
                let media_type = answer.media_type();
                self.no_problem.push(format!("{} {media_type}", seen()));
            }
        }
    }

    /// Looks at the headers of an answer, again once its secret is known.
    pub(crate) fn add_headers(&mut self, answer: &Answer) {
        let mut values = answer.headers.iter().map(|(_, value)| value);
        if values.any(|value| self.is_private(value)) {
            self.headers
                .push(format!("{}: {}", answer.request, answer.status));
        }
    }

    /// Tells whether a text has an answer or a secret of this run.
    fn is_private(&self, text: &str) -> bool {
        let mut private = PRIVATE.iter().copied();
        private.any(|word| text.contains(word))
            || self.secrets.iter().any(|secret| text.contains(secret))
    }
}
