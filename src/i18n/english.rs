//! English, fetched as one file when it is first requested.
//!
//! The first load carries Vietnamese only. The file has one line per text: the Vietnamese, a tab,
//! the English, sorted by the Vietnamese.

use std::sync::OnceLock;

use hoso_dossier::Text;

use crate::i18n::lang::Lang;

/// English by Vietnamese, sorted; empty until the file was installed.
static ENGLISH: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

/// Returns the text in a language.
#[must_use]
pub fn pick(lang: Lang, text: &Text) -> &'static str {
    match lang {
        Lang::Vi => text.vi,
        Lang::En => english_of(text.vi, text.en),
    }
}

/// Returns the English of a Vietnamese text: `built_in` where this program holds it, else what
/// was installed, else the Vietnamese itself.
pub(super) fn english_of(vietnamese: &'static str, built_in: &'static str) -> &'static str {
    if !built_in.is_empty() || vietnamese.is_empty() {
        return built_in;
    }
    let table = ENGLISH.get().map_or(&[][..], Vec::as_slice);
    let found = table.binary_search_by(|row| row.0.cmp(vietnamese)).ok();
    found
        .and_then(|i| table.get(i))
        .map_or(vietnamese, |row| row.1)
}

/// Tells whether English is installed.
#[must_use]
pub fn is_installed() -> bool {
    cfg!(feature = "ssr") || ENGLISH.get().is_some()
}

/// Installs the file. A second call is ignored: it has fetched the same file.
pub fn install(file: String) {
    let file: &'static str = file.leak();
    let rows = file.lines().filter_map(|line| line.split_once('\t'));
    let _ = ENGLISH.set(rows.collect());
}

/// Writes the file for [`install`]: every Vietnamese text of the app with its English, sorted.
///
/// # Errors
/// A Vietnamese text with two different English texts, or a text with a tab or a line break.
#[cfg(feature = "ssr")]
pub fn file() -> Result<String, String> {
    use crate::i18n::messages;
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
    for (_, vi, en) in messages::all() {
        add(vi, en)?;
    }
    let mut texts: Vec<&Text> = crate::i18n::messages::YES_NO
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn ok_english_has_every_text_once() {
        let file = file();
        assert!(
            file.as_ref().is_ok_and(|file| file.lines().count() > 300),
            "{file:?}"
        );
    }
}
