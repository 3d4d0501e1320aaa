//! Measures a photo of twelve megapixels in the real worker: time by stage, and memory.
//!
//! `cargo run -p hoso-tests --example photo_cost`, with a release build in `dist/`. The
//! developer tools do not throttle workers; `docs/performance.md` says how to run on a slower
//! processor.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement may stop where it fails"
)]

use hoso_tests::browser::Browser;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::site::Site;

const ONE: &str = "(async () => {
    const begin = performance.now();
    const stages = {};
    const note = ({ data }) => { stages[data.progress] = Math.round(performance.now() - begin); };
    worker.addEventListener('message', note);
    const { photo } = await ask({ job: 'photo', file, pdf: false, rotation: 0 });
    stages.ready = Math.round(performance.now() - begin);
    worker.removeEventListener('message', note);
    return { ...stages, bytes: photo.size };
})()";

#[tokio::main]
async fn main() {
    let file = jpeg(&scene(4000, 3000));
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.start_photo_worker().await;
    // Warms up: the worker fetches and compiles its module on the first message.
    let first = browser
        .process_photo_by_default(&site, &jpeg(&scene(64, 48)))
        .await;
    assert!(first.is_ok(), "the worker answers");
    browser.provide_file(&site, &file).await;
    println!("{} bytes, milliseconds since the request:", file.len());
    for round in 1..=4 {
        let memory = browser.measure_memory();
        let took = browser.eval(ONE).await;
        println!("{round}: {took} {} kB more memory", memory.peak_growth());
    }
    browser.finish().await;
}
