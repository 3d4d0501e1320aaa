//! A repeating group, such as the household: one card per person.
//!
//! A complete card collapses when the next person is added, so that a list of thirty people is
//! easy to scan; "Sửa" expands it. Removing a card needs a confirmation. After a removal the
//! heading of the list takes the focus, and a status announces the removal.

use hoso_dossier::path::Path;
use hoso_dossier::{Answer, Answers, Field, Row, Severity};
use hoso_identifiers::text;
use hoso_view::html::{button, div, h2, h3, li, ol, p, span};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, ev, for_each, show};

use crate::components::fields::field::field;
use crate::components::fields::messages::{described_by, field_class, issues_of, messages};
use crate::components::parts::answer_text::answer_text;
use crate::components::parts::confirm::confirm;
use crate::i18n::messages::{format_message, localized, message, template};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders the cards of a repeating group, with buttons to add a person or the declarant.
pub fn group(wizard: Wizard, at: FieldRef, fields: &'static [Field], max: usize) -> Node {
    let lang = wizard.lang;
    let issues = issues_of(wizard, at);
    let group = at.field.id;
    let ids = move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.with(|answers| {
            answers
                .rows(group)
                .iter()
                .map(|row| row.id.clone())
                .collect::<Vec<_>>()
        })
    };
    // Ids of the expanded cards. At first these are the incomplete ones.
    let mut incomplete = untrack(ids);
    incomplete.retain(|id| !is_complete(wizard, group, fields, id));
    let open = Signal::new(incomplete);
    let status = Signal::new("");
    let add_with = move |answers: Answers| {
        open.update(|open| open.retain(|id| !is_complete(wizard, group, fields, id)));
        let id = wizard.add_row(group, answers);
        status.set("");
        wizard
            .navigation
            .focus_element(heading_id(wizard, group, &id));
        open.update(|open| open.push(id));
    };
    let add = move |_| add_with(Answers::default());
    // The declarant is a member of the household too, and has already entered these answers.
    let name_field = fields.first().map_or("", |field| field.id);
    let is_declarant_missing = move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.with(|answers| {
            let own = text::clean(answers.text(name_field)).into_owned();
            let rows = answers.rows(group);
            let is_own_row = |row: &Row| text::clean(row.answers.text(name_field)) == own;
            !own.is_empty() && rows.len() < max && !rows.iter().any(is_own_row)
        })
    };
    let add_myself = show(is_declarant_missing, move || {
        button()
            .class("button button--secondary members__myself")
            .attr("type", "button")
            .on(ev::click, move |_| {
                add_with(wizard.answers.own_answers_for(fields))
            })
            .child(message(lang, "ui.add_myself"))
            .into_node()
    });
    let has_room = move || ids().len() < max;
    let add = show(has_room, move || {
        button()
            .class("button button--secondary members__add")
            .attr("type", "button")
            .on(ev::click, add)
            .child(message(lang, "ui.add_member"))
            .into_node()
    });
    let heading = wizard.element_id(at, "");
    div()
        .class(field_class(issues))
        .attr("role", "group")
        .attr("aria-labelledby", heading.clone())
        .attr("aria-describedby", described_by(wizard, at, issues, &[]))
        .child(
            h2().id(heading)
                .attr("tabindex", "-1")
                .child(localized(lang, at.field.label)),
        )
        .child(messages(wizard, at, issues))
        .child(p().class("visually-hidden").attr("role", "status").child(
            move || match status.get() {
                "" => "",
                code => template(lang.get(), code),
            },
        ))
        .child(
            ol().class("members")
                .attr("role", "list")
                .child(for_each(ids, move |id| {
                    card(wizard, at, fields, id, open, status)
                })),
        )
        .child(add_myself)
        .child(add)
        .into_node()
}

fn heading_id(wizard: Wizard, group: &str, id: &str) -> String {
    [wizard.prefix().as_str(), group, "-", id, "-heading"].concat()
}

/// Returns whether a card has no error.
fn is_complete(wizard: Wizard, group: &'static str, fields: &'static [Field], id: &str) -> bool {
    let report = wizard.report();
    let row = wizard
        .answers
        .with(|answers| answers.rows(group).iter().position(|row| row.id == id));
    row.is_none_or(|row| {
        fields
            .iter()
            .all(|f| !report.has_error_at(&Path::in_row(group, row, f.id)))
    })
}

fn card(
    wizard: Wizard,
    at: FieldRef,
    fields: &'static [Field],
    id: String,
    open: Signal<Vec<String>>,
    status: Signal<&'static str>,
) -> Node {
    let group = at.field.id;
    let lang = wizard.lang;
    let heading = heading_id(wizard, group, &id);
    let row = StoredValue::new(id);
    // Position in the list, from 1; 0 after the row was removed.
    let number = move || {
        wizard.answers.visibility_changed.track();
        row.with_value(|id| {
            wizard
                .answers
                .with(|answers| answers.rows(group).iter().position(|row| row.id == *id))
                .map_or(0, |i| i + 1)
        })
    };
    let name = move || {
        open.track();
        let typed = fields
            .first()
            .map(|f| wizard.answers.text(FieldRef::in_row(f, group, row)));
        let typed = typed
            .map(|t| text::clean(&t).into_owned())
            .unwrap_or_default();
        if typed.is_empty() {
            format_message(lang.get(), "ui.member_n", &[("n", number().to_string())])
        } else {
            typed
        }
    };
    let is_open = move || row.with_value(|id| open.with(|open| open.contains(id)));
    let has_error = move || {
        let n = number();
        n > 0 && {
            let prefix = Path::in_row(group, n - 1, "");
            wizard.validation.issues.with(|issues| {
                issues
                    .iter()
                    .any(|i| i.severity == Severity::Error && i.at.starts_with(&prefix))
            })
        }
    };
    let class = move || {
        Some(match (is_open(), has_error()) {
            (true, _) => "member member--open",
            (false, true) => "member member--error",
            (false, false) => "member",
        })
    };
    // Distinguishes people with the same name: relation, date of birth, sex.
    let facts = (move || {
        if is_open() {
            return Node::Empty;
        }
        let lang = lang.get();
        let facts = fields.iter().skip(1).take(3).filter_map(|f| {
            let at = FieldRef::in_row(f, group, row);
            let text = answer_text(wizard, lang, f, &Answer::Text(wizard.answers.text(at)));
            (!text.is_empty()).then_some(text)
        });
        let facts = facts.collect::<Vec<_>>().join(" · ");
        p().class("member__summary").child(facts).into_node()
    })
    .into_node();
    let error_message = (move || {
        (!is_open() && has_error()).then(|| {
            p().class("message message--error")
                .child(span().child(message(lang, "ui.member_wrong")))
        })
    })
    .into_node();
    let controls = show(is_open, move || {
        div()
            .class("member__fields")
            .children(
                fields
                    .iter()
                    .map(|f| field(wizard, FieldRef::in_row(f, group, row))),
            )
            .into_node()
    });
    let is_confirming = Signal::new(false);
    let remove = move || {
        row.with_value(|id| wizard.remove_row(group, id));
        status.set("ui.member_removed");
        wizard.navigation.focus_element(wizard.element_id(at, ""));
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
        span()
            .class("visually-hidden")
            .child(move || [" ", &name()].concat())
    };
    let remove_button_id = [&heading, "-remove"].concat();
    let actions = (move || {
        if is_confirming.get() {
            return confirm(
                wizard,
                &remove_button_id,
                "ui.member_remove_sure",
                None,
                "ui.remove",
                is_confirming,
                remove,
            );
        }
        let label = move || {
            template(
                lang.get(),
                if is_open() {
                    "ui.member_done"
                } else {
                    "ui.change"
                },
            )
        };
        div()
            .class("member__actions")
            .child(
                button()
                    .class("button button--secondary button--small")
                    .attr("type", "button")
                    .on(ev::click, toggle)
                    .child(label)
                    .child(hidden_name()),
            )
            .child(
                button()
                    .class("button button--danger button--small")
                    .attr("type", "button")
                    .id(remove_button_id.clone())
                    .on(ev::click, move |_| is_confirming.set(true))
                    .child(message(lang, "ui.remove"))
                    .child(hidden_name()),
            )
    })
    .into_node();
    li().class(class)
        .child(
            div()
                .class("member__head")
                .child(
                    span()
                        .class("member__number")
                        .attr("aria-hidden", "true")
                        .child(move || number().to_string()),
                )
                .child(
                    h3().class("member__name")
                        .id(heading)
                        .attr("tabindex", "-1")
                        .child(name),
                )
                .child(facts),
        )
        .child(error_message)
        .child(controls)
        .child(actions)
        .into_node()
}
