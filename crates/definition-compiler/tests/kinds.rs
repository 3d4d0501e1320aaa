//! Photos, settings, wanted answers, offers, notes for afterwards and the case without a
//! declaration, as the compiler of definitions reads and refuses them.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use hoso_definition_compiler::{
    Entry, Lists, compile, examples_at_least, first_step, first_step_codes,
};

const GOOD: &str = r#"code = "1"
version = "2026-11-20"
title = "Một"
landing = { group = "join", lead = "Một" }
source = "letter 1"
finished_on_portal = true
printed_form = "tk1_ts"
examples = 1
[copy_sheet]
left_out = ["done"]
[no_declaration]
when = { field = "done", is = ["yes"] }
title = "Xong"
hint = "Xong rồi"
[[step]]
id = "first"
title = "Một"
source = "letter 1"
[[step.field]]
id = "profile"
label = "Mức"
kind = "setting"
preset = "core"
options = [ { id = "core", label = "A" }, { id = "more", label = "B" } ]
[[step.field]]
id = "done"
label = "Xong chưa"
kind = "yes_no"
required = true
[[step]]
id = "second"
title = "Hai"
source = "letter 1"
[[step.field]]
id = "paper"
label = "Giấy"
kind = "photo"
max = 4
pdf = true
required = "recommended"
[[step.field]]
id = "office"
label = "Nơi"
kind = "text"
max = 20
list = "offices"
show = { field = "profile", is = ["more"] }
[[after_submission]]
id = "number"
label = "Số"
kind = "text"
max = 40
source = "letter 1"
[[step]]
id = "last"
title = "Gửi"
source = "letter 1"
[[step.field]]
id = "commitment"
label = "Cam đoan"
kind = "commitment"
required = true
"#;

fn lists() -> Lists {
    let office = Entry {
        id: "BHXH".to_owned(),
        label: "BHXH – gọi trước".to_owned(),
        source_text: None,
    };
    Lists::from([("offices".to_owned(), vec![office])])
}

#[test]
fn ok_new_kinds() {
    let rust = compile("x.toml", GOOD, &lists()).unwrap();
    for piece in [
        "d::Kind::Photo(d::PhotoKind { most: 4, pdf: true, portrait: false, other_side: \"\" })",
        "d::Required::Recommended",
        "missing: \"photo.missing\"",
        "d::Kind::Setting(&[",
        "preset: \"core\"",
        "copy_sheet: Some(&[\"done\"]), finished_on_portal: true",
        "no_declaration: Some(d::NoDeclaration {",
        "id: \"BHXH\"",
        "BHXH – gọi trước",
        "after_submission: &[d::Field { id: \"number\"",
    ] {
        assert!(rust.contains(piece), "{piece}\n{rust}");
    }
    // One photo, from the other lens.
    let portrait = GOOD.replace("max = 4\npdf = true", "portrait = true");
    assert!(compile("x.toml", &portrait, &lists()).unwrap().contains(
        "d::Kind::Photo(d::PhotoKind { most: 1, pdf: false, portrait: true, other_side: \"\" })"
    ));
    // Nothing needed, said in two ways.
    for none in ["required = false", ""] {
        let text = GOOD.replace("required = \"recommended\"", none);
        let rust = compile("x.toml", &text, &lists()).unwrap();
        assert!(!rust.contains("Wanted"), "{none}");
    }
}

#[test]
fn ok_the_first_step_alone() {
    let rust = first_step("x.toml", GOOD, &lists()).unwrap();
    assert!(
        rust.contains("\"profile\"") && rust.contains("NoDeclaration"),
        "{rust}"
    );
    assert!(
        !rust.contains("\"paper\"") && rust.contains("after_submission: &[]"),
        "{rust}"
    );
}

/// Replaces a piece of the good definition and expects the mistake at its line.
#[track_caller]
fn err(old: &str, new: &str, line: usize, expected: &str) {
    assert_eq!(GOOD.matches(old).count(), 1, "{old}");
    let mistake = compile("x.toml", &GOOD.replacen(old, new, 1), &lists()).unwrap_err();
    assert!(mistake.what.contains(expected), "{mistake}");
    assert_eq!(mistake.line, line, "{mistake}");
}

#[test]
fn err_every_mistake_names_line_and_expectation() {
    err("preset = \"core\"\n", "", 20, "expected `preset`");
    err(
        "preset = \"core\"",
        "preset = \"all\"",
        20,
        "none of its answers",
    );
    err(
        "required = \"recommended\"",
        "required = \"maybe\"",
        40,
        "true, false or \"recommended\"",
    );
    err(
        "kind = \"yes_no\"",
        "kind = \"yes_no\"\npdf = true",
        26,
        "only photo takes",
    );
    err(
        "kind = \"yes_no\"",
        "kind = \"yes_no\"\nportrait = true",
        26,
        "only photo takes",
    );
    err(
        "kind = \"yes_no\"",
        "kind = \"yes_no\"\nlist = \"offices\"",
        26,
        "take `options` or `list`",
    );
    err(
        "list = \"offices\"",
        "list = \"banks\"",
        46,
        "no list `banks`",
    );
    err("is = [\"more\"]", "is = [\"most\"]", 47, "no answer `most`");
    err("id = \"number\"", "id = \"paper\"", 49, "twice");
    err("max = 40\nsource = \"letter 1\"", "max = 40", 49, "source");
    err("max = 40\n", "", 49, "max");
    err("field = \"done\"", "field = \"gone\"", 12, "field");
    err("hint = \"Xong rồi\"", "", 11, "hint");
    err(
        "title = \"Xong\"",
        "title = \" \"",
        13,
        "title of no_declaration: expected a text",
    );
    err(
        "kind = \"photo\"",
        "kind = \"picture\"",
        37,
        "expected one of",
    );
}

#[test]
fn err_a_photo_in_a_group_and_a_condition_on_a_line() {
    let group = GOOD.replace(
        "[[after_submission]]",
        "[[step.field]]\nid = \"people\"\nlabel = \"Người\"\nkind = \"group\"\nmax = 3\nmissing = \"x.y\"\n[[step.field.field]]\nid = \"face\"\nlabel = \"Mặt\"\nkind = \"photo\"\n[[after_submission]]",
    );
    let mistake = compile("x.toml", &group, &lists()).unwrap_err();
    assert!(
        mistake.what.contains("cannot stand in a group"),
        "{mistake}"
    );
    // What is offered for a text is not all that may be written: nothing can hang on it.
    let hanging = GOOD.replace(
        "[[after_submission]]",
        "[[step.field]]\nid = \"why\"\nlabel = \"Vì\"\nkind = \"text\"\nmax = 9\nshow = { field = \"office\", is = [\"BHXH\"] }\n[[after_submission]]",
    );
    assert!(compile("x.toml", &hanging, &lists()).is_err());
}

/// The good definition with a card of two sides and a phone.
fn with_card() -> String {
    GOOD.replace(
        "[[after_submission]]",
        r#"[[step.field]]
id = "front"
label = "Trước"
kind = "photo"
other_side = "back"
[[step.field]]
id = "back"
label = "Sau"
kind = "photo"
other_side = "front"
[[step.field]]
id = "phone"
label = "Máy"
kind = "phone"
landline = "error"
[[after_submission]]"#,
    )
    .replace(
        "examples = 1\n",
        r#"examples = 1
first_step_codes = ["x.y"]
account_phone = { field = "phone", owner = "office", shared = { field = "done", is = ["yes"] } }
"#,
    )
}

#[test]
fn ok_what_a_page_reads_of_a_procedure() {
    let text = with_card();
    let rust = compile("x.toml", &text, &lists()).unwrap();
    for part in [
        "printed_form: Some(d::PrintedForm::Tk1Ts)",
        "other_side: \"back\"",
        "other_side: \"front\"",
        "d::AccountPhone { field: \"phone\", owner: \"office\", shared: Some(",
        "registers: false",
    ] {
        assert!(rust.contains(part), "{part}: {rust}");
    }
    let codes = first_step_codes("x.toml", &text).unwrap();
    assert_eq!(
        codes.iter().map(String::as_str).collect::<Vec<_>>(),
        ["answer.shape", "choice.missing", "choice.unknown", "x.y"]
    );
    assert_eq!(examples_at_least("x.toml", &text), Ok(1));
    let alone = first_step("x.toml", &text, &lists()).unwrap();
    assert!(alone.contains("account_phone: None"), "{alone}");
}

#[test]
fn err_what_a_page_reads_of_a_procedure() {
    for (old, new, expected) in [
        ("printed_form = \"tk1_ts\"\n", "", "printed_form"),
        ("\"tk1_ts\"", "\"tk2\"", "expected one of"),
        ("examples = 1\n", "", "examples"),
        (
            "other_side = \"front\"\n",
            "",
            "is no photo with other_side",
        ),
        (
            "other_side = \"back\"",
            "other_side = \"front\"",
            "is no photo with other_side",
        ),
        (
            "other_side = \"back\"",
            "other_side = \"phone\"",
            "is no photo with other_side",
        ),
        ("field = \"phone\"", "field = \"office\"", "id of a phone"),
        ("owner = \"office\"", "owner = \"nobody\"", "id of a phone"),
        (
            "shared = { field = \"done\"",
            "shared = { field = \"office\"",
            "condition",
        ),
    ] {
        let text = with_card();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        let mistake = compile("x.toml", &text.replacen(old, new, 1), &lists()).unwrap_err();
        assert!(mistake.what.contains(expected), "{mistake}");
    }
}
