//! What views look like as HTML. The browser hydrates exactly this.
#![cfg(feature = "ssr")]

use hoso_view::html::{b, custom, div, img, input, li, p, select, ul};
use hoso_view::svg::{path, svg};
use hoso_view::{IntoNode, Node, NodeRef, Signal, ev, for_each, keyed, show, to_html};
use leptos::prelude::Owner;

#[track_caller]
fn ok(node: impl IntoNode, html: &str) {
    assert_eq!(to_html(node.into_node()), html);
}

#[test]
fn ok_markers_and_escapes() {
    ok(
        p().class("a")
            .attr("title", "\"<>")
            .child("1 < 2")
            .child(|| "x")
            .child(|| input().attr("required", "")),
        "<p class=\"a\" title=\"&quot;&lt;&gt;\"><!>1 &lt; 2<!>x<!><input required><!></p>",
    );
    ok(b().child("only"), "<b>only</b>");
}

#[test]
fn ok_attributes_are_fixed_optional_or_reactive() {
    ok(div().attr("lang", || "vi"), "<div lang=\"vi\"></div>");
    ok(
        div().attr("lang", || Some("vi".to_owned())),
        "<div lang=\"vi\"></div>",
    );
    ok(div().attr("lang", || None::<String>), "<div></div>");
    ok(div().attr("lang", None::<&str>), "<div></div>");
    ok(div().attr("hidden", true), "<div hidden></div>");
    ok(div().attr("hidden", || false), "<div></div>");
    ok(
        div().id("x").class(|| "y"),
        "<div id=\"x\" class=\"y\"></div>",
    );
}

#[test]
fn ok_properties_are_attributes_unless_empty_or_false() {
    ok(
        input().prop("value", || "a".to_owned()),
        "<input value=\"a\">",
    );
    ok(input().prop("value", String::new), "<input>");
    ok(input().prop("checked", || true), "<input checked>");
    ok(input().prop("checked", false), "<input>");
    ok(select().prop("value", "1"), "<select value=\"1\"></select>");
}

#[test]
fn ok_listeners_and_references_are_not_rendered() {
    let owner = Owner::new();
    owner.with(|| {
        ok(
            input()
                .on(ev::click, |event| event.prevent_default())
                .on(ev::keydown, |event| drop(event.key()))
                .node_ref(NodeRef::new()),
            "<input>",
        );
    });
}

#[test]
fn ok_children_of_every_kind() {
    ok((), "");
    ok(["a", "b"], "<!>a<!>b");
    ok(vec![b()], "<b></b>");
    ok((b(), "text", None::<Node>), "<b></b><!>text");
    ok(Some("text".to_owned()), "<!>text");
    ok(
        ul().children([1, 2].map(|n| li().child(n.to_string()))),
        "<ul><li>1</li><li>2</li></ul>",
    );
    // Empty static text needs no node; reactive text may be filled later.
    ok(p().child("").child(|| ""), "<p><!></p>");
    // A closure that returns nodes has two markers, one that returns text has one.
    ok(
        p().child(|| "x").child(|| Some("x")),
        "<p><!>x<!><!>x<!></p>",
    );
    ok(p().child(|| None::<Node>), "<p><!><!></p>");
}

#[test]
fn ok_show_and_keyed_have_two_markers() {
    ok(show(|| true, b), "<!><b></b><!>");
    ok(show(|| false, b), "<!><!>");
    ok(keyed(|| 7, |key| key.to_string()), "<!><!>7<!>");
}

#[test]
fn ok_every_item_has_two_markers_and_the_list_one_more() {
    ok(for_each(Vec::new, |_| ()), "<!>");
    ok(
        for_each(
            || vec!["a".to_owned(), "b".to_owned()],
            |item| b().child(item),
        ),
        "<!><b>a</b><!><!><b>b</b><!><!>",
    );
}

#[test]
fn ok_void_elements_and_other_tags() {
    ok(img().attr("alt", ""), "<img alt>");
    ok(custom("my-tag").child("x"), "<my-tag>x</my-tag>");
    ok(
        svg().child(path().attr("d", "M0 0")),
        "<svg><path d=\"M0 0\"></path></svg>",
    );
}

#[test]
fn ok_a_closure_is_called_once() {
    let owner = Owner::new();
    owner.with(|| {
        let calls = Signal::new(0);
        let text = move || {
            calls.update(|n| *n += 1);
            "x"
        };
        ok(
            p().attr("title", text).child(text),
            "<p title=\"x\"><!>x</p>",
        );
        assert_eq!(calls.get_untracked(), 2);
    });
}

#[test]
fn ok_a_view_is_rendered_within_a_leptos_view() {
    use leptos::prelude::*;
    let owner = Owner::new();
    owner.with(|| {
        let ours = p().child(|| "ours").into_any();
        let page = view! { <main><h1>"Leptos"</h1>{ours}<p>"after"</p></main> };
        assert_eq!(
            page.to_html(),
            "<main><h1>Leptos</h1><!><p><!>ours</p><!><p>after</p></main>"
        );
    });
}
