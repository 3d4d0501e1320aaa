//! The directory of a deployment: offices, collection agents, accounts and links that it adds to those of the
//! build, corrects or switches off. `deployment.json` names the file.
//!
//! Source: docs/domain/other-procedures.md §1, §9, §10; R-KH-1, R-KH-7, R-KH-8, R-MON-9.

use crate::clock::today;
use crate::files::{Outcome, read};
use hoso_identifiers::Date;
use hoso_identifiers::bank_account::BankAccount;
use hoso_vietqr::Transfer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::Path;

/// The kinds of rows.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RowKind {
    /// A BHXH office.
    Office,
    /// A collection agent.
    Agent,
    /// A bank account of a BHXH office. It has to be verified.
    Account,
    /// An address on the web.
    Link,
}

impl RowKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Agent => "agent",
            Self::Account => "account",
            Self::Link => "link",
        }
    }
}

/// The rows of a deployment. A row with the id of a row of the build replaces it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Directory {
    /// The rows, in the order in which they are shown.
    #[serde(default)]
    pub(crate) rows: Vec<DirectoryRow>,
    /// The ids of rows of the build that are not shown.
    #[serde(default)]
    pub(crate) off: Vec<String>,
}

/// One row.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DirectoryRow {
    /// Small letters, digits and underscores; no other row has it.
    pub(crate) id: String,
    pub(crate) kind: RowKind,
    /// The name, as it is shown; of an account the name of its holder.
    pub(crate) name: String,
    /// The address: street and commune.
    #[serde(default)]
    pub(crate) address: String,
    /// The phone number for questions.
    #[serde(default)]
    pub(crate) phone: String,
    /// The address on the web, of a link. Begins with `https://`.
    #[serde(default)]
    pub(crate) url: String,
    /// The name of the bank, of an account.
    #[serde(default)]
    pub(crate) bank: String,
    /// The number of an account.
    #[serde(default)]
    pub(crate) account_number: String,
    /// The number of the bank at NAPAS (BIN), six digits: with it the page of payment shows a VietQR code of
    /// this account. `source` and `checked_on` are also its own.
    #[serde(default)]
    pub(crate) bin: String,
    /// Where the facts are from: a document with its number, or who was asked.
    #[serde(default)]
    pub(crate) source: String,
    /// The day on which the facts were looked at: `2026-11-30`.
    pub(crate) checked_on: String,
    /// The first day on which the row is shown: `2027-01-01`. Empty for no first day.
    #[serde(default)]
    pub(crate) valid_from: String,
    /// The last day on which the row is shown. Empty for no last day.
    #[serde(default)]
    pub(crate) valid_to: String,
    /// Whether the facts were confirmed by the office itself. Else the row says that one has to call first.
    #[serde(default)]
    pub(crate) verified: bool,
    /// Whether the office does not receive anybody at present.
    #[serde(default)]
    pub(crate) closed: bool,
    /// The ids of the nearest offices that receive by post while this one is closed.
    #[serde(default)]
    pub(crate) nearest: Vec<String>,
}

impl Directory {
    /// Reads one file, and checks it.
    ///
    /// # Errors
    /// When the file cannot be read, a key is unknown, or a row is not complete; the message names the row.
    pub(crate) fn read(path: &Path) -> Outcome<Self> {
        Self::parse(&read(path)?, today()?)
            .map_err(|problem| format!("{}: {problem}", path.display()))
    }

    fn parse(text: &str, today: Date) -> Outcome<Self> {
        let directory: Self = serde_json::from_str(text).map_err(|problem| problem.to_string())?;
        directory.check(today)?;
        Ok(directory)
    }

    /// Returns the directory of a file, and what is doubtful in it.
    ///
    /// # Errors
    /// As [`Directory::read`].
    pub(crate) fn read_with_doubts(path: &Path) -> Outcome<(Self, Vec<String>)> {
        let directory = Self::read(path)?;
        let doubts = directory.doubts(today()?);
        Ok((directory, doubts))
    }

    /// Returns the rows as the pages read them.
    pub(crate) fn for_pages(&self) -> Outcome<Value> {
        let rows = serde_json::to_value(&self.rows).map_err(|problem| problem.to_string())?;
        Ok(json!({ "rows": without_empty(rows), "off": self.off }))
    }

    /// Returns what the pages show with a doubt, or no longer, in a sentence each.
    fn doubts(&self, today: Date) -> Vec<String> {
        let today = today.iso();
        let doubts = self.rows.iter().filter_map(|row| {
            let doubt = if !row.valid_to.is_empty() && row.valid_to < today {
                format!("valid_to {:?} is past: the row is not shown", row.valid_to)
            } else if row.is_old(&today) {
                format!(
                    "checked_on {:?} is more than a year ago: the page says so; look again, or set valid_to",
                    row.checked_on
                )
            } else {
                return None;
            };
            Some(format!("{} {:?}: {doubt}", row.kind.name(), row.id))
        });
        doubts.collect()
    }

    fn check(&self, today: Date) -> Outcome {
        let of_build = ids_of_the_build();
        for id in &self.off {
            if !of_build.contains(&id.as_str()) {
                return Err(format!(
                    "off: the build has no row {id:?}, expected one of {}",
                    of_build.join(", ")
                ));
            }
        }
        for (at, row) in self.rows.iter().enumerate() {
            row.check(today)
                .map_err(|problem| format!("{} {:?}: {problem}", row.kind.name(), row.id))?;
            let mut earlier = self.rows.iter().take(at);
            if earlier.clone().any(|other| other.id == row.id) {
                return Err(format!("the id {:?} is there twice", row.id));
            }
            // A registration offers open offices by their names.
            let is_same = |other: &DirectoryRow| {
                other.is_open_office() && other.name.trim() == row.name.trim()
            };
            if row.is_open_office() && earlier.any(is_same) {
                return Err(format!(
                    "office {:?}: another open office has the name {:?}",
                    row.id, row.name
                ));
            }
            for id in &row.nearest {
                let is_open = |other: &DirectoryRow| other.id == *id && other.is_open_office();
                if !self.rows.iter().any(is_open) {
                    return Err(format!(
                        "office {:?}: nearest: there is no open office {id:?} in this file",
                        row.id
                    ));
                }
            }
        }
        Ok(())
    }
}

impl DirectoryRow {
    /// Returns whether the facts are older than a year, and have no last day. Days compare as texts.
    fn is_old(&self, today: &str) -> bool {
        let year: u16 = self
            .checked_on
            .get(..4)
            .and_then(|year| year.parse().ok())
            .unwrap_or(0);
        let rest = self.checked_on.get(4..).unwrap_or_default();
        self.valid_to.is_empty() && format!("{:04}{rest}", year + 1).as_str() < today
    }

    fn is_open_office(&self) -> bool {
        self.kind == RowKind::Office && !self.closed
    }

    fn check(&self, today: Date) -> Outcome {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err("id: expected small letters, digits and underscores".to_owned());
        }
        let needs = |key: &str, text: &str, why: &str| {
            if text.trim().is_empty() {
                return Err(format!("expected `{key}`, {why}"));
            }
            Ok(())
        };
        needs("name", &self.name, "as it is shown")?;
        needs(
            "source",
            &self.source,
            "the document or the person that the facts are from: no office, agent, account or link is shown without one",
        )?;
        if day("checked_on", &self.checked_on)? > today {
            return Err(format!(
                "checked_on {:?}: expected a day not after today, {}",
                self.checked_on,
                today.iso()
            ));
        }
        for (key, of_row) in [
            ("valid_from", &self.valid_from),
            ("valid_to", &self.valid_to),
        ] {
            if !of_row.is_empty() {
                day(key, of_row)?;
            }
        }
        if !self.valid_to.is_empty() && self.valid_to < self.valid_from {
            return Err(format!(
                "valid_to {:?}: expected a day not before valid_from, {:?}",
                self.valid_to, self.valid_from
            ));
        }
        let phone = |c: char| c.is_ascii_digit() || " .()+-".contains(c);
        if !self.phone.chars().all(phone) {
            return Err(format!("phone {:?}: expected digits", self.phone));
        }
        // R-MON-9: the pages show an account number to send money to.
        if self.kind != RowKind::Account
            && !(self.bank.is_empty() && self.account_number.is_empty() && self.bin.is_empty())
        {
            return Err("`bank`, `bin` and `account_number` are of an account".to_owned());
        }
        if self.kind != RowKind::Link && !self.url.is_empty() {
            return Err("`url` is of a link".to_owned());
        }
        match self.kind {
            RowKind::Office => needs("address", &self.address, "street and commune")?,
            RowKind::Agent => needs(
                "address",
                &[self.address.as_str(), &self.phone].concat(),
                "or `phone`",
            )?,
            RowKind::Account => {
                needs("bank", &self.bank, "the name of the bank")?;
                needs("account_number", &self.account_number, "its number")?;
                if !is_account_number(&self.account_number) {
                    return Err(format!(
                        "account_number {:?}: expected 6 to 19 digits or letters",
                        self.account_number
                    ));
                }
                let transfer = Transfer {
                    bin: &self.bin,
                    account: &self.account_number,
                    amount: None,
                    purpose: "",
                };
                if !self.bin.is_empty() && transfer.text().is_none() {
                    return Err(format!(
                        "bin {:?}: expected the six digits of a bank at NAPAS, and an account_number of \
                         digits and letters alone; an account at the State Treasury has no VietQR code",
                        self.bin
                    ));
                }
                // R-MON-9
                if !self.verified {
                    return Err("expected `verified`: true, since money is sent there; \
                                an account that the office has not confirmed is never shown"
                        .to_owned());
                }
            }
            RowKind::Link => {
                if !is_web_address(&self.url) {
                    return Err(format!(
                        "url {:?}: expected an address that begins with https:// and a host, \
                         such as https://dichvucong.gov.vn/",
                        self.url
                    ));
                }
            }
        }
        if self.kind != RowKind::Office && (self.closed || !self.nearest.is_empty()) {
            return Err("`closed` and `nearest` are of an office".to_owned());
        }
        if self.closed && self.nearest.is_empty() {
            return Err("it is closed: expected `nearest`, where to send by post".to_owned());
        }
        Ok(())
    }
}

/// Reads a day of a row.
fn day(key: &str, text: &str) -> Outcome<Date> {
    let day = Date::parse(text).ok().filter(|day| day.iso() == text);
    day.ok_or_else(|| format!("{key} {text:?}: expected a day such as 2026-11-30"))
}

/// Returns whether a number is likely one of an account. Letters occur, other characters do not.
fn is_account_number(typed: &str) -> bool {
    let Ok(account) = BankAccount::parse(typed) else {
        return false;
    };
    let number = account.as_str();
    account.doubts().is_empty()
        || ((6..=19).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns whether an address begins with https:// and a host of at least two labels.
fn is_web_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    host.contains('.')
        && host.split('.').all(is_label)
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Returns the ids of the rows that the build shows: the advice of guides and preparations, and the offices
/// that are offered.
fn ids_of_the_build() -> Vec<&'static str> {
    let outcomes = hoso_procedures::ALL
        .iter()
        .filter_map(|procedure| procedure.definition.outcome);
    let mut ids: Vec<&str> = outcomes
        .flat_map(|outcome| outcome.advice)
        .map(|advice| advice.row)
        .filter(|row| !row.is_empty())
        .collect();
    let fields = hoso_procedures::ALL
        .iter()
        .flat_map(|procedure| procedure.definition.steps)
        .flat_map(|step| step.fields);
    let offered = fields.flat_map(|field| field.kind.offers());
    ids.extend(offered.map(|office| office.id));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Removes empty texts and lists: the page reads them as missing.
fn without_empty(rows: Value) -> Value {
    let Value::Array(rows) = rows else {
        return rows;
    };
    let is_set = |value: &Value| match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Bool(set) => *set,
        _ => true,
    };
    let rows = rows.into_iter().map(|row| match row {
        Value::Object(row) => {
            let kept: Map<String, Value> =
                row.into_iter().filter(|(_, value)| is_set(value)).collect();
            Value::Object(kept)
        }
        other => other,
    });
    Value::Array(rows.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    const OFFICE: &str = r#""id":"cam_ranh","kind":"office","name":"BHXH cơ sở Ví Dụ","address":"Số 1, phường Ví Dụ","source":"công văn 1/VD ngày 01/10/2026","checked_on":"2026-11-30""#;

    fn parse(text: &str) -> Outcome<Directory> {
        Directory::parse(text, Date::new(2026, 11, 30).unwrap())
    }

    fn rows(rows: &str) -> Outcome<Directory> {
        parse(&format!("{{\"rows\":[{rows}]}}"))
    }

    #[track_caller]
    fn refused(row: &str, expected: &str) {
        let problem = rows(&format!("{{{row}}}")).err().unwrap();
        assert!(problem.contains(expected), "{row}: {problem}");
    }

    #[test]
    fn r_kh_7_a_row_without_source_is_refused_in_words() {
        assert!(rows(&format!("{{{OFFICE}}}")).is_ok());
        let without = OFFICE.replace(r#""source":"công văn 1/VD ngày 01/10/2026","#, "");
        refused(&without, "office \"cam_ranh\": expected `source`");
        refused(
            &OFFICE.replace("công văn 1/VD ngày 01/10/2026", " "),
            "`source`",
        );
        refused(&OFFICE.replace("2026-11-30", "30/11/2026"), "2026-11-30");
        refused(&OFFICE.replace("2026-11-30", "2026-02-30"), "checked_on");
        refused(&OFFICE.replace("Số 1, phường Ví Dụ", ""), "`address`");
        refused(&OFFICE.replace("cam_ranh", "Cam Ranh"), "small letters");
        refused(&OFFICE.replace("\"office\"", "\"shop\""), "`agent`");
        refused(&OFFICE.replace("\"name\"", "\"nam\""), "`name`");
        refused(&format!("{OFFICE},\"phone\":\"gọi sau\""), "digits");
        let twice = rows(&format!("{{{OFFICE}}},{{{OFFICE}}}"));
        assert!(twice.err().unwrap().contains("twice"));
    }

    #[test]
    fn r_mon_9_an_account_has_to_be_verified() {
        let account = r#""id":"account_1","kind":"account","name":"BHXH Ví Dụ","bank":"Ngân hàng Ví Dụ","account_number":"0000000001","source":"công văn 2/VD","checked_on":"2026-11-30""#;
        refused(account, "`verified`: true");
        assert!(rows(&format!("{{{account},\"verified\":true}}")).is_ok());
        refused(&account.replace("0000000001", ""), "`account_number`");
        let verified = format!("{account},\"verified\":true");
        for number in ["12345", "hỏi cán bộ", "00000000000000000001", "0000000001;"] {
            refused(&verified.replace("0000000001", number), "6 to 19");
        }
        // A treasury account has dots, another one letters.
        for number in ["3741.0.0000001", "0000 0000 01", "VD00000001"] {
            let row = verified.replace("0000000001", number);
            assert!(rows(&format!("{{{row}}}")).is_ok(), "{number}");
        }
    }

    #[test]
    fn r_mon_9_only_an_account_has_an_account_number() {
        for (key, value) in [
            ("account_number", "0000000001"),
            ("bank", "Ngân hàng Ví Dụ"),
        ] {
            for kind in ["office", "agent"] {
                let row = OFFICE.replace("\"office\"", &format!("\"{kind}\""));
                refused(&format!("{row},\"{key}\":\"{value}\""), "of an account");
            }
        }
        let with_url = format!("{OFFICE},\"url\":\"https://a.example\"");
        refused(&with_url, "`url` is of a link");
    }

    #[test]
    fn err_a_day_to_come_is_refused() {
        refused(
            &OFFICE.replace("2026-11-30", "2026-12-01"),
            "not after today",
        );
    }

    #[test]
    fn err_days_of_validity_are_days_in_order() {
        let valid = |from: &str, to: &str| {
            format!("{OFFICE},\"valid_from\":\"{from}\",\"valid_to\":\"{to}\"")
        };
        assert!(rows(&format!("{{{}}}", valid("2026-12-01", "2026-12-01"))).is_ok());
        refused(&valid("2026-12-02", "2026-12-01"), "not before valid_from");
        refused(&valid("", "31/12/2026"), "valid_to");
        refused(&valid("2026-02-30", ""), "valid_from");
    }

    #[test]
    fn ok_an_old_row_is_doubted() {
        let doubts = |row: &str| {
            let directory = rows(&format!("{{{row}}}")).unwrap();
            directory.doubts(Date::new(2026, 11, 30).unwrap())
        };
        let on = |day: &str| OFFICE.replace("2026-11-30", day);
        assert!(doubts(&on("2025-11-30")).is_empty());
        assert!(doubts(&on("2025-11-29"))[0].contains("more than a year ago"));
        let ends = |day: &str| format!("{},\"valid_to\":\"{day}\"", on("2025-11-29"));
        assert!(doubts(&ends("2026-11-30")).is_empty());
        assert!(doubts(&ends("2026-11-29"))[0].contains("office \"cam_ranh\": valid_to"));
    }

    #[test]
    fn r_mon_9_a_bank_number_makes_a_code_or_is_refused() {
        let account = r#""id":"a","kind":"account","name":"BHXH Ví Dụ","bank":"Ngân hàng Ví Dụ","account_number":"0000000001","source":"x","checked_on":"2026-11-30","verified":true,"bin":"970436""#;
        assert!(rows(&format!("{{{account}}}")).is_ok());
        refused(&account.replace("970436", "97043"), "six digits");
        refused(&account.replace("0000000001", "3741.0.0000001"), "Treasury");
        refused(
            &account.replace(",\"verified\":true", ""),
            "`verified`: true",
        );
        refused(&format!("{OFFICE},\"bin\":\"970436\""), "of an account");
    }

    #[test]
    fn err_two_open_offices_have_no_name_in_common() {
        let other = OFFICE.replace("cam_ranh", "dien_khanh");
        let problem = rows(&format!("{{{OFFICE}}},{{{other}}}")).err().unwrap();
        assert!(problem.contains("another open office"), "{problem}");
        let closed = format!("{other},\"closed\":true,\"nearest\":[\"cam_ranh\"]");
        assert!(rows(&format!("{{{OFFICE}}},{{{closed}}}")).is_ok());
    }

    #[test]
    fn err_a_link_needs_a_host() {
        let link = r#""id":"l","kind":"link","name":"Cổng","url":"https://a.example/x?y=1","source":"x","checked_on":"2026-11-30""#;
        assert!(rows(&format!("{{{link}}}")).is_ok());
        for url in [
            "",
            "https://",
            "https:///x",
            "https://.",
            "https://a",
            "https://a..b",
            "https://a.b@c d",
            "https://a b.c",
        ] {
            refused(&link.replace("https://a.example/x?y=1", url), "a host");
        }
    }

    #[test]
    fn r_kh_1_a_closed_office_names_the_nearest() {
        let closed = format!("{OFFICE},\"closed\":true");
        refused(&closed, "`nearest`");
        refused(
            &format!("{closed},\"nearest\":[\"x\"]"),
            "no open office \"x\"",
        );
        let other = OFFICE
            .replace("cam_ranh", "dien_khanh")
            .replace("Ví Dụ\"", "Mẫu\"");
        let both = format!("{{{closed},\"nearest\":[\"dien_khanh\"]}},{{{other}}}");
        assert!(rows(&both).is_ok());
        let link = r#""id":"l","kind":"link","name":"Cổng","url":"https://a.example","source":"x","checked_on":"2026-11-30""#;
        assert!(rows(&format!("{{{link}}}")).is_ok());
        refused(&link.replace("https", "http"), "https://");
        refused(&format!("{link},\"closed\":true"), "of an office");
    }

    #[test]
    fn err_only_a_row_of_the_build_is_switched_off() {
        assert!(parse(r#"{"off":["province_office"]}"#).is_ok());
        let problem = parse(r#"{"off":["provincial"]}"#).err().unwrap();
        assert!(problem.contains("province_office"), "{problem}");
    }

    #[test]
    fn ok_the_pages_read_no_empty_key() {
        let directory = rows(&format!("{{{OFFICE}}}")).unwrap();
        let row = &directory.for_pages().unwrap()["rows"][0];
        let mut keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(
            keys,
            ["address", "checked_on", "id", "kind", "name", "source"]
        );
    }
}
