//! The keys of `deployment.json`, and the check of their values.
//!
//! The types are the one table of the keys: `serde` refuses an unknown key or value and names the
//! known ones, and the JSON Schema is generated from the same types ([`crate::schema`]).

use crate::{base::Base, files::Outcome};
use hoso::config::DeploymentConfig;
use hoso::i18n::lang::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What differs between provinces and servers, in a file of this form. `hoso configure` writes it
/// into a built site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Deployment")]
pub(crate) struct Settings {
    /// How a finished dossier is delivered.
    pub(crate) way: Way,
    /// The base of the contract, or the address of the form handler: a path such as `/api`, or an
    /// address on another host, which then also goes into the policy's `connect-src`.
    #[schemars(extend("pattern" = ENDPOINT))]
    pub(crate) endpoint: String,
    /// The code of the province whose page this is.
    #[schemars(extend("enum" = province_codes()))]
    pub(crate) province: String,
    /// The name in the header of every page.
    pub(crate) brand: String,
    /// Who receives the dossiers. What the page promises follows from it. Required, unless `way` is
    /// `file`.
    pub(crate) receiver: Option<ReceiverSettings>,
    /// What a deployment decides about a form: the id of an option, by the id of the field.
    pub(crate) parameters: BTreeMap<String, String>,
    /// What the page and the PDF say about the sheet after Mẫu số 01, by language, in place of the
    /// default text: who laid it out, and that its decree has ended. The PDF takes the Vietnamese one.
    pub(crate) form_01_text: BTreeMap<String, String>,
    /// The file of the offices, agents, accounts and links that this deployment adds, corrects or switches
    /// off, relative to this one; empty for none.
    #[schemars(extend("pattern" = "^\\S*$"))]
    pub(crate) directory: String,
    /// The path of the pages on their host: begins and ends with a slash.
    #[schemars(extend("pattern" = "^/([A-Za-z0-9._~-]+/)*$"))]
    pub(crate) base: String,
    /// Scheme and host of the pages, for their canonical addresses; empty for none.
    #[schemars(extend("pattern" = "^(https?://[^/\\s]+/?)?$"))]
    pub(crate) origin: String,
    /// Who may show the pages in a frame: the sources of the policy's `frame-ancestors`.
    #[schemars(extend("pattern" = "^[^;,\"$\\r\\n]+$"))]
    pub(crate) frame_ancestors: String,
    /// Whether the pages open without the network, by a service worker. `false` removes the service
    /// worker of an earlier deployment, and what it has stored.
    pub(crate) offline: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let page = DeploymentConfig::default();
        Self {
            way: Way::Intake,
            endpoint: page.endpoint,
            province: page.province,
            brand: page.brand,
            receiver: None,
            parameters: BTreeMap::new(),
            form_01_text: BTreeMap::new(),
            directory: String::new(),
            base: "/".to_owned(),
            origin: String::new(),
            frame_ancestors: "'none'".to_owned(),
            offline: true,
        }
    }
}

/// Who receives the dossiers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Receiver")]
pub(crate) struct ReceiverSettings {
    /// The name, as the page shows it.
    #[schemars(extend("pattern" = "\\S"))]
    pub(crate) name: String,
    /// For whom the receiver acts.
    #[allow(
        dead_code,
        reason = "only its form is checked; the page reads the JSON"
    )]
    pub(crate) acts_for: ActsFor,
    /// Whether this is a trial: nothing reaches the agency, and every page says so.
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "only its form is checked; the page reads the JSON"
    )]
    pub(crate) trial: bool,
    /// For how many days a dossier is kept.
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "only its form is checked; the page reads the JSON"
    )]
    pub(crate) retain_days: Option<u32>,
    /// The phone number for questions.
    #[serde(default)]
    #[schemars(extend("pattern" = "^[0-9 .()+-]*$"))]
    pub(crate) hotline: String,
    /// The address of the privacy notice: a path, or an address on another host.
    #[serde(default)]
    #[schemars(extend("pattern" = PAGE_ADDRESS))]
    pub(crate) privacy: String,
    /// The deployment's own text about a person's data, by language, in place of the default one.
    #[serde(default)]
    pub(crate) privacy_text: BTreeMap<String, String>,
    /// The address of the accessibility statement: a path, or an address on another host.
    #[serde(default)]
    #[schemars(extend("pattern" = PAGE_ADDRESS))]
    pub(crate) accessibility: String,
}

/// The form of an endpoint: a path, or an HTTP address without a query.
const ENDPOINT: &str =
    "^(https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9/_.~-]*)?|/[A-Za-z0-9_.~-][A-Za-z0-9/_.~-]*)$";

/// The form of a link to a page: empty, a path from the root of the host, or an HTTP address.
const PAGE_ADDRESS: &str = "^(https?://\\S+|/\\S*)?$";

/// How a finished dossier is delivered.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Way {
    /// The contract of `api/openapi.yaml`.
    Intake,
    /// One form POST (`multipart/form-data`).
    Multipart,
    /// No backend: one PDF for the citizen, with the data and the photos inside.
    File,
}

/// For whom a receiver acts.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ActsFor {
    /// The social insurance agency: what was received is with the agency.
    Bhxh,
    /// Somebody who passes dossiers on to the agency.
    Relay,
}

impl Settings {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// The first value that does not fit; the message says what would.
    pub(crate) fn check(&self) -> Outcome {
        if hoso_places::province_name(&self.province).is_none() {
            return Err(format!(
                "there is no province with the code {:?}, expected one of {}",
                self.province,
                province_codes().join(", ")
            ));
        }
        if !is_endpoint(&self.endpoint) {
            return Err(format!(
                "endpoint {:?}: expected a path such as /api or an address such as \
                 https://host/api",
                self.endpoint
            ));
        }
        Base::parse(&self.base)?;
        if !self.origin.is_empty() && host(self.origin.trim_end_matches('/')).is_none() {
            return Err(format!(
                "origin {:?}: expected scheme and host, such as https://host",
                self.origin
            ));
        }
        // The value is part of a header, and within quotes in the files of the servers.
        if self.frame_ancestors.is_empty()
            || self
                .frame_ancestors
                .contains([';', ',', '"', '$', '\n', '\r'])
        {
            return Err(format!(
                "frame_ancestors {:?}: expected sources separated by spaces, such as \
                 \"'self' https://portal.example\"",
                self.frame_ancestors
            ));
        }
        self.check_receiver()?;
        check_texts("form_01_text", &self.form_01_text)?;
        self.parameters
            .iter()
            .try_for_each(|(field, option)| check_parameter(field, option))
    }

    fn check_receiver(&self) -> Outcome {
        let Some(receiver) = &self.receiver else {
            return match self.way {
                Way::File => Ok(()),
                _ => Err(
                    "receiver is missing: the page must say who receives the dossiers".to_owned(),
                ),
            };
        };
        if receiver.name.trim().is_empty() {
            return Err(
                "receiver.name is empty: the page must say who receives the dossiers".into(),
            );
        }
        let is_phone = |c: char| c.is_ascii_digit() || " .()+-".contains(c);
        if !receiver.hotline.chars().all(is_phone) {
            return Err(format!(
                "receiver.hotline {:?}: expected a phone number",
                receiver.hotline
            ));
        }
        for (key, address) in [
            ("privacy", &receiver.privacy),
            ("accessibility", &receiver.accessibility),
        ] {
            // Another scheme, such as `javascript:`, would run in the page.
            let is_address = ["/", "https://", "http://"]
                .iter()
                .any(|start| address.starts_with(start));
            if !address.is_empty() && (!is_address || address.contains(char::is_whitespace)) {
                return Err(format!(
                    "receiver.{key} {address:?}: expected a path such as /privacy or an address \
                     such as https://host/privacy"
                ));
            }
        }
        check_texts("receiver.privacy_text", &receiver.privacy_text)
    }
}

/// Checks that every text is in a language of the page, and not empty.
fn check_texts(key: &str, texts: &BTreeMap<String, String>) -> Outcome {
    for (tag, text) in texts {
        if !Lang::all().any(|lang| lang.tag() == tag) {
            return Err(format!("{key}: there is no language {tag:?}"));
        }
        if text.trim().is_empty() {
            return Err(format!("{key}.{tag} is empty"));
        }
    }
    Ok(())
}

/// Checks that a procedure leaves this field to the deployment, and knows this option.
fn check_parameter(field: &str, option: &str) -> Outcome {
    let mut known = Vec::new();
    let mut options = Vec::new();
    for procedure in hoso_procedures::ALL {
        let fields = procedure
            .definition
            .steps
            .iter()
            .flat_map(|step| step.fields);
        for (id, offered) in fields.filter_map(|field| Some((field.id, field.kind.setting()?))) {
            known.push(id);
            if id == field {
                options.extend(offered.iter().map(|choice| choice.id));
            }
        }
    }
    if !known.contains(&field) {
        known.dedup();
        return Err(format!(
            "parameters: no procedure leaves {field:?} to the deployment, expected one of {}",
            known.join(", ")
        ));
    }
    if !options.contains(&option) {
        options.dedup();
        return Err(format!(
            "parameters.{field}: unknown option {option:?}, expected one of {}",
            options.join(", ")
        ));
    }
    Ok(())
}

/// Is this a path, or an HTTP address without a query? Its characters need no quotes in a header
/// or in the file of a server.
fn is_endpoint(endpoint: &str) -> bool {
    let path = match host(endpoint) {
        Some((_, path)) => path,
        None => endpoint,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    let is_path = path.starts_with('/') && path.len() > 1 && !path.starts_with("//");
    (is_path || host(endpoint).is_some()) && path.chars().all(plain)
}

/// Splits an HTTP address into scheme and host, and the path; `None` for anything else.
pub(crate) fn host(address: &str) -> Option<(&str, &str)> {
    let after = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))?;
    let end = after.find('/').unwrap_or(after.len());
    let (host, path) = after.split_at_checked(end)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let start = address.len() - path.len();
    (!host.is_empty() && host.chars().all(plain)).then_some((address.get(..start)?, path))
}

fn province_codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = hoso_places::PROVINCES
        .iter()
        .map(|province| province.code)
        .collect();
    codes.sort_unstable();
    codes
}
