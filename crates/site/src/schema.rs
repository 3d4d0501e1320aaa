//! Generates the JSON Schema of `deployment.json` from the types that read it.

use crate::directory::Directory;
use crate::settings::Settings;
use serde_json::{Value, json};

/// Returns the JSON Schema 2020-12 of `deployment.json`.
///
/// It refuses what [`crate::Deployment::parse`] refuses, except unknown parameters of a form.
#[must_use]
pub fn deployment_schema() -> Value {
    let mut schema = schemars::schema_for!(Settings).to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(
            "if".to_owned(),
            json!({ "properties": { "way": { "const": "file" } }, "required": ["way"] }),
        );
        schema.insert(
            "else".to_owned(),
            json!({ "properties": { "receiver": { "type": "object" } }, "required": ["receiver"] }),
        );
    }
    schema
}

/// Returns the JSON Schema 2020-12 of the directory of a deployment. What depends on the kind of a row is
/// checked by the program only.
#[must_use]
pub fn directory_schema() -> Value {
    schemars::schema_for!(Directory).to_value()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::Deployment;

    const RECEIVER: &str = r#""receiver":{"name":"Nơi nhận chạy thử","acts_for":"relay"}"#;

    /// Checks that program and schema agree on one file.
    fn verdict(text: &str) -> bool {
        let by_schema =
            jsonschema::is_valid(&deployment_schema(), &serde_json::from_str(text).unwrap());
        let by_program = Deployment::parse(text);
        assert_eq!(
            by_schema,
            by_program.is_ok(),
            "{text}: {:?}",
            by_program.err()
        );
        by_schema
    }

    #[test]
    fn ok_the_schema_and_the_program_accept_the_same() {
        for settings in [
            "{\"way\":\"file\"}".to_owned(),
            format!("{{{RECEIVER}}}"),
            format!("{{{RECEIVER},\"endpoint\":\"https://nhan.example.vn:8443/api\"}}"),
            format!("{{{RECEIVER},\"endpoint\":\"https://nhan.example.vn\"}}"),
            format!("{{{RECEIVER},\"base\":\"/bhxh/\",\"origin\":\"https://a.example\"}}"),
            format!("{{{RECEIVER},\"parameters\":{{\"form_profile\":\"extended\"}}}}"),
            "{\"receiver\":{\"name\":\"A\",\"acts_for\":\"bhxh\",\"trial\":true,\"retain_days\":30,\
             \"hotline\":\"1900 9068\",\"privacy\":\"/p\",\"accessibility\":\"https://a.example/a\"}}"
                .to_owned(),
        ] {
            assert!(verdict(&settings), "{settings}");
        }
    }

    #[test]
    fn err_the_schema_and_the_program_refuse_the_same() {
        for settings in [
            "{}".to_owned(),
            "{\"way\":\"multipart\"}".to_owned(),
            "{\"receiver\":null}".to_owned(),
            "{\"receiver\":{\"name\":\" \",\"acts_for\":\"bhxh\"}}".to_owned(),
            "{\"receiver\":{\"name\":\"A\"}}".to_owned(),
            "{\"receiver\":{\"name\":\"A\",\"acts_for\":\"everybody\"}}".to_owned(),
            "{\"receiver\":{\"name\":\"A\",\"acts_for\":\"bhxh\",\"hotlin\":\"1\"}}".to_owned(),
            "{\"receiver\":{\"name\":\"A\",\"acts_for\":\"bhxh\",\"retain_days\":-1}}".to_owned(),
            "{\"receiver\":{\"name\":\"A\",\"acts_for\":\"bhxh\",\"privacy\":\"javascript:a\"}}"
                .to_owned(),
            format!("{{{RECEIVER},\"enpoint\":\"/api\"}}"),
            format!("{{{RECEIVER},\"way\":\"mutlipart\"}}"),
            format!("{{{RECEIVER},\"province\":\"99\"}}"),
            format!("{{{RECEIVER},\"province\":56}}"),
            format!("{{{RECEIVER},\"endpoint\":\"api\"}}"),
            format!("{{{RECEIVER},\"endpoint\":\"/\"}}"),
            format!("{{{RECEIVER},\"endpoint\":\"//a.example\"}}"),
            format!("{{{RECEIVER},\"endpoint\":\"/api?x=1\"}}"),
            format!("{{{RECEIVER},\"endpoint\":\"https://a.example; script-src *\"}}"),
            format!("{{{RECEIVER},\"base\":\"/bhxh\"}}"),
            format!("{{{RECEIVER},\"base\":\"bhxh/\"}}"),
            format!("{{{RECEIVER},\"origin\":\"a.example\"}}"),
            format!("{{{RECEIVER},\"frame_ancestors\":\"*; script-src *\"}}"),
            format!("{{{RECEIVER},\"frame_ancestors\":\"\"}}"),
        ] {
            assert!(!verdict(&settings), "{settings}");
        }
    }

    #[test]
    fn ok_the_file_of_this_repository() {
        assert!(verdict(include_str!("../../../deployment.json")));
    }
}
