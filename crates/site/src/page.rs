//! Assembles a page from the template `index.html`, the prerendered first step and the settings.
//!
//! Every address in a page is relative: those of the head and of the links to the page, those of
//! the settings block to the page's script. Only the page for unknown addresses, which a server
//! sends at any depth, holds the path of the site.

use crate::{base::Base, files::Outcome};
use hoso::prerender::PrerenderedPage;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The file name of the manifest of the installed page.
pub(crate) const MANIFEST_FILE: &str = "manifest.webmanifest";
/// The colour of the page's header, for the bar of the browser.
pub(crate) const THEME_COLOR: &str = "#0a4a5c";

/// The placeholders of `index.html`.
const HEAD: &str = "<!--hoso:head-->";
const BODY: &str = "<!--hoso:body-->";
const LANG: &str = "{{lang}}";

/// What encloses the placeholder of the body.
const BODY_START: &str = "<body>\n";
const BODY_END: &str = "\n</body>";

const SETTINGS: &str = "<script type=\"application/json\" id=\"hoso-config\">";
const SETTINGS_END: &str = "</script>";

/// How the address of the canonical page begins and ends.
const CANONICAL: &str = "<link rel=\"canonical\" href=\"";
const CANONICAL_END: &str = "\">";

/// The address of the module in the head of a page, that of the script, and that of the manifest.
const MODULE: &str = "crossorigin href=\"";
const SCRIPT: &str = "<script type=\"module\" src=\"";
const MANIFEST: &str = "<link rel=\"manifest\" href=\"";

/// Shows the fallback text when scripts are off, below the header, and hides the buttons that need
/// them.
const WITHOUT_SCRIPTS: &str = "[data-hoso-fallback][hidden]{visibility:visible;height:auto;content-visibility:visible;order:-1}.button--primary,.language-switch{display:none}html{color-scheme:light dark}body{display:flex;flex-direction:column;background:Canvas}[data-hoso-page],[data-hoso-page]>.hoso{display:contents}.page-header{order:-2}";

/// The settings that the build adds: the addresses of files and of the landing page.
const OF_THE_BUILD: [&str; 2] = ["home", "assets"];

/// What every page of one build shares.
#[derive(Debug)]
pub struct Parts {
    /// The style sheet, inlined: a separate file would delay the first paint by a round trip.
    /// The content security policy allows it by its hash.
    pub css: String,
    /// File name of the page's script.
    pub script: String,
    /// Its hash for the `integrity` attribute.
    pub script_integrity: String,
    /// File name of the first module. `src/loader.js` holds its integrity hash: Chromium ignores
    /// the attribute on a preload and warns in the console.
    pub wasm: String,
    /// The settings block.
    pub settings: Map<String, Value>,
}

/// Removes the element of `index.html` that only Trunk reads.
///
/// # Errors
/// When there is not exactly one: a second one would ask Trunk for a file that our own build
/// does not make.
pub fn template(index: &str) -> Outcome<String> {
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
pub fn fill(template: &str, page: &PrerenderedPage, parts: &Parts) -> Outcome<String> {
    for mark in [HEAD, BODY, LANG] {
        if template.matches(mark).count() != 1 {
            return Err(format!("index.html must hold {mark} once"));
        }
    }
    Ok(template
        .replace(LANG, &attribute(page.lang))
        .replace(HEAD, &head(page, parts))
        .replace(BODY, &body(page, &parts.settings)))
}

fn head(page: &PrerenderedPage, parts: &Parts) -> String {
    let Parts {
        css,
        script,
        script_integrity,
        wasm,
        ..
    } = parts;
    let root = &page.root;
    let mut head = format!("<title>{}</title>", text(&page.title));
    let _ = write!(
        head,
        "<meta name=\"description\" content=\"{}\">",
        attribute(&page.description)
    );
    let _ = write!(head, "<style>{css}</style>");
    if page.has_app {
        let _ = write!(
            head,
            "<noscript><style>{WITHOUT_SCRIPTS}</style></noscript>"
        );
    }
    let _ = write!(
        head,
        "<meta name=\"theme-color\" content=\"{THEME_COLOR}\">{MANIFEST}{root}{MANIFEST_FILE}\">"
    );
    if page.has_app {
        let _ = write!(
            head,
            "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" {MODULE}{root}{wasm}\">\
             {SCRIPT}{root}{script}\" integrity=\"{script_integrity}\" crossorigin></script>"
        );
    }
    head
}

fn body(page: &PrerenderedPage, settings: &Map<String, Value>) -> String {
    if !page.has_app {
        // `hoso configure` reads from the block what the page was rendered from.
        return format!("{}{}", page.body, block(settings));
    }
    let note = if page.path == NOT_FOUND {
        NOT_FOUND_NOTE
    } else {
        ""
    };
    format!(
        "<div data-hoso-fallback hidden><div class=\"hoso\">{}</div></div>{note}<div data-hoso=\"{}\" data-hoso-page>{}</div>{}",
        page.noscript,
        attribute(&page.procedure),
        page.body,
        block(settings),
    )
}

/// The file that servers send for an unknown address: it offers the list of procedures.
const NOT_FOUND: &str = hoso::prerender::NOT_FOUND;

const NOT_FOUND_NOTE: &str = "<p class=\"not-found\" role=\"status\">Không tìm thấy trang này. Chọn một thủ tục dưới đây.<br><span lang=\"en\">This page was not found. Choose a procedure below.</span></p>";

/// Returns the file of a page, as a path below the site.
#[must_use]
pub fn file(page: &PrerenderedPage) -> String {
    match page.path.as_str() {
        "" => "index.html".to_owned(),
        NOT_FOUND => NOT_FOUND.to_owned(),
        folder => format!("{folder}/index.html"),
    }
}

/// Returns the address of the site's root in the head of a page that was filled earlier.
pub(crate) fn root_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once(MANIFEST)?;
    let (address, _) = rest.split_once('"')?;
    let name = address.rsplit('/').next()?;
    address.strip_suffix(name)
}

/// Renders the body of a page that was filled earlier again, and leads its head to the files below
/// the page's root.
///
/// Returns `None` if the page was not filled by [`fill`].
pub(crate) fn refill(
    html: &str,
    page: &PrerenderedPage,
    settings: &Map<String, Value>,
) -> Option<String> {
    let (head, _) = html.split_once(BODY_START)?;
    let (_, tail) = html.rsplit_once(BODY_END)?;
    let mut head = head.to_owned();
    let addresses: &[&str] = if page.has_app {
        &[MODULE, SCRIPT, MANIFEST]
    } else {
        &[MANIFEST]
    };
    for start in addresses {
        let (before, rest) = head.split_once(start)?;
        let (address, after) = rest.split_once('"')?;
        let name = address.rsplit('/').next()?;
        head = format!("{before}{start}{}{name}\"{after}", page.root);
    }
    let body = body(page, settings);
    Some([head.as_str(), BODY_START, &body, BODY_END, tail].concat())
}

/// Writes the page's address on its host into the head, or removes it where there is no origin.
pub(crate) fn with_canonical(
    html: &str,
    page: &PrerenderedPage,
    origin: Option<&str>,
    base: &Base,
) -> String {
    let mut html = html.to_owned();
    if let Some((before, rest)) = html.split_once(CANONICAL)
        && let Some((_, after)) = rest.split_once(CANONICAL_END)
    {
        html = [before, after].concat();
    }
    let Some(origin) = origin.filter(|_| page.path != NOT_FOUND) else {
        return html;
    };
    let folder = match page.path.as_str() {
        "" => String::new(),
        path => format!("{path}/"),
    };
    let address = [attribute(origin).as_str(), base.as_str(), &folder].concat();
    // Before the first style, so that it is in the first bytes of a long head.
    html.replacen(
        "<style>",
        &format!("{CANONICAL}{address}{CANONICAL_END}<style>"),
        1,
    )
}

/// Returns the texts of all style elements; the content security policy lists their hashes.
pub(crate) fn styles(page: &str) -> impl Iterator<Item = &str> {
    page.split("<style>")
        .skip(1)
        .filter_map(|rest| rest.split("</style>").next())
}

/// Returns the settings of a page; `None` if it has no settings block.
pub(crate) fn settings(page: &str) -> Option<Map<String, Value>> {
    let (_, rest) = page.split_once(SETTINGS)?;
    let (block, _) = rest.split_once(SETTINGS_END)?;
    serde_json::from_str(block).ok()
}

/// Returns new settings with the addresses that the build has written into the old ones.
pub(crate) fn merge(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = new.clone();
    for key in OF_THE_BUILD {
        if let Some(value) = old.get(key) {
            merged.insert(key.to_owned(), value.clone());
        }
    }
    merged
}

/// Replaces the settings block, except the addresses that the build has added to it.
///
/// Returns `None` if the page has no settings block.
pub(crate) fn with_settings(page: &str, new: &Map<String, Value>) -> Option<String> {
    let merged = merge(&settings(page)?, new);
    let (before, rest) = page.split_once(SETTINGS)?;
    let (_, after) = rest.split_once(SETTINGS_END)?;
    Some(format!("{before}{}{after}", block(&merged)))
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

    fn map(json: &str) -> Map<String, Value> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn ok_a_setting_cannot_end_its_block() {
        let block = block(&map(r#"{"name":"</script><script>"}"#));
        assert_eq!(block.matches("</script>").count(), 1);
    }

    #[test]
    fn ok_new_settings_keep_the_places() {
        let old = format!("a{}b", block(&map(r#"{"way":"intake","assets":"/p/1/"}"#)));
        let new = with_settings(&old, &map(r#"{"way":"file"}"#)).unwrap();
        assert_eq!(
            new,
            format!("a{}b", block(&map(r#"{"way":"file","assets":"/p/1/"}"#)))
        );
        assert_eq!(with_settings(&new, &map(r#"{"way":"file"}"#)).unwrap(), new);
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
