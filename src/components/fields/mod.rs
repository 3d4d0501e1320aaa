//! The controls, one file per kind of field.

pub mod card_scan;
pub mod choices;
pub mod combobox;
pub mod control;
pub mod field;
pub mod group;
pub mod input_help;
pub mod issue_text;
pub mod label;
pub mod live_camera;
pub mod messages;
pub mod photo;
pub mod select;
pub mod slider;
pub mod text_input;
