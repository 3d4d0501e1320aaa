//! What a page that goes away at once hands to the next one in this tab.
//!
//! Writing to IndexedDB takes a turn of the event loop, which a page that is reloaded or left has
//! not got any more. The tab's own memory takes a draft in no time, and forgets it with the tab.

use leptos::web_sys::{Storage, window};

use crate::browser::draft::Draft;

const PLACE: &str = "hoso-handed";

fn memory() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// Hands over the draft of this key.
pub fn give(key: &str, draft: &Draft) {
    if let Some(memory) = memory() {
        let _ = memory.set_item(PLACE, &[key, "\n", &draft.write()].concat());
    }
}

/// Takes what was handed over for a procedure, whose keys begin with `prefix`.
pub fn take(prefix: &str) -> Option<(String, Draft)> {
    let found = memory()?.get_item(PLACE).ok()??;
    let (key, json) = found.split_once('\n')?;
    if !key.starts_with(prefix) {
        return None;
    }
    forget();
    Some((key.to_owned(), Draft::read(json)?))
}

/// Forgets it: it is on the disk, or is not wanted any more.
pub fn forget() {
    if let Some(memory) = memory() {
        let _ = memory.remove_item(PLACE);
    }
}

/// Puts what was handed over among the drafts of the disk, unless the disk holds something newer
/// or the draft has been wiped meanwhile. True if it stands there now.
pub fn put(drafts: &mut Vec<(String, Draft)>, prefix: &str) -> bool {
    let Some((key, draft)) = take(prefix) else {
        return false;
    };
    match drafts.iter_mut().find(|(other, _)| *other == key) {
        Some((_, there)) if there.revision < draft.revision => *there = draft,
        // It had never been written.
        None if draft.revision == 1 => drafts.push((key, draft)),
        _ => return false,
    }
    true
}
