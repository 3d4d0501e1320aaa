//! `cargo xtask`: every task of this repository that is more than one cargo command.
//!
//! `build` compiles the app and the web worker with cargo and turns them into a static site
//! ([`bundle`]). Trunk calls the same code as its hook ([`trunk`]), so `trunk serve` and `trunk
//! build --release` produce the same site. No rule about a dossier is implemented here.
//!
//! Started under the name `wasm-bindgen`, this program acts as that command, in the version of
//! `Cargo.lock` ([`bindgen`]).

mod artifacts;
mod bindgen;
mod build;
mod bundle;
mod command;
mod comparison;
mod compile;
mod embed;
mod gate;
mod import_names;
mod install;
mod messages;
mod offline;
mod progress;
mod release;
mod sbom;
mod script;
mod serve;
mod size;
mod source_paths;
mod split;
mod style;
mod trunk;
mod wasm;
mod watch;
mod worker;

use command::Outcome;
use compile::Profile;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port 8080] [--data-dir FOLDER] [--dev]
             build the release site, start the receiver, serve both at one address;
             --dev builds without optimisation, and again whenever a file changes
  test       everything CI checks: format, lints, tests, docs, build, size, browser
  build [--dev]
             the release site in dist/; fails over the size budget
  size       the size of each procedure's first load; fails over the budget
  style      the size of the style sheet
  release    the files of a release in target/hoso-release/: static program, site, list of
             crates, hashes
  reproduce  make the release twice, here and in a clone, and compare every byte
  tools      install what build and tests need
  postbuild  the hook that Trunk calls at the end of a build
  trunk-compare
             build with and without Trunk and compare every file; skipped without Trunk
";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().collect();
    let program = if arguments.is_empty() {
        String::new()
    } else {
        arguments.remove(0)
    };
    let outcome = if bindgen::is_named(&program) {
        bindgen::run(&arguments)
    } else {
        run(&arguments)
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let (name, rest) = arguments
        .split_first()
        .map_or(("help", &[][..]), |(name, rest)| (name.as_str(), rest));
    match name {
        "serve" => serve::run(rest),
        "test" => gate::run_all(),
        "build" if rest == ["--dev"] => build::build(Profile::Dev),
        "build" => build::build(Profile::Web).and_then(|()| size::run(&[])),
        "size" => size::run(rest),
        "style" => style::run(),
        "release" => release::release(),
        "reproduce" => release::reproduce(),
        "postbuild" => trunk::hook(),
        "tools" => install::tools(),
        "trunk-compare" => trunk::compare(),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command '{other}'\n\n{USAGE}")),
    }
}
