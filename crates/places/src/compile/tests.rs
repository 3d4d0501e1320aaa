//! The files against the lists that they come from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where it fails"
)]

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use super::*;
use crate::Places;

fn data_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

static DATA: LazyLock<Communes> = LazyLock::new(|| Communes::read(&data_dir()).unwrap());

static FILES: LazyLock<BTreeMap<String, Places>> = LazyLock::new(|| {
    let files = files(&data_dir()).unwrap();
    files
        .into_iter()
        .map(|(code, text)| (code, Places::parse(&text).unwrap()))
        .collect()
});

/// The province of today of a commune of today.
fn province_of(commune: &str) -> &'static str {
    &DATA
        .current
        .iter()
        .find(|c| c.code == commune)
        .unwrap()
        .province
}

/// Does a search for this name give these communes, by a name of that district if by an old one?
#[track_caller]
fn leads(query: &str, district: &str, successors: &BTreeSet<&str>) {
    let places = &FILES[province_of(successors.first().unwrap())];
    let found = places.search(query, usize::MAX);
    let led = found.iter().any(|found| {
        found
            .codes
            .iter()
            .map(String::as_str)
            .collect::<BTreeSet<_>>()
            == *successors
            && found
                .old_name
                .as_ref()
                .is_none_or(|name| name.contains(district))
    });
    assert!(led, "{query}, {district}: {found:?}, not {successors:?}");
}

#[test]
fn every_old_commune_leads_to_its_successors() {
    let successors = successors(&DATA.edges);
    for old in &DATA.old {
        let query = format!("{} {}", old.kind.small(), old.name);
        leads(
            &query,
            &DATA.districts[&old.district].short_name(),
            &successors[old.code.as_str()],
        );
    }
    assert_eq!(DATA.old.len(), 10_035);
}

#[test]
fn every_name_gone_before_leads_to_its_successors() {
    let successors = successors(&DATA.edges);
    for former in &DATA.former {
        leads(&former.name, "", &successors[former.merged_into.as_str()]);
    }
    assert_eq!(DATA.former.len(), 727);
}

#[test]
fn all_people_on_one_edge_leave_no_doubt() {
    let successors = successors(&DATA.edges);
    assert_eq!(successors["00112"], BTreeSet::from(["00103"])); // Thụy Khuê; some land went to Ba Đình
    assert_eq!(
        successors.values().filter(|to| to.len() > 1).count(),
        440 - 58
    );
}

#[test]
fn vectors_address() {
    let vectors = std::fs::read_to_string(data_dir().join("vectors_address.json")).unwrap();
    let vectors: Value = serde_json::from_str(&vectors).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let given = |name: &str| case[name].as_str();
        // Some cases name the old commune, some give its code.
        let old =
            given("old_code").map(|code| DATA.old.iter().find(|old| old.code == code).unwrap());
        let code = match old {
            Some(old) => province_of(
                &DATA
                    .edges
                    .iter()
                    .find(|edge| edge.old == old.code)
                    .unwrap()
                    .new,
            ),
            None => {
                let name = fold(given("province").unwrap());
                PROVINCES
                    .iter()
                    .find(|p| fold(p.full_name).ends_with(&name))
                    .unwrap()
                    .code
            }
        };
        let places = &FILES[code];
        let query = match old {
            Some(old) => {
                format!(
                    "{} {}, {}",
                    old.kind.small(),
                    old.name,
                    DATA.districts[&old.district].short_name()
                )
            }
            None => format!(
                "{}, {}",
                given("commune").unwrap(),
                given("district").unwrap()
            ),
        };
        let found = places.search(&query, 10);
        let best = found.first().expect("something is found");
        if case.get("new_code").is_some_and(Value::is_null) {
            let split = found.iter().find(|f| f.codes.len() > 1);
            assert!(
                split.is_some_and(|f| f.old_name.is_some()),
                "{case}: {found:?}"
            );
            continue;
        }
        assert_eq!(best.codes.len(), 1, "{case}: {best:?}");
        let name = places.full_name(&best.codes[0]).unwrap();
        if let Some(wanted) = given("new_code") {
            assert_eq!(best.codes, [wanted], "{case}");
        }
        if let Some(wanted) = given("new_name") {
            assert!(name.ends_with(wanted), "{case}: {name}");
        }
        if let Some(wanted) = given("new_province") {
            assert_eq!(code, wanted, "{case}");
        }
    }
}

#[test]
fn quoted_fields_hold_commas() {
    let rows = data::csv_rows(
        "a,b,c,d\n00112,\"Nhập một phần diện tích, toàn bộ dân số\",\"a \"\"b\"\"\",\n",
    );
    let row = rows.unwrap().remove(0);
    assert_eq!(
        row.into_values().collect::<Vec<_>>(),
        [
            "00112",
            "Nhập một phần diện tích, toàn bộ dân số",
            "a \"b\"",
            ""
        ]
    );
}

#[test]
fn err_no_data() {
    let error = files(Path::new("no/such/folder")).unwrap_err();
    assert!(matches!(error, Error::Read { .. }), "{error}");
    assert!(countries(Path::new("no/such/folder")).is_err());
}
