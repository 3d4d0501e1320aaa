//! Generates the official forms as PDF.
//!
//! Pure: no I/O, no clock. The input is a request in JSON, the output the bytes of a PDF, equal on
//! every platform. The crate does not validate answers: it prints them as entered, and leaves missing
//! ones blank. Place, date and signature are filled in by hand (R-702-11).

mod closing;
mod file;
mod flow;
mod font;
mod head;
mod mau_01;
mod pages;
mod receipt;
mod refusal;
mod shape;
mod sheet;
mod table;
mod tk1_ts;
mod values;

use hoso_dossier::PrintedForm;

pub use file::Attached;
pub use refusal::Refusal;
pub use sheet::{MAX_REQUEST, Sheet};

/// Returns the PDF of a form.
///
/// # Errors
/// None at present; reserved for future errors.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, Refusal> {
    pdf_with(sheet, &[])
}

/// Returns the PDF of a form with the photos of the dossier attached, as the only file where no
/// backend receives dossiers.
///
/// # Errors
/// None at present; reserved for future errors.
pub fn pdf_with(sheet: &Sheet, files: &[Attached]) -> Result<Vec<u8>, Refusal> {
    let form = sheet.form();
    let mut parts = vec![form.name.to_owned()];
    if let Some(day) = sheet.day() {
        parts.push(["kê khai ngày ", &day.to_string()].concat());
    }
    let title = parts.join(", ");
    if !sheet.receipt_number.is_empty() {
        parts.push(["số biên nhận ", &sheet.receipt_number].concat());
    }
    let foot = parts.join(" · ");
    let pages = match form.layout {
        PrintedForm::Tk1Ts => tk1_ts::draw(sheet, &foot),
        PrintedForm::Form01 | PrintedForm::Form01Under18 => mau_01::draw(sheet, &foot),
    };
    Ok(file::bytes(
        pages,
        &file::About {
            title: &title,
            dossier: &sheet.dossier,
            files,
        },
    ))
}

/// Returns the name of the file, from the form and the date. It contains no personal data.
#[must_use]
pub fn file_name(sheet: &Sheet) -> String {
    match sheet.day() {
        Some(day) => format!("{}-{}.pdf", sheet.form().file, day.iso()),
        None => format!("{}.pdf", sheet.form().file),
    }
}
