//! Check your answers: every answer as it will be sent, each with "Sửa".

use hoso_dossier::{Answer, Answers, Field, Kind, Step, Value, canonical};
use hoso_identifiers::{Month, PartialDate, amount, text};

use crate::components::field::label_text;
use crate::dom::{Node, dynamic, el};
use crate::form::{Form, Page};
use crate::texts::{self, Lang, say};

/// The answers of all steps before this one, one card for each step.
pub fn review(form: Form) -> Node {
    dynamic(move || {
        form.shape.track();
        form.painted.track();
        // Names of communes come with their province.
        form.need_all_places();
        form.places.track();
        let lang = form.lang.get();
        let definition = form.procedure().definition;
        form.answers(|answers| {
            definition
                .steps
                .iter()
                .enumerate()
                .filter(|(_, step)| step.is_shown(answers))
                .filter(|(_, step)| {
                    !step
                        .fields
                        .iter()
                        .any(|f| matches!(f.kind, Kind::Commitment))
                })
                .map(|(place, step)| card(form, lang, place, step, answers))
                .collect::<Vec<_>>()
        })
    })
}

fn card(form: Form, lang: Lang, place: usize, step: &'static Step, answers: &Answers) -> Node {
    let mut rows: Vec<Node> = Vec::new();
    for field in step
        .fields
        .iter()
        .filter(|field| form.procedure().definition.is_asked(field.id, answers))
    {
        match (field.kind, answers.get(field.id)) {
            (Kind::Group { fields, .. }, Some(Answer::Rows(members))) => {
                for member in members {
                    let name = fields.first().map_or("", |f| member.answers.text(f.id));
                    let name = text::clean(name).into_owned();
                    let facts = fields.iter().skip(1).filter_map(|f| {
                        member
                            .answers
                            .get(f.id)
                            .map(|answer| show(form, lang, f, answer))
                    });
                    let facts: Vec<String> = facts.filter(|shown| !shown.is_empty()).collect();
                    let what = name.clone();
                    rows.push(row(
                        form,
                        place,
                        field,
                        name.into(),
                        facts.join(" · "),
                        &what,
                    ));
                }
            }
            (Kind::Setting(_), _) => {}
            (_, answer) => {
                let shown = answer
                    .map(|answer| show(form, lang, field, answer))
                    .unwrap_or_default();
                let key = label_text(form, field).into();
                rows.push(row(form, place, field, key, shown, lang.pick(&field.label)));
            }
        }
    }
    el("section")
        .class("summary-card")
        .child(
            el("div").class("summary-card__head").child(
                el("h2")
                    .class("summary-card__title")
                    .child(lang.pick(&step.title)),
            ),
        )
        .child(el("dl").class("summary-list").children(rows))
        .into()
}

fn row(
    form: Form,
    place: usize,
    field: &'static Field,
    key: Node,
    shown: String,
    what: &str,
) -> Node {
    let lang = form.lang;
    let (class, shown) = if shown.is_empty() {
        (
            "summary-list__value summary-list__value--empty",
            say(lang, "ui.left_empty"),
        )
    } else {
        ("summary-list__value", shown.into())
    };
    let edit = el("a")
        .attr("href", ["#", form.step(place).id].concat())
        .on("click", move |ev| {
            ev.prevent_default();
            form.go(Page::Step(place));
            form.focus.set(Some(form.element_id_at(field.id)));
        })
        .child(say(lang, "ui.change"))
        .child(
            el("span")
                .class("visually-hidden")
                .child([" ", what].concat()),
        );
    el("div")
        .class("summary-list__row")
        .child(el("dt").class("summary-list__key").child(key))
        .child(el("dd").class(class).child(shown))
        .child(el("dd").class("summary-list__action").child(edit))
        .into()
}

/// An answer as a person reads it: names, not codes; normalised as it will be sent.
#[must_use]
pub fn show(form: Form, lang: Lang, field: &'static Field, answer: &Answer) -> String {
    if let (Answer::Many(hashes), Kind::Photo { .. }) = (answer, field.kind) {
        if hashes.is_empty() {
            return String::new();
        }
        return texts::filled(lang, "ui.photos_taken", &[("n", hashes.len().to_string())]);
    }
    if let Answer::Many(ids) = answer {
        let names = field
            .choices()
            .iter()
            .filter(|c| ids.iter().any(|id| id == c.id));
        return names
            .map(|c| lang.pick(&c.label))
            .collect::<Vec<_>>()
            .join("; ");
    }
    let Answer::Text(raw) = answer else {
        return String::new();
    };
    match field.kind {
        Kind::Choice(offered) | Kind::Select(offered) => offered
            .iter()
            .find(|c| c.id == raw)
            .map(|c| lang.pick(&c.label).to_owned())
            .unwrap_or_default(),
        Kind::YesNo => match raw.as_str() {
            "yes" => texts::raw(lang, "ui.yes").to_owned(),
            "no" => texts::raw(lang, "ui.no").to_owned(),
            _ => String::new(),
        },
        Kind::Province => hoso_places::province_name(raw).unwrap_or(raw).to_owned(),
        Kind::Commune { .. } => form.commune_name(raw).unwrap_or_else(|| raw.clone()),
        Kind::Country if raw == "VN" => "Việt Nam".to_owned(),
        Kind::Money => match amount::parse(raw) {
            Ok(dong) => lang.amount(dong),
            Err(_) => raw.clone(),
        },
        Kind::BirthDate => {
            PartialDate::parse(raw).map_or_else(|_| raw.clone(), |date| date.to_string())
        }
        Kind::Month => Month::parse(raw).map_or_else(|_| raw.clone(), |month| month.to_string()),
        _ => canonical::value(field, answer, form.today.get_untracked())
            .map(|value| plain(&value))
            .unwrap_or_default(),
    }
}

/// The value of a canonical answer as the review shows it, where it is plain text.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        _ => String::new(),
    }
}
