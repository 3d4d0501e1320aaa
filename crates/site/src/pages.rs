//! Writes the pages of a site: once for a build, and again with the settings of another deployment.

use crate::{
    clock::today,
    deployment::Deployment,
    files::{Outcome, files, read, write},
    page, precompress,
    server_files::write_server_files,
};
use hoso::{
    config::DeploymentConfig,
    prerender::{self, PrerenderedPage},
};
use hoso_identifiers::Date;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, path::Path};

/// The settings for forms in portals' pages, which have no settings block. Its addresses are relative
/// to the site.
const EMBEDDED_SETTINGS: &str = "v1/settings.json";

fn json(settings: &Map<String, Value>) -> String {
    Value::Object(settings.clone()).to_string()
}

/// Renders every page of a build, and the one for unknown addresses.
///
/// # Errors
/// When the template lacks a placeholder, or a file cannot be written.
pub fn write_pages(
    dist: &Path,
    template: &str,
    parts: &page::Parts,
    deployment: &Deployment,
) -> Outcome {
    let base = &deployment.base;
    for page in prerender_all(&parts.settings, base.as_str(), today()?)? {
        let html = page::fill(template, &page, parts)?;
        let html = page::with_canonical(&html, &page, deployment.origin.as_deref(), base);
        write(&dist.join(page::file(&page)), html)?;
    }
    write(&dist.join(EMBEDDED_SETTINGS), json(&parts.settings))
}

/// Renders the pages of a site again with these settings, writes the files of the servers, and
/// compresses the changed files again. Other pages of the folder that hold a settings block, such as
/// a portal's own, get the new one.
///
/// # Errors
/// When the folder is no site of this version of the program, or a file cannot be written. Nothing
/// is changed unless all pages fit.
pub fn configure(dist: &Path, deployment: &Deployment) -> Outcome {
    let today = today()?;
    let mut changed = BTreeMap::new();
    let mut ours = BTreeMap::new();
    let index = dist.join("index.html");
    let old = page::settings(&read(&index)?)
        .ok_or_else(|| format!("{} has no settings block", index.display()))?;
    let new = page::merge(&old, &deployment.page);
    let base = &deployment.base;
    for page in prerender_all(&new, base.as_str(), today)? {
        ours.insert(dist.join(page::file(&page)), page);
    }
    for path in files(dist)? {
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let html = read(&path)?;
        let Some(page) = ours.remove(&path) else {
            if let Some(html) = page::with_settings(&html, &deployment.page) {
                changed.insert(path, html);
            }
            continue;
        };
        check_version(&path, &html, &page, today)?;
        let refilled = page::refill(&html, &page, &new)
            .ok_or_else(|| format!("{} is no page of a release build", path.display()))?;
        let origin = deployment.origin.as_deref();
        changed.insert(path, page::with_canonical(&refilled, &page, origin, base));
    }
    if let Some(missing) = ours.keys().next() {
        return Err(format!("{} is missing", missing.display()));
    }
    changed.insert(dist.join(EMBEDDED_SETTINGS), json(&new));
    for (path, html) in &changed {
        write(path, html)?;
    }
    let served = write_server_files(dist, deployment)?;
    let changed: Vec<_> = changed.into_keys().chain(served).collect();
    precompress::refresh(&changed)
}

/// Renders every page, and the one for unknown addresses.
fn prerender_all(
    settings: &Map<String, Value>,
    base: &str,
    today: Date,
) -> Outcome<Vec<PrerenderedPage>> {
    let config = DeploymentConfig::parse(&Value::Object(settings.clone()).to_string())
        .ok_or("the page could not read its own settings block")?;
    let mut pages = prerender::pages(&config, today);
    pages.push(prerender::not_found(&config, base));
    Ok(pages)
}

/// Checks that this program renders a page as the build did, from the settings in it. The modules
/// of the page adopt the elements that their own version has rendered.
fn check_version(path: &Path, html: &str, page: &PrerenderedPage, today: Date) -> Outcome {
    let other = || {
        format!(
            "{} was built by another version of Hồ Sơ: use the program of the same release",
            path.display()
        )
    };
    let settings = page::settings(html).ok_or_else(other)?;
    let root = page::root_of(html).ok_or_else(other)?;
    let rendered = prerender_all(&settings, root, today)?
        .into_iter()
        .find(|rendered| rendered.path == page.path)
        .and_then(|rendered| page::refill(html, &rendered, &settings));
    if rendered.as_deref() == Some(html) {
        Ok(())
    } else {
        Err(other())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    /// Returns the rendered pages of a deployment, by path.
    fn rendered(receiver: &str) -> Vec<PrerenderedPage> {
        let settings = format!(r#"{{"receiver":{receiver}}}"#);
        let settings = serde_json::from_str(&settings).unwrap();
        prerender_all(&settings, "/", Date::new(2026, 12, 1).unwrap()).unwrap()
    }

    /// Every page names the hotline of its deployment, and none where there is none.
    #[test]
    fn ok_no_page_names_a_hotline_that_the_deployment_does_not_have() {
        let own = rendered(r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh","hotline":"0258 000 0001"}"#);
        let none = rendered(r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh"}"#);
        for (own, none) in own.iter().zip(&none) {
            let text = |page: &PrerenderedPage| [&*page.body, &page.noscript].concat();
            assert!(text(own).contains("0258"), "{}", own.path);
            for page in [text(own), text(none)] {
                assert!(
                    !page.contains("1900") && !page.contains("{hotline}"),
                    "{}",
                    own.path
                );
            }
            let text = text(none).to_lowercase();
            assert!(!text.contains("tổng đài"), "{}", own.path);
        }
    }

    /// Every page leads to the privacy notice and to the accessibility statement of the build, or to those
    /// of the deployment.
    #[test]
    fn ok_every_page_leads_to_privacy_and_accessibility() {
        let of_the_build = ["quyen-rieng-tu/", "ho-tro-tiep-can/"];
        for page in rendered(r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh"}"#) {
            for path in of_the_build {
                let link = format!("href=\"{}{path}\"", page.root);
                assert!(page.body.contains(&link), "{}: {link}", page.path);
            }
        }
        let own = r#"{"name":"A","acts_for":"bhxh","privacy":"/p","accessibility":"/a"}"#;
        for page in rendered(own) {
            for path in of_the_build {
                assert!(!page.body.contains(&format!("{path}\"")), "{}", page.path);
            }
            for link in ["href=\"/p\"", "href=\"/a\""] {
                assert!(page.body.contains(link), "{}: {link}", page.path);
            }
        }
    }

    /// The notice says who, what for, how long, which rights and which law, in both languages; a trial and a
    /// deployment that keeps dossiers for some days say their own.
    #[test]
    fn ok_the_privacy_notice_says_who_why_and_how_long() {
        let notice = |receiver: &str| {
            let pages = rendered(receiver);
            let page = pages.into_iter().find(|page| page.path == "quyen-rieng-tu");
            let page = page.unwrap();
            assert!(!page.has_app);
            page.body
        };
        let parts = [
            "lang=\"vi\"",
            "lang=\"en\"",
            "91/2025/QH15",
            "356/2025/NĐ-CP",
            "Nơi Ví Dụ",
        ];
        for (receiver, own) in [
            (
                r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh","trial":true}"#,
                [
                    "để thử trang này",
                    "to try out this page",
                    "đến khi đơn vị vận hành trang này xóa",
                ],
            ),
            (
                r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh","retain_days":90}"#,
                [
                    "để giải quyết hồ sơ này",
                    "to process this application",
                    "giữ hồ sơ 90 ngày",
                ],
            ),
            (
                r#"{"name":"Nơi Ví Dụ","acts_for":"relay"}"#,
                [
                    "để chuyển cho cơ quan BHXH",
                    "to be passed on",
                    "do Nơi Ví Dụ quy định",
                ],
            ),
        ] {
            let notice = notice(receiver);
            for part in parts.iter().chain(&own) {
                assert!(notice.contains(part), "{part}\n{notice}");
            }
            assert!(!notice.contains('{'), "{notice}");
        }
        let own = notice(
            r#"{"name":"Nơi Ví Dụ","acts_for":"bhxh","privacy_text":{"vi":"Một.\n\nHai.","en":"One."}}"#,
        );
        assert!(own.contains("<p>Một.</p><p>Hai.</p>"), "{own}");
        assert!(!own.contains("91/2025/QH15"), "{own}");
    }

    /// The version of a page is recognised by its body, so the day must not change it.
    #[test]
    fn ok_a_page_is_the_same_on_every_day() {
        let settings = Map::new();
        let bodies = |day: (u16, u8, u8)| {
            let pages =
                prerender_all(&settings, "/", Date::new(day.0, day.1, day.2).unwrap()).unwrap();
            pages.into_iter().map(|page| page.body).collect::<Vec<_>>()
        };
        let first = bodies((2026, 1, 1));
        for day in [(2026, 11, 30), (2027, 12, 31), (2030, 2, 28)] {
            assert_eq!(bodies(day), first, "{day:?}");
        }
    }
}
