//! The group of islands, and the total of a new period and a back payment (R-MON-12, R-MON-13).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod dossiers;

use dossiers::*;
use hoso_dossier::Answers;

/// A resident of Trường Sa is offered the group of the highest rate, unless it is chosen.
#[test]
fn r_mon_12_an_islander_is_offered_the_group_of_islands() {
    let of = |changes: &[(&str, &str)]| {
        let island = with(
            example("ok-golden-1-first-no-number"),
            &[("commune", "22736")],
        );
        let report = report(&with(island, changes));
        assert!(report.passes());
        let at = report.at("support_group");
        at.map(|issue| issue.code).collect::<Vec<_>>()
    };
    for (group, offers) in [
        ("", &["addr.island"][..]),
        ("other", &["addr.island"]),
        ("near_poor_household", &["addr.island"]),
        ("ethnic_minority", &["addr.island"]),
        ("poor_household", &[]),
        ("island_commune", &[]),
    ] {
        assert_eq!(of(&[("support_group", group)]), offers, "{group}");
    }
    // A minority is offered the higher rate only.
    assert_eq!(of(&[("ethnic_group", "12")]), ["addr.island"]);
    // The household lives elsewhere, or only the household lives there.
    let elsewhere = [
        ("household_same_address", "no"),
        ("household_province", "56"),
        ("household_commune", "22366"),
        ("household_street_line", "12 Ví Dụ"),
    ];
    assert!(of(&elsewhere).is_empty());
    let mut there = elsewhere;
    there[2].1 = "22736";
    assert_eq!(of(&there), ["addr.island"]);
    let other = example("ok-golden-1-first-no-number");
    assert!(report(&other).at("support_group").next().is_none());
}

/// Code, amount and whether it is the total.
fn shown(answers: &Answers) -> Vec<(&'static str, Option<u64>, bool)> {
    (procedure().figures)(answers, today())
        .into_iter()
        .map(|figure| (figure.label.code, figure.amount.ok(), figure.total))
        .collect()
}

/// With a back payment the only total is that over both.
#[test]
fn r_mon_13_the_total_includes_the_back_payment() {
    // E and F: one month, as in E alone. The method is that of the back payment.
    let both = example("ok-cases-e-f");
    assert_eq!(
        shown(&both),
        [
            ("estimate.gross_month", Some(440_000), false),
            ("estimate.support_month", Some(66_000), false),
            ("estimate.rest_month", Some(374_000), false),
            ("estimate.back_pay", Some(1_320_000), false),
            ("estimate.total", Some(1_694_000), true),
        ]
    );
    let yearly = with(both.clone(), &[("payment_method", "every_12_months")]);
    assert_eq!(shown(&yearly), shown(&both));
    let rows = (procedure().figure_rows)(&both, today());
    assert_eq!(rows, (procedure().figure_rows)(&yearly, today()));
    // C and F: the example of money.md M-4 and three months.
    let figures = shown(&example("ok-golden-3-return-back-pay-identity"));
    let totals: Vec<_> = figures.iter().filter(|(_, _, total)| *total).collect();
    assert_eq!(totals, [&("estimate.total", Some(4_554_000), true)]);
    // No group, no support, no total.
    let no_group = with(both, &[("support_group", "")]);
    assert_eq!(
        shown(&no_group).last(),
        Some(&("estimate.total", None, true))
    );
    // A single payment has gross amounts only.
    let lump = with(
        example("ok-cases-c-f"),
        &[("payment_method", "years_ahead"), ("method_years", "2")],
    );
    let figures = shown(&lump);
    let amount = |code: &str| figures.iter().find(|f| f.0 == code).and_then(|f| f.1);
    let gross = figures.first().and_then(|f| f.1).unwrap();
    let back = amount("estimate.back_pay").unwrap();
    assert_eq!(
        figures.last(),
        Some(&("estimate.total_gross", Some(gross + back), true))
    );
    // Without a back payment the total is that of the new period.
    let alone = shown(&example("ok-case-c"));
    assert_eq!(
        alone.last().map(|f| (f.0, f.2)),
        Some(("estimate.to_pay", true))
    );
    // A back payment alone has no new period to add.
    assert!(shown(&example("ok-case-f")).iter().all(|f| !f.2));
}
