//! The household: one card for each person.
//!
//! A card that is complete folds up when the next person is added, so that thirty
//! people stay easy to look through; "Sửa" opens it again. Nothing is dropped
//! without asking once more. After a card has gone the focus is on the heading of
//! the list, and a status says it.

use hoso_dossier::path::Path;
use hoso_dossier::{Answer, Answers, Field, Row, Severity};
use hoso_identifiers::text;
use leptos::prelude::*;

use crate::components::field::field;
use crate::components::message::{field_class, issues_of, messages};
use crate::components::review::show;
use crate::components::wipe::confirm;
use crate::dom::{Node, dynamic, el, keyed, live, rows};
use crate::form::{At, Form};
use crate::live::Live;
use crate::texts::{self, say, tell};

/// The repeating group.
pub fn members(form: Form, at: At, fields: &'static [Field], max: usize) -> Node {
    let lang = form.lang;
    let issues = issues_of(form, at);
    let group = at.field.id;
    let ids = move || {
        form.shape.track();
        form.painted.track();
        form.answers(|answers| {
            answers
                .rows(group)
                .iter()
                .map(|row| row.id.clone())
                .collect::<Vec<_>>()
        })
    };
    // The cards that are open: those that are not complete.
    let mut begun = untrack(ids);
    begun.retain(|id| !is_complete(form, group, fields, id));
    let open = Live::new(begun);
    let status = Live::new("");
    let add_with = move |answers: Answers| {
        open.update(|open| open.retain(|id| !is_complete(form, group, fields, id)));
        let id = form.add_row_with(group, answers);
        status.set("");
        form.focus.set(Some(heading_id(form, group, &id)));
        open.update(|open| open.push(id));
    };
    let add = move |_| add_with(Answers::default());
    // Who declares belongs to the household as well, and has typed all that already.
    let named = fields.first().map_or("", |field| field.id);
    let missing = move || {
        form.shape.track();
        form.painted.track();
        form.answers(|answers| {
            let own = text::clean(answers.text(named)).into_owned();
            let rows = answers.rows(group);
            let there = |row: &Row| text::clean(row.answers.text(named)) == own;
            u32::from(!own.is_empty() && rows.len() < max && !rows.iter().any(there))
        })
    };
    let myself = keyed(missing, move |missing| {
        if missing == 0 {
            return Node::Empty;
        }
        el("button")
            .class("button button--secondary members__myself")
            .attr("type", "button")
            .on("click", move |_| add_with(form.about_myself(fields)))
            .child(say(lang, "ui.add_myself"))
            .into()
    });
    let room = move || u32::from(ids().len() < max);
    let add = keyed(room, move |_| {
        el("button")
            .class("button button--secondary members__add")
            .attr("type", "button")
            .on("click", add)
            .child(say(lang, "ui.add_member"))
            .into()
    });
    el("div")
        .live("class", field_class(issues))
        .child(
            el("h2")
                .attr("id", form.element_id(at, ""))
                .attr("tabindex", "-1")
                .child(tell(lang, &at.field.label)),
        )
        .child(messages(form, at, issues))
        .child(
            el("p")
                .class("visually-hidden")
                .attr("role", "status")
                .child(live(move || match status.get() {
                    "" => "",
                    code => texts::raw(lang.get(), code),
                })),
        )
        .child(
            el("ol")
                .class("members")
                .attr("role", "list")
                .child(rows(ids, move |id| {
                    card(form, at, fields, id, open, status)
                })),
        )
        .child(myself)
        .child(add)
        .into()
}

fn heading_id(form: Form, group: &str, id: &str) -> String {
    [form.prefix.get_value().as_str(), group, "-", id, "-heading"].concat()
}

/// Has a card no error?
fn is_complete(form: Form, group: &'static str, fields: &'static [Field], id: &str) -> bool {
    let report = form.report();
    let row = form.answers(|answers| answers.rows(group).iter().position(|row| row.id == id));
    row.is_none_or(|row| {
        fields
            .iter()
            .all(|f| !report.has_error_at(&Path::in_row(group, row, f.id)))
    })
}

fn card(
    form: Form,
    at: At,
    fields: &'static [Field],
    id: String,
    open: Live<Vec<String>>,
    status: Live<&'static str>,
) -> Node {
    let group = at.field.id;
    let lang = form.lang;
    let heading = heading_id(form, group, &id);
    let row = StoredValue::new(id);
    // Its place in the list, from 1.
    let number = move || {
        form.shape.track();
        row.with_value(|id| {
            form.answers(|answers| answers.rows(group).iter().position(|row| row.id == *id))
                .map_or(0, |i| i + 1)
        })
    };
    let name = move || {
        open.track();
        let typed = fields.first().map(|f| {
            form.text(At {
                field: f,
                row: Some((group, row)),
            })
        });
        let typed = typed
            .map(|t| text::clean(&t).into_owned())
            .unwrap_or_default();
        if typed.is_empty() {
            texts::filled(lang.get(), "ui.member_n", &[("n", number().to_string())])
        } else {
            typed
        }
    };
    let is_open = move || row.with_value(|id| open.with(|open| open.contains(id)));
    let wrong = move || {
        let n = number();
        n > 0 && {
            let prefix = Path::in_row(group, n - 1, "");
            form.issues.with(|issues| {
                issues
                    .iter()
                    .any(|i| i.severity == Severity::Error && i.at.starts_with(&prefix))
            })
        }
    };
    let class = move || {
        Some(match (is_open(), wrong()) {
            (true, _) => "member member--open",
            (false, true) => "member member--error",
            (false, false) => "member",
        })
    };
    // What tells people of one name apart: relation, date of birth, sex.
    let facts = dynamic(move || {
        if is_open() {
            return Node::Empty;
        }
        let lang = lang.get();
        let facts = fields.iter().skip(1).take(3).filter_map(|f| {
            let at = At {
                field: f,
                row: Some((group, row)),
            };
            let shown = show(form, lang, f, &Answer::Text(form.text(at)));
            (!shown.is_empty()).then_some(shown)
        });
        let facts = facts.collect::<Vec<_>>().join(" · ");
        el("p").class("member__summary").child(facts).into()
    });
    let sorry = dynamic(move || {
        (!is_open() && wrong()).then(|| {
            el("p")
                .class("message message--error")
                .child(el("span").child(say(lang, "ui.member_wrong")))
        })
    });
    let questions = keyed(
        move || u32::from(is_open()),
        move |_| {
            el("div")
                .class("member__fields")
                .children(fields.iter().map(|f| {
                    field(
                        form,
                        At {
                            field: f,
                            row: Some((group, row)),
                        },
                    )
                }))
                .into()
        },
    );
    let asking = Live::new(false);
    let remove = move || {
        row.with_value(|id| form.remove_row(group, id));
        status.set("ui.member_removed");
        form.focus.set(Some(form.element_id(at, "")));
    };
    let toggle = move |_| {
        row.with_value(|id| {
            open.update(|open| match open.iter().position(|other| other == id) {
                Some(i) => {
                    open.remove(i);
                }
                None => open.push(id.clone()),
            });
        });
    };
    let hidden_name = move || {
        el("span")
            .class("visually-hidden")
            .child(live(move || [" ", &name()].concat()))
    };
    let removing = [&heading, "-remove"].concat();
    let actions = dynamic(move || {
        if asking.get() {
            return confirm(
                form,
                &removing,
                "ui.member_remove_sure",
                None,
                "ui.remove",
                asking,
                remove,
            );
        }
        let label = move || {
            texts::raw(
                lang.get(),
                if is_open() {
                    "ui.member_done"
                } else {
                    "ui.change"
                },
            )
        };
        el("div")
            .class("member__actions")
            .child(
                el("button")
                    .class("button button--secondary button--small")
                    .attr("type", "button")
                    .on("click", toggle)
                    .child(live(label))
                    .child(hidden_name()),
            )
            .child(
                el("button")
                    .class("button button--danger button--small")
                    .attr("type", "button")
                    .attr("id", removing.clone())
                    .on("click", move |_| asking.set(true))
                    .child(say(lang, "ui.remove"))
                    .child(hidden_name()),
            )
    });
    el("li")
        .live("class", class)
        .child(
            el("div")
                .class("member__head")
                .child(
                    el("span")
                        .class("member__number")
                        .attr("aria-hidden", "true")
                        .child(live(move || number().to_string())),
                )
                .child(
                    el("h3")
                        .class("member__name")
                        .attr("id", heading)
                        .attr("tabindex", "-1")
                        .child(live(name)),
                )
                .child(facts),
        )
        .child(sorry)
        .child(questions)
        .child(actions)
        .into()
}
