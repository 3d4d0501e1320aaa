//! Restores the photos of a draft, and removes those whose bytes are gone.

use hoso_dossier::{Issue, Severity};
use hoso_view::Notify;

use crate::browser::drafts::database::Database;
use crate::browser::photos::record;
use crate::wizard::Wizard;
use crate::wizard::delivery::Delivery;
use crate::wizard::photos::{PhotoProgress, hashes};

/// Restores the photos of a draft. A photo whose bytes are gone is removed, and the page says so;
/// but while a delivery is pending nothing is changed: the receiver may have the photo.
pub async fn restore(wizard: Wizard, database: &Database) {
    let (gone, _) = load(wizard, database).await;
    if !wizard.submission.with(Delivery::is_pending) {
        for (field, hash) in gone {
            remove_gone(wizard, field, &hash);
        }
    }
    wizard.answers.answers_replaced.notify();
}

/// Loads the photos that another window has taken, before a dossier is sealed. Photos whose bytes
/// are gone are removed; returns an issue for each, or `None` if the database could not be read.
pub async fn complete(wizard: Wizard, database: &Database) -> Option<Vec<Issue>> {
    let (gone, all_read) = load(wizard, database).await;
    let remove = |(field, hash): (&'static str, String)| {
        remove_gone(wizard, field, &hash);
        Issue::new(field, "ui.photo_gone", Severity::Error)
    };
    let issues = gone.into_iter().map(remove).collect();
    all_read.then_some(issues)
}

/// Removes a photo whose bytes the browser has evicted.
pub fn remove_gone(wizard: Wizard, field: &'static str, hash: &str) {
    wizard.remove_photo(field, hash);
    let failed = PhotoProgress::Failed("ui.photo_gone".to_owned());
    wizard.photos.set_progress(field, Some(failed));
}

/// Loads the photos that the answers name. Returns those whose bytes are gone, and whether all
/// could be read.
async fn load(wizard: Wizard, database: &Database) -> (Vec<(&'static str, String)>, bool) {
    let definition = wizard.procedure().definition;
    let mut wanted: Vec<(&'static str, String)> = wizard.answers.with(|answers| {
        let hashes = hashes(definition, answers);
        hashes.map(|(field, hash)| (field, hash.clone())).collect()
    });
    wanted.retain(|(_, hash)| wizard.photos.get(hash).is_none());
    let (mut gone, mut all_read) = (Vec::new(), true);
    for (field, hash) in wanted {
        let Ok(record) = database.photo(&hash).await else {
            all_read = false;
            continue;
        };
        match record.as_ref().and_then(record::parse) {
            Some(photo) => wizard.photos.insert(photo),
            None => gone.push((field, hash)),
        }
    }
    (gone, all_read)
}
