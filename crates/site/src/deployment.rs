//! The settings of one deployment, as the pages, the headers and the files of the servers take
//! them.

use crate::{
    base::Base,
    directory::Directory,
    files::{Outcome, read},
    settings::{Settings, Way, host},
};
use serde_json::{Map, Value};
use std::path::Path;

/// The part of the receiver's API that a server of the pages passes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Api {
    /// The path on the host of the pages.
    pub(crate) path: String,
    /// The path at the receiver.
    pub(crate) at_receiver: &'static str,
    /// Whether everything below the path belongs to it.
    pub(crate) has_children: bool,
}

/// The content of `deployment.json`.
#[derive(Debug)]
pub struct Deployment {
    /// Settings that the page reads: endpoint, delivery mode, province, branding.
    pub page: Map<String, Value>,
    /// Scheme and host of the pages, for canonical addresses.
    pub origin: Option<String>,
    /// Sources that may frame the page: the value of the policy's `frame-ancestors`.
    pub frame_ancestors: String,
    /// The path of the pages on their host.
    pub base: Base,
    /// Whether the pages have a service worker.
    pub(crate) offline: bool,
    endpoint: String,
    way: Way,
    /// The file of the directory; may be empty.
    directory: String,
    /// What is doubtful in it, in a sentence each.
    doubts: Vec<String>,
}

impl Deployment {
    /// Reads one file, and the directory that it names.
    ///
    /// # Errors
    /// When the file does not exist, is not a JSON object, or a value does not fit a header.
    pub fn read(path: &Path) -> Outcome<Self> {
        let mut deployment = Self::parse(&read(path)?)
            .map_err(|problem| format!("{}: {problem}", path.display()))?;
        if !deployment.directory.is_empty() {
            let folder = path.parent().unwrap_or(Path::new(""));
            let file = folder.join(&deployment.directory);
            let (directory, doubts) = Directory::read_with_doubts(&file)?;
            let file = file.display();
            deployment.doubts = doubts
                .iter()
                .map(|doubt| format!("{file}: {doubt}"))
                .collect();
            deployment
                .page
                .insert("directory".to_owned(), directory.for_pages()?);
        }
        Ok(deployment)
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    /// When a key is unknown or a value does not fit; the message names what is known.
    pub fn parse(text: &str) -> Outcome<Self> {
        let settings: Settings =
            serde_json::from_str(text).map_err(|problem| problem.to_string())?;
        settings.check()?;
        let mut page: Map<String, Value> =
            serde_json::from_str(text).map_err(|problem| problem.to_string())?;
        // Not for the page: it reads the other keys.
        for key in ["origin", "frame_ancestors", "base", "directory"] {
            page.remove(key);
        }
        // The page registers the service worker unless it reads that there is none.
        if settings.offline {
            page.remove("offline");
        }
        let origin = settings.origin.trim_end_matches('/');
        Ok(Self {
            page,
            origin: (!origin.is_empty()).then(|| origin.to_owned()),
            frame_ancestors: settings.frame_ancestors,
            base: Base::parse(&settings.base)?,
            offline: settings.offline,
            endpoint: settings.endpoint.trim_end_matches('/').to_owned(),
            way: settings.way,
            directory: settings.directory,
            doubts: Vec::new(),
        })
    }

    /// Returns what is doubtful in the directory, in a sentence each. Nothing of it is refused.
    #[must_use]
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// Returns scheme and host of the backend; `None` if it is on the page's origin.
    #[must_use]
    pub fn backend(&self) -> Option<&str> {
        host(&self.endpoint).map(|(origin, _)| origin)
    }

    /// Returns the host of the pages, without a port; `None` if the deployment names no origin.
    pub(crate) fn server_name(&self) -> Option<&str> {
        let (_, host) = self.origin.as_ref()?.split_once("://")?;
        host.split(':').next()
    }

    /// Returns what the server of the pages passes on; `None` if dossiers are sent to another host
    /// or not at all.
    pub(crate) fn api(&self) -> Option<Api> {
        match self.way {
            _ if self.backend().is_some() => None,
            Way::File => None,
            Way::Intake => Some(Api {
                path: format!("{}/", self.endpoint),
                at_receiver: "/api/",
                has_children: true,
            }),
            Way::Multipart => Some(Api {
                path: self.endpoint.clone(),
                at_receiver: "/api/dossiers",
                has_children: false,
            }),
        }
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
            (r#""province":"99""#, "56"),
            (r#""parameters":{"form_profil":"extended"}"#, "form_profile"),
            (r#""parameters":{"form_profile":"extendd"}"#, "extended"),
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
    fn ok_the_text_about_form_01_is_in_a_language_of_the_page() {
        let own = parse(r#""form_01_text":{"vi":"Mẫu của tỉnh.","en":"A form."}"#).unwrap();
        assert!(own.page.contains_key("form_01_text"));
        for text in [r#"{"xx":"A"}"#, r#"{"vi":" "}"#, r#""A""#] {
            assert!(
                parse(&format!(r#""form_01_text":{text}"#)).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn ok_a_base_is_a_path_with_slashes_around_it() {
        for base in ["/", "/bhxh/", "/dich-vu/bhxh_1/"] {
            assert_eq!(Base::parse(base).unwrap().as_str(), base);
        }
        for base in [
            "",
            "bhxh",
            "/bhxh",
            "bhxh/",
            "//",
            "/a//b/",
            "/a b/",
            "/a\"/",
            "https://a/",
        ] {
            assert!(Base::parse(base).is_err(), "{base}");
        }
    }

    #[test]
    fn ok_a_server_passes_on_what_is_on_its_host() {
        let path = |settings: &str| Some(parse(settings).ok()?.api()?.path);
        assert_eq!(path(r#""way":"intake""#).as_deref(), Some("/api/"));
        assert_eq!(
            path(r#""endpoint":"/bhxh/api/""#).as_deref(),
            Some("/bhxh/api/")
        );
        assert_eq!(
            path(r#""way":"multipart","endpoint":"/form""#).as_deref(),
            Some("/form")
        );
        assert_eq!(path(r#""way":"file""#), None);
        assert_eq!(path(r#""endpoint":"https://b.example/api""#), None);
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
