//! The command line of the receiver, for its own program and for `hoso serve`.

use std::process::ExitCode;

use crate::config::Config;
use crate::store::scrub::scrub;
use crate::{logging, server};

/// The options, for the help of a program.
pub const OPTIONS: &str = "  --address 127.0.0.1:8080     where to listen
  --data-dir hoso-data         folder of the database and the attachments
  --base /api                  path of the API
  --site dist                  folder of pages to serve on the same origin
  --allow-origin https://host  whose pages elsewhere may call; may come several times
  --proxy 10.0.0.5             address of a proxy in front, whose connections are not
                               limited; may come several times; this machine always
  --scrub                      compare all stored files with their hashes, and end
";

/// Runs the receiver until the process is asked to stop, or compares its files. `program` begins
/// the help.
pub fn run(program: &str, arguments: impl Iterator<Item = String>) -> ExitCode {
    let help = || format!("{program}: receives dossiers\n\n{OPTIONS}");
    let config = match read(arguments) {
        Ok(Some(Command::Serve(config))) => config,
        Ok(Some(Command::Scrub(config))) => return compare_files(&config),
        Ok(None) => {
            print!("{}", help());
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
    match runtime.block_on(server::serve(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "cannot run");
            ExitCode::FAILURE
        }
    }
}

/// What the program is asked to do.
enum Command {
    Serve(Config),
    Scrub(Config),
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

fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Command>, String> {
    let mut config = Config::default();
    let mut scrub = false;
    while let Some(name) = arguments.next() {
        if matches!(name.as_str(), "-h" | "--help") {
            return Ok(None);
        }
        if name == "--scrub" {
            scrub = true;
            continue;
        }
        let value = arguments
            .next()
            .ok_or_else(|| format!("{name}: expected a value"))?;
        match name.as_str() {
            "--address" => {
                config.address = value
                    .parse()
                    .map_err(|_| format!("--address {value}: expected 127.0.0.1:8080"))?;
            }
            "--data-dir" => config.data_dir = value.into(),
            "--base" => config.base = value,
            "--site" => config.site = Some(value.into()),
            "--allow-origin" => config.allowed_origins.push(value),
            "--proxy" => config.proxies.push(
                value
                    .parse()
                    .map_err(|_| format!("--proxy {value}: expected 10.0.0.5"))?,
            ),
            _ => return Err(format!("{name}: unknown")),
        }
    }
    Ok(Some(if scrub {
        Command::Scrub(config)
    } else {
        Command::Serve(config)
    }))
}
