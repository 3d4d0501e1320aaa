//! Removes the drafts and receipts whose time on this device is over.

use crate::browser::drafts::autosave::parse_all;
use crate::browser::drafts::database::Database;
use crate::browser::drafts::record::Draft;
use crate::browser::submission::http;
use crate::platform;
use crate::wizard::expiry::is_expired;

/// Removes what has expired by the clock of this device and by that of the server: a device whose
/// clock is set wrongly must lose nothing. Without a connection nothing is removed. `is_open` tells
/// the draft that a window shows. Returns whether something was removed.
pub async fn remove_expired(database: &Database, is_open: impl Fn(&str) -> bool) -> bool {
    let expired_at = |now: i64| {
        move |(_, draft): &(String, Draft)| is_expired(draft.saved_at, &draft.delivery, now)
    };
    let Ok(records) = database.all("").await else {
        return false;
    };
    let mut drafts = parse_all(&records);
    drafts.retain(expired_at(platform::now()));
    if drafts.is_empty() {
        return false;
    }
    let Some(server) = http::server_time().await else {
        return false;
    };
    drafts.retain(expired_at(server.min(platform::now())));
    let mut is_changed = false;
    for (key, _) in drafts.iter().filter(|(key, _)| !is_open(key)) {
        // Another window may have saved the draft since it was read.
        let read = records.iter().find(|stored| stored.key == *key);
        if let Some(read) = read {
            is_changed |= database.remove_unchanged(read).await == Ok(true);
        }
    }
    is_changed
}
