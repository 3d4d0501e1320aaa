//! Hands a draft to the next page of the same tab.
//!
//! A write to IndexedDB needs a turn of the event loop, which a page that is reloaded or left does
//! not get any more. Session storage takes a draft at once, and is cleared with the tab.

use hoso_view::web_sys::{Storage, window};

use crate::browser::drafts::database::Database;
use crate::browser::drafts::record::Draft;
use crate::platform::{self, random_uuid};

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

/// The result of restoring the drafts in session storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Whether IndexedDB refused to store one.
    pub is_unsaved: bool,
    /// Whether another window had changed one, so that both are kept.
    pub is_forked: bool,
}

/// Saves session-storage copies to IndexedDB and adds them to `drafts`; skips drafts that were
/// erased meanwhile. A copy whose draft another window has changed is saved under a new key.
pub async fn restore(
    database: &Database,
    drafts: &mut Vec<(String, Draft)>,
    prefix: &str,
) -> Restored {
    let mut restored = Restored::default();
    for old in keys(prefix) {
        let copy =
            session_storage().and_then(|storage| storage.get_item(&storage_key(&old)).ok()?);
        let Some(mut draft) = copy.as_deref().and_then(Draft::parse) else {
            remove(&old);
            continue;
        };
        let mut key = old.clone();
        let stored = drafts.iter().find(|(other, _)| *other == key);
        let is_wanted = match stored {
            // Both are of one page: the later revision is wanted.
            Some((_, stored)) if stored.writer == draft.writer => stored.revision <= draft.revision,
            Some((_, stored)) if stored.revision < draft.revision => true,
            Some((_, stored)) => {
                let differs = stored.answers != draft.answers;
                if differs {
                    key = [prefix, &random_uuid()].concat();
                    draft.revision = 1;
                    if !draft.dossier.may_be_stored() {
                        draft.dossier.id.clear();
                    }
                    restored.is_forked = true;
                }
                differs
            }
            // A draft of a later revision had been written; it was erased since.
            None => draft.revision == 1,
        };
        if is_wanted {
            // Makes it the newest draft, so that this tab shows it again.
            draft.saved_at = platform::now() + 1;
            let (revision, writer) = (draft.revision, draft.writer.clone());
            let may_overwrite = move |stored: Option<String>| {
                let stored = stored.as_deref().and_then(Draft::parse);
                stored.is_none_or(|there| there.revision < revision || there.writer == writer)
            };
            let written = database.write(&key, &draft.to_json(), may_overwrite).await;
            restored.is_unsaved |= written.is_err();
            drafts.retain(|(other, _)| *other != key);
            drafts.push((key, draft));
        }
        if !restored.is_unsaved {
            remove(&old);
        }
    }
    restored
}
