//! Generates the official form as PDF.

use hoso_official_forms::{Attached, Sheet};
use hoso_photo::RejectReason;
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::JsValue;

use crate::answer::{Answer, buffer, field, set};

/// Generates the form from a sheet (JSON) and files to attach: a list of `{ name, type, bytes }`.
///
/// # Errors
/// [`RejectReason::OfficialFormFailed`] if the sheet is invalid.
pub(crate) fn run(sheet: &str, files: &JsValue) -> Result<Answer, RejectReason> {
    let cannot = |_| RejectReason::OfficialFormFailed;
    let sheet = Sheet::read(sheet).map_err(cannot)?;
    let files: Vec<Attached> = if files.is_undefined() {
        Vec::new()
    } else {
        let text = |file: &JsValue, key: &str| field(file, key).as_string().unwrap_or_default();
        Array::from(files)
            .iter()
            .map(|file| Attached {
                name: text(&file, "name"),
                media_type: text(&file, "type"),
                bytes: Uint8Array::new(&field(&file, "bytes")).to_vec(),
            })
            .collect()
    };
    let bytes = hoso_official_forms::pdf_with(&sheet, &files).map_err(cannot)?;
    let transfer = Array::new();
    let form = Object::new();
    set(&form, "bytes", buffer(&bytes, &transfer));
    set(
        &form,
        "name",
        hoso_official_forms::file_name(&sheet).as_str(),
    );
    Ok(Answer {
        name: "official_form",
        content: form.into(),
        transfer,
    })
}
