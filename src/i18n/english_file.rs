//! Generates the file of English texts that the browser fetches; see `english.rs`.

use std::collections::BTreeMap;

use hoso_dossier::Text;

use crate::i18n::messages;

/// Returns the file for [`install`](crate::i18n::english::install): every Vietnamese text of the
/// app with its English, sorted.
///
/// # Errors
/// If a Vietnamese text has two different English texts, or a text has a tab or a line break.
pub fn file() -> Result<String, String> {
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
    let mut texts: Vec<&Text> = messages::YES_NO
        .iter()
        .map(|choice| &choice.label)
        .collect();
    for procedure in hoso_procedures::ALL {
        let definition = procedure.definition;
        texts.extend([&definition.title, &definition.form, &definition.duration]);
        texts.extend(definition.have_ready);
        for step in definition.steps {
            texts.extend([&step.title, &step.hint]);
            collect_texts(step.fields, &mut texts);
        }
        collect_texts(definition.after_submission, &mut texts);
        if let Some(page) = &definition.no_declaration {
            texts.extend([&page.title, &page.hint]);
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

fn collect_texts<'a>(fields: &'a [hoso_dossier::Field], texts: &mut Vec<&'a Text>) {
    for field in fields {
        texts.extend([&field.label, &field.hint]);
        texts.extend(
            field
                .choices()
                .iter()
                .flat_map(|choice| [&choice.label, &choice.hint]),
        );
        texts.extend(field.kind.offers().iter().map(|offer| &offer.label));
        collect_texts(field.kind.fields(), texts);
    }
}

#[cfg(test)]
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
