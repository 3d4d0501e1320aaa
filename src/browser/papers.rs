//! The official form: asked of the worker, handed to the person.

use std::cell::RefCell;

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Answers, Kind, Value};
use js_sys::Array;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::{self, Blob, File, FilePropertyBag, ShareData, Url};
use wasm_bindgen_futures::JsFuture;

use crate::browser::keep::Keeper;
use crate::browser::{jobs, photos, uploads};
use crate::dom::effect;
use crate::form::{Form, Page};
use crate::photos::Paper;
use crate::settings::Way;
use crate::web;

thread_local! {
    // The policy lets nothing be fetched from a blob's address, so the file is kept beside it.
    static MADE: RefCell<Vec<(String, File)>> = const { RefCell::new(Vec::new()) };
}

/// A form shows the answers of the moment when it was made: it goes as soon as one of them
/// changes, or the page does (a receipt brings a number).
pub fn bind(form: Form) {
    effect(move || {
        form.page.track();
        form.shape.track();
        form.typed.track();
        form.painted.track();
        form.desk.paper_turn.update(|n| *n = n.wrapping_add(1));
        if let Paper::Ready(address, ..) = form.desk.paper.get_untracked() {
            let _ = Url::revoke_object_url(&address);
            MADE.with_borrow_mut(|made| made.retain(|(of, _)| *of != address));
        }
        form.desk.paper.set(Paper::None);
    });
    // Where the form is offered, the worker that makes it is fetched while there is a line.
    effect(move || {
        if let Page::Step(place) = form.page.get() {
            let mut fields = form.step(place).fields.iter();
            if fields.any(|field| matches!(field.kind, Kind::Commitment)) {
                jobs::warm();
            }
        }
    });
}

/// Makes the form of the dossier as it stands, or as it was sent.
pub async fn make(form: Form, keeper: &Keeper) {
    let turn = form.desk.paper_turn.get_untracked();
    form.desk.paper.set(Paper::Making);
    let made = match sheet(form) {
        Some(sheet) => {
            let files = files(form, keeper).await;
            jobs::paper(&sheet, &files).await.ok()
        }
        None => None,
    };
    if form.desk.paper_turn.get_untracked() != turn {
        return;
    }
    let ready = made.and_then(|(bytes, name)| {
        let blob = photos::blob(&bytes, "application/pdf")?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let file = file(&blob, &name)?;
        let shared = can_share(&file);
        MADE.with_borrow_mut(|made| made.push((address.clone(), file)));
        Some(Paper::Ready(address, name, shared))
    });
    form.desk.paper.set(ready.unwrap_or(Paper::Failed));
    form.focus.set(Some(
        [form.prefix.with_value(Clone::clone).as_str(), "open_pdf"].concat(),
    ));
}

/// What the worker prints, as JSON.
fn sheet(form: Form) -> Option<String> {
    form.ensure_id();
    // The number stands only on the very dossier that it was given to.
    let sent = form.state(|state| state.sent.clone());
    let sent = sent.filter(|sent| form.is_carried_by(sent));
    let dossier = match &sent {
        Some(sent) => sent.body.clone(),
        None => form.envelope(web::now())?.canonical(),
    };
    let envelope = Envelope::read(&hoso_dossier::json::parse_str(&dossier).ok()?).ok()?;
    let definition = form.procedure().definition;
    let (names, missing, profile) = form.answers(|answers| {
        let mut names = Vec::new();
        for (_, field) in definition.shown(answers) {
            name(form, field.kind, answers, field.id, &mut names);
            if let Kind::Group { fields, .. } = field.kind {
                for row in answers.rows(field.id) {
                    for inner in fields {
                        name(form, inner.kind, &row.answers, inner.id, &mut names);
                    }
                }
            }
        }
        let missing = definition.missing_photos(answers);
        let missing = missing.map(|field| Value::text(field.id)).collect();
        (names, missing, answers.text("form_profile").to_owned())
    });
    let number = form.state(|state| {
        let receipt = state.receipt.as_ref().filter(|_| sent.is_some());
        receipt
            .map(|receipt| receipt.number.clone())
            .unwrap_or_default()
    });
    let sheet = Value::object([
        ("procedure", Value::text(definition.code)),
        ("declared_at", Value::text(&envelope.declared_at)),
        ("answers", envelope.answers.clone()),
        ("names", Value::Object(names)),
        ("number", Value::text(number)),
        ("dossier", Value::text(dossier)),
        ("missing", Value::List(missing)),
        ("form_profile", Value::text(profile)),
    ]);
    Some(sheet.canonical())
}

/// The photos to attach, where the form is the one file that carries everything.
async fn files(form: Form, keeper: &Keeper) -> JsValue {
    let list = Array::new();
    if form.settings.with_value(|settings| settings.way) != Way::File {
        return list.into();
    }
    for (i, file) in form.attachments().into_iter().enumerate() {
        let Ok(Some(blob)) = keeper.photo_bytes(&file.sha256).await else {
            continue;
        };
        let Ok(bytes) = JsFuture::from(blob.array_buffer()).await else {
            continue;
        };
        let one = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| {
            let _ = js_sys::Reflect::set(&one, &JsValue::from_str(key), value);
        };
        let ending = uploads::ending(&file.media_type);
        let name = [&(i + 1).to_string(), "-", &file.field, ending].concat();
        set("name", &JsValue::from_str(&name));
        set("type", &JsValue::from_str(&file.media_type));
        set("bytes", &bytes);
        list.push(&one);
    }
    list.into()
}

/// Notes the name of a place that stands in the answers as a code.
fn name(form: Form, kind: Kind, answers: &Answers, id: &str, names: &mut Vec<(String, Value)>) {
    let code = answers.text(id);
    let found = match kind {
        _ if code.is_empty() => None,
        Kind::Province => hoso_places::province_name(code).map(str::to_owned),
        Kind::Commune { .. } => form.commune_name(code),
        _ => None,
    };
    if let Some(found) = found
        && !names.iter().any(|(other, _)| other == code)
    {
        names.push((code.to_owned(), Value::Text(found)));
    }
}

fn file(blob: &Blob, name: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type("application/pdf");
    File::new_with_blob_sequence_and_options(&Array::of1(blob), name, &options).ok()
}

/// What the phone is asked to share.
fn share_data(file: &File) -> ShareData {
    let data = ShareData::new();
    data.set_files(&Array::of1(file));
    data
}

/// Can this phone share files?
fn can_share(file: &File) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    // Absent in browsers that cannot share at all.
    jobs::get(navigator.as_ref(), "canShare").is_function()
        && navigator.can_share_with_data(&share_data(file))
}

/// Hands the form to another app of the phone. Who changes their mind is told nothing.
pub async fn share(form: Form) {
    let Paper::Ready(address, _, _) = form.desk.paper.get_untracked() else {
        return;
    };
    let file = MADE.with_borrow(|made| {
        let found = made.iter().find(|(of, _)| *of == address);
        found.map(|(_, file)| file.clone())
    });
    if let (Some(file), Some(window)) = (file, web_sys::window()) {
        let promise = window.navigator().share_with_data(&share_data(&file));
        let _ = JsFuture::from(promise).await;
    }
}
