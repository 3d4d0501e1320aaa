//! Finds the names of the provinces and communes in a dossier.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hoso_dossier::Value;

/// List of the current communes: data/README.md, "Units after 1 July 2025".
static COMMUNES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let rows: serde_json::Value =
        serde_json::from_str(include_str!("../../../../../data/communes_2025.json"))
            .unwrap_or_default();
    let text = |row: &serde_json::Value, key| Some(row.get(key)?.as_str()?.to_owned());
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .filter_map(|row| Some((text(row, "code")?, text(row, "full_name")?)))
        .collect()
});

/// Returns the code and the name of each place in the answers.
pub(in crate::office) fn of(answers: &Value) -> Vec<(String, Value)> {
    let mut names = BTreeMap::new();
    collect(answers, &mut names);
    names.into_iter().collect()
}

fn collect(value: &Value, names: &mut BTreeMap<String, Value>) {
    if let Some(code) = value.as_str() {
        let name =
            hoso_places::province_name(code).or_else(|| COMMUNES.get(code).map(String::as_str));
        if let Some(name) = name {
            names.insert(code.to_owned(), Value::text(name));
        }
    }
    for item in value.items() {
        collect(item, names);
    }
    for (_, item) in value.entries() {
        collect(item, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_places_at_any_depth() {
        let row = Value::object([("commune", Value::text("22366"))]);
        let answers = Value::object([
            ("birth_province", Value::text("56")),
            ("members", Value::List(vec![row])),
            ("full_name", Value::text("Nguyễn Thị Mẫu")),
        ]);
        let found = of(&answers);
        let expected = [("22366", "Phường Nha Trang"), ("56", "Tỉnh Khánh Hòa")];
        assert_eq!(
            found,
            expected.map(|(code, name)| (code.to_owned(), Value::text(name)))
        );
    }
}
