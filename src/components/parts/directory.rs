//! The directory of a deployment: the offices, agents, accounts and links that it adds, corrects or switches
//! off.
//!
//! The rows are in the settings of the page; `hoso configure` has checked them.

use hoso_dossier::definition::RowKind;
use hoso_dossier::{Advice, Value};
use hoso_view::html::{a, code, li, p, strong, ul};
use hoso_view::{IntoNode, Node};

use crate::components::parts::copy_button::copy_button;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::wizard::Wizard;

/// A row, as the settings hold it.
struct Row<'a>(&'a Value);

impl<'a> Row<'a> {
    fn text(&self, key: &str) -> &'a str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn is(&self, key: &str) -> bool {
        self.0.get(key) == Some(&Value::Bool(true))
    }

    fn is_verified_account(&self) -> bool {
        // R-MON-9
        self.text("kind") == "account" && self.is("verified")
    }
}

fn rows(directory: &Value) -> impl Iterator<Item = Row<'_>> {
    let rows = directory.get("rows").map(Value::items);
    rows.unwrap_or_default().iter().map(Row)
}

/// Returns whether the deployment shows a row of the build as it is: it neither replaces it nor switches it
/// off. Offices that a field offers are known by their name.
pub fn keeps(wizard: Wizard, row: &str) -> bool {
    wizard.with_config(|config| is_kept(&config.directory, row))
}

/// As [`keeps`], for a directory.
pub fn is_kept(directory: &Value, row: &str) -> bool {
    let off = directory.get("off").map(Value::items);
    let mut off = off.unwrap_or_default().iter();
    let is_off = off.any(|id| id.as_str() == Some(row));
    let mut rows = rows(directory);
    !is_off && !rows.any(|other| other.text("id") == row || other.text("name") == row)
}

/// Returns the name of each open office, and whether it is verified.
pub fn offices(wizard: Wizard) -> Vec<(String, bool)> {
    wizard.with_config(|config| {
        let open =
            rows(&config.directory).filter(|row| row.text("kind") == "office" && !row.is("closed"));
        open.map(|row| (row.text("name").to_owned(), row.is("verified")))
            .collect()
    })
}

/// Renders the rows of a kind, or nothing. Rows that correct an advice of the page are not among them:
/// [`corrected`] renders them in its place.
pub fn directory_rows(
    wizard: Wizard,
    lang: Lang,
    kind: RowKind,
    all_advice: &[Advice],
) -> Vec<Node> {
    wizard.with_config(|config| {
        let all = &config.directory;
        let of_kind = rows(all).filter(|row| match kind {
            RowKind::ClosedOffice => row.text("kind") == "office" && row.is("closed"),
            RowKind::Office => row.text("kind") == "office",
            RowKind::Agent => row.text("kind") == "agent",
            RowKind::Account => row.text("kind") == "account",
            RowKind::Link => row.text("kind") == "link",
        });
        let added = of_kind.filter(|row| all_advice.iter().all(|one| one.row != row.text("id")));
        added.map(|row| item(wizard, lang, &row, all)).collect()
    })
}

/// Renders the row that corrects an advice, by its id; `None` without one.
pub fn corrected(wizard: Wizard, lang: Lang, row: &str) -> Option<Node> {
    wizard.with_config(|config| {
        let all = &config.directory;
        let row = row_of(all, row)?;
        Some(item(wizard, lang, &row, all))
    })
}

/// Returns the row that corrects an advice as plain text, for a page without scripts.
#[cfg(feature = "ssr")]
pub fn corrected_text(lang: Lang, directory: &Value, row: &str) -> Option<String> {
    let row = row_of(directory, row)?;
    let of_account = |key: &str| {
        if row.is_verified_account() {
            row.text(key)
        } else {
            ""
        }
    };
    let facts = [
        row.text("name"),
        row.text("address"),
        row.text("url"),
        row.text("phone"),
        of_account("bank"),
        of_account("account_number"),
    ];
    let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let mut text = [&facts.join(", "), "."].concat();
    let mut sentence = |sentence: &str| {
        text.push(' ');
        text.push_str(sentence);
    };
    if row.is("closed") {
        sentence(template(lang, "ui.office_closed"));
    }
    if !row.is("verified") {
        sentence(template(lang, "ui.call_first"));
    }
    sentence(&row_source(lang, &row));
    Some(text)
}

fn row_of<'a>(directory: &'a Value, id: &str) -> Option<Row<'a>> {
    let mut rows = rows(directory);
    rows.find(|row| !id.is_empty() && row.text("id") == id)
}

fn item(wizard: Wizard, lang: Lang, row: &Row<'_>, all: &Value) -> Node {
    let line = |text: &str| (!text.is_empty()).then(|| p().child(text.to_owned()));
    let number = row.text("account_number").to_owned();
    let account = row.is_verified_account().then(|| {
        [
            line(row.text("bank")).into_node(),
            code()
                .class("transfer-text__text")
                .attr("translate", "no")
                .child(number.clone())
                .into_node(),
            copy_button(wizard, number, "ui.copy_value"),
        ]
    });
    // R-KH-7
    let mark = (!row.is("verified")).then(|| p().child(template(lang, "ui.call_first")));
    // R-KH-1
    let closed = row.is("closed").then(|| {
        let nearest = row.0.get("nearest").map(Value::items);
        let nearest = nearest.unwrap_or_default().iter().filter_map(|id| {
            let mut rows = rows(all);
            let found = rows.find(|other| Some(other.text("id")) == id.as_str())?;
            let place = [found.text("name"), ": ", found.text("address")].concat();
            Some(li().child(place))
        });
        [
            p().child(template(lang, "ui.office_closed")).into_node(),
            ul().children(nearest).into_node(),
        ]
    });
    li().class("advice")
        .child(p().child(strong().child(row.text("name").to_owned())))
        .child(line(row.text("address")))
        .child(link(row.text("url")))
        .child(line(row.text("phone")))
        .child(account)
        .child(closed)
        .child(mark)
        .child(p().class("advice__year").child(row_source(lang, row)))
        .into_node()
}

/// Renders the address of a link. It opens in a new tab, as every address outside the site does.
fn link(url: &str) -> Option<Node> {
    // `hoso configure` refuses others; an address of another scheme may run a script.
    let shown = url.strip_prefix("https://")?;
    let anchor = a()
        .attr("href", url.to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .child(shown.trim_end_matches('/').to_owned());
    Some(p().child(anchor).into_node())
}

fn row_source(lang: Lang, row: &Row<'_>) -> String {
    // R-KH-8
    let args = [
        ("source", row.text("source").to_owned()),
        ("day", day(row.text("checked_on"))),
    ];
    format_message(lang, "ui.row_source", &args)
}

/// Writes a day of the settings as people do.
fn day(iso: &str) -> String {
    hoso_identifiers::Date::parse(iso).map_or_else(|_| iso.to_owned(), |day| day.to_string())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use hoso_dossier::Answers;
    use hoso_view::{prelude::*, to_html};

    use super::*;
    use crate::components::pages::outcome::outcome;
    use crate::config::DeploymentConfig;
    use crate::i18n::messages;

    const LINK: &str = r#"{"id":"ID","kind":"link","name":"Trang Ví Dụ","url":"https://a.example/x?y=1","source":"công văn 1/VD","checked_on":"2026-11-30"}"#;
    const ACCOUNT: &str = r#"{"id":"ID","kind":"account","name":"BHXH Ví Dụ","bank":"Ngân hàng Ví Dụ","account_number":"0000000001","source":"công văn 2/VD","checked_on":"2026-11-30","verified":true}"#;

    fn directory(rows: &[String]) -> Value {
        let text = ["{\"rows\":[", &rows.join(","), "]}"].concat();
        hoso_dossier::json::parse_str(&text).unwrap()
    }

    /// The last page of a procedure in a deployment with these rows, for who looks for a portal.
    fn page(procedure: &str, rows: &[String]) -> String {
        page_for("portal", procedure, rows)
    }

    fn page_for(place: &str, procedure: &str, rows: &[String]) -> String {
        let mut answers = Answers::default();
        answers.set_text("where", place);
        let config = DeploymentConfig {
            directory: directory(rows),
            ..DeploymentConfig::default()
        };
        messages::register(&messages::SECOND_MODULE_MESSAGES);
        let html = Owner::new().with(|| {
            let wizard = Wizard::new(
                hoso_procedures::find(procedure).unwrap(),
                config,
                String::new(),
                answers,
                hoso_identifiers::Date::new(2026, 11, 30).unwrap(),
            );
            to_html(outcome(wizard))
        });
        html.replace("<!>", "")
    }

    #[test]
    fn ok_a_link_leads_to_its_address() {
        let html = page("noi-tiep-nhan", &[LINK.replace("ID", "vi_du")]);
        let anchor = "<a href=\"https://a.example/x?y=1\"";
        assert_eq!(html.matches(anchor).count(), 1, "{html}");
    }

    #[test]
    fn ok_a_row_corrects_an_advice_in_its_place() {
        // Neither page shows links, but both have this advice.
        for procedure in ["dong-tiep", "bhyt-ho-gia-dinh"] {
            let advice = "dvc-thanh-toan-bhxh-bhyt";
            assert!(page(procedure, &[]).contains(advice), "{procedure}");
            let html = page(procedure, &[LINK.replace("ID", "payment_page")]);
            assert!(!html.contains(advice), "{procedure}");
            assert_eq!(html.matches("Trang Ví Dụ").count(), 1, "{procedure}");
        }
        // On the page of links the row is not shown twice, but at the advice.
        let html = page("noi-tiep-nhan", &[LINK.replace("ID", "bhxh")]);
        assert_eq!(html.matches("Trang Ví Dụ").count(), 1);
    }

    #[test]
    fn r_mon_9_the_warning_stays_beside_an_account() {
        let warning = "Không chuyển tiền vào tài khoản cá nhân";
        for id in ["account", "account_1"] {
            let html = page("dong-tiep", &[ACCOUNT.replace("ID", id)]);
            assert!(html.contains(warning), "{id}");
            assert_eq!(html.matches(">0000000001</code>").count(), 1, "{id}");
        }
    }

    #[test]
    fn r_mon_9_only_a_verified_account_shows_its_number() {
        for (from, to) in [
            ("\"kind\":\"account\"", "\"kind\":\"office\""),
            ("\"verified\":true", "\"verified\":false"),
        ] {
            let row = ACCOUNT.replace("ID", "account").replace(from, to);
            let html = page("dong-tiep", core::slice::from_ref(&row));
            assert!(html.contains("BHXH Ví Dụ"), "{to}");
            assert!(!html.contains("0000000001"), "{to}");
            let html = page_for("office", "noi-tiep-nhan", &[row]);
            assert!(!html.contains("0000000001"), "{to}");
        }
    }

    #[test]
    fn ok_a_page_without_scripts_has_the_corrected_row() {
        let directory = directory(&[LINK.replace("ID", "payment_page")]);
        let text = corrected_text(Lang::SOURCE, &directory, "payment_page").unwrap();
        assert!(text.contains("https://a.example/x?y=1"), "{text}");
        assert!(text.contains("công văn 1/VD"), "{text}");
        assert_eq!(corrected_text(Lang::SOURCE, &directory, "bhxh"), None);
        assert_eq!(corrected_text(Lang::SOURCE, &directory, ""), None);
    }
}
