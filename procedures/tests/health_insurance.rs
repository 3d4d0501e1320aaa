//! The price of household health insurance, and the papers for it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod estimates;

use estimates::{answers, figures, procedure, today};

const HEALTH: &str = "bhyt-ho-gia-dinh";

/// The table of money.md §6, for a year: each of five members, and their sum.
#[test]
fn r_mon_7_prices_of_the_members() {
    for (month, prices) in [
        ("2020-01", [804_600, 563_220, 482_760, 402_300, 321_840]),
        ("2023-06", [804_600, 563_220, 482_760, 402_300, 321_840]),
        ("2023-07", [972_000, 680_400, 583_200, 486_000, 388_800]),
        ("2024-07", [1_263_600, 884_520, 758_160, 631_800, 505_440]),
        ("2026-06", [1_263_600, 884_520, 758_160, 631_800, 505_440]),
        ("2026-07", [1_366_200, 956_340, 819_720, 683_100, 546_480]),
        ("2027-01", [1_366_200, 956_340, 819_720, 683_100, 546_480]),
    ] {
        let given = [("members", "6"), ("first_month", month), ("term", "12")];
        let found = figures(HEALTH, &given, today());
        let amounts: Vec<u64> = found
            .iter()
            .map(|one| *one.amount.as_ref().unwrap())
            .collect();
        // The sixth pays what the fifth pays.
        let sum: u64 = prices.iter().sum::<u64>() + prices[4];
        let expected: Vec<u64> = prices.into_iter().chain([prices[4], sum]).collect();
        assert_eq!(amounts, expected, "{month}");
        assert!(found.last().unwrap().total);
        let rows = (procedure(HEALTH).figure_rows)(&answers(&given), today());
        assert_eq!(rows.len(), 1);
    }
    for members in ["0", "21", "x", ""] {
        let given = [
            ("members", members),
            ("first_month", "2026-12"),
            ("term", "12"),
        ];
        assert_eq!(figures(HEALTH, &given, today()), [], "{members}");
    }
    // Before the first month with a source nothing is guessed.
    for month in ["1997-12", "2010-01", "2019-06"] {
        let given = [("members", "2"), ("first_month", month), ("term", "12")];
        let [figure] = figures(HEALTH, &given, today()).try_into().unwrap();
        let reason = figure.amount.unwrap_err();
        assert_eq!(reason.code, "estimate.no_figure", "{month}");
        assert_eq!(reason.args[0], ("name", "health_rate".to_owned()));
    }
}

/// Who joins may have neither a card nor a number.
#[test]
fn ok_the_number_on_the_card_is_asked_of_who_renews() {
    let definition = procedure(HEALTH).definition;
    let mentions_card = |wish| {
        let given = answers(&[("wish", wish)]);
        definition
            .advice(&given)
            .any(|advice| advice.text.contains("mã số BHXH"))
    };
    assert!(mentions_card("renew"));
    assert!(!mentions_card("join"));
}
