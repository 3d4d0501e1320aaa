//! The household: one card for each person.
//!
//! A card that is complete folds up when the next person is added, so that thirty
//! people stay easy to look through; "Sửa" opens it again. Nothing is dropped
//! without asking once more. After a card has gone the focus is on the heading of
//! the list, and a status says it.

use hoso_dossier::{Field, Severity};
use leptos::prelude::*;

use crate::components::field::field;
use crate::components::message::{field_class, issues_of, messages};
use crate::form::{At, Form};
use crate::texts::{self, say, tell};

/// The repeating group.
pub fn members(form: Form, at: At, fields: &'static [Field], max: usize) -> impl IntoView {
    let issues = issues_of(form, at);
    let group = at.field.id;
    let rows = Memo::new(move |_| {
        form.shape.track();
        form.painted.track();
        form.answers(|answers| answers.rows(group).iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    // The ids of the cards that are open.
    let open = RwSignal::new(rows.with_untracked(|ids| {
        ids.iter().filter(|id| !is_complete(form, group, fields, id)).cloned().collect::<Vec<_>>()
    }));
    let status = RwSignal::new("");
    let add = move |_| {
        open.update(|open| open.retain(|id| !is_complete(form, group, fields, id)));
        let id = form.add_row(group);
        open.update(|open| open.push(id.clone()));
        status.set("");
        let mut target = form.prefix.get_value();
        target.push_str(&[group, "-", &id, "-heading"].concat());
        form.focus.set(Some(target));
    };
    view! {
        <div class=field_class(issues)>
            <h2 id=form.element_id(at, "") tabindex="-1">{tell(form.lang, &at.field.label)}</h2>
            {messages(form, at, issues)}
            <p class="visually-hidden" role="status">
                {move || {
                    let code = status.get();
                    if code.is_empty() { "" } else { texts::raw(form.lang.get(), code) }
                }}
            </p>
            <ol class="members" role="list">
                <For each=move || rows.get() key=|id| id.clone() let:id>
                    {card(form, at, fields, id, open, status)}
                </For>
            </ol>
            {move || {
                (rows.with(Vec::len) < max)
                    .then(|| {
                        view! {
                            <button class="button button--secondary members__add" type="button" on:click=add>
                                {say(form.lang, "ui.add_member")}
                            </button>
                        }
                    })
            }}
        </div>
    }
}

/// Has a card no error and a name?
fn is_complete(form: Form, group: &'static str, fields: &'static [Field], id: &str) -> bool {
    let report = form.report();
    let row = form.answers(|answers| answers.rows(group).iter().position(|row| row.id == id));
    row.is_none_or(|row| {
        fields.iter().all(|f| !report.has_error_at(&hoso_dossier::path::Path::in_row(group, row, f.id)))
    })
}

fn card(
    form: Form,
    at: At,
    fields: &'static [Field],
    id: String,
    open: RwSignal<Vec<String>>,
    status: RwSignal<&'static str>,
) -> impl IntoView {
    let group = at.field.id;
    let row = StoredValue::new(id.clone());
    let mut heading = form.prefix.get_value();
    heading.push_str(&[group, "-", &id, "-heading"].concat());
    let number = move || {
        form.shape.track();
        row.with_value(|id| {
            form.answers(|answers| answers.rows(group).iter().position(|row| row.id == *id)).map_or(0, |i| i + 1)
        })
    };
    let name = Memo::new(move |_| {
        open.track();
        form.shape.track();
        let typed = fields.first().map(|f| form.text(At { field: f, row: Some((group, row)) }));
        let typed = typed.map(|t| hoso_identifiers::text::clean(&t).into_owned()).unwrap_or_default();
        if typed.is_empty() {
            texts::filled(form.lang.get(), "ui.member_n", &[("n", number().to_string())])
        } else {
            typed
        }
    });
    let is_open = Memo::new(move |_| row.with_value(|id| open.with(|open| open.contains(id))));
    let wrong = Memo::new(move |_| {
        form.shape.track();
        let n = number();
        if n == 0 {
            return 0;
        }
        let prefix = hoso_dossier::path::Path::in_row(group, n - 1, "");
        form.issues.with(|issues| {
            issues.iter().filter(|i| i.severity == Severity::Error && i.at.starts_with(&prefix)).count()
        })
    });
    let asking = RwSignal::new(false);
    let class = move || match (is_open.get(), wrong.get() > 0) {
        (true, _) => "member member--open",
        (false, true) => "member member--error",
        (false, false) => "member",
    };
    let remove = move |_| {
        row.with_value(|id| form.remove_row(group, id));
        status.set("ui.member_removed");
        form.focus.set(Some(form.element_id(at, "")));
    };
    view! {
        <li class=class>
            <div class="member__head">
                <span class="member__number" aria-hidden="true">{number}</span>
                <h3 class="member__name" id=heading tabindex="-1">{name}</h3>
            </div>
            {move || {
                (!is_open.get() && wrong.get() > 0)
                    .then(|| {
                        view! {
                            <p class="message message--error"><span>{say(form.lang, "ui.member_wrong")}</span></p>
                        }
                    })
            }}
            {move || {
                is_open
                    .get()
                    .then(|| {
                        view! {
                            <div class="member__fields">
                                {fields
                                    .iter()
                                    .map(|f| field(form, At { field: f, row: Some((group, row)) }))
                                    .collect::<Vec<_>>()}
                            </div>
                        }
                    })
            }}
            {move || {
                if asking.get() {
                    view! {
                        <div class="confirm" role="group" aria-label=say(form.lang, "ui.member_remove_sure")>
                            <p class="confirm__title">{say(form.lang, "ui.member_remove_sure")}</p>
                            <div class="confirm__actions">
                                <button class="button button--danger-solid" type="button" on:click=remove>
                                    {say(form.lang, "ui.remove")}
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
                    let toggle = move |_| {
                        row.with_value(|id| {
                            open.update(|open| {
                                if open.contains(id) {
                                    open.retain(|other| other != id);
                                } else {
                                    open.push(id.clone());
                                }
                            });
                        });
                    };
                    view! {
                        <div class="member__actions">
                            <button class="button button--secondary button--small" type="button" on:click=toggle>
                                {move || {
                                    texts::raw(
                                        form.lang.get(),
                                        if is_open.get() { "ui.member_done" } else { "ui.change" },
                                    )
                                }}
                                <span class="visually-hidden">" "{name}</span>
                            </button>
                            <button
                                class="button button--danger button--small"
                                type="button"
                                on:click=move |_| asking.set(true)
                            >
                                {say(form.lang, "ui.remove")}
                                <span class="visually-hidden">" "{name}</span>
                            </button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </li>
    }
}
