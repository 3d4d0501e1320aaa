//! The drafts of all procedures, for the landing page.

use hoso_view::Signal;

use crate::browser::drafts::autosave::parse_all;
use crate::browser::drafts::database::Database;
use crate::browser::drafts::summary::summarize;
use crate::platform;
use crate::wizard::draft::OtherDraft;

/// Reads the drafts into `drafts`, the newest first.
pub fn load(drafts: Signal<Vec<OtherDraft>>) {
    platform::spawn(async move {
        let records = Database::default().all("").await.unwrap_or_default();
        let stored = parse_all(records);
        let stored = stored.iter();
        let mut found: Vec<OtherDraft> = stored
            .filter_map(|(key, draft)| summarize(key, draft))
            .collect();
        found.sort_by_key(|draft| core::cmp::Reverse(draft.saved_at));
        drafts.set(found);
    });
}
