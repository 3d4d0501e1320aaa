//! The amounts of case F (back payment), alone and combined with other requests.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod dossiers;

use dossiers::*;
use hoso_dossier::{Answer, Answers};

/// The amounts of the estimate, or the code of the reason why there is none.
fn lines(answers: &Answers) -> Vec<(&'static str, Result<u64, &'static str>)> {
    (procedure().figures)(answers, today())
        .into_iter()
        .map(|figure| (figure.label.code, figure.amount.map_err(|why| why.code)))
        .collect()
}

/// `name` with a base and months to pay back.
fn pays_back(name: &str, base: &str, from: &str, to: &str) -> Answers {
    let months = [("back_pay_from", from), ("back_pay_to", to)];
    with(with(example(name), &months), &[("income_base", base)])
}

#[test]
fn r_mon_1_months_paid_back_have_their_own_figures() {
    let early = pays_back("ok-case-f", "1500000", "2006-01", "2006-03");
    let off = Err("estimate.no_figure");
    assert_eq!(lines(&early), [("estimate.back_pay", off)]);
    let known = pays_back("ok-case-f", "1500000", "2018-01", "2018-03");
    assert_eq!(lines(&known)[0], ("estimate.back_pay", Ok(990_000)));
    // A month of a request that is no longer chosen has no effect.
    let stale = with(known, &[("first_month", "1990-01")]);
    assert_eq!(lines(&stale)[0], ("estimate.back_pay", Ok(990_000)));
}

/// Beyond the first month that is paid the bounds of a back payment only warn, and the
/// sum is not said.
#[test]
fn r_mon_2_bounds_of_months_paid_back() {
    for (name, base, from, to, code, expected) in [
        (
            "ok-cases-c-f",
            "50600000",
            "2026-05",
            "2026-06",
            "back.high",
            WARNING,
        ),
        (
            "ok-cases-c-f",
            "50600000",
            "2026-07",
            "2026-08",
            "back.high",
            None,
        ),
        (
            "ok-cases-c-f",
            "46800000",
            "2026-05",
            "2026-08",
            "back.high",
            None,
        ),
        (
            "ok-case-f",
            "700000",
            "2021-06",
            "2022-03",
            "back.low",
            WARNING,
        ),
        (
            "ok-case-f",
            "700000",
            "2021-06",
            "2021-12",
            "back.low",
            None,
        ),
        (
            "ok-case-f",
            "46850000",
            "2026-06",
            "2026-08",
            "base.high",
            ERROR,
        ),
        (
            "ok-case-f",
            "46850000",
            "2026-06",
            "2026-08",
            "back.high",
            None,
        ),
    ] {
        let answers = pays_back(name, base, from, to);
        expect(&answers, "income_base", code, expected);
        let sum = lines(&answers)
            .into_iter()
            .find(|line| line.0 == "estimate.back_pay");
        match expected {
            None if code == "back.high" && name == "ok-case-f" => assert_eq!(sum, None),
            None => assert!(sum.unwrap().1.is_ok(), "{from}"),
            ERROR => assert_eq!(sum, None),
            _ => assert_eq!(sum.unwrap().1, Err(code)),
        }
    }
    // The amounts of the new period do not change.
    let high = pays_back("ok-cases-c-f", "50600000", "2026-05", "2026-06");
    assert!(report(&high).passes());
    assert!(lines(&high)[0].1.is_ok());
}

/// The base of a changed method is not asked: with a back payment it is that of the latter.
#[test]
fn r_mon_5_a_changed_method_takes_no_base_from_the_back_payment() {
    let both = |base, from, to| {
        let mut answers = pays_back("ok-case-d", base, from, to);
        let cases = ["change_method", "back_pay"].map(str::to_owned);
        answers.set("cases", Answer::Many(cases.into()));
        answers
    };
    let answers = both("5000000", "2026-08", "2026-10");
    assert_eq!(
        lines(&answers),
        [
            ("estimate.back_pay", Ok(3_300_000)),
            ("estimate.support_lump", Err("estimate.support_not_stated")),
        ]
    );
    assert!((procedure().figure_rows)(&answers, today()).is_empty());
    // Its bounds are those of the first month paid back, not of the changed method.
    let high = both("50000000", "2026-05", "2026-10");
    expect(&high, "income_base", "base.high", ERROR);
    assert_eq!(lines(&high), []);
    let low = both("700000", "2021-06", "2021-08");
    expect(&low, "income_base", "base.low", None);
    expect(&low, "income_base", "base.is_contribution", None);
}
