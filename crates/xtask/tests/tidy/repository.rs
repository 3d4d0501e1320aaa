//! The files and folders of the repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders whose content is made or written elsewhere.
pub(crate) const NOT_OURS: [&str; 5] = ["target", "dist", "node_modules", "vendor", "corpus"];

/// A span that ends like this is a file, even without a slash.
pub(crate) const ENDINGS: [&str; 13] = [
    "rs", "toml", "md", "json", "yaml", "yml", "css", "js", "mjs", "html", "csv", "lock", "sh",
];

pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().canonicalize().unwrap()
}

pub(crate) struct Repository {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) folders: Vec<PathBuf>,
}

/// Lists what people write. Of the folders whose name begins with a dot it reads ours (`.ci`,
/// `.cargo`) and skips those of tools.
pub(crate) fn repository() -> Repository {
    let mut repository = Repository {
        root: root(),
        files: Vec::new(),
        folders: Vec::new(),
    };
    let mut open = vec![repository.root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !path.is_dir() {
                repository.files.push(path);
                continue;
            }
            let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
            if !hidden && !NOT_OURS.contains(&name.as_str()) {
                repository.folders.push(path.clone());
                open.push(path);
            }
        }
    }
    assert!(repository.files.len() > 100, "the files were not found");
    repository.files.sort();
    repository
}

impl Repository {
    pub(crate) fn with(&self, endings: &[&str]) -> impl Iterator<Item = &PathBuf> {
        self.files
            .iter()
            .filter(move |file| endings.iter().any(|ending| ends(file, ending)))
    }

    pub(crate) fn short<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// Is there such a file, seen from the root or from the folder of the document?
    pub(crate) fn has(&self, document: &Path, named: &str) -> bool {
        let beside = document.parent().unwrap();
        alternatives(named).iter().all(|named| {
            if named.contains('/') {
                [&self.root, beside]
                    .iter()
                    .any(|from| matches(&from.join(named)))
            } else {
                self.files
                    .iter()
                    .any(|file| fits(named, &file.file_name().unwrap().to_string_lossy()))
            }
        })
    }
}

pub(crate) fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// Expands `a/{b,c}.rs` to two paths; a name without braces is itself.
pub(crate) fn alternatives(named: &str) -> Vec<String> {
    let Some((before, rest)) = named.split_once('{') else {
        return vec![named.to_owned()];
    };
    let Some((inside, after)) = rest.split_once('}') else {
        return vec![named.to_owned()];
    };
    inside
        .split(',')
        .flat_map(|each| alternatives(&format!("{before}{each}{after}")))
        .collect()
}

/// Is the path there? A star stands for any part of the last name.
pub(crate) fn matches(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.contains('*') {
        return path.exists();
    }
    fs::read_dir(path.parent().unwrap()).is_ok_and(|mut entries| {
        entries.any(|entry| fits(&name, &entry.unwrap().file_name().to_string_lossy()))
    })
}

pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len()
                && name.starts_with(before)
                && name.ends_with(after)
        }
    }
}
