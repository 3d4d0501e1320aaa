//! A delivery as this device stores it: the record of the delivery machine (`crates/delivery`), and
//! beside it the bytes of the sealed versions and the receipt.

use hoso_delivery::{Command, Content, Digest, Event, Record, State, step};
use hoso_dossier::wire::{Envelope, Receipt, is_sha256, sha256_hex};
use hoso_dossier::{Answers, json};

/// What is stored about the delivery of one draft.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(PartialEq, Eq, Debug))]
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
        let is_changed =
            next.record != self.record || next.correction.is_some() != self.correction.is_some();
        if is_changed {
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
}

/// Reads a hash of 64 lower-case hexadecimal digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    if !is_sha256(text) {
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
    let hash = sha256_hex([id, ":", &generation.to_string()].concat().as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    // The form of a random UUID (RFC 9562 §5.4).
    [
        part(0, 8),
        "-",
        part(8, 12),
        "-4",
        part(13, 16),
        "-a",
        part(17, 20),
        "-",
        part(20, 32),
    ]
    .concat()
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

#[cfg(test)]
mod tests {
    use super::*;
    use hoso_delivery::Answer;

    fn receipt(digest: Digest) -> Receipt {
        Receipt {
            number: "HS-2026-000001".to_owned(),
            dossier_id: "7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d".to_owned(),
            digest: format!("{digest:?}"),
            received_at: "2026-11-20T02:00:00Z".to_owned(),
            status: "received".to_owned(),
            secret: String::new(),
            attachments: Vec::new(),
            missing: Vec::new(),
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
        let received = Step {
            receipt: Some(receipt(first)),
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
