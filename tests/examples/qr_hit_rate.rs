//! Measures how many generated photos of a card the QR decoder of the worker reads, and how long it
//! takes natively.
//!
//! `cargo run -p hoso-tests --example qr_hit_rate [seeds] [folder for the photos that fail]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement may stop where it fails"
)]

use std::time::Instant;

use hoso_tests::card_photos::{CARD, FAULTS, SIZES, photo, shrunk};
use hoso_worker::qr_code::{Grey, decode};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seeds: u32 = arguments.next().map_or(7, |seeds| seeds.parse().unwrap());
    let folder = arguments.next();
    let mut times = Vec::new();
    let (mut read, mut count) = (0, 0);
    for fault in FAULTS {
        let mut line = format!("{fault:?}:");
        for size in SIZES {
            let mut hits = 0;
            for seed in 0..seeds {
                let bytes = photo(
                    CARD,
                    size,
                    fault,
                    seed * 31 + size.0 % 29 + fault as u32 * 101,
                );
                let (width, grey) = shrunk(&bytes);
                let start = Instant::now();
                let late = || start.elapsed().as_millis() > 30_000;
                let text = decode(&Grey::new(width, grey), |text| text == CARD, late);
                times.push(start.elapsed().as_millis());
                let is_read = text.as_deref() == Some(CARD);
                hits += u32::from(is_read);
                if !is_read && let Some(folder) = &folder {
                    std::fs::write(format!("{folder}/{fault:?}-{}-{seed}.jpg", size.0), bytes)
                        .unwrap();
                }
            }
            line.push_str(&format!("  {}x{} {hits}/{seeds}", size.0, size.1));
            read += hits;
            count += seeds;
        }
        println!("{line}");
    }
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
    println!("{read} of {count} read, {} ‰", read * 1000 / count);
    println!(
        "native: median {} ms, p95 {} ms, longest {} ms",
        at(50),
        at(95),
        at(100)
    );
}
