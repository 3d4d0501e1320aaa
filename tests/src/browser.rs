//! Chromium under its driver, without a window.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
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
use crate::memory::Memory;

/// After this a condition that does not hold fails the test. Far more than a loaded
/// machine needs: a test that passes never comes near.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// What a browser keeps; outlives its process.
pub type Profile = Arc<TempDir>;

/// A browser that ends with the value.
pub struct Browser {
    /// The door to the browser.
    pub driver: WebDriver,
    /// Where it keeps its things.
    pub profile: Profile,
    process: Child,
    allowed: Vec<&'static str>,
    ended: bool,
}

/// Starts a driver on a free port.
fn driver() -> (Child, u16) {
    // A driver that finds its port taken by another one ends at once; the next finds another.
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
    panic!("no driver finds a port");
}

/// A new, empty profile.
pub fn profile() -> Profile {
    Arc::new(
        tempfile::Builder::new()
            .prefix("hoso-chromium-")
            .tempdir()
            .unwrap(),
    )
}

impl Browser {
    /// Starts a browser with a profile of its own: a phone of 360×640.
    pub async fn start() -> Self {
        Self::with(profile(), json!({})).await
    }

    /// Starts a browser that runs no scripts.
    pub async fn without_scripts() -> Self {
        Self::with(
            profile(),
            json!({ "profile.managed_default_content_settings.javascript": 2 }),
        )
        .await
    }

    /// Starts a browser whose camera is Chromium's test device.
    pub async fn with_camera() -> Self {
        Self::begin(
            profile(),
            json!({}),
            &[
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        .await
    }

    /// Starts a browser again on what another one left behind.
    pub async fn again(profile: Profile) -> Self {
        Self::with(profile, json!({})).await
    }

    async fn with(profile: Profile, preferences: Value) -> Self {
        Self::begin(profile, preferences, &[]).await
    }

    async fn begin(profile: Profile, preferences: Value, more: &[&str]) -> Self {
        let (process, port) = driver();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-gpu",
            "--window-size=360,640",
        ]
        .iter()
        .chain(more)
        {
            wanted.add_arg(argument).unwrap();
        }
        wanted
            .add_arg(&format!("--user-data-dir={}", profile.path().display()))
            .unwrap();
        wanted
            .add_experimental_option("prefs", preferences)
            .unwrap();
        wanted
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .unwrap();
        // A page whose program is held back never finishes loading.
        wanted
            .set_page_load_strategy(PageLoadStrategy::Eager)
            .unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .expect("a session");
        let browser = Self {
            driver,
            profile,
            process,
            allowed: Vec::new(),
            ended: false,
        };
        browser.prepare().await;
        browser
    }

    /// Makes the window in use a phone on the day of the examples.
    pub async fn prepare(&self) {
        static AHEAD: OnceLock<i64> = OnceLock::new();
        let ahead = AHEAD.get_or_init(|| {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_millis();
            NOW * 1000 - i64::try_from(now).unwrap()
        });
        let clock = format!("{{ const now = Date.now; Date.now = () => now() + {ahead}; }}");
        self.tell(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": clock }),
        )
        .await;
        self.screen(360, 640, 2.0).await;
    }

    /// Opens another window of the same browser and goes there; tells the one left and the new one.
    pub async fn another_window(&self) -> (WindowHandle, WindowHandle) {
        let first = self.driver.window().await.unwrap();
        let second = self.driver.new_tab().await.unwrap();
        self.go_to(&second).await;
        self.prepare().await;
        (first, second)
    }

    /// Goes to a window.
    pub async fn go_to(&self, window: &WindowHandle) {
        let window = window.clone();
        self.driver.switch_to_window(window).await.unwrap();
    }

    /// Sets the screen in CSS pixels.
    pub async fn screen(&self, width: u32, height: u32, scale: f64) {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": true });
        self.tell("Emulation.setDeviceMetricsOverride", screen)
            .await;
    }

    /// Gives a command to the browser's developer tools.
    pub async fn tell(&self, command: &str, with: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, with)
            .await
            .unwrap_or_else(|problem| panic!("{command}: {problem}"))
    }

    async fn try_look(&self, expression: &str) -> Result<Value, String> {
        let question =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self
            .driver
            .cdp()
            .send_raw("Runtime.evaluate", question)
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

    /// Notes how much memory the browser takes now.
    pub fn memory(&self) -> Memory {
        Memory::note(self.process.id())
    }

    /// The value of an expression in the page; promises are waited for.
    pub async fn look(&self, expression: &str) -> Value {
        self.try_look(expression)
            .await
            .unwrap_or_else(|problem| panic!("{expression}: {problem}"))
    }

    /// The same as text; empty for what is no text.
    pub async fn text(&self, expression: &str) -> String {
        self.look(expression)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until an expression holds and gives its value.
    ///
    /// It is looked at on every frame of the page. While a page gives way to
    /// another one there is nothing to look at, so a failing look is no failure.
    pub async fn until(&self, expression: &str) -> Value {
        let expression = format!(
            "new Promise((done) => {{
                const end = performance.now() + 1000;
                const frame = (next) => document.hidden ? setTimeout(next) : requestAnimationFrame(next);
                const look = async () => {{
                    let value = null;
                    try {{ value = await ({expression}); }} catch {{ }}
                    if (value || performance.now() > end) done(value); else frame(look);
                }};
                look();
            }})"
        );
        let begin = Instant::now();
        loop {
            let seen = self.try_look(&expression).await;
            if let Ok(value) = &seen
                && !matches!(value, Value::Null | Value::Bool(false))
                && value != ""
            {
                return value.clone();
            }
            if begin.elapsed() > DEADLINE {
                let page = self
                    .try_look("location.href + '\\n' + document.body.innerText")
                    .await;
                let page = page
                    .ok()
                    .and_then(|page| page.as_str().map(str::to_owned))
                    .unwrap_or_default();
                panic!(
                    "never came true: {expression}\n{seen:?}\n{page}\n{:?}",
                    self.console().await
                );
            }
        }
    }

    /// What the browser wrote to its console since the last call, violations of the policy too.
    pub async fn console(&self) -> Vec<String> {
        let entries = self
            .driver
            .browser_log()
            .await
            .expect("the console's entries");
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// The console must hold a line with these words at the end, and may hold it often.
    pub fn expect(&mut self, words: &'static str) {
        self.allowed.push(words);
    }

    /// Ends a test: the console holds what was expected and nothing else.
    pub async fn end(mut self) {
        self.ended = true;
        let console = self.console().await;
        for words in &self.allowed {
            assert!(
                console.iter().any(|line| line.contains(words)),
                "no {words:?} in {console:?}"
            );
        }
        let other = console
            .iter()
            .filter(|line| !self.allowed.iter().any(|words| line.contains(words)));
        assert_eq!(other.collect::<Vec<_>>(), Vec::<&String>::new());
    }

    /// Kills the browser as a phone kills a tab: it gets no time for anything.
    pub fn kill(mut self) -> Profile {
        self.ended = true;
        let driver = self.process.id().to_string();
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else {
                continue;
            };
            // Behind the name in brackets: the state, then the parent.
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
    /// Ends the driver with every process of the browser, also when a test has failed.
    fn drop(&mut self) {
        // Otherwise the library would ask the driver to close the window, and wait for that.
        let _ = self.driver.clone().leak();
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
        assert!(
            self.ended || std::thread::panicking(),
            "a test must end() its browser, to look at the console"
        );
    }
}
