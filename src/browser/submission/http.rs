//! HTTP requests to the receiver.

use gloo::timers::callback::Timeout;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, Blob, FormData, Headers, RequestInit};
use wasm_bindgen_futures::JsFuture;

use crate::browser::submission::lenient_json;
use crate::config::DeliveryMode;
use crate::wizard::request_timing::request_timeout_ms;

/// A response.
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body.
    pub text: String,
    /// The header `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// The header `Date`, if this page may read it.
    pub date: Option<String>,
}

/// A file as a part of a form.
pub struct FormPart {
    /// The name of the part: the hash of the file.
    pub name: String,
    /// The file name.
    pub file_name: String,
    /// The bytes.
    pub bytes: Blob,
}

/// Posts a dossier.
///
/// # Errors
/// If no response came.
pub async fn post(
    mode: DeliveryMode,
    endpoint: &str,
    id: &str,
    body: &str,
    files: &[FormPart],
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    let headers = Headers::new()?;
    headers.append("Idempotency-Key", id)?;
    let url = if mode == DeliveryMode::Multipart {
        let data = FormData::new()?;
        data.append_with_str("idempotency_key", id)?;
        data.append_with_str("dossier", body)?;
        for file in files {
            data.append_with_blob_and_filename(&file.name, &file.bytes, &file.file_name)?;
        }
        init.set_body(&data);
        endpoint.to_owned()
    } else {
        headers.append("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
        [endpoint, "/dossiers"].concat()
    };
    init.set_headers(&headers);
    let files = files.iter().map(|file| file.bytes.size()).sum::<f64>();
    let timeout_ms = request_timeout_ms(body.len() as f64 + files);
    send(&url, &init, timeout_ms).await
}

/// Puts a file under its hash.
///
/// # Errors
/// If no response came.
pub async fn put(
    endpoint: &str,
    sha256: &str,
    media_type: &str,
    bytes: &Blob,
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method("PUT");
    let headers = Headers::new()?;
    headers.append("Content-Type", media_type)?;
    init.set_headers(&headers);
    init.set_body(bytes);
    let url = [endpoint, "/attachments/", sha256].concat();
    send(&url, &init, request_timeout_ms(bytes.size())).await
}

/// How long the question for the receiver's time may take, in milliseconds. The dossier is sealed
/// after it.
const TIME_TIMEOUT_MS: u32 = 5_000;

/// Returns the receiver's time, in seconds since 1970, UTC: what `GET /intake` says, or else the
/// header `Date`, which a page of another origin cannot read. `None` if no response came.
pub async fn time(endpoint: &str) -> Option<i64> {
    let init = RequestInit::new();
    init.set_cache(web_sys::RequestCache::NoStore);
    let url = [endpoint, "/intake"].concat();
    let response = send(&url, &init, TIME_TIMEOUT_MS).await.ok()?;
    let value = lenient_json::parse(&response.text);
    let time = value.as_ref().and_then(|value| value.get("time")?.as_str());
    let ms = js_sys::Date::parse(time.or(response.date.as_deref())?);
    (!ms.is_nan()).then(|| (ms / 1000.0) as i64)
}

/// Returns whether the receiver answers at all: `GET /intake`, or, where the contract has none, a request
/// without a body to the address of the form.
pub async fn is_reachable(mode: DeliveryMode, endpoint: &str) -> bool {
    let init = RequestInit::new();
    init.set_cache(web_sys::RequestCache::NoStore);
    let url = if mode == DeliveryMode::Intake {
        [endpoint, "/intake"].concat()
    } else {
        init.set_method("HEAD");
        endpoint.to_owned()
    };
    send(&url, &init, TIME_TIMEOUT_MS).await.is_ok()
}

/// Returns the time of the server of this page, in seconds since 1970, UTC. `None` if no response came.
pub async fn server_time() -> Option<i64> {
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_cache(web_sys::RequestCache::NoStore);
    let page = web_sys::window()?.location().pathname().ok()?;
    let date = send(&page, &init, TIME_TIMEOUT_MS).await.ok()?.date?;
    let ms = js_sys::Date::parse(&date);
    (!ms.is_nan()).then(|| (ms / 1000.0) as i64)
}

/// Sends a request and reads the whole response. Redirects are errors: a dossier is never posted to
/// where a redirect leads.
async fn send(url: &str, init: &RequestInit, timeout_ms: u32) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    init.set_redirect(web_sys::RequestRedirect::Error);
    init.set_credentials(web_sys::RequestCredentials::Omit);
    let controller = web_sys::AbortController::new()?;
    init.set_signal(Some(&controller.signal()));
    let timeout = Timeout::new(timeout_ms, move || controller.abort());
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str_and_init(url, init))
        .await?
        .dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string();
    drop(timeout);
    Ok(Response {
        status: response.status(),
        text: text.unwrap_or_default(),
        retry_after: retry_after(&response.headers()),
        date: response.headers().get("Date").ok().flatten(),
    })
}

/// Reads `Retry-After`, which is a number of seconds or a date (RFC 9110 §10.2.3).
fn retry_after(headers: &Headers) -> Option<u32> {
    let value = headers.get("Retry-After").ok()??;
    let seconds = value.trim().parse().ok();
    seconds.or_else(|| {
        let ms = js_sys::Date::parse(&value) - js_sys::Date::now();
        // A cast of a negative number gives 0.
        (!ms.is_nan()).then(|| (ms / 1000.0).ceil() as u32)
    })
}
