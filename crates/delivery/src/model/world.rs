//! The world around the machine: two windows with one store, a network, a receiver and a person.

use super::parts::{Action, Budget, FOREIGN, Receiver, Request, Window};
use crate::event::{Answer, Busy, Command, Event};
use crate::record::{Content, Digest, Fate, Record, State};
use crate::rules::Rules;
use crate::step::step_by;

/// The answers that the receiver's rules refuse.
const REFUSED_CONTENT: u8 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct World {
    /// What is stored; `None` after an erasure.
    pub(super) record: Option<Record>,
    pub(super) is_full: bool,
    pub(super) windows: [Window; 2],
    pub(super) network: Vec<Request>,
    /// The dossiers that are stored, by the generation of their key.
    pub(super) stored: Vec<(u32, Digest)>,
    pub(super) receiver: Receiver,
    /// The current answers in the draft.
    draft: u8,
    /// The answers that were sealed last.
    sealed_last: Option<u8>,
    /// The answers that were opened as a correction.
    opened: Option<u8>,
    /// Counts the sealed versions; each has other bytes.
    pub(super) seals: u8,
    pub(super) left: Budget,
    /// The invariant that an event has broken.
    broken: Option<&'static str>,
}

impl World {
    pub(super) fn new(left: Budget, receiver: Receiver, stored: Vec<(u32, Digest)>) -> Self {
        Self {
            record: Some(Record::default()),
            is_full: false,
            windows: Default::default(),
            network: Vec::new(),
            stored,
            receiver,
            draft: 0,
            sealed_last: None,
            opened: None,
            seals: 0,
            left,
            broken: None,
        }
    }

    pub(super) fn state(&self) -> Option<&State> {
        self.record.as_ref().map(|record| &record.state)
    }

    /// Lists what can happen now.
    pub(super) fn actions(&self, actions: &mut Vec<Action>) {
        let left = &self.left;
        if left.edits > 0 {
            actions.push(Action::Edit);
        }
        if left.erasures > 0 {
            actions.push(Action::Erase);
        }
        if self.is_full {
            actions.push(Action::Free);
        } else if left.fills > 0 {
            actions.push(Action::Fill);
        }
        if left.lost_files > 0 && self.receiver.has_files {
            actions.push(Action::LoseFiles);
        }
        if self.receiver.is_early {
            actions.push(Action::PassTime);
        }
        for (index, window) in self.windows.iter().enumerate() {
            self.window_actions(index, window, actions);
        }
        for index in 0..self.network.len() {
            actions.push(Action::Deliver(index));
            if left.losses > 0 {
                actions.push(Action::Lose(index));
            }
            if left.repeats > 0 {
                actions.push(Action::DeliverTwice(index));
            }
            if left.gateways > 0 {
                actions.push(Action::Gateway(index, true, Busy::AnyTime));
                actions.push(Action::Gateway(index, false, Busy::Asked));
            }
            if left.forgeries > 0 {
                let refusal = Answer::Refused {
                    is_renewable: false,
                };
                actions.push(Action::Forge(index, refusal));
                actions.push(Action::Forge(index, Answer::Receipt(FOREIGN)));
            }
        }
    }

    fn window_actions(&self, index: usize, window: &Window, actions: &mut Vec<Action>) {
        let state = self.state();
        let left = &self.left;
        if left.presses > 0 {
            actions.push(Action::Send(index));
            if left.erasures > 0 {
                actions.push(Action::GiveUp(index));
            }
            if state == Some(&State::Foreign) {
                actions.push(Action::NewKey(index));
            }
        }
        if let Some(State::Received {
            unsent: Some(_), ..
        }) = state
        {
            actions.push(Action::Correct(index));
        }
        if let Some(command) = window.commands.first() {
            actions.push(Action::Act(index, None));
            if matches!(command, Command::Upload { .. }) && left.upload_faults > 0 {
                actions.push(Action::Act(index, Some(Answer::None)));
                actions.push(Action::Act(index, Some(Answer::FileRefused)));
            }
        }
        if window.awaited.is_some() {
            actions.push(Action::TimeOut(index));
            if window.reply.is_some() {
                actions.push(Action::Reply(index));
            }
        }
        if window.has_timer {
            actions.push(Action::Due(index));
        }
        if let Some(State::Waiting { .. }) = state {
            actions.push(Action::LineBack(index));
        }
        let is_idle = *window == Window::default();
        if is_idle
            && matches!(
                state,
                Some(State::Uploading(_) | State::Posting(_) | State::Waiting { .. })
            )
        {
            actions.push(Action::Resume(index));
        }
        if !is_idle && left.crashes > 0 {
            actions.push(Action::Crash(index));
        }
    }

    /// Carries out an action.
    pub(super) fn act(&mut self, rules: Rules, saves_first: bool, action: Action) {
        let one = |count: &mut u8| *count = count.saturating_sub(1);
        match action {
            Action::Edit => {
                one(&mut self.left.edits);
                self.draft += 1;
            }
            Action::Send(window) => {
                one(&mut self.left.presses);
                self.send(rules, saves_first, window);
            }
            Action::NewKey(window) => {
                one(&mut self.left.presses);
                self.commit(rules, saves_first, window, Event::NewKey);
            }
            Action::Correct(window) => self.commit(rules, saves_first, window, Event::Correct),
            Action::GiveUp(window) => {
                one(&mut self.left.erasures);
                self.commit(rules, saves_first, window, Event::GiveUp);
            }
            Action::Erase => {
                one(&mut self.left.erasures);
                self.record = None;
            }
            Action::Act(window, fault) => {
                if fault.is_some() {
                    one(&mut self.left.upload_faults);
                }
                self.carry_out(rules, saves_first, window, fault);
            }
            Action::Reply(window) => {
                let reply = self.windows[window].reply.take();
                self.answer(rules, saves_first, window, reply.unwrap_or(Answer::None));
            }
            Action::TimeOut(window) => self.answer(rules, saves_first, window, Answer::None),
            Action::Due(window) => {
                self.windows[window].has_timer = false;
                self.commit(rules, saves_first, window, Event::Due);
            }
            Action::LineBack(window) => self.commit(rules, saves_first, window, Event::LineBack),
            Action::Resume(window) => self.commit(rules, saves_first, window, Event::Resumed),
            Action::Crash(window) => {
                one(&mut self.left.crashes);
                self.windows[window] = Window::default();
            }
            Action::Deliver(index) => self.deliver(index, true, None),
            Action::DeliverTwice(index) => {
                one(&mut self.left.repeats);
                let request = self.network[index].clone();
                self.deliver(index, true, None);
                self.put_on_the_line(request);
            }
            Action::Lose(index) => {
                one(&mut self.left.losses);
                self.network.remove(index);
            }
            Action::Gateway(index, passes_on, busy) => {
                one(&mut self.left.gateways);
                self.deliver(index, passes_on, Some(Answer::Busy(busy)));
            }
            Action::Forge(index, answer) => {
                one(&mut self.left.forgeries);
                self.deliver(index, false, Some(answer));
            }
            Action::LoseFiles => {
                one(&mut self.left.lost_files);
                self.receiver.has_files = false;
            }
            Action::PassTime => self.receiver.is_early = false,
            Action::Fill => {
                one(&mut self.left.fills);
                self.is_full = true;
            }
            Action::Free => self.is_full = false,
        }
        self.broken = self.broken.or_else(|| self.broken_now());
    }

    /// Returns the invariant that is broken at the end of this history.
    pub(super) fn look_ahead(&mut self, rules: Rules, saves_first: bool) {
        let broken = || self.broken_at_the_end(rules, saves_first);
        self.broken = self.broken.or_else(broken);
    }

    /// Returns the invariant that an action has broken.
    pub(super) const fn broken(&self) -> Option<&'static str> {
        self.broken
    }

    fn send(&mut self, rules: Rules, saves_first: bool, window: usize) {
        self.commit(rules, saves_first, window, Event::Send(content(self.draft)));
    }

    fn answer(&mut self, rules: Rules, saves_first: bool, window: usize, answer: Answer) {
        self.windows[window].reply = None;
        if let Some(attempt) = self.windows[window].awaited.take() {
            self.commit(rules, saves_first, window, Event::Answered(attempt, answer));
        }
    }

    /// Reads the record, applies an event and stores the result in one transaction; then queues the
    /// commands. `saves_first` is false for a caller that acts before the commit.
    fn commit(&mut self, rules: Rules, saves_first: bool, window: usize, event: Event) {
        let Some(before) = self.record.clone() else {
            return;
        };
        let (after, commands) = step_by(rules, before.clone(), event);
        if self.is_full {
            if !saves_first {
                self.windows[window].commands.extend(commands);
            }
            return;
        }
        self.broken = self
            .broken
            .or_else(|| broken_by(&before, event, &after, &commands));
        self.note_answers(&before, event, &after);
        for command in commands {
            match command {
                Command::OpenCorrection { version } => {
                    self.opened = after.versions.get(version).map(|one| one.content.0[0]);
                }
                command => self.windows[window].commands.push(command),
            }
        }
        self.record = Some(after);
    }

    /// Records which answers were sealed last.
    fn note_answers(&mut self, before: &Record, event: Event, after: &Record) {
        if before.state == State::GivenUp {
            return;
        }
        match event {
            Event::Sealed {
                generation,
                content,
                ..
            } if generation == before.generation => {
                self.sealed_last = Some(content.0[0]);
            }
            Event::Send(content)
                if after.versions.last().map(|one| one.content) == Some(content) =>
            {
                self.sealed_last = Some(content.0[0]);
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, rules: Rules, saves_first: bool, window: usize, fault: Option<Answer>) {
        let command = self.windows[window].commands.remove(0);
        match command {
            Command::Seal(generation) => {
                self.seals += 1;
                let mut digest = [0; 32];
                digest[0] = self.seals;
                let event = Event::Sealed {
                    generation,
                    content: content(self.draft),
                    digest: Digest(digest),
                };
                self.commit(rules, saves_first, window, event);
            }
            Command::Upload { attempt, .. } => {
                self.receiver.has_files |= fault.is_none() && !self.receiver.keeps_no_files;
                let event = fault.map_or(Event::Uploaded(attempt), |answer| {
                    Event::Answered(attempt, answer)
                });
                self.commit(rules, saves_first, window, event);
            }
            Command::Post { attempt, version } => self.post(window, attempt, version),
            Command::Schedule { .. } => self.windows[window].has_timer = true,
            Command::OpenCorrection { .. } => {}
        }
    }

    fn post(&mut self, window: usize, attempt: u32, digest: Digest) {
        // The bytes are read from the store.
        let versions = self.record.iter().flat_map(|record| &record.versions);
        let Some(version) = versions.clone().find(|version| version.digest == digest) else {
            return;
        };
        if version.fate == Fate::Unsent {
            self.broken = self.broken.or(Some(SAVED_FIRST));
        }
        let request = Request {
            window,
            attempt,
            generation: version.generation,
            digest,
            content: version.content.0[0],
        };
        self.put_on_the_line(request);
        self.windows[window].awaited = Some(attempt);
        self.windows[window].reply = None;
    }

    fn put_on_the_line(&mut self, request: Request) {
        self.network.push(request);
        self.network.sort();
    }

    /// Removes a pending request. The window receives `reply` in place of the receiver's response.
    fn deliver(&mut self, index: usize, passes_on: bool, reply: Option<Answer>) {
        let request = self.network.remove(index);
        let answer = if passes_on {
            self.receive(&request)
        } else {
            Answer::None
        };
        let window = &mut self.windows[request.window];
        if window.awaited == Some(request.attempt) && window.reply.is_none() {
            window.reply = Some(reply.unwrap_or(answer));
        }
    }

    /// Runs the receiver: it looks up the key, validates, then stores.
    fn receive(&mut self, request: &Request) -> Answer {
        let mut stored = self.stored.iter();
        let stored = stored.find(|(generation, _)| *generation == request.generation);
        match stored {
            Some((_, digest)) if *digest != request.digest => return Answer::KeyReused,
            Some(_) if !self.receiver.has_files => return Answer::FilesMissing,
            Some((_, digest)) => return Answer::Receipt(*digest),
            None => {}
        }
        if request.content == REFUSED_CONTENT {
            return Answer::Refused {
                is_renewable: false,
            };
        }
        let is_first = request.digest.0[0] == 1;
        if self.receiver.is_always_early || (self.receiver.is_early && is_first) {
            return Answer::Refused { is_renewable: true };
        }
        if !self.receiver.has_files {
            return Answer::FilesMissing;
        }
        self.stored.push((request.generation, request.digest));
        Answer::Receipt(request.digest)
    }

    /// Sorts the windows by their content: worlds that differ only in the order of their windows are
    /// one state.
    pub(super) fn sort_windows(&mut self) {
        if self.windows[1] < self.windows[0] {
            self.windows.swap(0, 1);
            for request in &mut self.network {
                request.window = 1 - request.window;
            }
            self.network.sort();
        }
    }

    /// Returns the invariant that what is stored now breaks.
    fn broken_now(&self) -> Option<&'static str> {
        let own = self.stored.iter().filter(|(_, digest)| *digest != FOREIGN);
        if own.count() > 1 {
            return Some(STORED_ONCE);
        }
        let record = self.record.as_ref()?;
        if let State::Received { version, .. } = record.state {
            let version = record.versions.get(version);
            let is_stored = version
                .is_some_and(|version| self.stored.contains(&(version.generation, version.digest)));
            if !is_stored {
                return Some(PROVEN);
            }
        }
        (!self.keeps_answers(record)).then_some(NOTHING_LOST)
    }

    fn keeps_answers(&self, record: &Record) -> bool {
        let (Some(last), false) = (self.sealed_last, record.state == State::GivenUp) else {
            return true;
        };
        let has = |index: Option<usize>| {
            let version = index.and_then(|index| record.versions.get(index));
            version.is_some_and(|version| version.content.0[0] == last)
        };
        match record.state {
            State::Received { version, unsent } => {
                has(Some(version)) || has(unsent) || self.opened == Some(last)
            }
            _ => has(record.versions.len().checked_sub(1)),
        }
    }

    /// Runs the world until the record ends: restores the network and the disk, reopens both windows,
    /// delivers the pending requests, and presses the button that the page shows. Returns the invariant
    /// that is broken then.
    pub(super) fn broken_at_the_end(
        &self,
        rules: Rules,
        saves_first: bool,
    ) -> Option<&'static str> {
        const STEPS: u32 = 80;
        let mut world = self.clone();
        world.is_full = false;
        world.windows = Default::default();
        world.receiver.is_early = false;
        while !world.network.is_empty() {
            world.deliver(0, true, None);
        }
        world.commit(rules, saves_first, 0, Event::Resumed);
        for _ in 0..STEPS {
            let window = &world.windows[0];
            if !window.commands.is_empty() {
                world.carry_out(rules, saves_first, 0, None);
            } else if !world.network.is_empty() {
                world.deliver(0, true, None);
            } else if window.awaited.is_some() {
                world.act(rules, saves_first, Action::Reply(0));
            } else if window.has_timer {
                world.act(rules, saves_first, Action::Due(0));
            } else if world.has_ended() {
                return world.broken.or_else(|| world.broken_now());
            } else {
                match world.state() {
                    Some(State::Foreign) => world.commit(rules, saves_first, 0, Event::NewKey),
                    Some(State::Editing | State::Held(_)) => world.send(rules, saves_first, 0),
                    _ => return Some(ENDS),
                }
            }
        }
        Some(ENDS)
    }

    fn has_ended(&self) -> bool {
        match self.state() {
            None | Some(State::Received { .. } | State::Refused | State::GivenUp) => true,
            // Nobody has sent it.
            Some(State::Editing) => self.seals == 0,
            // Nothing helps with a receiver that keeps no files; the page says so.
            Some(State::Held(_)) => self.receiver.keeps_no_files,
            _ => false,
        }
    }
}

const STORED_ONCE: &str = "at most one dossier of a record is stored";
const PROVEN: &str = "received is said only of bytes that are stored";
const NOTHING_LOST: &str = "no answers that were sealed are lost";
const SAVED_FIRST: &str = "nothing leaves before it is saved that it may be stored";
const DELAY_KEPT: &str = "a delay that the receiver asks for is kept";
const SAME_BYTES: &str = "answers that may be stored are sent again byte for byte";
const NEWEST_LEAVES: &str = "only the newest version leaves";
const END_KEPT: &str = "a receipt and an erasure are final";
const ENDS: &str = "every record ends once the line is good";

/// What must be true of every history.
pub(super) const INVARIANTS: [&str; 9] = [
    STORED_ONCE,
    PROVEN,
    NOTHING_LOST,
    SAVED_FIRST,
    DELAY_KEPT,
    SAME_BYTES,
    NEWEST_LEAVES,
    END_KEPT,
    ENDS,
];

pub(super) fn content(answers: u8) -> Content {
    let mut hash = [0; 32];
    hash[0] = answers;
    Content(hash)
}

/// Returns the invariant that a transition breaks.
fn broken_by(
    before: &Record,
    event: Event,
    after: &Record,
    commands: &[Command],
) -> Option<&'static str> {
    let was_asked = before.state == State::Waiting { is_asked: true };
    let is_under_way =
        |record: &Record| matches!(record.state, State::Uploading(_) | State::Posting(_));
    let is_wanted = matches!(event, Event::Due | Event::Send(_) | Event::Sealed { .. });
    if was_asked && is_under_way(after) && !is_wanted {
        return Some(DELAY_KEPT);
    }
    if let Event::Send(content) = event {
        let mut unknown = before
            .current()
            .filter(|(_, one)| one.fate == Fate::Unknown);
        let seals = commands.contains(&Command::Seal(before.generation));
        if seals && !is_under_way(before) && unknown.any(|(_, one)| one.content == content) {
            return Some(SAME_BYTES);
        }
    }
    let newest = after.versions.last().map(|version| version.digest);
    let is_old = |command: &Command| matches!(command, Command::Post { version, .. } if Some(*version) != newest);
    if !after.is_key_taken() && commands.iter().any(is_old) {
        return Some(NEWEST_LEAVES);
    }
    let is_kept = match (&before.state, &after.state) {
        (State::Received { version, .. }, State::Received { version: now, .. }) => version == now,
        (State::Received { .. }, other) => *other == State::GivenUp,
        (State::GivenUp, _) => before == after && commands.is_empty(),
        _ => true,
    };
    (!is_kept).then_some(END_KEPT)
}
