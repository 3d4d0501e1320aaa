//! Checks one field of a `definition.toml`, and what a condition or another field says of it.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::card::check_cards;
use crate::keys::{self, Options};
use crate::lists::Lists;
use crate::mistake::{File, Mistake};
use crate::source::{Choice, Condition, Field, Kind, Needed, Procedure, TextWhen};

/// What is known of the fields that came before, for conditions.
pub(crate) struct Seen {
    /// Field id → the answers that it offers (none for a free answer).
    pub(crate) answers: BTreeMap<String, Option<Vec<String>>>,
    pub(crate) boxes: BTreeMap<String, String>,
}

/// Checks a field, and adds it to what is known.
pub(crate) fn check_field(
    file: &File<'_>,
    field: &Field,
    source: Option<&str>,
    seen: &mut Seen,
    lists: &Lists,
    in_group: bool,
) -> Result<(), Mistake> {
    let at = field.id.span().start;
    let id = identifier(file, &field.id)?;
    let wrong = |what: String| file.mistake(at, format!("field `{id}`: {what}"));
    if seen.answers.contains_key(id) {
        return Err(wrong("this id is there twice".to_owned()));
    }
    filled(file, &field.label, "label")?;
    for label in &field.label_when {
        // An answer of the form; a row has its own answers.
        if in_group {
            return Err(wrong("a field of a group takes no `label_when`".to_owned()));
        }
        check_text_when(file, "label_when", label, seen)?;
    }
    if let Some(hint) = &field.hint {
        filled(file, hint, "hint")?;
    }
    if field
        .source
        .as_deref()
        .or(source)
        .is_none_or(|s| s.trim().is_empty())
    {
        return Err(wrong("expected `source` here or at the step".to_owned()));
    }
    if let Some(number) = &field.box_number
        && let Some(other) = seen.boxes.insert(number.get_ref().clone(), id.to_owned())
    {
        return Err(wrong(format!(
            "box [{}] is already that of `{other}`",
            number.get_ref()
        )));
    }
    for show in [&field.show, &field.required_when].into_iter().flatten() {
        check_show(file, show, seen)?;
    }
    if field.required.is_some() && field.required_when.is_some() {
        return Err(wrong(
            "expected `required` or `required_when`, not both".to_owned(),
        ));
    }
    if field.required_else.is_some() && field.required_when.is_none() {
        return Err(wrong("`required_else` needs `required_when`".to_owned()));
    }
    let kind = *field.kind.get_ref();
    let asked =
        field.required.is_some_and(|r| r != Needed::Plain(false)) || field.required_when.is_some();
    if asked && field.missing.is_none() && kind.missing().is_none() {
        return Err(wrong(format!(
            "expected `missing`, the code of the issue; the kind {kind:?} has none of its own"
        )));
    }
    let keys = kind.keys();
    let offered = options(file, field, lists)?;
    keys::check(field, offered.is_some(), in_group).map_err(|what| wrong(what.to_owned()))?;
    if let Some(province) = &field.province
        && !seen.answers.contains_key(province.get_ref())
    {
        return Err(file.mistake(
            province.span().start,
            format!("field `{id}`: `{}` is no earlier field", province.get_ref()),
        ));
    }
    if keys.fields {
        let mut inner = Seen {
            answers: BTreeMap::new(),
            boxes: BTreeMap::new(),
        };
        for part in &field.field {
            check_field(
                file,
                part,
                field.source.as_deref().or(source),
                &mut inner,
                lists,
                true,
            )?;
        }
        check_papers(file, &field.field)?;
        check_cards(file, field.field.iter())?;
        if let Some(head) = &field.head {
            let at = head.span().start;
            let head = head.get_ref();
            if !seen.answers.contains_key(&head.name) {
                let what = format!("head: `{}` is no earlier field", head.name);
                return Err(file.mistake(at, what));
            }
            let relations = inner.answers.get(&head.relation);
            let offered = relations.and_then(Option::as_ref);
            if !offered.is_some_and(|offered| offered.contains(&head.is)) {
                let what = format!("head: `{}` has no answer `{}`", head.relation, head.is);
                return Err(file.mistake(at, what));
            }
        }
    }
    let answers = kind.fixed_answers().or(match keys.options {
        Options::Required => offered,
        Options::Offered | Options::Refused => None,
    });
    if let (Some(preset), Some(answers)) = (&field.preset, &answers)
        && !answers.contains(preset)
    {
        return Err(wrong(format!("preset `{preset}` is none of its answers")));
    }
    seen.answers.insert(id.to_owned(), answers);
    Ok(())
}

/// Returns the answers that a field offers; `None` for a free answer.
fn options(file: &File<'_>, field: &Field, lists: &Lists) -> Result<Option<Vec<String>>, Mistake> {
    if let Some(list) = &field.list {
        if field.options.is_some() {
            return Err(file.mistake(list.span().start, "expected `options` or `list`, not both"));
        }
        return match lists.get(list.get_ref()) {
            Some(rows) => Ok(Some(rows.iter().map(|entry| entry.id.clone()).collect())),
            None => Err(file.mistake(
                list.span().start,
                format!(
                    "there is no list `{}`; expected one of {}",
                    list.get_ref(),
                    lists.keys().cloned().collect::<Vec<_>>().join(", ")
                ),
            )),
        };
    }
    let Some(options) = &field.options else {
        return Ok(None);
    };
    let mut ids: Vec<String> = Vec::new();
    for Choice {
        id, label, hint, ..
    } in options
    {
        if ids.contains(id.get_ref()) {
            return Err(file.mistake(
                id.span().start,
                format!("the answer `{}` is there twice", id.get_ref()),
            ));
        }
        filled(file, id, "id of the answer")?;
        filled(file, label, "label of the answer")?;
        if let Some(hint) = hint {
            filled(file, hint, "hint of the answer")?;
        }
        ids.push(id.get_ref().clone());
    }
    for choice in options {
        let is_possible = *field.kind.get_ref() == Kind::MultiChoice || choice.excludes.is_empty();
        let is_other = |id: &String| ids.contains(id) && id != choice.id.get_ref();
        if !is_possible || !choice.excludes.iter().all(is_other) {
            return Err(file.mistake(
                choice.id.span().start,
                "excludes: expected ids of other options of this multi_choice",
            ));
        }
    }
    Ok(Some(ids))
}

/// A text for one receiver or one answer has exactly one of both.
pub(crate) fn check_text_when(
    file: &File<'_>,
    key: &str,
    other: &TextWhen,
    seen: &Seen,
) -> Result<(), Mistake> {
    filled(file, &other.text, &format!("text of {key}"))?;
    match (&other.receiver, &other.answer) {
        (Some(_), None) => Ok(()),
        (None, Some(answer)) => check_show(file, answer, seen),
        _ => Err(file.mistake(
            other.text.span().start,
            format!("{key}: expected `receiver` or `answer`, not both"),
        )),
    }
}

/// Checks that a condition looks at an earlier field, and at answers that it offers.
pub(crate) fn check_show(
    file: &File<'_>,
    show: &Spanned<Condition>,
    seen: &Seen,
) -> Result<(), Mistake> {
    let Condition { field, is } = show.get_ref();
    let at = show.span().start;
    let Some(answers) = seen.answers.get(field) else {
        return Err(file.mistake(
            at,
            format!("a condition may only look at an earlier field; `{field}` is none"),
        ));
    };
    if is.is_empty() {
        return Err(file.mistake(at, "expected at least one answer in `is`"));
    }
    let Some(answers) = answers else {
        return Err(file.mistake(
            at,
            format!("`{field}` is answered freely; a condition needs a choice"),
        ));
    };
    for answer in is {
        if !answers.contains(answer) {
            return Err(file.mistake(
                at,
                format!(
                    "`{field}` has no answer `{answer}`; expected one of {}",
                    answers.join(", ")
                ),
            ));
        }
    }
    Ok(())
}

/// Checks that a text is not blank.
pub(crate) fn filled(file: &File<'_>, text: &Spanned<String>, what: &str) -> Result<(), Mistake> {
    if text.get_ref().trim().is_empty() {
        return Err(file.mistake(text.span().start, format!("{what}: expected a text")));
    }
    Ok(())
}

/// Returns an id, if it is one.
pub(crate) fn identifier<'a>(file: &File<'_>, id: &'a Spanned<String>) -> Result<&'a str, Mistake> {
    let text = id.get_ref();
    let good = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if good {
        Ok(text)
    } else {
        Err(file.mistake(
            id.span().start,
            format!("`{text}` is no id: expected small letters a–z, digits and _, a letter first"),
        ))
    }
}

/// The field that asks which paper a number is of is in the same step or group, and offers `passport`.
pub(crate) fn check_papers(file: &File<'_>, fields: &[Field]) -> Result<(), Mistake> {
    for field in fields {
        let Some(paper) = &field.paper else { continue };
        let asks = |other: &Field| {
            let mut options = other.options.iter().flatten();
            other.id.get_ref() == paper.get_ref()
                && options.any(|option| option.id.get_ref() == "passport")
        };
        if !fields.iter().any(asks) {
            return Err(file.mistake(
                paper.span().start,
                format!(
                    "field `{}`: `{}` is no choice beside it with the answer `passport`",
                    field.id.get_ref(),
                    paper.get_ref()
                ),
            ));
        }
    }
    Ok(())
}

/// The other side of a card is a photo that names this one in turn.
pub(crate) fn check_other_side(
    file: &File<'_>,
    field: &Field,
    procedure: &Procedure,
) -> Result<(), Mistake> {
    let Some(side) = &field.other_side else {
        return Ok(());
    };
    let id = field.id.get_ref();
    let mut fields = procedure.step.iter().flat_map(|step| &step.field);
    let names_this = |other: &Field| {
        *other.kind.get_ref() == Kind::Photo
            && other.other_side.as_ref().map(Spanned::get_ref) == Some(id)
    };
    if side.get_ref() != id && fields.any(|f| f.id.get_ref() == side.get_ref() && names_this(f)) {
        return Ok(());
    }
    Err(file.mistake(
        side.span().start,
        format!(
            "field `{id}`: `{}` is no photo with other_side = \"{id}\"",
            side.get_ref()
        ),
    ))
}
