//! The configuration of a deployment: where dossiers are sent and whose page this is.
//!
//! The page holds it as one JSON block; nothing of it is compiled in:
//!
//! ```json
//! { "way": "intake", "endpoint": "/api", "province": "56", "assets": { "56": "/places/56-….txt" } }
//! ```

use hoso_dossier::Value;

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
}

impl Holder {
    /// Returns what follows the code of a message that differs by holder.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Bhxh => ".bhxh",
            Self::Relay => ".relay",
            Self::Citizen => ".file",
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
    /// The URL of the full privacy notice; empty if there is none.
    pub privacy: String,
    /// The URL of the accessibility statement; empty if there is none.
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
            accessibility: text("accessibility"),
        }
    }
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
    /// code, `countries`, the tag of a language.
    pub assets: Vec<(String, String)>,
    /// The URL of the landing page.
    pub home: String,
    /// The answers that the deployment decides: field id, choice id.
    pub parameters: Vec<(String, String)>,
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
        }
    }
}

impl DeploymentConfig {
    /// Parses the block of the page. A missing or malformed value keeps its default.
    #[must_use]
    pub fn parse(block: &str) -> Self {
        let mut config = Self::default();
        let Ok(value) = hoso_dossier::json::parse_str(block) else {
            return config;
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        config.mode = match value.get("way").and_then(Value::as_str) {
            Some("multipart") => DeliveryMode::Multipart,
            Some("file") => DeliveryMode::File,
            _ => DeliveryMode::Intake,
        };
        if let Some(endpoint) = text("endpoint") {
            config.endpoint = endpoint.trim_end_matches('/').to_owned();
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
        for (code, address) in value.get("assets").map(Value::entries).unwrap_or_default() {
            if let Some(address) = address.as_str() {
                config.assets.push((code.clone(), address.to_owned()));
            }
        }
        for (field, is) in value
            .get("parameters")
            .map(Value::entries)
            .unwrap_or_default()
        {
            if let Some(is) = is.as_str() {
                config.parameters.push((field.clone(), is.to_owned()));
            }
        }
        config
    }

    /// Returns who has a dossier after the last step.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        match (self.mode, self.receiver.acts_for) {
            (DeliveryMode::File, _) => Holder::Citizen,
            (_, ActsFor::Bhxh) => Holder::Bhxh,
            (_, ActsFor::Relay) => Holder::Relay,
        }
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
