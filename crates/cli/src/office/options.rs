//! Parses the arguments of the subcommands.

use std::path::PathBuf;

use hoso_dossier::timestamp;
use hoso_receiver::office::{Filter, Office};
use hoso_receiver::state::State;

/// Offset of Vietnam from UTC, in seconds.
const VIETNAM: i64 = 7 * 3600;

/// Parsed arguments of a subcommand.
pub(super) struct Options<'a> {
    /// Positional arguments.
    pub(super) plain: Vec<&'a str>,
    values: Vec<(&'a str, &'a str)>,
}

impl<'a> Options<'a> {
    /// Parses the arguments. `known` lists the options besides `--data-dir`; an option that ends
    /// with `?` has no value.
    ///
    /// # Errors
    /// A text for the operator: an option is unknown, is repeated or has no value.
    pub(super) fn read(words: &[&'a str], known: &[&str]) -> Result<Self, String> {
        let (mut plain, mut values) = (Vec::new(), Vec::<(&str, &str)>::new());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                plain.push(*word);
                continue;
            }
            let is_switch = known.contains(&[word, "?"].concat().as_str());
            if !is_switch && *word != "--data-dir" && !known.contains(word) {
                let known: Vec<&str> = known
                    .iter()
                    .map(|name| name.trim_end_matches('?'))
                    .collect();
                return Err(format!(
                    "{word}: unknown, expected one of --data-dir {}",
                    known.join(" ")
                ));
            }
            if values.iter().any(|(name, _)| name == word) {
                return Err(format!("{word}: comes twice"));
            }
            let value = if is_switch {
                ""
            } else {
                words
                    .next()
                    .ok_or_else(|| format!("{word}: expected a value"))?
            };
            values.push((word, value));
        }
        Ok(Self { plain, values })
    }

    /// Returns the value of an option.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// Returns the value of a required option.
    pub(super) fn need(&self, name: &str) -> Result<&'a str, String> {
        self.get(name).ok_or_else(|| format!("expected {name}"))
    }

    /// Returns the only positional argument.
    pub(super) fn number(&self) -> Result<&'a str, String> {
        match self.plain.as_slice() {
            [number] => Ok(number),
            _ => Err("expected one number such as HS-2026-000123".to_owned()),
        }
    }

    /// Rejects positional arguments.
    pub(super) fn no_plain(&self) -> Result<(), String> {
        match self.plain.first() {
            None => Ok(()),
            Some(word) => Err(format!("{word}: unexpected")),
        }
    }

    /// Returns the data folder: `--data-dir`, else `HOSO_SERVE_DATA_DIR`, else `hoso-data`.
    pub(super) fn folder(&self) -> PathBuf {
        let folder = self.get("--data-dir").map(PathBuf::from);
        folder
            .or_else(|| std::env::var_os("HOSO_SERVE_DATA_DIR").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("hoso-data"))
    }

    /// Opens the data folder.
    pub(super) fn office(&self) -> Result<Office, String> {
        let folder = self.folder();
        Office::open(&folder, &account()).map_err(|e| format!("{}: {e}", folder.display()))
    }

    /// Returns the time of `--since`.
    pub(super) fn since(&self) -> Result<Option<i64>, String> {
        self.get("--since").map(day).transpose()
    }

    /// Returns the filter of `--since`, `--procedure` and `--state`.
    pub(super) fn filter(&self) -> Result<Filter, String> {
        let procedure = self.get("--procedure").map(ToOwned::to_owned);
        let state = self.get("--state").map(state).transpose()?;
        Ok(Filter {
            since: self.since()?,
            procedure,
            state,
        })
    }
}

/// Returns the account that acts, for the audit log: its name, otherwise its user id.
fn account() -> String {
    let name = ["SUDO_USER", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    name.unwrap_or_else(number_of_account)
}

/// Returns the user id of the account; empty if the system does not provide it.
fn number_of_account() -> String {
    #[cfg(unix)]
    if let Ok(process) = std::fs::metadata("/proc/self") {
        return format!("uid {}", std::os::unix::fs::MetadataExt::uid(&process));
    }
    String::new()
}

/// Parses the code or the name of a state.
pub(super) fn state(text: &str) -> Result<State, String> {
    State::parse(text)
        .ok_or_else(|| hoso_receiver::office::OfficeError::State(text.to_owned()).to_string())
}

/// Parses a day (its start in Vietnam) or a time in UTC. Returns seconds since 1970.
fn day(text: &str) -> Result<i64, String> {
    timestamp::parse(text)
        .or_else(|| timestamp::parse(&[text, "T00:00:00Z"].concat()).map(|utc| utc - VIETNAM))
        .ok_or_else(|| format!("--since {text}: expected 2026-11-30 or 2026-11-30T02:00:00Z"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_a_day_begins_in_vietnam() {
        assert_eq!(day("2026-11-30"), day("2026-11-29T17:00:00Z"));
    }

    #[test]
    fn err_options() {
        for words in [
            &["--out"][..],
            &["--outt", "x"],
            &["--out", "x", "--out", "y"],
        ] {
            assert!(Options::read(words, &["--out"]).is_err(), "{words:?}");
        }
        let options = Options::read(&["--dry-run", "a"], &["--dry-run?"]).unwrap();
        assert_eq!(
            (options.get("--dry-run"), options.plain),
            (Some(""), vec!["a"])
        );
        for wrong in ["2026-13-01", "yesterday", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
