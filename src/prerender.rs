//! Renders the pages to static HTML at build time, from the components that the browser hydrates.

use hoso_dossier::Answers;
use hoso_identifiers::Date;
use hoso_view::prelude::*;
use hoso_view::{Node, Signal, to_html};

use crate::components::app;
use crate::components::parts::directory::Directory;
use crate::config::DeploymentConfig;
use crate::documents::{DOCUMENTS, Document};
use crate::i18n::lang::Lang;
use crate::i18n::messages::template;
use crate::second_module;
use crate::second_module_table::TABLE;
use crate::wizard::Wizard;

/// One prerendered page.
#[derive(Clone, Debug)]
pub struct PrerenderedPage {
    /// Path below the root: empty for the landing page, `602b` for `/602b/`, [`NOT_FOUND`].
    pub path: String,
    /// URL of the site's root, relative to the page; ends with a slash.
    pub root: String,
    /// Value of `data-hoso`: the code of the procedure, empty for the landing page.
    pub procedure: String,
    /// Title of the document.
    pub title: String,
    /// BCP 47 tag of the language.
    pub lang: &'static str,
    /// Meta description for search engines and link previews.
    pub description: String,
    /// Inner HTML of the mount root.
    pub body: String,
    /// Fallback HTML for a page whose scripts do not run: what to prepare and where to go.
    pub noscript: String,
    /// Whether the page runs the app. One that a person only reads does not.
    pub has_app: bool,
}

/// Path of the page for unknown URLs.
pub const NOT_FOUND: &str = "404.html";

/// Renders all pages but [`not_found`] with a configuration, which the deployment may replace later.
#[must_use]
pub fn pages(config: &DeploymentConfig, today: Date) -> Vec<PrerenderedPage> {
    second_module::install(&TABLE);
    let mut pages = vec![landing(config, "./")];
    for procedure in hoso_procedures::ALL {
        let definition = procedure.definition;
        let root = "../";
        let noscript = noscript(definition, config, Directory::new(&config.directory, today));
        let config = with_home(config, root);
        let body = html(move || {
            let wizard = Wizard::new(procedure, config, String::new(), Answers::default(), today);
            app::app(wizard, true)
        });
        pages.push(PrerenderedPage {
            path: definition.code.to_owned(),
            root: root.to_owned(),
            procedure: definition.code.to_owned(),
            title: definition.title.to_owned(),
            lang: Lang::SOURCE.tag(),
            description: [definition.title, " – ", definition.lead].concat(),
            body,
            noscript,
            has_app: true,
        });
    }
    pages.extend(DOCUMENTS.iter().map(|one| document(config, one)));
    pages
}

fn document(config: &DeploymentConfig, document: &'static Document) -> PrerenderedPage {
    let title = document.title(Lang::SOURCE);
    let root = "../";
    let config = with_home(config, root);
    PrerenderedPage {
        path: document.path.to_owned(),
        root: root.to_owned(),
        procedure: String::new(),
        title: ["Hồ Sơ – ", title].concat(),
        lang: Lang::SOURCE.tag(),
        description: title.to_owned(),
        body: html(move || document.render(&config)),
        noscript: String::new(),
        has_app: false,
    }
}

/// Renders the page for unknown URLs: the landing page. A server sends it at any depth, so `root` is
/// the path of the site on its host.
#[must_use]
pub fn not_found(config: &DeploymentConfig, root: &str) -> PrerenderedPage {
    second_module::install(&TABLE);
    PrerenderedPage {
        path: NOT_FOUND.to_owned(),
        ..landing(config, root)
    }
}

fn landing(config: &DeploymentConfig, root: &str) -> PrerenderedPage {
    let title = template(Lang::SOURCE, "ui.landing_title");
    let config = with_home(config, root);
    PrerenderedPage {
        path: String::new(),
        root: root.to_owned(),
        procedure: String::new(),
        title: ["Hồ Sơ – ", title].concat(),
        lang: Lang::SOURCE.tag(),
        description: template(Lang::SOURCE, "ui.landing_lead").to_owned(),
        body: html(move || {
            let lang = Signal::new(Lang::SOURCE);
            app::home(&config, lang, Signal::new(false), Signal::new(None))
        }),
        noscript: String::new(),
        has_app: true,
    }
}

/// Returns the configuration with the URL of the landing page as the page's links need it.
fn with_home(config: &DeploymentConfig, root: &str) -> DeploymentConfig {
    DeploymentConfig {
        home: root.to_owned(),
        ..config.clone()
    }
}

fn html(view: impl FnOnce() -> Node) -> String {
    Owner::new().with(|| to_html(view()))
}

/// Renders the fallback for a page without scripts: what to have ready and where to apply instead.
fn noscript(
    definition: &hoso_dossier::Definition,
    config: &DeploymentConfig,
    directory: Directory<'_>,
) -> String {
    use core::fmt::Write;
    let fill = |text| escape(&config.receiver.fill_hotline(text));
    let mut out = String::new();
    let _ = write!(
        out,
        "<div class=\"main\"><div class=\"notice notice--warning\"><h2 class=\"notice__title\">{}</h2><p>{}</p>\
         <a class=\"button\" href=\"\" data-hoso-reload>{}</a><p>{}</p><ul>",
        template(Lang::SOURCE, "ui.noscript_title"),
        template(Lang::SOURCE, "ui.noscript_text"),
        template(Lang::SOURCE, "ui.reload"),
        template(Lang::SOURCE, "ui.noscript_ready")
    );
    for text in definition.have_ready {
        let _ = write!(out, "<li>{}</li>", escape(text));
    }
    // Lists every advice of a guide as the deployment corrects it, but those that it switches off.
    let advice = definition.outcome.map_or(&[][..], |outcome| outcome.advice);
    for advice in advice {
        if let Some(text) = directory.corrected_text(Lang::SOURCE, advice.row) {
            let _ = write!(out, "<li>{}</li>", escape(&text));
            continue;
        }
        let text = fill(advice.text);
        if text.is_empty() || !directory.keeps(advice.row) || !directory.leaves(advice) {
            continue;
        }
        let _ = write!(out, "<li>{text}");
        if !advice.quote.is_empty() {
            let _ = write!(out, " <b>{}</b>", escape(advice.quote));
        }
        if advice.year > 0 {
            let year =
                template(Lang::SOURCE, "ui.as_of").replace("{year}", &advice.year.to_string());
            let _ = write!(out, " ({})", escape(year.trim_end_matches('.')));
        }
        out.push_str("</li>");
    }
    let _ = write!(
        out,
        "</ul><p>{}</p></div></div>",
        fill(template(Lang::SOURCE, "ui.noscript_where"))
    );
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
