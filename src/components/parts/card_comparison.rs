//! What an identity card says, beside what was typed. A person takes each answer, or all of them;
//! nothing is replaced silently (R-ID-11).

use hoso_dossier::{Answer, CardFields, Field, Kind, TextKind};
use hoso_identifiers::id_card::IdCard;
use hoso_identifiers::{PartialDate, text};
use hoso_view::html::{button, dd, div, dl, dt, li, p, span, ul};
use hoso_view::prelude::*;
use hoso_view::{Element, IntoNode, Node, Signal, ev};

use crate::components::fields::label::field_name;
use crate::components::parts::answer_text::answer_text;
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, message, template};
use crate::wizard::Wizard;
use crate::wizard::card_scan::CardScan;
use crate::wizard::field_ref::FieldRef;
use crate::wizard::places::PlaceFile;
use crate::wizard::residence::{Proposal, Residence};

/// One question that the card answers.
#[derive(Clone)]
struct CardAnswer {
    at: FieldRef,
    /// The answer; empty if it is wrong in the code.
    answer: String,
}

/// Renders the comparison. `at` is the field that offers the scan; `opener` is the element id of its
/// button, which takes the focus when the comparison is closed. `is_place_open` is set while all other
/// answers were taken and one of several communes must be chosen.
pub fn card_comparison(
    wizard: Wizard,
    at: FieldRef,
    fields: &'static CardFields,
    card: &IdCard,
    scan: Signal<CardScan>,
    is_place_open: Signal<bool>,
    opener: String,
) -> Node {
    let lang = wizard.lang;
    let heading = wizard.element_id(at, "-card-heading");
    let answers = card_answers(wizard, at, fields, card);
    let residence = residence(wizard, at, fields, card);
    let close = move |end: CardScan| {
        is_place_open.set(false);
        scan.set(end);
        wizard.navigation.focus_element(opener.clone());
    };
    let rows = {
        let (answers, heading) = (answers.clone(), heading.clone());
        move || {
            subscribe(wizard);
            let lang = lang.get();
            let rows = answers
                .iter()
                .filter(|answer| wizard.is_shown(answer.at))
                .map(|answer| row(wizard, lang, answer, heading.clone()));
            rows.collect::<Vec<Node>>()
        }
    };
    let is_name_garbled = card.is_name_garbled;
    let take_all = {
        let (residence, close) = (residence.clone(), close.clone());
        move |_| {
            for CardAnswer { at, answer } in &answers {
                let is_new = !answer.is_empty() && !is_same(wizard, *at, answer);
                if is_new && untrack(|| wizard.is_shown(*at)) {
                    take(wizard, *at, answer);
                }
            }
            let mut is_place_left = false;
            if let Some(place) = &residence
                && untrack(|| place.is_asked(wizard))
            {
                match untrack(|| place.proposals(wizard)).as_deref() {
                    Some([only]) => place.take(wizard, only),
                    // The list of communes is still on its way.
                    None => is_place_left = true,
                    // The person chooses in the list of the step that asks for the address.
                    Some([]) => {}
                    Some(several) => {
                        let is_taken = |proposal| place.is_taken(wizard, proposal);
                        is_place_left = untrack(|| !several.iter().any(is_taken));
                    }
                }
            }
            if is_place_left {
                is_place_open.set(true);
                wizard
                    .navigation
                    .focus_element(wizard.element_id(at, "-card-heading"));
            } else {
                close(CardScan::Taken);
            }
        }
    };
    let card = div()
        .class("summary-card")
        .child(
            div().class("summary-card__head").child(
                p().class("summary-card__title")
                    .id(heading.clone())
                    .attr("tabindex", "-1")
                    .child(message(lang, "ui.card_result")),
            ),
        )
        .child(dl().class("summary-list").child(rows).child(
            residence.map(|place| place_row(wizard, place, is_place_open, heading.clone())),
        ));
    div()
        .attr("role", "group")
        .attr("aria-labelledby", heading)
        .child(card)
        .child(is_name_garbled.then(|| {
            p().class("message message--warning")
                .child(span().child(message(lang, "qr.garbled")))
        }))
        .child(
            div()
                .class("button-row")
                .child(
                    button()
                        .class("button")
                        .attr("type", "button")
                        .on(ev::click, take_all)
                        .child(message(lang, "ui.card_use_all")),
                )
                .child(
                    button()
                        .class("button button--secondary")
                        .attr("type", "button")
                        .on(ev::click, move |_| close(CardScan::Idle))
                        .child(message(lang, "ui.card_close")),
                ),
        )
        .into_node()
}

fn subscribe(wizard: Wizard) {
    wizard.answers.answer_changed.track();
    wizard.answers.answers_replaced.track();
    wizard.answers.visibility_changed.track();
}

/// Returns a field of the form, or of the same row as `at`.
fn field_of(wizard: Wizard, at: FieldRef, id: &str) -> Option<FieldRef> {
    let definition = wizard.procedure().definition;
    let field: &'static Field = match at.row {
        Some((group, _)) => {
            let (_, group) = definition.field(group)?;
            group.kind.fields().iter().find(|field| field.id == id)?
        }
        None => definition.field(id)?.1,
    };
    Some(FieldRef { field, row: at.row })
}

/// Returns what the card answers, without what it leaves empty by right: the number of an old card.
fn card_answers(
    wizard: Wizard,
    at: FieldRef,
    fields: &CardFields,
    card: &IdCard,
) -> Vec<CardAnswer> {
    let old_number = card.old_number.as_ref().map(ToString::to_string);
    let of_old = fields.old_number;
    let answers = [
        (fields.number, card.number.as_ref().map(ToString::to_string)),
        (fields.name, card.name.as_ref().map(ToString::to_string)),
        (
            fields.birth_date,
            card.birth_date.as_ref().map(ToString::to_string),
        ),
        (fields.sex, card.sex.map(|sex| sex.as_str().to_owned())),
        (of_old, old_number),
    ];
    let answers = answers.into_iter().filter_map(|(id, answer)| {
        let at = field_of(wizard, at, id)?;
        (answer.is_some() || id != of_old).then(|| CardAnswer {
            at,
            answer: answer.unwrap_or_default(),
        })
    });
    answers.collect()
}

/// Returns whether the answer is what the card says, apart from spelling.
fn is_same(wizard: Wizard, at: FieldRef, answer: &str) -> bool {
    let typed = wizard.answers.text(at);
    match at.field.kind {
        Kind::Text(TextKind::BirthDate) => {
            PartialDate::parse(&typed).ok() == PartialDate::parse(answer).ok()
        }
        Kind::Text(TextKind::IdentityNumber { .. } | TextKind::OldIdCardNumber) => {
            text::digits(&typed) == answer
        }
        _ => text::same(&typed, answer),
    }
}

/// Writes an answer, also one that is chosen, and shows what is asked now.
fn take(wizard: Wizard, at: FieldRef, answer: &str) {
    wizard.apply_proposal(at, answer.to_owned());
    wizard.answers.visibility_changed.notify();
}

fn row(wizard: Wizard, lang: Lang, answer: &CardAnswer, heading: String) -> Node {
    let CardAnswer { at, answer } = answer.clone();
    let show = |text: String| answer_text(wizard, lang, at.field, &Answer::Text(text));
    let typed = show(wizard.answers.text(at));
    let shown = show(answer.clone());
    let action = if answer.is_empty() {
        Node::Empty
    } else if is_same(wizard, at, &answer) {
        span().child(template(lang, "ui.card_same")).into_node()
    } else {
        let label = translate(lang, at.field.label);
        use_button(lang, label, move || {
            take(wizard, at, &answer);
            // The button disappears.
            wizard.navigation.focus_element(heading.clone());
        })
    };
    let on_card = if shown.is_empty() {
        template(lang, "ui.card_unread").to_owned()
    } else {
        format_message(lang, "ui.card_says", &[("value", shown)])
    };
    summary_row(
        field_name(wizard, at.field).into_node(),
        on_card,
        typed_text(lang, typed),
        action,
    )
}

fn typed_text(lang: Lang, typed: String) -> String {
    if typed.is_empty() {
        template(lang, "ui.card_not_typed").to_owned()
    } else {
        format_message(lang, "ui.card_typed", &[("value", typed)])
    }
}

fn summary_row(name: Node, on_card: String, typed: String, action: Node) -> Node {
    div()
        .class("summary-list__row")
        .child(dt().class("summary-list__key").child(name))
        .child(on_card_and_typed(on_card, typed))
        .child(dd().class("summary-list__action").child(action))
        .into_node()
}

fn on_card_and_typed(on_card: String, typed: String) -> Element {
    dd().class("summary-list__value").child(on_card).child(
        p().class("summary-list__value summary-list__value--empty")
            .child(typed),
    )
}

/// Renders the button that takes one answer; its name contains the label of the question.
fn use_button(lang: Lang, label: &str, action: impl Fn() + 'static) -> Node {
    button()
        .attr("type", "button")
        .on(ev::click, move |_| action())
        .child(template(lang, "ui.card_use"))
        .child(span().class("visually-hidden").child([" ", label].concat()))
        .into_node()
}

/// The residence of the card, and the fields that ask for it.
#[derive(Clone)]
struct Place {
    /// The text on the card.
    text: String,
    residence: Option<Residence>,
    province: FieldRef,
    commune: FieldRef,
    street_line: Option<FieldRef>,
}

/// Returns the residence if the card has one and the form asks for it, and fetches the communes.
fn residence(wizard: Wizard, at: FieldRef, fields: &CardFields, card: &IdCard) -> Option<Place> {
    let text = card.residence.clone()?;
    let commune = field_of(wizard, at, fields.commune)?;
    let province = field_of(wizard, at, commune.field.kind.commune()?.province)?;
    let residence = Residence::parse(&text, card.issued);
    if let Some(residence) = &residence {
        wizard.request_places(residence.province);
    }
    Some(Place {
        text,
        residence,
        province,
        commune,
        street_line: field_of(wizard, at, fields.street_line),
    })
}

impl Place {
    /// Returns whether the form asks for the commune now, and subscribes.
    fn is_asked(&self, wizard: Wizard) -> bool {
        wizard.is_shown(self.commune)
    }

    /// Returns the communes that the residence may be in, and subscribes to the place files. `None`
    /// while they are being fetched.
    fn proposals(&self, wizard: Wizard) -> Option<Vec<Proposal>> {
        let Some(residence) = &self.residence else {
            return Some(Vec::new());
        };
        match wizard.places.file(residence.province) {
            Some(PlaceFile::Ready(places)) => Some(residence.proposals(&places)),
            Some(PlaceFile::Failed) => Some(Vec::new()),
            Some(PlaceFile::Loading) | None => None,
        }
    }

    fn is_taken(&self, wizard: Wizard, proposal: &Proposal) -> bool {
        let street = self.street_line.map(|at| wizard.answers.text(at));
        proposal.is_same(&wizard.answers.text(self.commune), street.as_deref())
    }

    fn take(&self, wizard: Wizard, proposal: &Proposal) {
        let Some(residence) = &self.residence else {
            return;
        };
        wizard.select_option(self.province, residence.province.to_owned());
        wizard.pick_commune(self.commune, proposal.commune.clone(), &proposal.old_name);
        if let Some(street_line) = self.street_line
            && !proposal.street_line.is_empty()
        {
            wizard.apply_proposal(street_line, proposal.street_line.clone());
        }
    }

    fn typed(&self, wizard: Wizard, lang: Lang) -> String {
        let parts = [self.street_line, Some(self.commune), Some(self.province)];
        let parts = parts.into_iter().flatten().map(|at| {
            let typed = Answer::Text(wizard.answers.text(at));
            answer_text(wizard, lang, at.field, &typed)
        });
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }
}

/// Renders the residence as the card has it, and the communes of today.
fn place_row(wizard: Wizard, place: Place, is_place_open: Signal<bool>, heading: String) -> Node {
    (move || {
        subscribe(wizard);
        wizard.places.files.track();
        if !place.is_asked(wizard) {
            return Node::Empty;
        }
        let lang = wizard.lang.get();
        let on_card = format_message(lang, "ui.card_says", &[("value", place.text.clone())]);
        let name = template(lang, "ui.card_residence");
        let proposals = place.proposals(wizard);
        let note = match proposals.as_deref() {
            None => "ui.places_coming",
            Some([]) => "ui.card_place_unknown",
            Some([_]) => "",
            Some(_) => "ui.card_place_several",
        };
        let choices = proposals.unwrap_or_default().into_iter().map(|proposal| {
            let now = [("name", proposal.name.clone())];
            let now = format_message(lang, "ui.card_place_now", &now);
            let action = if place.is_taken(wizard, &proposal) {
                span().child(template(lang, "ui.card_same")).into_node()
            } else {
                let (place, heading) = (place.clone(), heading.clone());
                let label = [name, ": ", &proposal.name].concat();
                use_button(lang, &label, move || {
                    place.take(wizard, &proposal);
                    is_place_open.set(false);
                    wizard.navigation.focus_element(heading.clone());
                })
            };
            li().class("summary-list__row")
                .child(span().class("summary-list__value").child(now))
                .child(span().class("summary-list__action").child(action))
                .into_node()
        });
        let choices: Vec<Node> = choices.collect();
        let mut typed = typed_text(lang, place.typed(wizard, lang));
        if !note.is_empty() {
            typed = [&typed, ". ", template(lang, note)].concat();
        }
        let list = (!choices.is_empty()).then(|| ul().attr("role", "list").children(choices));
        div()
            .class("summary-list__row")
            .child(dt().class("summary-list__key").child(name))
            .child(on_card_and_typed(on_card, typed).child(list))
            .into_node()
    })
    .into_node()
}
