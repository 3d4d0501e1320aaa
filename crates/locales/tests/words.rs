//! Reads every sentence against the tables of `docs/domain/words.md`: one word for one thing.
//!
//! The page says how its tables are read.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hoso_definition_compiler::catalog::SourceText;
use hoso_definition_compiler::{Texts, definition_texts, lists};
use unicode_normalization::UnicodeNormalization;

/// Endings of the codes of variants.
const VARIANTS: [&str; 5] = [".bhxh", ".relay", ".trial", ".file", ".portal"];

/// A term that is not used.
#[derive(Debug)]
struct Term {
    /// In lower case.
    text: String,
    /// Whether it is refused only at the head of a sentence.
    at_head: bool,
    /// The words to use instead.
    instead: String,
}

/// The tables of the page.
struct Words {
    vietnamese: Vec<Term>,
    english: Vec<Term>,
    /// Codes whose sentences quote labels of other systems.
    quoted: BTreeSet<String>,
    /// Phrases in which a term is allowed, in lower case.
    exceptions: Vec<String>,
}

/// A text with the file and the key that it was read from.
struct Sentence {
    file: String,
    key: String,
    text: String,
}

impl Words {
    fn read(page: &str) -> Self {
        let page: String = page.nfc().collect();
        let columns = ["thing", "Vietnamese", "not", "English", "not"];
        let rows = table(&page, "## The table", &columns);
        let terms = |column: usize| -> Vec<Term> {
            let mut terms = Vec::new();
            for row in &rows {
                for term in row[column + 1].split(" · ").filter(|term| *term != "–") {
                    terms.push(Term {
                        text: term.strip_prefix('^').unwrap_or(term).to_lowercase(),
                        at_head: term.starts_with('^'),
                        instead: row[column].clone(),
                    });
                }
            }
            terms
        };
        let quoted = table(&page, "## Quoted labels", &["code"]);
        let exceptions = table(&page, "## Exceptions", &["phrase", "why"]);
        Self {
            vietnamese: terms(1),
            english: terms(3),
            quoted: quoted.into_iter().map(|row| row[0].clone()).collect(),
            exceptions: exceptions
                .iter()
                .flat_map(|row| row[0].split(" · ").map(str::to_lowercase))
                .collect(),
        }
    }

    /// Returns what is wrong with a sentence.
    fn faults(&self, terms: &[Term], key: &str, text: &str) -> Vec<String> {
        let mut text: String = text.nfc().collect();
        text = without(&text, '{', '}');
        if self.quoted.contains(base_code(key)) {
            text = without(&text, '“', '”');
        }
        let text = text.to_lowercase();
        let allowed: Vec<(usize, usize)> = self
            .exceptions
            .iter()
            .flat_map(|phrase| whole_words(&text, phrase))
            .collect();
        terms
            .iter()
            .filter(|term| {
                whole_words(&text, &term.text).iter().any(|(start, end)| {
                    (!term.at_head || is_head(&text[..*start]))
                        && !allowed.iter().any(|(from, to)| from <= start && end <= to)
                })
            })
            .map(|term| format!("{key}: “{}”, use “{}”: {text}", term.text, term.instead))
            .collect()
    }
}

/// Returns the cells of the first table under a heading, without the line of its columns.
fn table(page: &str, heading: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let (_, section) = page.split_once(&format!("{heading}\n")).unwrap();
    let mut rows = section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        });
    let head: Vec<String> = rows.next().unwrap();
    assert_eq!(head, columns, "columns under {heading}");
    let rows: Vec<Vec<String>> = rows.skip(1).collect();
    for row in &rows {
        assert_eq!(row.len(), columns.len(), "{row:?}");
    }
    assert!(!rows.is_empty(), "{heading}");
    rows
}

/// Removes what is between two characters.
fn without(text: &str, open: char, close: char) -> String {
    let mut pieces = text.split(open);
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        rest.push(open);
        rest.push_str(piece.find(close).map_or(piece, |end| &piece[end..]));
    }
    rest
}

/// Returns the code of the message that a variant belongs to.
fn base_code(key: &str) -> &str {
    VARIANTS.iter().fold(key, |code, ending| {
        code.strip_suffix(ending).unwrap_or(code)
    })
}

/// Returns the places of a term in a text, as whole words.
fn whole_words(text: &str, term: &str) -> Vec<(usize, usize)> {
    let is_letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let (first, last) = (term.chars().next(), term.chars().next_back());
    text.match_indices(term)
        .map(|(start, found)| (start, start + found.len()))
        .filter(|(start, end)| {
            let before = text[..*start].chars().next_back();
            let after = text[*end..].chars().next();
            let joined_before = is_letter(first) && is_letter(before);
            let joined_after = is_letter(last) && is_letter(after);
            !joined_before && !joined_after
        })
        .collect()
}

/// Returns whether a sentence begins after a text.
fn is_head(before: &str) -> bool {
    let ends = [". ", "? ", "! ", ": "];
    before.is_empty() || ends.iter().any(|end| before.ends_with(end))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn words() -> Words {
    Words::read(&read("docs/domain/words.md"))
}

/// Returns the names of the folders of the procedures.
fn procedures() -> Vec<String> {
    let entries = fs::read_dir(root().join("procedures")).unwrap();
    let mut codes: Vec<String> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("definition.toml").is_file())
        .map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    codes.sort();
    codes
}

/// Returns the texts of a file by key.
fn keyed(name: &str) -> Vec<Sentence> {
    let file = read(name);
    let texts = Texts::read(name, &file).unwrap();
    let rows = texts.rows();
    rows.filter(|(key, _)| !key.starts_with("language."))
        .map(|(key, text)| sentence(name, key, text))
        .collect()
}

fn sentence(file: &str, key: &str, text: &str) -> Sentence {
    Sentence {
        file: file.to_owned(),
        key: key.to_owned(),
        text: text.to_owned(),
    }
}

fn vietnamese() -> Vec<Sentence> {
    let mut all = keyed("locales/vi.toml");
    let mut add = |file: &str, texts: &[SourceText]| {
        let parts = texts.iter().flat_map(|text| &text.parts);
        all.extend(parts.map(|(key, text)| sentence(file, key, text)));
    };
    let data = root().join("data");
    add(
        "data",
        &lists::source_texts(&lists::read(&data).unwrap(), &data).unwrap(),
    );
    for code in procedures() {
        let name = format!("procedures/{code}/definition.toml");
        add(
            &name,
            &definition_texts::source_texts(&name, &read(&name)).unwrap(),
        );
    }
    all
}

fn english() -> Vec<Sentence> {
    let mut all = keyed("locales/en.toml");
    for code in procedures() {
        all.extend(keyed(&format!("procedures/{code}/en.toml")));
    }
    all
}

fn all_faults(words: &Words, terms: &[Term], sentences: &[Sentence]) -> Vec<String> {
    let mut faults = Vec::new();
    for one in sentences {
        for fault in words.faults(terms, &one.key, &one.text) {
            faults.push(format!("{} {fault}", one.file));
        }
    }
    faults
}

#[test]
fn ok_vietnamese_sentences_use_the_words_of_the_table() {
    let words = words();
    let sentences = vietnamese();
    assert!(sentences.len() > 500, "{}", sentences.len());
    let faults = all_faults(&words, &words.vietnamese, &sentences);
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn ok_english_sentences_use_the_words_of_the_table() {
    let words = words();
    let sentences = english();
    assert!(sentences.len() > 500, "{}", sentences.len());
    let faults = all_faults(&words, &words.english, &sentences);
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn ok_every_code_with_quoted_labels_has_a_sentence_that_quotes() {
    let sentences = vietnamese();
    for code in words().quoted {
        let mut of_code = sentences.iter().filter(|one| base_code(&one.key) == code);
        assert!(of_code.any(|one| one.text.contains('“')), "{code}");
    }
}

/// The page is read: enough terms, each in its language.
#[test]
fn ok_the_tables_of_the_page_are_read() {
    let words = words();
    let has = |terms: &[Term], term: &str| terms.iter().any(|one| one.text == term);
    assert!(words.vietnamese.len() > 50, "{:?}", words.vietnamese);
    assert!(words.english.len() > 50, "{:?}", words.english);
    assert!(has(&words.vietnamese, "xin") && !has(&words.english, "xin"));
    assert!(has(&words.english, "please") && !has(&words.vietnamese, "please"));
    assert!(has(&words.vietnamese, "\"") && has(&words.english, "\""));
    assert!(words.quoted.contains("next.portal_record"));
    assert!(words.exceptions.iter().any(|phrase| phrase == "sao chép"));
}

/// A page with a table of each kind.
const PAGE: &str = "
## The table

| thing | Vietnamese | not | English | not |
| --- | --- | --- | --- | --- |
| ask | bare verb | xin | bare verb | please |
| copy | sao chép | chép | copy | – |
| collector | tổ chức dịch vụ thu | ^đại lý thu | agent | – |
| head | chủ hộ | – | head of household | the head |
| optional | (không bắt buộc) | (nếu có) | (optional) | (if any) |
| quotes | “…” | \" | “…” | \" |

## Quoted labels

| code |
| --- |
| next.sign_in |

## Exceptions

| phrase | why |
| --- | --- |
| sao chép · the head of household | the word itself |
";

#[test]
fn err_each_rule_of_the_page() {
    let words = Words::read(PAGE);
    let vietnamese: [(&str, &str, &[&str]); 16] = [
        // Whole words, without regard to case.
        ("a", "Xin chọn dân tộc.", &["xin"]),
        ("a", "Chọn dân tộc, xin cảm ơn", &["xin"]),
        ("a", "Chọn xinh, xin1, 1xin. Please.", &[]),
        // Decomposed letters are composed first.
        ("a", "Che\u{301}p số này", &["chép"]),
        // The head of a sentence.
        ("a", "Đại lý thu sẽ gọi.", &["đại lý thu"]),
        ("a", "Lưu ý: đại lý thu sẽ gọi.", &["đại lý thu"]),
        ("a", "Đã có. Đại lý thu sẽ gọi.", &["đại lý thu"]),
        ("a", "Đến tổ chức dịch vụ thu (đại lý thu).", &[]),
        // An exception allows only the match in its phrase.
        ("a", "Sao chép số này", &[]),
        ("a", "Sao chép rồi chép tiếp", &["chép"]),
        // A sign has no letters that could join it to a word.
        ("a", "Email(nếu có)", &["(nếu có)"]),
        // Gaps and quoted labels are not read; other quotations are.
        ("a", "Gọi {xin}.", &[]),
        ("next.sign_in", "Bấm “Xin cấp”.", &[]),
        ("next.sign_in.bhxh", "Bấm “Xin cấp”. Xin chờ.", &["xin"]),
        ("next.other", "Bấm “Xin cấp”.", &["xin"]),
        // Each term is named.
        ("a", "Xin đừng chép \"số\".", &["xin", "chép", "\""]),
    ];
    let english: [(&str, &str, &[&str]); 5] = [
        ("a", "Please choose.", &["please"]),
        ("a", "Xin is not English. Pleased.", &[]),
        ("a", "Add the head of household.", &[]),
        ("a", "Add the head.", &["the head"]),
        ("a", "Press \"Continue\" (if any).", &["(if any)", "\""]),
    ];
    let rows = vietnamese.iter().map(|row| (&words.vietnamese, row));
    for (terms, (key, text, expected)) in
        rows.chain(english.iter().map(|row| (&words.english, row)))
    {
        let faults = words.faults(terms, key, text);
        assert_eq!(faults.len(), expected.len(), "{text}: {faults:?}");
        for (fault, term) in faults.iter().zip(*expected) {
            assert!(
                fault.starts_with(&format!("{key}: “{term}”, use “")),
                "{fault}"
            );
        }
    }
}

#[test]
#[should_panic(expected = "columns under ## The table")]
fn err_a_table_with_other_columns() {
    let _ = Words::read(&PAGE.replace("| thing | Vietnamese |", "| thing | Tiếng Việt |"));
}

/// Codes whose sentences hold an amount, and why: a price of the message itself, an example of what is
/// entered, an own rule whose step is a constant, the limit of a text.
const WITH_AN_AMOUNT: [&str; 4] = [
    "also.password_lost",
    "base.step",
    "money.format",
    "req.long",
];

/// Texts that name the hotline of BHXH Việt Nam itself: its key 8 resets a password (guides of 2021–22).
const WITH_A_HOTLINE: [&str; 1] = ["also.password_lost"];

/// Returns the groups of digits of a text that are joined by a separator of thousands.
fn amounts(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let words = text.split(|c: char| !is_part(c));
    let is_amount = |word: &&str| {
        let groups: Vec<&str> = word
            .trim_end_matches(['.', ','])
            .split(['.', ','])
            .collect();
        let (first, rest) = (groups[0].len(), &groups[1..]);
        (1..=3).contains(&first) && !rest.is_empty() && rest.iter().all(|group| group.len() == 3)
    };
    words.filter(is_amount).collect()
}

/// Returns whether a text has a service number, which is not the year 1900.
fn has_hotline(text: &str) -> bool {
    let is_number = |after: &str| {
        let after = after.trim_start_matches([' ', '.', '\u{a0}']);
        after.starts_with(|c: char| c.is_ascii_digit())
    };
    text.split("1900").skip(1).any(is_number)
}

/// An amount comes from a dated row, and a hotline from the deployment: neither is part of a sentence of
/// `locales`, and no text of a definition names a hotline.
#[test]
fn ok_no_sentence_holds_an_amount_or_a_hotline() {
    assert_eq!(
        amounts("từ 2.200.000 đồng, 01/2027, 1900.9068, 1.5"),
        ["2.200.000"]
    );
    assert!(has_hotline("gọi 1900.9068") && !has_hotline("từ năm 1900. Xem lại"));
    let mut faults = Vec::new();
    for one in vietnamese().iter().chain(&english()) {
        let is_locale = one.file.starts_with("locales/");
        let amounts = amounts(&one.text);
        if is_locale && !amounts.is_empty() && !WITH_AN_AMOUNT.contains(&one.key.as_str()) {
            faults.push(format!("{} {}: {amounts:?}", one.file, one.key));
        }
        if has_hotline(&one.text) && !WITH_A_HOTLINE.contains(&one.key.as_str()) {
            faults.push(format!("{} {}: a hotline", one.file, one.key));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
