//! Opens a related procedure and returns from it, and copies the answers that both ask for.

use hoso_dossier::{Answer, Answers, ProcedureLink};
use hoso_identifiers::phone::Phone;

use crate::browser::drafts::autosave::{DraftAutosave, parse_all};
use crate::browser::drafts::record::Draft;
use crate::loader;
use crate::platform::{self, random_uuid};
use crate::wizard::Wizard;
use crate::wizard::draft::AccountPhone;

/// Copies answers by pairs of field ids. An empty answer overwrites nothing.
fn copy_answers<'a>(
    from: &Answers,
    to: &mut Answers,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) {
    for (source, target) in pairs {
        if let Some(answer) = from.get(source).filter(|answer| !is_empty(Some(answer))) {
            to.set(target, answer.clone());
        }
    }
}

/// Returns whether an answer is the preset of its field: nobody has given it, so it may be replaced and
/// replaces none.
fn is_preset(wizard: Wizard, code: &str, answers: &Answers, field: &str) -> bool {
    let Some(procedure) = hoso_procedures::find(code) else {
        return false;
    };
    let answer = answers.text(field);
    let definition = procedure.definition.field(field);
    definition.is_some_and(|(_, field)| {
        !answer.is_empty() && wizard.with_config(|config| config.preset(field) == answer)
    })
}

fn is_empty(answer: Option<&Answer>) -> bool {
    match answer {
        None => true,
        Some(Answer::Text(text)) => text.trim().is_empty(),
        Some(Answer::Many(ids)) => ids.is_empty(),
        Some(Answer::Rows(rows)) => rows.is_empty(),
    }
}

/// Starts a draft of the other procedure, or continues the one that was started from here before,
/// and opens its page. This draft is kept.
pub async fn open_related(autosave: &DraftAutosave, link: ProcedureLink) {
    let wizard = autosave.wizard;
    if !autosave.flush_or_warn().await {
        return;
    }
    let database = autosave.database();
    if !database.is_open() {
        // Nothing was entered yet, or nothing can be stored.
        open_page(wizard, link.to);
        return;
    }
    let mut answers = Answers::default();
    wizard
        .answers
        .with(|own| copy_answers(own, &mut answers, link.copies.iter().copied()));
    for (field, choice) in link.presets {
        answers.set_text(field, *choice);
    }
    let parent = if link.returns {
        autosave.key()
    } else {
        String::new()
    };
    let (key, draft) = match find_child(autosave, link.to, &parent).await {
        Some((key, mut draft)) => {
            // What was corrected there is not overwritten.
            for (field, answer) in answers.iter() {
                if is_empty(draft.answers.get(field))
                    || is_preset(wizard, link.to, &draft.answers, field)
                {
                    draft.answers.set(field, answer.clone());
                }
            }
            draft.revision += 1;
            draft.saved_at = platform::now();
            (key, draft)
        }
        None => (
            [link.to, ":", &random_uuid()].concat(),
            Draft::new(answers, wizard.lang.get_untracked(), parent),
        ),
    };
    if database
        .write(&key, &draft.to_json(), |_| true)
        .await
        .is_ok()
    {
        open_page(wizard, link.to);
    } else {
        wizard.draft.notice.set("ui.not_saved_on_leave");
        wizard.navigation.focus_heading();
    }
}

/// Finds the unsent draft that was started from `parent`.
async fn find_child(
    autosave: &DraftAutosave,
    procedure: &str,
    parent: &str,
) -> Option<(String, Draft)> {
    if parent.is_empty() {
        return None;
    }
    let records = autosave
        .database()
        .all(&[procedure, ":"].concat())
        .await
        .ok()?;
    let is_child = |(_, draft): &(String, Draft)| {
        draft.parent == parent && !draft.delivery.is_sealed_or_received()
    };
    parse_all(&records).into_iter().find(is_child)
}

/// Returns to the draft from which this one was started, and copies back what was answered here.
pub async fn return_to_origin(autosave: &DraftAutosave) {
    let wizard = autosave.wizard;
    if !autosave.flush_or_warn().await {
        return;
    }
    let parent = wizard.draft.parent.get_untracked();
    let code = parent.split(':').next().unwrap_or_default();
    let Some(procedure) = hoso_procedures::find(code) else {
        return;
    };
    // A dossier that is in flight or was received does not change.
    let stored = autosave.stored(&parent).await;
    let unsent = stored.filter(|draft| !draft.delivery.is_sealed_or_received());
    if let Some(mut draft) = unsent {
        let today = wizard.today.get_untracked();
        let own_code = wizard.procedure().definition.code;
        let links = (procedure.related)(&draft.answers, today);
        let link = links
            .into_iter()
            .find(|link| link.returns && link.to == own_code);
        if let Some(link) = link {
            wizard.answers.with(|own| {
                let back = link.copies.iter().map(|(there, here)| (*here, *there));
                let given = |(here, there): &(&str, &str)| {
                    is_empty(draft.answers.get(there)) || !is_preset(wizard, own_code, own, here)
                };
                let back: Vec<_> = back.filter(given).collect();
                copy_answers(own, &mut draft.answers, back.into_iter());
            });
        }
        draft.revision += 1;
        draft.saved_at = platform::now();
        let database = autosave.database();
        let _ = database.write(&parent, &draft.to_json(), |_| true).await;
    }
    open_page(wizard, code);
}

fn open_page(wizard: Wizard, code: &str) {
    let home = wizard.with_config(|config| config.home.clone());
    loader::open_procedure(&wizard.prefix(), code, &[&home, code, "/"].concat());
}

/// Collects the phones of the accounts that other drafts register (R-ACC-3, X-11).
#[must_use]
pub fn account_phones(
    wizard: Wizard,
    own_key: &str,
    drafts: &[(String, Draft)],
) -> Vec<AccountPhone> {
    let parent = wizard.draft.parent.get_untracked();
    let phone_of = |(key, draft): &(String, Draft)| {
        let code = key.split(':').next().unwrap_or_default();
        let account = hoso_procedures::dossier_definition(code)?
            .account_phone
            .as_ref()?;
        if !account.registers || key == own_key || *key == parent {
            return None;
        }
        let phone = Phone::parse(draft.answers.text(account.field)).ok()?;
        Some(AccountPhone {
            phone: phone.to_string(),
            owner: draft.answers.text(account.owner).trim().to_owned(),
        })
    };
    drafts.iter().filter_map(phone_of).collect()
}
