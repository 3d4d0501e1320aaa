//! The built page and the real receiver on one origin, behind a [`Proxy`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

use hoso_receiver::{Config, Server};
use hoso_site::{Deployment, digest};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::NOW;
use crate::proxy::Proxy;

/// File name prefix of the second WASM module.
const SECOND_MODULE: &str = "hoso-second-";
/// File name prefix of the script for portals.
const EMBED: &str = "hoso-embed-";
/// File name prefix of the script of a page in a frame.
const FRAME: &str = "hoso-frame-";
/// File name prefix of the script that registers the service worker.
const OFFLINE: &str = "hoso-offline-";
/// File name prefix of the photo worker.
const WORKER: &str = "hoso-worker-";

/// A receiver with its own data folder; dropping the value stops the one and deletes the other.
pub struct Site {
    /// Scheme, host and port, without a trailing slash.
    pub origin: String,
    /// The proxy between the browser and the receiver.
    pub proxy: Proxy,
    /// The folder of the pages.
    pub pages: PathBuf,
    data: TempDir,
    /// Deletes the folder of the pages with the last site that serves it.
    _copy: Arc<TempDir>,
    _stop: oneshot::Sender<()>,
}

/// Returns the folder of the built page: `HOSO_DIST`, or `dist/` of the workspace.
pub fn dist() -> PathBuf {
    std::env::var_os("HOSO_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    )
}

/// Copies the files of the built page whose paths fit.
fn copy_dist(folder: &Path, fits: impl Fn(&str) -> bool) {
    for file in hoso_site::files::files(&dist()).unwrap() {
        let name = file.strip_prefix(dist()).unwrap();
        let to = folder.join(name);
        if fits(name.to_str().unwrap()) {
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&file, to).unwrap();
        }
    }
}

/// The settings of the built page, with or without a service worker.
fn settings(is_offline: bool) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deployment.json");
    let mut settings: Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    settings["offline"] = is_offline.into();
    settings
}

/// Configures a copy of the built page.
pub fn configure_copy(folder: &Path, settings: &Value) {
    let deployment = Deployment::parse(&settings.to_string()).unwrap();
    hoso_site::configure(folder, &deployment).unwrap();
}

/// Copies the built page with these settings. Pages have no compressed copies: making them anew takes
/// longest.
fn copy_with(settings: &Value) -> Arc<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let is_compressed_page = |name: &str| {
        let changes = [".html.", "service-worker.js.", "settings.json."];
        changes.iter().any(|part| name.contains(part))
    };
    copy_dist(folder.path(), |name| !is_compressed_page(name));
    configure_copy(folder.path(), settings);
    Arc::new(folder)
}

/// Returns the built page of a deployment without a service worker. That would answer the requests
/// that tests hold, refuse and count; a test asks for it by [`Site::start_offline`].
fn without_service_worker() -> Arc<TempDir> {
    static SHARED: Mutex<Weak<TempDir>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap();
    shared.upgrade().unwrap_or_else(|| {
        let copy = copy_with(&settings(false));
        *shared = Arc::downgrade(&copy);
        copy
    })
}

/// Copies the built page to a folder, for a path on its host and the sources that may frame it, with
/// or without a service worker. Returns the folder of the page.
pub fn configured_site(
    folder: &Path,
    base: &str,
    frame_ancestors: &str,
    is_offline: bool,
) -> PathBuf {
    let site = folder.join(base.trim_matches('/'));
    copy_dist(&site, |_| true);
    let settings = json!({
        "way": "intake",
        "endpoint": format!("{base}api"),
        "base": base,
        "frame_ancestors": frame_ancestors,
        "offline": is_offline,
        "receiver": { "name": "Nơi nhận chạy thử", "acts_for": "bhxh", "trial": true },
    });
    configure_copy(&site, &settings);
    site
}

/// Returns whether a script or module belongs to the first load of a page.
fn is_first_load(name: &str) -> bool {
    let others = [SECOND_MODULE, EMBED, FRAME, OFFLINE, WORKER];
    name.starts_with("hoso-") && !others.iter().any(|prefix| name.starts_with(prefix))
}

fn find(folder: &Path, fits: impl Fn(&str) -> bool) -> String {
    let mut names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    format!(
        "/{}",
        names.find(|name| fits(name)).expect("a file of that name")
    )
}

impl Site {
    /// Starts the receiver on a free port, with the clock at [`NOW`].
    pub async fn start() -> Self {
        Self::start_for(Vec::new()).await
    }

    /// Starts a site whose receiver also takes dossiers from pages of these origins.
    pub async fn start_for(allowed_origins: Vec<String>) -> Self {
        let copy = without_service_worker();
        Self::start_with(copy.path().to_owned(), copy, allowed_origins).await
    }

    /// Starts a site whose pages have a service worker.
    pub async fn start_offline() -> Self {
        let copy = copy_with(&settings(true));
        Self::start_with(copy.path().to_owned(), copy, Vec::new()).await
    }

    /// Starts a site whose deployment has a directory of its own: a file beside `deployment.json`.
    pub async fn start_with_directory(directory: &Value) -> Self {
        let copy = copy_with(&settings(false));
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(false);
        settings["directory"] = "directory.json".into();
        let file = folder.path().join("deployment.json");
        std::fs::write(&file, settings.to_string()).unwrap();
        std::fs::write(folder.path().join("directory.json"), directory.to_string()).unwrap();
        let deployment = Deployment::read(&file).unwrap();
        hoso_site::configure(copy.path(), &deployment).unwrap();
        Self::start_with(copy.path().to_owned(), copy, Vec::new()).await
    }

    /// Deploys another build over this one: the scripts have other names, and the old ones are gone.
    pub fn deploy_newer_build(&self) {
        self.deploy(&settings(true));
    }

    /// Deploys another build without a service worker over this one.
    pub fn deploy_without_service_worker(&self) {
        self.deploy(&settings(false));
    }

    fn deploy(&self, settings: &Value) {
        let read = |name: &str| std::fs::read_to_string(self.pages.join(name)).unwrap();
        // Writes a script with another hash, and removes the old one. Returns both names and hashes.
        let replace = |name: &str, text: String| {
            let text = text + "// newer\n";
            let stem = name.rsplit_once('-').unwrap().0;
            let newer = format!("{stem}-{}.js", digest::name(text.as_bytes()));
            let hashes = [read(name), text.clone()].map(|text| digest::integrity(text.as_bytes()));
            for ending in ["", ".br", ".gz"] {
                std::fs::remove_file(self.pages.join(format!("{name}{ending}"))).unwrap();
            }
            std::fs::write(self.pages.join(&newer), text).unwrap();
            (newer, hashes)
        };
        let name = |path: String| path.trim_start_matches('/').to_owned();
        let worker = self.file(|name| name.starts_with(WORKER) && name.ends_with(".js"));
        let script = self.file(|name| is_first_load(name) && name.ends_with(".js"));
        let (worker, script) = (name(worker), name(script));
        let (newer_worker, [old_hash, new_hash]) = replace(&worker, read(&worker));
        let text = read(&script)
            .replace(&worker, &newer_worker)
            .replace(&old_hash, &new_hash);
        let (newer_script, [old_hash, new_hash]) = replace(&script, text);
        for page in hoso_site::files::files(&self.pages).unwrap() {
            if page
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let html = std::fs::read_to_string(&page).unwrap();
                let html = html
                    .replace(&script, &newer_script)
                    .replace(&old_hash, &new_hash);
                std::fs::write(&page, html).unwrap();
            }
        }
        configure_copy(&self.pages, settings);
    }

    /// Starts a site whose pages this origin may frame.
    pub async fn start_framed_by(origin: &str) -> Self {
        let copy = Arc::new(tempfile::tempdir().unwrap());
        let pages = configured_site(copy.path(), "/", origin, true);
        Self::start_with(pages, copy, Vec::new()).await
    }

    /// Starts a site with this script at the start of every page, whose pages this origin may frame and
    /// whose receiver takes dossiers from it. There is no service worker.
    pub async fn start_with_script(script: &str, origin: &str) -> Self {
        const NAME: &str = "test.js";
        let copy = Arc::new(tempfile::tempdir().unwrap());
        let pages = configured_site(copy.path(), "/", origin, false);
        std::fs::write(pages.join(NAME), script).unwrap();
        for file in hoso_site::files::files(&pages).unwrap() {
            let name = file.to_str().unwrap();
            if name.contains(".html.") {
                std::fs::remove_file(&file).unwrap();
            } else if name.ends_with(".html") {
                let html = std::fs::read_to_string(&file).unwrap();
                let tag = format!("<head><script src=\"/{NAME}\"></script>");
                std::fs::write(&file, html.replacen("<head>", &tag, 1)).unwrap();
            }
        }
        Self::start_with(pages, copy, vec![origin.to_owned()]).await
    }

    async fn start_with(pages: PathBuf, copy: Arc<TempDir>, allowed_origins: Vec<String>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = Server::bind(Config {
            address: "127.0.0.1:0".parse().unwrap(),
            data_dir: data.path().to_owned(),
            site: Some(pages.clone()),
            clock: || NOW,
            allowed_origins,
            ..Config::default()
        })
        .await
        .expect("a receiver, and a built page: cargo xtask build");
        let address = server.address;
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.run(async {
            // Resolves when the sender is dropped, too.
            let _ = stopped.await;
        }));
        let (proxy, address) = Proxy::listen(address).await;
        Self {
            origin: format!("http://{address}"),
            proxy,
            pages,
            data,
            _copy: copy,
            _stop: stop,
        }
    }

    /// Returns the path of the second WASM module, from the root.
    pub fn second_module(&self) -> String {
        self.file(|name| name.starts_with(SECOND_MODULE) && name.ends_with(".wasm"))
    }

    /// Returns the path of the file with this ending that the first load fetches, from the root.
    pub fn first_load_file(&self, ending: &str) -> String {
        self.file(|name| is_first_load(name) && name.ends_with(ending))
    }

    /// Returns the path of a file of this site that fits, from the root.
    fn file(&self, fits: impl Fn(&str) -> bool) -> String {
        find(&self.pages, fits)
    }

    /// Returns the path of the script that registers the service worker, from the root.
    pub fn offline_script(&self) -> String {
        self.file(|name| name.starts_with(OFFLINE) && name.ends_with(".js"))
    }

    /// Returns the path of the worker's file with this ending, from the root.
    pub fn worker_file(ending: &str) -> String {
        find(&dist(), |name| {
            name.starts_with(WORKER) && name.ends_with(ending)
        })
    }

    /// Returns the path of an asset that the configuration in the page of 602b names, by its file name.
    pub fn asset(&self, file_name: &str) -> String {
        let page = String::from_utf8(self.built_file("602b/index.html")).unwrap();
        let mut parts = page
            .split('"')
            .filter(|part| part.ends_with(&format!("/{file_name}")));
        format!("/{}", parts.next().expect("a file that the page names"))
    }

    /// Replaces one setting in the configuration of the page of 602b, as another deployment would.
    pub fn configure(&self, setting: &str, other: &str) {
        self.configure_page("602b", setting, other);
    }

    /// Replaces one setting in the configuration of a procedure's page.
    pub fn configure_page(&self, procedure: &str, setting: &str, other: &str) {
        let page = String::from_utf8(self.built_file(&format!("{procedure}/index.html"))).unwrap();
        assert_eq!(
            page.matches(setting).count(),
            1,
            "{setting} occurs once in the page"
        );
        self.proxy.replace_body(
            &format!("/{procedure}/"),
            page.replace(setting, other).into_bytes(),
        );
    }

    /// Returns the bytes of a file of the built page.
    pub fn built_file(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.pages.join(path.trim_start_matches('/'))).unwrap()
    }

    /// Returns number and envelope of every stored dossier, read directly from the database.
    pub fn stored_dossiers(&self) -> Vec<(String, Value)> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let store =
            rusqlite::Connection::open_with_flags(self.data.path().join("hoso.sqlite3"), flags)
                .unwrap();
        let mut rows = store
            .prepare("SELECT year, sequence, envelope FROM dossier ORDER BY year, sequence")
            .unwrap();
        let rows = rows.query_map([], |row| {
            let (year, sequence): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok((format!("HS-{year}-{sequence:06}"), row.get::<_, String>(2)?))
        });
        rows.unwrap()
            .map(|row| {
                let (number, envelope) = row.unwrap();
                (number, serde_json::from_str(&envelope).unwrap())
            })
            .collect()
    }

    /// Returns a stored attachment, by its SHA-256.
    pub fn stored_file(&self, sha256: &str) -> Vec<u8> {
        std::fs::read(self.data.path().join("attachments").join(sha256)).unwrap()
    }

    /// Returns the one stored dossier. Panics if there are none or several.
    pub fn single_dossier(&self) -> (String, Value) {
        let mut stored = self.stored_dossiers();
        assert_eq!(stored.len(), 1, "one dossier is stored");
        stored.remove(0)
    }
}
