//! A delivery as this device stores it: the record of the delivery machine (`crates/delivery`), and
//! beside it the bytes of the sealed versions and the receipt.
//!
//! ```json
//! { "v": 1, "revision": 7, "generation": 0, "attempts": 2, "failures": 1, "is_renewed": false,
//!   "due": 1795226100, "state": { "is": "waiting", "is_asked": false },
//!   "versions": [{ "generation": 0, "content": "…", "digest": "…", "fate": "unknown", "body": "…" }],
//!   "receipt": {…}, "correction": "602b:…" }
//! ```

use hoso_delivery::{
    Attempt, Command, Content, Digest, Event, Fate, Hold, Record, State, Version, step,
};
use hoso_dossier::wire::{Envelope, Receipt, sha256_hex};
use hoso_dossier::{Answers, Value, json};

/// The version of a stored delivery.
const VERSION: i64 = 1;

/// What is stored about the delivery of one draft.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Counts the steps.
    pub revision: i64,
    /// The record of the machine.
    pub record: Record,
    /// The canonical bytes of each sealed version, by their digest.
    pub bodies: Vec<(Digest, String)>,
    /// The receipt of the stored version.
    pub receipt: Option<Receipt>,
    /// When the page tries again by itself, in seconds since 1970, UTC.
    pub due: i64,
    /// The key of the draft with the answers that were edited after the stored version was sealed;
    /// empty if no draft could be stored. `None` if there are no such answers.
    pub correction: Option<String>,
}

/// What a step of a delivery is made from.
#[derive(Clone, Default)]
pub struct Step {
    /// What has happened; `None` stores a delivery again, or its correction.
    pub event: Option<Event>,
    /// The bytes that were sealed.
    pub body: String,
    /// The receipt that the event reports.
    pub receipt: Option<Receipt>,
    /// When the page tries again, if the event is a failure that passes.
    pub due: i64,
    /// The key of a draft of the answers on the page, if the receipt is for other answers; empty if no
    /// draft can be stored. The draft is stored in the same transaction.
    pub correction: Option<String>,
}

impl Delivery {
    /// Makes a step: returns the delivery to be stored, and what is to be done after that. The revision
    /// differs if something is to be stored.
    #[must_use]
    pub fn step(&self, input: &Step) -> (Self, Vec<Command>) {
        let mut next = self.clone();
        let mut commands = Vec::new();
        if let Some(event) = input.event {
            (next.record, commands) = step(next.record, event);
        }
        if let Some(Event::Sealed { digest, .. }) = input.event
            && next.body(digest).is_none()
        {
            next.bodies.push((digest, input.body.clone()));
        }
        if matches!(next.record.state, State::Waiting { .. }) && next.record != self.record {
            next.due = input.due;
        }
        let is_received = matches!(next.record.state, State::Received { .. });
        if is_received && next.receipt.is_none() {
            next.receipt.clone_from(&input.receipt);
        }
        if is_received && next.correction.is_none() && input.correction.is_some() {
            next.correction.clone_from(&input.correction);
            // The draft of these answers is stored with this record.
            next.record = step(next.record, Event::Correct).0;
        }
        commands.retain(|command| !command.is_write());
        if next != *self {
            next.revision += 1;
        }
        (next, commands)
    }

    /// Returns the canonical bytes of a version.
    #[must_use]
    pub fn body(&self, digest: Digest) -> Option<&str> {
        let found = self.bodies.iter().find(|(other, _)| *other == digest);
        found.map(|(_, body)| body.as_str())
    }

    /// Returns the canonical bytes of the version that the receipt is for.
    #[must_use]
    pub fn received_body(&self) -> Option<&str> {
        match self.record.state {
            State::Received { version, .. } => self.body(self.record.versions.get(version)?.digest),
            _ => None,
        }
    }

    /// Returns whether an attempt was begun and has not ended, in this window or another.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        matches!(self.record.state, State::Uploading(_) | State::Posting(_))
    }

    /// Returns whether the dossier is on its way or was received: the page shows no question.
    #[must_use]
    pub const fn is_sealed_or_received(&self) -> bool {
        !matches!(
            self.record.state,
            State::Editing | State::Refused | State::GivenUp
        )
    }

    /// Returns whether only this device can find out what became of the dossier.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        let is_received = matches!(self.record.state, State::Received { .. });
        !is_received && (self.is_sealed_or_received() || self.record.may_be_stored())
    }

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
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// Reads a hash of 64 lower-case hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    if !hoso_dossier::wire::is_sha256(text) {
        return None;
    }
    let mut bytes = [0; 32];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Returns the SHA-256 of a text.
#[must_use]
pub fn hash(text: &str) -> [u8; 32] {
    from_hex(&sha256_hex(text.as_bytes())).unwrap_or_default()
}

/// Returns the idempotency key of a generation. The first one is the random id of the draft; the later
/// ones follow from it, so that every window of a draft uses the same.
#[must_use]
pub fn idempotency_key(id: &str, generation: u32) -> String {
    if generation == 0 {
        return id.to_owned();
    }
    let mut key: String = sha256_hex([id, ":", &generation.to_string()].concat().as_bytes());
    key.truncate(32);
    // The form of a random UUID (RFC 9562 §5.4).
    key.replace_range(12..13, "4");
    key.replace_range(16..17, "a");
    for at in [20, 16, 12, 8] {
        key.insert(at, '-');
    }
    key
}

/// Parses the envelope of a sealed body.
#[must_use]
pub fn envelope(body: &str) -> Option<Envelope> {
    Envelope::parse(&json::parse_str(body).ok()?).ok()
}

/// Returns the answers of a sealed body.
#[must_use]
pub fn answers_of(body: &str) -> Option<Answers> {
    Some(Answers::from_value(&envelope(body)?.answers).0)
}

/// Returns what identifies the answers of a sealed body, without time, language and id.
#[must_use]
pub fn content_of(body: &str) -> Content {
    Content(envelope(body).map_or_else(
        || hash(body),
        |envelope| hash(&envelope.answers.canonical()),
    ))
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

    /// Seals two versions and posts the second, of which nobody knows whether the first is stored.
    fn posting_an_edit() -> Delivery {
        let mut delivery = Delivery::default();
        for (body, attempt) in [("{\"a\":1}", 1), ("{\"a\":2}", 2)] {
            let sealed = Event::Sealed {
                generation: 0,
                content: content_of(body),
                digest: Digest(hash(body)),
            };
            let seal = Step {
                event: Some(sealed),
                body: body.to_owned(),
                ..Step::default()
            };
            (delivery, _) = delivery.step(&seal);
            assert_eq!(delivery.body(Digest(hash(body))), Some(body));
            (delivery, _) = delivery.step(&of(Event::Uploaded(attempt)));
            let lost = Step {
                due: 7,
                ..of(Event::Answered(attempt, Answer::None))
            };
            (delivery, _) = delivery.step(&lost);
            assert_eq!(delivery.due, 7);
        }
        delivery.step(&of(Event::Due)).0
    }

    fn of(event: Event) -> Step {
        Step {
            event: Some(event),
            ..Step::default()
        }
    }

    #[test]
    fn ok_a_receipt_is_stored_with_the_key_of_the_edits() {
        let delivery = posting_an_edit();
        let revision = delivery.revision;
        let first = Digest(hash("{\"a\":1}"));
        let receipt = Receipt::parse(&json::parse_str(RECEIPT).unwrap()).unwrap();
        let received = Step {
            receipt: Some(receipt),
            correction: Some("602b:edits".to_owned()),
            ..of(Event::Answered(1, Answer::Receipt(first)))
        };
        let (delivery, commands) = delivery.step(&received);
        assert!(commands.is_empty());
        assert_eq!(delivery.revision, revision + 1);
        assert_eq!(delivery.received_body(), Some("{\"a\":1}"));
        assert_eq!(delivery.correction.as_deref(), Some("602b:edits"));
        let state = State::Received {
            version: 0,
            unsent: None,
        };
        assert_eq!(delivery.record.state, state);
        // A second receipt, and a step without an event, change nothing.
        for step in [received, Step::default()] {
            let (again, _) = delivery.step(&step);
            assert!(again == delivery);
        }
    }

    #[test]
    fn ok_the_first_version_is_posted_again_after_the_key_is_taken() {
        let (delivery, commands) = posting_an_edit().step(&of(Event::Uploaded(3)));
        let second = Digest(hash("{\"a\":2}"));
        assert!(matches!(commands[..], [Command::Post { version, .. }] if version == second));
        let (delivery, commands) = delivery.step(&of(Event::Answered(3, Answer::KeyReused)));
        let first = Digest(hash("{\"a\":1}"));
        assert!(matches!(commands[..], [Command::Post { version, .. }] if version == first));
        assert_eq!(delivery.body(first), Some("{\"a\":1}"));
    }

    #[test]
    fn ok_later_keys_follow_from_the_id() {
        let id = "7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d";
        assert_eq!(idempotency_key(id, 0), id);
        let (second, third) = (idempotency_key(id, 1), idempotency_key(id, 2));
        assert_ne!(second, third);
        assert_eq!(second, idempotency_key(id, 1));
        let lengths: Vec<usize> = second.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(second[14..].starts_with('4') && second[19..].starts_with('a'));
    }
}
