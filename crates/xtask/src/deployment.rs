//! The settings of one deployment: what differs between provinces and servers.
//!
//! They stand as one JSON block in every page. A finished `dist/` is set up for another
//! server by [`run`], without building anything again.

use crate::{
    command::{Outcome, option, read, root, write},
    compress, headers, page,
};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// What `deployment.json` says.
pub(crate) struct Deployment {
    /// What the page gets to read: endpoint, way of sending, province, branding.
    pub(crate) page: Map<String, Value>,
    /// Scheme and host the pages are found at, for their canonical address; may be absent.
    pub(crate) origin: Option<String>,
    /// Who may show the page in a frame, as the policy's `frame-ancestors` wants it.
    pub(crate) frame_ancestors: String,
}

impl Deployment {
    /// Reads the file named by `HOSO_DEPLOYMENT`, or `deployment.json` of the workspace.
    ///
    /// # Errors
    /// When there is no such file, or it is no JSON object.
    pub(crate) fn load() -> Outcome<Self> {
        let path = std::env::var_os("HOSO_DEPLOYMENT")
            .map_or_else(|| "deployment.json".into(), PathBuf::from);
        Self::read(&root().join(path))
    }

    /// Reads one file.
    ///
    /// # Errors
    /// When there is no such file, it is no JSON object, or a value cannot go into a header.
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

    /// Scheme and host of a backend elsewhere; nothing when it is on the page's own origin.
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

/// Writes another deployment's settings into a finished dist folder: pages, headers, twins.
///
/// # Errors
/// When the folder holds no page with a settings block.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let dist = root().join(option(arguments, "--dist")?.unwrap_or("dist"));
    let config = option(arguments, "--config")?.ok_or("configure needs --config FILE")?;
    let deployment = Deployment::read(Path::new(config))?;
    for path in compress::files(&dist)? {
        if path.extension().is_some_and(|ending| ending == "html") {
            let changed = page::with_settings(&read(&path)?, &deployment.page)
                .ok_or_else(|| format!("{} has no settings block", path.display()))?;
            write(&path, changed)?;
        }
    }
    headers::write_all(&dist, &deployment)?;
    compress::twins(&dist)
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
