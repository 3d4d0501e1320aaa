//! A response of the backend.

use serde_json::Value;

use crate::verdict::{Flaw, Verdict, demand};

/// Maximum number of characters of a body in the text of a failure.
const SHOWN_CHARS: usize = 160;

/// An HTTP response with its complete body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Method and path of the request, for the text of a failure.
    pub(crate) request: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Returns the first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the `Content-Type` without its parameters.
    pub(crate) fn media_type(&self) -> &str {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim()
    }

    /// Demands this status.
    ///
    /// # Errors
    /// [`Flaw::Failed`] with the status and the start of the body.
    pub(crate) fn is(&self, status: u16) -> Verdict {
        self.is_one_of(&[status])
    }

    /// Demands one of these statuses.
    ///
    /// # Errors
    /// [`Flaw::Failed`] with the status and the start of the body.
    pub(crate) fn is_one_of(&self, statuses: &[u16]) -> Verdict {
        demand(statuses.contains(&self.status), || {
            let wanted: Vec<String> = statuses.iter().map(ToString::to_string).collect();
            self.instead_of(&wanted.join(" or "))
        })
    }

    /// Returns the text of a failure: the expected value, the status and the start of the body.
    pub(crate) fn instead_of(&self, expected: &str) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let mut shown: String = body.chars().take(SHOWN_CHARS).collect();
        if shown.len() < body.len() {
            shown.push('…');
        }
        let shown = shown.replace(['\n', '\r'], " ");
        format!(
            "{}: expected {expected}, got {} {} {shown}",
            self.request,
            self.status,
            self.media_type()
        )
    }

    /// Parses the body as a JSON object; demands the media type of JSON.
    ///
    /// # Errors
    /// [`Flaw::Failed`].
    pub(crate) fn object(&self) -> Result<Value, Flaw> {
        demand(self.media_type() == "application/json", || {
            self.instead_of("application/json")
        })?;
        self.value()
    }

    /// Parses the body as a JSON object.
    ///
    /// # Errors
    /// [`Flaw::Failed`].
    pub(crate) fn value(&self) -> Result<Value, Flaw> {
        match serde_json::from_slice(&self.body) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(Flaw::Failed(self.instead_of("a JSON object"))),
        }
    }

    /// Returns a string of the JSON body.
    ///
    /// # Errors
    /// [`Flaw::Failed`] if the key is missing or its value is no string.
    pub(crate) fn text(&self, key: &str) -> Result<String, Flaw> {
        match self.value()?.get(key) {
            Some(Value::String(text)) => Ok(text.clone()),
            _ => Err(Flaw::Failed(self.instead_of(&format!("a text `{key}`")))),
        }
    }
}
