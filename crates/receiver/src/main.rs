//! The command-line program of the receiver.

use std::process::ExitCode;

use hoso_receiver::{Config, logging, serve};

const HELP: &str = "hoso-receiver: receives dossiers

  --address 127.0.0.1:8080     where to listen
  --data-dir hoso-data         folder of the database and the attachments
  --base /api                  path of the API
  --site dist                  folder of pages to serve on the same origin
  --allow-origin https://host  whose pages elsewhere may call; may come several times
";

#[tokio::main]
async fn main() -> ExitCode {
    let config = match read(std::env::args().skip(1)) {
        Ok(Some(config)) => config,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("{mistake}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    logging::start();
    match serve(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "cannot run");
            ExitCode::FAILURE
        }
    }
}

fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Config>, String> {
    let mut config = Config::default();
    while let Some(name) = arguments.next() {
        if matches!(name.as_str(), "-h" | "--help") {
            return Ok(None);
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
            _ => return Err(format!("{name}: unknown")),
        }
    }
    Ok(Some(config))
}
