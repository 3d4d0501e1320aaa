//! The app: what a citizen sees, and nothing that decides.
//!
//! Rules, definitions, the wire form and money live in the crates below; here
//! they are shown, and what is typed is kept. The app mounts into any element it
//! is given: no component reaches for a global document, for the id of another
//! component or for a fixed address. The prerendered page and the hydrated one
//! come from the same components.

pub mod assist;
pub mod beside;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod components;
pub mod countries;
pub mod dom;
pub mod envelope;
pub mod form;
pub mod later;
pub mod live;
pub mod photos;
#[cfg(feature = "ssr")]
pub mod prerender;
pub mod rows;
pub mod settings;
pub mod texts;
pub mod walk;
pub mod web;
