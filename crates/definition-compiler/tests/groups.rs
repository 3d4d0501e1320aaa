//! Labels by answer, presets of the deployment, and the head of a group, as the compiler of definitions
//! reads and refuses them.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use hoso_definition_compiler::{Lists, compile};

const GOOD: &str = r#"code = "1"
version = "2026-11-20"
title = "Một"
landing = { group = "join", lead = "Một" }
source = "letter 1"
printed_form = "tk1_ts"
examples = 1
[[step]]
id = "first"
title = "Một"
source = "letter 1"
[[step.field]]
id = "new"
label = "Có mới không"
kind = "yes_no"
[[step.field]]
id = "head"
label = "Chủ hộ"
label_when = [ { receiver = "trial", text = "Chủ hộ thử" }, { answer = { field = "new", is = ["yes"] }, text = "Chủ hộ mới" } ]
kind = "person_name"
[[step.field]]
id = "people"
label = "Người"
kind = "group"
max = 3
missing = "x.y"
head = { name = "head", relation = "relation", is = "00" }
[[step.field.field]]
id = "relation"
label = "Quan hệ"
kind = "select"
options = [ { id = "00", label = "Chủ hộ" }, { id = "01", label = "Vợ" } ]
[[step.field.field]]
id = "province"
label = "Tỉnh"
kind = "province"
preset = "deployment.province"
[[step]]
id = "last"
title = "Gửi"
source = "letter 1"
[[step.field]]
id = "commitment"
label = "Cam đoan"
kind = "commitment"
required = true
"#;

#[test]
fn ok_labels_presets_and_heads() {
    let rust = compile("x.toml", GOOD, &Lists::new()).unwrap();
    for piece in [
        "label_when: &[d::TextWhen { receiver: \".trial\", answer: None, text: \"Chủ hộ thử\" },d::TextWhen { receiver: \"\", answer: Some(d::Condition { field: \"new\", is: &[\"yes\"] }), text: \"Chủ hộ mới\" }]",
        "head: Some(d::GroupHead { name: \"head\", relation: \"relation\", is: \"00\" })",
        "preset: \"deployment.province\"",
    ] {
        assert!(rust.contains(piece), "{piece}\n{rust}");
    }
}

#[test]
fn err_labels_presets_and_heads() {
    for (old, new, expected) in [
        ("field = \"new\"", "field = \"people\"", "people"),
        ("is = [\"yes\"]", "is = [\"often\"]", "often"),
        (
            "text = \"Chủ hộ mới\"",
            "text = \" \"",
            "text of label_when",
        ),
        (
            "label = \"Quan hệ\"",
            "label = \"Quan hệ\"\nlabel_when = [ { answer = { field = \"relation\", is = [\"00\"] }, text = \"A\" } ]",
            "takes no `label_when`",
        ),
        ("name = \"head\"", "name = \"gone\"", "no earlier field"),
        (
            "relation = \"relation\"",
            "relation = \"gone\"",
            "no answer `00`",
        ),
        ("is = \"00\" }", "is = \"09\" }", "no answer `09`"),
        (
            "preset = \"deployment.province\"",
            "preset = \"56\"",
            "deployment.province",
        ),
        (
            "kind = \"person_name\"",
            "kind = \"person_name\"\npreset = \"deployment.province\"",
            "deployment.province",
        ),
        (
            "kind = \"person_name\"",
            "kind = \"person_name\"\nhead = { name = \"new\", relation = \"a\", is = \"b\" }",
            "only group takes `head`",
        ),
    ] {
        assert!(GOOD.contains(old), "{old}");
        let mistake = compile("x.toml", &GOOD.replacen(old, new, 1), &Lists::new()).unwrap_err();
        assert!(mistake.what.contains(expected), "{expected}: {mistake}");
    }
}
