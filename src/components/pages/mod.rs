//! The views of a wizard, one file each, and the landing page.

pub mod download;
pub mod landing;
pub mod outcome;
pub mod payment;
pub mod receipt;
pub mod sending;
pub mod step;
pub mod view;
