//! Photos of documents: take, choose, preview, rotate, replace and remove them.
//!
//! A button opens the camera. Before it opens, the draft and its photos are saved: a phone with
//! little memory discards the page while its camera is open.

use hoso_dossier::PhotoKind;
use hoso_view::html::{div, img, li, p, span, ul};
use hoso_view::{IntoNode, Node, NodeRef, ev, html, show};

use crate::components::fields::label::{hint, label_text};
use crate::components::fields::messages::{described_by, field_class, issues_of, messages};
use crate::i18n::catalog::translate;
use crate::i18n::messages::{format_message, message, message_code, template};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, PhotoCommand};
use crate::wizard::field_ref::FieldRef;
use crate::wizard::photos::{Photo, PhotoProgress};

/// Renders a field that a person answers with photos: the photos taken, the progress, and buttons
/// for the camera and the gallery.
pub fn photo(wizard: Wizard, at: FieldRef, kind: PhotoKind) -> Node {
    let PhotoKind {
        most,
        pdf,
        portrait,
        ..
    } = kind;
    let field = at.field.id;
    let issues = issues_of(wizard, at);
    let label = wizard.element_id(at, "-label");
    let input = NodeRef::new();
    let file = html::input()
        .node_ref(input)
        .class("photo__file visually-hidden")
        .attr("type", "file")
        .id(wizard.element_id(at, ""))
        .attr("name", field)
        // The buttons open this input, so it is no tab stop. It is hidden visually only, so
        // assistive technology can still operate it.
        .attr("tabindex", "-1")
        .attr("aria-labelledby", label.clone())
        .attr(
            "accept",
            if pdf {
                "image/*,application/pdf"
            } else {
                "image/*"
            },
        )
        .attr("multiple", (most > 1).then_some(""))
        .on(ev::change, move |_| {
            wizard.dispatch(Command::Photo(PhotoCommand::Process { field, input }));
        });
    let capture = if portrait { "user" } else { "environment" };
    // Describes the buttons by the label of the field, then by its hint, messages and progress.
    let described_by_field = described_by(wizard, at, issues, &["-state"]);
    let button_description = move || {
        let label = wizard.element_id(at, "-label");
        described_by_field().map(|ids| [&label, " ", &ids].concat())
    };
    let is_busy = move |all: &Vec<(&'static str, PhotoProgress)>| {
        all.iter()
            .any(|(id, progress)| *id == field && matches!(progress, PhotoProgress::Working { .. }))
    };
    let pick = move |capture: &'static str, label: &'static str, class: &'static str| {
        html::button()
            .class(class)
            .attr("type", "button")
            .attr("aria-describedby", button_description)
            // Uses `aria-disabled` instead of `disabled`, so that a busy button does not lose the
            // focus.
            .attr("aria-disabled", move || {
                wizard.photos.progress.with(is_busy).then_some("true")
            })
            .on(ev::click, move |_| {
                if !wizard.photos.progress.with_untracked(is_busy) {
                    wizard.dispatch(Command::Photo(PhotoCommand::Pick {
                        field,
                        input,
                        capture,
                        replaces: String::new(),
                    }));
                }
            })
            .child(message(wizard.lang, label))
    };
    let pickers = show(
        move || wizard.photos_of(field).len() < most,
        move || {
            div()
                .class("photo__pickers")
                .child(pick(capture, "ui.photo_take", "button button--secondary"))
                .child(pick("", "ui.photo_choose", "button button--secondary"))
                .into_node()
        },
    );
    div()
        .class(field_class(issues))
        .child(
            div()
                .class("photo")
                .attr("role", "group")
                .attr("aria-labelledby", label.clone())
                .attr("aria-describedby", described_by(wizard, at, issues, &[]))
                .attr("data-photo", field)
                .child(
                    p().class("field__legend")
                        .id(label)
                        .attr("tabindex", "-1")
                        .children(label_text(wizard, at)),
                )
                .child(hint(wizard, at))
                .child(messages(wizard, at, issues))
                .child(file)
                .child(move || {
                    let photos = wizard.photos_of(field);
                    let items: Vec<Node> = photos
                        .into_iter()
                        .enumerate()
                        .map(|(i, photo)| item(wizard, at, kind, &photo, input, i, capture))
                        .collect();
                    (!items.is_empty()).then(|| {
                        ul().class("photo__list")
                            .attr("role", "list")
                            .children(items)
                    })
                })
                .child(progress(wizard, at, kind))
                .child(pickers),
        )
        .into_node()
}

/// Renders the progress of the field. A screen reader announces each change.
fn progress(wizard: Wizard, at: FieldRef, kind: PhotoKind) -> Node {
    let field = at.field.id;
    div()
        .class("photo__state")
        .id(wizard.element_id(at, "-state"))
        .attr("role", "status")
        .child(move || {
            let lang = wizard.lang.get();
            let progress = wizard.photos.progress.with(|all| {
                all.iter()
                    .find(|(other, _)| *other == field)
                    .map(|(_, progress)| progress.clone())
            });
            match progress {
                None => Node::Empty,
                Some(PhotoProgress::Working { message, file, of }) => {
                    let mut text = template(lang, message).to_owned();
                    if of > 1 {
                        let count = [("n", file.to_string()), ("of", of.to_string())];
                        text.push_str(&format_message(lang, "ui.photo_count", &count));
                    }
                    p().class("loading").child(text).into_node()
                }
                Some(PhotoProgress::Ready) => {
                    let newest = wizard.photos_of(field).pop();
                    let warnings = newest.map(|photo| photo.warnings(kind, &[]));
                    let why = warnings.unwrap_or_default();
                    let why: Vec<_> = why.into_iter().map(|code| template(lang, code)).collect();
                    let text = if why.is_empty() {
                        template(lang, "ui.photo_ready").to_owned()
                    } else {
                        format_message(lang, "ui.photo_ready_doubt", &[("why", why.join(" "))])
                    };
                    p().class("visually-hidden").child(text).into_node()
                }
                Some(PhotoProgress::Failed(code)) => {
                    let code = message_code(&code).unwrap_or("photo.broken");
                    error_message(template(lang, code).to_owned())
                }
                Some(PhotoProgress::SomeFailed(files)) => {
                    let messages = files.into_iter().map(|(n, code)| {
                        let code = message_code(&code).unwrap_or("photo.broken");
                        let args = [
                            ("n", n.to_string()),
                            ("why", template(lang, code).to_owned()),
                        ];
                        error_message(format_message(lang, "ui.photo_nth", &args))
                    });
                    messages.collect::<Vec<_>>().into_node()
                }
            }
        })
        .into_node()
}

/// Renders the message about a file that was rejected.
fn error_message(text: String) -> Node {
    p().class("message message--error")
        .child(span().child(text))
        .into_node()
}

/// Renders one photo with its warnings and the buttons to rotate, replace and remove it.
fn item(
    wizard: Wizard,
    at: FieldRef,
    kind: PhotoKind,
    photo: &Photo,
    input: NodeRef,
    index: usize,
    capture: &'static str,
) -> Node {
    let field = at.field.id;
    let lang = wizard.lang;
    let name = move || {
        let lang = lang.get();
        let args = [
            ("what", translate(lang, wizard.label(at.field)).to_owned()),
            ("n", (index + 1).to_string()),
        ];
        format_message(lang, "ui.photo_n", &args)
    };
    let picture: Node = match &photo.preview {
        None => p()
            .class("photo__file-name")
            .child(message(
                lang,
                if photo.media_type == "application/pdf" {
                    "ui.photo_pdf"
                } else {
                    "ui.photo_no_picture"
                },
            ))
            .into_node(),
        Some(preview) => img()
            .class("photo__picture")
            .attr("src", preview.as_str().to_owned())
            .attr("alt", move || Some(name()))
            .into_node(),
    };
    let kilobytes = photo.size.div_ceil(1000).to_string();
    let warnings = photo.warnings(kind, &wizard.photos_of(kind.other_side));
    let warnings_id = wizard.element_id(at, &["-photo-", &index.to_string(), "-warnings"].concat());
    let description = (!warnings.is_empty()).then(|| warnings_id.clone());
    let warnings = warnings.into_iter().map(|code| {
        p().class("message message--warning")
            .child(span().child(message(lang, code)))
    });
    let warnings = div().id(warnings_id).children(warnings);
    let button = |label: &'static str, action: Box<dyn Fn()>| {
        html::button()
            .class("button button--secondary button--small")
            .attr("type", "button")
            .attr("aria-describedby", description.clone())
            .on(ev::click, move |_| action())
            .child(message(lang, label))
            .child(
                span()
                    .class("visually-hidden")
                    .child(move || [" ", &name()].concat()),
            )
    };
    let sha256 = photo.sha256.clone();
    let rotate = (photo.media_type != "application/pdf").then(|| {
        let sha256 = sha256.clone();
        button(
            "ui.photo_turn",
            Box::new(move || {
                wizard.dispatch(Command::Photo(PhotoCommand::Rotate {
                    field,
                    sha256: sha256.clone(),
                }));
            }),
        )
    });
    let replace = {
        let sha256 = sha256.clone();
        button(
            "ui.photo_again",
            Box::new(move || {
                wizard.dispatch(Command::Photo(PhotoCommand::Pick {
                    field,
                    input,
                    capture,
                    replaces: sha256.clone(),
                }));
            }),
        )
    };
    let remove = button(
        "ui.photo_remove",
        Box::new(move || {
            wizard.remove_photo(field, &sha256);
            wizard
                .navigation
                .focus_element(wizard.element_id(at, "-label"));
        }),
    );
    li().class("photo__item")
        .child(picture)
        .child(warnings)
        .child(p().class("photo__size").child([&kilobytes, " kB"].concat()))
        .child(
            div()
                .class("photo__actions")
                .child(rotate)
                .child(replace)
                .child(remove),
        )
        .into_node()
}
