//! The built page and the real receiver on one origin, behind a [`Proxy`].

use std::path::{Path, PathBuf};

use hoso_receiver::{Config, Server};
use hoso_site::Deployment;
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
/// File name prefix of the photo worker.
const WORKER: &str = "hoso-worker-";

/// A receiver with its own data folder; dropping the value stops the one and deletes the other.
pub struct Site {
    /// Scheme, host and port, without a trailing slash.
    pub origin: String,
    /// The proxy between the browser and the receiver.
    pub proxy: Proxy,
    data: TempDir,
    /// The pages of a configured site.
    _pages: Option<TempDir>,
    _stop: oneshot::Sender<()>,
}

/// Returns the folder of the built page: `HOSO_DIST`, or `dist/` of the workspace.
pub fn dist() -> PathBuf {
    std::env::var_os("HOSO_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    )
}

/// Copies the built page to a folder, for a path on its host and the sources that may frame it. Returns
/// the folder of the page.
pub fn configured_site(folder: &Path, base: &str, frame_ancestors: &str) -> PathBuf {
    let site = folder.join(base.trim_matches('/'));
    for file in hoso_site::files::files(&dist()).unwrap() {
        let to = site.join(file.strip_prefix(dist()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(&file, to).unwrap();
    }
    let settings = json!({
        "way": "intake",
        "endpoint": format!("{base}api"),
        "base": base,
        "frame_ancestors": frame_ancestors,
        "receiver": { "name": "Nơi nhận chạy thử", "acts_for": "bhxh", "trial": true },
    });
    let deployment = Deployment::parse(&settings.to_string()).unwrap();
    hoso_site::configure(&site, &deployment).unwrap();
    site
}

impl Site {
    /// Starts the receiver on a free port, with the clock at [`NOW`].
    pub async fn start() -> Self {
        Self::start_for(Vec::new()).await
    }

    /// Starts a site whose receiver also takes dossiers from pages of these origins.
    pub async fn start_for(allowed_origins: Vec<String>) -> Self {
        Self::start_with(dist(), allowed_origins).await
    }

    /// Starts a site whose pages this origin may frame.
    pub async fn start_framed_by(origin: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pages = configured_site(folder.path(), "/", origin);
        let mut site = Self::start_with(pages, Vec::new()).await;
        site._pages = Some(folder);
        site
    }

    async fn start_with(pages: PathBuf, allowed_origins: Vec<String>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = Server::bind(Config {
            address: "127.0.0.1:0".parse().unwrap(),
            data_dir: data.path().to_owned(),
            site: Some(pages),
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
            data,
            _pages: None,
            _stop: stop,
        }
    }

    /// Returns the path of the second WASM module, from the root.
    pub fn second_module(&self) -> String {
        Self::find(|name| name.starts_with(SECOND_MODULE) && name.ends_with(".wasm"))
    }

    /// Returns the path of the file with this ending that the first load fetches, from the root.
    pub fn first_load_file(&self, ending: &str) -> String {
        Self::find(|name| {
            let others = [SECOND_MODULE, EMBED, FRAME, WORKER];
            !others.iter().any(|prefix| name.starts_with(prefix)) && name.ends_with(ending)
        })
    }

    /// Returns the path of the worker's file with this ending, from the root.
    pub fn worker_file(ending: &str) -> String {
        Self::find(|name| name.starts_with(WORKER) && name.ends_with(ending))
    }

    fn find(matches: impl Fn(&str) -> bool) -> String {
        let mut names = std::fs::read_dir(dist())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        format!(
            "/{}",
            names
                .find(|name| matches(name))
                .expect("a file of that name")
        )
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
        std::fs::read(dist().join(path.trim_start_matches('/'))).unwrap()
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
