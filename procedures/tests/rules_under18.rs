//! The rules R-702-1 to R-702-18 of the registration of a person under 18, one test each: here
//! those about answers; those about what is asked and said are in `words_under18.rs`.
//!
//! R-702-11 (the block for the signature) is the printed sheet's. What of R-702-9 is the page's
//! alone is tested with the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod registrations;

use hoso_dossier::{Answers, Kind, Required, Severity, TextKind, canonical, check_choices_only};
use registrations::*;

const CODE: &str = "under18";

fn good() -> Answers {
    example(CODE, "ok-core-parent-account")
}

fn direct() -> Answers {
    example(CODE, "ok-core-direct")
}

#[track_caller]
fn expect(answers: &Answers, at: &str, code: &str, wanted: Option<Severity>) {
    let report = report(CODE, answers, today());
    assert_eq!(severity(&report, at, code), wanted, "{:?}", report.issues());
}

#[test]
fn r_702_1_an_adult_or_a_card_holder_gets_the_link_to_the_adult_registration() {
    let born = |date: &str| {
        with(
            example(CODE, "ok-golden-1-parent-account"),
            &[("birth_date", date)],
        )
    };
    expect(&born("21/11/2008"), "birth_date", "minor.adult", None);
    expect(&born("20/11/2008"), "birth_date", "minor.adult", ERROR);
    expect(&born("19/11/2008"), "birth_date", "minor.adult", ERROR);
    // A date without its day: only who is surely 18 is turned away.
    expect(&born("2008"), "birth_date", "minor.adult", None);
    expect(&born("2008"), "birth_date", "minor.age_unsure", WARNING);
    expect(&born("11/2008"), "birth_date", "minor.age_unsure", WARNING);
    expect(&born("10/2008"), "birth_date", "minor.adult", ERROR);
    expect(&born("2007"), "birth_date", "minor.adult", ERROR);
    expect(&born("2009"), "birth_date", "minor.age_unsure", None);

    for date in ["20/11/2008", "2008"] {
        let links = related(CODE, &born(date), today());
        let [link] = links.as_slice() else {
            panic!("{links:?}")
        };
        assert_eq!(
            (link.at, link.to, link.returns),
            ("birth_date", "account", false)
        );
        // The child's answers do not change; the guardian's documents are not the child's.
        for kept in [
            "full_name",
            "social_insurance_number",
            "personal_number",
            "phone",
            "receiving_office",
            "portrait",
        ] {
            assert!(link.copies.contains(&(kept, kept)), "{kept}");
        }
        assert!(
            link.copies
                .iter()
                .all(|(from, _)| !from.starts_with("guardian") && !from.starts_with("id_"))
        );
        assert!(link.presets.contains(&("who", "adult")));
    }
    assert!(related(CODE, &good(), today()).is_empty());

    let with_card = with(good(), &[("has_card", "yes")]);
    expect(&with_card, "has_card", "minor.has_card", WARNING);
    assert!(
        report(CODE, &with_card, today()).passes(),
        "warned, never refused"
    );
    let links = related(CODE, &with_card, today());
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].at, links[0].to), ("has_card", "account"));
    assert!(links[0].presets.contains(&("who", "minor_with_card")));
}

#[test]
fn r_702_2_there_are_two_ways_and_the_first_needs_an_account() {
    let ids: Vec<&str> = field(CODE, "route")
        .choices()
        .iter()
        .map(|choice| choice.id)
        .collect();
    assert_eq!(ids, ["parent_account", "direct"]);
    expect(
        &with(good(), &[("route", "vssid")]),
        "route",
        "choice.unknown",
        ERROR,
    );

    let without = with(good(), &[("guardian_has_account", "no")]);
    expect(&without, "route", "guardian.no_account", WARNING);
    expect(
        &with(without.clone(), &[("route", "direct")]),
        "route",
        "guardian.no_account",
        None,
    );
    expect(&good(), "route", "guardian.no_account", None);
    // The first step already checks it.
    let front = check_choices_only(
        hoso_procedures::first_step(CODE).unwrap(),
        &without,
        today(),
    );
    assert_eq!(severity(&front, "route", "guardian.no_account"), WARNING);
    // One link opens the adult's own registration and returns.
    let link = related(CODE, &without, today());
    assert_eq!(
        (link[0].at, link[0].to, link[0].returns),
        ("guardian_has_account", "account", true)
    );
    assert!(link[0].copies.contains(&("guardian_name", "full_name")));

    // The user name is the adult's number.
    expect(
        &with(good(), &[("guardian_social_insurance_number", "")]),
        "guardian_social_insurance_number",
        "guardian.sin",
        ERROR,
    );
    assert!(!asked(CODE, &direct()).contains(&"guardian_social_insurance_number"));
    let typed = with(
        good(),
        &[("guardian_social_insurance_number", " 56 0000 0001")],
    );
    let next = (procedure(CODE).next_steps)(&typed, today());
    assert_eq!(next[0].code, "next.portal_parent");
    assert_eq!(next[0].args, [("number", "5600000001".to_owned())]);
    assert_eq!(
        next_codes(CODE, &direct(), today())[0],
        "next.portal_direct"
    );
    // The portal's own words, as letter 5 quotes them.
    for (code, quoted) in [
        (
            "next.portal_parent",
            ["“Đăng nhập”", "“Cá nhân”", "“Đăng ký cho con”"],
        ),
        ("next.portal_direct", ["“Đăng ký”", "“Cá nhân”", "“Tiếp”"]),
    ] {
        for language in ["vi", "en"] {
            let text = sentence(language, code);
            assert!(text.contains("dichvucong.baohiemxahoi.gov.vn"), "{text}");
            for word in quoted {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
    }
}

#[test]
fn r_702_3_father_mother_or_guardian() {
    let ids: Vec<&str> = field(CODE, "guardian_relation")
        .choices()
        .iter()
        .map(|choice| choice.id)
        .collect();
    assert_eq!(ids, ["father", "mother", "legal_guardian"]);
    for id in ids {
        assert!(report(CODE, &with(good(), &[("guardian_relation", id)]), today()).passes());
    }
    expect(
        &with(good(), &[("guardian_relation", "")]),
        "guardian_relation",
        "guardian.role",
        ERROR,
    );
    expect(
        &with(good(), &[("guardian_relation", "aunt")]),
        "guardian_relation",
        "choice.unknown",
        ERROR,
    );
}

#[test]
fn r_702_4_a_missing_photo_stops_nothing() {
    assert_eq!(
        issues(&report(CODE, &good(), today())),
        Vec::<String>::new()
    );
    let mut none = good();
    for photo in PHOTOS {
        let mut answers = good();
        answers.remove(photo);
        none.remove(photo);
        let report = report(CODE, &answers, today());
        assert_eq!(issues(&report), [format!("{photo} photo.missing")]);
        assert_eq!(severity(&report, photo, "photo.missing"), WARNING);
        assert!(report.passes());
    }
    let report = report(CODE, &none, today());
    assert_eq!(
        issues(&report),
        PHOTOS.map(|photo| format!("{photo} photo.missing"))
    );
    assert!(report.passes());
    assert_eq!(
        sentence("vi", "photo.missing"),
        "Chưa có {photo}. Bạn vẫn nộp được, nhớ mang theo giấy tờ hoặc ảnh còn thiếu khi đến cơ quan BHXH."
    );
}

#[test]
fn r_702_5_missing_documents_are_listed_as_needed_before_the_approval() {
    const LIST: [(&str, &str); 4] = [
        ("portrait", "bring.portrait"),
        ("birth_certificate", "bring.birth_certificate"),
        ("id_front", "bring.id_front"),
        ("id_back", "bring.id_back"),
    ];
    let complete = bring_codes(CODE, &good());
    for (photo, code) in LIST {
        assert!(!complete.contains(&code), "{code}");
        let mut answers = good();
        answers.remove(photo);
        assert_eq!(
            bring_codes(CODE, &answers)
                .into_iter()
                .filter(|c| LIST.iter().any(|(_, l)| l == c))
                .collect::<Vec<_>>(),
            [code]
        );
        assert!(
            sentence("vi", code).contains("cần có trước khi duyệt"),
            "{code}"
        );
        assert!(
            sentence("en", code).contains("needed before approval"),
            "{code}"
        );
    }
    assert_eq!(
        bring_codes(CODE, &example(CODE, "warn-golden-2-direct")),
        [
            "bring.adult_card",
            "bring.number",
            "bring.birth_certificate",
            "bring.id_back"
        ]
    );
}

#[test]
fn r_702_8_any_office_may_finish_it() {
    for base in [
        good(),
        example(CODE, "warn-golden-2-direct"),
        example(CODE, "err-age-18-today"),
    ] {
        let one = with(base.clone(), &[("receiving_office", "BHXH tỉnh Khánh Hòa")]);
        for office in [
            "cơ quan gần nhất tại Ninh Sơn",
            "05600",
            "Khánh Hòa – chọn trên cổng",
            "Hà Nội",
        ] {
            let other = with(base.clone(), &[("receiving_office", office)]);
            assert_eq!(report(CODE, &one, today()), report(CODE, &other, today()));
            assert_eq!(
                next_codes(CODE, &one, today()),
                next_codes(CODE, &other, today())
            );
            assert_eq!(bring_codes(CODE, &one), bring_codes(CODE, &other));
        }
        assert!(next_codes(CODE, &one, today()).contains(&"next.any_office"));
    }
    assert!(sentence("vi", "next.any_office").contains("Bất kỳ cơ quan BHXH nào trong cả nước"));
    assert!(sentence("vi", "office.missing").contains("Chọn nơi nào cũng được"));
    assert!(
        field(CODE, "receiving_office")
            .hint
            .contains("bất kỳ cơ quan BHXH nào trong cả nước")
    );
}

#[test]
fn r_702_9_an_office_is_needed_before_the_end() {
    for blank in ["", " \u{a0}"] {
        expect(
            &with(good(), &[("receiving_office", blank)]),
            "receiving_office",
            "office.missing",
            ERROR,
        );
    }
    let ids: Vec<&str> = asked(CODE, &good());
    let place = |id: &str| ids.iter().position(|asked| *asked == id).unwrap();
    assert!(place("receiving_office") < place("commitment"));
    // On the portal too: the office first, then "Ghi nhận"; afterwards the form can be opened again.
    let text = sentence("vi", "next.portal_record");
    assert!(text.find("“Chọn”").unwrap() < text.find("“Ghi nhận”").unwrap());
    assert!(text.contains("PDF") && text.contains("mở lại xem được"));
    for answers in [good(), direct()] {
        let next = next_codes(CODE, &answers, today());
        assert_eq!(next[1], "next.portal_record");
    }
}

#[test]
fn r_702_10_the_documents_to_bring() {
    assert_eq!(
        bring_codes(CODE, &good()),
        [
            "bring.child_certificate",
            "bring.adult_card",
            "bring.number"
        ]
    );
    assert_eq!(bring_codes(CODE, &direct()), bring_codes(CODE, &good()));
    assert!(sentence("vi", "bring.child_certificate").contains("Giấy khai sinh"));
    // The certificate is listed without its photo too, once.
    let mut answers = good();
    answers.remove("birth_certificate");
    let certificates = bring_codes(CODE, &answers)
        .iter()
        .filter(|code| {
            sentence("vi", code)
                .to_lowercase()
                .contains("giấy khai sinh")
        })
        .count();
    assert_eq!(certificates, 1);
    let card = sentence("vi", "bring.adult_card");
    for paper in ["Căn cước", "CCCD", "hộ chiếu"] {
        assert!(card.contains(paper), "{paper}");
    }
}

#[test]
fn r_702_13_a_mobile_number_for_the_message() {
    for (typed, code) in [
        ("", "phone.missing"),
        ("02580000001", "phone.needs_mobile"),
        ("19001234", "phone.not_contact"),
        ("090000001", "phone.format"),
    ] {
        expect(&with(good(), &[("phone", typed)]), "phone", code, ERROR);
    }
    for typed in ["0900000001", "+84 900 000 001", "0084900000001"] {
        assert_eq!(
            issues(&report(CODE, &with(good(), &[("phone", typed)]), today())),
            Vec::<String>::new()
        );
    }
}

#[test]
fn r_702_16_unverified_fields_are_asked_only_with_extended() {
    const MORE: [&str; 6] = [
        "sex",
        "personal_number",
        "email",
        "province",
        "commune",
        "street_line",
    ];
    let core = asked(CODE, &good());
    assert_eq!(
        asked(CODE, &with(good(), &[("form_profile", "")])),
        core,
        "the sure fields are the preset"
    );
    let extended = asked(CODE, &with(good(), &[("form_profile", "extended")]));
    for id in MORE {
        assert!(!core.contains(&id), "{id}");
        assert!(extended.contains(&id), "{id}");
        assert_eq!(field(CODE, id).required, Required::No, "{id}");
    }
    assert_eq!(extended.len(), core.len() + MORE.len());
    let setting = field(CODE, "form_profile");
    assert!(matches!(setting.kind, Kind::Setting(_)) && setting.preset == "core");
    expect(
        &with(good(), &[("form_profile", "all")]),
        "form_profile",
        "choice.unknown",
        ERROR,
    );
    // Answers from before the setting changed are not sent.
    let left = with(
        good(),
        &[
            ("email", "khong phai email"),
            ("sex", "male"),
            ("personal_number", "056317000004"),
        ],
    );
    assert_eq!(issues(&report(CODE, &left, today())), Vec::<String>::new());
    assert!(
        canonical::answers(procedure(CODE).definition, &left, today())
            .get("email")
            .is_none()
    );
}

#[test]
fn r_702_17_an_18th_birthday_within_30_days_is_reported() {
    let birthday_hint = |born: &str, on| {
        let answers = with(good(), &[("birth_date", born)]);
        let report = report(CODE, &answers, on);
        let found = report
            .at("birth_date")
            .find(|issue| issue.code == "minor.soon_18")
            .cloned();
        found.map(|issue| {
            assert_eq!(Some(issue.severity), INFO);
            assert!(report.passes());
            issue.args[0].1.clone()
        })
    };
    assert_eq!(birthday_hint("21/12/2008", today()), None);
    assert_eq!(
        birthday_hint("20/12/2008", today()).as_deref(),
        Some("20/12/2026")
    );
    assert_eq!(
        birthday_hint("21/11/2008", today()).as_deref(),
        Some("21/11/2026")
    );
    assert_eq!(birthday_hint("20/11/2008", today()), None);
    // Born on 29 February.
    assert_eq!(birthday_hint("29/2/2008", day(2026, 1, 29)), None);
    assert_eq!(
        birthday_hint("29/2/2008", day(2026, 1, 30)).as_deref(),
        Some("01/03/2026")
    );
    assert_eq!(
        birthday_hint("29/2/2008", day(2026, 2, 28)).as_deref(),
        Some("01/03/2026")
    );
    assert_eq!(birthday_hint("29/2/2008", day(2026, 3, 1)), None);
    // No day is invented.
    assert_eq!(
        birthday_hint("12/2008", today()).as_deref(),
        Some("12/2026")
    );
    assert_eq!(birthday_hint("2009", day(2026, 12, 1)), None);
    assert_eq!(
        birthday_hint("2009", day(2026, 12, 2)).as_deref(),
        Some("2027")
    );
}

/// Example 1 and 2 of procedure-under18.md §10, as the page ends with them.
#[test]
fn ok_golden_dossiers_end_as_the_reference_says() {
    let one = example(CODE, "ok-golden-1-parent-account");
    assert!(report(CODE, &one, today()).issues().is_empty());
    for (id, value) in [
        ("full_name", "Trần Thị Thử"),
        ("birth_date", "2017-11-20"),
        ("sex", "female"),
        ("personal_number", "056317000004"),
        ("social_insurance_number", "5600000004"),
        ("guardian_relation", "mother"),
        ("guardian_name", "Nguyễn Thị Mẫu"),
        ("guardian_social_insurance_number", "5600000001"),
        ("guardian_personal_number", "056190000001"),
        ("phone", "0900000001"),
        ("email", ""),
        ("street_line", "12 đường Ví Dụ, tổ 3"),
        ("commune", "22366"),
        ("receiving_office", "BHXH tỉnh Khánh Hòa"),
    ] {
        assert_eq!(one.text(id), value, "{id}");
    }
    assert_eq!(
        bring_codes(CODE, &one),
        [
            "bring.child_certificate",
            "bring.adult_card",
            "bring.number"
        ]
    );
    let number = procedure(CODE)
        .definition
        .after_submission_field("dossier_number")
        .unwrap();
    let Kind::Text(TextKind::SingleLine { max, .. }) = number.kind else {
        panic!("{:?}", number.kind)
    };
    assert!("01234/2026/05600".len() <= max);

    let two = example(CODE, "warn-golden-2-direct");
    for (id, value) in [
        ("full_name", "Pi Năng Mẫu"),
        ("birth_date", "2010-12-02"),
        ("sex", "male"),
        ("personal_number", ""),
        ("social_insurance_number", "5800000005"),
        ("guardian_relation", "legal_guardian"),
        ("guardian_name", "Mấu Thị Ví Dụ"),
        ("guardian_social_insurance_number", ""),
        ("guardian_personal_number", "058158000007"),
        ("phone", "0900000005"),
        ("email", ""),
        ("street_line", "Thôn Mẫu"),
        ("commune", "22795"),
        ("receiving_office", "cơ quan gần nhất tại Ninh Sơn"),
    ] {
        assert_eq!(two.text(id), value, "{id}");
    }
    let report = report(CODE, &two, today());
    assert_eq!(
        issues(&report),
        ["birth_certificate photo.missing", "id_back photo.missing"]
    );
    assert!(report.passes());
    let next = next_codes(CODE, &two, today());
    assert_eq!(next[0], "next.portal_direct");
    assert!(next.contains(&"next.any_office"));
}

#[test]
fn r_702_19_one_file_for_two_questions_warns() {
    let good = good();
    let front = good.many("id_front")[0].clone();
    let answers = with_photo(good.clone(), "birth_certificate", &front);
    let report = report(CODE, &answers, today());
    assert_eq!(issues(&report), ["id_front photo.same_file"]);
    assert!(report.passes());
}
