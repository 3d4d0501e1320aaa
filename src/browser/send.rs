//! The dossier leaves, exactly once.
//!
//! Before the first byte goes out, the dossier is made final: its canonical bytes
//! are kept in the draft, and the draft is on the disk. As long as nobody knows
//! whether they arrived, every further try posts these very bytes under the same
//! key, so the receiver can tell that it is the same dossier. "Sent" is said only
//! after the digest in the receipt was compared.

use gloo::timers::callback::Timeout;
use hoso_dossier::wire::{Envelope, Receipt};
use hoso_dossier::{Answers, Issue, Severity, Value, json};
use hoso_identifiers::Severity as Weight;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, Blob};
use wasm_bindgen_futures::JsFuture;

use crate::browser::keep::{Keeper, Other};
use crate::browser::uploads;
use crate::dom::effect;
use crate::form::{Form, Frozen, Page, Sending};
use crate::settings::Way;
use crate::texts;
use crate::web;

/// How long the receiver may take, in milliseconds; a weak line is slow.
const PATIENCE: u32 = 90_000;
/// By how much a clock may be set back without being thought wrong before, in seconds.
const CLOCKS: i64 = 3_600;
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
}

/// Sends whenever the wizard asks for it; one try at a time.
pub fn bind(form: Form, keeper: Keeper) {
    let mut before = form.send.get_untracked();
    effect(move || {
        let n = form.send.get();
        if core::mem::replace(&mut before, n) != n
            && form.sending.get_untracked() != Sending::OnItsWay
        {
            form.sending.set(Sending::OnItsWay);
            form.page.set(Page::Sending);
            let keeper = keeper.clone();
            web::spawn(async move { run(form, keeper).await });
        }
    });
}

async fn run(form: Form, keeper: Keeper) {
    photos_are_done(form).await;
    // A photo that came meanwhile has undone the commitment, which was to less.
    if form.state(|state| state.frozen.is_none()) && !form.report().passes() {
        form.sending.set(Sending::Idle);
        form.hold_at_last();
        return;
    }
    let key = keeper.key();
    if adopt(form, &keeper, &key).await {
        return;
    }
    if form.wants_earlier.get_value() {
        form.wants_earlier.set_value(false);
        if !take_earlier(form, &keeper).await {
            return;
        }
    }
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
    let Some(frozen) = freeze(form, &keeper).await else {
        form.sending.set(Sending::Failed("ui.failed_clock"));
        return;
    };
    // Two windows may have pressed at the same moment: the draft was overtaken while this one
    // was written, and the other window's dossier is the one that goes.
    if keeper.key() != key && adopt(form, &keeper, &key).await {
        return;
    }
    let frozen = form.state(|state| state.frozen.clone()).unwrap_or(frozen);
    let mut outcome = attempt(form, &keeper, &frozen).await;
    if matches!(outcome, Outcome::Lacking) {
        uploads::forget_confirmed();
        outcome = attempt(form, &keeper, &frozen).await;
    }
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
            form.thaw();
            form.sending.set(Sending::Idle);
            keeper.write().await;
            form.show_refusal(issues);
            form.focus.set(Some("summary".to_owned()));
        }
        Outcome::Conflict => {
            form.sending.set(Sending::Conflict);
            form.focus.set(Some("h1".to_owned()));
        }
        Outcome::Open(code) => {
            form.change(|state| state.uncertain = true);
            form.sending.set(Sending::Failed(code));
            form.focus.set(Some("h1".to_owned()));
        }
        Outcome::Lacking => {
            uploads::forget_confirmed();
            form.sending.set(Sending::Failed("ui.failed_busy"));
            form.focus.set(Some("h1".to_owned()));
        }
        Outcome::Later(code) | Outcome::Rejected(code) => {
            form.sending.set(Sending::Failed(code));
            form.focus.set(Some("h1".to_owned()));
        }
    }
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

/// The person wants the receipt of the version that has arrived: it goes out again as it was. The
/// changed answers stay as a draft of their own; where that cannot be kept, nothing happens. True
/// if there is something to send.
async fn take_earlier(form: Form, keeper: &Keeper) -> bool {
    let Some(earlier) = form.state(|state| state.earlier.last().cloned()) else {
        return true;
    };
    let value = json::parse_str(&earlier.body).ok();
    let Some(envelope) = value.and_then(|value| Envelope::read(&value).ok()) else {
        return true;
    };
    if !keeper.keep_copy().await {
        no_room(form);
        return false;
    }
    form.replace(Answers::from_value(&envelope.answers).0);
    form.change(|state| {
        state.earlier.pop();
        state.frozen = Some(earlier);
        state.changed_since_frozen = true;
    });
    true
}

/// What was changed can't be kept, so nothing takes its place.
fn no_room(form: Form) {
    form.sending.set(Sending::Failed("ui.failed_room"));
    form.focus.set(Some("h1".to_owned()));
}

/// Takes over what another window has made of the same draft: its dossier made final, which then
/// goes out again under the same key, or its receipt. True if there is nothing to send now.
async fn adopt(form: Form, keeper: &Keeper, key: &str) -> bool {
    let Some(other) = keeper.of_another_window(key).await else {
        return false;
    };
    let arrived = other.receipt.is_some();
    let differs = form.answers(|answers| *answers != other.answers);
    if differs {
        // The receipt is for the other answers; these stay as a draft of their own.
        if !keeper.keep_copy().await {
            no_room(form);
            return true;
        }
        form.replace(other.answers);
    }
    form.change(|state| {
        state.changed_since_frozen = differs;
        state.dossier_id = other.dossier_id;
        state.frozen = other.frozen;
        state.earlier = other.earlier;
        state.sent = other.sent;
        state.receipt = other.receipt;
    });
    keeper.join(key, other.revision);
    if arrived {
        form.sending.set(Sending::Idle);
        form.go(Page::Receipt);
    }
    arrived
}

/// Makes the dossier final and keeps it, or takes the one that is still open.
///
/// Answers that were changed since make another version under the same id. Should the earlier
/// one be stored after all, the receiver refuses this one as a conflict, and the person decides.
async fn freeze(form: Form, keeper: &Keeper) -> Option<Frozen> {
    if let Some(frozen) = form.state(|state| state.frozen.clone()) {
        let same = form
            .envelope_like(&frozen.body)
            .is_some_and(|now| now == frozen.digest);
        if same {
            return Some(frozen);
        }
        form.change(|state| {
            let old = state.frozen.take();
            if state.uncertain {
                state.earlier.extend(old);
            }
        });
    }
    // A version that may be stored already is not sent as yet another one.
    let versions = form.state(|state| state.earlier.clone());
    let same = versions.iter().position(|version| {
        form.envelope_like(&version.body)
            .is_some_and(|now| now == version.digest)
    });
    if let Some(same) = same {
        form.change(|state| {
            state.frozen = Some(state.earlier.remove(same));
            state.changed_since_frozen = false;
            state.uncertain = true;
        });
        keeper.write().await;
        return form.state(|state| state.frozen.clone());
    }
    form.ensure_id();
    form.change(|state| {
        state.changed_since_frozen = false;
        state.uncertain = !state.earlier.is_empty();
    });
    let envelope = form.envelope(web::now())?;
    let body = envelope.canonical();
    let frozen = Frozen {
        digest: hoso_dossier::wire::sha256_hex(body.as_bytes()),
        body,
    };
    form.change(|state| state.frozen = Some(frozen.clone()));
    keeper.write().await;
    Some(frozen)
}

async fn attempt(form: Form, keeper: &Keeper, frozen: &Frozen) -> Outcome {
    let (way, endpoint) = form
        .settings
        .with_value(|settings| (settings.way, settings.endpoint.clone()));
    let id = form.state(|state| state.dossier_id.clone());
    // The files of the very dossier that was made final, whatever was changed since.
    let files = uploads::files_of(&frozen.body);
    if way == Way::Intake
        && let Err(outcome) = uploads::put_all(form, keeper, &endpoint, &files).await
    {
        return outcome;
    }
    let parts = match way {
        Way::Multipart => uploads::parts(form, keeper, &files).await,
        Way::Intake | Way::File => Ok(Vec::new()),
    };
    let parts = match parts {
        Ok(parts) => parts,
        Err(outcome) => return outcome,
    };
    let answer = match post(way, &endpoint, &id, &frozen.body, &parts).await {
        Ok(answer) => answer,
        Err(_) => return Outcome::Open("ui.failed_network"),
    };
    let value = json::parse_str(&answer.text).ok();
    match answer.status {
        200 | 201 => match value.as_ref().map(Receipt::read) {
            Some(Ok(receipt)) if receipt.proves(&frozen.digest, &id, &files) => {
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

impl Form {
    /// The digest that the dossier would have if it were made final with the
    /// answers of now, at the moment and in the language of an earlier one. None for an earlier one
    /// that bears a moment still to come: a clock has been set right since, and the receiver would
    /// refuse it for ever.
    pub(super) fn envelope_like(&self, body: &str) -> Option<String> {
        let earlier = Envelope::read(&json::parse_str(body).ok()?).ok()?;
        let seconds = hoso_dossier::instant::read(&earlier.declared_at)?;
        if seconds > web::now() + CLOCKS {
            return None;
        }
        let attachments = self.attachments();
        let envelope = self.answers(|answers| {
            Envelope::new(
                self.procedure().definition,
                answers,
                &earlier.dossier_id,
                &earlier.language,
                seconds,
                attachments,
            )
        })?;
        Some(envelope.digest())
    }
}
