//! What a page that goes away at once hands to the next one in this tab.
//!
//! Writing to IndexedDB takes a turn of the event loop, which a page that is reloaded or left has
//! not got any more. The tab's own memory takes a draft in no time, and forgets it with the tab.

use leptos::web_sys::{Storage, window};

use crate::browser::draft::Draft;
use crate::browser::store::Store;

/// Before the key of a draft.
const PLACE: &str = "hoso-handed:";

fn memory() -> Option<Storage> {
    window()?.session_storage().ok()?
}

fn place(key: &str) -> String {
    [PLACE, key].concat()
}

/// Hands over the draft of this key.
pub fn give(key: &str, draft: &Draft) {
    if let Some(memory) = memory() {
        let _ = memory.set_item(&place(key), &draft.write());
    }
}

/// Forgets what was handed over under this key: it is on the disk, or is not wanted any more.
pub fn forget(key: &str) {
    if let Some(memory) = memory() {
        let _ = memory.remove_item(&place(key));
    }
}

/// The keys, beginning with `prefix`, under which something was handed over.
fn keys(prefix: &str) -> Vec<String> {
    let Some(memory) = memory() else {
        return Vec::new();
    };
    let prefix = place(prefix);
    (0..memory.length().unwrap_or_default())
        .filter_map(|i| memory.key(i).ok()?)
        .filter(|name| name.starts_with(&prefix))
        .filter_map(|name| name.strip_prefix(PLACE).map(str::to_owned))
        .collect()
}

/// Forgets everything that was handed over.
pub fn forget_all() {
    for key in keys("") {
        forget(&key);
    }
}

/// Puts what was handed over on the disk and among the drafts that were found there, unless the
/// disk holds something newer or the draft has been wiped meanwhile. False if the disk takes it not.
pub async fn put(store: &Store, drafts: &mut Vec<(String, Draft)>, prefix: &str) -> bool {
    let mut kept = true;
    for key in keys(prefix) {
        let handed = memory().and_then(|memory| memory.get_item(&place(&key)).ok()?);
        let Some(draft) = handed.as_deref().and_then(Draft::read) else {
            forget(&key);
            continue;
        };
        let (revision, writer) = (draft.revision, draft.writer.clone());
        // What had never been written is not on the disk; what is not there any more was wiped.
        // A write of the same page that was under way had less to write.
        let newer = move |there: Option<&Draft>| match there {
            Some(there) => {
                there.revision < revision || (there.revision == revision && there.writer == writer)
            }
            None => revision == 1,
        };
        let there = drafts.iter().position(|(other, _)| *other == key);
        if newer(there.and_then(|i| drafts.get(i)).map(|(_, there)| there)) {
            let may =
                move |now: Option<String>| newer(now.as_deref().and_then(Draft::read).as_ref());
            if store.write(&key, &draft.write(), may).await.is_err() {
                kept = false;
            }
            if let Some(i) = there {
                drafts.swap_remove(i);
            }
            drafts.push((key.clone(), draft));
        }
        if kept {
            forget(&key);
        }
    }
    kept
}
