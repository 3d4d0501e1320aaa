//! Days, months and years as people type them (identifiers.md §8).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::{Date, Month, PartialDate, Precision, Severity};

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

#[track_caller]
fn ok(raw: &str, shown: &str, iso: &str, precision: Precision) {
    let date = PartialDate::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {}", e.code()));
    assert_eq!(date.to_string(), shown, "{raw:?}");
    assert_eq!(date.iso(), iso, "{raw:?}");
    assert_eq!(date.precision(), precision, "{raw:?}");
}

#[track_caller]
fn err(raw: &str, code: &str) {
    match PartialDate::parse(raw) {
        Ok(date) => panic!("{raw:?} was read as {date}"),
        Err(reason) => {
            assert_eq!(reason.code(), code, "{raw:?}");
            assert_eq!(reason.severity(), Severity::Error);
        }
    }
}

#[test]
fn ok_a_day_in_every_way_of_typing() {
    for raw in [
        "5/3/1990",
        "05/03/1990",
        "05.03.1990",
        "5-3-1990",
        "5 3 1990",
        "5,3,1990", // The comma of a number pad.
        "05031990",
        "1990-03-05",
        "1990/3/5",
        " 5 / 3 / 1990 ",
        "5/3/\u{200b}1990",
        "\u{feff}5/3/1990\r\n",
        "５/３/１９９０",
        "５／３／１９９０",
        "5\u{2013}3\u{2013}1990",
        "5\u{a0}3\u{a0}1990",
    ] {
        ok(raw, "05/03/1990", "1990-03-05", Precision::Day);
    }
}

#[test]
fn ok_a_month_and_a_year() {
    for raw in [
        "3/1990", "03/1990", "03.1990", "3 1990", "031990", "1990-03", "1990/3",
    ] {
        ok(raw, "03/1990", "1990-03", Precision::Month);
    }
    for raw in ["1990", " 1990 ", "１９９０"] {
        ok(raw, "1990", "1990", Precision::Year);
    }
}

#[test]
fn ok_with_the_words_of_dates() {
    for raw in [
        "ngày 5 tháng 3 năm 1990",
        "Ngày 05 tháng 03 năm 1990",
        "ngay 5 thang 3 nam 1990",
        "NGÀY 5, THÁNG 3, NĂM 1990",
        "5 tháng 3 năm 1990",
        "5 tháng 3, 1990",
        "ngày 5/3/1990",
        "ngày 5/3 năm 1990",
        "5tháng3năm1990",
    ] {
        ok(raw, "05/03/1990", "1990-03-05", Precision::Day);
    }
    for raw in ["tháng 3/1990", "thang 3 nam 1990", "3 năm 1990"] {
        ok(raw, "03/1990", "1990-03", Precision::Month);
        assert_eq!(Month::parse(raw), Ok(Month::new(1990, 3).unwrap()));
    }
    ok("năm 1990", "1990", "1990", Precision::Year);
    // Each word precedes its number; any other order is an error.
    for raw in [
        "ngày 5 năm 1990",
        "tháng 2 ngày 3 năm 1990",
        "năm 1990 tháng 3 ngày 5",
        "tháng 5 2 1990",
        "tháng 1990",
        "tháng năm 1990",
        "ngày",
        "5 3 1990 năm",
        "ngày 31 tháng 4 năm 2000",
        "tháng /1990",
    ] {
        err(raw, "date.not_real");
    }
}

#[test]
fn ok_29_february_only_in_leap_years() {
    for raw in ["29/02/2024", "29/2/2000", "29022000"] {
        assert!(PartialDate::parse(raw).is_ok(), "{raw}");
    }
    for raw in ["29/02/2023", "29/2/1900", "29/2/2100", "30/2/2024"] {
        err(raw, "date.not_real");
    }
}

#[test]
fn err_days_that_the_calendar_lacks() {
    for raw in [
        "31/4/2000",
        "0/3/1990",
        "32/1/1990",
        "5/0/1990",
        "5/13/1990",
        "3/13/1990",
        "13/1990",
        "00/1990",
        "0000",
        "1/1/0000",
        "99999999",
        "131990",
    ] {
        err(raw, "date.not_real");
    }
}

#[test]
fn err_a_year_of_two_digits() {
    for raw in [
        "5/3/90", "05.03.90", "3/90", "050390", "5/3/9", "5/3/990", "90",
    ] {
        err(raw, "date.year2");
    }
}

#[test]
fn err_what_is_no_date() {
    for raw in [
        "",
        " ",
        "abc",
        "5/3/1990x",
        "x5/3/1990",
        "5/3/1990/",
        "/5/3/1990",
        "5//3/1990",
        "5/3",
        "1/2/3/1990",
        "5/3/19900",
        "005/03/1990",
        "5/003/1990",
        "1990 2000",
        "123456789",
        "12345",
        "1234567",
        "5:3:1990",
        "-1990",
        "<b>1990</b>",
        "5/3/1990 🙂",
        "٥/٣/١٩٩٠",
        "ngày 5 tháng 3",
    ] {
        let code = if raw == "5/3" {
            "date.year2"
        } else {
            "date.not_real"
        };
        err(raw, code);
    }
}

#[test]
fn err_the_sentence_gets_a_short_piece_of_what_was_typed() {
    let args = |raw: &str| PartialDate::parse(raw).unwrap_err().args();
    assert_eq!(args(" 31/4/2000\u{200b} "), [("d", "31/4/2000".to_owned())]);
    let (placeholder, text) = args(&"9".repeat(10_000)).remove(0);
    assert_eq!((placeholder, text.chars().count()), ("d", 21));
}

#[test]
fn ok_and_err_of_whole_dates_and_months() {
    assert_eq!(Date::parse("5/3/1990"), Ok(day(1990, 3, 5)));
    assert_eq!(Date::parse("3/1990").unwrap_err().code(), "date.not_real");
    assert_eq!(Date::parse("5/3/90").unwrap_err().code(), "date.year2");
    assert_eq!(Month::parse("12/2026"), Ok(Month::new(2026, 12).unwrap()));
    assert_eq!(Month::parse("122026"), Ok(Month::new(2026, 12).unwrap()));
    assert_eq!(Month::parse("2026-12"), Ok(Month::new(2026, 12).unwrap()));
    assert_eq!(Month::parse("12/26").unwrap_err().code(), "date.year2");
}

#[test]
fn err_months_are_told_as_months() {
    for raw in [
        "",
        "2026",
        "1/12/2026",
        "13/2026",
        "0/2026",
        "2026-13",
        "tháng 12",
        "12/",
        "🙂",
    ] {
        let reason = Month::parse(raw).unwrap_err();
        assert_eq!(reason.code(), "month.format", "{raw:?}");
        assert_eq!(reason.severity(), Severity::Error);
        assert_eq!(reason.args(), [("m", raw.to_owned())]);
    }
    // The input in a message is shortened.
    let long = Month::parse(&"9".repeat(50)).unwrap_err();
    assert_eq!(long.args(), [("m", format!("{}…", "9".repeat(20)))]);
}

#[test]
fn ok_months_far_ahead_are_doubted() {
    let today = day(2026, 11, 20);
    for (month, expected) in [
        ("11/2026", None),
        ("01/1990", None),
        ("11/2036", None),
        ("12/2036", Some(("month.far", Severity::Warning))),
        ("12/9999", Some(("month.far", Severity::Warning))),
    ] {
        let found = Month::parse(month).unwrap().check(today);
        assert_eq!(
            found.map(|reason| (reason.code(), reason.severity())),
            expected,
            "{month}"
        );
    }
}

#[test]
fn r_id_8_no_day_or_month_is_invented() {
    let month = PartialDate::parse("3/1990").unwrap();
    assert_eq!(
        (month.to_string(), month.iso()),
        ("03/1990".into(), "1990-03".into())
    );
    assert_eq!(month.month_of(), Month::new(1990, 3));
    assert_eq!(
        (month.earliest(), month.latest()),
        (day(1990, 3, 1), day(1990, 3, 31))
    );

    let year = PartialDate::parse("1990").unwrap();
    assert_eq!(
        (year.to_string(), year.iso()),
        ("1990".into(), "1990".into())
    );
    assert_eq!(year.month_of(), None);
    assert_eq!(
        (year.earliest(), year.latest()),
        (day(1990, 1, 1), day(1990, 12, 31))
    );
    assert_eq!(year.year(), 1990);

    assert_ne!(PartialDate::parse("01/01/1990"), Ok(year));
    assert_ne!(PartialDate::parse("01/1990"), Ok(year));
}

#[test]
fn ok_ages_of_both_ends() {
    let on = day(2026, 11, 20);
    let ages = |raw: &str| PartialDate::parse(raw).unwrap().age_range(on);
    assert_eq!(ages("20/11/2011"), (15, 15));
    assert_eq!(ages("21/11/2011"), (14, 14));
    assert_eq!(ages("11/2011"), (14, 15));
    assert_eq!(ages("10/2011"), (15, 15));
    assert_eq!(ages("2011"), (14, 15));
    // Born on 29 February: a year older on 1 March of a common year.
    assert_eq!(day(2008, 2, 29).age_on(day(2026, 2, 28)), 17);
    assert_eq!(day(2008, 2, 29).age_on(day(2026, 3, 1)), 18);
    assert_eq!(day(2030, 1, 1).age_on(on), 0);
}

#[test]
fn err_and_warn_of_birth_dates() {
    let on = day(2026, 11, 20);
    let check = |raw: &str| {
        PartialDate::parse(raw)
            .unwrap()
            .check(on)
            .map(|reason| (reason.code(), reason.severity()))
    };
    assert_eq!(check("20/11/2026"), None);
    assert_eq!(check("21/11/2026"), Some(("date.future", Severity::Error)));
    // A month or a year that has begun is not in the future.
    assert_eq!(check("11/2026"), None);
    assert_eq!(check("12/2026"), Some(("date.future", Severity::Error)));
    assert_eq!(check("2026"), None);
    assert_eq!(check("2027"), Some(("date.future", Severity::Error)));
    assert_eq!(
        check("31/12/1899"),
        Some(("date.before_1900", Severity::Error))
    );
    assert_eq!(
        check("1/1/1900"),
        Some(("date.very_old", Severity::Warning))
    );
    // 110 years of age are passed on the 111th birthday.
    assert_eq!(
        check("20/11/1915"),
        Some(("date.very_old", Severity::Warning))
    );
    assert_eq!(check("21/11/1915"), None);
    assert_eq!(check("1915"), None);
    assert_eq!(check("1914"), Some(("date.very_old", Severity::Warning)));
}

#[test]
fn ok_days_are_counted_from_1970() {
    for (date, days) in [
        (day(1970, 1, 1), 0),
        (day(1969, 12, 31), -1),
        (day(2000, 3, 1), 11_017),
        (day(2026, 11, 20), 20_777),
    ] {
        assert_eq!(date.days_since_epoch(), days);
        assert_eq!(Date::from_days_since_epoch(days), Some(date));
    }
    assert_eq!(Date::from_days_since_epoch(i64::MAX), None);
    assert_eq!(Date::from_days_since_epoch(i64::MIN), None);
}

#[test]
fn ok_months_are_counted() {
    let month = Month::new(2026, 11).unwrap();
    assert_eq!(month.plus(2), Month::new(2027, 1).unwrap());
    assert_eq!(month.plus(-11), Month::new(2025, 12).unwrap());
    assert_eq!(month.plus(0), month);
    assert_eq!(month.plus(i32::MAX), Month::new(9999, 12).unwrap());
    assert_eq!(month.plus(i32::MIN), Month::new(1, 1).unwrap());
    assert_eq!(month.plus(14).months_since(month), 14);
    assert_eq!(month.months_since(month.plus(14)), -14);
    assert_eq!(Month::new(2024, 2).unwrap().last_day(), day(2024, 2, 29));
}
