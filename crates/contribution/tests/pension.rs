//! Rule R-MON-10: the vectors of `money.md` §5.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_contribution::pension::Paid;
use hoso_contribution::{
    Missing, average_income, pension, pension_rate, retirement_age_months, retirement_date,
};
use hoso_identifiers::{Date, Month, Sex};
use proptest::prelude::*;

/// Vectors P-1 … P-6.
#[test]
fn r_mon_10_rates_and_pensions() {
    for (name, sex, years, months, rate, dong) in [
        ("P-1", Sex::Female, 15, 0, 450, 675_000),
        ("P-2", Sex::Male, 15, 0, 400, 600_000),
        ("P-3", Sex::Male, 20, 0, 450, 675_000),
        ("P-4", Sex::Male, 22, 7, 510, 765_000),
        ("P-5", Sex::Female, 17, 5, 500, 750_000),
        ("P-6", Sex::Male, 40, 0, 750, 1_125_000),
    ] {
        let found = pension_rate(sex, years * 12 + months).unwrap();
        assert_eq!((found, pension(1_500_000, found)), (rate, dong), "{name}");
    }
    // Half a year of a man below 20 years is half of 1 %.
    assert_eq!(pension_rate(Sex::Male, 15 * 12 + 1), Some(405));
    assert_eq!(pension_rate(Sex::Male, 15 * 12 + 7), Some(410));
    assert_eq!(pension_rate(Sex::Female, 15 * 12 - 1), None);
}

/// Vector P-7.
#[test]
fn r_mon_10_average_in_the_money_of_the_settlement() {
    let paid = |year| Paid {
        year,
        base: 1_500_000,
        months: 12,
    };
    let average = average_income(&[paid(2022), paid(2025)], 2026).unwrap();
    assert_eq!(
        (average.dong, average.settled_in, average.verified),
        (1_582_500, 2026, true)
    );
    // 2025: the same coefficients are not confirmed for voluntary income.
    let average = average_income(&[paid(2022)], 2025).unwrap();
    assert_eq!((average.dong, average.verified), (1_605_000, false));
}

#[test]
fn r_mon_10_no_coefficient_no_average() {
    let paid = Paid {
        year: 2019,
        base: 1_500_000,
        months: 12,
    };
    for settled in [2016, 2020, 2023, 2027] {
        let month = Month::new(settled, 1).unwrap();
        let missing = Missing::Row {
            series: "adjustment_coefficient",
            month,
        };
        assert_eq!(average_income(&[paid], settled), Err(missing), "{settled}");
    }
    // Voluntary insurance has no column before 2008.
    assert!(average_income(&[Paid { year: 2007, ..paid }], 2026).is_err());
    assert!(average_income(&[Paid { year: 2008, ..paid }], 2026).is_ok());
    assert_eq!(average_income(&[], 2026), Err(Missing::OutOfRange));
    assert_eq!(
        average_income(
            &[Paid {
                base: u64::MAX,
                ..paid
            }],
            2026
        ),
        Err(Missing::OutOfRange)
    );
}

#[test]
fn r_mon_10_retirement_ages() {
    for (year, men, women) in [
        (2021, (60, 3), (55, 4)),
        (2026, (61, 6), (57, 0)),
        (2027, (61, 9), (57, 4)),
        (2028, (62, 0), (57, 8)),
        (2035, (62, 0), (60, 0)),
        (9999, (62, 0), (60, 0)),
    ] {
        let months = |(years, months): (u16, u16)| Some(years * 12 + months);
        assert_eq!(
            retirement_age_months(Sex::Male, year),
            months(men),
            "{year}"
        );
        assert_eq!(
            retirement_age_months(Sex::Female, year),
            months(women),
            "{year}"
        );
    }
    assert_eq!(retirement_age_months(Sex::Male, 2020), None);
}

#[test]
fn r_mon_10_retirement_dates() {
    for (sex, birth, retired) in [
        (Sex::Male, (1965, 3, 15), "2026-09-15"),
        // 61 years and 6 months would end in 2027, whose age is 3 months higher.
        (Sex::Male, (1965, 8, 1), "2027-05-01"),
        (Sex::Female, (1969, 5, 20), "2026-05-20"),
        (Sex::Male, (1990, 2, 14), "2052-02-14"),
        (Sex::Female, (1990, 2, 14), "2050-02-14"),
        // 60 years and 3 months after 30 November there is no 30 February.
        (Sex::Male, (1960, 11, 30), "2021-02-28"),
    ] {
        let birth = Date::new(birth.0, birth.1, birth.2).unwrap();
        assert_eq!(retirement_date(birth, sex).iso(), retired, "{birth}");
    }
}

proptest! {
    #[test]
    fn r_mon_10_a_later_birth_never_retires_earlier(days in -40_000..40_000_i64, more in 1..400_i64, male: bool) {
        let sex = if male { Sex::Male } else { Sex::Female };
        let date = |days| Date::from_days_since_epoch(days).unwrap();
        prop_assert!(retirement_date(date(days), sex) <= retirement_date(date(days + more), sex));
    }

    #[test]
    fn ok_no_number_panics(months: u32, average: u64, year: u16, base: u64, days in -719_162..2_932_896_i64) {
        let birth = Date::from_days_since_epoch(days).unwrap();
        for sex in [Sex::Male, Sex::Female] {
            prop_assert!(retirement_date(birth, sex) >= birth);
            if let Some(rate) = pension_rate(sex, months) {
                prop_assert!((400..=750).contains(&rate));
                prop_assert!(pension(average, rate) <= average);
            }
            let age = retirement_age_months(sex, year);
            prop_assert_eq!(age.is_some(), year >= 2021);
        }
        let found = average_income(&[Paid { year, base, months }], 2026);
        prop_assert!(found.is_err() || (2008..=2026).contains(&year));
    }
}
