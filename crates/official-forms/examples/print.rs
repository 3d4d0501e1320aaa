//! Prints a request: `cargo run -p hoso-official-forms --example print < request.json > form.pdf`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool for the desk may stop where it fails"
)]

use std::io::{Read, Write, stdin, stdout};
use std::time::Instant;

fn main() {
    let mut request = String::new();
    stdin().read_to_string(&mut request).expect("UTF-8");
    let start = Instant::now();
    let sheet = hoso_official_forms::Sheet::read(&request).expect("a request");
    let pdf = hoso_official_forms::pdf(&sheet).expect("a form");
    eprintln!(
        "{}: {} bytes in {:?}",
        hoso_official_forms::file_name(&sheet),
        pdf.len(),
        start.elapsed()
    );
    stdout().write_all(&pdf).unwrap();
}
