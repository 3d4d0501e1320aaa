//! A view of this crate inside a plain Leptos page.
//!
//! `cargo build -p hoso --features hydrate --target wasm32-unknown-unknown --example leptos_page`

use hoso_view::html::{button, p};
use hoso_view::{Element, Node, Signal, ev};
use leptos::prelude::*;

/// Ours: a button that counts, and a text that follows.
fn counter(count: Signal<u32>) -> [Element; 2] {
    [
        button()
            .attr("type", "button")
            .id("ours")
            .on(ev::click, move |_| count.update(|n| *n += 1))
            .child("Count"),
        p().attr("role", "status")
            .child(move || format!("Ours: {}", count.get())),
    ]
}

/// Leptos': the page around it, which reads the same signal.
#[component]
fn Page() -> impl IntoView {
    let count = Signal::new(0);
    let shown = RwSignal::new(true);
    view! {
        <main>
            <h1>"A Leptos page"</h1>
            <p id="theirs">"Leptos: " {move || count.get()}</p>
            <button id="toggle" type="button" on:click=move |_| shown.update(|shown| *shown = !*shown)>
                "Toggle"
            </button>
            <section>
                {move || shown.get().then(|| Node::from(counter(count)).into_render())}
            </section>
        </main>
    }
}

fn main() {
    leptos::mount::mount_to_body(Page);
}
