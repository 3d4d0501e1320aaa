//! The real photo worker, called from the real page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::site::Site;

/// The path at which the proxy serves a photo to the page.
const PHOTO_PATH: &str = "/index.html";

/// Starts a worker and speaks the protocol of `crates/worker/README.md` with it.
const START_WORKER: &str = r#"(() => {
    const waiting = new Map();
    window.died = 0;
    window.workerScript = new URL('WORKER_SCRIPT', location).href;
    window.worker = new Worker(workerScript, { type: 'module' });
    worker.onerror = (event) => { died += 1; event.preventDefault(); };
    worker.onmessage = ({ data }) => {
        const job = waiting.get(data.id);
        if (data.progress) job.stages.push(data.progress); else job.done({ ...data, stages: job.stages });
    };
    let id = 0;
    window.ask = (message) => new Promise((done) => {
        waiting.set(++id, { done, stages: [] });
        worker.postMessage({ id, ...message });
    });
    window.text = (buffer) => new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(',')[1] ?? '');
        reader.readAsDataURL(new Blob([buffer]));
    });
    window.photo = async (file, more) => {
        const answer = await ask({ job: 'photo', file, pdf: false, rotation: 0, ...more });
        const { photo } = answer;
        if (photo) { photo.bytes = await text(photo.bytes); photo.thumb = await text(photo.thumb); }
        return answer;
    };
    window.fetched = async () =>
        new Blob([await (await fetch('/index.html', { cache: 'no-store' })).arrayBuffer()]);
})()"#;

/// A processed photo.
pub struct Photo {
    /// The file.
    pub bytes: Vec<u8>,
    /// The thumbnail.
    pub thumb: Vec<u8>,
    /// The other fields of the response.
    pub fields: Value,
    /// The progress messages before the response.
    pub stages: Value,
}

impl Photo {
    /// Returns a field of the response as text.
    pub fn text(&self, name: &str) -> &str {
        self.fields[name].as_str().unwrap_or_default()
    }
}

impl Browser {
    /// Starts a worker in the page.
    pub async fn start_photo_worker(&self) {
        self.eval(&START_WORKER.replace("WORKER_SCRIPT", &Site::worker_file(".js")))
            .await;
    }

    /// Loads a file into the page, as `window.file`.
    pub async fn provide_file(&self, site: &Site, bytes: &[u8]) {
        site.proxy.replace_body(PHOTO_PATH, bytes.to_vec());
        self.eval("fetched().then((blob) => { window.file = blob; })")
            .await;
    }

    /// Processes a file in the worker; `options` may hold `pdf` and `turn`.
    pub async fn process_photo(
        &self,
        site: &Site,
        bytes: &[u8],
        options: Value,
    ) -> Result<Photo, String> {
        self.provide_file(site, bytes).await;
        decode_response(self.eval(&format!("photo(file, {options})")).await)
    }

    /// Processes a file in the worker with the default options.
    pub async fn process_photo_by_default(
        &self,
        site: &Site,
        bytes: &[u8],
    ) -> Result<Photo, String> {
        self.process_photo(site, bytes, json!({})).await
    }
}

/// Decodes a response of the page's `photo`, or returns its error code.
pub fn decode_response(mut response: Value) -> Result<Photo, String> {
    if let Some(code) = response["error"].as_str() {
        return Err(code.to_owned());
    }
    let mut fields = response["photo"].take();
    let mut bytes = |name: &str| {
        STANDARD
            .decode(fields[name].take().as_str().unwrap())
            .unwrap()
    };
    let (bytes, thumb) = (bytes("bytes"), bytes("thumb"));
    Ok(Photo {
        bytes,
        thumb,
        fields,
        stages: response["stages"].take(),
    })
}
