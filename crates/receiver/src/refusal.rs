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

/// One thing that is wrong with a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The path of the field or of the key of the envelope.
    pub at: String,
    /// The code of the reason.
    pub code: &'static str,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The body is no JSON that two readers would understand alike.
    NotJson(JsonError),
    /// The `multipart/form-data` body is no such thing, or its parts are not those of a dossier.
    Form {
        /// The part, or `body`.
        at: String,
        /// The code of the reason.
        code: &'static str,
    },
    /// The body ended before it was whole.
    BodyCut,
    /// There is no `Idempotency-Key`.
    KeyMissing,
    /// The `Idempotency-Key` is no UUID in lower case.
    KeyShape,
    /// The name of an attachment is no SHA-256 in lower-case hex.
    HashShape,
    /// The bytes of an attachment do not have the hash that names it.
    HashWrong {
        /// `body`, or the part of the form.
        at: String,
    },
    /// There is no receipt secret in the `Authorization` header.
    SecretMissing,
    /// There is no dossier of this number and secret.
    DossierUnknown,
    /// There is nothing at this path.
    RouteUnknown,
    /// The path does not know this method.
    Method,
    /// The client did not send in time.
    Slow,
    /// The `Idempotency-Key` belongs to another dossier.
    KeyReused,
    /// The body is larger than the limit.
    TooLarge {
        /// `body`, or the part of the form.
        at: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The path is longer than the limit.
    PathLong,
    /// The media type is not one that is taken here.
    MediaType {
        /// `body`, or the part of the form.
        at: String,
    },
    /// The dossier is not as it must be.
    Dossier(Vec<Wrong>),
    /// Too many requests run at the same time.
    Busy,
    /// The space for files that belong to no dossier yet is used up.
    Full,
    /// The store failed; nothing was kept.
    Storage,
    /// A fault of this program.
    Internal,
}

/// How many issues a refusal lists at most: a broken client needs no thousand.
const MOST: usize = 100;

impl Refusal {
    /// One refusal of each code: for documentation and its test.
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
            .map(|why| Self::NotJson(JsonError { offset: 0, why }))
            .collect();
        each.extend(form.into_iter().map(|code| Self::Form { at: body(), code }));
        each.extend([
            Self::BodyCut,
            Self::KeyMissing,
            Self::KeyShape,
            Self::HashShape,
            Self::HashWrong { at: body() },
            Self::SecretMissing,
            Self::DossierUnknown,
            Self::RouteUnknown,
            Self::Method,
            Self::Slow,
            Self::KeyReused,
            Self::TooLarge {
                at: body(),
                limit: 0,
            },
            Self::PathLong,
            Self::MediaType { at: body() },
            Self::Dossier(Vec::new()),
            Self::Busy,
            Self::Full,
            Self::Storage,
            Self::Internal,
        ]);
        each
    }

    /// The status of HTTP.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotJson(_)
            | Self::Form { .. }
            | Self::BodyCut
            | Self::KeyMissing
            | Self::KeyShape
            | Self::HashShape => StatusCode::BAD_REQUEST,
            Self::SecretMissing => StatusCode::UNAUTHORIZED,
            Self::DossierUnknown | Self::RouteUnknown => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::KeyReused => StatusCode::CONFLICT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::PathLong => StatusCode::URI_TOO_LONG,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::HashWrong { .. } | Self::Dossier(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy | Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Storage | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code of the whole refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotJson(JsonError { why, .. }) => match why {
                JsonErrorKind::Encoding => "json.encoding",
                JsonErrorKind::TooDeep => "json.too_deep",
                JsonErrorKind::DuplicateKey => "json.duplicate_key",
                JsonErrorKind::Number => "json.number",
                JsonErrorKind::TooManyKeys => "json.too_many",
                _ => "json.syntax",
            },
            Self::Form { code, .. } => code,
            Self::BodyCut => "body.cut",
            Self::KeyMissing => "idempotency_key.missing",
            Self::KeyShape => "idempotency_key.shape",
            Self::HashShape => "attachment.hash_shape",
            Self::HashWrong { .. } => "attachment.hash",
            Self::SecretMissing => "secret.missing",
            Self::DossierUnknown => "dossier.unknown",
            Self::RouteUnknown => "route.unknown",
            Self::Method => "method.unknown",
            Self::Slow => "body.slow",
            Self::KeyReused => "idempotency_key.reused",
            Self::TooLarge { .. } => "body.too_large",
            Self::PathLong => "path.long",
            Self::MediaType { .. } => "media_type.unknown",
            Self::Dossier(_) => "dossier.refused",
            Self::Busy => "server.busy",
            Self::Full => "server.full",
            Self::Storage => "server.storage",
            Self::Internal => "server.fault",
        }
    }

    /// After how many seconds trying again may help.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u16> {
        match self {
            Self::Busy => Some(2),
            Self::Full => Some(600),
            Self::Storage => Some(30),
            _ => None,
        }
    }

    fn issues(&self) -> Vec<Wrong> {
        let at = match self {
            Self::Dossier(issues) => return issues.iter().take(MOST).cloned().collect(),
            Self::Form { at, .. }
            | Self::HashWrong { at }
            | Self::TooLarge { at, .. }
            | Self::MediaType { at } => at,
            Self::KeyMissing | Self::KeyShape | Self::KeyReused => "idempotency_key",
            Self::HashShape => "sha256",
            Self::SecretMissing => "authorization",
            Self::DossierUnknown => "number",
            Self::RouteUnknown | Self::PathLong => "path",
            Self::Method => "method",
            Self::NotJson(_) | Self::BodyCut | Self::Slow => "body",
            Self::Busy | Self::Full | Self::Storage | Self::Internal => "server",
        };
        vec![Wrong {
            at: at.to_owned(),
            code: self.code(),
        }]
    }

    /// The problem details of RFC 9457.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let status = self.status();
        let issues = self
            .issues()
            .iter()
            .map(|wrong| {
                Value::object([
                    ("at", Value::text(&wrong.at)),
                    ("code", Value::text(wrong.code)),
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
            Self::NotJson(wrong) => {
                entries.push(("offset".to_owned(), number(wrong.offset as u64)))
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
