//! The settings of a deployment, and the errors that stop the receiver from starting.

use core::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The settings of the receiver. The default needs no set-up.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; port 0 takes a free port.
    pub address: SocketAddr,
    /// The folder of the database and the attachments; created if it is missing.
    pub data_dir: PathBuf,
    /// The base path of the API: begins with `/` and does not end with one.
    pub base: String,
    /// A folder of static pages to serve on the same origin.
    pub site: Option<PathBuf>,
    /// Origins whose pages may call the API if they are served elsewhere, such as
    /// `https://dichvucong.example`. None by default.
    pub allowed_origins: Vec<String>,
    /// Addresses of proxies in front, whose connections are those of many people. This machine
    /// by default.
    pub proxies: Vec<IpAddr>,
    /// Address of the metrics and health routes, for the operator's network only. `None` by
    /// default; port 0 selects a free port.
    pub metrics_address: Option<SocketAddr>,
    /// Webhook that announces each received dossier. `None` by default.
    pub webhook: Option<Webhook>,
    /// Limits of size, time and number.
    pub limits: Limits,
    /// Seconds since 1970 in UTC. A parameter, so that a test can fix the day.
    pub clock: fn() -> i64,
}

/// Settings of the webhook that announces each received dossier.
#[derive(Clone)]
pub struct Webhook {
    /// Target URL: `https://`, or `http://` with a loopback host.
    pub url: String,
    /// Key of the HMAC signatures.
    pub secret: Vec<u8>,
    /// Timeout of one attempt.
    pub timeout: Duration,
    /// Delay after the first failure; doubles after each further failure, up to six hours.
    pub retry_after: Duration,
    /// Number of failed attempts after which an announcement is dead.
    pub attempts: u32,
}

impl Default for Webhook {
    fn default() -> Self {
        Self {
            url: String::new(),
            secret: Vec::new(),
            timeout: Duration::from_secs(10),
            retry_after: Duration::from_secs(30),
            // Makes the delays add up to about 39 hours.
            attempts: 16,
        }
    }
}

// Omits the secret, so that no log contains it.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("url", &self.url)
            .field("timeout", &self.timeout)
            .field("retry_after", &self.retry_after)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

impl Webhook {
    /// Checks the URL and the length of the secret.
    fn validate(&self) -> Result<(), Error> {
        let loopback = ["http://127.0.0.1", "http://[::1]", "http://localhost"];
        let is_loopback = loopback.iter().any(|host| {
            self.url
                .strip_prefix(host)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        });
        let is_address = self.url.parse::<axum::http::Uri>().is_ok() && !self.url.contains('@');
        if !is_address || !(is_loopback || self.url.starts_with("https://")) {
            return Err(Error::WebhookUrl(self.url.clone()));
        }
        // Source: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>,
        // "Signature scheme"; read 2026-11-30.
        if !(24..=64).contains(&self.secret.len()) {
            return Err(Error::WebhookSecret);
        }
        Ok(())
    }
}

/// Limits of size, time and number.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a dossier without its files.
    pub dossier_bytes: u64,
    /// Bytes of one file.
    pub attachment_bytes: u64,
    /// Bytes of a whole `multipart/form-data` body, which is held in memory.
    pub form_bytes: u64,
    /// Such bodies at the same time, once they have arrived; further ones wait.
    pub forms: usize,
    /// Files of one dossier.
    pub attachments: usize,
    /// Total bytes of the files that no dossier names yet. Beyond it the oldest one gives way.
    pub unclaimed_bytes: u64,
    /// How long a file that no dossier names is kept.
    pub unclaimed_for: Duration,
    /// Bytes of the path and query of a request.
    pub path_bytes: usize,
    /// Bytes of the request line and the headers together; at least 8192.
    pub header_bytes: usize,
    /// Number of headers.
    pub headers: usize,
    /// How long a client may take for its headers.
    pub header_time: Duration,
    /// How long a client may be silent within a body.
    pub body_silence: Duration,
    /// How long any body may take, however slow.
    pub body_time: Duration,
    /// Bytes a second that a body must reach on average after `body_time`.
    pub body_rate: u32,
    /// Requests that are checked and stored at the same time. A body that is still arriving does
    /// not count.
    pub requests: usize,
    /// How long a request waits for its turn before it gets 503 with `Retry-After`.
    pub turn_time: Duration,
    /// Connections at the same time; further ones wait.
    pub connections: usize,
    /// Connections of one address (IPv6: of one /64 network) at the same time; further ones are
    /// closed. The addresses of [`Config::proxies`] have no such limit.
    pub connections_per_address: usize,
    /// How long a stop waits for running requests.
    pub stop_time: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data_dir: PathBuf::from("hoso-data"),
            base: "/api".to_owned(),
            site: None,
            allowed_origins: Vec::new(),
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            metrics_address: None,
            webhook: None,
            limits: Limits::default(),
            clock: system_clock,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            dossier_bytes: 256 * 1024,
            attachment_bytes: 5 * 1024 * 1024,
            form_bytes: 24 * 1024 * 1024,
            forms: 8,
            attachments: 40,
            unclaimed_bytes: 2 * 1024 * 1024 * 1024,
            unclaimed_for: Duration::from_secs(7 * 86_400),
            path_bytes: 1024,
            header_bytes: 16 * 1024,
            headers: 64,
            header_time: Duration::from_secs(15),
            // A phone with weak signal may pause between two cells.
            body_silence: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            // A weak line of the second generation; the largest file then takes 21 minutes.
            body_rate: 4 * 1024,
            requests: 64,
            turn_time: Duration::from_secs(10),
            connections: 1024,
            // Behind a mobile network many people share one address.
            connections_per_address: 128,
            stop_time: Duration::from_secs(30),
        }
    }
}

/// Seconds since 1970 by the clock of this machine.
#[must_use]
pub fn system_clock() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl Config {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`Error::Base`], [`Error::Origin`], [`Error::WebhookUrl`] and [`Error::WebhookSecret`].
    pub fn validate(&self) -> Result<(), Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
        let base = &self.base;
        if base.len() < 2
            || !base.starts_with('/')
            || base.ends_with('/')
            || base.contains("//")
            || !base.chars().all(plain)
        {
            return Err(Error::Base(base.clone()));
        }
        for origin in &self.allowed_origins {
            let host = origin
                .strip_prefix("https://")
                .or_else(|| origin.strip_prefix("http://"));
            if host.is_none_or(|host| {
                host.is_empty() || !host.is_ascii() || host.contains(['/', ' ', '*'])
            }) {
                return Err(Error::Origin(origin.clone()));
            }
        }
        self.webhook.as_ref().map_or(Ok(()), Webhook::validate)
    }
}

/// Why the receiver could not start or had to stop.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The base path is not of the form `/api`.
    Base(String),
    /// An allowed origin is not of the form `https://host`.
    Origin(String),
    /// The URL of the webhook is neither `https://` nor `http://` with a loopback host.
    WebhookUrl(String),
    /// The secret of the webhook is missing, too short or too long.
    WebhookSecret,
    /// The site is configured for another path than the root, where this program serves it.
    SiteBase(String),
    /// The data folder, the site folder or the socket did not work.
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process runs on the data folder.
    InUse,
    /// The database did not work.
    Database(rusqlite::Error),
    /// The database was written by a newer version of this program.
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The system gave no random bytes.
    Random,
    /// The database has no key for the secrets of receipts.
    SecretKey,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base(base) => write!(f, "base path `{base}`: expected a form such as `/api`"),
            Self::Origin(origin) => write!(
                f,
                "origin `{origin}`: expected a form such as `https://host`"
            ),
            Self::WebhookUrl(url) => write!(
                f,
                "webhook `{url}`: expected a form such as `https://host/path`; `http://` only on this machine"
            ),
            Self::WebhookSecret => f.write_str(
                "webhook: expected webhook-secret-file with `whsec_` and 24 to 64 bytes in Base64",
            ),
            Self::SiteBase(base) => write!(
                f,
                "the site is configured for `{base}`: serve it by nginx or Caddy, or configure it \
                 with `--base /`"
            ),
            Self::Io { doing, source } => write!(f, "{doing}: {source}"),
            Self::InUse => f.write_str("another process runs on this data folder"),
            Self::Database(source) => write!(f, "database: {source}"),
            Self::Newer { found, known } => {
                write!(
                    f,
                    "the database has version {found}, this program knows {known}: use the newer program"
                )
            }
            Self::Random => f.write_str("the system gave no random bytes"),
            Self::SecretKey => f.write_str("the database has no key for the secrets of receipts"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Database(source) => Some(source),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database(source)
    }
}

/// Names the operation in which a system call failed.
pub(crate) fn while_doing(doing: &'static str) -> impl FnOnce(std::io::Error) -> Error {
    move |source| Error::Io { doing, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_default_runs() {
        assert!(Config::default().validate().is_ok());
    }

    #[test]
    fn err_base() {
        for base in ["", "/", "api", "/api/", "//api", "/a b", "/{x}"] {
            let config = Config {
                base: base.to_owned(),
                ..Config::default()
            };
            assert!(matches!(config.validate(), Err(Error::Base(_))), "{base}");
        }
    }

    #[test]
    fn err_webhook() {
        let webhook = |url: &str, length| {
            let config = Config {
                webhook: Some(Webhook {
                    url: url.to_owned(),
                    secret: vec![7; length],
                    ..Webhook::default()
                }),
                ..Config::default()
            };
            config.validate()
        };
        for url in [
            "",
            "http://a.example/",
            "http://127.0.0.1.a.example/",
            "http://localhost@a.example/",
            "https://a b/",
            "ftp://a.example/",
        ] {
            let result = webhook(url, 32);
            assert!(matches!(result, Err(Error::WebhookUrl(_))), "{url}");
        }
        for url in ["https://a.example/x", "http://127.0.0.1:8000/x"] {
            assert!(webhook(url, 32).is_ok(), "{url}");
            for length in [0, 23, 65] {
                let result = webhook(url, length);
                assert!(matches!(result, Err(Error::WebhookSecret)), "{length}");
            }
        }
    }

    #[test]
    fn err_origin() {
        for origin in [
            "",
            "*",
            "example.com",
            "https://",
            "https://a/b",
            "https://*.a",
        ] {
            let config = Config {
                allowed_origins: vec![origin.to_owned()],
                ..Config::default()
            };
            assert!(
                matches!(config.validate(), Err(Error::Origin(_))),
                "{origin}"
            );
        }
    }
}
