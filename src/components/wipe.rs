//! "Xóa dữ liệu khỏi máy này": asks once more, because it can't be undone.

use leptos::prelude::*;

use crate::form::Form;
use crate::texts::say;

/// The section that forgets what was typed on this machine.
pub fn wipe(form: Form) -> impl IntoView {
    let asking = RwSignal::new(false);
    view! {
        <section class="wipe">
            <h2>{say(form.lang, "ui.wipe_title")}</h2>
            <p>{say(form.lang, "ui.wipe_text")}</p>
            {move || {
                if asking.get() {
                    view! {
                        <div class="confirm" role="group" aria-label=say(form.lang, "ui.wipe_sure")>
                            <h3 class="confirm__title">{say(form.lang, "ui.wipe_sure")}</h3>
                            <p>{say(form.lang, "ui.wipe_warning")}</p>
                            <div class="confirm__actions">
                                <button
                                    class="button button--danger-solid"
                                    type="button"
                                    on:click=move |_| {
                                        form.wipe.set(true);
                                        form.clear();
                                    }
                                >
                                    {say(form.lang, "ui.wipe_yes")}
                                </button>
                                <button
                                    class="button button--secondary"
                                    type="button"
                                    on:click=move |_| asking.set(false)
                                >
                                    {say(form.lang, "ui.keep")}
                                </button>
                            </div>
                        </div>
                    }
                        .into_any()
                } else {
                    view! {
                        <button class="button button--danger" type="button" on:click=move |_| asking.set(true)>
                            {say(form.lang, "ui.wipe_title")}
                        </button>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}
