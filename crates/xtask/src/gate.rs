//! The gate: every check, the same for developers and in CI.

use crate::{
    build,
    command::{Outcome, cargo, output_of, root, run},
    compile::Profile,
    install,
    progress::timed,
    size, trunk,
};
use std::num::NonZero;
use std::time::Duration;

/// Seed of the property tests; a fixed one, so that the gate depends on the change alone.
const SEED: &str = "PROPTEST_RNG_SEED";
/// How many tests of a program run at once, read by Rust's test harness.
const TEST_THREADS: &str = "RUST_TEST_THREADS";
/// Set in CI to also compare the build with that of Trunk, which takes as long again.
const COMPARE: &str = "HOSO_COMPARE_TRUNK";

/// Runs every check, stops at the first failure, and prints the duration of each.
///
/// The order is from cheap to expensive. All tests are one cargo command: another selection of
/// packages would enable other features, and compile half of the dependencies again. They come
/// after the build, since the browser tests need the site.
///
/// # Errors
/// The first check that fails.
pub(crate) fn run_all() -> Outcome {
    let mut gate = Gate {
        durations: Vec::new(),
    };
    gate.stage("tools", install::tools)?;
    gate.cargo("format", &["fmt", "--all", "--check"])?;
    gate.cargo("lints, native", &clippy(&["--workspace", "--all-targets"]))?;
    gate.cargo(
        "lints, browser",
        &clippy(&[
            "--package=hoso-web-bin",
            "--package=hoso-worker",
            "--features=hoso-web-bin/hydrate",
            "--target=wasm32-unknown-unknown",
        ]),
    )?;
    // A view of ours within a plain Leptos page.
    gate.cargo(
        "example, browser",
        &[
            "build",
            "--package=hoso",
            "--features=hydrate",
            "--example=leptos_page",
            "--target=wasm32-unknown-unknown",
        ],
    )?;
    if output_of("cargo", &["deny", "--version"]).is_some() {
        // Excludes advisories: they need the network and change independently of the code.
        gate.cargo(
            "licences",
            &[
                "deny",
                "--workspace",
                "check",
                "bans",
                "licenses",
                "sources",
            ],
        )?;
    }
    gate.stage("docs", || {
        run(cargo(&[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ])
        .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    gate.stage("build", || build::build(Profile::Web))?;
    gate.stage("size", || size::run(&[]))?;
    gate.stage("tests", || {
        let mut tests = cargo(&["test", "--workspace"]);
        tests.env("HOSO_DIST", root().join("dist"));
        if std::env::var_os(TEST_THREADS).is_none() {
            // A browser test waits for timers and the network half of its time.
            let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
            tests.env(TEST_THREADS, (2 * cores).to_string());
        }
        if std::env::var_os(SEED).is_none() {
            tests.env(SEED, "602");
        }
        run(&mut tests)
    })?;
    if std::env::var_os(COMPARE).is_some() {
        gate.stage("comparison with Trunk", trunk::compare)?;
    }
    gate.print_durations();
    print_skipped_backends();
    Ok(())
}

/// The backends of `docs/backends` and the programs that run them.
const BACKENDS: [(&str, &str); 3] = [
    ("backend.py", "python3"),
    ("backend.mjs", "node"),
    ("backend.php", "php"),
];

/// Prints which backends were not tested, after the durations.
fn print_skipped_backends() {
    for (file, program) in BACKENDS {
        if output_of(program, &["--version"]).is_none() {
            println!("  SKIPPED  docs/backends/{file}: {program} is not installed");
        }
    }
}

/// Returns the arguments of a clippy command for which a warning is an error.
fn clippy<'a>(selection: &[&'a str]) -> Vec<&'a str> {
    [&["clippy"], selection, &["--", "-D", "warnings"]].concat()
}

struct Gate {
    durations: Vec<(&'static str, Duration)>,
}

impl Gate {
    fn cargo(&mut self, name: &'static str, arguments: &[&str]) -> Outcome {
        self.stage(name, || run(&mut cargo(arguments)))
    }

    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let (outcome, duration) = timed("===", name, work);
        self.durations.push((name, duration));
        outcome
    }

    fn print_durations(&self) {
        println!();
        for (name, duration) in &self.durations {
            println!("{:>7.1} s  {name}", duration.as_secs_f32());
        }
        let sum: Duration = self.durations.iter().map(|(_, duration)| *duration).sum();
        println!("{:>7.1} s  all checks passed", sum.as_secs_f32());
    }
}
