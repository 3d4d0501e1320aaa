//! Messages by code, in the current language.

use std::sync::OnceLock;

use hoso_dossier::{Choice, Message};
use hoso_view::{IntoNode, Node, Signal};

use crate::i18n::catalog::translate;
use crate::i18n::format::push_number;
use crate::i18n::lang::Lang;

/// A row of a message table: code and sentence in the source language.
type Row = (&'static str, &'static str);

/// The messages of one module.
///
/// One text instead of a static array: three addresses and lengths for each message, and texts
/// in the order of the linker, would add two kilobytes to the compressed module.
pub struct MessageTable {
    /// A line `code`, tab, sentence for each message, sorted by code.
    lines: &'static str,
    rows: OnceLock<Vec<Row>>,
}

impl MessageTable {
    const fn new(lines: &'static str) -> Self {
        let rows = OnceLock::new();
        Self { lines, rows }
    }

    fn rows(&self) -> &[Row] {
        self.rows.get_or_init(|| {
            let lines = self.lines.lines();
            lines.filter_map(|line| line.split_once('\t')).collect()
        })
    }

    fn find(&self, code: &str) -> Option<&Row> {
        let rows = self.rows();
        let index = rows.binary_search_by(|row| row.0.cmp(code)).ok();
        index.and_then(|index| rows.get(index))
    }
}

/// What is shown before the second module is loaded, and the messages about answers that a first
/// step needs.
static FIRST_MODULE_MESSAGES: MessageTable =
    MessageTable::new(include!(concat!(env!("OUT_DIR"), "/first.rs")));
/// All other messages, in the second module.
pub static SECOND_MODULE_MESSAGES: MessageTable =
    MessageTable::new(include!(concat!(env!("OUT_DIR"), "/second.rs")));

/// The messages of the pages that run no script: in no module.
#[cfg(feature = "ssr")]
static DOCUMENT_MESSAGES: MessageTable =
    MessageTable::new(include!(concat!(env!("OUT_DIR"), "/documents.rs")));

/// The messages of the second module, once it is loaded.
static REGISTERED: OnceLock<&'static MessageTable> = OnceLock::new();

/// The choices of a yes-or-no field.
pub static YES_NO: [Choice; 2] = [
    Choice {
        id: "yes",
        label: "Có",
        hint: "",
        excludes: &[],
    },
    Choice {
        id: "no",
        label: "Không",
        hint: "",
        excludes: &[],
    },
];

/// Adds the messages of the second module. A second call is ignored.
pub fn register(table: &'static MessageTable) {
    let _ = REGISTERED.set(table);
}

/// Returns the codes of the page's own messages: those of the first module, and the others.
#[cfg(feature = "ssr")]
pub fn ui_codes() -> [Vec<&'static str>; 2] {
    [FIRST_MODULE_MESSAGES.rows(), SECOND_MODULE_MESSAGES.rows()].map(|rows| {
        let codes = rows.iter().map(|row| row.0);
        codes.filter(|code| code.starts_with("ui.")).collect()
    })
}

fn find(code: &str) -> Option<&'static Row> {
    #[cfg(feature = "ssr")]
    if let Some(row) = DOCUMENT_MESSAGES.find(code) {
        return Some(row);
    }
    FIRST_MODULE_MESSAGES
        .find(code)
        .or_else(|| REGISTERED.get()?.find(code))
}

/// Returns the code as a static string if it has a message. Codes in a receiver's answer are
/// accepted through this list only.
#[must_use]
pub fn message_code(code: &str) -> Option<&'static str> {
    find(code).map(|row| row.0)
}

/// Returns the message of a code with its placeholders unfilled; the code itself if it has no
/// message.
#[must_use]
pub fn template(lang: Lang, code: &'static str) -> &'static str {
    match find(code) {
        Some(row) => translate(lang, row.1),
        None => code,
    }
}

/// Returns the message of a code with its placeholders filled.
///
/// An argument that is itself a wire code (a sex, a case, a missing figure) is replaced by the
/// message `word.<code>`.
#[must_use]
pub fn format_message(lang: Lang, code: &'static str, args: &[(&'static str, String)]) -> String {
    format_template(lang, template(lang, code), args)
}

/// Returns a text with its placeholders filled, as [`format_message`] does.
#[must_use]
pub fn format_template(lang: Lang, text: &str, args: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((placeholder, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, text)) = args.iter().find(|(name, _)| *name == placeholder) {
            push_argument(&mut out, lang, text);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Appends an argument. Wire codes, separated by commas, are translated; any other text was entered
/// by a person and is not translated.
fn push_argument(out: &mut String, lang: Lang, text: &str) {
    let is_word = |part: &str| find(&["word.", part].concat()).is_some();
    if !text.split(',').all(is_word) {
        push_number(out, lang, text);
        return;
    }
    for (i, part) in text.split(',').enumerate() {
        if i > 0 {
            // The translations themselves contain commas.
            out.push_str("; ");
        }
        let mut code = String::from("word.");
        code.push_str(part);
        match find(&code) {
            Some(row) => out.push_str(translate(lang, row.1)),
            // Not reached: every part has a message.
            None => out.push_str(part),
        }
    }
}

/// Returns the text of a message with its placeholders filled.
#[must_use]
pub fn message_text(lang: Lang, message: &Message) -> String {
    format_message(lang, message.code, &message.args)
}

/// Renders a message without placeholders, in the current language.
pub fn message(lang: Signal<Lang>, code: &'static str) -> Node {
    (move || template(lang.get(), code)).into_node()
}

/// Renders a text of a definition, in the current language.
pub fn localized(lang: Signal<Lang>, text: &'static str) -> Node {
    (move || translate(lang.get(), text)).into_node()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use hoso_dossier::Answers;
    use hoso_identifiers::Date;

    use super::*;

    fn is_first_step(code: &str) -> bool {
        FIRST_MODULE_MESSAGES.rows().iter().any(|row| row.0 == code)
    }

    #[test]
    fn ok_yes_and_no_are_those_of_the_locales() {
        register(&SECOND_MODULE_MESSAGES);
        for choice in &YES_NO {
            let code = ["ui.", choice.id].concat();
            assert_eq!(find(&code).map(|row| row.1), Some(choice.label));
        }
    }

    /// A variant that came with the second module would be missing until then, and the general message be
    /// shown in its place.
    #[test]
    fn ok_variants_are_in_the_module_of_their_message() {
        for (code, _) in SECOND_MODULE_MESSAGES.rows() {
            let base = [".bhxh", ".relay", ".file", ".trial", ".portal"]
                .iter()
                .fold(*code, |code, ending| {
                    code.strip_suffix(ending).unwrap_or(code)
                });
            assert!(base == *code || !is_first_step(base), "{code}");
        }
    }

    #[test]
    fn ok_the_first_module_has_a_message_for_every_issue_of_a_first_step() {
        let today = Date::from_days_since_epoch(20_777);
        for procedure in hoso_procedures::FIRST_STEPS {
            let choices: Vec<_> = procedure
                .definition
                .steps
                .iter()
                .flat_map(|step| step.fields)
                .collect();
            for field in &choices {
                assert!(
                    field.missing.is_empty() || is_first_step(field.missing),
                    "{}",
                    field.missing
                );
            }
            // No answer, all choices, and each answer alone, with yes and with no.
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
                for issue in hoso_dossier::check_choices_only(procedure, &answers, today).issues() {
                    assert!(is_first_step(issue.code), "{}", issue.code);
                }
            }
        }
    }
}
