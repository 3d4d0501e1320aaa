//! Photos of papers: take one or choose one, see it, turn it, take it again, remove it.
//!
//! The camera is opened by a real button. Before it opens, the draft with all photos so far is
//! on the disk: a phone with little memory kills the page while its camera is open.

use hoso_dossier::Kind;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, issues_of, messages};
use crate::dom::{Node, dynamic, el, keyed, live};
use crate::form::{At, Form};
use crate::photos::{Errand, Photo, Taking};
use crate::texts::{self, say};

/// A question that is answered by photos.
pub fn photo(form: Form, at: At) -> Node {
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
    let issues = issues_of(form, at);
    let control = form.element_id(at, "");
    let label = form.element_id(at, "-label");
    let file = el("input")
        .class("photo__file visually-hidden")
        .attr("type", "file")
        .attr("id", control.clone())
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
        .attr_if("multiple", (most > 1).then_some(""))
        .on("change", move |_| {
            form.ask(Errand::Take {
                field,
                control: control.clone(),
            });
        });
    let lens = if portrait { "user" } else { "environment" };
    // A button is named by its words alone; what it is for is described, the question first.
    let about = described_by(form, at, issues, &["-state"]);
    let describe = move || {
        let question = form.element_id(at, "-label");
        about().map(|rest| [&question, " ", &rest].concat())
    };
    let busy = move |all: &Vec<(&'static str, Taking)>| {
        all.iter()
            .any(|(f, t)| *f == field && matches!(t, Taking::Working(..)))
    };
    let pick = move |lens: &'static str, words: &'static str, class: &'static str| {
        let control = form.element_id(at, "");
        el("button")
            .class(class)
            .attr("type", "button")
            .live("aria-describedby", describe)
            // Whoever stands on a button at work is not thrown off it.
            .live("aria-disabled", move || {
                form.desk.taking.with(busy).then_some("true")
            })
            .on("click", move |_| {
                if !form.desk.taking.with_untracked(busy) {
                    form.ask(Errand::Pick {
                        field,
                        control: control.clone(),
                        lens,
                        replaces: String::new(),
                    });
                }
            })
            .child(say(form.lang, words))
    };
    let pickers = keyed(
        move || u32::from(form.photos_of(field).len() < most),
        move |room| {
            if room == 0 {
                return Node::Empty;
            }
            el("div")
                .class("photo__pickers")
                .child(pick(lens, "ui.photo_take", "button button--secondary"))
                .child(pick("", "ui.photo_choose", "button button--secondary"))
                .into()
        },
    );
    el("div")
        .live("class", field_class(issues))
        .child(
            el("div")
                .class("photo")
                .attr("role", "group")
                .attr("aria-labelledby", label.clone())
                .attr("data-photo", field)
                .child(
                    el("p")
                        .class("field__legend")
                        .attr("id", label)
                        .attr("tabindex", "-1")
                        .children(label_text(form, at.field)),
                )
                .child(hint(form, at))
                .child(messages(form, at, issues))
                .child(file)
                .child(dynamic(move || {
                    let shown = form.photos_of(field);
                    let pieces: Vec<Node> = shown
                        .into_iter()
                        .enumerate()
                        .map(|(i, photo)| one(form, at, &photo, i, lens))
                        .collect();
                    (!pieces.is_empty()).then(|| {
                        el("ul")
                            .class("photo__list")
                            .attr("role", "list")
                            .children(pieces)
                    })
                }))
                .child(state(form, at))
                .child(pickers),
        )
        .into()
}

/// What is going on, announced as it changes.
fn state(form: Form, at: At) -> Node {
    let field = at.field.id;
    el("div")
        .class("photo__state")
        .attr("id", form.element_id(at, "-state"))
        .attr("role", "status")
        .child(dynamic(move || {
            let lang = form.lang.get();
            let now = form.desk.taking.with(|all| {
                all.iter()
                    .find(|(other, _)| *other == field)
                    .map(|(_, now)| now.clone())
            });
            match now {
                None => Node::Empty,
                Some(Taking::Working(code, n, of)) => {
                    let mut text = texts::raw(lang, code).to_owned();
                    if of > 1 {
                        let count = [("n", n.to_string()), ("of", of.to_string())];
                        text.push_str(&texts::filled(lang, "ui.photo_count", &count));
                    }
                    el("p").class("loading").child(text).into()
                }
                Some(Taking::Ready) => el("p")
                    .class("visually-hidden")
                    .child(texts::raw(lang, "ui.photo_ready"))
                    .into(),
                Some(Taking::Failed(code)) => {
                    let code = texts::known(&code).unwrap_or("photo.broken");
                    failed(texts::raw(lang, code).to_owned())
                }
                Some(Taking::Some(files)) => {
                    let sentences = files.into_iter().map(|(n, code)| {
                        let code = texts::known(&code).unwrap_or("photo.broken");
                        let args = [
                            ("n", n.to_string()),
                            ("why", texts::raw(lang, code).to_owned()),
                        ];
                        failed(texts::filled(lang, "ui.photo_nth", &args))
                    });
                    sentences.collect::<Vec<_>>().into()
                }
            }
        }))
        .into()
}

/// A sentence about a file that did not work.
fn failed(sentence: String) -> Node {
    el("p")
        .class("message message--error")
        .child(el("span").child(sentence))
        .into()
}

/// One photo with what may be done to it.
fn one(form: Form, at: At, photo: &Photo, i: usize, lens: &'static str) -> Node {
    let field = at.field.id;
    let lang = form.lang;
    let name = move || {
        let lang = lang.get();
        let args = [
            ("what", lang.pick(&at.field.label).to_owned()),
            ("n", (i + 1).to_string()),
        ];
        texts::filled(lang, "ui.photo_n", &args)
    };
    let picture: Node = if photo.thumb.is_empty() {
        el("p")
            .class("photo__file-name")
            .child(say(
                lang,
                if photo.media_type == "application/pdf" {
                    "ui.photo_pdf"
                } else {
                    "ui.photo_no_picture"
                },
            ))
            .into()
    } else {
        el("img")
            .class("photo__picture")
            .attr("src", photo.thumb.clone())
            .live("alt", move || Some(name()))
            .into()
    };
    let kilobytes = photo.size.div_ceil(1000).to_string();
    // The very same file twice is a matter of the rules; another that looks the same is seen here.
    let same = form
        .is_other_side(field, photo)
        .then_some("photo.same_side");
    // A portrait may well be cut: nobody's clothes are writing.
    let portrait = matches!(at.field.kind, Kind::Photo { portrait: true, .. });
    let doubts = photo.doubts.iter().filter_map(|code| texts::known(code));
    let doubts = doubts.filter(|code| !portrait || *code != "photo.cut");
    let doubts = doubts.chain(same);
    let doubts: Vec<Node> = doubts
        .map(|code| {
            el("p")
                .class("message message--warning")
                .child(el("span").child(say(lang, code)))
                .into()
        })
        .collect();
    let button = |words: &'static str, act: Box<dyn Fn()>| {
        el("button")
            .class("button button--secondary button--small")
            .attr("type", "button")
            .on("click", move |_| act())
            .child(say(lang, words))
            .child(
                el("span")
                    .class("visually-hidden")
                    .child(live(move || [" ", &name()].concat())),
            )
    };
    let sha256 = photo.sha256.clone();
    let turn = (photo.media_type != "application/pdf").then(|| {
        let sha256 = sha256.clone();
        button(
            "ui.photo_turn",
            Box::new(move || {
                form.ask(Errand::Turn {
                    field,
                    sha256: sha256.clone(),
                });
            }),
        )
    });
    let control = form.element_id(at, "");
    let again = {
        let sha256 = sha256.clone();
        button(
            "ui.photo_again",
            Box::new(move || {
                form.ask(Errand::Pick {
                    field,
                    control: control.clone(),
                    lens,
                    replaces: sha256.clone(),
                });
            }),
        )
    };
    let remove = button(
        "ui.photo_remove",
        Box::new(move || {
            form.remove_photo(field, &sha256);
            form.focus.set(Some(form.element_id(at, "-label")));
        }),
    );
    el("li")
        .class("photo__item")
        .child(picture)
        .children(doubts)
        .child(
            el("p")
                .class("photo__size")
                .child([&kilobytes, " kB"].concat()),
        )
        .child(
            el("div")
                .class("photo__actions")
                .child(turn)
                .child(again)
                .child(remove),
        )
        .into()
}
