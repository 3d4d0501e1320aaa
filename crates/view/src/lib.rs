//! Views.

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

pub use attribute::{IntoAttribute, IntoProperty, Property};
pub use client::{UnmountHandle, hydrate_from, mount_to};
pub use leptos_view::{LeptosView, LeptosViewState};
pub use node::{Element, IntoNode, Node, Str, for_each, keyed, show};
pub use node_ref::NodeRef;
#[cfg(feature = "ssr")]
pub use server::to_html;
pub use signal::{Notify, Signal, Track, Trigger, effect};
