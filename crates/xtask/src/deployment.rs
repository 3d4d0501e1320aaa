//! The settings of one deployment: what differs between provinces and servers.

use crate::command::{Outcome, read, root};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

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
            let deployment = Deployment::parse(&format!(r#"{{"endpoint":"{endpoint}"}}"#)).unwrap();
            assert_eq!(deployment.backend(), backend);
        }
    }

    #[test]
    fn err_a_setting_cannot_smuggle_a_directive() {
        assert!(Deployment::parse(r#"{"frame_ancestors":"*; script-src *"}"#).is_err());
        assert!(Deployment::parse(r#"{"endpoint":"https://a.example; script-src *"}"#).is_err());
    }

    #[test]
    fn ok_header_settings_stay_out_of_the_page() {
        let deployment =
            Deployment::parse(r#"{"frame_ancestors":"https://p.example","way":"intake"}"#).unwrap();
        assert_eq!(deployment.frame_ancestors, "https://p.example");
        assert_eq!(deployment.page.keys().collect::<Vec<_>>(), ["way"]);
    }
}
