//! Reads a request body within limits of size and time.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use crate::config::Limits;
use crate::refusal::Refusal;

/// How many bytes of a refused body are still read. A client whose connection closes
/// while it sends gets a network error instead of the refusal.
const DRAINED_BYTES: u64 = 16 * 1024 * 1024;

/// For how long a refused body is still read.
const DRAINED_FOR: Duration = Duration::from_secs(10);

/// A request body that is read within limits of size and time.
pub(crate) struct LimitedBody {
    body: Body,
    declared: Option<u64>,
    limit: u64,
    read: u64,
    silence: Duration,
    deadline: Instant,
    ended: bool,
}

impl LimitedBody {
    /// Limits a body to `limit` bytes.
    pub(crate) fn new(headers: &HeaderMap, body: Body, limit: u64, limits: &Limits) -> Self {
        Self {
            body,
            declared: headers
                .get(header::CONTENT_LENGTH)
                .and_then(|v| v.to_str().ok()?.parse().ok()),
            limit,
            read: 0,
            silence: limits.body_silence,
            deadline: Instant::now() + limits.body_time,
            ended: false,
        }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            let until = self.deadline.min(Instant::now() + self.silence);
            match timeout_at(until, self.body.frame()).await {
                Err(_) => {
                    self.ended = true;
                    return Err(Refusal::Timeout);
                }
                Ok(Some(Err(_))) => {
                    self.ended = true;
                    return Err(Refusal::BodyIncomplete);
                }
                Ok(None) => {
                    self.ended = true;
                    return Ok(None);
                }
                Ok(Some(Ok(frame))) => {
                    // Trailers are ignored.
                    if let Ok(bytes) = frame.into_data() {
                        self.read = self.read.saturating_add(bytes.len() as u64);
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }

    /// Reads the next chunk; `None` after the last.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::Timeout`], [`Refusal::BodyIncomplete`].
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Refusal> {
        let too_large = Refusal::TooLarge {
            at: "body".to_owned(),
            limit: self.limit,
        };
        if self.declared.is_some_and(|declared| declared > self.limit) {
            return Err(too_large);
        }
        let chunk = self.next().await?;
        if self.read > self.limit {
            Err(too_large)
        } else {
            Ok(chunk)
        }
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    /// As [`Self::chunk`].
    pub(crate) async fn whole(&mut self) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Reads and discards the rest of a refused body, within bounds, so that the client gets the
    /// response.
    pub(crate) async fn drain(&mut self) {
        self.deadline = self.deadline.min(Instant::now() + DRAINED_FOR);
        let most = self.read.saturating_add(DRAINED_BYTES);
        while !self.ended && self.read < most {
            if !matches!(self.next().await, Ok(Some(_))) {
                break;
            }
        }
    }
}
