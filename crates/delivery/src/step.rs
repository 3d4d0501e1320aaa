//! The transitions.

use crate::event::{Answer, Busy, Command, Event};
use crate::record::{Attempt, Content, Digest, Fate, Hold, Record, State, Version};
use crate::rules::{Rule, Rules};

/// Applies an event to a record. Returns the record to be stored, and what is to be done after that.
#[must_use]
pub fn step(record: Record, event: Event) -> (Record, Vec<Command>) {
    step_by(Rules::ALL, record, event)
}

/// Applies an event by these rules.
pub(crate) fn step_by(rules: Rules, record: Record, event: Event) -> (Record, Vec<Command>) {
    let mut machine = Machine {
        rules,
        record,
        commands: Vec::new(),
    };
    machine.apply(event);
    (machine.record, machine.commands)
}

struct Machine {
    rules: Rules,
    record: Record,
    commands: Vec<Command>,
}

impl Machine {
    fn apply(&mut self, event: Event) {
        if self.record.state == State::GivenUp && self.rules.has(Rule::GivenUpIsFinal) {
            return;
        }
        match event {
            Event::Send(content) => self.send(content),
            Event::Sealed {
                generation,
                content,
                digest,
            } => self.sealed(generation, content, digest),
            Event::Uploaded(number) => self.uploaded(number),
            Event::Answered(_, Answer::Receipt(digest)) => self.receipt(digest),
            Event::Answered(number, answer) => self.answered(number, answer),
            Event::Due if self.rules.has(Rule::DelayEnds) => self.end_delay(true),
            Event::Due => {}
            Event::LineBack => self.end_delay(!self.rules.has(Rule::RetryAfterIsObeyed)),
            Event::Resumed => self.resume(),
            Event::NewKey if self.record.state == State::Foreign => self.begin_key(),
            Event::NewKey => {}
            Event::Correct => self.correct(),
            Event::GiveUp => {
                self.record = Record {
                    state: State::GivenUp,
                    ..Record::default()
                };
            }
        }
    }

    /// Returns whether an attempt is under way.
    fn is_under_way(&self) -> bool {
        matches!(self.record.state, State::Uploading(_) | State::Posting(_))
    }

    fn send(&mut self, content: Content) {
        match self.record.state {
            State::Received { .. } if self.rules.has(Rule::ReceiptIsFinal) => return,
            State::Received { .. } => return self.begin_key(),
            State::Foreign => return,
            _ => {}
        }
        self.record.is_renewed = false;
        if !self.is_under_way() {
            self.record.failures = 0;
        }
        let is_refused = self.record.state == State::Refused;
        let same = self.record.current().rfind(|(_, version)| {
            version.content == content && (version.fate != Fate::Unsent || !is_refused)
        });
        match same.map(|(index, _)| index) {
            Some(index) if self.rules.has(Rule::SameBytesAgain) => {
                // What the person wants to send is the last version.
                if self.is_under_way() {
                    if Some(index) != self.record.newest() {
                        self.commands.push(Command::Seal(self.record.generation));
                    }
                    return;
                }
                let version = self.record.versions.remove(index);
                self.record.versions.push(version);
                self.begin_attempt(false);
            }
            _ => {
                let is_ended =
                    is_refused && (!self.record.may_be_stored() || !self.rules.has(Rule::KeyStays));
                if is_ended {
                    self.begin_key();
                } else {
                    self.commands.push(Command::Seal(self.record.generation));
                }
            }
        }
    }

    /// Begins another idempotency key: nothing of this record can be stored under the one before.
    fn begin_key(&mut self) {
        self.record.generation += 1;
        self.record.state = State::Editing;
        self.commands.push(Command::Seal(self.record.generation));
    }

    fn sealed(&mut self, generation: u32, content: Content, digest: Digest) {
        let is_ignored = self.is_under_way() && !self.rules.has(Rule::EditsJoin);
        if generation != self.record.generation || is_ignored {
            return;
        }
        self.record.versions.push(Version {
            generation,
            content,
            digest,
            fate: Fate::Unsent,
        });
        match self.record.state {
            State::Uploading(_) | State::Posting(_) | State::Foreign => {}
            // The receipt came while the edits were being sealed.
            State::Received { version, .. } => {
                self.record.state = State::Received {
                    version,
                    unsent: self.unsent_besides(version),
                };
            }
            _ => self.begin_attempt(false),
        }
    }

    /// Uploads the files of the version that is next. If the key is taken, an earlier version is
    /// posted as it is, to get its receipt.
    fn begin_attempt(&mut self, is_repeat: bool) {
        let Some(version) = self.record.next() else {
            self.record.state = if self.record.is_key_taken() {
                State::Foreign
            } else {
                State::Editing
            };
            return;
        };
        self.record.attempts += 1;
        let fate = self
            .record
            .versions
            .get(version)
            .map(|version| version.fate);
        let attempt = Attempt {
            number: self.record.attempts,
            version,
            is_repeat,
            was_unknown: fate == Some(Fate::Unknown),
        };
        if self.record.is_key_taken() && !is_repeat {
            return self.post(attempt);
        }
        self.record.state = State::Uploading(attempt);
        if let Some(version) = self.digest(version) {
            self.commands.push(Command::Upload {
                attempt: attempt.number,
                version,
            });
        }
    }

    fn uploaded(&mut self, number: u32) {
        let State::Uploading(attempt) = self.record.state else {
            return;
        };
        if attempt.number != number {
            return;
        }
        // The person has edited the answers during the upload.
        if self.record.next() != Some(attempt.version) && self.rules.has(Rule::NewestLeaves) {
            return self.begin_attempt(false);
        }
        self.post(attempt);
    }

    fn post(&mut self, attempt: Attempt) {
        if self.rules.has(Rule::PostedMayBeStored) {
            self.set_fate(attempt.version, Fate::Unknown);
        }
        self.record.state = State::Posting(attempt);
        if let Some(version) = self.digest(attempt.version) {
            self.commands.push(Command::Post {
                attempt: attempt.number,
                version,
            });
        }
    }

    fn digest(&self, version: usize) -> Option<Digest> {
        Some(self.record.versions.get(version)?.digest)
    }

    fn content(&self, version: usize) -> Option<Content> {
        Some(self.record.versions.get(version)?.content)
    }

    fn set_fate(&mut self, version: usize, fate: Fate) {
        if let Some(version) = self.record.versions.get_mut(version) {
            version.fate = fate;
        }
    }

    /// Handles a receipt. It is true whichever attempt it answers.
    fn receipt(&mut self, digest: Digest) {
        if matches!(self.record.state, State::Received { .. }) {
            return;
        }
        let mut versions = self.record.versions.iter();
        let proven = versions.position(|version| version.digest == digest);
        let stored = match (proven, &self.record.state) {
            (None, State::Posting(attempt)) if !self.rules.has(Rule::ReceiptProves) => {
                Some(attempt.version)
            }
            _ => proven,
        };
        let Some(stored) = stored else {
            if let State::Posting(_) = self.record.state {
                self.record.state = State::Held(Hold::Unclear);
            }
            return;
        };
        self.record.state = State::Received {
            version: stored,
            unsent: self.unsent_besides(stored),
        };
        self.record.failures = 0;
    }

    /// Returns the last version if it has other answers than the stored one.
    fn unsent_besides(&self, stored: usize) -> Option<usize> {
        let last = self.record.versions.len().checked_sub(1)?;
        let differs = self.content(last) != self.content(stored);
        (differs && self.rules.has(Rule::UnsentIsKept)).then_some(last)
    }

    fn answered(&mut self, number: u32, answer: Answer) {
        let (attempt, is_posted) = match self.record.state {
            State::Uploading(attempt) => (attempt, false),
            State::Posting(attempt) => (attempt, true),
            _ => return,
        };
        if attempt.number != number && self.rules.has(Rule::LateAnswersAreIgnored) {
            return;
        }
        if !matches!(answer, Answer::Busy(_) | Answer::None) {
            self.record.failures = 0;
        }
        match answer {
            Answer::Receipt(_) => {}
            Answer::KeyReused if is_posted => self.key_reused(attempt),
            Answer::Refused { is_renewable } if is_posted => self.refused(attempt, is_renewable),
            Answer::FilesMissing if is_posted => {
                if !self.rules.has(Rule::MissingFilesMayArrive) {
                    self.forget_attempt(attempt);
                }
                if !attempt.is_repeat || !self.rules.has(Rule::RepeatOnce) {
                    self.begin_attempt(true);
                } else {
                    self.record.state = State::Held(Hold::Files);
                }
            }
            Answer::FileRefused if !is_posted => self.record.state = State::Refused,
            Answer::Busy(busy) => {
                if is_posted && !self.rules.has(Rule::BusyMayBeStored) {
                    self.forget_attempt(attempt);
                }
                match busy {
                    Busy::AnyTime => self.wait(false),
                    Busy::Asked => self.wait(true),
                    Busy::Long => self.record.state = State::Held(Hold::LongDelay),
                }
            }
            Answer::None => {
                if is_posted && !self.rules.has(Rule::SilenceMayBeStored) {
                    self.forget_attempt(attempt);
                }
                self.wait(false);
            }
            Answer::Rejected => self.record.state = State::Held(Hold::Rejected),
            Answer::Unclear
            | Answer::KeyReused
            | Answer::Refused { .. }
            | Answer::FilesMissing
            | Answer::FileRefused => self.record.state = State::Held(Hold::Unclear),
        }
    }

    /// The version was not stored by this attempt, and will not be.
    fn forget_attempt(&mut self, attempt: Attempt) {
        if !attempt.was_unknown || !self.rules.has(Rule::RefusalIsOfOneAttempt) {
            self.set_fate(attempt.version, Fate::Unsent);
        }
    }

    fn key_reused(&mut self, attempt: Attempt) {
        if !self.rules.has(Rule::TakenKeyIsAsked) {
            return self.begin_key();
        }
        if self.rules.has(Rule::ExcludedIsOut) {
            self.set_fate(attempt.version, Fate::Excluded);
        }
        self.begin_attempt(false);
    }

    fn refused(&mut self, attempt: Attempt, is_renewable: bool) {
        // A receiver that has a dossier under the key would say so before it checks another.
        if self.record.is_key_taken() {
            self.record.state = State::Held(Hold::Unclear);
            return;
        }
        if is_renewable {
            if !self.rules.has(Rule::RenewedMayBeStored) {
                self.forget_attempt(attempt);
            }
            if !self.record.is_renewed || !self.rules.has(Rule::RenewOnce) {
                self.record.is_renewed = true;
                self.record.state = State::Editing;
                self.commands.push(Command::Seal(self.record.generation));
                return;
            }
        } else {
            self.forget_attempt(attempt);
        }
        self.record.state = State::Refused;
    }

    fn wait(&mut self, is_asked: bool) {
        self.record.failures = self.record.failures.saturating_add(1);
        self.record.state = State::Waiting { is_asked };
        self.schedule(is_asked);
    }

    fn schedule(&mut self, is_asked: bool) {
        self.commands.push(Command::Schedule {
            failures: self.record.failures,
            is_asked,
        });
    }

    /// Begins an attempt if one is due. `is_over` tells whether a delay that the receiver has asked
    /// for is over too.
    fn end_delay(&mut self, is_over: bool) {
        if let State::Waiting { is_asked } = self.record.state
            && (is_over || !is_asked)
        {
            self.begin_attempt(false);
        }
    }

    fn resume(&mut self) {
        match self.record.state {
            State::Uploading(_) | State::Posting(_) if self.rules.has(Rule::ResumeContinues) => {
                self.begin_attempt(false);
            }
            State::Waiting { is_asked } => self.schedule(is_asked),
            _ => {}
        }
    }

    fn correct(&mut self) {
        if let State::Received {
            version,
            unsent: Some(unsent),
        } = self.record.state
        {
            self.record.state = State::Received {
                version,
                unsent: None,
            };
            self.commands
                .push(Command::OpenCorrection { version: unsent });
        }
    }
}
