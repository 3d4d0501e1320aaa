//! The checks, one file for each topic. Each file has a table `CHECKS`.

pub(crate) mod cors;
pub(crate) mod envelope;
pub(crate) mod exactly_once;
pub(crate) mod form;
pub(crate) mod intake;
pub(crate) mod json_body;
pub(crate) mod limits;
pub(crate) mod passing;
pub(crate) mod photos;
pub(crate) mod put;
pub(crate) mod receipt;
pub(crate) mod routes;
pub(crate) mod rules;
pub(crate) mod status;
