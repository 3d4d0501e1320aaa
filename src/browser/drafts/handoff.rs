//! Hands a draft to the next page of the same tab.
//!
//! A write to IndexedDB needs a turn of the event loop, which a page that is reloaded or left does
//! not get any more. Session storage takes a draft at once, and is cleared with the tab.

use hoso_view::web_sys::{Storage, window};

use crate::browser::drafts::database::Database;
use crate::browser::drafts::ownership;
use crate::browser::drafts::record::Draft;
use crate::platform;

/// Precedes the key of a draft.
const PREFIX: &str = "hoso-handed:";

fn session_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

fn storage_key(key: &str) -> String {
    [PREFIX, key].concat()
}

/// Puts a draft into session storage.
pub fn save(key: &str, draft: &Draft) {
    if let Some(storage) = session_storage() {
        let _ = storage.set_item(&storage_key(key), &draft.to_json());
    }
}

/// Removes a draft from session storage: it is saved, or was erased.
pub fn remove(key: &str) {
    if let Some(storage) = session_storage() {
        let _ = storage.remove_item(&storage_key(key));
    }
}

/// Returns the keys of the drafts in session storage that begin with `prefix`.
fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = session_storage() else {
        return Vec::new();
    };
    let prefix = storage_key(prefix);
    (0..storage.length().unwrap_or_default())
        .filter_map(|i| storage.key(i).ok()?)
        .filter(|name| name.starts_with(&prefix))
        .filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned))
        .collect()
}

/// Removes all drafts from session storage.
pub fn remove_all() {
    for key in keys("") {
        remove(&key);
    }
}

/// Saves session-storage copies to IndexedDB and adds them to `drafts`. Skips drafts that were erased
/// meanwhile, that another window has edited since, or that it has open: session storage of a duplicated
/// tab has the copies of the first. Returns whether IndexedDB refused to store one.
pub async fn restore(database: &Database, drafts: &mut Vec<(String, Draft)>, prefix: &str) -> bool {
    let mut is_unsaved = false;
    for key in keys(prefix) {
        let copy =
            session_storage().and_then(|storage| storage.get_item(&storage_key(&key)).ok()?);
        let copy = copy.as_deref().and_then(Draft::parse);
        // Held until the copy is stored.
        let lock = ownership::acquire_if_free(&key, || {}).await;
        let (Some(mut draft), Some(_lock)) = (copy, lock) else {
            remove(&key);
            continue;
        };
        let stored = drafts.iter().find(|(other, _)| *other == key);
        let is_wanted = match stored {
            Some((_, stored)) => stored.revision <= draft.revision,
            // A draft of a later revision had been written; it was erased since.
            None => draft.revision == 1,
        };
        if is_wanted {
            // Makes it the newest draft, so that this tab shows it again.
            draft.saved_at = platform::now() + 1;
            let revision = draft.revision;
            let may_overwrite = move |stored: Option<String>| {
                let stored = stored.as_deref().and_then(Draft::parse);
                stored.is_none_or(|there| there.revision <= revision)
            };
            let written = database.write(&key, &draft.to_json(), may_overwrite).await;
            is_unsaved |= written.is_err();
            // The delivery is stored apart, and never handed over.
            if let Some(at) = drafts.iter().position(|(other, _)| *other == key) {
                draft.delivery = drafts.swap_remove(at).1.delivery;
            }
            drafts.push((key.clone(), draft));
        }
        if !is_unsaved {
            remove(&key);
        }
    }
    is_unsaved
}
