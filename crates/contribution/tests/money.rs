//! Rules R-MON-1 … R-MON-8 and the vectors of `money.md` §1–§4, §6 and §7.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_contribution::{
    Known, Method, Missing, SupportGroup, back_pay_gross, base_for_contribution, bounds,
    contribution, estimate, highest, household_health_insurance, lump_sum_missing_time,
    lump_sum_years_ahead, refund_periodic, refund_years_ahead, support_per_month, transfer_text,
};
use hoso_identifiers::Month;
use proptest::prelude::*;

fn month(text: &str) -> Month {
    let (month, year) = text.split_once('/').unwrap();
    Month::new(year.parse().unwrap(), month.parse().unwrap()).unwrap()
}

#[test]
fn r_mon_1_rows_are_picked_by_the_month_paid() {
    // month, minimum, maximum
    for (at, minimum, maximum) in [
        ("01/2018", 700_000, 26_000_000),
        ("06/2018", 700_000, 26_000_000),
        ("07/2018", 700_000, 27_800_000),
        ("07/2019", 700_000, 29_800_000),
        ("12/2021", 700_000, 29_800_000),
        ("01/2022", 1_500_000, 29_800_000),
        ("06/2023", 1_500_000, 29_800_000),
        ("07/2023", 1_500_000, 36_000_000),
        ("07/2024", 1_500_000, 46_800_000),
        ("06/2026", 1_500_000, 46_800_000),
        ("07/2026", 1_500_000, 50_600_000),
        ("12/2026", 1_500_000, 50_600_000),
    ] {
        let bounds = bounds(month(at));
        let (low, high) = (bounds.minimum.unwrap(), bounds.maximum.unwrap());
        assert_eq!((low.dong, high.dong), (minimum, maximum), "{at}");
        assert!(low.verified && high.verified, "{at}");
        assert_eq!(bounds.unverified_minimum, None, "{at}");
    }
}

#[test]
fn r_mon_1_no_row_no_figure() {
    let before = month("12/2017");
    let row = |series, month| Missing::Row { series, month };
    assert_eq!(bounds(before).minimum, None);
    assert_eq!(bounds(month("12/2015")).unverified_minimum, None);
    assert_eq!(bounds(month("12/1997")).maximum, None);
    assert_eq!(
        support_per_month(SupportGroup::Other, before),
        Err(row("support_rate", before))
    );
    let none = estimate(1_500_000, Method::Monthly, before, SupportGroup::Other);
    assert_eq!(none.gross, Err(row("support_rate", before)));
    assert_eq!(none.to_pay, Err(row("support_rate", before)));
    // The interest of 2026 is carried neither back nor forward.
    for at in [month("12/2025"), month("01/2027")] {
        assert_eq!(
            lump_sum_years_ahead(1_500_000, 2, at),
            Err(row("fund_interest", at))
        );
        assert_eq!(
            lump_sum_missing_time(1_500_000, 12, at),
            Err(row("fund_interest", at))
        );
        let none = estimate(1_500_000, Method::YearsAhead(2), at, SupportGroup::Other);
        assert_eq!(none.gross, Err(row("fund_interest", at)));
        assert!(none.rows.is_empty());
    }
    // The rate and the shares have no source before the table of money.md §6.
    for at in ["12/1997", "01/2010", "06/2019"] {
        assert_eq!(
            household_health_insurance(month(at), 1, 12),
            Err(row("health_rate", month(at)))
        );
    }
    assert_eq!(
        household_health_insurance(month("07/2019"), 1, 12),
        Ok(804_600)
    );
}

#[test]
fn r_mon_2_the_line_of_2027_is_not_verified() {
    let bounds = bounds(month("01/2027"));
    let (low, doubtful) = (bounds.minimum.unwrap(), bounds.unverified_minimum.unwrap());
    assert_eq!((low.dong, low.verified), (1_500_000, true));
    assert_eq!((doubtful.dong, doubtful.verified), (2_200_000, false));
    assert_eq!(doubtful.from.iso(), "2027-01-01");
    assert_eq!(doubtful.source, "NĐ 351/2025/NĐ-CP");
    assert!(
        !estimate(
            2_200_000,
            Method::Monthly,
            month("01/2027"),
            SupportGroup::Other
        )
        .verified()
    );
    assert!(
        estimate(
            2_200_000,
            Method::Monthly,
            month("12/2026"),
            SupportGroup::Other
        )
        .verified()
    );
}

#[test]
fn r_mon_3_contribution_is_22_percent() {
    for (base, dong) in [
        (1_500_000, 330_000),
        (50_600_000, 11_132_000),
        (2_500_000, 550_000),
        (0, 0),
    ] {
        assert_eq!(contribution(base), dong);
    }
    // Half up: 22 % of 25 is 5.5; of 2 it is 0.44.
    assert_eq!((contribution(25), contribution(2)), (6, 0));
}

#[test]
fn r_mon_3_support_of_each_line() {
    use SupportGroup::{EthnicMinority, IslandCommune, NearPoor, Other, Poor};
    for (at, group, dong) in [
        ("01/2018", Other, 15_400),
        ("01/2018", EthnicMinority, 15_400),
        ("01/2018", IslandCommune, 15_400),
        ("12/2021", NearPoor, 38_500),
        ("12/2021", Poor, 46_200),
        ("06/2025", Other, 33_000),
        ("06/2025", NearPoor, 82_500),
        ("06/2025", Poor, 99_000),
        ("06/2025", EthnicMinority, 33_000),
        ("07/2025", Other, 66_000),
        ("07/2025", EthnicMinority, 99_000),
        ("07/2025", NearPoor, 132_000),
        ("07/2025", Poor, 165_000),
        ("07/2025", IslandCommune, 165_000),
        ("01/2027", Other, 96_800),
        ("01/2027", EthnicMinority, 145_200),
        ("01/2027", NearPoor, 193_600),
        ("01/2027", Poor, 242_000),
    ] {
        assert_eq!(
            support_per_month(group, month(at)),
            Ok(dong),
            "{at} {}",
            group.id()
        );
    }
}

#[test]
fn r_mon_3_the_highest_rate_wins() {
    use SupportGroup::{EthnicMinority, IslandCommune, NearPoor, Other};
    let now = month("12/2026");
    assert_eq!(
        highest(&[Other, EthnicMinority, NearPoor], now),
        Some(NearPoor)
    );
    assert_eq!(
        highest(&[NearPoor, IslandCommune], now),
        Some(IslandCommune)
    );
    // Until 06/2025 an island commune counted as "other".
    assert_eq!(
        highest(&[IslandCommune, NearPoor], month("06/2025")),
        Some(NearPoor)
    );
    assert_eq!(highest(&[], now), None);
    assert_eq!(highest(&[Other], month("12/2017")), None);
}

/// Vectors M-1 … M-5.
#[test]
fn r_mon_3_periodic_payments() {
    use Method::{Every3Months, Every6Months, Every12Months, Monthly};
    use SupportGroup::{EthnicMinority, Other, Poor};
    for (name, base, method, at, group, gross, support, to_pay) in [
        (
            "M-1",
            1_500_000,
            Every3Months,
            "04/2025",
            Other,
            990_000,
            99_000,
            891_000,
        ),
        (
            "M-2",
            1_500_000,
            Every3Months,
            "12/2026",
            Other,
            990_000,
            198_000,
            792_000,
        ),
        (
            "M-3",
            2_000_000,
            Every12Months,
            "12/2026",
            EthnicMinority,
            5_280_000,
            1_188_000,
            4_092_000,
        ),
        (
            "M-4",
            2_500_000,
            Every6Months,
            "11/2026",
            Other,
            3_300_000,
            396_000,
            2_904_000,
        ),
        (
            "M-5", 50_600_000, Monthly, "12/2026", Poor, 11_132_000, 165_000, 10_967_000,
        ),
    ] {
        let found = estimate(base, method, month(at), group);
        assert_eq!(
            (found.gross, found.support, found.to_pay),
            (Ok(gross), Ok(support), Ok(to_pay)),
            "{name}"
        );
        let rows: Vec<_> = found.rows.iter().map(|row| row.series).collect();
        assert_eq!(rows, ["support_rate", "poverty_line"], "{name}");
    }
}

#[test]
fn r_mon_4_years_ahead_begin_without_discount() {
    let at = month("12/2026");
    for (years, dong, wrong) in [
        (2, 7_644_801, 7_621_176),
        (3, 11_259_443, 11_224_646),
        (4, 14_742_290, 14_696_730),
        (5, 18_098_148, 18_042_217),
    ] {
        assert_eq!(
            lump_sum_years_ahead(1_500_000, years, at),
            Ok(dong),
            "{years}"
        );
        assert_ne!(
            lump_sum_years_ahead(1_500_000, years, at),
            Ok(wrong),
            "exponent i instead of i−1"
        );
    }
}

#[test]
fn r_mon_4_missing_time_grows_from_the_first_month() {
    for (months, dong) in [(12, 4_040_708), (36, 12_586_622), (60, 21_791_542)] {
        assert_eq!(
            lump_sum_missing_time(1_500_000, months, month("01/2026")),
            Ok(dong),
            "{months}"
        );
    }
    // One month: 330,000 × 1.0031.
    assert_eq!(
        lump_sum_missing_time(1_500_000, 1, month("01/2026")),
        Ok(331_023)
    );
}

#[test]
fn r_mon_4_refunds() {
    let at = month("12/2026");
    assert_eq!(refund_years_ahead(1_500_000, 3, 12, at, 0), Ok(3_614_641));
    assert_eq!(
        refund_years_ahead(1_500_000, 3, 12, at, 614_641),
        Ok(3_000_000)
    );
    assert_eq!(refund_years_ahead(1_500_000, 3, 0, at, 0), Ok(0));
    assert_eq!(
        refund_years_ahead(1_500_000, 3, 36, at, 0),
        lump_sum_years_ahead(1_500_000, 3, at)
    );
    assert_eq!(
        refund_years_ahead(1_500_000, 3, 37, at, 0),
        Err(Missing::OutOfRange)
    );
    // Four of six months: 4 × (330,000 − 66,000).
    assert_eq!(
        refund_periodic(1_500_000, 4, at, SupportGroup::Other),
        Ok(1_056_000)
    );
}

#[test]
fn r_mon_5_no_support_is_guessed_for_lump_sums() {
    for (method, gross) in [
        (Method::YearsAhead(2), 7_644_801),
        (Method::MissingTime(12), 4_040_708),
    ] {
        let found = estimate(1_500_000, method, month("12/2026"), SupportGroup::Poor);
        assert_eq!(found.gross, Ok(gross));
        assert_eq!(
            (found.support, found.to_pay),
            (Err(Missing::NotStated), Err(Missing::NotStated))
        );
        assert_eq!(found.rows.len(), 1);
        assert_eq!(
            (found.rows[0].series, found.rows[0].value),
            ("fund_interest", 310)
        );
        // Four programs agree, but the notice was not seen (money.md §4).
        assert!(!found.verified());
    }
    // The back payment of the third golden dossier.
    assert_eq!(
        back_pay_gross(2_500_000, 3, month("08/2026")),
        Ok(1_650_000)
    );
}

/// The 22 % of a back payment is known since support is, and not before.
#[test]
fn r_mon_1_a_back_payment_has_months_of_its_own() {
    let sum = |from| back_pay_gross(1_500_000, 3, month(from));
    assert_eq!(sum("01/2018"), Ok(990_000));
    for from in ["12/2017", "01/2006"] {
        let why = Missing::Row {
            series: "contribution_rate",
            month: month(from),
        };
        assert_eq!(sum(from), Err(why));
    }
}

/// No bound ever fell: of several months the first has the lowest maximum and the last
/// the highest minimum. Procedure 602b looks at those two only.
#[test]
fn r_mon_2_bounds_never_fall() {
    let mut before = bounds(month("01/1990"));
    let months = (1990..2040).flat_map(|year| (1..=12).filter_map(move |m| Month::new(year, m)));
    for at in months {
        let now = bounds(at);
        let dong = |bounds: &hoso_contribution::Bounds| {
            [bounds.minimum, bounds.maximum].map(|figure| figure.map(|row| row.dong))
        };
        for (old, new) in dong(&before).iter().zip(dong(&now)) {
            assert!(*old <= new, "{at:?}");
        }
        before = now;
    }
}

#[test]
fn r_mon_6_years_and_months_have_bounds() {
    let at = month("12/2026");
    for years in 0..=u8::MAX {
        assert_eq!(
            lump_sum_years_ahead(1_500_000, years, at).is_ok(),
            (2..=5).contains(&years),
            "{years}"
        );
    }
    for months in 0..=u8::MAX {
        assert_eq!(
            lump_sum_missing_time(1_500_000, months, at).is_ok(),
            (1..=60).contains(&months),
            "{months}"
        );
    }
    assert_eq!(
        lump_sum_years_ahead(1_500_000, 6, at),
        Err(Missing::OutOfRange)
    );
}

#[test]
fn r_mon_6_codes_of_box_16() {
    use Method::{Every3Months, Every6Months, Every12Months, MissingTime, Monthly, YearsAhead};
    for (method, id, code, months) in [
        (Monthly, "monthly", "1", 1),
        (Every3Months, "every_3_months", "3", 3),
        (Every6Months, "every_6_months", "6", 6),
        (Every12Months, "every_12_months", "12", 12),
        (YearsAhead(3), "years_ahead", "VS", 36),
        (MissingTime(7), "missing_time", "TH", 7),
    ] {
        assert_eq!(
            (method.id(), method.code(), method.months()),
            (id, code, months)
        );
    }
}

#[test]
fn r_mon_7_household_health_insurance() {
    for (at, month_prices, year_prices) in [
        (
            "06/2023",
            [67_050, 46_935, 40_230, 33_525, 26_820],
            [804_600, 563_220, 482_760, 402_300, 321_840],
        ),
        (
            "07/2023",
            [81_000, 56_700, 48_600, 40_500, 32_400],
            [972_000, 680_400, 583_200, 486_000, 388_800],
        ),
        (
            "06/2026",
            [105_300, 73_710, 63_180, 52_650, 42_120],
            [1_263_600, 884_520, 758_160, 631_800, 505_440],
        ),
        (
            "07/2026",
            [113_850, 79_695, 68_310, 56_925, 45_540],
            [1_366_200, 956_340, 819_720, 683_100, 546_480],
        ),
    ] {
        for (member, (one, twelve)) in (1..).zip(month_prices.into_iter().zip(year_prices)) {
            let price = |months| household_health_insurance(month(at), member, months);
            assert_eq!(
                (price(1), price(12)),
                (Ok(one), Ok(twelve)),
                "{at} {member}"
            );
        }
        assert_eq!(
            household_health_insurance(month(at), 30, 1),
            Ok(month_prices[4])
        );
    }
}

/// The transfer text is also R-602-7.
#[test]
fn r_mon_8_transfer_text_in_two_copies() {
    let text = transfer_text::transfer_text("Nguyễn Thị Mẫu", "5600000001", "0900000001");
    assert_eq!(
        text,
        "Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001"
    );
    let plain = transfer_text::unaccented(&text);
    assert_eq!(
        plain,
        "Dong BHXH tu nguyen cua Nguyen Thi Mau, 5600000001, 0900000001"
    );
    assert_eq!(plain.len(), 62);
    let name = transfer_text::transfer_text("H\u{2019}Thử Niê", "5600000002", "0900000003");
    assert_eq!(
        transfer_text::unaccented(&name),
        "Dong BHXH tu nguyen cua H'Thu Nie, 5600000002, 0900000003"
    );
}

#[test]
fn r_mon_8_long_transfer_texts_are_reported_and_not_shortened() {
    let name = "Ă".repeat(92);
    let text = transfer_text::transfer_text(&name, "5600000001", "0900000001");
    assert_eq!(text.chars().count(), 140);
    assert!(!transfer_text::is_too_long(&text));
    let longer = transfer_text::transfer_text(&format!("{name}Ă"), "5600000001", "0900000001");
    assert!(transfer_text::is_too_long(&longer));
    assert!(longer.contains(&name));
    assert_eq!(transfer_text::unaccented(&longer).len(), 141);
}

#[test]
fn r_mon_11_the_base_of_a_contribution() {
    for (dong, base) in [
        (330_000, 1_500_000),
        (11_132_000, 50_600_000),
        (400_000, 1_818_182),
        (0, 0),
    ] {
        assert_eq!(base_for_contribution(dong), base);
    }
}

fn any_method() -> impl Strategy<Value = Method> {
    prop_oneof![
        Just(Method::Monthly),
        Just(Method::Every3Months),
        Just(Method::Every6Months),
        Just(Method::Every12Months),
        any::<u8>().prop_map(Method::YearsAhead),
        any::<u8>().prop_map(Method::MissingTime),
    ]
}

fn any_group() -> impl Strategy<Value = SupportGroup> {
    prop::sample::select(SupportGroup::ALL.to_vec())
}

proptest! {
    #[test]
    fn r_mon_3_parts_add_up(base in 1_500_000..1_000_000_000_u64, at in 24_216..24_324_u16, method in any_method(), group in any_group()) {
        let at = Month::new(at / 12, (at % 12 + 1) as u8).unwrap();
        let found = estimate(base, method, at, group);
        if let (Ok(gross), Ok(support), Ok(to_pay)) = (found.gross, found.support, found.to_pay) {
            prop_assert_eq!(gross, support + to_pay);
            prop_assert!(support <= gross / 2 + 1, "{} of {}", support, gross);
            prop_assert!(!found.rows.is_empty());
        }
    }

    #[test]
    fn r_mon_3_contribution_and_base_are_inverse(base in 0..1_000_000_000_000_u64) {
        let base = base / 50 * 50;
        prop_assert_eq!(base_for_contribution(contribution(base)), base);
    }

    #[test]
    fn ok_no_number_and_no_month_panics(
        base: u64, dong: u64, year in 1..=9999_u16, m in 1..=12_u8, n: u32, method in any_method(), group in any_group()
    ) {
        let at = Month::new(year, m).unwrap();
        let found = estimate(base, method, at, group);
        let whole: Known<u64> = found.gross;
        if let Ok(gross) = whole {
            prop_assert!(found.to_pay.unwrap_or(0) <= gross);
        }
        prop_assert!(contribution(base) <= base);
        prop_assert!(base_for_contribution(base) >= base);
        prop_assert!(back_pay_gross(base, n, at).is_ok_and(|sum| sum >= contribution(base)) || n == 0 || at < Month::new(2018, 1).unwrap());
        let seen = (
            bounds(at), household_health_insurance(at, n, n), refund_periodic(base, n, at, group),
            refund_years_ahead(base, m, n, at, dong),
        );
        // A price needs a base salary, but is older than no source of its rates.
        prop_assert!(seen.1.is_err() || seen.0.maximum.is_some());
    }

    #[test]
    fn r_mon_8_any_text_keeps_its_parts(name: String) {
        let text = transfer_text::transfer_text(&name, "5600000001", "0900000001");
        prop_assert!(text.contains(&name));
        prop_assert_eq!(transfer_text::is_too_long(&text), text.chars().count() > 140);
        prop_assert!(transfer_text::unaccented(&text).starts_with("Dong BHXH tu nguyen cua "));
    }
}
