//! The official form as PDF.

use hoso_dossier::PrintedForm;
use hoso_view::html::{a, button, div, h2, p, section};
use hoso_view::{IntoNode, Node, ev};

use crate::config::DeliveryMode;
use crate::i18n::messages::{message, template};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, OfficialFormCommand};
use crate::wizard::official_form::OfficialFormStatus;

/// Renders the section with the official form, before and after the submission.
///
/// A button generates the PDF on this device; then a person can open, save or share it. Printing is
/// offered, never required (R-702-6).
pub fn official_form(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    // Without a backend the PDF is the only file, so it contains the data and the photos too.
    let contains_dossier = wizard.with_config(|config| config.mode) == DeliveryMode::File;
    section()
        .class("official-form")
        .child(
            h2().class("official-form__title")
                .child(message(lang, "ui.official_form_title")),
        )
        .child(p().child(message(
            lang,
            if contains_dossier {
                "ui.official_form_all"
            } else {
                "ui.official_form_text"
            },
        )))
        .child(layout_notice(wizard))
        .child(move || match wizard.official_form.status.get() {
            OfficialFormStatus::None | OfficialFormStatus::Failed | OfficialFormStatus::Making => {
                let is_making =
                    wizard.official_form.status.get_untracked() == OfficialFormStatus::Making;
                button()
                    .class("button button--secondary")
                    .attr("type", "button")
                    .id(button_id(wizard))
                    .attr("aria-disabled", is_making.then_some("true"))
                    .on(ev::click, move |_| {
                        if wizard.official_form.status.get_untracked() != OfficialFormStatus::Making
                        {
                            wizard.dispatch(Command::OfficialForm(OfficialFormCommand::Make));
                        }
                    })
                    .child(message(lang, "ui.official_form_make"))
            }
            OfficialFormStatus::Ready {
                url,
                name,
                can_share,
            } => div()
                .class("button-row")
                .child(
                    a().class("button button--secondary")
                        .id(button_id(wizard))
                        .attr("href", url.as_str().to_owned())
                        .attr("target", "_blank")
                        .attr("rel", "noopener")
                        .child(message(lang, "ui.official_form_open")),
                )
                .child(
                    a().class("button button--secondary")
                        .attr("href", url.as_str().to_owned())
                        .attr("download", name)
                        .child(message(lang, "ui.official_form_save")),
                )
                .child(can_share.then(|| {
                    button()
                        .class("button button--secondary")
                        .attr("type", "button")
                        .on(ev::click, move |_| {
                            wizard.dispatch(Command::OfficialForm(OfficialFormCommand::Share))
                        })
                        .child(message(lang, "ui.official_form_share"))
                })),
        })
        .child(
            p().class("official-form__state")
                .attr("role", "status")
                .child(move || match wizard.official_form.status.get() {
                    OfficialFormStatus::None => Node::Empty,
                    OfficialFormStatus::Making => message(lang, "ui.official_form_making"),
                    OfficialFormStatus::Ready { .. } => message(lang, "ui.official_form_ready"),
                    OfficialFormStatus::Failed => message(lang, "ui.official_form_failed"),
                }),
        )
        .into_node()
}

/// Renders who laid out a form of NĐ 166/2016/NĐ-CP, and that its decree has ended; or the
/// deployment's own text. TK1-TS is the agency's own form.
///
/// Source: `docs/domain/procedure-under18.md` §5.
fn layout_notice(wizard: Wizard) -> Node {
    match wizard.procedure().definition.printed_form {
        None | Some(PrintedForm::Tk1Ts) => Node::Empty,
        Some(PrintedForm::Form01 | PrintedForm::Form01Under18) => p()
            .child(move || {
                let lang = wizard.lang.get();
                let own =
                    wizard.with_config(|config| config.form_01_text(lang.tag()).map(str::to_owned));
                own.unwrap_or_else(|| template(lang, "ui.official_form_layout").to_owned())
            })
            .into_node(),
    }
}

fn button_id(wizard: Wizard) -> String {
    let mut id = wizard.prefix();
    id.push_str("open_pdf");
    id
}
