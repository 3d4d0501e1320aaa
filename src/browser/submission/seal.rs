//! Seals the current answers.

use hoso_delivery::{Content, Event};
use hoso_dossier::Issue;

use crate::browser::clock;
use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::photos::restore;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::delivery::{Delivery, Step, content_of, hash};
use crate::wizard::request_timing::RESPONSE_TIMEOUT_MS;

/// Interval between two checks for photos in progress, in milliseconds.
const POLL_MS: u32 = 100;

/// Why the current answers were not sealed.
pub enum NotSealed {
    /// The person corrects these; without issues, those of the last step.
    Issues(Vec<Issue>),
    /// The code of the message.
    Failed(&'static str),
}

/// Waits until no photo is in progress, for [`RESPONSE_TIMEOUT_MS`] at most.
pub async fn finish_photos(wizard: Wizard) {
    let mut turns = RESPONSE_TIMEOUT_MS / POLL_MS;
    while wizard.photos.is_busy() && turns > 0 {
        turns -= 1;
        platform::delay(POLL_MS).await;
    }
}

/// Returns what identifies the current answers: that of a sealed version that has them, whatever the day
/// on which it was declared.
#[must_use]
pub fn current_content(wizard: Wizard) -> Option<Content> {
    let sealed = wizard.submission.with(|delivery| {
        let mut versions = delivery.record.versions.iter().rev();
        let has_current = |digest| {
            let body = delivery.body(digest);
            body.is_some_and(|body| wizard.has_answers_of(body))
        };
        versions
            .find(|version| has_current(version.digest))
            .map(|version| version.content)
    });
    sealed.or_else(|| Some(content_of(&wizard.envelope()?.canonical())))
}

/// Seals the current answers under the current key. Returns the step that moves the bytes into the
/// delivery.
///
/// # Errors
/// If an answer has to be corrected first, or nothing can be sealed.
pub async fn seal(autosave: &DraftAutosave) -> Result<Step, NotSealed> {
    let wizard = autosave.wizard;
    // Another window may have taken a photo, or the browser may have evicted one.
    match restore::complete(wizard, &autosave.database()).await {
        Some(gone) if gone.is_empty() => {}
        Some(gone) => return Err(NotSealed::Issues(gone)),
        None => return Err(NotSealed::Failed("ui.photo_unread")),
    }
    // The day may differ from the one by which the last step was passed.
    clock::compare_before_sealing(wizard).await;
    // A change, or a photo that came late, has withdrawn the commitment.
    if !wizard.report().passes() {
        return Err(NotSealed::Issues(Vec::new()));
    }
    let (Some(envelope), Some(content)) = (wizard.envelope(), current_content(wizard)) else {
        return Err(NotSealed::Failed("ui.failed_clock"));
    };
    let body = envelope.canonical();
    let generation = |delivery: &Delivery| delivery.record.generation;
    let event = Event::Sealed {
        generation: wizard.submission.with(generation),
        content,
        digest: hoso_delivery::Digest(hash(&body)),
    };
    Ok(Step {
        event: Some(event),
        body,
        ..Step::default()
    })
}
