//! What the first step does not need, as a second WASM module.

pub mod api;
pub mod table;
