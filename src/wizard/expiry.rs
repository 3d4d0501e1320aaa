//! Until when a draft or a receipt stays on this device.

use crate::wizard::delivery::Delivery;

/// The number of days for which a draft or a receipt is kept after it was saved last. `ui.footer_kept`
/// names it.
const KEPT_DAYS: i64 = 30;

/// 2026-01-01, in seconds since 1970, UTC. No draft is older than this program: an earlier time comes
/// from a device clock that was reset, or is missing.
const OLDEST: i64 = 1_767_225_600;

/// Returns the end of the time for which a record is kept, in seconds since 1970, UTC. `None` if the
/// time of the record is wrong, and while a dossier may be on its way: only this device can find out
/// whether it was received.
#[must_use]
pub fn kept_until(saved_at: i64, delivery: &Delivery) -> Option<i64> {
    (!delivery.is_pending() && saved_at >= OLDEST)
        .then(|| saved_at.saturating_add(KEPT_DAYS * 86_400))
}

/// Returns whether a record is to be removed.
#[must_use]
pub fn is_expired(saved_at: i64, delivery: &Delivery, now: i64) -> bool {
    kept_until(saved_at, delivery).is_some_and(|end| end <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::lang::Lang;
    use crate::i18n::messages::template;
    use hoso_delivery::{Content, Digest, Fate, State, Version};

    const DAY: i64 = 86_400;

    #[test]
    fn ok_a_draft_is_kept_for_thirty_days() {
        let draft = Delivery::default();
        for (age, is_over) in [(0, false), (30 * DAY - 1, false), (30 * DAY, true)] {
            assert_eq!(is_expired(OLDEST, &draft, OLDEST + age), is_over, "{age}");
        }
        // A clock that was set back, or ran ahead when the record was saved.
        assert!(!is_expired(OLDEST, &draft, 0));
        assert!(!is_expired(i64::MAX, &draft, i64::MAX - 1));
        // A record without a time, and those of a clock that was reset.
        for saved_at in [i64::MIN, 0, OLDEST - 1] {
            assert!(!is_expired(saved_at, &draft, OLDEST + 400 * DAY));
            assert_eq!(kept_until(saved_at, &draft), None);
        }
    }

    #[test]
    fn ok_a_dossier_that_may_be_on_its_way_is_kept() {
        let version = |fate| Version {
            generation: 0,
            content: Content([0; 32]),
            digest: Digest([0; 32]),
            fate,
        };
        let in_state = |state, fate| {
            let mut delivery = Delivery::default();
            delivery.record.versions.push(version(fate));
            delivery.record.state = state;
            delivery
        };
        for delivery in [
            in_state(State::Waiting { is_asked: false }, Fate::Unsent),
            in_state(State::Foreign, Fate::Excluded),
            in_state(State::Refused, Fate::Unknown),
        ] {
            assert!(!is_expired(OLDEST, &delivery, OLDEST + 400 * DAY));
        }
        let refused = in_state(State::Refused, Fate::Unsent);
        assert!(is_expired(OLDEST, &refused, OLDEST + 400 * DAY));
    }

    #[test]
    fn ok_the_page_says_how_long() {
        crate::second_module::install(&crate::second_module_table::TABLE);
        for code in ["ui.footer_kept", "ui.kept_title"] {
            let text = template(Lang::SOURCE, code);
            assert!(text.contains(&KEPT_DAYS.to_string()), "{text}");
        }
    }
}
