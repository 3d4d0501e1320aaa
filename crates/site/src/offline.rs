//! Writes what makes a site work without the network: the service worker, the manifest, the icons.
//!
//! The service worker lists every file that our own pages use, with its hash. A page has no hash in
//! its name, and `hoso configure` changes it, so the list is written after the pages.

use crate::{
    deployment::Deployment,
    digest,
    files::{Outcome, files, read_bytes, write},
    page::{MANIFEST_FILE, THEME_COLOR},
    site::{HASHED, SERVICE_WORKER},
};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// The colour of the page's ground.
const BACKGROUND_COLOR: &str = "#f8f5ed";

const SERVING: &str = include_str!("service_worker.js");
const REMOVING: &str = include_str!("service_worker_off.js");

/// The icons: name, size, purpose, bytes.
const ICONS: [(&str, &str, &str, &[u8]); 3] = [
    (
        "icon-192",
        "192x192",
        "any",
        include_bytes!("../icons/icon-192.png"),
    ),
    (
        "icon-512",
        "512x512",
        "any",
        include_bytes!("../icons/icon-512.png"),
    ),
    (
        "icon-maskable",
        "512x512",
        "maskable",
        include_bytes!("../icons/icon-maskable.png"),
    ),
];

/// Starts of the names of files that only portals and frames load.
const OF_PORTALS: [&str; 2] = ["hoso-embed-", "hoso-frame-"];

/// Writes the icons, the manifest and the service worker. Returns the files that may have changed.
///
/// # Errors
/// When a file of the site cannot be read or written.
pub(crate) fn write_offline_files(dist: &Path, deployment: &Deployment) -> Outcome<Vec<PathBuf>> {
    let manifest = dist.join(MANIFEST_FILE);
    let mut icons = Vec::new();
    for (name, sizes, purpose, bytes) in ICONS {
        let file = format!("hoso-{name}-{}.png", digest::name(bytes));
        write(&dist.join(&file), bytes)?;
        icons.push(json!({ "src": file, "sizes": sizes, "type": "image/png", "purpose": purpose }));
    }
    write(&manifest, manifest_text(deployment, &icons))?;
    let script = dist.join(SERVICE_WORKER);
    write(&script, service_worker(dist, deployment)?)?;
    Ok(vec![manifest, script])
}

fn manifest_text(deployment: &Deployment, icons: &[Value]) -> String {
    let brand = deployment.page.get("brand").and_then(Value::as_str);
    let brand = brand.map_or_else(String::new, |brand| format!(" – {brand}"));
    json!({
        "name": format!("Hồ Sơ{brand}"),
        "short_name": "Hồ Sơ",
        "lang": "vi",
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "theme_color": THEME_COLOR,
        "background_color": BACKGROUND_COLOR,
        "icons": icons,
    })
    .to_string()
}

fn service_worker(dist: &Path, deployment: &Deployment) -> Outcome<String> {
    if !deployment.offline {
        return Ok(REMOVING.to_owned());
    }
    let mut list = Map::new();
    for path in files(dist)? {
        let Some(name) = path.strip_prefix(dist).ok().and_then(Path::to_str) else {
            continue;
        };
        if let Some(address) = address(&name.replace('\\', "/")) {
            list.insert(address, digest::integrity(&read_bytes(&path)?).into());
        }
    }
    let list = Value::Object(list).to_string();
    let build = digest::name(list.as_bytes());
    let hashed = json!(HASHED);
    Ok(format!(
        "const BUILD = \"{build}\";\nconst HASHED = {hashed};\nconst FILES = {list};\n\n{SERVING}"
    ))
}

/// Returns the address of a file below the site if our own pages use it.
fn address(name: &str) -> Option<String> {
    if name == MANIFEST_FILE {
        return Some(name.to_owned());
    }
    if let Some(folder) = name.strip_suffix("index.html") {
        let code = folder.trim_end_matches('/');
        let is_document = hoso::documents::DOCUMENTS
            .iter()
            .any(|one| one.path == code);
        let is_ours = code.is_empty() || is_document || hoso_procedures::find(code).is_some();
        // The root of the site: an empty path would be the script itself.
        let address = if code.is_empty() { "./" } else { folder };
        return is_ours.then(|| address.to_owned());
    }
    let extensions = [".js", ".wasm", ".png", ".txt"];
    let is_used = extensions.iter().any(|ending| name.ends_with(ending))
        && (name.starts_with("hoso-") || name.starts_with("places/"))
        && !OF_PORTALS.iter().any(|start| name.starts_with(start));
    is_used.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    fn deployment(offline: bool) -> Deployment {
        Deployment::parse(&json!({ "way": "file", "offline": offline }).to_string()).unwrap()
    }

    fn site() -> tempfile::TempDir {
        let dist = tempfile::tempdir().unwrap();
        for name in [
            "index.html",
            "404.html",
            "602b/index.html",
            "vssid/index.html",
            "portal/index.html",
            "hoso-0123.js",
            "hoso-0123.js.br",
            "hoso-0123.css",
            "hoso-embed-0123.js",
            "hoso-frame-0123.js",
            "v1/embed.js",
            "places/4567/56.txt",
            "nginx.conf",
        ] {
            write(&dist.path().join(name), name).unwrap();
        }
        dist
    }

    fn written(dist: &Path) -> String {
        std::fs::read_to_string(dist.join(SERVICE_WORKER)).unwrap()
    }

    /// Returns the paths that the service worker stores, and the hash of the build.
    fn list(dist: &Path) -> (Vec<String>, String) {
        let script = written(dist);
        let value = |name: &str| -> Value {
            let start = format!("const {name} = ");
            let line = script.lines().find_map(|line| line.strip_prefix(&start));
            serde_json::from_str(line.unwrap().trim_end_matches(';')).unwrap()
        };
        let files = value("FILES");
        let files = files.as_object().unwrap().keys().cloned();
        (files.collect(), value("BUILD").as_str().unwrap().to_owned())
    }

    #[test]
    fn ok_the_list_is_what_our_own_pages_use() {
        let dist = site();
        write_offline_files(dist.path(), &deployment(true)).unwrap();
        let (files, _) = list(dist.path());
        let files: Vec<&str> = files
            .iter()
            .map(String::as_str)
            .filter(|name| !name.ends_with(".png"))
            .collect();
        assert_eq!(
            files,
            [
                "602b/",
                "hoso-0123.js",
                "./",
                MANIFEST_FILE,
                "places/4567/56.txt",
                "vssid/"
            ]
        );
    }

    #[test]
    fn ok_another_page_is_another_build() {
        let dist = site();
        let build = || {
            write_offline_files(dist.path(), &deployment(true)).unwrap();
            list(dist.path()).1
        };
        let first = build();
        assert_eq!(build(), first);
        write(&dist.path().join("602b/index.html"), "other").unwrap();
        assert_ne!(build(), first);
    }

    #[test]
    fn ok_a_deployment_can_remove_it() {
        let dist = site();
        write_offline_files(dist.path(), &deployment(false)).unwrap();
        let script = written(dist.path());
        assert!(script.contains("unregister()") && !script.contains("\"fetch\""));
    }

    #[test]
    fn ok_each_icon_has_its_size() {
        for (name, sizes, _, bytes) in ICONS {
            // RFC 2083 §4.1.1: width and height follow the type of the first chunk.
            let side = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
            assert_eq!(format!("{side}x{side}"), sizes, "{name}");
        }
    }
}
