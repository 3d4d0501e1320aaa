//! The current day.

use gloo::events::EventListener;
use hoso_dossier::timestamp;
use hoso_identifiers::Date;
use hoso_view::web_sys;

use crate::platform;
use crate::wizard::Wizard;

/// Returns the current day in Vietnam by the clock of this device.
#[must_use]
pub fn today() -> Option<Date> {
    timestamp::vietnam_date(platform::now())
}

/// Updates the day of a page that stays open over midnight, when it gets the focus.
#[must_use]
pub fn refresh_today(wizard: Wizard) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "focus", move |_| {
        if let Some(day) = today()
            && day != wizard.today.get_untracked()
        {
            wizard.today.set(day);
            wizard.validate();
        }
    }))
}
