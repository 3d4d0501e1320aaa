//! The app and its receiver on one address.

use crate::{
    command::{Outcome, option, root, target},
    install,
};
use hoso_receiver::{Config, Server};
use std::{
    io::Write as _,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::Child,
};

/// Builds, starts and says where, until it is told to stop.
///
/// # Errors
/// When a tool is missing, the build fails, or the port is taken.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let port = option(arguments, "--port")?.unwrap_or("8080");
    let port: u16 = port
        .parse()
        .map_err(|_| format!("--port takes a number up to 65535, not '{port}'"))?;
    let data_dir =
        option(arguments, "--data-dir")?.map_or_else(|| target().join("intake"), PathBuf::from);
    let tools = install::tools()?;
    if arguments.iter().any(|argument| argument == "--dev") {
        // Trunk serves and rebuilds; Trunk.toml hands /api on to the receiver.
        let receiver = DEV_RECEIVER;
        let port = port.to_string();
        let trunk = tools.trunk(&["serve", "--port", &port])?.spawn();
        let trunk = trunk.map_err(|problem| format!("cannot start Trunk: {problem}"))?;
        let _stopped_at_the_end = Running(trunk);
        return receive(
            Config {
                address: local(receiver),
                data_dir,
                ..Config::default()
            },
            "the receiver alone",
        );
    }
    tools.trunk_build()?;
    let config = Config {
        address: local(port),
        data_dir,
        site: Some(root().join("dist")),
        ..Config::default()
    };
    receive(config, "Hồ Sơ and its receiver")
}

/// The port that `[[proxy]]` in `Trunk.toml` names.
const DEV_RECEIVER: u16 = 8081;

fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

fn receive(config: Config, what: &str) -> Outcome {
    let runtime = tokio::runtime::Runtime::new().map_err(|problem| problem.to_string())?;
    runtime.block_on(async {
        let data = config.data_dir.display().to_string();
        let server = Server::bind(config)
            .await
            .map_err(|problem| problem.to_string())?;
        println!(
            "{what}: http://{}/  (dossiers in {data}; stop with Ctrl-C)",
            server.address
        );
        let _ = std::io::stdout().flush();
        server
            .run(stopped())
            .await
            .map_err(|problem| problem.to_string())
    })
}

/// Ends when a person presses Ctrl-C or a supervisor sends SIGTERM.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut ended) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = ended.recv() => return,
            _ = tokio::signal::ctrl_c() => return,
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// A program that ends when this one does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
