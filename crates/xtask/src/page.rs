//! Assembles a page from the template `index.html`, the prerendered first step and the settings.

use hoso::prerender::PrerenderedPage;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The placeholders of `index.html`.
const HEAD: &str = "<!--hoso:head-->";
const BODY: &str = "<!--hoso:body-->";
const LANG: &str = "{{lang}}";

const SETTINGS: &str = "<script type=\"application/json\" id=\"hoso-config\">";
const SETTINGS_END: &str = "</script>";

/// Shows the fallback text when scripts are off, below the header, and hides the buttons that need
/// them.
const WITHOUT_SCRIPTS: &str = "[data-hoso-fallback][hidden]{visibility:visible;height:auto;content-visibility:visible;order:-1}.button--primary,.language-switch{display:none}html{color-scheme:light dark}body{display:flex;flex-direction:column;background:Canvas}[data-hoso-page],[data-hoso-page]>.hoso{display:contents}.page-header{order:-2}";

/// What every page of one build shares.
pub(crate) struct Parts {
    /// Path of the site on its host; begins and ends with a slash.
    pub(crate) base: String,
    /// The style sheet, inlined: a separate file would delay the first paint by a round trip.
    /// The content security policy allows it by its hash.
    pub(crate) css: String,
    /// File name of the page's script.
    pub(crate) script: String,
    /// Its hash for the `integrity` attribute.
    pub(crate) script_integrity: String,
    /// File name of the first module. `src/loader.js` holds its integrity hash: Chromium ignores
    /// the attribute on a preload and warns in the console.
    pub(crate) wasm: String,
    /// Scheme and host of the deployment, for canonical addresses.
    pub(crate) origin: Option<String>,
    /// The settings block.
    pub(crate) settings: Map<String, Value>,
}

/// Removes the element of `index.html` that only Trunk reads.
///
/// # Errors
/// When there is not exactly one: a second one would ask Trunk for a file that our own build
/// does not make.
pub(crate) fn template(index: &str) -> Result<String, String> {
    let is_for_trunk = |line: &&str| line.contains("data-trunk");
    if index.matches("data-trunk").count() != 1 {
        return Err("index.html must hold one element with data-trunk, on its own line".to_owned());
    }
    let kept = index.lines().filter(|line| !is_for_trunk(line));
    Ok(kept.flat_map(|line| [line, "\n"]).collect())
}

/// Fills the template for one page.
///
/// # Errors
/// When the template lacks a placeholder.
pub(crate) fn fill(
    template: &str,
    page: &PrerenderedPage,
    parts: &Parts,
) -> Result<String, String> {
    for mark in [HEAD, BODY, LANG] {
        if template.matches(mark).count() != 1 {
            return Err(format!("index.html must hold {mark} once"));
        }
    }
    Ok(template
        .replace(LANG, &attribute(page.lang))
        .replace(HEAD, &head(page, parts))
        .replace(BODY, &body(page, parts)))
}

fn head(page: &PrerenderedPage, parts: &Parts) -> String {
    let Parts {
        base,
        css,
        script,
        script_integrity,
        wasm,
        ..
    } = parts;
    let mut head = format!("<title>{}</title>", text(&page.title));
    let _ = write!(
        head,
        "<meta name=\"description\" content=\"{}\">",
        attribute(&page.description)
    );
    if let Some(origin) = &parts.origin {
        let origin = attribute(origin.trim_end_matches('/'));
        let _ = write!(
            head,
            "<link rel=\"canonical\" href=\"{origin}{base}{}\">",
            folder(&page.path)
        );
    }
    let _ = write!(
        head,
        "<style>{css}</style><noscript><style>{WITHOUT_SCRIPTS}</style></noscript>"
    );
    let _ = write!(
        head,
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{base}{wasm}\">\
         <script type=\"module\" src=\"{base}{script}\" integrity=\"{script_integrity}\" crossorigin></script>"
    );
    head
}

fn body(page: &PrerenderedPage, parts: &Parts) -> String {
    format!(
        "<div data-hoso-fallback hidden><div class=\"hoso\">{}</div></div><div data-hoso=\"{}\" data-hoso-page>{}</div>{}",
        page.noscript,
        attribute(&page.procedure),
        page.body,
        block(&parts.settings),
    )
}

/// Returns the landing page with the message that the address is unknown.
pub(crate) fn not_found(landing: &str) -> String {
    landing.replacen(
        "<div data-hoso=",
        "<p class=\"not-found\" role=\"status\">Không tìm thấy trang này. Chọn một thủ tục dưới đây.<br><span lang=\"en\">This page was not found. Choose a procedure below.</span></p><div data-hoso=",
        1,
    )
}

/// Returns a page's folder below the base: empty for the landing page, else with a final slash.
pub(crate) fn folder(path: &str) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!("{path}/")
    }
}

/// Returns the texts of all style elements; the content security policy lists their hashes.
pub(crate) fn styles(page: &str) -> impl Iterator<Item = &str> {
    page.split("<style>")
        .skip(1)
        .filter_map(|rest| rest.split("</style>").next())
}

/// Replaces the settings block, except the addresses that the build has added to it.
///
/// Returns `None` if the page has no settings block.
pub(crate) fn with_settings(page: &str, settings: &Map<String, Value>) -> Option<String> {
    let (before, rest) = page.split_once(SETTINGS)?;
    let (old, after) = rest.split_once(SETTINGS_END)?;
    let old: Map<String, Value> = serde_json::from_str(old).ok()?;
    let mut settings = settings.clone();
    for found in ["assets", "home"] {
        if let Some(value) = old.get(found) {
            settings.insert(found.to_owned(), value.clone());
        }
    }
    Some(format!("{before}{}{after}", block(&settings)))
}

fn block(settings: &Map<String, Value>) -> String {
    // "</script>" in a value would end the element.
    let json = Value::Object(settings.clone())
        .to_string()
        .replace('<', "\\u003c");
    format!("{SETTINGS}{json}{SETTINGS_END}")
}

fn text(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;")
}

fn attribute(raw: &str) -> String {
    text(raw).replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    fn settings(json: &str) -> Map<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn ok_a_setting_cannot_end_its_block() {
        let block = block(&settings(r#"{"name":"</script><script>"}"#));
        assert_eq!(block.matches("</script>").count(), 1);
    }

    #[test]
    fn ok_new_settings_keep_the_places() {
        let old = format!(
            "a{}b",
            block(&settings(r#"{"way":"intake","assets":"/p/1/"}"#))
        );
        let new = with_settings(&old, &settings(r#"{"way":"file"}"#)).unwrap();
        assert_eq!(
            new,
            format!(
                "a{}b",
                block(&settings(r#"{"way":"file","assets":"/p/1/"}"#))
            )
        );
        assert_eq!(
            with_settings(&new, &settings(r#"{"way":"file"}"#)).unwrap(),
            new
        );
    }

    #[test]
    fn err_a_page_without_a_block() {
        assert_eq!(with_settings("<html>", &Map::new()), None);
    }

    #[test]
    fn ok_the_element_for_trunk_is_removed() {
        let index = "<head>\n<link data-trunk rel=\"rust\">\n</head>\n";
        assert_eq!(template(index).unwrap(), "<head>\n</head>\n");
        assert!(template(&index.repeat(2)).is_err());
        assert!(template("<head></head>").is_err());
    }

    #[test]
    fn ok_styles_are_found_in_order() {
        let page = "<style>a{}</style><noscript><style>b{}</style></noscript>";
        assert_eq!(styles(page).collect::<Vec<_>>(), ["a{}", "b{}"]);
    }
}
