//! Notices changed source files by polling their modification times.
//!
//! Polling needs no crate per operating system and also works on network folders and in
//! containers, where change notifications do not arrive.

use crate::command::root;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// What the site is built from; `[watch]` in `Trunk.toml` has the same list.
const WATCHED: [&str; 10] = [
    "Cargo.toml",
    "build.rs",
    "crates",
    "data",
    "deployment.json",
    "index.html",
    "locales",
    "procedures",
    "src",
    "style",
];
/// Time between two looks at the files.
const INTERVAL: Duration = Duration::from_millis(500);

/// The modification time of every watched file.
#[derive(PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<PathBuf, Option<SystemTime>>);

impl Snapshot {
    /// Reads the current modification times. An unreadable file counts as absent.
    pub(crate) fn take() -> Self {
        let mut times = BTreeMap::new();
        for name in WATCHED {
            add(&root().join(name), &mut times);
        }
        Self(times)
    }

    /// Completes when a file differs from this snapshot, and returns the new one.
    pub(crate) async fn changed(self) -> Self {
        loop {
            tokio::time::sleep(INTERVAL).await;
            let now = Self::take();
            if now != self {
                return now;
            }
        }
    }
}

fn add(path: &Path, times: &mut BTreeMap<PathBuf, Option<SystemTime>>) {
    let Ok(meta) = fs::metadata(path) else { return };
    if !meta.is_dir() {
        times.insert(path.to_owned(), meta.modified().ok());
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        add(&entry.path(), times);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_trunk_watches_the_same_files() {
        let list = WATCHED.map(|name| format!("\"{name}\"")).join(", ");
        let trunk = fs::read_to_string(root().join("Trunk.toml")).unwrap();
        assert!(trunk.contains(&format!("watch = [{list}]")), "{list}");
    }

    #[test]
    fn ok_every_watched_path_exists() {
        for name in WATCHED {
            assert!(root().join(name).exists(), "{name}");
        }
        assert!(Snapshot::take().0.len() > 100);
    }
}
