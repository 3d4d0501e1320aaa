//! Serves the site and its receiver on one address.

use crate::{
    build,
    command::{Outcome, cargo, option, root, run as run_command, target},
    compile::Profile,
    watch::Snapshot,
};
use hoso_receiver::{Config, Server};
use std::{
    io::Write as _,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// Builds the site, starts the receiver, and runs until it is stopped.
///
/// With `--dev` it builds without optimisation, and again after each change of a source file.
///
/// # Errors
/// When the build fails or the port is in use.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let port = option(arguments, "--port")?.unwrap_or("8080");
    let port: u16 = port
        .parse()
        .map_err(|_| format!("--port takes a number up to 65535, not '{port}'"))?;
    let data_dir =
        option(arguments, "--data-dir")?.map_or_else(|| target().join("intake"), PathBuf::from);
    let config = || Config {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        data_dir: data_dir.clone(),
        site: Some(root().join("dist")),
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|problem| problem.to_string())?;
    if !arguments.iter().any(|argument| argument == "--dev") {
        build::build(Profile::Web)?;
        return runtime.block_on(serve(config(), stop_signal()));
    }
    let mut snapshot = Snapshot::take();
    rebuild()?;
    loop {
        // The receiver reads the headers, with the hashes of the style elements, when it starts.
        let mut next = None;
        let until_rebuilt = async {
            tokio::select! {
                () = stop_signal() => (),
                snapshot = rebuilt(snapshot) => next = Some(snapshot),
            }
        };
        runtime.block_on(serve(config(), until_rebuilt))?;
        match next {
            Some(taken) => snapshot = taken,
            None => return Ok(()),
        }
    }
}

/// Completes after a change of a source file and a successful build.
async fn rebuilt(mut snapshot: Snapshot) -> Snapshot {
    loop {
        snapshot = snapshot.changed().await;
        let outcome = tokio::task::spawn_blocking(rebuild).await;
        match outcome.unwrap_or_else(|problem| Err(problem.to_string())) {
            Ok(()) => {
                println!("rebuilt; reload the page");
                return snapshot;
            }
            Err(problem) => eprintln!("error: {problem}; waiting for the next change"),
        }
    }
}

/// Builds in a process of its own: this program contains the old version of the prerendered app.
fn rebuild() -> Outcome {
    run_command(&mut cargo(&[
        "run",
        "--package",
        "xtask",
        "--",
        "build",
        "--dev",
    ]))
}

async fn serve(config: Config, shutdown: impl Future<Output = ()>) -> Outcome {
    let data_dir = config.data_dir.display().to_string();
    let server = Server::bind(config)
        .await
        .map_err(|problem| problem.to_string())?;
    println!(
        "Hồ Sơ and its receiver: http://{}/  (dossiers in {data_dir}; stop with Ctrl-C)",
        server.address
    );
    let _ = std::io::stdout().flush();
    server
        .run(shutdown)
        .await
        .map_err(|problem| problem.to_string())
}

/// Completes on Ctrl-C and on SIGTERM.
async fn stop_signal() {
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = terminate.recv() => return,
            _ = tokio::signal::ctrl_c() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
