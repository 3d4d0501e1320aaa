//! A repeating group, such as the household: one card per person.
//!
//! A complete card collapses when the next person is added, so that a list of thirty people is
//! easy to scan; "Sửa" expands it. Removing a card needs a confirmation. After a removal the
//! heading of the list takes the focus, and a status announces the removal.

use hoso_dossier::definition::GroupHead;
use hoso_dossier::path::Path;
use hoso_dossier::{Answer, Answers, Field, Issue, Row, Severity};
use hoso_identifiers::text;
use hoso_view::html::{button, div, h2, h3, li, ol, p, span};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, effect, ev, for_each, show};

use crate::components::fields::field::field;
use crate::components::fields::issue_text::lower_first;
use crate::components::fields::messages::{described_by, field_class, issues_of, messages};
use crate::components::parts::answer_text::answer_text;
use crate::components::parts::confirm::confirm;
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, localized, message, template};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders the cards of a repeating group, with buttons to add a person or the declarant.
pub fn group(
    wizard: Wizard,
    at: FieldRef,
    fields: &'static [Field],
    max: usize,
    head: Option<GroupHead>,
) -> Node {
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
    let add_with = move |mut answers: Answers| {
        fill_in_presets(wizard, fields, &mut answers);
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
    // The name that the form gives the head of the group; empty if it gives none.
    let head_name = move || {
        let name = head.map(|head| wizard.answers.with(|all| all.text(head.name).to_owned()));
        text::clean(&name.unwrap_or_default()).into_owned()
    };
    let own_name = move || {
        wizard
            .answers
            .with(|all| text::clean(all.text(name_field)).into_owned())
    };
    let is_head_missing = move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.answer_changed.track();
        let name = head_name();
        let is_head = |row: &Row| {
            head.is_some_and(|head| row.answers.has(head.relation, head.is))
                || text::same(row.answers.text(name_field), &name)
        };
        wizard.answers.with(|all| {
            let rows = all.rows(group);
            let is_other = !name.is_empty() && !text::same(&name, &own_name());
            is_other && rows.len() < max && !rows.iter().any(is_head)
        })
    };
    let add_head = show(is_head_missing, move || {
        button()
            .class("button button--secondary members__head")
            .attr("type", "button")
            .on(ev::click, move |_| {
                let mut answers = Answers::default();
                answers.set_text(name_field, head_name());
                if let Some(head) = head {
                    answers.set_text(head.relation, head.is);
                }
                add_with(answers);
            })
            .child(move || format_message(lang.get(), "ui.add_head", &[("name", head_name())]))
            .into_node()
    });
    let add_myself = show(is_declarant_missing, move || {
        button()
            .class("button button--secondary members__myself")
            .attr("type", "button")
            .on(ev::click, move |_| {
                let mut answers = wizard.answers.own_answers_for(fields);
                if let Some(head) = head.filter(|_| text::same(&head_name(), &own_name())) {
                    answers.set_text(head.relation, head.is);
                }
                add_with(answers);
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
                .child(localized(lang, wizard.label(at.field))),
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
        .child(add_head)
        .child(add_myself)
        .child(add)
        .into_node()
}

/// Returns how a person without a name is called, by position from 1: `Người thứ nhất`.
#[must_use]
pub fn member_name(lang: Lang, number: usize) -> String {
    let words = template(lang, "ui.ordinals");
    // A language writes the first numbers as words, and all others as digits.
    let word = number
        .checked_sub(1)
        .and_then(|index| words.split(' ').nth(index));
    let ordinal = word.map_or_else(|| number.to_string(), str::to_owned);
    format_message(lang, "ui.member_n", &[("n", ordinal)])
}

/// Returns the labels of the fields of these issues, with a lower-case first letter. Labels contain
/// commas.
#[must_use]
pub fn issue_fields(wizard: Wizard, lang: Lang, issues: &[&Issue]) -> String {
    let definition = wizard.procedure().definition;
    let labels = issues
        .iter()
        .filter_map(|issue| definition.field_at(&issue.at));
    let mut labels: Vec<String> = labels
        .map(|field| lower_first(translate(lang, field.label)))
        .collect();
    labels.dedup();
    labels.join("; ")
}

fn heading_id(wizard: Wizard, group: &str, id: &str) -> String {
    [wizard.prefix().as_str(), group, "-", id, "-heading"].concat()
}

/// Fills in the presets of a new row.
fn fill_in_presets(wizard: Wizard, fields: &'static [Field], answers: &mut Answers) {
    wizard.with_config(|config| {
        for field in fields {
            let preset = config.preset(field);
            if !preset.is_empty() && answers.get(field.id).is_none() {
                answers.set_text(field.id, preset);
            }
        }
    });
}

/// Renders, before the province of a place that the form asks the declarant too, a button that copies
/// the declarant's place. Renders nothing before other fields.
fn same_place(wizard: Wizard, fields: &'static [Field], province: FieldRef) -> Node {
    let belongs = |f: &&Field| {
        f.kind
            .commune()
            .is_some_and(|c| c.province == province.field.id)
    };
    let Some(commune) = fields.iter().find(belongs) else {
        return Node::Empty;
    };
    let commune = FieldRef {
        field: commune,
        row: province.row,
    };
    let own = move |at: FieldRef| wizard.answers.with(|all| all.text(at.field.id).to_owned());
    let is_other = move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        let own = own(commune);
        !own.is_empty() && own != wizard.answers.text(commune)
    };
    show(is_other, move || {
        button()
            .class("proposal")
            .attr("type", "button")
            .on(ev::click, move |_| {
                wizard.apply_proposal(province, own(province));
                wizard.apply_proposal(commune, own(commune));
                // The button is gone then.
                wizard
                    .navigation
                    .focus_element(wizard.element_id(commune, ""));
            })
            .child(message(wizard.lang, "ui.same_place"))
            .into_node()
    })
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
            member_name(lang.get(), number())
        } else {
            typed
        }
    };
    let is_open = move || row.with_value(|id| open.with(|open| open.contains(id)));
    // The labels of the fields with an error.
    let wrong_fields = move || {
        let n = number();
        if n == 0 {
            return String::new();
        }
        let prefix = Path::in_row(group, n - 1, "");
        wizard.validation.issues.with(|issues| {
            let of_row = |i: &&Issue| i.severity == Severity::Error && i.at.starts_with(&prefix);
            let errors: Vec<&Issue> = issues.iter().filter(of_row).collect();
            issue_fields(wizard, lang.get(), &errors)
        })
    };
    let has_error = move || !wrong_fields().is_empty();
    // A link of the error summary to a field of a collapsed card expands it.
    effect(move || {
        let target = wizard.navigation.requested.get();
        row.with_value(|id| {
            let prefix = [&wizard.prefix(), group, "-", id, "-"].concat();
            let inner = target.strip_prefix(&prefix);
            let is_field = inner.is_some_and(|inner| fields.iter().any(|f| f.id == inner));
            if is_field && !open.with_untracked(|open| open.contains(id)) {
                open.update(|open| open.push(id.clone()));
                // Once: a card that is collapsed again stays so.
                wizard.navigation.requested.set_untracked(String::new());
            }
        });
    });
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
        if is_open() {
            return Node::Empty;
        }
        let fields = wrong_fields();
        if fields.is_empty() {
            return Node::Empty;
        }
        let text = format_message(lang.get(), "ui.member_wrong", &[("fields", fields)]);
        p().class("message message--error")
            .child(span().child(text))
            .into_node()
    })
    .into_node();
    let controls = show(is_open, move || {
        div()
            .class("member__fields")
            .children(fields.iter().map(|f| {
                [
                    same_place(wizard, fields, FieldRef::in_row(f, group, row)),
                    field(wizard, FieldRef::in_row(f, group, row)),
                ]
                .into_node()
            }))
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
