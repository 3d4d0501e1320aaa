//! The official form as a PDF.

use hoso_jobs::Code;
use hoso_paper::Sheet;
use js_sys::{Array, Object};

use crate::answer::{Answer, buffer, set};

/// Makes the form from its sheet (JSON).
///
/// # Errors
/// [`Code::PaperCannot`], when the sheet is none.
pub(crate) fn run(sheet: &str) -> Result<Answer, Code> {
    let cannot = |_| Code::PaperCannot;
    let sheet = Sheet::read(sheet).map_err(cannot)?;
    let bytes = hoso_paper::pdf(&sheet).map_err(cannot)?;
    let handed = Array::new();
    let paper = Object::new();
    set(&paper, "bytes", buffer(&bytes, &handed));
    set(&paper, "name", hoso_paper::file_name(&sheet).as_str());
    Ok(Answer {
        name: "paper",
        content: paper.into(),
        handed,
    })
}
