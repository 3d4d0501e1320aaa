//! Reads the settings of the receiver from a file, environment variables and the command line.
//!
//! One table defines all settings, so the three sources accept the same names. A variable overrides
//! the file, and the command line overrides both. The values of `proxy` and `allow-origin` from all
//! sources are combined.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::config::{Config, Webhook};
use crate::webhook::parse_secret;

/// Prefix of the environment variables.
const PREFIX: &str = "HOSO_SERVE_";

/// Parses and stores a value; returns `None` if its form differs from the example.
type Set = fn(&mut Config, &str) -> Option<()>;

/// A setting: name, example, help text and parser.
struct Setting {
    name: &'static str,
    example: &'static str,
    help: &'static str,
    set: Set,
}

/// Action that the command line requests.
#[derive(Debug)]
pub enum Request {
    /// Runs the receiver with these settings.
    Serve(Box<Config>),
    /// Compares all stored files with their hashes.
    Scrub(Box<Config>),
    /// Reports that the settings are valid.
    Check,
    /// Prints the help.
    Help,
    /// Prints the version.
    Version,
}

const fn setting(
    name: &'static str,
    example: &'static str,
    help: &'static str,
    set: Set,
) -> Setting {
    Setting {
        name,
        example,
        help,
        set,
    }
}

/// Stores a parsed value in a field of the settings.
fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// Parses a number of 1 or more.
fn number<T: core::str::FromStr + PartialEq + Default>(text: &str) -> Option<T> {
    text.parse().ok().filter(|number| *number != T::default())
}

/// Returns the settings of the webhook; inserts the default settings if there are none.
fn webhook(config: &mut Config) -> &mut Webhook {
    config.webhook.get_or_insert_default()
}

fn seconds(text: &str) -> Option<Duration> {
    number(text).map(Duration::from_secs)
}

/// All settings.
const SETTINGS: [Setting; 31] = [
    setting("address", "127.0.0.1:8080", "where to listen", |c, v| {
        put(&mut c.address, v.parse().ok())
    }),
    setting(
        "data-dir",
        "hoso-data",
        "folder of the database and the attachments",
        |c, v| put(&mut c.data_dir, Some(v.into())),
    ),
    setting("base", "/api", "path of the API", |c, v| {
        put(&mut c.base, Some(v.to_owned()))
    }),
    setting(
        "site",
        "dist",
        "folder of pages to serve on the same origin",
        |c, v| put(&mut c.site, Some(Some(v.into()))),
    ),
    setting(
        "allow-origin",
        "https://host",
        "whose pages elsewhere may call; may come several times",
        |c, v| {
            c.allowed_origins.push(v.to_owned());
            Some(())
        },
    ),
    setting(
        "proxy",
        "10.0.0.5",
        "proxy in front, whose connections are not limited; may come several times; this machine always",
        |c, v| {
            c.proxies.push(v.parse().ok()?);
            Some(())
        },
    ),
    setting(
        "metrics-address",
        "127.0.0.1:9100",
        "where to answer /metrics, for the operator's network only",
        |c, v| put(&mut c.metrics_address, v.parse().ok().map(Some)),
    ),
    setting(
        "webhook-url",
        "https://host/path",
        "where each received dossier is announced",
        |c, v| put(&mut webhook(c).url, Some(v.to_owned())),
    ),
    setting(
        "webhook-secret-file",
        "/etc/hoso/webhook-secret",
        "file with the key of its signatures, whsec_ and Base64",
        |c, v| {
            let text = fs::read_to_string(v).ok()?;
            put(&mut webhook(c).secret, parse_secret(&text))
        },
    ),
    setting("webhook-seconds", "10", "for one attempt", |c, v| {
        put(&mut webhook(c).timeout, seconds(v))
    }),
    setting(
        "webhook-retry-seconds",
        "30",
        "after the first failure, doubled after each further one",
        |c, v| put(&mut webhook(c).retry_after, seconds(v)),
    ),
    setting(
        "webhook-attempts",
        "16",
        "after so many failures it is a dead letter",
        |c, v| put(&mut webhook(c).attempts, number(v)),
    ),
    setting(
        "dossier-bytes",
        "262144",
        "a dossier without its files",
        |c, v| put(&mut c.limits.dossier_bytes, number(v)),
    ),
    setting("attachment-bytes", "5242880", "one file", |c, v| {
        put(&mut c.limits.attachment_bytes, number(v))
    }),
    setting(
        "form-bytes",
        "25165824",
        "a whole form with its files",
        |c, v| put(&mut c.limits.form_bytes, number(v)),
    ),
    setting("forms", "8", "forms in memory at once", |c, v| {
        put(&mut c.limits.forms, number(v))
    }),
    setting("attachments", "40", "files of one dossier", |c, v| {
        put(&mut c.limits.attachments, number(v))
    }),
    setting(
        "unclaimed-bytes",
        "2147483648",
        "files together that no dossier names yet",
        |c, v| put(&mut c.limits.unclaimed_bytes, number(v)),
    ),
    setting(
        "unclaimed-seconds",
        "604800",
        "how long such a file is kept",
        |c, v| put(&mut c.limits.unclaimed_for, seconds(v)),
    ),
    setting("path-bytes", "1024", "path and query", |c, v| {
        put(&mut c.limits.path_bytes, number(v))
    }),
    setting(
        "header-bytes",
        "16384",
        "request line and headers, at least 8192",
        |c, v| put(&mut c.limits.header_bytes, number(v).filter(|n| *n >= 8192)),
    ),
    setting("headers", "64", "number of headers", |c, v| {
        put(&mut c.limits.headers, number(v))
    }),
    setting("header-seconds", "15", "for the headers", |c, v| {
        put(&mut c.limits.header_time, seconds(v))
    }),
    setting("silence-seconds", "30", "a pause within a body", |c, v| {
        put(&mut c.limits.body_silence, seconds(v))
    }),
    setting("body-seconds", "30", "any body, however slow", |c, v| {
        put(&mut c.limits.body_time, seconds(v))
    }),
    setting(
        "body-rate",
        "4096",
        "bytes a second on average after body-seconds",
        |c, v| put(&mut c.limits.body_rate, number(v)),
    ),
    setting(
        "requests",
        "64",
        "requests that are checked and stored at once",
        |c, v| put(&mut c.limits.requests, number(v)),
    ),
    setting(
        "turn-seconds",
        "10",
        "how long a request waits before it gets 503",
        |c, v| put(&mut c.limits.turn_time, seconds(v)),
    ),
    setting("connections", "1024", "connections at once", |c, v| {
        put(&mut c.limits.connections, number(v))
    }),
    setting(
        "connections-per-address",
        "128",
        "connections of one address at once",
        |c, v| put(&mut c.limits.connections_per_address, number(v)),
    ),
    setting(
        "stop-seconds",
        "30",
        "how long a stop waits for running requests",
        |c, v| put(&mut c.limits.stop_time, seconds(v)),
    ),
];

/// Returns the text of the help that lists the settings.
pub(crate) fn help() -> String {
    let mut text = String::new();
    for setting in &SETTINGS {
        let option = format!("--{} {}", setting.name, setting.example);
        text.push_str(&format!("  {option:<36} {}\n", setting.help));
    }
    text.push_str(
        "  --config hoso.toml                   file of settings: the names above without --
  --check                              say whether the settings are right, and end
  --scrub                              compare all stored files with their hashes, and end
  --version                            version and commit, and end

Each setting is also a variable: --data-dir is HOSO_SERVE_DATA_DIR, several values are separated by
commas. A variable replaces the file, the command line replaces both.
",
    );
    text
}

/// Reads the settings from the command line, the environment variables, and the file that one of
/// them names.
///
/// # Errors
/// A text for the operator: a setting is unknown, lacks its value, or has another form.
pub fn read_settings(
    words: impl Iterator<Item = String>,
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Request, String> {
    let (mut options, mut scrub, mut check, mut file) = (Vec::new(), false, false, None);
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "-h" | "--help" => return Ok(Request::Help),
            "-V" | "--version" => return Ok(Request::Version),
            "--scrub" => scrub = true,
            "--check" => check = true,
            _ => {
                let name = word
                    .strip_prefix("--")
                    .ok_or_else(|| format!("{word}: unknown"))?
                    .to_owned();
                let value = words
                    .next()
                    .ok_or_else(|| format!("{word}: expected a value"))?;
                if name == "config" {
                    file = Some(value);
                } else {
                    options.push((word, name, value));
                }
            }
        }
    }
    let mut from_variables = Vec::new();
    for (variable, value) in variables {
        let Some(name) = variable.strip_prefix(PREFIX) else {
            continue;
        };
        let name = name.to_ascii_lowercase().replace('_', "-");
        if name == "config" {
            file = file.or(Some(value));
        } else {
            from_variables.push((variable, name, value));
        }
    }
    let mut config = Config::default();
    if let Some(file) = file {
        read_file(&mut config, Path::new(&file))?;
    }
    for (variable, name, value) in from_variables {
        for value in split(&name, &value) {
            set(&mut config, &variable, &name, value)?;
        }
    }
    for (option, name, value) in options {
        set(&mut config, &option, &name, &value)?;
    }
    config.validate().map_err(|error| error.to_string())?;
    Ok(match (scrub, check) {
        (true, _) => Request::Scrub(Box::new(config)),
        (false, true) => Request::Check,
        (false, false) => Request::Serve(Box::new(config)),
    })
}

/// Splits the value at commas if the setting can have several values.
fn split<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    if matches!(name, "allow-origin" | "proxy") {
        value.split(',').map(str::trim).collect()
    } else {
        vec![value]
    }
}

/// Sets one value. `from` names its source in the error text.
fn set(config: &mut Config, from: &str, name: &str, value: &str) -> Result<(), String> {
    let setting = SETTINGS
        .iter()
        .find(|setting| setting.name == name)
        .ok_or_else(|| format!("{from}: unknown"))?;
    (setting.set)(config, value).ok_or_else(|| {
        format!(
            "{from} {value}: expected a form such as {}",
            setting.example
        )
    })
}

/// Reads a TOML file of settings, `name = value`.
fn read_file(config: &mut Config, file: &Path) -> Result<(), String> {
    let path = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("{path}: {error}"))?;
    let table: toml::Table = text.parse().map_err(|error| format!("{path}: {error}"))?;
    for (name, value) in &table {
        let from = format!("{path}: {name}");
        let values = match value {
            toml::Value::Array(items) => items.as_slice(),
            one => core::slice::from_ref(one),
        };
        if values.len() != 1 && split(name, ",").len() == 1 {
            return Err(format!("{from}: expected one value"));
        }
        for value in values {
            let value = match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Integer(number) => number.to_string(),
                _ => return Err(format!("{from}: expected a text or a number")),
            };
            set(config, &from, name, &value)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may stop where it fails"
    )]

    use super::*;

    fn read(words: &[&str], variables: &[(&str, &str)]) -> Result<Config, String> {
        let words = words.iter().map(|word| (*word).to_owned());
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        match read_settings(words, variables)? {
            Request::Serve(config) => Ok(*config),
            other => panic!("{other:?}"),
        }
    }

    /// Checks that each of the three sources accepts the examples of the help.
    #[test]
    fn ok_every_setting_by_each_way() {
        let with_others = |name: &str| name.starts_with("webhook-");
        for setting in SETTINGS.iter().filter(|setting| !with_others(setting.name)) {
            let name = setting.name;
            let option = format!("--{name}");
            let variable = [PREFIX, &name.to_uppercase().replace('-', "_")].concat();
            let by_option = read(&[&option, setting.example], &[]).unwrap();
            let by_variable = read(&[], &[(&variable, setting.example)]).unwrap();
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("hoso.toml");
            fs::write(&file, format!("{name} = {:?}\n", setting.example)).unwrap();
            let by_file = read(&["--config", file.to_str().unwrap()], &[]).unwrap();
            let text = |config: &Config| format!("{config:?}");
            assert_eq!(text(&by_option), text(&by_variable), "{name}");
            assert_eq!(text(&by_option), text(&by_file), "{name}");
            for wrong in ["", "0x"] {
                let has_any_form = ["data-dir", "site"].contains(&name);
                assert!(
                    has_any_form || read(&[&option, wrong], &[]).is_err(),
                    "{name} {wrong}"
                );
            }
        }
    }

    #[test]
    fn ok_a_webhook_needs_an_address_and_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        fs::write(&file, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        let (url, file) = (
            ["--webhook-url", "https://a.example/"],
            file.to_str().unwrap(),
        );
        let secret = ["--webhook-secret-file", file];
        let more = ["--webhook-attempts", "3", "--webhook-seconds", "4"];
        let webhook = read(&[&url[..], &secret, &more].concat(), &[])
            .unwrap()
            .webhook
            .unwrap();
        assert_eq!((webhook.secret.len(), webhook.attempts), (24, 3));
        assert_eq!(webhook.timeout, Duration::from_secs(4));
        assert!(!format!("{webhook:?}").contains("secret"));
        for words in [&url[..], &secret, &more] {
            assert!(read(words, &[]).is_err(), "{words:?}");
        }
    }

    #[test]
    fn ok_the_command_line_replaces_variables_and_those_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hoso.toml");
        fs::write(
            &file,
            "requests = 1\nforms = 2\nattachments = 3\nproxy = [\"10.0.0.1\", \"10.0.0.2\"]\n",
        )
        .unwrap();
        let config = read(
            &["--requests", "30"],
            &[
                ("HOSO_SERVE_CONFIG", file.to_str().unwrap()),
                ("HOSO_SERVE_REQUESTS", "20"),
                ("HOSO_SERVE_FORMS", "20"),
                ("HOSO_SERVE_PROXY", "10.0.0.3, 10.0.0.4"),
                ("HOSO_DIST", "of another program"),
            ],
        )
        .unwrap();
        let limits = &config.limits;
        assert_eq!(
            (limits.requests, limits.forms, limits.attachments),
            (30, 20, 3)
        );
        assert_eq!(config.proxies.len(), 2 + 4);
    }

    #[test]
    fn err_settings() {
        for (words, variables) in [
            (&["--requsts", "3"][..], &[][..]),
            (&["--requests"], &[]),
            (&["--requests", "0"], &[]),
            (&["--header-bytes", "100"], &[]),
            (&["requests", "3"], &[]),
            (&["--base", "api"], &[]),
            (&["--config", "no such file"], &[]),
            (&[], &[("HOSO_SERVE_REQUSTS", "3")]),
            (&[], &[("HOSO_SERVE_REQUESTS", "3,4")]),
        ] {
            assert!(read(words, variables).is_err(), "{words:?} {variables:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hoso.toml");
        for text in [
            "requsts = 3",
            "requests = 0",
            "requests = -3",
            "requests = true",
            "requests = [3, 4]",
            "requests = []",
            "[limits]\nrequests = 3",
            "requests = 3\nrequests = 3",
            "requests 3",
        ] {
            fs::write(&file, text).unwrap();
            let error = read(&["--config", file.to_str().unwrap()], &[]).unwrap_err();
            assert!(error.contains("hoso.toml"), "{text}: {error}");
        }
    }
}
