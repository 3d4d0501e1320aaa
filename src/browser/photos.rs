//! Photos between the file picker, the worker, the store and the answers.

use std::cell::RefCell;
use std::collections::VecDeque;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{
    self, Blob, BlobPropertyBag, Element, HtmlElement, HtmlInputElement, ShadowRoot, Url,
};

use hoso_dossier::wire::sha256_hex;
use hoso_dossier::{Issue, Kind, Severity, json};

use crate::browser::jobs::{self, Failure, Made, get, text};
use crate::browser::keep::Keeper;
use crate::browser::{papers, store::Store};
use crate::dom::effect;
use crate::form::Form;
use crate::photos::{Errand, Photo, Taking};
use crate::web;

/// What is done one after another.
enum Job {
    /// Files that were chosen for a question, and the photo whose place they take; may be empty.
    Files(&'static str, Vec<Blob>, String),
    Errand(Errand),
}

/// Runs what views ask for, one after another.
pub fn bind(form: Form, root: HtmlElement, keeper: Keeper) {
    papers::bind(form);
    reset_pickers(&root);
    let root = StoredValue::new_local(root);
    let queue = StoredValue::new_local(VecDeque::new());
    let busy = StoredValue::new(false);
    effect(move || {
        if form.desk.errands.with(Vec::is_empty) {
            return;
        }
        let mut errands = Vec::new();
        form.desk
            .errands
            .update(|all| errands = core::mem::take(all));
        for errand in errands {
            let job = match errand {
                // A picker opens only as the answer to a tap, so it waits for no photo.
                Errand::Pick { .. } => {
                    let keeper = keeper.clone();
                    let root = root.get_value();
                    web::spawn(async move { pick(form, &root, &keeper, errand).await });
                    continue;
                }
                // Taken at once: the person may leave the step before their turn.
                Errand::Take { field, control } => {
                    let chosen = root.with_value(|root| input(root, &control));
                    let Some((files, replaces)) = chosen.map(|input| files(&input)) else {
                        continue;
                    };
                    let begun = Taking::Working("ui.photo_reading", 1, files.len());
                    form.taking(field, Some(begun));
                    Job::Files(field, files, replaces)
                }
                other => Job::Errand(other),
            };
            // It is for the draft that is here now.
            let epoch = form.desk.epoch.get_untracked();
            queue.update_value(|queue| queue.push_back((epoch, job)));
        }
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let keeper = keeper.clone();
        web::spawn(async move {
            while let Some((epoch, job)) = queue.try_update_value(VecDeque::pop_front).flatten() {
                if form.desk.epoch.get_untracked() == epoch {
                    run(form, &root.get_value(), &keeper, job).await;
                }
            }
            busy.set_value(false);
        });
    });
}

/// The files of a control, and the photo whose place they take. The control is empty afterwards:
/// the same file may be chosen again after it was removed.
fn files(input: &HtmlInputElement) -> (Vec<Blob>, String) {
    let replaces = input.get_attribute("data-replaces").unwrap_or_default();
    let _ = input.remove_attribute("data-replaces");
    let files = input
        .files()
        .map(|files| {
            (0..files.length())
                .filter_map(|i| files.get(i).map(Into::into))
                .collect()
        })
        .unwrap_or_default();
    input.set_value("");
    (files, replaces)
}

/// A file control that is used by itself, or whose picker was closed, takes files as it is: with
/// no lens, and in the place of no photo.
fn reset_pickers(root: &HtmlElement) {
    for event in ["click", "cancel"] {
        let capture = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(root, event, capture, move |ev| {
            let control = ev
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
                .filter(|input| input.type_() == "file");
            // Our own buttons click it by the program.
            if let Some(input) = control.filter(|_| event == "cancel" || ev.is_trusted()) {
                let _ = input.remove_attribute("data-replaces");
                let _ = input.remove_attribute("capture");
            }
        })
        .forget();
    }
}

/// Opens the picker of a question, with the camera or without.
async fn pick(form: Form, root: &HtmlElement, keeper: &Keeper, errand: Errand) {
    let Errand::Pick {
        field,
        control,
        lens,
        replaces,
    } = errand
    else {
        return;
    };
    // A phone may kill the page as soon as its camera opens.
    keeper.write().await;
    if let Some(input) = input(root, &control) {
        let _ = if lens.is_empty() {
            input.remove_attribute("capture")
        } else {
            input.set_attribute("capture", lens)
        };
        let _ = input.set_attribute("data-replaces", &replaces);
        form.taking(field, None);
        input.click();
    }
}

async fn run(form: Form, root: &HtmlElement, keeper: &Keeper, job: Job) {
    match job {
        Job::Files(field, files, replaces) => {
            let stood = stands_at(root, field);
            take(form, keeper, field, &files, &replaces).await;
            stay_at(form, root, stood);
        }
        Job::Errand(Errand::Turn { field, sha256 }) => {
            let stood = stands_at(root, field);
            turn(form, keeper, field, &sha256).await;
            stay_at(form, root, stood);
        }
        Job::Errand(Errand::Paper) => papers::make(form, keeper).await,
        Job::Errand(Errand::Share) => papers::share(form).await,
        // Neither waits for its turn.
        Job::Errand(Errand::Pick { .. } | Errand::Take { .. }) => {}
    }
}

fn input(root: &HtmlElement, id: &str) -> Option<HtmlInputElement> {
    let found = root.query_selector(&["[id=\"", id, "\"]"].concat());
    found.ok().flatten()?.dyn_into().ok()
}

/// What has the focus, as the tree sees it that the root stands in: the document, or a shadow root.
fn focused(root: &HtmlElement) -> Option<Element> {
    let tree = root.get_root_node();
    match tree.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => root.owner_document()?.active_element(),
    }
}

/// The id of a question's label, if the focus stands on something of that question.
fn stands_at(root: &HtmlElement, field: &str) -> Option<String> {
    let selector = ["[data-photo=\"", field, "\"]"].concat();
    let group = root.query_selector(&selector).ok().flatten()?;
    group.contains(focused(root).as_deref()).then_some(())?;
    group.get_attribute("aria-labelledby")
}

/// Buttons come and go with the photos: who stood on one that went stays at the question.
fn stay_at(form: Form, root: &HtmlElement, label: Option<String>) {
    if label.is_some() && focused(root).is_none_or(|now| now.tag_name() == "BODY") {
        form.focus.set(label);
    }
}

/// How many photos a question takes, and whether a PDF.
fn limits(form: Form, field: &str) -> (usize, bool) {
    match form
        .procedure()
        .definition
        .field(field)
        .map(|(_, f)| f.kind)
    {
        Some(Kind::Photo { most, pdf, .. }) => (most, pdf),
        _ => (0, false),
    }
}

async fn take(form: Form, keeper: &Keeper, field: &'static str, files: &[Blob], replaces: &str) {
    let (most, pdf) = limits(form, field);
    let replaced = meant(form, field, replaces).unwrap_or_default();
    let replaces = replaced.as_str();
    let epoch = form.desk.epoch.get_untracked();
    let mut failed: Vec<(usize, String)> = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let there = form.answers(|answers| answers.many(field).to_vec());
        if there.len() >= most && !there.iter().any(|hash| hash == replaces) {
            failed.push((i + 1, "ui.photo_enough".to_owned()));
            break;
        }
        let at = (i + 1, files.len());
        form.taking(field, Some(Taking::Working("ui.photo_reading", at.0, at.1)));
        let made = made(form, field, file, pdf, 0, at).await;
        // The draft for which it was taken is not here any more.
        if form.desk.epoch.get_untracked() != epoch {
            form.taking(field, None);
            return;
        }
        let made = match made {
            Ok(made) => made,
            Err(code) => {
                failed.push((at.0, code));
                continue;
            }
        };
        let replaces = if i == 0 { replaces } else { "" };
        if let Err(code) = keep(form, keeper, field, made, replaces, false).await {
            failed.push((at.0, code));
        }
    }
    // Of one file everybody knows which it is.
    let now = match failed.pop() {
        None => Taking::Ready,
        Some((_, code)) if files.len() == 1 => Taking::Failed(code),
        Some(last) => {
            failed.push(last);
            Taking::Some(failed)
        }
    };
    form.taking(field, Some(now));
    keeper.write().await;
}

/// A photo out of a file, by the worker; without one, the file itself if its metadata can go.
async fn made(
    form: Form,
    field: &'static str,
    file: &Blob,
    pdf: bool,
    turn: u32,
    at: (usize, usize),
) -> Result<Made, String> {
    let progress = move |step: &str| {
        let code = match step {
            "shrinking" => "ui.photo_shrinking",
            "checking" => "ui.photo_checking",
            _ => "ui.photo_reading",
        };
        form.taking(field, Some(Taking::Working(code, at.0, at.1)));
    };
    match jobs::photo(file, pdf, turn, progress).await {
        Ok(made) => Ok(made),
        Err(Failure::Said(code)) => Err(code),
        Err(Failure::Dead) if turn == 0 => as_it_is(file).await,
        Err(Failure::Dead) => Err("ui.worker_dead".to_owned()),
    }
}

/// The file itself without its metadata.
async fn as_it_is(file: &Blob) -> Result<Made, String> {
    let bytes = match jobs::strip(file).await {
        Ok(bytes) => bytes,
        Err(Failure::Said(code)) => return Err(code),
        Err(Failure::Dead) => return Err("ui.worker_dead".to_owned()),
    };
    let plain = bytes.to_vec();
    // Nobody has made it smaller. It travels as a PDF does, and no receiver takes more.
    if plain.len() as u64 > hoso_photo::MAX_PDF {
        return Err("ui.photo_heavy".to_owned());
    }
    let media_type = match plain.get(..4) {
        Some([0xff, 0xd8, ..]) => "image/jpeg",
        Some([0x89, b'P', ..]) => "image/png",
        Some(b"RIFF") => "image/webp",
        _ => return Err("photo.type".to_owned()),
    };
    let about = js_sys::Object::new();
    let set = |key: &str, value: JsValue| {
        let _ = js_sys::Reflect::set(&about, &JsValue::from_str(key), &value);
    };
    set("sha256", JsValue::from_str(&sha256_hex(&plain)));
    set("size", JsValue::from_f64(plain.len() as f64));
    set("media_type", JsValue::from_str(media_type));
    Ok(Made {
        bytes: bytes.buffer().into(),
        thumb: JsValue::UNDEFINED,
        about: about.into(),
    })
}

/// A blob of these bytes.
pub fn blob(bytes: &JsValue, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::new(bytes)), &options)
        .ok()
}

/// Puts a photo into the store, then into the answers.
async fn keep(
    form: Form,
    keeper: &Keeper,
    field: &'static str,
    made: Made,
    replaces: &str,
    turns: bool,
) -> Result<(), String> {
    let about = &made.about;
    let sha256 = text(about, "sha256");
    let media_type = text(about, "media_type");
    let twice = form.answers(|answers| answers.many(field).contains(&sha256));
    if twice && sha256 != replaces {
        return Err("photo.twice".to_owned());
    }
    // A file that went as it is comes with no advice.
    let doubts: Vec<String> = get(about, "doubts")
        .dyn_into::<Array>()
        .unwrap_or_default()
        .iter()
        .filter_map(|code| code.as_string())
        .collect();
    let look = text(about, "look");
    let photo = Photo {
        sha256: sha256.clone(),
        size: get(about, "size").as_f64().unwrap_or_default() as u64,
        media_type,
        doubts,
        look,
        thumb: address(&made.thumb),
    };
    if !keeper.keep_photo(&photo, &made.bytes, &made.thumb).await {
        let why = if keeper.store().is_there() {
            "ui.photo_not_kept"
        } else {
            "ui.photo_no_store"
        };
        return Err(why.to_owned());
    }
    // It may have been removed while its turned one was put into the store.
    if !turns || form.answers(|answers| answers.many(field).iter().any(|one| one == replaces)) {
        form.add_photo(field, photo, replaces);
    }
    // From here on the written draft names it, and nobody sweeps it away.
    keeper.write().await;
    keeper.photo_is_named(&sha256).await;
    Ok(())
}

/// An address for a small picture; empty where there is none.
fn address(small: &JsValue) -> String {
    blob(small, "image/jpeg")
        .filter(|small| small.size() > 0.0)
        .and_then(|small| Url::create_object_url_with_blob(&small).ok())
        .unwrap_or_default()
}

/// What a kept record says about its photo.
pub fn about(record: &JsValue, thumb: String) -> Option<Photo> {
    Photo::read(&json::parse_str(&text(record, "about")).ok()?, thumb)
}

thread_local! {
    // What a photo was turned into: whoever meant the one before means the one of now.
    static TURNED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The photo of a question that was meant by a hash: itself, or what it was turned into since.
fn meant(form: Form, field: &str, sha256: &str) -> Option<String> {
    let there = |hash: &str| form.answers(|all| all.many(field).iter().any(|one| one == hash));
    let mut hash = sha256.to_owned();
    TURNED.with_borrow(|turned| {
        for _ in 0..=turned.len() {
            if there(&hash) {
                return Some(hash);
            }
            let next = turned.iter().rev().find(|(old, _)| *old == hash)?;
            hash.clone_from(&next.1);
        }
        None
    })
}

async fn turn(form: Form, keeper: &Keeper, field: &'static str, sha256: &str) {
    let Some(sha256) = meant(form, field, sha256) else {
        return;
    };
    let sha256 = sha256.as_str();
    let bytes = match keeper.photo_bytes(sha256).await {
        Ok(Some(bytes)) => bytes,
        missing => {
            let unread = missing.is_err();
            let why = if unread {
                "ui.photo_unread"
            } else {
                "ui.photo_gone"
            };
            form.taking(field, Some(Taking::Failed(why.to_owned())));
            return;
        }
    };
    let epoch = form.desk.epoch.get_untracked();
    let now = match made(form, field, &bytes, false, 90, (1, 1)).await {
        _ if form.desk.epoch.get_untracked() != epoch => {
            form.taking(field, None);
            return;
        }
        // Whoever removes a photo while it is turned wants it neither way.
        Ok(_) if meant(form, field, sha256).is_none() => {
            form.taking(field, None);
            return;
        }
        Ok(made) => {
            let turned = text(&made.about, "sha256");
            let kept = keep(form, keeper, field, made, sha256, true).await;
            TURNED.with_borrow_mut(|all| all.push((sha256.to_owned(), turned)));
            kept.map_or_else(Taking::Failed, |()| Taking::Ready)
        }
        Err(code) => Taking::Failed(code),
    };
    form.taking(field, Some(now));
    keeper.write().await;
}

/// Brings back the photos of a draft. A hash whose bytes are gone is taken out, and it is said;
/// but while a try is open nothing is changed: the receiver may have the photo.
pub async fn restore(form: Form, store: &Store) {
    let (gone, _) = bring_back(form, store).await;
    if !form.state(|state| state.uncertain) {
        for (field, hash) in gone {
            drop_gone(form, field, &hash);
        }
    }
    form.painted.update(|n| *n = n.wrapping_add(1));
}

/// Brings back what another window took, before a dossier is made final; what is gone is taken out
/// and told. None where the browser does not say what is there.
pub async fn complete(form: Form, store: &Store) -> Option<Vec<Issue>> {
    let (gone, sure) = bring_back(form, store).await;
    let told = gone.into_iter().map(|(field, hash)| {
        drop_gone(form, field, &hash);
        Issue::new(field, "ui.photo_gone", Severity::Error)
    });
    let told = told.collect();
    sure.then_some(told)
}

/// The browser has thrown a photo away.
pub fn drop_gone(form: Form, field: &'static str, hash: &str) {
    form.remove_photo(field, hash);
    form.taking(field, Some(Taking::Failed("ui.photo_gone".to_owned())));
}

/// Puts the photos that the answers name and that are on the disk before the wizard; those that
/// are gone are given back, and whether that is all that was to be read.
async fn bring_back(form: Form, store: &Store) -> (Vec<(&'static str, String)>, bool) {
    let definition = form.procedure().definition;
    let mut wanted: Vec<(&'static str, String)> = form.answers(|answers| {
        crate::photos::hashes(definition, answers)
            .map(|(field, hash)| (field, hash.clone()))
            .collect()
    });
    wanted.retain(|(_, hash)| form.photo(hash).is_none());
    let (mut gone, mut sure) = (Vec::new(), true);
    for (field, hash) in wanted {
        let Ok(record) = store.photo(&hash).await else {
            sure = false;
            continue;
        };
        let photo = record
            .as_ref()
            .and_then(|record| about(record, address(&get(record, "small"))));
        match photo {
            Some(photo) => form.desk.photos.update(|photos| photos.push(photo)),
            None => gone.push((field, hash)),
        }
    }
    (gone, sure)
}

/// Hands the browser's memory back what small pictures took.
pub fn let_go(form: Form) {
    form.desk.photos.update(|photos| {
        for photo in photos.drain(..) {
            let _ = web_sys::Url::revoke_object_url(&photo.thumb);
        }
    });
}
