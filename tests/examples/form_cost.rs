//! Measures how long the official form takes in the real worker, from the press to the file.
//!
//! `cargo run -p hoso-tests --example form_cost`, with a release build in `dist/`; a slower
//! processor as in `photo_cost`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement may stop where it fails"
)]

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::site::Site;

const ONE: &str = "new Promise((done) => {
    const begin = performance.now();
    const control = document.querySelector('#open_pdf');
    const section = control.closest('section');
    const check = () => {
        if (section.querySelector('a[download]')) done(Math.round(performance.now() - begin)); else setTimeout(check, 1);
    };
    control.click();
    check();
})";

#[tokio::main]
async fn main() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .complete_until("review", &examples::answers("ok-golden-1-first-no-number"))
        .await;
    println!("milliseconds from the press to the file, the first with the worker's start:");
    for round in 1..=4 {
        println!("{round}: {}", browser.eval(ONE).await);
        // Changes an answer, which discards the form and shows its button again.
        browser.fill("commitment", "yes").await;
        browser
            .wait_for("document.querySelector('#open_pdf').tagName === 'BUTTON'")
            .await;
    }
    browser.finish().await;
}
