//! The model for Stateright, its runs, and the mutants of the rules.

use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model, Property};

use super::parts::{Action, Budget, FOREIGN, Receiver};
use super::world::{INVARIANTS, World};
use crate::record::State;
use crate::rules::{Rule, Rules};

/// A world with bounds, and the rules by which the machine steps.
#[derive(Clone)]
struct Delivery {
    name: &'static str,
    rules: Rules,
    /// Whether the caller saves the record before it acts.
    saves_first: bool,
    left: Budget,
    receiver: Receiver,
    is_key_foreign: bool,
    /// The most attempts of a history.
    attempts: u32,
    /// The most seals of a history.
    seals: u8,
}

impl Model for Delivery {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let foreign = self.is_key_foreign.then_some((0, FOREIGN));
        vec![World::new(
            self.left,
            self.receiver,
            foreign.into_iter().collect(),
        )]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        // A history ends where an invariant is broken.
        if world.broken().is_none() {
            world.actions(actions);
        }
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        world.act(self.rules, self.saves_first, action);
        world.sort_windows();
        if world == *last {
            return None;
        }
        world.look_ahead(self.rules, self.saves_first);
        Some(world)
    }

    fn within_boundary(&self, world: &World) -> bool {
        let attempts = world.record.as_ref().map_or(0, |record| record.attempts);
        attempts <= self.attempts && world.seals <= self.seals
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![Property::always(HOLDS, |_, world: &World| {
            world.broken().is_none()
        })];
        // A model that never gets anywhere proves nothing.
        properties.push(Property::sometimes(ARRIVES, |_, world: &World| {
            matches!(world.state(), Some(State::Received { .. }))
        }));
        properties
    }
}

const HOLDS: &str = "the invariants hold";
const ARRIVES: &str = "a receipt comes";

fn world(name: &'static str, left: Budget) -> Delivery {
    Delivery {
        name,
        rules: Rules::ALL,
        saves_first: true,
        left,
        receiver: Receiver::default(),
        is_key_foreign: false,
        attempts: 3,
        seals: 2,
    }
}

/// The line may drop a request in every world: one that is never delivered is lost.
fn line() -> Delivery {
    let left = Budget {
        edits: 1,
        presses: 2,
        crashes: 1,
        gateways: 1,
        ..Budget::default()
    };
    world(
        "two windows, a crash, a line that drops, delays and reorders, a gateway that answers busy",
        left,
    )
}

fn refusals() -> Delivery {
    let left = Budget {
        edits: 2,
        presses: 3,
        ..Budget::default()
    };
    Delivery {
        seals: 3,
        ..world("edits between refused and accepted answers", left)
    }
}

fn forgeries() -> Delivery {
    let left = Budget {
        presses: 3,
        crashes: 1,
        forgeries: 1,
        ..Budget::default()
    };
    world(
        "something on the way that answers in the receiver's place",
        left,
    )
}

fn files() -> Delivery {
    let left = Budget {
        presses: 2,
        repeats: 1,
        upload_faults: 1,
        lost_files: 1,
        ..Budget::default()
    };
    world(
        "files that are refused here and lost there, a line that repeats",
        left,
    )
}

fn time() -> Delivery {
    let left = Budget {
        presses: 2,
        repeats: 1,
        ..Budget::default()
    };
    Delivery {
        receiver: Receiver {
            is_early: true,
            ..Receiver::default()
        },
        seals: 3,
        ..world("a time that the receiver finds in the future", left)
    }
}

fn storage() -> Delivery {
    let left = Budget {
        presses: 2,
        crashes: 1,
        fills: 1,
        erasures: 1,
        ..Budget::default()
    };
    world(
        "a disk that fills up, erasures, a person who presses twice",
        left,
    )
}

fn foreign_key() -> Delivery {
    let left = Budget {
        edits: 1,
        presses: 3,
        ..Budget::default()
    };
    Delivery {
        is_key_foreign: true,
        ..world("a key under which the receiver has another dossier", left)
    }
}

fn never_in_time() -> Delivery {
    let left = Budget {
        presses: 2,
        crashes: 1,
        ..Budget::default()
    };
    Delivery {
        receiver: Receiver {
            is_always_early: true,
            ..Receiver::default()
        },
        attempts: 4,
        seals: 4,
        ..world("a receiver that refuses every time", left)
    }
}

fn no_files() -> Delivery {
    let left = Budget {
        presses: 2,
        ..Budget::default()
    };
    Delivery {
        receiver: Receiver {
            keeps_no_files: true,
            ..Receiver::default()
        },
        attempts: 4,
        ..world("a receiver that keeps no files", left)
    }
}

#[test]
fn ok_no_history_breaks_an_invariant() {
    let worlds = [
        line(),
        refusals(),
        forgeries(),
        files(),
        time(),
        storage(),
        foreign_key(),
        never_in_time(),
        no_files(),
    ];
    let (mut states, mut time) = (0, Duration::ZERO);
    for model in worlds {
        let start = Instant::now();
        let name = model.name;
        let may_arrive = !model.receiver.is_always_early && !model.receiver.keeps_no_files;
        // One thread: with two, the search of Stateright 0.31 does not end.
        let checker = model.checker().spawn_bfs().join();
        let found = checker.discoveries();
        let broken = found
            .get(HOLDS)
            .map(|path| (path.last_state().broken(), path.to_string()));
        assert_eq!(broken, None, "{name}");
        assert_eq!(found.contains_key(ARRIVES), may_arrive, "{name}");
        let (count, took) = (checker.unique_state_count(), start.elapsed());
        println!("{count:>9} states, {:>4.1} s: {name}", took.as_secs_f64());
        states += count;
        time += took;
    }
    println!("{states:>9} states, {:>4.1} s in all", time.as_secs_f64());
}

/// Each rule, and the world in which its loss is noticed first.
const MUTANTS: [(Rule, fn() -> Delivery); 22] = [
    (Rule::ReceiptProves, forgeries),
    (Rule::PostedMayBeStored, line),
    (Rule::BusyMayBeStored, line),
    (Rule::SilenceMayBeStored, line),
    (Rule::RefusalIsOfOneAttempt, forgeries),
    (Rule::MissingFilesMayArrive, files),
    (Rule::RenewedMayBeStored, time),
    (Rule::KeyStays, refusals),
    (Rule::TakenKeyIsAsked, line),
    (Rule::ExcludedIsOut, line),
    (Rule::LateAnswersAreIgnored, line),
    (Rule::UnsentIsKept, line),
    (Rule::ReceiptIsFinal, line),
    (Rule::GivenUpIsFinal, storage),
    (Rule::SameBytesAgain, line),
    (Rule::RetryAfterIsObeyed, line),
    (Rule::DelayEnds, line),
    (Rule::ResumeContinues, line),
    (Rule::RenewOnce, never_in_time),
    (Rule::RepeatOnce, no_files),
    (Rule::NewestLeaves, line),
    (Rule::EditsJoin, line),
];

/// Returns the invariant that a history of the model breaks, and how many actions that takes.
fn broken(model: Delivery) -> Option<(&'static str, usize)> {
    let checker = model.checker().finish_when(HasDiscoveries::AnyFailures);
    let checker = checker.spawn_bfs().join();
    let path = checker.discovery(HOLDS)?;
    Some((path.last_state().broken()?, path.into_actions().len()))
}

/// Breaks each rule in turn: a history breaks an invariant.
#[test]
fn err_every_broken_rule_is_noticed() {
    let mut noticed = 0;
    let mut show = |rule: &dyn core::fmt::Debug, model: Delivery| {
        let found = broken(model);
        println!("without {rule:?}: {found:?}");
        assert!(found.is_some(), "{rule:?}");
        assert!(found.is_some_and(|(broken, _)| INVARIANTS.contains(&broken)));
        noticed += 1;
    };
    for (rule, world) in MUTANTS {
        let rules = Rules::without(rule);
        show(&rule, Delivery { rules, ..world() });
    }
    let acts_first = Delivery {
        saves_first: false,
        ..storage()
    };
    show(&"saving before acting", acts_first);
    println!("{noticed} mutants noticed");
}
