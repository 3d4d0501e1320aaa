//! Every example file of every procedure, as any language can run it: the issues
//! are those the file says, in its order, and the canonical form is stable.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod codes;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hoso_definition_compiler::examples_at_least;
use hoso_dossier::json::{self, Value};
use hoso_dossier::{Answers, Issue, PlaceList, Procedure, Severity, canonical, check_with_places};
use hoso_identifiers::Date;

/// The provinces and communes of today.
const ALL_PLACES: PlaceList<'static> = PlaceList {
    has_province: &|code| Some(hoso_places::province_name(code).is_some()),
    has_commune: &|province, commune| Some(hoso_places::commune_belongs(province, commune)),
};

/// The example files of a procedure, by name.
fn files(code: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(code)
        .join("examples");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Value {
    json::parse(&fs::read(path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn answers_of(value: &Value) -> Answers {
    let (answers, left_out) = Answers::from_value(value);
    assert!(left_out.is_empty(), "{left_out:?} fit no answer");
    answers
}

fn run(procedure: &Procedure, path: &Path) {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let example = read(path);
    let keys: Vec<&str> = example
        .entries()
        .iter()
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(keys, ["today", "about", "answers", "issues"], "{name}");
    assert!(
        !example
            .get("about")
            .and_then(Value::as_str)
            .unwrap()
            .is_empty(),
        "{name}"
    );
    let today = Date::parse(example.get("today").and_then(Value::as_str).unwrap()).unwrap();
    let answers = answers_of(example.get("answers").unwrap());

    let report = check_with_places(procedure, &answers, today, &ALL_PLACES);
    let expected = example.get("issues").unwrap();
    assert_eq!(
        report.to_value().canonical(),
        expected.canonical(),
        "{name}"
    );

    let has = |severity| {
        report
            .issues()
            .iter()
            .any(|issue| issue.severity == severity)
    };
    let prefix = match (has(Severity::Error), has(Severity::Warning)) {
        (true, _) => "err-",
        (false, true) => "warn-",
        (false, false) => "ok-",
    };
    assert!(
        name.starts_with(prefix),
        "{name} should begin with {prefix}"
    );

    let canonical = canonical::answers(procedure.definition, &answers, today);
    let again = answers_of(&canonical);
    let twice = canonical::answers(procedure.definition, &again, today);
    assert_eq!(
        canonical.canonical(),
        twice.canonical(),
        "{name}: the canonical form is not stable"
    );
    // Warnings about the format of an entered value do not apply to its canonical form.
    let lasting =
        |issue: &&Issue| issue.severity != Severity::Info && issue.code != "sin.from_card";
    let report_again = check_with_places(procedure, &again, today, &ALL_PLACES);
    assert_eq!(
        report.issues().iter().filter(lasting).collect::<Vec<_>>(),
        report_again
            .issues()
            .iter()
            .filter(lasting)
            .collect::<Vec<_>>(),
        "{name}: the canonical form is judged otherwise",
    );
}

/// The minimum number of examples, by the definition.
fn examples_of(code: &str) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(code)
        .join("definition.toml");
    examples_at_least(code, &fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn ok_every_example_of_every_procedure() {
    for procedure in hoso_procedures::ALL {
        let code = procedure.definition.code;
        let files = files(code);
        let least = examples_of(code);
        assert!(least > 0, "{code} promises no example");
        assert!(
            files.len() >= least,
            "{code} has only {} examples",
            files.len()
        );
        for file in files {
            run(procedure, &file);
        }
    }
}

/// Each request of the first field occurs in an example without errors.
#[test]
fn ok_every_case_has_an_example_that_passes() {
    let mut open = vec![
        "first_no_number",
        "first_with_number",
        "return",
        "change_method",
        "change_base",
        "back_pay",
        "identity_change",
        "continue",
    ];
    for file in files("602b") {
        if file
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("ok-")
        {
            let answers = answers_of(read(&file).get("answers").unwrap());
            open.retain(|case| !answers.has("cases", case));
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// Numbers that no procedure asks for: books, cards, offices, dossiers.
const NOT_ASKED: [&str; 8] = [
    "book.length",
    "book.shape",
    "card.length",
    "card.shape",
    "dossier_number.length",
    "dossier_number.shape",
    "office_code.length",
    "office_code.shape",
];

/// Each code that a procedure can issue is issued by an example.
#[test]
fn ok_every_code_has_an_example() {
    let shown: BTreeSet<String> = hoso_procedures::ALL
        .iter()
        .flat_map(|procedure| files(procedure.definition.code))
        .flat_map(|file| read(&file).get("issues").unwrap().items().to_vec())
        .map(|issue| {
            issue
                .get("code")
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        })
        .collect();
    let open: Vec<String> = codes::codes_of(&[
        "crates/identifiers/src",
        "crates/dossier/src",
        "crates/definition-compiler/src",
        "procedures",
    ])
    .into_keys()
    .filter(|code| {
        let area = code.split('.').next().unwrap();
        // Sentences of the estimate, of the last page and of the ways between procedures, and those
        // of the envelope, are no issues of answers.
        !matches!(
            area,
            "also" | "bring" | "elsewhere" | "envelope" | "estimate" | "lead" | "next"
        ) && !NOT_ASKED.contains(&code.as_str())
    })
    .filter(|code| !shown.contains(code))
    .collect();
    assert!(open.is_empty(), "no example for {}", open.join(", "));
}

struct Golden {
    file: &'static str,
    text: &'static str,
    figures: &'static [(&'static str, u64)],
    memo: Option<&'static str>,
}

/// The figures of procedure-602b.md §11 word for word.
const GOLDEN: [Golden; 4] = [
    Golden {
        file: "ok-golden-1-first-no-number",
        text: "Đăng ký tham gia BHXH tự nguyện từ tháng 12/2026, mức thu nhập làm căn cứ đóng 1.500.000 đồng/tháng (đóng 330.000 đồng/tháng, chưa trừ hỗ trợ), phương thức đóng 3 tháng một lần.",
        figures: &[
            ("estimate.gross", 990_000),
            ("estimate.support", 198_000),
            ("estimate.to_pay", 792_000),
        ],
        memo: None,
    },
    Golden {
        file: "ok-golden-2-change-method-and-base",
        text: "Thay đổi phương thức đóng từ hằng tháng sang 12 tháng một lần kể từ tháng 12/2026. Thay đổi mức thu nhập làm căn cứ đóng từ 1.500.000 sang 2.000.000 đồng/tháng (đóng 440.000 đồng/tháng, chưa trừ hỗ trợ) kể từ tháng 12/2026. Thuộc đối tượng Nhà nước hỗ trợ: dân tộc thiểu số. Điện thoại liên hệ: 0900000003.",
        figures: &[
            ("estimate.gross", 5_280_000),
            ("estimate.support", 1_188_000),
            ("estimate.to_pay", 4_092_000),
        ],
        memo: Some("Đóng BHXH tự nguyện của H'Thử Niê, 5600000002, 0900000003"),
    },
    Golden {
        file: "ok-golden-3-return-back-pay-identity",
        text: GOLDEN_3,
        figures: &GOLDEN_3_FIGURES,
        memo: Some("Đóng BHXH tự nguyện của Lê Ví Dụ, 5800000003, 0900000004"),
    },
    Golden {
        file: "warn-golden-3-without-06",
        text: GOLDEN_3,
        figures: &GOLDEN_3_FIGURES,
        memo: Some("Đóng BHXH tự nguyện của Lê Ví Dụ, 5800000003, 0900000004"),
    },
];

const GOLDEN_3: &str = "Đăng ký lại BHXH tự nguyện từ tháng 11/2026, mức thu nhập làm căn cứ đóng 2.500.000 đồng/tháng (đóng 550.000 đồng/tháng, chưa trừ hỗ trợ), phương thức đóng 6 tháng một lần. Đóng bù BHXH tự nguyện từ tháng 08/2026 đến tháng 10/2026 (3 tháng), mức thu nhập làm căn cứ đóng 2.500.000 đồng/tháng. Cập nhật số định danh cá nhân/CCCD: 058072000003. Điện thoại liên hệ: 0900000004.";
const GOLDEN_3_FIGURES: [(&str, u64); 5] = [
    ("estimate.gross", 3_300_000),
    ("estimate.support", 396_000),
    ("estimate.to_pay", 2_904_000),
    ("estimate.back_pay", 1_650_000),
    ("estimate.total", 4_554_000),
];

#[test]
fn ok_golden_request_text_figures_and_transfer_text() {
    let procedure = hoso_procedures::find("602b").unwrap();
    let today = Date::new(2026, 11, 20).unwrap();
    for golden in GOLDEN {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("602b/examples")
            .join(golden.file)
            .with_extension("json");
        let answers = answers_of(read(&path).get("answers").unwrap());
        let text = (procedure.suggest)("request_text", &answers, today, &|_| None);
        assert_eq!(text.as_deref(), Some(golden.text), "{}", golden.file);
        assert_eq!(answers.text("request_text"), golden.text, "{}", golden.file);
        let figures: Vec<(&str, u64)> = (procedure.figures)(&answers, today)
            .into_iter()
            .map(|figure| (figure.label.code, figure.amount.expect(figure.label.code)))
            .collect();
        assert_eq!(figures, golden.figures, "{}", golden.file);
        assert_eq!(
            (procedure.transfer_text)(&answers, today).as_deref(),
            golden.memo,
            "{}",
            golden.file
        );
    }
}
