//! Every way in which a request is refused: an enum for programs, a status and
//! problem details (RFC 9457) for the wire.
//!
//! A refusal says where and what by code, `{ "at", "code" }`, and never repeats
//! what was sent: an answer is personal data.
//!
//! Source: RFC 9457 (problem details), RFC 9110 (status codes, Retry-After),
//! RFC 6585 (431); read 2026-11-21.

use core::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hoso_dossier::Value;
use hoso_dossier::json::{JsonError, JsonErrorKind};

use crate::logging::LogCode;

/// One fault of a dossier or of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The path of the field or of the key of the envelope.
    pub at: String,
    /// The code of the reason.
    pub code: &'static str,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The body is not JSON, or it is ambiguous, such as a duplicate key.
    NotJson(JsonError),
    /// The body is not `multipart/form-data`, or its parts are not those of a dossier.
    Form {
        /// The part, or `body`.
        at: String,
        /// The code of the reason.
        code: &'static str,
    },
    /// The connection closed before the body was complete.
    BodyIncomplete,
    /// The `Idempotency-Key` is missing.
    KeyMissing,
    /// The `Idempotency-Key` is not a lower-case UUID.
    KeyMalformed,
    /// The name of an attachment is not SHA-256 in lower-case hex.
    HashMalformed,
    /// The SHA-256 of the bytes differs from the hash that names the attachment.
    HashMismatch {
        /// `body`, or the part of the form.
        at: String,
    },
    /// The `Authorization` header has no receipt secret.
    SecretMissing,
    /// No dossier has this number and secret.
    DossierUnknown,
    /// The office erased this dossier; it is not stored again.
    DossierErased,
    /// No route matches the path.
    RouteUnknown,
    /// The route does not accept this method.
    MethodNotAllowed,
    /// The client did not send the body in time.
    Timeout,
    /// The `Idempotency-Key` was used for another dossier.
    KeyReused,
    /// The body is larger than the limit.
    TooLarge {
        /// `body`, or the part of the form.
        at: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The path is longer than the limit.
    PathTooLong,
    /// The media type is not accepted.
    MediaType {
        /// `body`, or the part of the form.
        at: String,
    },
    /// The dossier has errors.
    Dossier(Vec<Issue>),
    /// Too many requests run at the same time.
    Busy,
    /// The space for files that no dossier names yet is used up.
    StorageFull,
    /// The store failed and saved nothing.
    Storage,
    /// A bug in this program.
    Internal,
}

/// How many issues a refusal lists at most. A broken client could cause thousands.
const MAX_ISSUES: usize = 100;

impl Refusal {
    /// Returns one refusal of each code, for the documentation and its test.
    #[must_use]
    pub fn each() -> Vec<Self> {
        let body = || "body".to_owned();
        let json = [
            JsonErrorKind::Syntax,
            JsonErrorKind::Encoding,
            JsonErrorKind::TooDeep,
            JsonErrorKind::DuplicateKey,
            JsonErrorKind::TooManyKeys,
            JsonErrorKind::Number,
        ];
        let form = [
            "form.malformed",
            "form.missing",
            "form.part_name",
            "form.part_twice",
            "attachment.many",
        ];
        let mut each: Vec<Self> = json
            .into_iter()
            .map(|kind| Self::NotJson(JsonError { offset: 0, kind }))
            .collect();
        each.extend(form.into_iter().map(|code| Self::Form { at: body(), code }));
        each.extend([
            Self::BodyIncomplete,
            Self::KeyMissing,
            Self::KeyMalformed,
            Self::HashMalformed,
            Self::HashMismatch { at: body() },
            Self::SecretMissing,
            Self::DossierUnknown,
            Self::DossierErased,
            Self::RouteUnknown,
            Self::MethodNotAllowed,
            Self::Timeout,
            Self::KeyReused,
            Self::TooLarge {
                at: body(),
                limit: 0,
            },
            Self::PathTooLong,
            Self::MediaType { at: body() },
            Self::Dossier(Vec::new()),
            Self::Busy,
            Self::StorageFull,
            Self::Storage,
            Self::Internal,
        ]);
        each
    }

    /// Returns the HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotJson(_)
            | Self::Form { .. }
            | Self::BodyIncomplete
            | Self::KeyMissing
            | Self::KeyMalformed
            | Self::HashMalformed => StatusCode::BAD_REQUEST,
            Self::SecretMissing => StatusCode::UNAUTHORIZED,
            Self::DossierUnknown | Self::RouteUnknown => StatusCode::NOT_FOUND,
            Self::DossierErased => StatusCode::GONE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::KeyReused => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::PathTooLong => StatusCode::URI_TOO_LONG,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::HashMismatch { .. } | Self::Dossier(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy | Self::StorageFull => StatusCode::SERVICE_UNAVAILABLE,
            Self::Storage | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the code of the whole refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotJson(JsonError { kind, .. }) => match kind {
                JsonErrorKind::Encoding => "json.encoding",
                JsonErrorKind::TooDeep => "json.too_deep",
                JsonErrorKind::DuplicateKey => "json.duplicate_key",
                JsonErrorKind::Number => "json.number",
                JsonErrorKind::TooManyKeys => "json.too_many",
                _ => "json.syntax",
            },
            Self::Form { code, .. } => code,
            Self::BodyIncomplete => "body.cut",
            Self::KeyMissing => "idempotency_key.missing",
            Self::KeyMalformed => "idempotency_key.shape",
            Self::HashMalformed => "attachment.hash_shape",
            Self::HashMismatch { .. } => "attachment.hash",
            Self::SecretMissing => "secret.missing",
            Self::DossierUnknown => "dossier.unknown",
            Self::DossierErased => "dossier.erased",
            Self::RouteUnknown => "route.unknown",
            Self::MethodNotAllowed => "method.unknown",
            Self::Timeout => "body.slow",
            Self::KeyReused => "idempotency_key.reused",
            Self::TooLarge { .. } => "body.too_large",
            Self::PathTooLong => "path.long",
            Self::MediaType { .. } => "media_type.unknown",
            Self::Dossier(_) => "dossier.refused",
            Self::Busy => "server.busy",
            Self::StorageFull => "server.full",
            Self::Storage => "server.storage",
            Self::Internal => "server.fault",
        }
    }

    /// Returns the seconds after which the client may try again (`Retry-After`).
    #[must_use]
    pub const fn retry_after(&self) -> Option<u16> {
        match self {
            Self::Busy => Some(2),
            Self::StorageFull => Some(600),
            Self::Storage => Some(30),
            _ => None,
        }
    }

    fn issues(&self) -> Vec<Issue> {
        let at = match self {
            Self::Dossier(issues) => return issues.iter().take(MAX_ISSUES).cloned().collect(),
            Self::Form { at, .. }
            | Self::HashMismatch { at }
            | Self::TooLarge { at, .. }
            | Self::MediaType { at } => at,
            Self::KeyMissing | Self::KeyMalformed | Self::KeyReused => "idempotency_key",
            Self::HashMalformed => "sha256",
            Self::SecretMissing => "authorization",
            Self::DossierUnknown | Self::DossierErased => "number",
            Self::RouteUnknown | Self::PathTooLong => "path",
            Self::MethodNotAllowed => "method",
            Self::NotJson(_) | Self::BodyIncomplete | Self::Timeout => "body",
            Self::Busy | Self::StorageFull | Self::Storage | Self::Internal => "server",
        };
        vec![Issue {
            at: at.to_owned(),
            code: self.code(),
        }]
    }

    /// Returns the problem details of RFC 9457.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let status = self.status();
        let issues = self
            .issues()
            .iter()
            .map(|issue| {
                Value::object([
                    ("at", Value::text(&issue.at)),
                    ("code", Value::text(issue.code)),
                ])
            })
            .collect();
        let mut entries = vec![
            ("type".to_owned(), Value::text("about:blank")),
            (
                "title".to_owned(),
                Value::text(status.canonical_reason().unwrap_or_default()),
            ),
            (
                "status".to_owned(),
                Value::Integer(i64::from(status.as_u16())),
            ),
            ("code".to_owned(), Value::text(self.code())),
            ("issues".to_owned(), Value::List(issues)),
        ];
        let number = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
        match self {
            Self::NotJson(error) => {
                entries.push(("offset".to_owned(), number(error.offset as u64)))
            }
            Self::TooLarge { limit, .. } => entries.push(("limit".to_owned(), number(*limit))),
            _ => {}
        }
        Value::Object(entries)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.to_value().canonical()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self == Self::SecretMissing {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(LogCode(self.code()));
        response
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Refusal {}
