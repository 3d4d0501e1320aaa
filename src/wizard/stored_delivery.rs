//! The stored form of a delivery, and the delivery of a draft of version 1.
//!
//! ```json
//! { "v": 1, "revision": 7, "generation": 0, "attempts": 2, "failures": 1, "is_renewed": false,
//!   "due": 1795226100, "state": { "is": "waiting", "is_asked": false },
//!   "versions": [{ "generation": 0, "content": "…", "digest": "…", "fate": "unknown", "body": "…" }],
//!   "receipt": {…}, "correction": "602b:…" }
//! ```

use hoso_delivery::{Attempt, Content, Digest, Fate, Hold, Record, State, Version};
use hoso_dossier::wire::Receipt;
use hoso_dossier::{Value, json};

use crate::wizard::delivery::{Delivery, content_of, from_hex, hash};

/// The version of a stored delivery.
const VERSION: i64 = 1;

impl Delivery {
    /// Serialises the delivery.
    #[must_use]
    pub fn to_json(&self) -> String {
        let record = &self.record;
        let version = |version: &Version| {
            let fate = match version.fate {
                Fate::Unsent => "unsent",
                Fate::Unknown => "unknown",
                Fate::Excluded => "excluded",
            };
            Value::object([
                ("generation", integer(version.generation)),
                ("content", Value::Text(to_hex(&version.content.0))),
                ("digest", Value::Text(to_hex(&version.digest.0))),
                ("fate", Value::text(fate)),
                (
                    "body",
                    Value::text(self.body(version.digest).unwrap_or_default()),
                ),
            ])
        };
        let receipt = self.receipt.as_ref();
        let correction = self.correction.as_ref();
        Value::object([
            ("v", Value::Integer(VERSION)),
            ("revision", Value::Integer(self.revision)),
            ("generation", integer(record.generation)),
            ("attempts", integer(record.attempts)),
            ("failures", integer(record.failures)),
            ("is_renewed", Value::Bool(record.is_renewed)),
            ("due", Value::Integer(self.due)),
            ("state", state_value(&record.state)),
            (
                "versions",
                Value::List(record.versions.iter().map(version).collect()),
            ),
            ("receipt", receipt.map_or(Value::Null, Receipt::to_value)),
            ("correction", correction.map_or(Value::Null, Value::text)),
        ])
        .canonical()
    }

    /// Parses a stored delivery; `None` if it cannot be parsed, contradicts itself or has another
    /// version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = json::parse_str(text).ok()?;
        if value.get("v")?.as_integer()? != VERSION {
            return None;
        }
        let mut versions = Vec::new();
        let mut bodies = Vec::new();
        for item in value.get("versions")?.items() {
            let digest = Digest(from_hex(item.get("digest")?.as_str()?)?);
            let body = item.get("body")?.as_str()?.to_owned();
            let fate = match item.get("fate")?.as_str()? {
                "unsent" => Fate::Unsent,
                "unknown" => Fate::Unknown,
                "excluded" => Fate::Excluded,
                _ => return None,
            };
            versions.push(Version {
                generation: unsigned(item, "generation")?,
                content: Content(from_hex(item.get("content")?.as_str()?)?),
                digest,
                fate,
            });
            bodies.push((digest, body));
        }
        let receipt = match value.get("receipt")? {
            Value::Null => None,
            receipt => Some(Receipt::parse(receipt).ok()?),
        };
        let state = parse_state(value.get("state")?, versions.len())?;
        if matches!(state, State::Received { .. }) != receipt.is_some() {
            return None;
        }
        let correction = value.get("correction").and_then(Value::as_str);
        Some(Self {
            revision: value.get("revision")?.as_integer()?,
            record: Record {
                generation: unsigned(&value, "generation")?,
                versions,
                state,
                attempts: unsigned(&value, "attempts")?,
                failures: unsigned(&value, "failures")?,
                is_renewed: flag(&value, "is_renewed")?,
            },
            bodies,
            receipt,
            due: value.get("due")?.as_integer()?,
            correction: correction.map(str::to_owned),
        })
    }
}

fn integer(number: u32) -> Value {
    Value::Integer(i64::from(number))
}

fn unsigned(value: &Value, key: &str) -> Option<u32> {
    u32::try_from(value.get(key)?.as_integer()?).ok()
}

fn flag(value: &Value, key: &str) -> Option<bool> {
    match value.get(key)? {
        Value::Bool(flag) => Some(*flag),
        _ => None,
    }
}

/// Returns an index as JSON.
fn index_value(index: usize) -> Value {
    Value::Integer(i64::try_from(index).unwrap_or(i64::MAX))
}

/// Reads an index of a version.
fn index(value: &Value, key: &str, versions: usize) -> Option<usize> {
    let index = usize::try_from(value.get(key)?.as_integer()?).ok()?;
    (index < versions).then_some(index)
}

fn state_value(state: &State) -> Value {
    let is = |name: &str| Value::object([("is", Value::text(name))]);
    let attempt = |name: &str, attempt: &Attempt| {
        Value::object([
            ("is", Value::text(name)),
            ("number", integer(attempt.number)),
            ("version", index_value(attempt.version)),
            ("is_repeat", Value::Bool(attempt.is_repeat)),
            ("was_unknown", Value::Bool(attempt.was_unknown)),
        ])
    };
    match state {
        State::Editing => is("editing"),
        State::Uploading(of) => attempt("uploading", of),
        State::Posting(of) => attempt("posting", of),
        State::Waiting { is_asked } => Value::object([
            ("is", Value::text("waiting")),
            ("is_asked", Value::Bool(*is_asked)),
        ]),
        State::Held(Hold::Unclear) => is("held_unclear"),
        State::Held(Hold::Rejected) => is("held_rejected"),
        State::Held(Hold::Files) => is("held_files"),
        State::Held(Hold::LongDelay) => is("held_long_delay"),
        State::Refused => is("refused"),
        State::Foreign => is("foreign"),
        State::Received { version, unsent } => Value::object([
            ("is", Value::text("received")),
            ("version", index_value(*version)),
            ("unsent", unsent.map_or(Value::Null, index_value)),
        ]),
        State::GivenUp => is("given_up"),
    }
}

fn parse_state(value: &Value, versions: usize) -> Option<State> {
    let attempt = || {
        Some(Attempt {
            number: unsigned(value, "number")?,
            version: index(value, "version", versions)?,
            is_repeat: flag(value, "is_repeat")?,
            was_unknown: flag(value, "was_unknown")?,
        })
    };
    Some(match value.get("is")?.as_str()? {
        "editing" => State::Editing,
        "uploading" => State::Uploading(attempt()?),
        "posting" => State::Posting(attempt()?),
        "waiting" => State::Waiting {
            is_asked: flag(value, "is_asked")?,
        },
        "held_unclear" => State::Held(Hold::Unclear),
        "held_rejected" => State::Held(Hold::Rejected),
        "held_files" => State::Held(Hold::Files),
        "held_long_delay" => State::Held(Hold::LongDelay),
        "refused" => State::Refused,
        "foreign" => State::Foreign,
        "received" => State::Received {
            version: index(value, "version", versions)?,
            unsent: match value.get("unsent")? {
                Value::Null => None,
                _ => Some(index(value, "unsent", versions)?),
            },
        },
        "given_up" => State::GivenUp,
        _ => return None,
    })
}

/// Returns bytes in lower-case hexadecimal.
fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// Converts a draft of version 1 into a draft of version 2 and its delivery, which had been part of it.
/// `None` if it is no draft of version 1.
#[must_use]
pub fn migrate(text: &str) -> Option<(String, Option<String>)> {
    let Value::Object(mut entries) = json::parse_str(text).ok()? else {
        return None;
    };
    let value = Value::Object(entries.clone());
    if value.get("v")?.as_integer()? != 1 {
        return None;
    }
    let former = ["v", "frozen", "earlier", "sent", "receipt", "changed"];
    entries.retain(|(key, _)| !former.contains(&key.as_str()));
    entries.push(("v".to_owned(), Value::Integer(2)));
    let delivery = migrated_delivery(&value).map(|delivery| delivery.to_json());
    Some((Value::Object(entries).canonical(), delivery))
}

fn migrated_delivery(draft: &Value) -> Option<Delivery> {
    let body_of = |value: &Value| value.get("body")?.as_str().map(str::to_owned);
    let one = |key: &str| draft.get(key).and_then(body_of);
    let receipt = draft.get("receipt").and_then(|r| Receipt::parse(r).ok());
    let mut delivery = Delivery {
        revision: 1,
        ..Delivery::default()
    };
    let mut add = |body: String, digest: [u8; 32]| {
        let digest = Digest(digest);
        delivery.record.versions.push(Version {
            generation: 0,
            content: content_of(&body),
            digest,
            fate: Fate::Unknown,
        });
        delivery.bodies.push((digest, body));
    };
    if let Some(receipt) = receipt {
        let body = one("sent").or_else(|| one("frozen")).unwrap_or_default();
        let digest = from_hex(&receipt.digest).unwrap_or_else(|| hash(&body));
        add(body, digest);
        delivery.record.state = State::Received {
            version: 0,
            unsent: None,
        };
        let is_edited = matches!(draft.get("changed"), Some(Value::Bool(true)));
        delivery.correction = is_edited.then(String::new);
        delivery.receipt = Some(receipt);
        return Some(delivery);
    }
    let earlier = draft.get("earlier").map(Value::items).unwrap_or_default();
    let mut bodies: Vec<String> = earlier.iter().filter_map(body_of).collect();
    let sealed = one("frozen");
    let is_sealed = sealed.is_some();
    bodies.extend(sealed);
    if bodies.is_empty() {
        return None;
    }
    for body in bodies {
        let digest = hash(&body);
        add(body, digest);
    }
    // Without a sealed dossier, an answer of the receiver had been a refusal.
    delivery.record.state = if is_sealed {
        State::Waiting { is_asked: false }
    } else {
        State::Refused
    };
    delivery.record.attempts = 1;
    delivery.record.failures = u32::from(is_sealed);
    Some(delivery)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
mod tests {
    use super::*;
    use hoso_delivery::{Answer, Event, step};

    const RECEIPT: &str = r#"{"number":"HS-2026-000001","dossier_id":"7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d","digest":"0000000000000000000000000000000000000000000000000000000000000000","received_at":"2026-11-20T02:00:00Z","status":"received","attachments":[],"secret":"x","missing":[]}"#;

    /// A draft as version 1 stored it.
    fn draft(rest: &str) -> String {
        format!(
            r#"{{"v":1,"revision":12,"writer":"w","saved_at":1795226100,"language":"vi","page":"contact","answers":{{"phone":"0900000001"}},"dossier_id":"7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d","drafted":"","origin":""{rest}}}"#
        )
    }

    fn delivery_of(rest: &str) -> Option<Delivery> {
        let (_, delivery) = migrate(&draft(rest)).unwrap();
        delivery.map(|json| Delivery::parse(&json).unwrap())
    }

    #[test]
    fn ok_every_state_is_read_as_it_was_written() {
        let bodies = ["{\"a\":1}", "{\"a\":2}"];
        let mut delivery = Delivery::default();
        for (i, body) in bodies.iter().enumerate() {
            let digest = Digest(hash(body));
            delivery.record.versions.push(Version {
                generation: 0,
                content: content_of(body),
                digest,
                fate: [Fate::Excluded, Fate::Unsent][i],
            });
            delivery.bodies.push((digest, (*body).to_owned()));
        }
        let attempt = Attempt {
            number: 3,
            version: 1,
            is_repeat: true,
            was_unknown: false,
        };
        for state in [
            State::Editing,
            State::Uploading(attempt),
            State::Posting(attempt),
            State::Waiting { is_asked: true },
            State::Held(Hold::Unclear),
            State::Held(Hold::Rejected),
            State::Held(Hold::Files),
            State::Held(Hold::LongDelay),
            State::Refused,
            State::Foreign,
            State::Received {
                version: 0,
                unsent: Some(1),
            },
            State::GivenUp,
        ] {
            let is_received = matches!(state, State::Received { .. });
            delivery.record.state = state;
            let receipt = Receipt::parse(&json::parse_str(RECEIPT).unwrap()).unwrap();
            delivery.receipt = is_received.then_some(receipt);
            delivery.correction = is_received.then(|| "602b:x".to_owned());
            let read = Delivery::parse(&delivery.to_json()).unwrap();
            assert!(read == delivery, "{}", delivery.to_json());
        }
    }

    #[test]
    fn err_a_delivery_that_contradicts_itself_is_not_read() {
        let mut delivery = delivery_of(r#","frozen":{"body":"{}","digest":"d"}"#).unwrap();
        assert!(Delivery::parse(&delivery.to_json()).is_some());
        delivery.record.state = State::Received {
            version: 0,
            unsent: None,
        };
        assert!(Delivery::parse(&delivery.to_json()).is_none(), "no receipt");
        let json = delivery_of(&format!(
            r#","sent":{{"body":"{{}}","digest":"d"}},"receipt":{RECEIPT}"#
        ))
        .unwrap()
        .to_json();
        for (from, to) in [
            ("\"version\":0", "\"version\":1"),
            ("\"v\":1", "\"v\":2"),
            ("\"attempts\":0", "\"attempts\":-1"),
            ("\"is\":\"received\"", "\"is\":\"stored\""),
        ] {
            let other = json.replacen(from, to, 1);
            assert_ne!(other, json, "{from}");
            assert!(Delivery::parse(&other).is_none(), "{to}");
        }
    }

    #[test]
    fn ok_a_draft_without_a_dossier_has_no_delivery() {
        let (migrated, delivery) = migrate(&draft(
            r#","frozen":null,"earlier":[],"sent":null,"receipt":null,"changed":false"#,
        ))
        .unwrap();
        assert_eq!(delivery, None);
        let value = json::parse_str(&migrated).unwrap();
        assert_eq!(value.get("v").and_then(Value::as_integer), Some(2));
        assert_eq!(value.get("frozen"), None);
        let phone = value.get("answers").and_then(|a| a.get("phone"));
        assert_eq!(phone.and_then(Value::as_str), Some("0900000001"));
        assert_eq!(migrate(&migrated), None, "once");
    }

    #[test]
    fn ok_a_dossier_of_unknown_fate_goes_on_under_its_key() {
        let delivery = delivery_of(
            r#","earlier":[{"body":"{\"a\":1}","digest":"d"}],"frozen":{"body":"{\"a\":2}","digest":"e"}"#,
        )
        .unwrap();
        assert_eq!(delivery.record.state, State::Waiting { is_asked: false });
        assert_eq!(delivery.record.newest(), Some(1));
        assert!(
            delivery
                .record
                .versions
                .iter()
                .all(|v| v.fate == Fate::Unknown)
        );
        let (record, commands) = step(delivery.record.clone(), Event::Due);
        assert_eq!(commands.len(), 1);
        // The receipt of either version is believed.
        for body in ["{\"a\":1}", "{\"a\":2}"] {
            let answer = Answer::Receipt(Digest(hash(body)));
            let (received, _) = step(record.clone(), Event::Answered(record.attempts, answer));
            assert!(matches!(received.state, State::Received { .. }), "{body}");
        }
    }

    #[test]
    fn ok_a_refused_version_stays_excluded_by_its_key() {
        let delivery =
            delivery_of(r#","earlier":[{"body":"{\"a\":1}","digest":"d"}],"frozen":null"#).unwrap();
        assert_eq!(delivery.record.state, State::Refused);
        let (record, _) = step(
            delivery.record.clone(),
            Event::Send(content_of("{\"a\":2}")),
        );
        assert_eq!(record.generation, 0, "the key stays");
    }

    #[test]
    fn ok_a_receipt_stays_one() {
        for changed in [false, true] {
            let delivery = delivery_of(&format!(
                r#","frozen":null,"earlier":[],"sent":{{"body":"{{}}","digest":"d"}},"receipt":{RECEIPT},"changed":{changed}"#
            ))
            .unwrap();
            assert!(delivery.receipt.is_some());
            assert_eq!(delivery.received_body(), Some("{}"));
            assert_eq!(delivery.correction.is_some(), changed);
            assert!(!delivery.is_pending());
        }
    }
}
