//! Compares the table of `docs/reliability.md` with the machine.

use core::fmt::Write as _;

use crate::event::{Answer, Busy, Command, Event};
use crate::record::{Attempt, Content, Digest, Fate, Hold, Record, State, Version};
use crate::step::step;

const DOCUMENT: &str = include_str!("../../../docs/reliability.md");

const fn version(number: u8, fate: Fate) -> Version {
    Version {
        generation: 0,
        content: Content([number; 32]),
        digest: Digest([number; 32]),
        fate,
    }
}

const fn attempt(version: usize, was_unknown: bool, is_repeat: bool) -> Attempt {
    Attempt {
        number: 1,
        version,
        is_repeat,
        was_unknown,
    }
}

fn record(state: State, fates: &[Fate]) -> Record {
    let versions = (1..).zip(fates);
    Record {
        versions: versions
            .map(|(number, fate)| version(number, *fate))
            .collect(),
        state,
        attempts: 1,
        ..Record::default()
    }
}

/// A record for each row of the first column. Version 1 is the first that was sealed.
fn records() -> Vec<(&'static str, Record)> {
    use Fate::{Excluded, Unknown, Unsent};
    let received = |unsent| State::Received { version: 0, unsent };
    let key_taken = [Unknown, Excluded];
    vec![
        ("Editing", record(State::Editing, &[])),
        (
            "Uploading",
            record(State::Uploading(attempt(0, false, false)), &[Unsent]),
        ),
        (
            "Posting",
            record(State::Posting(attempt(0, false, false)), &[Unknown]),
        ),
        (
            "Posting, files again",
            record(State::Posting(attempt(0, true, true)), &[Unknown]),
        ),
        (
            "Posting, may be stored",
            record(State::Posting(attempt(0, true, false)), &[Unknown]),
        ),
        (
            "Posting, a version before may be stored",
            record(
                State::Posting(attempt(1, false, false)),
                &[Unknown, Unknown],
            ),
        ),
        (
            "Posting, which is stored?",
            record(State::Posting(attempt(0, true, false)), &key_taken),
        ),
        (
            "Waiting",
            record(State::Waiting { is_asked: false }, &[Unknown]),
        ),
        (
            "Waiting, as asked",
            record(State::Waiting { is_asked: true }, &[Unknown]),
        ),
        ("Held", record(State::Held(Hold::Unclear), &[Unknown])),
        ("Refused", record(State::Refused, &[Unsent])),
        (
            "Refused, may be stored",
            record(State::Refused, &[Unknown, Unsent]),
        ),
        ("Foreign", record(State::Foreign, &[Excluded])),
        ("Received", record(received(None), &[Unknown])),
        (
            "Received, edits unsent",
            record(received(Some(1)), &[Unknown, Unsent]),
        ),
        ("GivenUp", record(State::GivenUp, &[])),
    ]
}

fn events() -> Vec<(&'static str, Event)> {
    let answers = [
        ("receipt of version 1", Answer::Receipt(Digest([1; 32]))),
        ("receipt of other bytes", Answer::Receipt(Digest([9; 32]))),
        ("409, key reused", Answer::KeyReused),
        (
            "422, issues",
            Answer::Refused {
                is_renewable: false,
            },
        ),
        (
            "422, time or definition",
            Answer::Refused { is_renewable: true },
        ),
        ("422, files missing", Answer::FilesMissing),
        ("file refused or gone", Answer::FileRefused),
        ("503", Answer::Busy(Busy::AnyTime)),
        ("503, Retry-After", Answer::Busy(Busy::Asked)),
        ("503, long Retry-After", Answer::Busy(Busy::Long)),
        ("no answer", Answer::None),
        ("proves nothing", Answer::Unclear),
        ("another 4xx", Answer::Rejected),
    ];
    let sealed = Event::Sealed {
        generation: 0,
        content: Content([7; 32]),
        digest: Digest([7; 32]),
    };
    let mut events = vec![
        ("send, same answers", Event::Send(Content([1; 32]))),
        ("send, other answers", Event::Send(Content([7; 32]))),
        ("sealed", sealed),
        ("uploaded", Event::Uploaded(1)),
    ];
    let answers = answers.map(|(name, answer)| (name, Event::Answered(1, answer)));
    events.extend(answers);
    events.extend([
        (
            "late 422",
            Event::Answered(
                0,
                Answer::Refused {
                    is_renewable: false,
                },
            ),
        ),
        ("delay over", Event::Due),
        ("line back", Event::LineBack),
        ("another window takes over", Event::Resumed),
        ("send under a new key", Event::NewKey),
        ("correct", Event::Correct),
        ("erase", Event::GiveUp),
    ]);
    events
}

/// Describes a state by the name in the first table and what distinguishes it.
fn describe(record: &Record) -> String {
    match &record.state {
        State::Editing if record.generation > 0 => "Editing, new key".to_owned(),
        State::Editing => "Editing".to_owned(),
        State::Uploading(attempt) => format!("Uploading {}", attempt.version + 1),
        State::Posting(attempt) => format!("Posting {}", attempt.version + 1),
        State::Waiting { is_asked: false } => "Waiting".to_owned(),
        State::Waiting { is_asked: true } => "Waiting, as asked".to_owned(),
        State::Held(hold) => format!("Held: {hold:?}"),
        State::Refused => "Refused".to_owned(),
        State::Foreign => "Foreign".to_owned(),
        State::Received { unsent: None, .. } => "Received".to_owned(),
        State::Received {
            unsent: Some(unsent),
            ..
        } => format!("Received, {} unsent", unsent + 1),
        State::GivenUp => "GivenUp".to_owned(),
    }
}

fn name(command: &Command) -> &'static str {
    match command {
        Command::Seal(_) => "seal",
        Command::Upload { .. } => "upload",
        Command::Post { .. } => "post",
        Command::Schedule { .. } => "schedule",
        Command::OpenCorrection { .. } => "open correction",
    }
}

/// Writes the table of transitions: those that change the record or command something.
fn transitions() -> String {
    let mut table = String::from(
        "| state | event | next state | versions that may be stored | then |\n|---|---|---|---|---|\n",
    );
    for (state, before) in records() {
        for (event, happened) in events() {
            let (after, commands) = step(before.clone(), happened);
            if after == before && commands.is_empty() {
                continue;
            }
            let versions = (1..).zip(&after.versions);
            let unknown = versions.filter(|(_, version)| version.fate == Fate::Unknown);
            let unknown: Vec<String> = unknown.map(|(number, _)| u8::to_string(&number)).collect();
            let commands: Vec<&str> = commands.iter().map(name).collect();
            let (next, unknown, then) = (describe(&after), unknown.join(", "), commands.join(", "));
            let _ = writeln!(table, "| {state} | {event} | {next} | {unknown} | {then} |");
        }
    }
    table
}

/// Checks that the document has exactly the transitions of the code.
#[test]
fn ok_the_table_has_every_transition() {
    let table = transitions();
    assert!(
        DOCUMENT.contains(&table),
        "docs/reliability.md must have:\n\n{table}"
    );
}

/// Checks that every state, as the code names it, has a row in the table of states.
#[test]
fn ok_the_table_has_every_state() {
    for (_, record) in records() {
        let state = match record.state {
            State::Editing => "Editing",
            State::Uploading(_) => "Uploading",
            State::Posting(_) => "Posting",
            State::Waiting { .. } => "Waiting",
            State::Held(_) => "Held",
            State::Refused => "Refused",
            State::Foreign => "Foreign",
            State::Received { .. } => "Received",
            State::GivenUp => "GivenUp",
        };
        assert!(DOCUMENT.contains(&format!("\n| `{state}` | ")), "{state}");
    }
}
