//! The settings of one deployment: what differs between provinces and servers.

use crate::command::{Outcome, read, root};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The keys of `deployment.json`, so that a misspelled key or value is refused with the known ones.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "most keys are only checked here; the page reads the JSON"
)]
struct Settings {
    endpoint: Option<String>,
    way: Option<Way>,
    province: Option<String>,
    brand: Option<String>,
    home: Option<String>,
    origin: Option<String>,
    frame_ancestors: Option<String>,
    assets: Option<Value>,
    parameters: Option<BTreeMap<String, String>>,
    receiver: Option<ReceiverSettings>,
}

/// Who receives the dossiers: `receiver` of `deployment.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only checked here; the page reads the JSON")]
struct ReceiverSettings {
    name: String,
    acts_for: ActsFor,
    trial: Option<bool>,
    retain_days: Option<u32>,
    hotline: Option<String>,
    privacy: Option<String>,
    /// The text about a person's data, by language.
    privacy_text: Option<BTreeMap<String, String>>,
    accessibility: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Way {
    Intake,
    Multipart,
    File,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ActsFor {
    Bhxh,
    Relay,
}

impl Settings {
    /// Checks what the types do not.
    fn check(&self) -> Outcome {
        if let Some(province) = &self.province
            && hoso_places::province_name(province).is_none()
        {
            return Err(format!("there is no province with the code {province}"));
        }
        let sends = self.way != Some(Way::File);
        let receiver = self.receiver.as_ref();
        if sends && receiver.is_none_or(|receiver| receiver.name.trim().is_empty()) {
            return Err(
                "receiver.name is missing: the page must say who receives the dossiers".to_owned(),
            );
        }
        let texts = receiver.and_then(|receiver| receiver.privacy_text.as_ref());
        for (tag, text) in texts.into_iter().flatten() {
            if !hoso_locales::LANGUAGES.iter().any(|one| one.tag == tag) {
                return Err(format!(
                    "receiver.privacy_text: there is no language `{tag}`"
                ));
            }
            if text.trim().is_empty() {
                return Err(format!("receiver.privacy_text.{tag} is empty"));
            }
        }
        Ok(())
    }
}

/// The content of `deployment.json`.
pub(crate) struct Deployment {
    /// Settings that the page reads: endpoint, delivery mode, province, branding.
    pub(crate) page: Map<String, Value>,
    /// Scheme and host of the pages, for canonical addresses.
    pub(crate) origin: Option<String>,
    /// Sources that may frame the page: the value of the policy's `frame-ancestors`.
    pub(crate) frame_ancestors: String,
}

impl Deployment {
    /// Reads the file named by `HOSO_DEPLOYMENT`, or `deployment.json` of the workspace.
    ///
    /// # Errors
    /// When the file does not exist or is not a JSON object.
    pub(crate) fn load() -> Outcome<Self> {
        let path = std::env::var_os("HOSO_DEPLOYMENT")
            .map_or_else(|| "deployment.json".into(), PathBuf::from);
        Self::read(&root().join(path))
    }

    /// Reads one file.
    ///
    /// # Errors
    /// When the file does not exist, is not a JSON object, or a value does not fit a header.
    pub(crate) fn read(path: &Path) -> Outcome<Self> {
        Self::parse(&read(path)?).map_err(|problem| format!("{}: {problem}", path.display()))
    }

    fn parse(text: &str) -> Outcome<Self> {
        let settings: Settings =
            serde_json::from_str(text).map_err(|problem| problem.to_string())?;
        settings.check()?;
        let mut page: Map<String, Value> =
            serde_json::from_str(text).map_err(|problem| problem.to_string())?;
        let mut take = |name: &str| {
            page.remove(name)
                .and_then(|value| value.as_str().map(str::to_owned))
        };
        let origin = take("origin");
        let frame_ancestors = take("frame_ancestors").unwrap_or_else(|| "'none'".to_owned());
        let deployment = Self {
            page,
            origin,
            frame_ancestors,
        };
        let in_headers = [
            deployment.frame_ancestors.as_str(),
            deployment.backend().unwrap_or_default(),
        ];
        if in_headers
            .iter()
            .any(|value| value.contains([';', ',', '\n', '\r']))
        {
            return Err(
                "frame_ancestors and endpoint must not hold ; , or a line break".to_owned(),
            );
        }
        Ok(deployment)
    }

    /// Returns scheme and host of the backend; `None` if it is on the page's origin.
    pub(crate) fn backend(&self) -> Option<&str> {
        let endpoint = self.page.get("endpoint")?.as_str()?;
        let host = endpoint.find("://")? + 3;
        let end = endpoint
            .get(host..)?
            .find('/')
            .map_or(endpoint.len(), |slash| host + slash);
        endpoint.get(..end)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    /// Parses settings beside those of an invented receiver.
    fn parse(settings: &str) -> Outcome<Deployment> {
        let receiver = r#""receiver":{"name":"Nơi nhận chạy thử","acts_for":"relay"}"#;
        Deployment::parse(&format!("{{{receiver},{settings}}}"))
    }

    #[test]
    fn ok_backend_elsewhere_is_named_by_its_origin() {
        for (endpoint, backend) in [
            ("/api", None),
            (
                "https://nhan.example.vn/api/v1",
                Some("https://nhan.example.vn"),
            ),
            (
                "https://nhan.example.vn:8443",
                Some("https://nhan.example.vn:8443"),
            ),
        ] {
            let deployment = parse(&format!(r#""endpoint":"{endpoint}""#)).unwrap();
            assert_eq!(deployment.backend(), backend);
        }
    }

    #[test]
    fn err_a_setting_cannot_smuggle_a_directive() {
        assert!(parse(r#""frame_ancestors":"*; script-src *""#).is_err());
        assert!(parse(r#""endpoint":"https://a.example; script-src *""#).is_err());
    }

    #[test]
    fn err_unknown_keys_and_values_name_the_known_ones() {
        for (settings, known) in [
            (r#""enpoint":"/api""#, "`endpoint`"),
            (r#""way":"mutlipart""#, "`multipart`"),
            (r#""province":"99""#, "no province"),
        ] {
            let problem = parse(settings).err().unwrap();
            assert!(problem.contains(known), "{problem}");
        }
    }

    #[test]
    fn err_a_page_that_sends_does_not_say_to_whom() {
        for settings in [
            "{}",
            r#"{"way":"multipart"}"#,
            r#"{"receiver":{"name":" ","acts_for":"bhxh"}}"#,
            r#"{"receiver":{"name":"A"}}"#,
            r#"{"receiver":{"name":"A","acts_for":"everybody"}}"#,
            r#"{"receiver":{"name":"A","acts_for":"bhxh","privacy_text":{"xx":"A"}}}"#,
            r#"{"receiver":{"name":"A","acts_for":"bhxh","privacy_text":{"vi":" "}}}"#,
        ] {
            assert!(Deployment::parse(settings).is_err(), "{settings}");
        }
        assert!(Deployment::parse(r#"{"way":"file"}"#).is_ok());
        let own =
            r#"{"receiver":{"name":"A","acts_for":"bhxh","privacy_text":{"vi":"A","en":"B"}}}"#;
        assert!(Deployment::parse(own).is_ok());
    }

    #[test]
    fn ok_header_settings_stay_out_of_the_page() {
        let deployment = parse(r#""frame_ancestors":"https://p.example","way":"intake""#).unwrap();
        assert_eq!(deployment.frame_ancestors, "https://p.example");
        assert_eq!(
            deployment.page.keys().collect::<Vec<_>>(),
            ["receiver", "way"]
        );
    }
}
