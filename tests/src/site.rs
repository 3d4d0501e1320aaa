//! The built page and the real receiver on one origin, behind a [`Line`].

use std::path::{Path, PathBuf};

use hoso_receiver::{Config, Server};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::NOW;
use crate::line::Line;

/// How the file of the program's second half begins.
const LATER: &str = "hoso-later-";
/// How the files of the worker begin.
const JOBS: &str = "hoso-worker-";

/// A receiver with a data folder of its own; both end with the value.
pub struct Site {
    /// Scheme, host and port, without a slash behind.
    pub origin: String,
    /// What lies between the browser and the receiver.
    pub line: Line,
    data: TempDir,
    _stop: oneshot::Sender<()>,
}

/// The built page: the folder that `HOSO_DIST` names, or `dist/` of the workspace.
pub fn dist() -> PathBuf {
    std::env::var_os("HOSO_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    )
}

impl Site {
    /// Starts the receiver on a free port, with the clock at [`NOW`].
    pub async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = Server::bind(Config {
            address: "127.0.0.1:0".parse().unwrap(),
            data_dir: data.path().to_owned(),
            site: Some(dist()),
            clock: || NOW,
            ..Config::default()
        })
        .await
        .expect("a receiver, and a built page: cargo xtask build");
        let address = server.address;
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.run(async {
            // Also done when the other end is dropped.
            let _ = stopped.await;
        }));
        let (line, begin) = Line::open(address).await;
        Self {
            origin: format!("http://{begin}"),
            line,
            data,
            _stop: stop,
        }
    }

    /// The second half of the program, as a path from the root.
    pub fn later(&self) -> String {
        Self::find(|name| name.starts_with(LATER) && name.ends_with(".wasm"))
    }

    /// The one file of the first load in the root of the built page with this ending, as a
    /// path from the root.
    pub fn file(&self, ending: &str) -> String {
        Self::find(|name| {
            !name.starts_with(LATER) && !name.starts_with(JOBS) && name.ends_with(ending)
        })
    }

    /// The file of the worker with this ending, as a path from the root.
    pub fn jobs(&self, ending: &str) -> String {
        Self::find(|name| name.starts_with(JOBS) && name.ends_with(ending))
    }

    fn find(wanted: impl Fn(&str) -> bool) -> String {
        let mut names = std::fs::read_dir(dist())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        format!(
            "/{}",
            names
                .find(|name| wanted(name))
                .expect("a file of that name")
        )
    }

    /// The path of a file that the settings of the page name, by its last part.
    pub fn named(&self, last: &str) -> String {
        let page = String::from_utf8(self.content("602b/index.html")).unwrap();
        let mut parts = page
            .split('"')
            .filter(|part| part.ends_with(&format!("/{last}")));
        parts.next().expect("a file that the page names").to_owned()
    }

    /// Serves the wizard as another deployment would have it: one setting of its block is different.
    pub fn configure(&self, setting: &str, other: &str) {
        self.configure_page("602b", setting, other);
    }

    /// The same for the page of any procedure.
    pub fn configure_page(&self, procedure: &str, setting: &str, other: &str) {
        let page = String::from_utf8(self.content(&format!("{procedure}/index.html"))).unwrap();
        assert_eq!(
            page.matches(setting).count(),
            1,
            "{setting} stands once in the page"
        );
        self.line.exchange(
            &format!("/{procedure}/"),
            page.replace(setting, other).into_bytes(),
        );
    }

    /// What was built under a path.
    pub fn content(&self, path: &str) -> Vec<u8> {
        std::fs::read(dist().join(path.trim_start_matches('/'))).unwrap()
    }

    /// Number and envelope of every stored dossier, read past the receiver.
    pub fn stored(&self) -> Vec<(String, Value)> {
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

    /// A stored file, by its hash.
    pub fn attachment(&self, sha256: &str) -> Vec<u8> {
        std::fs::read(self.data.path().join("attachments").join(sha256)).unwrap()
    }

    /// The only stored dossier.
    pub fn only(&self) -> (String, Value) {
        let mut stored = self.stored();
        assert_eq!(stored.len(), 1, "one dossier is stored");
        stored.remove(0)
    }
}
