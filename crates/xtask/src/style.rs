//! The style sheet: Sass by a Rust crate, so that nothing has to be installed for it.

use crate::{
    command::{Outcome, read, root},
    precompress::brotli,
};

/// Compiles `style/main.scss`, and adds the rules for a page whose program never came.
///
/// # Errors
/// Where the Sass is wrong, with file and line.
pub(crate) fn compile() -> Outcome<String> {
    let options = grass::Options::default().style(grass::OutputStyle::Compressed);
    let mut css = grass::from_path(root().join("style/main.scss"), &options)
        .map_err(|problem| problem.to_string())?;
    let fallback = grass::from_string(read(&root().join("src/fallback.css"))?, &options);
    css.push_str(&fallback.map_err(|problem| problem.to_string())?);
    // A byte-order mark would end up in the middle of the page.
    Ok(css.replace('\u{feff}', "").trim().to_owned())
}

/// Prints the size of the style sheet.
///
/// # Errors
/// As [`compile`].
pub(crate) fn run() -> Outcome {
    let css = compile()?;
    println!(
        "style {} bytes, {} brotli",
        css.len(),
        brotli(css.as_bytes()).len()
    );
    Ok(())
}
