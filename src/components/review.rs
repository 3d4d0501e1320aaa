//! Check your answers: every answer as it will be sent, each with "Sửa".

use hoso_dossier::{Answer, Answers, Field, Kind, Step, canonical};
use hoso_identifiers::{Month, PartialDate, amount, text};
use leptos::prelude::*;

use crate::components::field::label_text;
use crate::form::{Form, Page};
use crate::texts::{self, Lang, say, tell};

/// The answers of all steps before this one, one card for each step.
pub fn review(form: Form) -> impl IntoView {
    move || {
        form.shape.track();
        form.painted.track();
        // Names of communes come with their province.
        form.places.track();
        let lang = form.lang.get();
        let definition = form.procedure.definition;
        form.answers(|answers| {
            definition
                .steps
                .iter()
                .enumerate()
                .filter(|(_, step)| step.is_shown(answers))
                .filter(|(_, step)| !step.fields.iter().any(|f| matches!(f.kind, Kind::Commitment)))
                .map(|(place, step)| card(form, lang, place, step, answers))
                .collect::<Vec<_>>()
        })
    }
}

fn card(form: Form, lang: Lang, place: usize, step: &'static Step, answers: &Answers) -> impl IntoView + use<> {
    let mut rows = Vec::new();
    for field in step.fields.iter().filter(|field| field.is_shown(answers)) {
        match (field.kind, answers.get(field.id)) {
            (Kind::Members { fields, .. }, Some(Answer::Rows(members))) => {
                for member in members {
                    rows.push(member_row(form, lang, place, field, fields, &member.answers).into_any());
                }
            }
            (_, answer) => {
                let shown = answer.map(|answer| show(form, lang, field, answer)).unwrap_or_default();
                rows.push(row(form, lang, place, field, shown).into_any());
            }
        }
    }
    view! {
        <section class="summary-card">
            <div class="summary-card__head"><h2 class="summary-card__title">{tell(form.lang, &step.title)}</h2></div>
            <dl class="summary-list">{rows}</dl>
        </section>
    }
}

fn row(form: Form, lang: Lang, place: usize, field: &'static Field, shown: String) -> impl IntoView + use<> {
    let empty = shown.is_empty();
    let class = if empty { "summary-list__value summary-list__value--empty" } else { "summary-list__value" };
    let shown = if empty { texts::raw(lang, "ui.left_empty").to_owned() } else { shown };
    view! {
        <div class="summary-list__row">
            <dt class="summary-list__key">{label_text(form, field)}</dt>
            <dd class=class>{shown}</dd>
            <dd class="summary-list__action">{edit(form, place, field.id.to_owned(), lang.pick(&field.label))}</dd>
        </div>
    }
}

fn member_row(
    form: Form,
    lang: Lang,
    place: usize,
    group: &'static Field,
    fields: &'static [Field],
    answers: &Answers,
) -> impl IntoView + use<> {
    let name = fields.first().map(|f| answers.text(f.id)).map(|t| text::clean(t).into_owned()).unwrap_or_default();
    let facts: Vec<String> = fields
        .iter()
        .skip(1)
        .filter_map(|f| answers.get(f.id).map(|answer| show(form, lang, f, answer)))
        .filter(|shown| !shown.is_empty())
        .collect();
    let edit = edit(form, place, group.id.to_owned(), &name);
    view! {
        <div class="summary-list__row">
            <dt class="summary-list__key">{name}</dt>
            <dd class="summary-list__value">{facts.join(" · ")}</dd>
            <dd class="summary-list__action">{edit}</dd>
        </div>
    }
}

fn edit(form: Form, place: usize, field: String, what: &str) -> impl IntoView + use<> {
    let href = ["#", form.step(place).id].concat();
    let what = [" ", what].concat();
    view! {
        <a
            href=href
            on:click=move |ev| {
                ev.prevent_default();
                form.go(Page::Step(place));
                form.focus.set(Some(form.element_id_at(&field)));
            }
        >
            {say(form.lang, "ui.change")}
            <span class="visually-hidden">{what}</span>
        </a>
    }
}

/// An answer as a person reads it: names, not codes; normalised as it will be sent.
#[must_use]
pub fn show(form: Form, lang: Lang, field: &'static Field, answer: &Answer) -> String {
    if let Answer::Many(ids) = answer {
        let names = field.choices().iter().filter(|c| ids.iter().any(|id| id == c.id));
        return names.map(|c| lang.pick(&c.label)).collect::<Vec<_>>().join("; ");
    }
    let Answer::Text(raw) = answer else { return String::new() };
    match field.kind {
        Kind::Choice(offered) | Kind::Select(offered) => {
            offered.iter().find(|c| c.id == raw).map(|c| lang.pick(&c.label).to_owned()).unwrap_or_default()
        }
        Kind::YesNo => match raw.as_str() {
            "yes" => texts::raw(lang, "ui.yes").to_owned(),
            "no" => texts::raw(lang, "ui.no").to_owned(),
            _ => String::new(),
        },
        Kind::Province => hoso_places::province_name(raw).unwrap_or(raw).to_owned(),
        Kind::Commune { .. } => form.commune_name(raw).unwrap_or_else(|| raw.clone()),
        Kind::Country if raw == "VN" => "Việt Nam".to_owned(),
        Kind::Money => match amount::parse(raw) {
            Ok(dong) => [&amount::display(dong), " đ"].concat(),
            Err(_) => raw.clone(),
        },
        Kind::BirthDate => PartialDate::parse(raw).map_or_else(|_| raw.clone(), |date| date.to_string()),
        Kind::Month => Month::parse(raw).map_or_else(|_| raw.clone(), |month| month.to_string()),
        _ => canonical::value(field, answer, form.today.get_untracked())
            .map(|value| crate::form::plain(&value))
            .unwrap_or_default(),
    }
}
