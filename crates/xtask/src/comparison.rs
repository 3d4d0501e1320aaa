//! Compares two folders byte for byte.

use crate::command::Outcome;
use hoso_site::{
    digest,
    files::{files, read_bytes},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Compares every file and returns their number.
///
/// # Errors
/// When a file is in one folder only, or has other bytes; the message names all of them.
pub(crate) fn compare(ours: &Path, theirs: &Path) -> Outcome<usize> {
    let (ours, theirs) = (hashes(ours)?, hashes(theirs)?);
    let different = different(&ours, &theirs);
    if different.is_empty() {
        return Ok(ours.len());
    }
    Err(format!("these files differ: {}", different.join(", ")))
}

/// The hash of each file, by its path in the folder.
type Hashes = BTreeMap<String, String>;

/// Returns the files that only one folder has, or that have other bytes.
fn different<'a>(ours: &'a Hashes, theirs: &'a Hashes) -> Vec<&'a str> {
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    names
        .into_iter()
        .filter(|name| ours.get(*name) != theirs.get(*name))
        .map(String::as_str)
        .collect()
}

/// Hashes every file below a folder, by its path in that folder.
fn hashes(folder: &Path) -> Outcome<Hashes> {
    let mut hashes = Hashes::new();
    for path in files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        hashes.insert(
            name.to_string_lossy().into_owned(),
            digest::integrity(&read_bytes(&path)?),
        );
    }
    Ok(hashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn err_a_file_that_is_missing_or_has_other_bytes() {
        let site = |files: &[(&str, &str)]| -> Hashes {
            let files = files.iter();
            files
                .map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned()))
                .collect()
        };
        let ours = site(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert!(different(&ours, &ours).is_empty());
        let theirs = site(&[("a", "1"), ("b", "other"), ("d", "4")]);
        assert_eq!(different(&ours, &theirs), ["b", "c", "d"]);
    }
}
