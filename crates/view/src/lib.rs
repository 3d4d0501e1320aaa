//! Views of one type, on Leptos' reactive graph.
//!
//! What is Leptos' here: the reactive graph (owners, effects, triggers), the event types, and the
//! splitting of the module. What is ours: the view. In Leptos every piece of a page has a type of
//! its own, and the compiler generates code to build, hydrate and rebuild each type. Here every
//! view is a [`Node`], and one function each builds, hydrates and renders all of them. The code
//! that the browser has to load is smaller for it; see the figures below.
//!
//! The builder has the names of Leptos' own builder:
//!
//! | `view!` | here |
//! |---|---|
//! | `<p class="lead">"Text"</p>` | `p().class("lead").child("Text")` |
//! | `{move \|\| count.get()}` | `.child(move \|\| count.get().to_string())` |
//! | `lang=move \|\| …` | `.attr("lang", move \|\| …)` |
//! | `prop:value=move \|\| …` | `.prop("value", move \|\| …)` |
//! | `on:click=move \|ev\| …` | `.on(ev::click, move \|ev\| …)` |
//! | `node_ref=input` | `.node_ref(input)` |
//! | `<Show when=move \|\| …>` | [`show`]`(move \|\| …, move \|\| …)` |
//! | `<For each=… key=… children=…>` | [`for_each`]`(move \|\| …, move \|item\| …)` |
//! | `RwSignal::new(…)`, `Effect::new(…)` | [`Signal::new`]`(…)`, [`effect`]`(…)` |
//! | `mount_to`, `hydrate_from` | [`mount_to`], [`hydrate_from`] |
//!
//! # The same component twice
//!
//! In `view!`:
//!
//! ```
//! use leptos::prelude::*;
//!
//! #[component]
//! fn Phone(value: RwSignal<String>) -> impl IntoView {
//!     let missing = move || value.with(String::is_empty);
//!     view! {
//!         <div class=move || if missing() { "field field--error" } else { "field" }>
//!             <label class="field__label" for="phone">"Phone"</label>
//!             <Show when=missing>
//!                 <p class="field__message">"Enter a number."</p>
//!             </Show>
//!             <input
//!                 id="phone"
//!                 aria-invalid=move || missing().then_some("true")
//!                 prop:value=move || value.get()
//!                 on:input=move |ev| value.set(event_target_value(&ev))
//!             />
//!         </div>
//!     }
//! }
//! ```
//!
//! Here:
//!
//! ```
//! use hoso_view::html::{div, input, label, p};
//! use hoso_view::{Element, Signal, ev, show};
//! use leptos::prelude::event_target_value;
//!
//! fn phone(value: Signal<String>) -> Element {
//!     let missing = move || value.with(String::is_empty);
//!     div()
//!         .class(move || if missing() { "field field--error" } else { "field" })
//!         .child(label().class("field__label").attr("for", "phone").child("Phone"))
//!         .child(show(missing, || p().class("field__message").child("Enter a number.")))
//!         .child(
//!             input()
//!                 .id("phone")
//!                 .attr("aria-invalid", move || missing().then_some("true"))
//!                 .prop("value", move || value.get())
//!                 .on(ev::input, move |ev| value.set(event_target_value(&ev))),
//!         )
//! }
//! ```
//!
//! # Sizes
//!
//! One step of a form built twice, in the examples `step_view_macro` and `step_builder`: the step
//! `participant` of procedure 602b, seven questions with their hints and choices, in the header,
//! error summary and buttons of the page; 2026-11-30, rustc 1.95.0, leptos 0.8.23:
//!
//! | | module | brotli -11 | script | brotli total |
//! |---|---|---|---|---|
//! | `view!` | 149,656 | 48,520 | 5,317 | 53,837 |
//! | here | 97,304 | 33,175 | 4,638 | 37,813 |
//!
//! ```text
//! cargo build --profile web --target wasm32-unknown-unknown -p hoso-view --features hydrate \
//!     --example step_view_macro --example step_builder
//! wasm-bindgen --target=web --no-typescript --out-dir=… --out-name=… target/wasm32-unknown-unknown/web/examples/….wasm
//! ```
//!
//! Then the custom sections (names) are removed and module and script are compressed with
//! `brotli -q 11 -w 24`; `wasm-opt` is not run. Most of what remains here is the reactive graph
//! and the allocator, which both share.
//!
//! # Within a Leptos page
//!
//! A [`Node`] or [`Element`] is a child in `view!`: `view! { <section>{node}</section> }`. A
//! closure in `view!` has to return what Leptos renders, so there it is
//! `{move || node().into_render()}` with `leptos::prelude::IntoRender`. The example
//! `leptos_page` shows both. Attributes spread onto a node are ignored.
//!
//! # What differs from Leptos
//!
//! * A closure that returns nodes has them rebuilt; nothing is compared. [`show`] and [`keyed`]
//!   limit this to changes of one value. A closure that returns text updates one text node.
//! * [`for_each`] appends new items and never moves an item.
//! * `class` is one attribute: classes are not merged, and there is no `class:name`.
//! * Hydration keeps what the view knows, removes foreign nodes and builds what is missing, so it
//!   never fails and never doubles anything.
//! * Dropping an [`UnmountHandle`] stops the effects, removes the listeners and the nodes.
//!
//! # HTML
//!
//! In HTML a reactive text follows an empty comment, `<!>`, and nodes that come and go are between
//! two. So a text that a translator wrapped in an element is still found and replaced. The only
//! child of an element needs no comment if it is static text.
//!
//! # Names that Leptos has too
//!
//! `leptos::prelude` exports a `Signal`, a `NodeRef`, `mount_to` and `hydrate_from` as well. An
//! explicit import (`use hoso_view::Signal;`) takes precedence over `use leptos::prelude::*;`;
//! two glob imports would clash. `Trigger`, `Track` and `Notify` are Leptos' own, exported again.
//! Tags are imported one by one, as from `leptos::html`.

/// The part of Leptos' reactive graph that a program on this crate uses: the same names as in
/// `leptos::prelude`.
///
/// The crate `leptos` itself links the streams of its server functions into every program for the
/// browser, whether they are used or not: 14,000 bytes of the first load (docs/decisions.md).
pub mod prelude {
    pub use reactive_graph::graph::untrack;
    pub use reactive_graph::owner::{LocalStorage, Owner, StoredValue};
    pub use reactive_graph::prelude::*;
}

mod attribute;
mod client;
pub mod ev;
pub mod html;
mod leptos_view;
mod node;
mod node_ref;
#[cfg(feature = "ssr")]
mod server;
mod signal;
pub mod svg;

pub use wasm_bindgen;
pub use web_sys;

pub use attribute::{IntoProperty, Property, Str};
pub use client::{UnmountHandle, hydrate_from, mount_to};
pub use leptos_view::{LeptosView, LeptosViewState};
pub use node::{Element, IntoAttribute, IntoNode, Node, for_each, keyed, show};
pub use node_ref::NodeRef;
#[cfg(feature = "ssr")]
pub use server::to_html;
pub use signal::{Notify, Signal, Track, Trigger, effect};
