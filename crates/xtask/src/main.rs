//! `cargo xtask`: everything around the code that is more than one cargo command.
//!
//! Trunk builds the app; what Trunk leaves open is done by [`bundle`], which Trunk calls as
//! its hook. So `trunk serve`, `trunk build --release` and `cargo xtask build` end in the
//! same folder. Nothing here decides anything about a dossier.
//!
//! This program answers to a second name: started as `wasm-bindgen` it is that tool, in the
//! very version that `Cargo.lock` names, so that nobody has to install it ([`bindgen`]).

mod bindgen;
mod bundle;
mod command;
mod compress;
mod deployment;
mod digest;
mod gate;
mod headers;
mod install;
mod page;
mod serve;
mod size;
mod split;
mod style;
mod wasm;
mod worker;

use command::Outcome;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  serve [--port 8080] [--data-dir FOLDER] [--dev]
             build the release app, start the receiver, serve both at one address;
             --dev lets Trunk serve the app and rebuild it whenever a file changes
  test       everything CI checks: format, lints, tests, docs, build, size, browser
  build      the release app in dist/, after installing what is missing; fails over the budget
  size       what the first load of /602b/ weighs; fails over the budget
  style      compile style/main.scss and print its size
  configure [--dist dist] --config FILE
             write another deployment's settings into a finished dist/
  postbuild  the hook that Trunk calls at the end of a build
  tools      install what is missing, and nothing else
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
        "build" => install::tools()
            .and_then(|tools| tools.trunk_build())
            .and_then(|()| size::run(&[])),
        "size" => size::run(rest),
        "style" => style::run(),
        "configure" => deployment::run(rest),
        "postbuild" => bundle::hook(),
        "tools" => install::tools().map(|_| ()),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command '{other}'\n\n{USAGE}")),
    }
}
