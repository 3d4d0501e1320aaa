//! The official form as a PDF.

use hoso_jobs::Code;

use crate::answer::Answer;

/// Makes the form from its sheet (JSON).
///
/// # Errors
/// [`Code::PaperCannot`] always: the crate that lays out forms is to be called here.
pub(crate) fn run(_sheet: &str) -> Result<Answer, Code> {
    Err(Code::PaperCannot)
}
