//! What a page that goes away at once hands to the next one in this tab.
//!
//! Writing to IndexedDB takes a turn of the event loop, which a page that is reloaded or left has
//! not got any more. The tab's own memory takes a draft in no time, and forgets it with the tab.

use leptos::web_sys::{Storage, window};

use crate::browser::draft::Draft;
use crate::browser::store::Store;
use crate::form::Form;
use crate::web::{self, random_uuid};

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
/// draft has been wiped meanwhile. Where another window has gone on with it, both stay: this one
/// under a key of its own, and it is said. False if the disk takes it not.
pub async fn put(
    form: Form,
    store: &Store,
    drafts: &mut Vec<(String, Draft)>,
    prefix: &str,
) -> bool {
    let mut kept = true;
    for old in keys(prefix) {
        let handed = memory().and_then(|memory| memory.get_item(&place(&old)).ok()?);
        let Some(mut draft) = handed.as_deref().and_then(Draft::read) else {
            forget(&old);
            continue;
        };
        let mut key = old.clone();
        let there = drafts.iter().position(|(other, _)| *other == key);
        let before = match there.and_then(|i| drafts.get(i)) {
            // A write of the same page that was under way had less to write.
            Some((_, there)) if there.writer == draft.writer => there.revision <= draft.revision,
            Some((_, there)) if there.revision < draft.revision => true,
            Some((_, there)) => {
                let differs = there.answers != draft.answers;
                if differs {
                    key = [prefix, &random_uuid()].concat();
                    draft.revision = 1;
                    if !draft.is_final() && draft.earlier.is_empty() {
                        draft.dossier_id.clear();
                    }
                    form.told.set("ui.forked");
                }
                differs
            }
            // What had been written and is not there any more was wiped.
            None => draft.revision == 1,
        };
        if before {
            // What this tab showed is what it shows again: the newest, if only by a second.
            draft.saved_at = web::now() + 1;
            let (revision, writer) = (draft.revision, draft.writer.clone());
            let may = move |now: Option<String>| {
                let there = now.as_deref().and_then(Draft::read);
                there.is_none_or(|there| there.revision < revision || there.writer == writer)
            };
            kept &= store.write(&key, &draft.write(), may).await.is_ok();
            drafts.retain(|(other, _)| *other != key);
            drafts.push((key, draft));
        }
        if kept {
            forget(&old);
        }
    }
    kept
}
