//! How long the verdict over a whole dossier takes: the usual one and the largest.
//!
//! `cargo bench -p hoso-procedures`

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark may stop where it fails, and what criterion writes has no docs"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use hoso_dossier::{Answers, check, json};
use hoso_identifiers::Date;

/// What is measured, and the example file that holds its answers.
const DOSSIERS: [(&str, &str); 2] = [
    (
        "check/first_no_number_3_members",
        "ok-golden-1-first-no-number",
    ),
    (
        "check/first_no_number_30_members",
        "ok-case-a-thirty-members",
    ),
];

fn bench(c: &mut Criterion) {
    let procedure = hoso_procedures::find("602b").expect("the procedure is there");
    let today = Date::new(2026, 11, 20).expect("a day of the calendar");
    for (name, file) in DOSSIERS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("602b/examples")
            .join(file)
            .with_extension("json");
        let example = json::parse(&fs::read(path).expect("the example is there")).expect("JSON");
        let (answers, _) = Answers::from_value(example.get("answers").expect("it has answers"));
        assert!(check(procedure, &answers, today).passes(), "{file}");
        c.bench_function(name, |b| {
            b.iter(|| check(procedure, black_box(&answers), today))
        });
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
