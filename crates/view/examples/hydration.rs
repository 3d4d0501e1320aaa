//! Checks of hydration and unmounting that need a browser.
//!
//! With the feature `ssr` it prints a page, which loads `hydration.js` beside it. With `hydrate`
//! it is the module of that page: it runs the checks and writes `ok` or what failed into
//! `<pre id="result">`.

use hoso_view::html::{div, form, h1, h2, header, input, label, main as main_, p, span};
use hoso_view::{Element, NodeRef, Signal, for_each, show};

#[derive(Clone, Copy)]
struct Model {
    title: Signal<&'static str>,
    shown: Signal<bool>,
    value: Signal<String>,
    rows: Signal<Vec<String>>,
    input: NodeRef,
    clicks: Signal<u32>,
}

impl Model {
    fn new() -> Self {
        Self {
            title: Signal::new("Title"),
            shown: Signal::new(true),
            value: Signal::new(String::new()),
            rows: Signal::new(vec!["a".to_owned(), "b".to_owned()]),
            input: NodeRef::new(),
            clicks: Signal::new(0),
        }
    }
}

fn view(model: Model) -> [Element; 2] {
    let field = div()
        .class("field")
        .child(
            label()
                .class("field__label")
                .attr("for", "x")
                .child("Label")
                .child(" ")
                .child(span().class("optional").child("(optional)")),
        )
        .child(
            input()
                .id("x")
                .node_ref(model.input)
                .prop("value", move || model.value.get())
                .on(hoso_view::ev::click, move |_| {
                    model.clicks.update(|n| *n += 1);
                }),
        );
    [
        header().class("page-header").child("Header"),
        main_()
            .child(show(move || model.shown.get(), || h2().child("Shown")))
            .child(h1().child(move || model.title.get()))
            .child(form().class("form").child(field).child(for_each(
                move || model.rows.get(),
                |row| p().class("row").child(row),
            ))),
    ]
}

#[cfg(feature = "ssr")]
fn main() {
    use hoso_view::{IntoNode, to_html};
    let owner = leptos::prelude::Owner::new();
    owner.with(|| {
        let html = to_html(view(Model::new()).into_node());
        println!(
            "<!doctype html><meta charset=\"utf-8\"><div id=\"root\">{html}</div>\
             <pre id=\"result\"></pre><script type=\"module\">\
             import init from './hydration.js'; await init({{ module_or_path: 'hydration_bg.wasm' }});\
             </script>"
        );
    });
}

#[cfg(not(feature = "ssr"))]
fn main() {
    browser::run();
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::{Model, view};
    use hoso_view::{UnmountHandle, hydrate_from, mount_to};
    use leptos::prelude::{Owner, document};
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, HtmlElement, HtmlInputElement, Node};

    struct Checks {
        owner: Owner,
        root: Element,
        html: String,
        failed: String,
    }

    impl Checks {
        fn equal(&mut self, what: &str, found: &str, expected: &str) {
            if found != expected {
                self.failed
                    .push_str(&[what, ": ", found, "\ninstead of: ", expected, "\n"].concat());
            }
        }

        fn hydrate(&self) -> (Model, UnmountHandle) {
            let model = self.owner.with(Model::new);
            (model, hydrate_from(&self.root, move || view(model)))
        }

        /// The HTML of the root without the two markers of the handle.
        fn inner(&self) -> String {
            let html = self.root.inner_html();
            let html = html.strip_prefix("<!---->").unwrap_or(&html);
            html.strip_suffix("<!---->").unwrap_or(html).to_owned()
        }

        /// Damages the prerendered HTML, hydrates it, and compares. `kept`: the input is the same
        /// DOM element as before.
        fn hydrates(&mut self, what: &str, damage: impl FnOnce(&Element), kept: bool) {
            let root = self.root.clone();
            root.set_inner_html(&self.html);
            let html = root.inner_html();
            let before = query(&root, "#x");
            damage(&root);
            let (_, handle) = self.hydrate();
            let inner = self.inner().replace("field foreign", "field");
            if kept {
                self.equal(what, &inner, &html);
            } else {
                // Static text that was built, not hydrated, needs no markers.
                let plain = |html: &str| html.replace("<!---->", "");
                self.equal(what, &plain(&inner), &plain(&html));
            }
            let same = before == query(&root, "#x");
            self.equal(what, &same.to_string(), &kept.to_string());
            drop(handle);
            self.equal(what, &root.inner_html(), "");
        }
    }

    fn query(root: &Element, selector: &str) -> Option<Element> {
        root.query_selector(selector).ok().flatten()
    }

    fn insert_foreign(root: &Element, selector: &str) {
        if let Some(parent) = query(root, selector)
            && let Ok(foreign) = document().create_element("div")
        {
            foreign.set_id("foreign");
            foreign.set_inner_html("<h1>Foreign</h1><!-- foreign -->text");
            let _ = parent.insert_before(&foreign, parent.first_child().as_ref());
        }
    }

    /// Collects the descendants of a type.
    fn collect(node: &Node, node_type: u16, found: &mut Vec<Node>) {
        let mut child = node.first_child();
        while let Some(node) = child {
            child = node.next_sibling();
            collect(&node, node_type, found);
            if node.node_type() == node_type {
                found.push(node);
            }
        }
    }

    /// Wraps every text that is not the only child of its parent, as a translator does.
    fn wrap_texts(root: &Element) {
        let mut texts = Vec::new();
        collect(root, Node::TEXT_NODE, &mut texts);
        for text in texts {
            if let Some(parent) = text.parent_node()
                && parent.first_child() != parent.last_child()
                && let Ok(font) = document().create_element("font")
            {
                let _ = parent.replace_child(&font, &text);
                let _ = font.append_child(&text);
            }
        }
    }

    fn remove_comments(root: &Element) {
        let mut comments = Vec::new();
        collect(root, Node::COMMENT_NODE, &mut comments);
        for comment in comments {
            if let Some(parent) = comment.parent_node() {
                let _ = parent.remove_child(&comment);
            }
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn memory_pages() -> usize {
        core::arch::wasm32::memory_size(0)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn memory_pages() -> usize {
        0
    }

    pub(super) fn run() {
        let Some(root) = document().get_element_by_id("root") else {
            return;
        };
        let mut checks = Checks {
            owner: Owner::new(),
            html: root.inner_html(),
            root,
            failed: String::new(),
        };
        // Sets the executor.
        drop(checks.hydrate());
        leptos::task::spawn_local(async move {
            run_all(&mut checks).await;
            if checks.failed.is_empty() {
                checks.failed.push_str("ok");
            }
            if let Some(result) = document().get_element_by_id("result") {
                result.set_text_content(Some(&checks.failed));
            }
        });
    }

    async fn run_all(checks: &mut Checks) {
        checks.hydrates("unchanged", |_| (), true);
        for parent in [":scope", "main", "form", ".field", "label"] {
            checks.hydrates(
                &["foreign element in ", parent].concat(),
                |root| {
                    if parent == ":scope" {
                        let _ = root.insert_adjacent_html("afterbegin", "<div>Foreign</div>");
                    } else {
                        insert_foreign(root, parent);
                    }
                },
                true,
            );
        }
        checks.hydrates("translated", wrap_texts, true);
        checks.hydrates("without comments", remove_comments, true);
        checks.hydrates("empty", |root| root.set_inner_html(""), false);
        checks.hydrates(
            "an appended class",
            |root| {
                if let Some(field) = query(root, ".field") {
                    field.set_class_name("field foreign");
                }
            },
            true,
        );
        updates(checks, true).await;
        updates(checks, false).await;
        many(checks).await;
    }

    /// The view follows its signals, hydrated or built.
    async fn updates(checks: &mut Checks, hydrated: bool) {
        let root = checks.root.clone();
        let (model, handle) = if hydrated {
            root.set_inner_html(&checks.html);
            checks.hydrate()
        } else {
            root.set_inner_html("");
            let model = checks.owner.with(Model::new);
            (model, mount_to(&root, move || view(model)))
        };
        let text = |root: &Element| root.text_content().unwrap_or_default();
        let start = "HeaderShownTitleLabel (optional)ab";
        checks.equal("at first", &text(&root), start);
        model.title.set("New");
        model.shown.set(false);
        model.value.set("typed".to_owned());
        model.rows.set(vec!["b".to_owned(), "c".to_owned()]);
        leptos::task::tick().await;
        checks.equal("updated", &text(&root), "HeaderNewLabel (optional)bc");
        model.shown.set(true);
        leptos::task::tick().await;
        checks.equal("shown", &text(&root), "HeaderShownNewLabel (optional)bc");
        let input = model.input.get_untracked();
        let value = input
            .as_ref()
            .and_then(|input| input.dyn_ref::<HtmlInputElement>())
            .map(HtmlInputElement::value);
        checks.equal("value", &value.unwrap_or_default(), "typed");
        let click = |input: &Option<Element>| {
            if let Some(input) = input
                .as_ref()
                .and_then(|input| input.dyn_ref::<HtmlElement>())
            {
                input.click();
            }
        };
        click(&input);
        drop(handle);
        click(&input);
        let clicks = model.clicks.get_untracked();
        checks.equal("clicks", &clicks.to_string(), "1");
        let empty = model.input.get_untracked().is_none();
        checks.equal("reference emptied", &empty.to_string(), "true");
        checks.equal("unmounted", &root.inner_html(), "");
        // Effects are disposed of: nothing is built any more.
        model.shown.set(false);
        model.rows.set(Vec::new());
        leptos::task::tick().await;
        checks.equal("after unmounting", &root.inner_html(), "");
    }

    /// Mounting 200 times does not grow the memory.
    async fn many(checks: &mut Checks) {
        let mut settled = 0;
        for i in 0..200 {
            let owner = Owner::new();
            let model = owner.with(Model::new);
            let handle = mount_to(&checks.root, move || view(model));
            model.title.set("x");
            leptos::task::tick().await;
            drop(handle);
            owner.cleanup();
            leptos::task::tick().await;
            if i == 20 {
                settled = memory_pages();
            }
        }
        checks.equal(
            "memory pages",
            &memory_pages().to_string(),
            &settled.to_string(),
        );
    }
}
