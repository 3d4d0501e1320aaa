//! The one gate, the same at home and in CI.

use crate::{
    command::{Outcome, cargo, root, run, says},
    install, size,
};
use std::{
    io::Write as _,
    time::{Duration, Instant},
};

/// Where the property tests take their cases from, each time the same: a gate judges the change.
const SEED: &str = "PROPTEST_RNG_SEED";

/// Runs every check, stops at the first that fails, and prints how long each took.
///
/// # Errors
/// The first check that fails.
pub(crate) fn run_all() -> Outcome {
    let mut gate = Gate { took: Vec::new() };
    let tools = gate.stage("tools", install::tools)?;
    gate.stage("browser", install::browser)?;
    gate.stage("text recognition", install::reader)?;
    gate.stage("readers of PDF", install::paper)?;
    gate.cargo("format", &["fmt", "--all", "--check"])?;
    gate.cargo(
        "lints, native",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    gate.cargo(
        "lints, browser",
        &[
            "clippy",
            "--package",
            "hoso-web-bin",
            "--features",
            "hydrate",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    gate.cargo(
        "lints, worker",
        &[
            "clippy",
            "--package",
            "hoso-worker",
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    gate.stage("tests", || {
        let mut tests = cargo(&["test", "--workspace", "--exclude", "hoso-tests"]);
        if std::env::var_os(SEED).is_none() {
            tests.env(SEED, "602");
        }
        run(&mut tests)
    })?;
    gate.stage("docs", || {
        run(cargo(&[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ])
        .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    if says("cargo", &["deny", "--version"]).is_some() {
        // Not the advisories: they are fetched from elsewhere, and change without the code.
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
    gate.stage("build", || tools.trunk_build())?;
    gate.stage("size", || size::run(&[]))?;
    gate.stage("tests in a browser", || {
        run(cargo(&["test", "--package", "hoso-tests"]).env("HOSO_DIST", root().join("dist")))
    })?;
    gate.summary();
    Ok(())
}

struct Gate {
    took: Vec<(&'static str, Duration)>,
}

impl Gate {
    fn cargo(&mut self, name: &'static str, arguments: &[&str]) -> Outcome {
        self.stage(name, || run(&mut cargo(arguments)))
    }

    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n=== {name}");
        // Other programs write to the same output next.
        let _ = std::io::stdout().flush();
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        println!(
            "=== {name}: {} in {:.1} s",
            if outcome.is_ok() { "ok" } else { "FAILED" },
            took.as_secs_f32()
        );
        self.took.push((name, took));
        outcome
    }

    fn summary(&self) {
        println!();
        for (name, took) in &self.took {
            println!("{:>7.1} s  {name}", took.as_secs_f32());
        }
        let all: Duration = self.took.iter().map(|(_, took)| *took).sum();
        println!("{:>7.1} s  all is well", all.as_secs_f32());
    }
}
