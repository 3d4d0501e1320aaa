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

/// The configuration of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentConfig {
    /// How dossiers are delivered.
    pub mode: DeliveryMode,
    /// The base URL of the contract, or the URL of the form handler; no trailing slash.
    pub endpoint: String,
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

    /// Returns the URL of a file that is fetched on demand.
    #[must_use]
    pub fn asset_url(&self, name: &str) -> Option<&str> {
        self.assets
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, address)| address.as_str())
    }
}
