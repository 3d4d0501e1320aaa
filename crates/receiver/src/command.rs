//! The command line of the receiver, for its own program and for `hoso serve`.

use std::process::ExitCode;

use crate::config::Config;
use crate::settings::{Request, help, read_settings};
use crate::store::scrub::scrub;
use crate::version::version;
use crate::{logging, server};

/// Runs the action that the command line requests: serve until a stop signal, scrub, check, help or
/// version. `program` is the program name in the help.
pub fn run(program: &str, arguments: impl Iterator<Item = String>) -> ExitCode {
    let help = || format!("{program}: receives dossiers\n\n{}", help());
    // Ignores variables that are not UTF-8.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let config = match read_settings(arguments, variables) {
        Ok(Request::Serve(config)) => config,
        Ok(Request::Scrub(config)) => return compare_files(&config),
        Ok(Request::Check) => {
            println!("the settings are right");
            return ExitCode::SUCCESS;
        }
        Ok(Request::Help) => {
            print!("{}", help());
            return ExitCode::SUCCESS;
        }
        Ok(Request::Version) => {
            println!("{program} {}", version());
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("{mistake}\n\n{}", help());
            return ExitCode::from(2);
        }
    };
    logging::start();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "cannot run");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(server::serve(*config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "cannot run");
            ExitCode::FAILURE
        }
    }
}

/// Compares all stored files with their hashes and prints what is wrong, one line a file.
fn compare_files(config: &Config) -> ExitCode {
    let report = match scrub(&config.data_dir) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    for file in &report.damaged {
        let state = if file.differs { "differs" } else { "missing" };
        println!("{state} {} {}", file.sha256, file.dossiers.join(","));
    }
    println!(
        "whole: {}, damaged: {}, removed: {}",
        report.whole,
        report.damaged.len(),
        report.removed
    );
    if report.damaged.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
