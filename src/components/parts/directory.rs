//! The directory of a deployment: the offices, agents, accounts and links that it adds, corrects or switches
//! off.
//!
//! The rows are in the settings of the page; `hoso configure` has checked them.

use hoso_dossier::definition::RowKind;
use hoso_dossier::{Advice, Value};
use hoso_identifiers::Date;
use hoso_view::html::{a, code, li, p, strong, ul};
use hoso_view::{IntoNode, Node};

use crate::components::parts::account_code::account_code;
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

    /// Returns whether the row is shown on a day. Days compare as texts.
    fn is_valid(&self, day: &str) -> bool {
        let last = self.text("valid_to");
        self.text("valid_from") <= day && (last.is_empty() || day <= last)
    }

    /// Returns whether the row was looked at more than a year before a day, and has no last day.
    fn is_old(&self, day: Date) -> bool {
        let a_year_ago = Date::new(day.year() - 1, day.month(), day.day());
        // The day before the first of March, for the 29th of February.
        let a_year_ago = a_year_ago.or_else(|| Date::new(day.year() - 1, 2, 28));
        let is_old = |ago: Date| self.text("checked_on") < ago.iso().as_str();
        self.text("valid_to").is_empty() && a_year_ago.is_some_and(is_old)
    }

    fn is_of(&self, kind: RowKind) -> bool {
        let name = match kind {
            RowKind::Office | RowKind::ClosedOffice => "office",
            RowKind::Agent => "agent",
            RowKind::Account => "account",
            RowKind::Link => "link",
        };
        self.text("kind") == name && (kind != RowKind::ClosedOffice || self.is("closed"))
    }
}

/// The rows of a directory on a day.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    settings: &'a Value,
    today: Date,
}

impl<'a> Directory<'a> {
    /// Reads the settings of a page.
    #[must_use]
    pub const fn new(settings: &'a Value, today: Date) -> Self {
        Self { settings, today }
    }

    fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let rows = self.settings.get("rows").map(Value::items);
        let today = self.today.iso();
        let rows = rows.unwrap_or_default().iter().map(Row);
        rows.filter(move |row| row.is_valid(&today))
    }

    fn row(self, id: &str) -> Option<Row<'a>> {
        self.rows()
            .find(|row| !id.is_empty() && row.text("id") == id)
    }

    /// Returns whether the deployment shows a row of the build as it is: it neither replaces it nor
    /// switches it off. Offices that a field offers are known by their name.
    #[must_use]
    pub fn keeps(self, row: &str) -> bool {
        let off = self.settings.get("off").map(Value::items);
        let mut off = off.unwrap_or_default().iter();
        let is_off = off.any(|id| id.as_str() == Some(row));
        let is_other = |other: Row<'_>| other.text("id") == row || other.text("name") == row;
        !is_off && !self.rows().any(is_other)
    }

    /// Returns whether an advice is shown beside the rows of the deployment.
    #[must_use]
    pub fn leaves(self, advice: &Advice) -> bool {
        let is_listed = |kind| self.rows().any(|row| row.is_of(kind));
        !advice.without.is_some_and(is_listed)
    }

    /// Returns the row that corrects an advice as plain text, for a page without scripts.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn corrected_text(self, lang: Lang, row: &str) -> Option<String> {
        Some(plain_text(lang, &self.row(row)?, self.today))
    }
}

fn with_directory<T>(wizard: Wizard, run: impl FnOnce(Directory<'_>) -> T) -> T {
    let today = wizard.today.get_untracked();
    wizard.with_config(|config| run(Directory::new(&config.directory, today)))
}

/// Returns whether the page of a wizard shows a row of the build as it is, see [`Directory::keeps`].
pub fn keeps(wizard: Wizard, row: &str) -> bool {
    with_directory(wizard, |directory| directory.keeps(row))
}

/// Returns whether the page of a wizard shows an advice of the build.
pub fn keeps_advice(wizard: Wizard, advice: &Advice) -> bool {
    with_directory(wizard, |directory| {
        directory.keeps(advice.row) && directory.leaves(advice)
    })
}

/// Returns the name of each open office, and whether it is verified.
pub fn offices(wizard: Wizard) -> Vec<(String, bool)> {
    with_directory(wizard, |directory| {
        let open = directory
            .rows()
            .filter(|row| row.is_of(RowKind::Office) && !row.is("closed"));
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
    with_directory(wizard, |directory| {
        let of_kind = directory.rows().filter(|row| row.is_of(kind));
        let added = of_kind.filter(|row| all_advice.iter().all(|one| one.row != row.text("id")));
        added
            .map(|row| item(wizard, lang, &row, directory))
            .collect()
    })
}

/// Renders the row that corrects an advice, by its id; `None` without one.
pub fn corrected(wizard: Wizard, lang: Lang, row: &str) -> Option<Node> {
    with_directory(wizard, |directory| {
        let row = directory.row(row)?;
        Some(item(wizard, lang, &row, directory))
    })
}

#[cfg(feature = "ssr")]
fn plain_text(lang: Lang, row: &Row<'_>, today: Date) -> String {
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
    if let Some(doubt) = doubt(row, today) {
        sentence(template(lang, doubt));
    }
    sentence(&row_source(lang, row));
    text
}

/// Returns the code of the sentence about a row that may be wrong.
fn doubt(row: &Row<'_>, today: Date) -> Option<&'static str> {
    // R-KH-7
    match row.is("verified") {
        false => Some("ui.call_first"),
        true => row.is_old(today).then_some("ui.row_old"),
    }
}

fn item(wizard: Wizard, lang: Lang, row: &Row<'_>, directory: Directory<'_>) -> Node {
    let doubt = doubt(row, directory.today);
    let line = |text: &str| (!text.is_empty()).then(|| p().child(text.to_owned()));
    let number = row.text("account_number").to_owned();
    let account = row.is_verified_account().then(|| {
        let bin = if doubt.is_none() { row.text("bin") } else { "" };
        [
            line(row.text("bank")).into_node(),
            code()
                .class("transfer-text__text")
                .attr("translate", "no")
                .child(number.clone())
                .into_node(),
            copy_button(wizard, number.clone(), "ui.copy_value"),
            account_code(wizard, lang, bin, &number),
        ]
    });
    let mark = doubt.map(|code| p().child(template(lang, code)));
    // R-KH-1
    let closed = row.is("closed").then(|| {
        let nearest = row.0.get("nearest").map(Value::items);
        let nearest = nearest.unwrap_or_default().iter().filter_map(|id| {
            let found = directory.row(id.as_str()?)?;
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
    let mut text = format_message(lang, "ui.row_source", &args);
    for (key, code) in [
        ("valid_from", "ui.row_valid_from"),
        ("valid_to", "ui.row_valid_to"),
    ] {
        let of_row = row.text(key);
        if !of_row.is_empty() {
            text.push(' ');
            text.push_str(&format_message(lang, code, &[("day", day(of_row))]));
        }
    }
    text
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

    fn day_of_tests() -> Date {
        Date::new(2026, 11, 30).unwrap()
    }

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
                day_of_tests(),
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
        let directory = Directory::new(&directory, day_of_tests());
        let text = directory
            .corrected_text(Lang::SOURCE, "payment_page")
            .unwrap();
        assert!(text.contains("https://a.example/x?y=1"), "{text}");
        assert!(text.contains("công văn 1/VD"), "{text}");
        assert_eq!(directory.corrected_text(Lang::SOURCE, "bhxh"), None);
        assert_eq!(directory.corrected_text(Lang::SOURCE, ""), None);
    }

    #[test]
    fn ok_a_row_is_shown_on_its_days() {
        let row = LINK.replace("ID", "bhxh");
        let advice = "dichvucong.baohiemxahoi.gov.vn";
        let valid = |days: &str| {
            page(
                "noi-tiep-nhan",
                &[row.replace("\"kind\"", &[days, "\"kind\""].concat())],
            )
        };
        for days in [
            "\"valid_from\":\"2026-12-01\",",
            "\"valid_to\":\"2026-11-29\",",
        ] {
            let html = valid(days);
            assert!(!html.contains("Trang Ví Dụ"), "{days}");
            assert!(html.contains(advice), "{days}");
        }
        let html = valid("\"valid_from\":\"2026-11-30\",\"valid_to\":\"2026-11-30\",");
        assert!(html.contains("Trang Ví Dụ") && !html.contains(advice));
        assert!(
            html.contains("Áp dụng từ ngày 30/11/2026. Áp dụng đến hết ngày 30/11/2026."),
            "{html}"
        );
    }

    #[test]
    fn r_kh_7_an_old_row_is_doubted() {
        let row = LINK
            .replace("ID", "vi_du")
            .replace('}', ",\"verified\":true}");
        let old = "hơn một năm trước";
        assert!(!page("noi-tiep-nhan", core::slice::from_ref(&row)).contains(old));
        let row = row.replace("2026-11-30", "2025-11-29");
        assert!(page("noi-tiep-nhan", core::slice::from_ref(&row)).contains(old));
        let row = row.replace('}', ",\"valid_to\":\"2027-01-01\"}");
        assert!(!page("noi-tiep-nhan", &[row]).contains(old));
    }

    #[test]
    fn r_mon_9_only_a_verified_account_with_its_bank_has_a_code() {
        let account = ACCOUNT.replace("ID", "account");
        assert!(!page("dong-tiep", core::slice::from_ref(&account)).contains("vietqr"));
        let with_bank = account.replace('}', ",\"bin\":\"970436\"}");
        let html = page("dong-tiep", core::slice::from_ref(&with_bank));
        assert!(html.contains("class=\"vietqr\""), "{html}");
        for (from, to) in [
            ("\"verified\":true", "\"verified\":false"),
            ("2026-11-30", "2025-11-29"),
        ] {
            let html = page("dong-tiep", &[with_bank.replace(from, to)]);
            assert!(!html.contains("vietqr"), "{to}");
        }
    }

    #[test]
    fn ok_a_listed_row_takes_the_place_of_the_sentence_that_there_is_none() {
        for (place, kind, none) in [
            ("office", "office", "chưa có danh sách cơ quan"),
            ("agent", "agent", "chưa có danh sách đã đối chiếu"),
        ] {
            assert!(page_for(place, "noi-tiep-nhan", &[]).contains(none));
            let row = LINK
                .replace("ID", "vi_du")
                .replace("\"link\"", &format!("\"{kind}\""));
            let html = page_for(place, "noi-tiep-nhan", &[row]);
            assert!(
                html.contains("Trang Ví Dụ") && !html.contains(none),
                "{kind}"
            );
        }
    }
}
