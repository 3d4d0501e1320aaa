//! Error that stops an export, as a text for the operator.

use hoso_receiver::office::OfficeError;

/// Error that stops an export.
pub(super) struct Stop(pub(super) String);

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
