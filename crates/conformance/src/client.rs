//! Sends requests to the backend and retries them if it asks for that.

use core::fmt;
use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Request;

use crate::answer::Answer;
use crate::observed::Observed;
use crate::verdict::Flaw;

/// Timeout of one request, long enough for the largest file.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Maximum number of retries after 408, 425, 429, 503 or a lost connection.
const REPEATS: u32 = 5;

/// Maximum delay before a retry, also if `Retry-After` is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Maximum size of a response body in bytes.
const LONGEST_BODY: u64 = 4 * 1024 * 1024;

/// Reason why no check could run, such as a base address without an HTTP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable(pub(crate) String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Unreachable {}

/// A client of one backend.
pub(crate) struct Client {
    agent: Agent,
    base: String,
    observed: Mutex<Observed>,
}

impl Client {
    /// Creates a client of a base address such as `http://127.0.0.1:8080/api`.
    pub(crate) fn new(base: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            // Keeps no idle connections, so that `ureq` never retries a lost connection.
            .max_idle_connections(0)
            .build();
        Self {
            agent: Agent::new_with_config(config),
            base: base.trim_end_matches('/').to_owned(),
            observed: Mutex::default(),
        }
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// The error of the connection or of the response, as a text.
    pub(crate) fn once(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, String> {
        let mut request = Request::builder()
            .method(method)
            .uri([self.base.as_str(), path].concat());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = if body.is_empty() && matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE") {
            let request = request.body(()).map_err(|e| e.to_string())?;
            self.agent.run(request)
        } else {
            let request = request.body(body).map_err(|e| e.to_string())?;
            self.agent.run(request)
        };
        let mut response = sent.map_err(|e| e.to_string())?;
        let text = |value: &ureq::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect();
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .with_config()
            .limit(LONGEST_BODY)
            .read_to_vec()
            .map_err(|e| format!("the body of the answer: {e}"))?;
        let answer = Answer {
            // The path can contain a number, but no answer.
            request: format!("{method} {}", path.chars().take(80).collect::<String>()),
            status,
            headers,
            body,
        };
        self.observe(|observed| observed.add(&answer));
        Ok(answer)
    }

    /// Sends a request, and retries it with the same bytes while the backend asks for that.
    ///
    /// # Errors
    /// [`Flaw::Failed`] if no response arrived.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, Flaw> {
        let mut last = Err(String::new());
        for attempt in 0..=REPEATS {
            if attempt > 0 {
                sleep(wait(&last));
            }
            last = self.once(method, path, headers, body);
            match &last {
                Ok(answer) if !matches!(answer.status, 408 | 425 | 429 | 503) => break,
                _ => {}
            }
        }
        last.map_err(|error| Flaw::Failed(format!("{method} {path}: no answer: {error}")))
    }

    /// Calls `note` with the recorded faults of the run.
    pub(crate) fn observe<T>(&self, note: impl FnOnce(&mut Observed) -> T) -> T {
        let mut observed = match self.observed.lock() {
            Ok(observed) => observed,
            Err(poisoned) => poisoned.into_inner(),
        };
        note(&mut observed)
    }
}

/// Returns the delay before the next attempt: `Retry-After`, or a default if there is none.
fn wait(last: &Result<Answer, String>) -> Duration {
    let seconds = last
        .as_ref()
        .ok()
        .and_then(|answer| answer.header("retry-after")?.trim().parse().ok());
    seconds.map_or(Duration::from_millis(200), |seconds| {
        Duration::from_secs(seconds).min(LONGEST_WAIT)
    })
}
