//! What only a browser does: starting, drafts, photos, sending, the URL and the focus.

pub mod attach;

pub mod clock;
pub mod dom_events;
pub mod drafts;
pub mod early_input;
pub mod focus;
pub mod history;
pub mod id_card;
pub mod live_camera;
pub mod official_form;
pub mod photos;
pub mod prefill;
pub mod service_list;
pub mod stray_files;
pub mod submission;
pub mod title;
pub mod validate_after_tap;
pub mod worker;
