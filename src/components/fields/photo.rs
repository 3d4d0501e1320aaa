//! Photos of papers: take one or choose one, see it, turn it, take it again, remove it.
//!
//! The camera is opened by a real button. Before it opens, the draft with all photos so far is
//! on the disk: a phone with little memory kills the page while its camera is open.

use hoso_dossier::Kind;
use hoso_view::html::{div, img, li, p, span, ul};
use hoso_view::{IntoNode, Node, ev, html, show};

use crate::components::fields::label::{hint, label_text};
use crate::components::fields::messages::{described_by, field_class, issues_of, messages};
use crate::i18n::english::pick;
use crate::i18n::messages::{format_message, message, message_code, template};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, PhotoCommand};
use crate::wizard::field_ref::FieldRef;
use crate::wizard::photos::{Photo, PhotoProgress};

/// A question that is answered by photos.
pub fn photo(wizard: Wizard, at: FieldRef) -> Node {
    let Kind::Photo {
        most,
        pdf,
        portrait,
        ..
    } = at.field.kind
    else {
        return Node::Empty;
    };
    let field = at.field.id;
    let issues = issues_of(wizard, at);
    let control = wizard.element_id(at, "");
    let label = wizard.element_id(at, "-label");
    let file = html::input()
        .class("photo__file visually-hidden")
        .attr("type", "file")
        .id(control.clone())
        .attr("name", field)
        // The buttons open it; a second stop for the keyboard would say the same twice. Hidden
        // from sight alone: whoever finds it by its role can use it too.
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
            wizard.dispatch(Command::Photo(PhotoCommand::Process {
                field,
                input: control.clone(),
            }));
        });
    let capture = if portrait { "user" } else { "environment" };
    // A button is named by its words alone; what it is for is described, the question first.
    let about = described_by(wizard, at, issues, &["-state"]);
    let describe = move || {
        let question = wizard.element_id(at, "-label");
        about().map(|rest| [&question, " ", &rest].concat())
    };
    let busy = move |all: &Vec<(&'static str, PhotoProgress)>| {
        all.iter()
            .any(|(f, t)| *f == field && matches!(t, PhotoProgress::Working { .. }))
    };
    let pick = move |capture: &'static str, words: &'static str, class: &'static str| {
        let control = wizard.element_id(at, "");
        html::button()
            .class(class)
            .attr("type", "button")
            .attr("aria-describedby", describe)
            // Whoever stands on a button at work is not thrown off it.
            .attr("aria-disabled", move || {
                wizard.photos.progress.with(busy).then_some("true")
            })
            .on(ev::click, move |_| {
                if !wizard.photos.progress.with_untracked(busy) {
                    wizard.dispatch(Command::Photo(PhotoCommand::Pick {
                        field,
                        input: control.clone(),
                        capture,
                        replaces: String::new(),
                    }));
                }
            })
            .child(message(wizard.lang, words))
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
                .attr("data-photo", field)
                .child(
                    p().class("field__legend")
                        .id(label)
                        .attr("tabindex", "-1")
                        .children(label_text(wizard, at.field)),
                )
                .child(hint(wizard, at))
                .child(messages(wizard, at, issues))
                .child(file)
                .child(move || {
                    let shown = wizard.photos_of(field);
                    let pieces: Vec<Node> = shown
                        .into_iter()
                        .enumerate()
                        .map(|(i, photo)| one(wizard, at, &photo, i, capture))
                        .collect();
                    (!pieces.is_empty()).then(|| {
                        ul().class("photo__list")
                            .attr("role", "list")
                            .children(pieces)
                    })
                })
                .child(state(wizard, at))
                .child(pickers),
        )
        .into_node()
}

/// What is going on, announced as it changes.
fn state(wizard: Wizard, at: FieldRef) -> Node {
    let field = at.field.id;
    div()
        .class("photo__state")
        .id(wizard.element_id(at, "-state"))
        .attr("role", "status")
        .child(move || {
            let lang = wizard.lang.get();
            let now = wizard.photos.progress.with(|all| {
                all.iter()
                    .find(|(other, _)| *other == field)
                    .map(|(_, now)| now.clone())
            });
            match now {
                None => Node::Empty,
                Some(PhotoProgress::Working { message, file, of }) => {
                    let mut text = template(lang, message).to_owned();
                    if of > 1 {
                        let count = [("n", file.to_string()), ("of", of.to_string())];
                        text.push_str(&format_message(lang, "ui.photo_count", &count));
                    }
                    p().class("loading").child(text).into_node()
                }
                Some(PhotoProgress::Ready) => p()
                    .class("visually-hidden")
                    .child(template(lang, "ui.photo_ready"))
                    .into_node(),
                Some(PhotoProgress::Failed(code)) => {
                    let code = message_code(&code).unwrap_or("photo.broken");
                    failed(template(lang, code).to_owned())
                }
                Some(PhotoProgress::SomeFailed(files)) => {
                    let sentences = files.into_iter().map(|(n, code)| {
                        let code = message_code(&code).unwrap_or("photo.broken");
                        let args = [
                            ("n", n.to_string()),
                            ("why", template(lang, code).to_owned()),
                        ];
                        failed(format_message(lang, "ui.photo_nth", &args))
                    });
                    sentences.collect::<Vec<_>>().into_node()
                }
            }
        })
        .into_node()
}

/// A sentence about a file that did not work.
fn failed(sentence: String) -> Node {
    p().class("message message--error")
        .child(span().child(sentence))
        .into_node()
}

/// One photo with what may be done to it.
fn one(wizard: Wizard, at: FieldRef, photo: &Photo, i: usize, capture: &'static str) -> Node {
    let field = at.field.id;
    let lang = wizard.lang;
    let name = move || {
        let lang = lang.get();
        let args = [
            ("what", pick(lang, &at.field.label).to_owned()),
            ("n", (i + 1).to_string()),
        ];
        format_message(lang, "ui.photo_n", &args)
    };
    let picture: Node = if photo.preview.is_empty() {
        p().class("photo__file-name")
            .child(message(
                lang,
                if photo.media_type == "application/pdf" {
                    "ui.photo_pdf"
                } else {
                    "ui.photo_no_picture"
                },
            ))
            .into_node()
    } else {
        img()
            .class("photo__picture")
            .attr("src", photo.preview.clone())
            .attr("alt", move || Some(name()))
            .into_node()
    };
    let kilobytes = photo.size.div_ceil(1000).to_string();
    // The very same file twice is a matter of the rules; another that looks the same is seen here.
    let same = is_other_side(wizard, at, photo).then_some("photo.same_side");
    // A portrait may well be cut: nobody's clothes are writing.
    let portrait = matches!(at.field.kind, Kind::Photo { portrait: true, .. });
    let doubts = photo
        .quality_warnings
        .iter()
        .filter_map(|code| message_code(code));
    let doubts = doubts.filter(|code| !portrait || *code != "photo.cut");
    let doubts = doubts.chain(same);
    let doubts: Vec<Node> = doubts
        .map(|code| {
            p().class("message message--warning")
                .child(span().child(message(lang, code)))
                .into_node()
        })
        .collect();
    let button = |words: &'static str, act: Box<dyn Fn()>| {
        html::button()
            .class("button button--secondary button--small")
            .attr("type", "button")
            .on(ev::click, move |_| act())
            .child(message(lang, words))
            .child(
                span()
                    .class("visually-hidden")
                    .child(move || [" ", &name()].concat()),
            )
    };
    let sha256 = photo.sha256.clone();
    let turn = (photo.media_type != "application/pdf").then(|| {
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
    let control = wizard.element_id(at, "");
    let again = {
        let sha256 = sha256.clone();
        button(
            "ui.photo_again",
            Box::new(move || {
                wizard.dispatch(Command::Photo(PhotoCommand::Pick {
                    field,
                    input: control.clone(),
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
        .children(doubts)
        .child(p().class("photo__size").child([&kilobytes, " kB"].concat()))
        .child(
            div()
                .class("photo__actions")
                .child(turn)
                .child(again)
                .child(remove),
        )
        .into_node()
}

/// Tells whether a photo of one side of a card looks like the other side's, and subscribes.
fn is_other_side(wizard: Wizard, at: FieldRef, photo: &Photo) -> bool {
    let Kind::Photo { other_side, .. } = at.field.kind else {
        return false;
    };
    wizard.photos_of(other_side).iter().any(|there| {
        there.sha256 != photo.sha256
            && !there.fingerprint.is_empty()
            && hoso_photo::alike(&there.fingerprint, &photo.fingerprint)
    })
}
