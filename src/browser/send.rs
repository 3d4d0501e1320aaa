//! The dossier leaves, exactly once.
//!
//! Before the first byte goes out, the dossier is made final: its canonical bytes
//! are kept in the draft, and the draft is on the disk. As long as nobody knows
//! whether they arrived, every further try posts these very bytes under the same
//! key, so the receiver can tell that it is the same dossier. "Sent" is said only
//! after the digest in the receipt was compared.

use gloo::timers::callback::Timeout;
use hoso_dossier::wire::{Envelope, Receipt};
use hoso_dossier::{Issue, Severity, Value, json};
use hoso_identifiers::Severity as Weight;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, Blob};
use wasm_bindgen_futures::JsFuture;

use crate::browser::keep::Keeper;
use crate::browser::uploads;
use crate::browser::versions::{self, Adopted};
use crate::browser::windows::Other;
use crate::dom::effect;
use crate::envelope::Next;
use crate::form::{Form, Frozen, Page, Sending};
use crate::settings::Way;
use crate::texts;
use crate::web;

/// How long the receiver may take, in milliseconds; a weak line is slow.
const PATIENCE: u32 = 90_000;
/// How long between two looks at the photos under way, in milliseconds.
const GLANCE: u32 = 100;

/// What came of one try.
pub(super) enum Outcome {
    Received(Receipt),
    /// The receiver has looked at it and does not take it: it is not stored.
    Refused(Vec<Issue>),
    /// Another dossier is stored under this key.
    Conflict,
    /// It may or may not be stored. The code of the sentence that says why.
    Open(&'static str),
    /// It is not stored: the receiver has not kept a file that it had confirmed.
    Lacking,
    /// It is not stored, and trying again later may help.
    Later(&'static str),
    /// It is not taken as it is. What is sent next goes under the same key.
    Rejected(&'static str),
    /// It was not posted: a file is missing or not taken.
    Unfit(Vec<Issue>),
    /// It was not made final: something is to be answered first.
    Held,
}

/// Sends whenever the wizard asks for it; one try at a time.
pub fn bind(form: Form, keeper: Keeper) {
    let mut before = form.send.get_untracked();
    effect(move || {
        let n = form.send.get();
        if core::mem::replace(&mut before, n) == n {
            return;
        }
        if form.sending.get_untracked() == Sending::OnItsWay {
            form.next.set_value(Next::Same);
        } else {
            form.sending.set(Sending::OnItsWay);
            form.page.set(Page::Sending);
            let keeper = keeper.clone();
            web::spawn(async move { run(form, keeper).await });
        }
    });
}

async fn run(form: Form, keeper: Keeper) {
    photos_are_done(form).await;
    let key = keeper.key();
    let next = form.next.get_value();
    form.next.set_value(Next::Same);
    if next == Next::New && !versions::renounce(form, &keeper, &key).await {
        no_room(form, next);
        return;
    }
    // Who has just asked for a dossier of its own takes over no other.
    let anew = form.state(|state| state.dossier_id.is_empty());
    let mut adopted = if anew {
        Adopted::Nothing
    } else {
        versions::adopt(form, &keeper, &key).await
    };
    // What another window has answered since is seen before anything leaves from here.
    if form.state(|state| state.frozen.is_none()) && keeper.overtaken_by().await == Other::Different
    {
        keeper.write().await;
        form.sending.set(Sending::Idle);
        if let Some(last) = form.open_steps().last() {
            form.go(Page::Step(*last));
        }
        return;
    }
    if next == Next::Earlier && adopted == Adopted::Nothing {
        // What was changed gives way to what arrived, once that is heard of.
        if !keeper.has_room().await {
            no_room(form, next);
            return;
        }
        adopted = versions::take_earlier(form);
    }
    let mut frozen = match adopted {
        Adopted::Done => return,
        Adopted::Version => Ok(()),
        Adopted::Nothing => versions::freeze(form, &keeper).await,
    };
    // Two windows may have pressed at the same moment: the draft was overtaken while this one
    // was written, and the other window's dossier is the one that goes.
    if frozen.is_ok()
        && !anew
        && keeper.key() != key
        && versions::adopt(form, &keeper, &key).await == Adopted::Done
    {
        return;
    }
    let mut renewed = false;
    let outcome = loop {
        let outcome = match frozen {
            Ok(()) => attempt(form, &keeper).await,
            Err(outcome) => outcome,
        };
        frozen = match &outcome {
            // The version that has arrived is among the earlier ones.
            Outcome::Conflict if next == Next::Earlier => match versions::next_earlier(form) {
                Adopted::Version => Ok(()),
                Adopted::Nothing | Adopted::Done => break outcome,
            },
            // The receiver does not have this one, and never takes it.
            Outcome::Refused(issues) if !renewed && versions::is_renewable(issues) => {
                renewed = true;
                form.set_aside();
                versions::freeze(form, &keeper).await
            }
            _ => break outcome,
        };
    };
    match &outcome {
        Outcome::Received(_) => versions::show_what_arrived(form, &keeper).await,
        Outcome::Open(_) | Outcome::Later(_) if next == Next::Earlier => form.next.set_value(next),
        _ => {}
    }
    settle(form, &keeper, outcome).await;
}

/// What came of it, for the page and the draft.
async fn settle(form: Form, keeper: &Keeper, outcome: Outcome) {
    match outcome {
        Outcome::Received(receipt) => {
            form.change(|state| {
                state.receipt = Some(receipt);
                state.sent = state.frozen.take();
                state.earlier.clear();
            });
            form.sending.set(Sending::Idle);
            keeper.write().await;
            form.go(Page::Receipt);
        }
        Outcome::Refused(issues) => {
            let old = versions::is_old(&issues);
            // What lay too long is not tried again.
            if old {
                form.change(|state| state.frozen = None);
            }
            if old || versions::is_renewable(&issues) {
                form.set_aside();
            } else {
                form.thaw();
            }
            refused(form, keeper, issues).await;
        }
        Outcome::Unfit(issues) => {
            form.set_aside();
            refused(form, keeper, issues).await;
        }
        Outcome::Held => {
            form.sending.set(Sending::Idle);
            keeper.write().await;
            form.hold_at_last();
        }
        Outcome::Conflict => {
            form.sending.set(Sending::Conflict);
            form.focus.set(Some("h1".to_owned()));
        }
        Outcome::Open(code) => {
            form.change(|state| state.uncertain = true);
            failed(form, code);
        }
        Outcome::Lacking => failed(form, "ui.failed_busy"),
        Outcome::Later(code) | Outcome::Rejected(code) => failed(form, code),
    }
}

/// Shows what the receiver does not take, at its questions.
async fn refused(form: Form, keeper: &Keeper, issues: Vec<Issue>) {
    form.sending.set(Sending::Idle);
    keeper.write().await;
    form.show_refusal(issues);
    form.focus.set(Some("summary".to_owned()));
}

/// Says that there is no room for what would give way; trying again asks for the same.
fn no_room(form: Form, next: Next) {
    form.next.set_value(next);
    failed(form, "ui.failed_room");
}

/// Says why nothing is known to have arrived.
pub(super) fn failed(form: Form, code: &'static str) {
    form.sending.set(Sending::Failed(code));
    form.focus.set(Some("h1".to_owned()));
}

/// Waits until no photo is under way, and not for ever.
async fn photos_are_done(form: Form) {
    let mut turns = PATIENCE / GLANCE;
    while form.photos_under_way() && turns > 0 {
        turns -= 1;
        let pause = js_sys::Promise::new(&mut |done, _| {
            Timeout::new(GLANCE, move || {
                let _ = done.call0(&JsValue::UNDEFINED);
            })
            .forget();
        });
        let _ = JsFuture::from(pause).await;
    }
}

/// Tries once; again where the receiver lacks a file that it had confirmed.
async fn attempt(form: Form, keeper: &Keeper) -> Outcome {
    let frozen = form.state(|state| state.frozen.clone());
    let Some((frozen, envelope)) = frozen.and_then(|frozen| {
        let envelope = versions::envelope(&frozen.body)?;
        Some((frozen, envelope))
    }) else {
        return Outcome::Later("ui.failed_interrupted");
    };
    let outcome = carry(form, keeper, &frozen, &envelope).await;
    if !matches!(outcome, Outcome::Lacking) {
        return outcome;
    }
    uploads::forget_confirmed();
    let outcome = carry(form, keeper, &frozen, &envelope).await;
    if !matches!(outcome, Outcome::Lacking) {
        return outcome;
    }
    uploads::forget_confirmed();
    // What neither the receiver nor this browser has will never be there.
    let gone = uploads::gone_of(form, keeper, &envelope.attachments).await;
    if gone.is_empty() {
        Outcome::Lacking
    } else {
        Outcome::Unfit(gone)
    }
}

/// Carries the files of the very dossier that was made final, whatever was changed since, and then
/// the dossier.
async fn carry(form: Form, keeper: &Keeper, frozen: &Frozen, envelope: &Envelope) -> Outcome {
    let (way, endpoint) = form
        .settings
        .with_value(|settings| (settings.way, settings.endpoint.clone()));
    let (id, files) = (&envelope.dossier_id, &envelope.attachments);
    if way == Way::Intake
        && let Err(outcome) = uploads::put_all(form, keeper, &endpoint, files).await
    {
        return outcome;
    }
    let parts = match way {
        Way::Multipart => uploads::parts(form, keeper, files).await,
        Way::Intake | Way::File => Ok(Vec::new()),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(outcome) => return outcome,
    };
    let answer = match post(way, &endpoint, id, &frozen.body, &parts).await {
        Ok(answer) => answer,
        Err(_) => return Outcome::Open("ui.failed_network"),
    };
    let value = json::parse_str(&answer.text).ok();
    match answer.status {
        200 | 201 => match value.as_ref().map(Receipt::read) {
            Some(Ok(receipt)) if receipt.proves(&frozen.digest, id, files) => {
                Outcome::Received(receipt)
            }
            // An answer that proves nothing is no receipt.
            _ => Outcome::Open("ui.failed_nonsense"),
        },
        // Only the receiver itself can say that it holds another dossier under this key.
        409 if value.as_ref().is_some_and(is_reuse) => Outcome::Conflict,
        409 => Outcome::Open("ui.failed_nonsense"),
        413 => Outcome::Rejected("ui.failed_too_large"),
        422 if value.as_ref().is_some_and(lacks_a_file) => Outcome::Lacking,
        422 => match value.as_ref().map(refusals) {
            Some(issues) if !issues.is_empty() => Outcome::Refused(issues),
            _ => Outcome::Rejected("ui.failed_refused"),
        },
        // Said by something on the way, it may have passed the dossier on.
        408 | 425 | 429 | 503 => Outcome::Open("ui.failed_busy"),
        400..=499 => Outcome::Rejected("ui.failed_refused"),
        _ => Outcome::Open("ui.failed_server"),
    }
}

/// Does the receiver say that the key belongs to another dossier?
fn is_reuse(problem: &Value) -> bool {
    problem.get("code").and_then(Value::as_str) == Some("idempotency_key.reused")
}

/// Does the receiver lack a file that it had confirmed, and nothing else?
fn lacks_a_file(problem: &Value) -> bool {
    let issues = problem.get("issues").map(Value::items).unwrap_or_default();
    let lacks =
        |issue: &Value| issue.get("code").and_then(Value::as_str) == Some("attachment.unknown");
    !issues.is_empty() && issues.iter().all(lacks)
}

/// The issues of a problem document. A code without a sentence is not shown as one.
fn refusals(problem: &Value) -> Vec<Issue> {
    let mut issues: Vec<Issue> = Vec::new();
    for item in problem.get("issues").map(Value::items).unwrap_or_default() {
        let at = item.get("at").and_then(Value::as_str).unwrap_or_default();
        let code = item
            .get("code")
            .and_then(Value::as_str)
            .and_then(texts::known);
        issues.push(Issue::new(
            at,
            code.unwrap_or("ui.refused_here"),
            Severity::Error,
        ));
    }
    debug_assert!(issues.iter().all(|issue| issue.severity == Weight::Error));
    issues
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    text: String,
}

async fn post(
    way: Way,
    endpoint: &str,
    id: &str,
    body: &str,
    files: &[(String, String, Blob)],
) -> Result<Answer, JsValue> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    let headers = web_sys::Headers::new()?;
    headers.append("Idempotency-Key", id)?;
    let address = if way == Way::Multipart {
        let data = web_sys::FormData::new()?;
        data.append_with_str("idempotency_key", id)?;
        data.append_with_str("dossier", body)?;
        for (field, name, file) in files {
            data.append_with_blob_and_filename(field, file, name)?;
        }
        init.set_body(&data);
        endpoint.to_owned()
    } else {
        headers.append("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
        [endpoint, "/dossiers"].concat()
    };
    init.set_headers(&headers);
    fetch(&address, &init).await
}

/// Fetches with patience.
pub(super) async fn fetch(address: &str, init: &web_sys::RequestInit) -> Result<Answer, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    // A dossier is never posted to where a redirect leads.
    init.set_redirect(web_sys::RequestRedirect::Error);
    init.set_credentials(web_sys::RequestCredentials::SameOrigin);
    let stop = web_sys::AbortController::new()?;
    init.set_signal(Some(&stop.signal()));
    let patience = Timeout::new(PATIENCE, move || stop.abort());
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str_and_init(address, init))
        .await?
        .dyn_into()?;
    let text = JsFuture::from(response.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    drop(patience);
    Ok(Answer {
        status: response.status(),
        text,
    })
}
