//! Long random histories, far beyond the bounds of the search.

use proptest::prelude::*;

use super::parts::{Action, Budget, FOREIGN, Receiver};
use super::world::World;
use crate::rules::Rules;

/// How many actions of a history pass between two looks at its end.
const LOOK_EVERY: usize = 16;

/// Everything may go wrong, many times.
const MUCH: Budget = Budget {
    edits: 60,
    presses: 80,
    crashes: 60,
    losses: 60,
    repeats: 60,
    gateways: 60,
    forgeries: 20,
    upload_faults: 30,
    lost_files: 30,
    fills: 30,
    erasures: 0,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ok_long_histories(
        picks in proptest::collection::vec(any::<u16>(), 400),
        is_early: bool,
        is_key_foreign: bool,
        erasures in 0_u8..2,
    ) {
        let receiver = Receiver { is_early, ..Receiver::default() };
        let foreign = is_key_foreign.then_some((0, FOREIGN));
        let left = Budget { erasures, ..MUCH };
        let mut world = World::new(left, receiver, foreign.into_iter().collect());
        let mut history: Vec<Action> = Vec::new();
        for (count, pick) in picks.into_iter().enumerate() {
            let mut actions = Vec::new();
            world.actions(&mut actions);
            // Erasing ends a history, so it comes late.
            let is_late = count > 300;
            actions.retain(|action| is_late || !matches!(action, Action::Erase | Action::GiveUp(_)));
            let Some(action) = actions.get(usize::from(pick) % actions.len().max(1)) else {
                break;
            };
            history.push(*action);
            world.act(Rules::ALL, true, *action);
            if count % LOOK_EVERY == 0 {
                world.look_ahead(Rules::ALL, true);
            }
            prop_assert_eq!(world.broken(), None, "{:?}", history);
        }
    }
}
