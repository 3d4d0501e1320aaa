//! The pages that a person only reads: privacy and accessibility. They run no script, and each holds all
//! languages, one below the other.

use hoso_view::html::{a, article, div, h1, h2, li, main, p, ul};
use hoso_view::{IntoNode, Node, Signal};

use crate::components::app;
use crate::components::parts::header::{footer, header};
use crate::config::{ACCESSIBILITY, DeploymentConfig, PRIVACY};
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_template, message_code, template};

/// A part of a document, by the codes of its messages. A message may have a variant for who receives.
enum Part {
    /// A heading.
    Heading(&'static str),
    /// A paragraph.
    Text(&'static str),
    /// A list.
    List(&'static [&'static str]),
    /// What the deployment says about a person's data, or the default text.
    Data,
}

/// A document.
pub struct Document {
    /// Path below the root.
    pub path: &'static str,
    /// Code of its title.
    title: &'static str,
    parts: &'static [Part],
}

/// All documents.
pub const DOCUMENTS: [Document; 2] = [
    // Source: docs/privacy.vi.md
    Document {
        path: PRIVACY,
        title: "ui.page.privacy",
        parts: &[
            Part::Data,
            Part::Heading("ui.page.which"),
            Part::List(&[
                "ui.page.which_answers",
                "ui.page.which_photos",
                "ui.page.which_others",
            ]),
            Part::Heading("ui.page.device"),
            Part::Text("ui.page.device_kept"),
            Part::Text("ui.page.device_guide"),
            Part::Heading("ui.page.never"),
            Part::Text("ui.page.never_text"),
            Part::Heading("ui.page.ask"),
            Part::Text("ui.page.ask_text"),
            Part::Text("ui.page.law"),
        ],
    },
    // Source: docs/accessibility.md
    Document {
        path: ACCESSIBILITY,
        title: "ui.page.accessibility",
        parts: &[
            Part::Text("ui.page.aim"),
            Part::Heading("ui.page.tested"),
            Part::List(&[
                "ui.page.tested_axe",
                "ui.page.tested_keys",
                "ui.page.tested_narrow",
            ]),
            Part::Heading("ui.page.untested"),
            Part::List(&[
                "ui.page.untested_readers",
                "ui.page.untested_phones",
                "ui.page.untested_people",
            ]),
            Part::Heading("ui.page.limits"),
            Part::List(&["ui.page.limits_languages", "ui.page.limits_scripts"]),
            Part::Heading("ui.page.barrier"),
            Part::Text("ui.page.barrier_text"),
        ],
    },
];

impl Document {
    /// Returns its title in a language.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        template(lang, self.title)
    }

    /// Renders header, main and footer.
    pub fn render(&self, config: &DeploymentConfig) -> Node {
        let lang = Signal::new(Lang::SOURCE);
        let others = Lang::all()
            .filter(|lang| *lang != Lang::SOURCE)
            .map(|lang| {
                a().attr("href", ["#", lang.tag()].concat())
                    .attr("lang", lang.tag())
                    .attr("hreflang", lang.tag())
                    .child(lang.name())
            });
        let promise = app::promise(config);
        div()
            .class("hoso")
            .child(header(config, lang, None))
            .child(
                main()
                    .class("main")
                    .child(app::trial(config, lang))
                    .child(p().children(others))
                    .children(Lang::all().map(|lang| self.article(config, lang))),
            )
            .child(footer(config, lang, move || promise))
            .into_node()
    }

    fn article(&self, config: &DeploymentConfig, lang: Lang) -> Node {
        let parts = self.parts.iter().map(|part| match part {
            Part::Heading(code) => h2().child(template(lang, code)).into_node(),
            Part::Text(code) => text(config, lang, code),
            Part::List(codes) => {
                let items = codes.iter().map(|code| li().child(template(lang, code)));
                ul().children(items).into_node()
            }
            Part::Data => data(config, lang),
        });
        article()
            .class("document")
            .attr("lang", lang.tag())
            .id(lang.tag())
            .child(h1().child(self.title(lang)))
            .children(parts)
            .into_node()
    }
}

/// Renders a paragraph; nothing where it only names a hotline and the deployment has none.
fn text(config: &DeploymentConfig, lang: Lang, code: &'static str) -> Node {
    let variant = [code, config.holder().suffix()].concat();
    let variant = message_code(&variant).unwrap_or(code);
    let text = config.receiver.fill_hotline(template(lang, variant));
    let days = config.receiver.retain_days.unwrap_or_default();
    let args = [
        ("receiver", config.receiver.name.clone()),
        ("n", days.to_string()),
    ];
    let text = format_template(lang, &text, &args);
    (!text.is_empty()).then(|| p().child(text)).into_node()
}

/// Renders who receives a person's data, what for and for how long, and the person's rights.
fn data(config: &DeploymentConfig, lang: Lang) -> Node {
    let own = config.receiver.privacy_text.iter();
    if let Some((_, own)) = own.clone().find(|(tag, _)| tag == lang.tag()) {
        let paragraphs = own
            .split("\n\n")
            .map(|part| p().child(part.to_owned()).into_node());
        return paragraphs.collect::<Vec<Node>>().into_node();
    }
    let kept = match config.receiver.retain_days {
        Some(_) => "ui.privacy_kept_days",
        None => "ui.privacy_kept",
    };
    ["ui.privacy_who", kept, "ui.privacy_rights"]
        .map(|code| text(config, lang, code))
        .into_node()
}
