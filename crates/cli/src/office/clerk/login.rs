//! Authenticates a clerk: by a name that the reverse proxy has checked, or by a name and the token of the
//! office.
//!
//! Source: RFC 7617 (Basic authentication); read 2026-12-01.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoso_dossier::wire::sha256_hex;

use super::super::options::Options;

/// The shortest token, in characters.
const MIN_TOKEN: usize = 20;
/// The longest name of a person, in characters.
const MAX_NAME: usize = 64;

/// The name of a user, for the audit log.
#[derive(Clone)]
pub(super) struct User(pub(super) String);

/// How a request is authenticated.
pub(super) enum Login {
    /// By Basic authentication: any name, and the token whose hash this is.
    Token(String),
    /// By a header that the reverse proxy sets after its own login.
    Header(HeaderName),
}

impl Login {
    /// Reads `--token-file` or `--user-header`.
    ///
    /// # Errors
    /// A text for the operator: none or both are given, the token is too short, or anybody could set the
    /// header.
    pub(super) fn read(options: &Options<'_>, address: SocketAddr) -> Result<Self, String> {
        match (options.get("--token-file"), options.get("--user-header")) {
            (Some(file), None) => {
                let token = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
                let token = token.trim();
                if token.chars().count() < MIN_TOKEN {
                    return Err(format!(
                        "{file}: expected a token of {MIN_TOKEN} characters or more"
                    ));
                }
                Ok(Self::Token(sha256_hex(token.as_bytes())))
            }
            (None, Some(_)) if !address.ip().is_loopback() => Err(format!(
                "--user-header with {address}: anybody could set the header; listen on 127.0.0.1, behind the proxy"
            )),
            (None, Some(name)) => {
                let name = HeaderName::try_from(name)
                    .map_err(|_| format!("--user-header {name}: no name of a header"))?;
                Ok(Self::Header(name))
            }
            _ => Err("expected --token-file FILE, or --user-header NAME behind a proxy".to_owned()),
        }
    }

    /// Returns the user of a request; `None` if it names none, or its token is wrong.
    pub(super) fn user(&self, headers: &HeaderMap) -> Option<User> {
        let name = match self {
            Self::Header(name) => headers.get(name)?.to_str().ok()?.to_owned(),
            Self::Token(expected) => {
                let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
                let (scheme, encoded) = value.split_once(' ')?;
                let decoded = STANDARD.decode(encoded.trim()).ok()?;
                let text = String::from_utf8(decoded).ok()?;
                let (name, token) = text.split_once(':')?;
                // Compares hashes, so the duration of a comparison reveals nothing about the token.
                let is_known = scheme.eq_ignore_ascii_case("basic")
                    && sha256_hex(token.as_bytes()) == *expected;
                is_known.then(|| name.to_owned())?
            }
        };
        let name = name.trim();
        let is_name = !name.is_empty()
            && name.chars().count() <= MAX_NAME
            && !name.chars().any(char::is_control);
        is_name.then(|| User(name.to_owned()))
    }

    /// Responds to a request without a user.
    pub(super) fn ask(&self) -> Response {
        match self {
            Self::Header(_) => StatusCode::FORBIDDEN.into_response(),
            Self::Token(_) => {
                let challenge = "Basic realm=\"Ho so BHXH\", charset=\"UTF-8\"";
                let challenge = HeaderValue::from_static(challenge);
                let headers = [(header::WWW_AUTHENTICATE, challenge)];
                (StatusCode::UNAUTHORIZED, headers).into_response()
            }
        }
    }
}
