//! Sentences by code and labels by field, so that a rewording breaks no test.
//!
//! Sentences come from `locales/`, labels and titles from the definition tables of the procedures.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hoso_dossier::{Definition, Field, Step};
use hoso_locales::translate;

type Messages = BTreeMap<String, String>;

static VIETNAMESE: LazyLock<Messages> =
    LazyLock::new(|| parse(include_str!("../../locales/vi.toml")));

static ENGLISH: LazyLock<Messages> = LazyLock::new(|| parse(include_str!("../../locales/en.toml")));

/// Parses the sentences of a language. Tables (`language`, `list`, `country`) are left out.
fn parse(file: &str) -> Messages {
    let table: toml::Table = toml::from_str(file).unwrap();
    let sentence = |(code, text): (String, toml::Value)| Some((code, text.as_str()?.to_owned()));
    table.into_iter().filter_map(sentence).collect()
}

/// A text of a definition.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    fn new(text: &'static str) -> Self {
        Self {
            vi: text,
            en: translate("en", text),
        }
    }
}

fn template<'a>(messages: &'a Messages, code: &str) -> &'a str {
    let found = messages.get(code);
    found.unwrap_or_else(|| panic!("no sentence for {code}"))
}

/// Returns the Vietnamese sentence of a code. Panics if the sentence has gaps.
pub fn sentence(code: &str) -> String {
    sentence_with(code, &[])
}

/// The hotline of `deployment.json`, as the page shows it: its spaces do not break.
pub const HOTLINE: &str = "1900\u{a0}9068";

/// Returns the Vietnamese sentence of a code with its gaps filled. Panics if a gap stays open.
pub fn sentence_with(code: &str, args: &[(&str, &str)]) -> String {
    let mut text = template(&VIETNAMESE, code).to_owned();
    for (gap, value) in args.iter().chain(&[("hotline", HOTLINE)]) {
        text = text.replace(&format!("{{{gap}}}"), value);
    }
    assert!(
        !text.contains('{'),
        "{code} has a gap without a value: {text}"
    );
    text
}

/// Returns the Vietnamese text before the first gap; the whole sentence if it has no gap.
pub fn sentence_start(code: &str) -> &'static str {
    let text = template(&VIETNAMESE, code);
    let start = text.split('{').next().unwrap_or_default().trim_end();
    assert!(!start.is_empty(), "{code} begins with a gap: {text}");
    start
}

/// Returns the longest run of Vietnamese text between two gaps; the whole sentence if it has no gap.
pub fn longest_sentence_part(code: &str) -> &'static str {
    let text = template(&VIETNAMESE, code);
    let runs = text
        .split('{')
        .map(|run| run.rsplit('}').next().unwrap_or(run));
    runs.max_by_key(|run| run.len()).unwrap_or_default().trim()
}

/// Returns the English sentence of a code. Panics if the sentence has gaps.
pub fn english_sentence(code: &str) -> &'static str {
    let text = template(&ENGLISH, code);
    assert!(!text.contains('{'), "{code} has gaps: {text}");
    text
}

fn definition(procedure: &str) -> &'static Definition {
    let found = hoso_procedures::find(procedure);
    found
        .unwrap_or_else(|| panic!("no procedure {procedure}"))
        .definition
}

fn step(procedure: &str, id: &str) -> &'static Step {
    let found = definition(procedure)
        .steps
        .iter()
        .find(|step| step.id == id);
    found.unwrap_or_else(|| panic!("{procedure} has no step {id}"))
}

fn field(procedure: &str, id: &str) -> &'static Field {
    let found = definition(procedure).field(id);
    found
        .unwrap_or_else(|| panic!("{procedure} has no field {id}"))
        .1
}

/// Returns the title of a procedure in both languages.
pub fn title(procedure: &str) -> Text {
    Text::new(definition(procedure).title)
}

/// Returns the label of a field in both languages.
pub fn label(procedure: &str, id: &str) -> Text {
    Text::new(field(procedure, id).label)
}

/// Returns the title of a step in both languages.
pub fn step_title(procedure: &str, id: &str) -> Text {
    Text::new(step(procedure, id).title)
}

/// Returns the label of a choice in both languages.
pub fn choice(procedure: &str, id: &str, choice: &str) -> Text {
    let choices = field(procedure, id).choices();
    let found = choices.iter().find(|one| one.id == choice);
    let found = found.unwrap_or_else(|| panic!("{procedure}.{id} has no choice {choice}"));
    Text::new(found.label)
}

/// Returns what a procedure tells the citizen to have at hand, in both languages.
pub fn have_ready(procedure: &str) -> Vec<Text> {
    let texts = definition(procedure).have_ready.iter();
    texts.map(|text| Text::new(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_sentence_without_gaps_is_returned_whole() {
        assert_eq!(sentence("ui.send"), template(&VIETNAMESE, "ui.send"));
        assert_eq!(sentence_start("ui.send"), longest_sentence_part("ui.send"));
    }

    #[test]
    fn ok_gaps_are_filled_or_cut_off() {
        let filled = sentence_with("ui.photo_nth", &[("n", "2"), ("why", "x")]);
        assert!(filled.contains('2') && filled.ends_with('x'), "{filled}");
        let template = template(&VIETNAMESE, "ui.open_draft");
        assert!(template.contains('{') && template.starts_with(sentence_start("ui.open_draft")));
        assert!(!longest_sentence_part("ui.open_draft").contains(['{', '}']));
    }

    #[test]
    #[should_panic(expected = "a gap without a value")]
    fn err_a_gap_without_a_value() {
        sentence("ui.photo_nth");
    }

    #[test]
    #[should_panic(expected = "no sentence for")]
    fn err_an_unknown_code() {
        sentence("ui.no_such_code");
    }

    #[test]
    fn ok_labels_are_there_in_both_languages() {
        let label = label("602b", "phone");
        assert!(!label.vi.is_empty() && !label.en.is_empty());
        assert_ne!(choice("602b", "cases", "return").vi, "");
    }
}
