//! Every code has a message, and every message has a code. The build of `hoso-locales` compares the
//! languages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod codes;

use std::collections::BTreeSet;
use std::fs;

use codes::{codes_of, root, sources};
use hoso_dossier::{Answers, check, json};
use hoso_identifiers::Date;

/// Sentences of the reference whose code nothing issues yet, and who will.
const NOT_YET: [(&str, &str); 3] = [
    ("qr.not_id", "the QR reader"),
    ("qr.garbled", "the QR reader"),
    ("name.mismatch", "the QR reader (X-3)"),
];

fn locale(language: &str) -> String {
    fs::read_to_string(root().join(format!("locales/{language}.toml"))).unwrap()
}

/// The codes of all sentences but those of the page.
fn sentence_codes() -> BTreeSet<String> {
    let codes: BTreeSet<String> = locale("vi")
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.split_once('"'))
        .map(|(code, _)| code.to_owned())
        .filter(|code| !code.starts_with("ui."))
        .collect();
    assert!(codes.len() > 100, "locales/vi.toml could not be read");
    codes
}

/// Returns the code of the message that a variant for a receiver belongs to.
fn base_code(code: &str) -> &str {
    [".bhxh", ".relay", ".file", ".trial", ".portal"]
        .iter()
        .fold(code, |code, ending| {
            code.strip_suffix(ending).unwrap_or(code)
        })
}

/// All codes of identifiers, the check, the worker and the procedures.
const ISSUED: [&str; 6] = [
    "crates/identifiers/src",
    "crates/dossier/src",
    "crates/definition-compiler/src",
    "crates/photo/src",
    "crates/worker/src",
    "procedures",
];

#[test]
fn ok_every_code_has_a_sentence() {
    let known = sentence_codes();
    let missing: Vec<String> = codes_of(&ISSUED)
        .into_iter()
        .filter(|(code, _)| !known.contains(code))
        .map(|(code, file)| format!("{code} ({})", file.display()))
        .collect();
    assert!(
        missing.is_empty(),
        "no sentence for: {}",
        missing.join(", ")
    );
}

/// The list that the worker's crate gives out is all that its sources issue.
#[test]
fn ok_the_worker_names_all_its_codes() {
    let listed: BTreeSet<String> = hoso_photo::CODES.map(str::to_owned).into();
    let issued: BTreeSet<String> = codes_of(&["crates/photo/src", "crates/worker/src"])
        .into_keys()
        .collect();
    assert_eq!(listed, issued);
}

#[test]
fn ok_every_sentence_is_used() {
    // The receiver and the app issue some that the rules do not.
    let mut issued = codes_of(&ISSUED);
    issued.extend(codes_of(&["crates/receiver/src", "src"]));
    let not_yet: BTreeSet<&str> = NOT_YET.into_iter().map(|(code, _)| code).collect();
    let known = sentence_codes();
    let left_over: Vec<String> = known
        .iter()
        .filter(|code| !code.starts_with("word."))
        .map(|code| {
            let base = base_code(code);
            assert!(known.contains(base), "{code} is a variant of no message");
            base.to_owned()
        })
        .filter(|code| !issued.contains_key(code) && !not_yet.contains(code.as_str()))
        .collect();
    assert!(
        left_over.is_empty(),
        "nothing issues {}",
        left_over.join(", ")
    );
}

/// Words of the wire that fill gaps: the choices, the sexes, the names of figures, and what a
/// reason cannot show.
#[test]
fn ok_every_word_is_a_value_of_the_wire_format() {
    let definitions = sources(&root().join("procedures"), "toml");
    let issued: String = ["crates/contribution/src", "crates/identifiers/src"]
        .iter()
        .flat_map(|folder| sources(&root().join(folder), "rs"))
        .chain(definitions)
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    for code in sentence_codes() {
        if let Some(word) = code.strip_prefix("word.") {
            let quoted = format!("\"{word}\"");
            assert!(issued.contains(&quoted), "{code}");
        }
    }
}

/// R-602-22
#[test]
fn r_602_22_no_sentence_says_that_it_was_sent() {
    // The receipt is shown only after its digest was compared.
    let without_receipt = |text: String| -> String {
        let lines = text
            .lines()
            .filter(|line| !line.contains("ui.receipt_title"));
        lines.collect::<Vec<_>>().join("\n").to_lowercase()
    };
    let mut vietnamese = vec![without_receipt(locale("vi"))];
    let mut english = vec![without_receipt(locale("en"))];
    for procedure in hoso_procedures::ALL {
        let code = procedure.definition.code;
        for (file, texts) in [
            ("definition.toml", &mut vietnamese),
            ("en.toml", &mut english),
        ] {
            let path = root().join("procedures").join(code).join(file);
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
    for text in vietnamese {
        for word in ["đã nộp", "đã gửi"] {
            assert!(!text.to_lowercase().contains(word), "{word}");
        }
    }
    for text in english {
        for word in [
            "dossier was sent",
            "application was sent",
            "been sent",
            "submitted",
        ] {
            assert!(!text.to_lowercase().contains(word), "{word}");
        }
    }
}

/// R-ID-12
#[test]
fn r_id_12_no_check_is_called_checksum() {
    for language in ["vi", "en"] {
        assert!(!locale(language).to_lowercase().contains("checksum"));
    }
}

/// The sentences of the reference, word for word, where they are short enough to
/// be mistyped by anyone who edits them.
#[test]
fn ok_sentences_of_the_reference() {
    let vi = locale("vi");
    for line in [
        r#""case.missing" = "Chọn ít nhất một việc bạn muốn làm.""#,
        r#""req.missing" = "Nhập yêu cầu của bạn, hoặc bấm “Điền giúp tôi” để có câu mẫu rồi sửa theo ý bạn.""#,
        r#""sex.missing" = "Bạn chưa chọn giới tính.""#,
        r#""ethnic.missing" = "Chọn dân tộc.""#,
        r#""addr.commune" = "Chọn xã, phường, đặc khu.""#,
    ] {
        assert!(vi.contains(line), "{line}");
    }
}

/// Placeholders that the page fills: `{photo}` with the label of the field, `{hotline}` with that of the
/// deployment.
const FILLED_BY_THE_PAGE: [(&str, &str); 2] =
    [("photo.missing", "photo"), ("also.hotline", "hotline")];

/// Returns the placeholders of the message of a code.
fn gaps(text: &str, code: &str) -> BTreeSet<String> {
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("\"{code}\" = ")))
        .unwrap_or_else(|| panic!("no sentence for {code}"));
    line.split('{')
        .skip(1)
        .filter_map(|piece| piece.split_once('}'))
        .map(|(gap, _)| gap.to_owned())
        .filter(|gap| !FILLED_BY_THE_PAGE.contains(&(code, gap.as_str())))
        .collect()
}

/// Every message in the examples has a value for each placeholder.
#[test]
fn ok_every_placeholder_is_filled() {
    let vi = locale("vi");
    let today = Date::new(2026, 11, 20).unwrap();
    let mut seen = BTreeSet::new();
    for procedure in hoso_procedures::ALL {
        let folder = root()
            .join("procedures")
            .join(procedure.definition.code)
            .join("examples");
        for file in fs::read_dir(folder).unwrap() {
            let example = json::parse(&fs::read(file.unwrap().path()).unwrap()).unwrap();
            let (answers, _) = Answers::from_value(example.get("answers").unwrap());
            let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
            let names = |args: &[(&'static str, String)]| args.iter().map(|arg| arg.0).collect();
            let report = check(procedure, &answers, today);
            said.extend(report.issues().iter().map(|i| (i.code, names(&i.args))));
            let mut last = (procedure.next_steps)(&answers, today);
            last.extend((procedure.required_documents)(&answers, today));
            said.extend(last.iter().map(|s| (s.code, names(&s.args))));
            let links = (procedure.related)(&answers, today);
            said.extend(links.iter().map(|link| (link.reason, Vec::new())));
            for (code, args) in said {
                let gaps = gaps(&vi, code);
                assert!(
                    gaps.iter().all(|gap| args.contains(&gap.as_str())),
                    "{code}: {gaps:?} out of {args:?}"
                );
                seen.insert(code);
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}
