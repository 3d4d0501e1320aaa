//! The official forms as PDF.
//!
//! This crate does no input or output: a request in JSON comes in, the bytes of a PDF go
//! out, the same on a phone and at a desk. It judges no answer: what was typed is printed,
//! and what is missing stays blank on the paper. It signs nothing: place, date and signature
//! are left for the hand (R-702-11).

mod refusal;
mod sheet;

pub use refusal::Refusal;
pub use sheet::{MAX_REQUEST, Sheet};

/// The PDF of a form.
///
/// # Errors
/// None today; the type leaves room.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, Refusal> {
    let _ = sheet;
    Ok(Vec::new())
}

/// What the file may be called: the form and the day, never a person's name.
#[must_use]
pub fn file_name(sheet: &Sheet) -> String {
    match sheet.day() {
        Some(day) => format!("{}-{}.pdf", sheet.form().file, day.iso()),
        None => format!("{}.pdf", sheet.form().file),
    }
}
