//! The configuration of a deployment: where dossiers are sent and whose page this is.
//!
//! The page holds it as one JSON block; nothing of it is compiled in:
//!
//! ```json
//! { "way": "intake", "endpoint": "/api", "province": "56", "assets": { "56": "places/…/56.txt" } }
//! ```

use hoso_dossier::definition::DEPLOYMENT_PROVINCE;
use hoso_dossier::{Field, Value};

/// How a finished dossier is delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeliveryMode {
    /// The intake contract of `api/openapi.yaml`.
    #[default]
    Intake,
    /// One `multipart/form-data` POST.
    Multipart,
    /// No backend: one file for the citizen to bring or mail.
    File,
}

/// For whom the receiver acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActsFor {
    /// The social insurance agency itself.
    Bhxh,
    /// Somebody who passes dossiers on to the agency.
    #[default]
    Relay,
}

/// Who has a dossier after the last step. What the page may promise follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The social insurance agency.
    Bhxh,
    /// Somebody who passes it on to the agency.
    Relay,
    /// Only the citizen: nothing is sent.
    Citizen,
    /// A receiver on trial: what was received reaches no agency.
    Trial,
}

impl Holder {
    /// Returns what follows the code of a message that differs by holder.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Bhxh => ".bhxh",
            Self::Relay => ".relay",
            Self::Citizen => ".file",
            Self::Trial => ".trial",
        }
    }
}

/// Who receives the dossiers of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receiver {
    /// The name, as the page shows it.
    pub name: String,
    /// For whom the receiver acts.
    pub acts_for: ActsFor,
    /// Whether this is a trial: no dossier reaches the agency.
    pub is_trial: bool,
    /// How many days a dossier is kept; `None` if the deployment does not say.
    pub retain_days: Option<i64>,
    /// The phone number for questions; empty if there is none.
    pub hotline: String,
    /// The URL of the deployment's own privacy notice; empty if there is none.
    pub privacy: String,
    /// The deployment's own text about a person's data, by language tag; it replaces the default one.
    pub privacy_text: Vec<(String, String)>,
    /// The URL of the deployment's own accessibility statement; empty if there is none.
    pub accessibility: String,
}

impl Receiver {
    fn parse(value: &Value) -> Self {
        let text = |key: &str| {
            let text = value.get(key).and_then(Value::as_str);
            text.map(str::to_owned).unwrap_or_default()
        };
        Self {
            name: text("name"),
            acts_for: match value.get("acts_for").and_then(Value::as_str) {
                Some("bhxh") => ActsFor::Bhxh,
                _ => ActsFor::Relay,
            },
            is_trial: value.get("trial") == Some(&Value::Bool(true)),
            retain_days: value.get("retain_days").and_then(Value::as_integer),
            hotline: text("hotline"),
            privacy: text("privacy"),
            privacy_text: texts(value.get("privacy_text")),
            accessibility: text("accessibility"),
        }
    }

    /// Fills `{hotline}` of a text. A deployment without a hotline gets the text without the sentences
    /// that name it; empty if there is no other.
    #[must_use]
    pub fn fill_hotline(&self, text: &str) -> String {
        let (mut out, mut sentence) = (String::new(), String::new());
        let mut names_hotline = false;
        // By characters: slices and the search for a substring would add kilobytes to the first module.
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match chars.as_str().strip_prefix(HOTLINE).filter(|_| c == '{') {
                Some(after) => {
                    names_hotline = true;
                    // Spaces that do not break keep it one link.
                    let number = self.hotline.chars();
                    sentence.extend(number.map(|c| if c == ' ' { '\u{a0}' } else { c }));
                    chars = after.chars();
                }
                None => sentence.push(c),
            }
            let rest = chars.as_str();
            if rest.is_empty() || (c == '.' && rest.starts_with(' ')) {
                if !names_hotline || !self.hotline.is_empty() {
                    out.push_str(&sentence);
                }
                sentence.clear();
                names_hotline = false;
            }
        }
        match out.strip_prefix(' ') {
            Some(rest) => rest.to_owned(),
            None => out,
        }
    }
}

/// The path of the privacy notice below the landing page.
pub const PRIVACY: &str = "quyen-rieng-tu";
/// The path of the accessibility statement below the landing page.
pub const ACCESSIBILITY: &str = "ho-tro-tiep-can";

/// The gap of a text for the phone number of the deployment, without the brace that opens it.
const HOTLINE: &str = "hotline}";

/// Returns the entries of an object whose values are texts.
fn texts(value: Option<&Value>) -> Vec<(String, String)> {
    let entries = value.map(Value::entries).unwrap_or_default().iter();
    let texts = entries.filter_map(|(key, text)| Some((key.clone(), text.as_str()?.to_owned())));
    texts.collect()
}

/// The configuration of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentConfig {
    /// How dossiers are delivered.
    pub mode: DeliveryMode,
    /// The base URL of the contract, or the URL of the form handler; no trailing slash.
    pub endpoint: String,
    /// Who receives the dossiers.
    pub receiver: Receiver,
    /// The code of the province whose page this is.
    pub province: String,
    /// The name of the province's service, shown in the header.
    pub brand: String,
    /// The URL of each file that is fetched on demand, by name: the places of a province by its
    /// code, `countries`, the tag of a language. Relative to the script until [`Self::resolve`].
    pub assets: Vec<(String, String)>,
    /// The URL of the landing page.
    pub home: String,
    /// The answers that the deployment decides: field id, choice id.
    pub parameters: Vec<(String, String)>,
    /// What the deployment says about its sheet after Mẫu số 01, by language tag; it replaces the
    /// default text.
    pub form_01_text: Vec<(String, String)>,
    /// The offices, agents, accounts and links of the deployment, as `hoso configure` wrote them;
    /// `src/components/parts/directory.rs` reads it.
    pub directory: Value,
}

impl Default for DeploymentConfig {
    fn default() -> Self {
        Self {
            mode: DeliveryMode::Intake,
            endpoint: "/api".to_owned(),
            receiver: Receiver::default(),
            province: "56".to_owned(),
            brand: "Tỉnh Khánh Hòa".to_owned(),
            assets: Vec::new(),
            home: "/".to_owned(),
            parameters: Vec::new(),
            form_01_text: Vec::new(),
            directory: Value::Null,
        }
    }
}

impl DeploymentConfig {
    /// Parses the block of the page. A missing value keeps its default. `None` if the block is no
    /// JSON object or its `way` or `endpoint` is malformed: a dossier must not be sent elsewhere
    /// than the deployment says.
    #[must_use]
    pub fn parse(block: &str) -> Option<Self> {
        let mut config = Self::default();
        let value = hoso_dossier::json::parse_str(block).ok()?;
        if !matches!(value, Value::Object(_)) {
            return None;
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        config.mode = match value.get("way").map(Value::as_str) {
            Some(Some("multipart")) => DeliveryMode::Multipart,
            Some(Some("file")) => DeliveryMode::File,
            Some(Some("intake")) | None => DeliveryMode::Intake,
            _ => return None,
        };
        if let Some(endpoint) = value.get("endpoint") {
            config.endpoint = endpoint.as_str()?.trim_end_matches('/').to_owned();
        }
        if let Some(receiver) = value.get("receiver") {
            config.receiver = Receiver::parse(receiver);
        }
        if let Some(province) = text("province") {
            config.province = province;
        }
        if let Some(brand) = text("brand") {
            config.brand = brand;
        }
        if let Some(home) = text("home") {
            config.home = home;
        }
        if let Some(directory) = value.get("directory") {
            config.directory = directory.clone();
        }
        config.assets.extend(texts(value.get("assets")));
        config.parameters.extend(texts(value.get("parameters")));
        config.form_01_text = texts(value.get("form_01_text"));
        Some(config)
    }

    /// Resolves what the build wrote relative to its script, whose folder this is.
    pub fn resolve(&mut self, folder: &str) {
        let assets = self.assets.iter_mut().map(|(_, url)| url);
        for url in assets.chain([&mut self.home]) {
            if !url.starts_with('/') && !url.contains(':') {
                *url = [folder, url.strip_prefix("./").unwrap_or(url)].concat();
            }
        }
    }

    /// Returns the URL of the privacy notice: the deployment's own, else the page of the build.
    #[must_use]
    pub fn privacy_url(&self) -> String {
        self.document_url(&self.receiver.privacy, PRIVACY)
    }

    /// Returns the URL of the accessibility statement: the deployment's own, else the page of the build.
    #[must_use]
    pub fn accessibility_url(&self) -> String {
        self.document_url(&self.receiver.accessibility, ACCESSIBILITY)
    }

    fn document_url(&self, own: &str, path: &str) -> String {
        if own.is_empty() {
            [self.home.as_str(), path, "/"].concat()
        } else {
            own.to_owned()
        }
    }

    /// Returns who has a dossier after the last step.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        match (self.mode, self.receiver.acts_for) {
            (DeliveryMode::File, _) => Holder::Citizen,
            _ if self.receiver.is_trial => Holder::Trial,
            (_, ActsFor::Bhxh) => Holder::Bhxh,
            (_, ActsFor::Relay) => Holder::Relay,
        }
    }

    /// Returns the answer of a field until the person gives one; may be empty.
    #[must_use]
    pub fn preset(&self, field: &Field) -> &str {
        if field.preset == DEPLOYMENT_PROVINCE {
            &self.province
        } else {
            field.preset
        }
    }

    /// Returns what the deployment says in a language about its sheet after Mẫu số 01.
    #[must_use]
    pub fn form_01_text(&self, tag: &str) -> Option<&str> {
        let mut texts = self.form_01_text.iter();
        texts
            .find(|(language, _)| language == tag)
            .map(|(_, text)| text.as_str())
    }

    /// Returns the URL of a file that is fetched on demand.
    #[must_use]
    pub fn asset_url(&self, name: &str) -> Option<&str> {
        self.assets
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, address)| address.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_without_a_hotline_no_sentence_names_one() {
        let receiver = |hotline: &str| Receiver {
            hotline: hotline.to_owned(),
            ..Receiver::default()
        };
        for (text, with, without) in [
            (
                "Một. Gọi {hotline}. Hai.",
                "Một. Gọi 1900\u{a0}0001. Hai.",
                "Một. Hai.",
            ),
            ("Một. Gọi {hotline}.", "Một. Gọi 1900\u{a0}0001.", "Một."),
            ("Gọi {hotline}. Hai.", "Gọi 1900\u{a0}0001. Hai.", "Hai."),
            ("Gọi {hotline}.", "Gọi 1900\u{a0}0001.", ""),
            ("Một {phone}.", "Một {phone}.", "Một {phone}."),
        ] {
            assert_eq!(receiver("1900 0001").fill_hotline(text), with);
            assert_eq!(receiver("").fill_hotline(text), without);
        }
    }
}
