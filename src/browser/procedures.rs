//! From one procedure into another and back, with what was answered; and what the drafts of
//! one say about another.

use hoso_dossier::{Answer, Answers, ProcedureLink};
use hoso_identifiers::phone::Phone;
use leptos::prelude::*;
use leptos::web_sys;

use crate::browser::draft::Draft;
use crate::browser::keep::Keeper;
use crate::form::Form;
use crate::web::{self, random_uuid};

/// The procedure in whose drafts a phone stands for an account.
const ACCOUNTS: &str = "account";

/// Copies what goes along; what is there already is not overwritten by nothing.
fn carry<'a>(from: &Answers, to: &mut Answers, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    for (here, there) in pairs {
        if let Some(answer) = from.get(here).filter(|answer| !is_empty(Some(answer))) {
            to.set(there, answer.clone());
        }
    }
}

fn is_empty(answer: Option<&Answer>) -> bool {
    match answer {
        None => true,
        Some(Answer::Text(text)) => text.trim().is_empty(),
        Some(Answer::Many(ids)) => ids.is_empty(),
        Some(Answer::Rows(rows)) => rows.is_empty(),
    }
}

/// A draft of these answers and of nothing else.
pub(super) fn fresh(form: Form, answers: Answers, origin: String) -> Draft {
    Draft {
        revision: 1,
        writer: String::new(),
        saved_at: web::now(),
        language: form.lang.get_untracked().tag().to_owned(),
        page: String::new(),
        answers,
        dossier_id: String::new(),
        frozen: None,
        earlier: Vec::new(),
        sent: None,
        receipt: None,
        drafted: String::new(),
        changed: false,
        origin,
    }
}

/// Begins a draft of the other procedure and opens its page. This draft stays.
pub async fn follow(form: Form, keeper: &Keeper, lead: ProcedureLink) {
    if !keeper.stays().await {
        return;
    }
    let store = keeper.store();
    if !store.is_there() {
        // Nothing was typed yet, and nothing can be taken along.
        open(form, lead.to);
        return;
    }
    let mut answers = Answers::default();
    form.answers(|own| carry(own, &mut answers, lead.copies.iter().copied()));
    for (field, says) in lead.presets {
        answers.set_text(field, *says);
    }
    let origin = if lead.returns {
        keeper.key()
    } else {
        String::new()
    };
    // Whoever goes there twice goes on with what was begun the first time.
    let begun = if origin.is_empty() {
        None
    } else {
        let there = store.all(&[lead.to, ":"].concat()).await;
        let there = there.unwrap_or_default().into_iter();
        there
            .filter_map(|(key, json)| Some((key, Draft::read(&json)?)))
            .find(|(_, draft)| draft.origin == origin && !draft.is_final())
    };
    let (key, draft) = match begun {
        Some((key, mut draft)) => {
            // What was put right there is not written over.
            for (field, answer) in answers.iter() {
                if is_empty(draft.answers.get(field)) {
                    draft.answers.set(field, answer.clone());
                }
            }
            draft.revision += 1;
            draft.saved_at = web::now();
            (key, draft)
        }
        None => (
            [lead.to, ":", &random_uuid()].concat(),
            fresh(form, answers, origin),
        ),
    };
    if store.write(&key, &draft.write(), |_| true).await.is_ok() {
        open(form, lead.to);
    } else {
        form.told.set("ui.not_left");
        form.focus.set(Some("h1".to_owned()));
    }
}

/// Goes back to the draft from which this one was begun, and gives it what was answered here.
pub async fn go_back(form: Form, keeper: &Keeper) {
    if !keeper.stays().await {
        return;
    }
    let origin = form.desk.origin.get_untracked();
    let Some(code) = origin.split(':').next() else {
        return;
    };
    let Some(procedure) = hoso_procedures::find(code) else {
        return;
    };
    let store = keeper.store();
    let drafts = store.all(&origin).await.unwrap_or_default();
    let found = drafts.into_iter().find(|(key, _)| *key == origin);
    let found = found.and_then(|(_, json)| Draft::read(&json));
    // A dossier that is on its way or has arrived stays what it is.
    let open_there = found.filter(|draft| !draft.is_final());
    if let Some(mut draft) = open_there {
        let today = form.today.get_untracked();
        let here = form.procedure().definition.code;
        let lead = (procedure.related)(&draft.answers, today)
            .into_iter()
            .find(|lead| lead.returns && lead.to == here);
        if let Some(lead) = lead {
            let back = lead.copies.iter().map(|(there, here)| (*here, *there));
            form.answers(|own| carry(own, &mut draft.answers, back));
        }
        draft.revision += 1;
        draft.saved_at = web::now();
        let _ = store.write(&origin, &draft.write(), |_| true).await;
    }
    open(form, code);
}

fn open(form: Form, code: &str) {
    let home = form.settings.with_value(|settings| settings.home.clone());
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(&[&home, code, "/"].concat());
    }
}

/// Learns which phones the other drafts name for an account (R-ACC-3, X-11).
pub fn learn_phones(form: Form, own: &str, drafts: &[(String, String)]) {
    let origin = form.desk.origin.get_untracked();
    let phones = drafts
        .iter()
        .filter(|(key, _)| *key != own && *key != origin && key.starts_with(ACCOUNTS))
        .filter_map(|(_, json)| {
            let answers = Draft::read(json)?.answers;
            let phone = Phone::parse(answers.text("phone")).ok()?;
            let number = answers.text("social_insurance_number").trim().to_owned();
            Some((phone.to_string(), number))
        })
        .collect();
    form.desk.phones.set(phones);
}
