//! What a deployment decides: where dossiers go and whose page this is.
//!
//! It stands in the page as one JSON block, never in the code:
//!
//! ```json
//! { "way": "intake", "endpoint": "/api", "province": "56", "places": { "56": "/places/56-….txt" } }
//! ```

use hoso_dossier::Value;

/// How a finished dossier leaves the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The intake contract of `api/openapi.yaml`.
    #[default]
    Intake,
    /// One `multipart/form-data` POST.
    Multipart,
    /// No backend: one file for the citizen to bring or mail.
    File,
}

/// The settings of one deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How dossiers leave.
    pub way: Way,
    /// The base of the contract, or the address of the form handler; no slash at the end.
    pub endpoint: String,
    /// The province whose page this is; its communes are offered first.
    pub province: String,
    /// The name of the province's service, shown in the header.
    pub brand: String,
    /// Where the place file of each province is: code, address.
    pub places: Vec<(String, String)>,
    /// The address of the landing page.
    pub home: String,
    /// What the deployment decides of the questions: field, answer.
    pub parameters: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            way: Way::Intake,
            endpoint: "/api".to_owned(),
            province: "56".to_owned(),
            brand: "Tỉnh Khánh Hòa".to_owned(),
            places: Vec::new(),
            home: "/".to_owned(),
            parameters: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the block of the page. What is missing or of another kind keeps its default.
    #[must_use]
    pub fn read(block: &str) -> Self {
        let mut settings = Self::default();
        let Ok(value) = hoso_dossier::json::parse_str(block) else {
            return settings;
        };
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        settings.way = match value.get("way").and_then(Value::as_str) {
            Some("multipart") => Way::Multipart,
            Some("file") => Way::File,
            _ => Way::Intake,
        };
        if let Some(endpoint) = text("endpoint") {
            settings.endpoint = endpoint.trim_end_matches('/').to_owned();
        }
        if let Some(province) = text("province") {
            settings.province = province;
        }
        if let Some(brand) = text("brand") {
            settings.brand = brand;
        }
        if let Some(home) = text("home") {
            settings.home = home;
        }
        for (code, address) in value.get("places").map(Value::entries).unwrap_or_default() {
            if let Some(address) = address.as_str() {
                settings.places.push((code.clone(), address.to_owned()));
            }
        }
        for (field, is) in value
            .get("parameters")
            .map(Value::entries)
            .unwrap_or_default()
        {
            if let Some(is) = is.as_str() {
                settings.parameters.push((field.clone(), is.to_owned()));
            }
        }
        settings
    }

    /// The address of a province's place file.
    #[must_use]
    pub fn places_of(&self, province: &str) -> Option<&str> {
        self.places
            .iter()
            .find(|(code, _)| code == province)
            .map(|(_, address)| address.as_str())
    }
}
