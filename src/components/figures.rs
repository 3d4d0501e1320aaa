//! What the contribution would be: always headed as an estimate, every figure
//! either known or said to be missing.

use leptos::prelude::*;

use crate::form::Form;
use crate::texts;

/// The estimate panel. It follows the typing; without figures it renders nothing.
pub fn figures(form: Form) -> impl IntoView {
    move || {
        form.typed.track();
        form.shape.track();
        let today = form.today.get();
        let lang = form.lang.get();
        let figures = form.answers(|answers| (form.procedure.figures)(answers, today));
        if figures.is_empty() {
            return None;
        }
        let last = figures.len();
        let rows: Vec<_> = figures
            .into_iter()
            .enumerate()
            .map(|(i, figure)| {
                let known = figure.amount.is_ok();
                let text = match &figure.amount {
                    Ok(dong) => [&hoso_identifiers::amount::display(*dong), " đ"].concat(),
                    Err(why) => texts::sentence(lang, why),
                };
                let row = if i + 1 == last && known { "estimate__total" } else { "" };
                let cell = if known { "" } else { "estimate__unknown" };
                view! {
                    <tr class=row>
                        <th scope="row">{texts::sentence(lang, &figure.what)}</th>
                        <td class=cell>{text}</td>
                    </tr>
                }
            })
            .collect();
        Some(view! {
            <section class="estimate">
                <h2 class="estimate__title">{texts::raw(lang, "ui.estimate_title")}</h2>
                <table class="estimate__table"><tbody>{rows}</tbody></table>
                <p class="estimate__sources">{texts::raw(lang, "ui.estimate_note")}</p>
            </section>
        })
    }
}
