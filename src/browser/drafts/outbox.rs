//! The deliveries that are stored: a step reads the delivery, applies the event and writes the result in
//! one transaction. What is to be done is done after the commit.
//!
//! Where the browser stores nothing, or the disk is full, the step is made in memory. A later
//! transaction stores what is newer.

use std::cell::RefCell;
use std::rc::Rc;

use hoso_delivery::Command;

use crate::browser::drafts::database::{Database, StepWrites};
use crate::browser::drafts::erasure;
use crate::browser::drafts::record::Draft;
use crate::wizard::delivery::{Delivery, Step};

/// The outcome of a step.
pub enum Stepped {
    /// The delivery after the step, and what is to be done.
    Done {
        /// The delivery.
        delivery: Delivery,
        /// What is to be done.
        commands: Vec<Command>,
        /// Whether the delivery is stored.
        is_stored: bool,
    },
    /// The draft was erased: nothing is to be done any more.
    Gone,
    /// The stored delivery cannot be read: another version of the page has written it. The event has not
    /// happened.
    Unreadable,
    /// The answers that were not received cannot be stored beside the receipt: the event has not
    /// happened.
    NoRoom,
}

/// The draft of a delivery, as a window knows it.
pub struct Known {
    /// Its key.
    pub key: String,
    /// The delivery as this window knows it.
    pub delivery: Delivery,
    /// Whether this window has stored or read the draft.
    pub was_stored: bool,
    /// The mark of the last erasure that this window knows.
    pub erasure: Option<String>,
}

/// Makes a step of a delivery. `correction` is the draft that [`Step::correction`] names.
pub async fn step(
    database: &Database,
    known: Known,
    input: Step,
    correction: Option<&Draft>,
) -> Stepped {
    let outcome: Rc<RefCell<Option<Stepped>>> = Rc::default();
    let Known {
        key,
        delivery: own,
        was_stored,
        erasure,
    } = known;
    let (decided, in_memory) = (outcome.clone(), own.clone());
    let further = correction.map(Draft::to_json);
    let of = input.clone();
    let decide = move |draft: Option<String>, stored: Option<String>| {
        let is_erased =
            draft.is_none() && was_stored && erasure::is_erased_since(erasure.as_deref());
        let stored = match stored.as_deref().map(Delivery::parse) {
            // It is not overwritten.
            Some(None) => return write_nothing(&decided, Stepped::Unreadable),
            Some(stored) => stored,
            None => None,
        };
        if is_erased {
            return write_nothing(&decided, Stepped::Gone);
        }
        let stored_revision = stored.as_ref().map_or(0, |stored| stored.revision);
        let base = stored.filter(|stored| stored.revision >= own.revision);
        let base = base.unwrap_or_else(|| own.clone());
        let (delivery, commands) = base.step(&of);
        // What the browser has evicted, or never stored, is stored with the draft.
        let may_store = draft.is_some();
        let is_newer = delivery.revision > stored_revision;
        let has_further = delivery.correction.is_some() && base.correction.is_none();
        if has_further && !may_store && of.correction.as_deref() != Some("") {
            return write_nothing(&decided, Stepped::NoRoom);
        }
        let draft = of.correction.clone().zip(further.clone());
        let writes = (may_store && is_newer).then(|| StepWrites {
            delivery: delivery.to_json(),
            draft: draft.filter(|(key, _)| has_further && !key.is_empty()),
        });
        decided.replace(Some(Stepped::Done {
            delivery,
            commands,
            is_stored: may_store || !is_newer,
        }));
        writes
    };
    if database.step(&key, decide).await.is_ok()
        && let Some(stepped) = outcome.take()
    {
        return stepped;
    }
    let (delivery, commands) = in_memory.step(&input);
    let is_lost = delivery.correction.is_some() && in_memory.correction.is_none();
    if is_lost && was_stored {
        return Stepped::NoRoom;
    }
    Stepped::Done {
        is_stored: delivery.revision == 0,
        delivery,
        commands,
    }
}

/// Decides that a step writes nothing.
fn write_nothing(decided: &RefCell<Option<Stepped>>, outcome: Stepped) -> Option<StepWrites> {
    decided.replace(Some(outcome));
    None
}
