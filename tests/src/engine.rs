//! Firefox and WebKitGTK, driven by plain WebDriver. [`Browser`](crate::browser::Browser) is Chromium,
//! and speaks its protocol besides.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{Capabilities, WebDriver};
use tokio::net::TcpStream;

use crate::browser::DEADLINE;
use crate::embedded_form::{COMPLETE, texts};

/// WebKitGTK's browser for tests, of Debian's package `libwebkit2gtk-4.1-0`.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// A browser engine besides Chromium's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Gecko, in Firefox ESR.
    Firefox,
    /// WebKit, in WebKitGTK.
    WebKit,
}

/// A session of an engine; dropping the value ends its processes.
pub struct EngineBrowser {
    /// The WebDriver session.
    pub driver: WebDriver,
    processes: Vec<Child>,
}

/// Finds the driver of Firefox: in `PATH`, or where the gate installs it.
fn geckodriver() -> PathBuf {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/bin/geckodriver");
    if installed.exists() {
        return installed;
    }
    "geckodriver".into()
}

/// Starts a program in a process group of its own.
fn spawn(command: &mut Command) -> Child {
    command
        .process_group(0)
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|problem| panic!("{command:?}: {problem}"))
}

/// Starts an X server without a screen on a free display. Returns its name.
fn display() -> (Child, String) {
    let mut process = spawn(
        Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                "800x900x24",
            ])
            .stdout(Stdio::piped()),
    );
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let number = lines.next().expect("a display").unwrap();
    (process, format!(":{number}"))
}

impl EngineBrowser {
    /// Starts a browser with an empty profile and a window as wide as a phone, or nearly so.
    pub async fn start(engine: Engine) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut processes = Vec::new();
        let mut capabilities = Capabilities::new();
        match engine {
            Engine::Firefox => {
                processes.push(spawn(
                    Command::new(geckodriver())
                        .arg(format!("--port={port}"))
                        .stdout(Stdio::null()),
                ));
                let options = json!({ "args": ["-headless", "--width=360", "--height=640"] });
                capabilities.set("moz:firefoxOptions", options).unwrap();
            }
            Engine::WebKit => {
                let (server, display) = display();
                processes.push(server);
                processes.push(spawn(
                    Command::new("WebKitWebDriver")
                        .arg(format!("--port={port}"))
                        .env("DISPLAY", display)
                        .stdout(Stdio::null()),
                ));
                let options = json!({ "binary": MINI_BROWSER, "args": ["--automation"] });
                capabilities
                    .set("webkitgtk:browserOptions", options)
                    .unwrap();
            }
        }
        let driver = Self::session(port, &capabilities).await;
        driver.set_script_timeout(4 * DEADLINE).await.unwrap();
        driver.set_window_rect(0, 0, 360, 700).await.unwrap();
        Self { driver, processes }
    }

    /// Opens a session once the driver listens.
    async fn session(port: u16, capabilities: &Capabilities) -> WebDriver {
        let listening = async {
            let mut polls = tokio::time::interval(Duration::from_millis(20));
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                polls.tick().await;
            }
        };
        let is_listening = tokio::time::timeout(DEADLINE, listening).await;
        is_listening.expect("a driver that listens");
        WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone())
            .await
            .expect("a WebDriver session")
    }

    /// Evaluates an expression, which may be a promise.
    pub async fn eval(&self, expression: &str) -> Value {
        let script = format!(
            "const done = arguments[0];
             Promise.resolve().then(() => ({expression})).then((value) => done({{ value }}), (problem) => done({{ problem: String(problem) }}));"
        );
        let result = self.driver.execute_async(script, Vec::new()).await;
        let result = result.unwrap_or_else(|problem| panic!("{expression}: {problem}"));
        let json = result.json();
        assert_eq!(json.get("problem"), None, "{expression}");
        json.get("value").cloned().unwrap_or_default()
    }

    /// Waits until an expression is true.
    pub async fn wait_for(&self, condition: &str) {
        let deadline = DEADLINE.as_millis();
        let expression = format!(
            "new Promise((done, fail) => {{
                const end = performance.now() + {deadline};
                const check = () => ({condition}) ? done(true)
                    : performance.now() > end ? fail('never true; ' + document.body.innerText) : setTimeout(check, 20);
                check();
            }})"
        );
        self.eval(&expression).await;
    }

    /// Completes a form as far as a step, or as far as its answers go; `form` is an expression of the
    /// element or of the root in a page. See `embedded_form.js`.
    pub async fn complete(&self, form: &str, answers: &Value, photos: &Value, last: &str) {
        let values = texts(answers);
        self.eval(&format!(
            "({COMPLETE})({form}, {values}, '{last}', {photos})"
        ))
        .await;
    }
}

impl Drop for EngineBrowser {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().rev() {
            // The group: the driver and its browser.
            let group = format!("-{}", process.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            let _ = process.wait();
        }
    }
}
