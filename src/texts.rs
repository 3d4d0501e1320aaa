//! Sentences by code, in the language of the moment.

use hoso_dossier::{Sentence, Text};

use crate::live::Live;
use crate::dom::{Node, live};

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

    /// The half of a text that is in this language.
    #[must_use]
    pub const fn pick(self, text: &Text) -> &'static str {
        match self {
            Self::Vi => text.vi,
            Self::En => text.en,
        }
    }
}

/// Code, Vietnamese, English; sorted by code.
type Table = &'static [(&'static str, &'static str, &'static str)];

static MESSAGES: Table = include!(concat!(env!("OUT_DIR"), "/messages.rs"));
static CHROME: Table = include!(concat!(env!("OUT_DIR"), "/chrome.rs"));

fn find(code: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let table = if code.starts_with("ui.") { CHROME } else { MESSAGES };
    table.binary_search_by(|row| row.0.cmp(code)).ok().and_then(|i| table.get(i))
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
            Lang::En => row.2,
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
fn push_words(out: &mut String, lang: Lang, text: &str) {
    for (i, part) in text.split(',').enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        let mut code = String::from("word.");
        code.push_str(part);
        match find(&code) {
            Some(row) if lang == Lang::Vi => out.push_str(row.1),
            Some(row) => out.push_str(row.2),
            // A comma inside an ordinary text is a comma.
            None => out.push_str(if i > 0 { part.trim_start() } else { part }),
        }
    }
}

/// A sentence with its gaps filled.
#[must_use]
pub fn sentence(lang: Lang, sentence: &Sentence) -> String {
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
