//! The drafts of all procedures, for the landing page.

use hoso_view::Signal;
use hoso_view::prelude::*;

use crate::browser::drafts::autosave::parse_all;
use crate::browser::drafts::database::Database;
use crate::browser::drafts::expired::remove_expired;
use crate::browser::drafts::other_windows;
use crate::browser::drafts::summary::summarize;
use crate::platform;
use crate::wizard::draft::OtherDraft;

/// Reads the drafts into `drafts`, the newest first. Repeats that when another window may have erased
/// some, so that no erased name stays on the screen.
pub fn follow(drafts: Signal<Vec<OtherDraft>>) {
    platform::spawn(async move {
        load(drafts).await;
        let database = Database::default();
        if remove_expired(&database, |_| false).await {
            database.collect_photos(&[]).await;
            load(drafts).await;
        }
    });
    StoredValue::new_local(other_windows::on_change(move || {
        platform::spawn(load(drafts))
    }));
}

async fn load(drafts: Signal<Vec<OtherDraft>>) {
    // A failed read does not mean that there are no drafts.
    let Ok(records) = Database::default().all("").await else {
        return;
    };
    let stored = parse_all(&records);
    let stored = stored.iter();
    let mut found: Vec<OtherDraft> = stored
        .filter_map(|(key, draft)| summarize(key, draft))
        .collect();
    found.sort_by_key(|draft| core::cmp::Reverse(draft.saved_at));
    // A list that is rendered again loses the focus.
    if drafts.with_untracked(|shown| *shown != found) {
        drafts.set(found);
    }
}
