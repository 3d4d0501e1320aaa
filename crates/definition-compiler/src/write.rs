//! Writes the checked definition as a Rust expression.
//!
//! The text names its types as `d::…`; the including file has
//! `use hoso_dossier::definition as d;`.

use toml::Spanned;

use crate::lists::Lists;
use crate::source::{
    Advice, CardFields, Condition, Else, Field, Kind, Landline, Needed, Outcome, Procedure,
    ReceiverKind, Softly, Step, TextWhen,
};

pub(crate) fn procedure(p: &Procedure, lists: &Lists) -> String {
    let steps: Vec<String> = p.step.iter().map(|step| self::step(step, lists)).collect();
    let after: Vec<String> = p.after_submission.iter().map(|f| field(f, lists)).collect();
    let ready: Vec<String> = p.have_ready.iter().map(|t| text(Some(t))).collect();
    format!(
        "d::Definition {{ code: {:?}, sort: d::Sort::{:?}, group: d::ServiceGroup::{:?}, version: {:?}, title: {}, lead: {}, form: {}, have_ready: &[{}], duration: {}, source: {:?}, no_declaration: {}, copy_sheet: {}, finished_on_portal: {}, printed_form: {}, outcome: {}, account_phone: {}, steps: &[{}], after_submission: &[{}] }}",
        p.code.get_ref(),
        p.sort,
        p.landing.group,
        p.version.get_ref(),
        text(Some(&p.title)),
        text(Some(&p.landing.lead)),
        text(p.form.as_ref()),
        ready.join(","),
        text(p.duration.as_ref()),
        p.source.get_ref(),
        p.no_declaration.as_ref().map_or_else(
            || "None".to_owned(),
            |none| format!(
                "Some(d::NoDeclaration {{ when: {}, title: {}, hint: {}, fields: &{:?} }})",
                condition(none.when.get_ref()),
                text(Some(&none.title)),
                text(Some(&none.hint)),
                none.fields.iter().map(Spanned::get_ref).collect::<Vec<_>>(),
            )
        ),
        p.copy_sheet.as_ref().map_or_else(
            || "None".to_owned(),
            |sheet| {
                let left_out: Vec<&String> = sheet.left_out.iter().map(Spanned::get_ref).collect();
                format!("Some(&{left_out:?})")
            }
        ),
        p.finished_on_portal,
        p.printed_form.map_or_else(
            || "None".to_owned(),
            |form| format!("Some(d::PrintedForm::{form:?})")
        ),
        p.outcome
            .as_ref()
            .map_or_else(|| "None".to_owned(), outcome),
        p.account_phone.as_ref().map_or_else(
            || "None".to_owned(),
            |phone| {
                let phone = phone.get_ref();
                format!(
                    "Some(d::AccountPhone {{ field: {:?}, owner: {:?}, shared: {}, registers: {} }})",
                    phone.field,
                    phone.owner,
                    show(phone.shared.as_ref()),
                    phone.registers,
                )
            }
        ),
        steps.join(","),
        after.join(","),
    )
}

fn outcome(outcome: &Outcome) -> String {
    let sheet = outcome.sheet.as_ref().map_or_else(
        || "None".to_owned(),
        |sheet| {
            format!(
                "Some(d::Sheet {{ title: {}, when: {} }})",
                text(Some(&sheet.title)),
                show(sheet.when.as_ref())
            )
        },
    );
    let advice: Vec<String> = outcome.advice.iter().map(advice).collect();
    let rows = outcome.rows.iter().map(|rows| {
        let when = show(rows.when.as_ref());
        format!(
            "d::Rows {{ kind: d::RowKind::{:?}, when: {when} }}",
            rows.kind
        )
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "Some(d::Outcome {{ title: {}, hint: {}, sheet: {sheet}, advice: &[{}], rows: &[{}] }})",
        text(Some(&outcome.title)),
        text(Some(&outcome.hint)),
        advice.join(","),
        rows.join(","),
    )
}

fn advice(advice: &Advice) -> String {
    format!(
        "d::Advice {{ text: {}, when: {}, quote: {}, is_translated: {}, year: {}, to: {:?}, row: {:?}, without: {}, source: {} }}",
        text(Some(&advice.text)),
        show(advice.when.as_ref()),
        text(advice.copy.as_ref().or(advice.quote.as_ref())),
        advice.copy.is_some(),
        advice.year.unwrap_or(0),
        advice.to.as_deref().unwrap_or(""),
        advice.row.as_ref().map_or("", |row| row.get_ref()),
        advice.without.map_or("None".to_owned(), |kind| format!(
            "Some(d::RowKind::{kind:?})"
        )),
        text(Some(&advice.source)),
    )
}

fn step(s: &Step, lists: &Lists) -> String {
    let fields: Vec<String> = s.field.iter().map(|f| field(f, lists)).collect();
    format!(
        "d::Step {{ id: {:?}, title: {}, hint: {}, hint_when: &[{}], show: {}, figures: {}, fields: &[{}] }}",
        s.id.get_ref(),
        text(Some(&s.title)),
        text(s.hint.as_ref()),
        texts_when(&s.hint_when),
        show(s.show.as_ref()),
        s.figures,
        fields.join(","),
    )
}

fn texts_when(texts: &[TextWhen]) -> String {
    let texts: Vec<String> = texts.iter().map(text_when).collect();
    texts.join(",")
}

fn text_when(other: &TextWhen) -> String {
    let receiver = other.receiver.map_or("", |receiver| match receiver {
        ReceiverKind::Bhxh => ".bhxh",
        ReceiverKind::Relay => ".relay",
        ReceiverKind::File => ".file",
        ReceiverKind::Trial => ".trial",
    });
    format!(
        "d::TextWhen {{ receiver: {receiver:?}, answer: {}, text: {} }}",
        show(other.answer.as_ref()),
        text(Some(&other.text)),
    )
}

fn field(f: &Field, lists: &Lists) -> String {
    let k = *f.kind.get_ref();
    let required = match (&f.required_when, &f.required_else) {
        (Some(when), Some(e)) if *e.get_ref() == Else::Warning => {
            format!(
                "d::Required::WhenElseRecommended({})",
                condition(when.get_ref())
            )
        }
        (Some(when), _) => format!("d::Required::When({})", condition(when.get_ref())),
        (None, _) if f.required == Some(Needed::Plain(true)) => "d::Required::Always".to_owned(),
        (None, _) if f.required == Some(Needed::Softly(Softly::Recommended)) => {
            "d::Required::Recommended".to_owned()
        }
        (None, _) => "d::Required::No".to_owned(),
    };
    format!(
        "d::Field {{ id: {:?}, box_number: {:?}, label: {}, label_when: &[{}], hint: {}, kind: {}, required: {required}, missing: {:?}, show: {}, autocomplete: {:?}, preset: {:?}, prefill: {}, card: {} }}",
        f.id.get_ref(),
        f.box_number.as_ref().map_or("", |b| b.get_ref()),
        text(Some(&f.label)),
        texts_when(&f.label_when),
        text(f.hint.as_ref()),
        kind(f, k, lists),
        f.missing.as_deref().or(k.missing()).unwrap_or(""),
        show(f.show.as_ref()),
        f.autocomplete.as_deref().unwrap_or(""),
        f.preset.as_deref().unwrap_or(""),
        f.prefill,
        f.card
            .as_ref()
            .map_or_else(|| "None".to_owned(), |fields| card(fields.get_ref())),
    )
}

fn card(fields: &CardFields) -> String {
    let CardFields {
        name,
        number,
        old_number,
        birth_date,
        sex,
        commune,
        street_line,
    } = fields;
    format!(
        "Some(&d::CardFields {{ name: {name:?}, number: {number:?}, old_number: {old_number:?}, birth_date: {birth_date:?}, sex: {sex:?}, commune: {commune:?}, street_line: {street_line:?} }})"
    )
}

fn kind(f: &Field, k: Kind, lists: &Lists) -> String {
    let max = f.max.unwrap_or(0);
    let long = f.long.as_deref().unwrap_or("text.long");
    match k {
        Kind::Text => format!(
            "d::Kind::Text(d::TextKind::SingleLine {{ max: {max}, long: {long:?}, offers: {}, offices: {} }})",
            choices(f, lists),
            f.list
                .as_ref()
                .is_some_and(|list| list.get_ref() == "offices"),
        ),
        Kind::Photo => format!(
            "d::Kind::Photo(d::PhotoKind {{ most: {}, pdf: {}, portrait: {}, other_side: {:?} }})",
            f.max.unwrap_or(1),
            f.pdf,
            f.portrait,
            f.other_side.as_ref().map_or("", |side| side.get_ref()),
        ),
        Kind::Setting => format!("d::Kind::Setting({})", choices(f, lists)),
        Kind::MultilineText => {
            format!("d::Kind::Text(d::TextKind::MultiLine {{ max: {max}, long: {long:?} }})")
        }
        Kind::Number => format!(
            "d::Kind::Text(d::TextKind::Number {{ min: {}, max: {max} }})",
            f.min.unwrap_or(0)
        ),
        Kind::Phone => {
            let severity = if f.landline == Some(Landline::Error) {
                "Error"
            } else {
                "Warning"
            };
            format!(
                "d::Kind::Text(d::TextKind::Phone {{ landline: hoso_dossier::Severity::{severity} }})"
            )
        }
        Kind::IdentityNumber => {
            let paper = f.paper.as_ref().map_or("", |paper| paper.get_ref());
            format!("d::Kind::Text(d::TextKind::IdentityNumber {{ paper: {paper:?} }})")
        }
        Kind::Choice => format!("d::Kind::Choice({})", choices(f, lists)),
        Kind::MultiChoice => format!("d::Kind::MultiChoice({})", choices(f, lists)),
        Kind::Select => format!("d::Kind::Select({})", choices(f, lists)),
        Kind::Commune => {
            let province = f.province.as_ref().map_or("", |p| p.get_ref());
            let old_name = f.old_name.as_ref().map_or("", |o| o.get_ref());
            format!(
                "d::Kind::Commune(d::CommuneKind {{ province: {province:?}, old_name: {old_name:?} }})"
            )
        }
        Kind::Group => {
            let inner: Vec<String> = f.field.iter().map(|part| field(part, lists)).collect();
            let head = f.head.as_ref().map_or_else(
                || "None".to_owned(),
                |head| {
                    let head = head.get_ref();
                    format!(
                        "Some(d::GroupHead {{ name: {:?}, relation: {:?}, is: {:?} }})",
                        head.name, head.relation, head.is
                    )
                },
            );
            format!(
                "d::Kind::Group {{ fields: &[{}], max: {max}, head: {head} }}",
                inner.join(",")
            )
        }
        Kind::PersonName
        | Kind::OldIdCardNumber
        | Kind::SocialInsuranceNumber
        | Kind::HouseholdCode
        | Kind::Email
        | Kind::BirthDate
        | Kind::Month
        | Kind::Money => format!("d::Kind::Text(d::TextKind::{k:?})"),
        Kind::YesNo | Kind::Commitment | Kind::Country | Kind::Province => {
            format!("d::Kind::{k:?}")
        }
    }
}

fn choices(f: &Field, lists: &Lists) -> String {
    let choice = |id: &str, label: &str, hint: String, excludes: &[String]| {
        format!(
            "d::Choice {{ id: {id:?}, label: {label:?}, hint: {hint}, excludes: &{excludes:?} }}"
        )
    };
    let rows: Vec<String> = match (&f.list, &f.options) {
        (Some(list), _) => lists
            .get(list.get_ref())
            .into_iter()
            .flatten()
            .map(|entry| choice(&entry.id, &entry.label, text(None), &[]))
            .collect(),
        (None, Some(options)) => options
            .iter()
            .map(|o| {
                let (id, label) = (o.id.get_ref(), o.label.get_ref());
                choice(id, label, text(o.hint.as_ref()), &o.excludes)
            })
            .collect(),
        (None, None) => Vec::new(),
    };
    format!("&[{}]", rows.join(","))
}

fn text(t: Option<&Spanned<String>>) -> String {
    format!("{:?}", t.map_or("", |t| t.get_ref()))
}

fn show(s: Option<&Spanned<Condition>>) -> String {
    s.map_or_else(
        || "None".to_owned(),
        |s| format!("Some({})", condition(s.get_ref())),
    )
}

fn condition(s: &Condition) -> String {
    format!("d::Condition {{ field: {:?}, is: &{:?} }}", s.field, s.is)
}
