//! Headless Chromium, driven by chromedriver.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{
    CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel,
    PageLoadStrategy, WebDriver, WindowHandle,
};

use crate::NOW;
use crate::process_memory::MemoryGrowth;

/// How long a condition may take before the test fails. Far more than a loaded machine needs, so
/// that no test depends on the speed of the machine.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// An expression of the heading's last line: a line for screen readers with the position of the step
/// precedes it.
pub const HEADING: &str = "document.querySelector('h1').innerText.split('\\n').pop()";

/// The user data folder of a browser; outlives its process.
pub type Profile = Arc<TempDir>;

/// A browser; dropping the value ends its processes.
pub struct Browser {
    /// The WebDriver session.
    pub driver: WebDriver,
    /// The user data folder.
    pub profile: Profile,
    process: Child,
    expected_console: Vec<&'static str>,
    finished: bool,
}

/// Starts a driver on a free port.
fn driver() -> (Child, u16) {
    // Retries: a driver exits at once if another process took its port meanwhile.
    for _ in 0..5 {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        match port {
            Some(port) => return (process, port),
            None => drop(process.wait()),
        }
    }
    panic!("chromedriver found no free port");
}

/// The program of a browser. Both have the same engine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Program {
    /// Chromium without a user interface. It starts in a third of the processor time; used where it
    /// is installed.
    HeadlessShell,
    /// All of Chromium, for what the shell lacks: settings of a profile, a camera.
    Chromium,
}

/// The headless shell in Debian's package `chromium-headless-shell`.
const HEADLESS_SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";

/// Creates an empty profile.
pub fn profile() -> Profile {
    Arc::new(
        tempfile::Builder::new()
            .prefix("hoso-chromium-")
            .tempdir()
            .unwrap(),
    )
}

impl Browser {
    /// Starts a browser with an empty profile and the screen of a phone, 360×640.
    pub async fn start() -> Self {
        Self::launch(Program::HeadlessShell, profile(), json!({}), &[]).await
    }

    /// Starts all of Chromium, which can install a page.
    pub async fn start_chromium() -> Self {
        Self::launch(Program::Chromium, profile(), json!({}), &[]).await
    }

    /// Starts a browser with JavaScript disabled.
    pub async fn without_scripts() -> Self {
        Self::launch(
            Program::Chromium,
            profile(),
            json!({ "profile.managed_default_content_settings.javascript": 2 }),
            &[],
        )
        .await
    }

    /// Starts a browser with Chromium's fake camera.
    pub async fn with_camera() -> Self {
        Self::launch(
            Program::Chromium,
            profile(),
            json!({}),
            &[
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        .await
    }

    /// Starts a browser whose camera shows a film, a file in the format Y4M. It grants the camera to every
    /// page if `is_allowed`, and refuses it else.
    pub async fn with_film(film: &Path, is_allowed: bool) -> Self {
        let film = format!("--use-file-for-fake-video-capture={}", film.display());
        let answer = if is_allowed {
            "--use-fake-ui-for-media-stream"
        } else {
            "--deny-permission-prompts"
        };
        let arguments = ["--use-fake-device-for-media-stream", &film, answer];
        Self::launch(Program::Chromium, profile(), json!({}), &arguments).await
    }

    /// Starts a browser on the profile of a previous one.
    pub async fn restart(profile: Profile) -> Self {
        Self::launch(Program::HeadlessShell, profile, json!({}), &[]).await
    }

    async fn launch(
        program: Program,
        profile: Profile,
        preferences: Value,
        arguments: &[&str],
    ) -> Self {
        let (process, port) = driver();
        let mut capabilities = DesiredCapabilities::chrome();
        if program == Program::HeadlessShell && Path::new(HEADLESS_SHELL).exists() {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/headless_shell.sh");
            capabilities.set_binary(script).unwrap();
        }
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-gpu",
            "--window-size=360,640",
        ]
        .iter()
        .chain(arguments)
        {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities
            .add_arg(&format!("--user-data-dir={}", profile.path().display()))
            .unwrap();
        capabilities
            .add_experimental_option("prefs", preferences)
            .unwrap();
        capabilities
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .unwrap();
        // Does not wait for the load event: it never fires while a test holds the WASM module.
        capabilities
            .set_page_load_strategy(PageLoadStrategy::Eager)
            .unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .expect("a WebDriver session");
        let browser = Self {
            driver,
            profile,
            process,
            expected_console: Vec::new(),
            finished: false,
        };
        browser.set_up_window().await;
        browser
    }

    /// Sets clock and screen of the current window: the day of the examples, a phone.
    pub async fn set_up_window(&self) {
        static OFFSET_MS: OnceLock<i64> = OnceLock::new();
        let offset = OFFSET_MS.get_or_init(|| {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_millis();
            NOW * 1000 - i64::try_from(now).unwrap()
        });
        // A page that sends again by itself would race the test, so its countdown, the only timer
        // of one second, waits for `run_countdowns`.
        let clock = format!(
            "{{ const now = Date.now; Date.now = () => now() + {offset};
                const set = setTimeout; globalThis.testTicks = [];
                globalThis.setTimeout = (run, ms, ...rest) =>
                    ms === 1000 && testTicks ? testTicks.push(run) : set(run, ms, ...rest); }}"
        );
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": clock }),
        )
        .await;
        self.set_screen(360, 640, 2.0).await;
    }

    /// Lets the countdowns of the current page run, in real time.
    pub async fn run_countdowns(&self) {
        self.eval("(() => { const ticks = testTicks; testTicks = null; ticks.forEach((run) => run()); })()")
            .await;
    }

    /// Opens a second window and switches to it. Returns the first and the second window.
    pub async fn open_second_window(&self) -> (WindowHandle, WindowHandle) {
        let first = self.driver.window().await.unwrap();
        let second = self.driver.new_tab().await.unwrap();
        self.switch_to_window(&second).await;
        self.set_up_window().await;
        (first, second)
    }

    /// Switches to a window.
    pub async fn switch_to_window(&self, window: &WindowHandle) {
        let window = window.clone();
        self.driver.switch_to_window(window).await.unwrap();
    }

    /// Sets the size of the screen in CSS pixels.
    pub async fn set_screen(&self, width: u32, height: u32, scale: f64) {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": true });
        self.cdp("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|problem| panic!("{command}: {problem}"))
    }

    async fn try_eval(&self, expression: &str) -> Result<Value, String> {
        let parameters =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self
            .driver
            .cdp()
            .send_raw("Runtime.evaluate", parameters)
            .await
            .map_err(|e| e.to_string())?;
        match answer.get("exceptionDetails") {
            Some(problem) => Err(problem.to_string()),
            None => Ok(answer["result"]
                .get("value")
                .cloned()
                .unwrap_or(Value::Null)),
        }
    }

    /// Starts a measurement of the memory of the browser's processes.
    pub fn measure_memory(&self) -> MemoryGrowth {
        MemoryGrowth::start(self.process.id())
    }

    /// Evaluates an expression in the page and awaits it if it is a promise.
    pub async fn eval(&self, expression: &str) -> Value {
        self.try_eval(expression)
            .await
            .unwrap_or_else(|problem| panic!("{expression}: {problem}"))
    }

    /// Evaluates an expression to a string; empty if the value is no string.
    pub async fn eval_text(&self, expression: &str) -> String {
        self.eval(expression)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until an expression is `true`, an object or a string that is not empty, and returns the value.
    ///
    /// Panics on a number, so that `length` is always compared. Evaluates the expression on every
    /// frame; ignores exceptions, because a page that is being unloaded has nothing to evaluate.
    pub async fn wait_for(&self, expression: &str) -> Value {
        let expression = format!(
            "new Promise((done) => {{
                const end = performance.now() + 1000;
                const frame = (next) => document.hidden ? setTimeout(next) : requestAnimationFrame(next);
                const check = async () => {{
                    let value = null;
                    try {{ value = await ({expression}); }} catch {{ }}
                    if (value || value === 0 || performance.now() > end) done(value); else frame(check);
                }};
                check();
            }})"
        );
        let begin = Instant::now();
        loop {
            let result = self.try_eval(&expression).await;
            match &result {
                Ok(Value::Null | Value::Bool(false)) | Err(_) => {}
                Ok(Value::String(text)) if text.is_empty() => {}
                Ok(Value::Number(number)) => panic!("{number} is no condition: {expression}"),
                Ok(value) => return value.clone(),
            }
            if begin.elapsed() > DEADLINE {
                let page = self
                    .try_eval("location.href + '\\n' + document.body.innerText")
                    .await;
                let page = page
                    .ok()
                    .and_then(|page| page.as_str().map(str::to_owned))
                    .unwrap_or_default();
                panic!(
                    "never came true: {expression}\n{result:?}\n{page}\n{:?}",
                    self.console().await
                );
            }
        }
    }

    /// Lets pages write to the clipboard, which a person's press allows in all of Chromium, but not in
    /// the headless shell.
    pub async fn allow_copying(&self) {
        let permissions = json!({ "permissions": ["clipboardSanitizedWrite"] });
        self.cdp("Browser.grantPermissions", permissions).await;
    }

    /// Lets the browser save downloads in a folder.
    pub async fn save_downloads_in(&self, folder: &Path) {
        let behaviour = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Browser.setDownloadBehavior", behaviour).await;
    }

    /// Waits for a finished download whose name has this ending. Chromium reserves the name with an
    /// empty file, writes under another ending, and renames.
    pub async fn wait_for_download(&self, folder: &Path, ending: &str) -> PathBuf {
        let download = async {
            loop {
                let files = std::fs::read_dir(folder).unwrap();
                let mut paths = files.map(|entry| entry.unwrap().path());
                let finished = paths.find(|path| {
                    path.to_string_lossy().ends_with(ending)
                        && std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
                });
                if let Some(path) = finished {
                    return path;
                }
                self.eval("new Promise(requestAnimationFrame)").await;
            }
        };
        tokio::time::timeout(DEADLINE, download)
            .await
            .expect("a finished download")
    }

    /// Returns the console messages since the last call, including violations of the
    /// Content Security Policy.
    pub async fn console(&self) -> Vec<String> {
        let entries = self
            .driver
            .browser_log()
            .await
            .expect("the console messages");
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// Expects at least one console message that contains this text before [`Browser::finish`].
    pub fn expect_console(&mut self, text: &'static str) {
        self.expected_console.push(text);
    }

    /// Ends a test: asserts that the console holds the expected messages and no others.
    pub async fn finish(mut self) {
        self.finished = true;
        let console = self.console().await;
        for text in &self.expected_console {
            assert!(
                console.iter().any(|message| message.contains(text)),
                "no {text:?} in {console:?}"
            );
        }
        let other = console.iter().filter(|message| {
            !self
                .expected_console
                .iter()
                .any(|text| message.contains(text))
        });
        assert_eq!(other.collect::<Vec<_>>(), Vec::<&String>::new());
    }

    /// Kills the browser as a phone kills a tab: no unload handler runs.
    pub fn kill(mut self) -> Profile {
        self.finished = true;
        let driver = self.process.id().to_string();
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
                continue;
            };
            // proc_pid_stat(5): behind the name in brackets are the state and the parent.
            let parent = stat
                .rsplit_once(')')
                .and_then(|(_, rest)| rest.split(' ').nth(2));
            if parent == Some(driver.as_str()) {
                let browser = entry.file_name().into_string().unwrap();
                assert!(
                    Command::new("kill")
                        .args(["-KILL", &browser])
                        .status()
                        .unwrap()
                        .success()
                );
            }
        }
        Arc::clone(&self.profile)
    }
}

impl Drop for Browser {
    /// Kills the process group of driver and browser, also if the test has failed.
    fn drop(&mut self) {
        // Leaks the session: its `Drop` would block on a request to close the window.
        let _ = self.driver.clone().leak();
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
        assert!(
            self.finished || std::thread::panicking(),
            "a test must finish() its browser, which checks the console"
        );
    }
}
