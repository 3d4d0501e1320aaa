//! Makes the official form in the worker, and offers it to the person.

use hoso_view::{Track, effect};

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Answers, Kind, Value, json};
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, Blob, File, FilePropertyBag, ShareData};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen_futures::JsFuture;

use crate::browser::drafts::database::Database;
use crate::browser::photos::record;
use crate::browser::submission::uploads::extension;
use crate::browser::worker::{self, WorkerError};
use crate::config::DeliveryMode;
use crate::i18n::lang::Lang;
use crate::wizard::Wizard;
use crate::wizard::delivery::Delivery;
use crate::wizard::navigation::View;
use crate::wizard::object_url::ObjectUrl;
use crate::wizard::official_form::OfficialFormStatus;

/// Drops a form as soon as an answer or the view changes (a receipt adds its number). Starts the
/// worker at the step that offers the form, while there is a connection.
pub fn attach(wizard: Wizard) {
    effect(move || {
        wizard.navigation.view.track();
        wizard.answers.visibility_changed.track();
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.official_form.invalidate();
    });
    effect(move || {
        if let View::Step(index) = wizard.navigation.view.get() {
            let mut fields = wizard.step(index).fields.iter();
            if fields.any(|field| field.kind.is_commitment()) {
                worker::preload();
            }
        }
    });
}

/// Makes the form of the current answers, or of the dossier that was sent.
pub async fn make(wizard: Wizard, database: &Database) {
    let generation = wizard.official_form.generation();
    wizard.official_form.status.set(OfficialFormStatus::Making);
    let made = match print_request(wizard) {
        Some(request) => {
            let files = files_to_embed(wizard, database).await;
            let made = worker::official_form(&request, &files).await;
            if made == Err(WorkerError::Rejected(worker::OUTDATED.to_owned())) {
                wizard.is_outdated.set(true);
            }
            made.ok()
        }
        None => None,
    };
    if wizard.official_form.generation() != generation {
        return;
    }
    let ready = made.and_then(|(bytes, name)| {
        let blob = record::blob(&bytes, "application/pdf")?;
        let file = to_file(&blob, &name)?;
        let can_share = can_share(&file);
        let url = ObjectUrl::new(file.into())?;
        Some(OfficialFormStatus::Ready {
            url,
            name,
            can_share,
        })
    });
    let status = ready.unwrap_or(OfficialFormStatus::Failed);
    wizard.official_form.status.set(status);
    wizard
        .navigation
        .focus_element([wizard.prefix().as_str(), "open_pdf"].concat());
}

/// Returns what the worker prints, as JSON.
fn print_request(wizard: Wizard) -> Option<String> {
    // Prints the number of the receipt only on the dossier that it belongs to.
    let received = |delivery: &Delivery| delivery.received_body().map(str::to_owned);
    let sent = wizard.submission.with(received);
    let sent = sent.filter(|body| wizard.has_answers_of(body));
    let dossier = match &sent {
        Some(body) => body.clone(),
        None => wizard.envelope()?.canonical(),
    };
    let envelope = Envelope::parse(&json::parse_str(&dossier).ok()?).ok()?;
    let definition = wizard.procedure().definition;
    let noted = definition.after_submission.first();
    let (names, missing, profile, noted) = wizard.answers.with(|answers| {
        let missing = definition.missing_photos(answers);
        let missing = missing.map(|field| Value::text(field.id)).collect();
        let profile = answers.text("form_profile").to_owned();
        // The number in the agency's SMS, as the person has noted it (R-702-7).
        let noted = noted.map_or("", |field| answers.text(field.id)).to_owned();
        (names_of_places(wizard, answers), missing, profile, noted)
    });
    let number = wizard.submission.with(|delivery| {
        let receipt = delivery.receipt.as_ref().filter(|_| sent.is_some());
        receipt.map_or_else(String::new, |receipt| receipt.number.clone())
    });
    let (receiver, form_01_text) = wizard.with_config(|config| {
        // The sheet is Vietnamese in every language of the page.
        let own = config.form_01_text(Lang::SOURCE.tag()).unwrap_or_default();
        (config.receiver.name.clone(), own.to_owned())
    });
    let request = Value::object([
        ("procedure", Value::text(definition.code)),
        ("declared_at", Value::text(&envelope.declared_at)),
        ("answers", envelope.answers.clone()),
        ("names", Value::Object(names)),
        ("receipt_number", Value::text(number)),
        ("receiver", Value::text(receiver)),
        ("noted_number", Value::text(noted)),
        ("form_01_text", Value::text(form_01_text)),
        ("dossier", Value::text(dossier)),
        ("missing", Value::List(missing)),
        ("form_profile", Value::text(profile)),
    ]);
    Some(request.canonical())
}

/// Returns the name of each place whose code is an answer.
fn names_of_places(wizard: Wizard, answers: &Answers) -> Vec<(String, Value)> {
    let definition = wizard.procedure().definition;
    let mut names = Vec::new();
    for (_, field) in definition.shown(answers) {
        add_name(wizard, field.kind, answers, field.id, &mut names);
        for row in answers.rows(field.id) {
            for inner in field.kind.fields() {
                add_name(wizard, inner.kind, &row.answers, inner.id, &mut names);
            }
        }
    }
    names
}

fn add_name(
    wizard: Wizard,
    kind: Kind,
    answers: &Answers,
    field: &str,
    names: &mut Vec<(String, Value)>,
) {
    let code = answers.text(field);
    let is_place = kind.is_province() || kind.commune().is_some();
    if is_place
        && !code.is_empty()
        && let Some(name) = wizard.places.name(code)
        && !names.iter().any(|(other, _)| other == code)
    {
        names.push((code.to_owned(), Value::Text(name)));
    }
}

/// Returns the photos to embed, if the form is the only file of the dossier.
async fn files_to_embed(wizard: Wizard, database: &Database) -> JsValue {
    let list = Array::new();
    if wizard.with_config(|config| config.mode) != DeliveryMode::File {
        return list.into();
    }
    for (i, file) in wizard.attachments().into_iter().enumerate() {
        let Ok(Some(blob)) = record::bytes(database, &file.sha256).await else {
            continue;
        };
        let Ok(bytes) = JsFuture::from(blob.array_buffer()).await else {
            continue;
        };
        let one = Object::new();
        let set = |key: &str, value: &JsValue| {
            let _ = Reflect::set(&one, &JsValue::from_str(key), value);
        };
        let extension = extension(&file.media_type);
        let name = [&(i + 1).to_string(), "-", &file.field, extension].concat();
        set("name", &JsValue::from_str(&name));
        set("type", &JsValue::from_str(&file.media_type));
        set("bytes", &bytes);
        list.push(&one);
    }
    list.into()
}

fn to_file(blob: &Blob, name: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type("application/pdf");
    File::new_with_blob_sequence_and_options(&Array::of1(blob), name, &options).ok()
}

fn share_data(file: &File) -> ShareData {
    let data = ShareData::new();
    data.set_files(&Array::of1(file));
    data
}

/// Returns whether this browser can share files.
fn can_share(file: &File) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let navigator = window.navigator();
    // Some browsers have no `canShare`.
    worker::property(navigator.as_ref(), "canShare").is_function()
        && navigator.can_share_with_data(&share_data(file))
}

/// Shares the form with another app of the phone. A cancelled share is no failure.
pub async fn share(wizard: Wizard) {
    let OfficialFormStatus::Ready { url, .. } = wizard.official_form.status.get_untracked() else {
        return;
    };
    if let (Some(file), Some(window)) = (url.blob().dyn_ref::<File>(), web_sys::window()) {
        let promise = window.navigator().share_with_data(&share_data(file));
        let _ = JsFuture::from(promise).await;
    }
}
