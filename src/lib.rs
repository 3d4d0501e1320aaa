//! The app: what a citizen sees. It decides nothing.
//!
//! Rules, definitions, the wire form and money are in the crates below; the app shows them, keeps
//! what is entered and sends it. It mounts into any element: no component uses a global document,
//! the id of another component or a fixed URL. The prerendered page and the hydrated one come from
//! the same components.

#[cfg(feature = "hydrate")]
pub mod boot;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod components;
pub mod config;
#[cfg(feature = "ssr")]
pub mod documents;
pub mod i18n;
#[cfg(feature = "hydrate")]
pub mod loader;
pub mod platform;
#[cfg(feature = "ssr")]
pub mod prerender;
pub mod second_module;
pub mod second_module_table;
pub mod wizard;
