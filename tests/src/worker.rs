//! The real web worker, asked from the real page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::site::Site;

/// A small file of the built page, in whose place photos are handed to the browser.
const PLACE: &str = "/nginx.conf";

/// What the page does to talk with the worker, as the protocol in `crates/worker/README.md` says.
const HIRE: &str = r#"(() => {
    const waiting = new Map();
    window.died = 0;
    window.worker = hosoWorker();
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
        const answer = await ask({ job: 'photo', file, pdf: false, turn: 0, ...more });
        const { photo } = answer;
        if (photo) { photo.bytes = await text(photo.bytes); photo.thumb = await text(photo.thumb); }
        return answer;
    };
    window.fetched = async () => (await fetch('/nginx.conf', { cache: 'no-store' })).blob();
})()"#;

/// A photo as it came back.
pub struct Photo {
    /// The file.
    pub bytes: Vec<u8>,
    /// The small picture.
    pub thumb: Vec<u8>,
    /// The other fields of the answer.
    pub told: Value,
    /// The stages that were told before.
    pub stages: Value,
}

impl Photo {
    /// A field of the answer as text.
    pub fn text(&self, name: &str) -> &str {
        self.told[name].as_str().unwrap_or_default()
    }
}

impl Browser {
    /// Starts a worker in the page.
    pub async fn hire(&self) {
        self.look(HIRE).await;
    }

    /// Puts a file where the page's own functions find it, as `file`.
    pub async fn hand(&self, site: &Site, bytes: &[u8]) {
        site.line.exchange(PLACE, bytes.to_vec());
        self.look("fetched().then((blob) => { window.file = blob; })")
            .await;
    }

    /// Gives a file to the worker; `more` may hold `pdf` and `turn`.
    pub async fn photo(&self, site: &Site, bytes: &[u8], more: Value) -> Result<Photo, String> {
        self.hand(site, bytes).await;
        read(self.look(&format!("photo(file, {more})")).await)
    }

    /// The same without anything more.
    pub async fn plain_photo(&self, site: &Site, bytes: &[u8]) -> Result<Photo, String> {
        self.photo(site, bytes, json!({})).await
    }
}

/// An answer of the page's `photo`, or the code of its error.
pub fn read(mut answer: Value) -> Result<Photo, String> {
    if let Some(code) = answer["error"].as_str() {
        return Err(code.to_owned());
    }
    let mut told = answer["photo"].take();
    let mut bytes = |name: &str| {
        STANDARD
            .decode(told[name].take().as_str().unwrap())
            .unwrap()
    };
    let (bytes, thumb) = (bytes("bytes"), bytes("thumb"));
    Ok(Photo {
        bytes,
        thumb,
        told,
        stages: answer["stages"].take(),
    })
}
