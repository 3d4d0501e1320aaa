//! Sentences by code, in the language of the moment.

use std::sync::OnceLock;

use hoso_dossier::{Message, Text};
use hoso_identifiers::amount;

use crate::dom::{Node, live};
use crate::later;
use crate::live::Live;

/// The languages of the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a tag; Vietnamese for any other than `en`.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag == "en" { Self::En } else { Self::Vi }
    }

    /// An amount of đồng: `1.500.000 đ`, in English `1,500,000 đ`.
    #[must_use]
    pub fn amount(self, dong: u64) -> String {
        let mut out = String::new();
        push_figures(&mut out, self, &amount::display(dong));
        out.push_str(" đ");
        out
    }

    /// The half of a text that is in this language.
    #[must_use]
    pub fn pick(self, text: &Text) -> &'static str {
        match self {
            Self::Vi => text.vi,
            Self::En => english_of(text.vi, text.en),
        }
    }
}

/// English by Vietnamese, sorted; there once it was fetched.
static ENGLISH: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

/// The English for a Vietnamese text: `built_in` where this program holds it, else
/// what was fetched, else the Vietnamese itself.
fn english_of(vietnamese: &'static str, built_in: &'static str) -> &'static str {
    if !built_in.is_empty() || vietnamese.is_empty() {
        return built_in;
    }
    let table = ENGLISH.get().map_or(&[][..], Vec::as_slice);
    let found = table.binary_search_by(|row| row.0.cmp(vietnamese)).ok();
    found
        .and_then(|i| table.get(i))
        .map_or(vietnamese, |row| row.1)
}

/// Is English here?
#[must_use]
pub fn has_english() -> bool {
    cfg!(feature = "ssr") || ENGLISH.get().is_some()
}

/// Takes in the file of English: on each line a Vietnamese text, a tab, its English;
/// sorted by the Vietnamese.
pub fn learn_english(file: String) {
    let file: &'static str = file.leak();
    let rows = file.lines().filter_map(|line| line.split_once('\t'));
    // Who comes second has fetched the same file.
    let _ = ENGLISH.set(rows.collect());
}

/// Every Vietnamese text of the app with its English, for [`learn_english`]; sorted.
///
/// # Errors
/// A Vietnamese text that is there twice with different English, or holds a tab or a line break.
#[cfg(feature = "ssr")]
pub fn english_file() -> Result<String, String> {
    use std::collections::BTreeMap;
    let mut rows: BTreeMap<&str, &str> = BTreeMap::new();
    let mut add = |vi: &'static str, en: &'static str| {
        if vi.is_empty() {
            return Ok(());
        }
        if [vi, en].iter().any(|text| text.contains(['\t', '\n'])) {
            return Err(format!("a tab or a line break in `{vi}`"));
        }
        match rows.insert(vi, en) {
            Some(other) if other != en => Err(format!("`{vi}` is `{other}` and `{en}` in English")),
            _ => Ok(()),
        }
    };
    for (_, vi, en) in MESSAGES.iter().chain(FRONT).chain(CHROME) {
        add(vi, en)?;
    }
    let mut texts: Vec<&Text> = crate::components::choices::YES_NO
        .iter()
        .map(|choice| &choice.label)
        .collect();
    for procedure in hoso_procedures::ALL {
        let definition = procedure.definition;
        texts.extend([&definition.title, &definition.form, &definition.duration]);
        texts.extend(definition.have_ready);
        for step in definition.steps {
            texts.extend([&step.title, &step.hint]);
            texts_of(step.fields, &mut texts);
        }
        texts_of(definition.after_submission, &mut texts);
        if let Some(none) = &definition.no_declaration {
            texts.extend([&none.title, &none.hint]);
        }
    }
    for text in texts {
        add(text.vi, text.en)?;
    }
    Ok(rows
        .into_iter()
        .map(|(vi, en)| format!("{vi}\t{en}\n"))
        .collect())
}

#[cfg(feature = "ssr")]
fn texts_of<'a>(fields: &'a [hoso_dossier::Field], texts: &mut Vec<&'a Text>) {
    for field in fields {
        texts.extend([&field.label, &field.hint]);
        texts.extend(
            field
                .choices()
                .iter()
                .flat_map(|choice| [&choice.label, &choice.hint]),
        );
        match field.kind {
            hoso_dossier::Kind::Group { fields, .. } => texts_of(fields, texts),
            hoso_dossier::Kind::Text { offers, .. } => {
                texts.extend(offers.iter().map(|offer| &offer.label));
            }
            _ => {}
        }
    }
}

/// Code, Vietnamese, English; sorted by code.
pub type Table = &'static [(&'static str, &'static str, &'static str)];

/// The sentences about answers, in the later part of the program.
pub static MESSAGES: Table = include!(concat!(env!("OUT_DIR"), "/messages.rs"));
/// The sentences about answers that a first step needs.
static FRONT: Table = include!(concat!(env!("OUT_DIR"), "/front.rs"));
static CHROME: Table = include!(concat!(env!("OUT_DIR"), "/chrome.rs"));

fn find(code: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let within = |table: Table| {
        table
            .binary_search_by(|row| row.0.cmp(code))
            .ok()
            .and_then(|i| table.get(i))
    };
    if code.starts_with("ui.") {
        return within(CHROME);
    }
    within(FRONT).or_else(|| within(later::get()?.messages))
}

/// The code as a static string, if there is a sentence for it. A receiver's
/// answer becomes an issue only through this list.
#[must_use]
pub fn known(code: &str) -> Option<&'static str> {
    find(code).map(|row| row.0)
}

/// The sentence of a code with its gaps open; the code itself where there is none.
#[must_use]
pub fn raw(lang: Lang, code: &'static str) -> &'static str {
    match find(code) {
        Some(row) => match lang {
            Lang::Vi => row.1,
            Lang::En => english_of(row.1, row.2),
        },
        None => code,
    }
}

/// The sentence of a code with its gaps filled.
///
/// A gap whose text is itself a word of the wire (a sex, a case, a missing
/// figure) is filled with that word's own sentence, `word.<text>`.
#[must_use]
pub fn filled(lang: Lang, code: &'static str, args: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut rest = raw(lang, code);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((gap, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, text)) = args.iter().find(|(name, _)| *name == gap) {
            push_words(&mut out, lang, text);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Writes a gap's text, each word of the wire in the person's language.
///
/// Only a text that is nothing but such words: what a person typed stays as it is.
fn push_words(out: &mut String, lang: Lang, text: &str) {
    let is_word = |part: &str| find(&["word.", part].concat()).is_some();
    if !text.split(',').all(is_word) {
        push_figures(out, lang, text);
        return;
    }
    for (i, part) in text.split(',').enumerate() {
        if i > 0 {
            // The words themselves hold commas.
            out.push_str("; ");
        }
        let mut code = String::from("word.");
        code.push_str(part);
        match find(&code) {
            Some(row) if lang == Lang::Vi => out.push_str(row.1),
            Some(row) => out.push_str(english_of(row.1, row.2)),
            // A comma inside an ordinary text is a comma.
            None => out.push_str(if i > 0 { part.trim_start() } else { part }),
        }
    }
}

/// Writes a text; an amount (`1.500.000`, `66.000 đ`) or a rate (`0,54%`) the way of the language.
fn push_figures(out: &mut String, lang: Lang, text: &str) {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_amount = |text: &str| {
        text.split_once('.').is_some_and(|(first, rest)| {
            (1..=3).contains(&first.len())
                && digits(first)
                && rest
                    .split('.')
                    .all(|group| group.len() == 3 && digits(group))
        })
    };
    let is_rate = |text: &str| {
        let rate = text.strip_suffix('%').and_then(|rate| rate.split_once(','));
        rate.is_some_and(|(whole, rest)| digits(whole) && digits(rest))
    };
    match lang {
        Lang::En if is_amount(text.strip_suffix(" đ").unwrap_or(text)) => {
            out.push_str(&text.replace('.', ","));
        }
        Lang::En if is_rate(text) => out.push_str(&text.replace(',', ".")),
        _ => out.push_str(text),
    }
}

/// A sentence with its gaps filled.
#[must_use]
pub fn sentence(lang: Lang, sentence: &Message) -> String {
    filled(lang, sentence.code, &sentence.args)
}

/// A sentence without gaps that follows the language.
pub fn say(lang: Live<Lang>, code: &'static str) -> Node {
    live(move || raw(lang.get(), code))
}

/// A text of a definition that follows the language.
pub fn tell(lang: Live<Lang>, text: &'static Text) -> Node {
    live(move || lang.get().pick(text))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use hoso_dossier::Answers;
    use hoso_identifiers::Date;

    use super::*;

    fn is_front(code: &str) -> bool {
        FRONT.iter().any(|row| row.0 == code)
    }

    #[test]
    fn ok_the_first_half_can_say_what_the_first_step_finds() {
        let today = Date::from_days_since_epoch(20_777);
        for front in hoso_procedures::FIRST_STEPS {
            let choices: Vec<_> = front
                .definition
                .steps
                .iter()
                .flat_map(|step| step.fields)
                .collect();
            for field in &choices {
                assert!(
                    field.missing.is_empty() || is_front(field.missing),
                    "{}",
                    field.missing
                );
            }
            // Nothing, everything, and each answer alone, with yes and with no.
            let mut tries = vec![Answers::default()];
            for field in choices {
                let ids: Vec<&str> = field.choices().iter().map(|choice| choice.id).collect();
                for id in ids.iter().copied().chain(["yes", "no", "?"]) {
                    let mut answers = Answers::default();
                    answers.set_text(field.id, id);
                    tries.push(answers.clone());
                    answers.set(field.id, hoso_dossier::Answer::Many(vec![id.to_owned()]));
                    tries.push(answers);
                }
                let mut all = Answers::default();
                all.set(
                    field.id,
                    hoso_dossier::Answer::Many(ids.iter().map(|id| (*id).to_owned()).collect()),
                );
                tries.push(all);
            }
            let Some(today) = today else { continue };
            for answers in tries {
                for issue in hoso_dossier::check_choices_only(front, &answers, today).issues() {
                    assert!(is_front(issue.code), "{}", issue.code);
                }
            }
        }
    }

    #[test]
    fn ok_english_writes_amounts_with_commas() {
        for (shown, vi, en) in [
            ("1.500.000", "1.500.000", "1,500,000"),
            ("66.000 đ", "66.000 đ", "66,000 đ"),
            ("900", "900", "900"),
            ("0,54%", "0,54%", "0.54%"),
            ("20%", "20%", "20%"),
            ("0,5,4%", "0,5,4%", "0,5,4%"),
            ("1,5", "1,5", "1,5"),
            ("1.2.3", "1.2.3", "1.2.3"),
            ("1900.9068", "1900.9068", "1900.9068"),
            ("12.5", "12.5", "12.5"),
            ("1.500.00", "1.500.00", "1.500.00"),
            (".500", ".500", ".500"),
        ] {
            for (lang, expected) in [(Lang::Vi, vi), (Lang::En, en)] {
                let mut out = String::new();
                push_words(&mut out, lang, shown);
                assert_eq!(out, expected);
            }
        }
        assert_eq!(Lang::En.amount(50_600_000), "50,600,000 đ");
        assert_eq!(Lang::Vi.amount(50_600_000), "50.600.000 đ");
    }

    #[test]
    fn ok_english_has_every_text_once() {
        let file = english_file();
        assert!(
            file.as_ref().is_ok_and(|file| file.lines().count() > 300),
            "{file:?}"
        );
    }
}
