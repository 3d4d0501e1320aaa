//! Compiles the messages of `locales/vi.toml` into static tables. The crate `hoso-locales` has the
//! other languages.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::language::{Language, SOURCE};
use hoso_definition_compiler::{Texts, sentences};

/// The codes `ui.*` that the first module shows. The build of the site fails if
/// the first module uses another one (`crates/xtask/src/messages.rs`).
const FIRST_MODULE_UI: &[&str] = &[
    "ui.accessibility",
    "ui.all_procedures",
    "ui.back",
    "ui.box",
    "ui.choose_more",
    "ui.module_loading",
    "ui.error_word",
    "ui.errors_and_warnings",
    "ui.errors_title",
    "ui.footer",
    "ui.footer_kept",
    "ui.footer_guide",
    "ui.hotline",
    "ui.info_word",
    "ui.landing_lead",
    "ui.landing_title",
    "ui.make_file",
    "ui.next",
    "ui.module_failed",
    "ui.not_saved",
    "ui.suggestion_unavailable",
    "ui.optional",
    "ui.other_ways",
    "ui.other_ways_title",
    "ui.outdated",
    "ui.photo_left_out",
    "ui.places_failed",
    "ui.privacy",
    "ui.privacy_kept",
    "ui.privacy_kept.file",
    "ui.privacy_kept.trial",
    "ui.privacy_kept_days",
    "ui.privacy_notice",
    "ui.privacy_rights",
    "ui.privacy_title",
    "ui.privacy_who",
    "ui.privacy_who.bhxh",
    "ui.privacy_who.file",
    "ui.privacy_who.relay",
    "ui.privacy_who.trial",
    "ui.reload",
    "ui.save_change",
    "ui.saved",
    "ui.search",
    "ui.search_found",
    "ui.send",
    "ui.social_insurance",
    "ui.step_n",
    "ui.step_of",
    "ui.apply_proposal",
    "ui.trial",
    "ui.untick",
    "ui.warning_word",
    "ui.warnings_title",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=procedures");
    let out = env::var("OUT_DIR")?;
    let name = format!("locales/{SOURCE}.toml");
    let text = fs::read_to_string(&name)?;
    let texts = Texts::read(&name, &text).and_then(|mut texts| {
        Language::take(SOURCE, &mut texts)?;
        Ok(texts)
    });
    let texts = match texts {
        Ok(texts) => texts,
        // A panic would hide the message in a backtrace.
        Err(mistake) => {
            println!("cargo::error={mistake}");
            return Ok(());
        }
    };
    // A first step is checked before the second module is loaded, so the messages of what it can
    // issue, and the words in their gaps, are in a table of their own.
    let codes = first_step_codes()?;
    let is_first = |code: &str| {
        code.starts_with("word.") || codes.contains(code) || FIRST_MODULE_UI.contains(&code)
    };
    let table = |code: &str| match () {
        // Prerendered only: the texts of the documents are in no module.
        () if code.starts_with("ui.page.") => "documents",
        () if is_first(code) => "first",
        () => "second",
    };
    for name in ["first", "second", "documents"] {
        let mut lines = sentences::lines(&texts, &|code| table(code) == name);
        lines.sort_by(|a, b| code_of(a).cmp(code_of(b)));
        let rust = format!("concat!({})", lines.join(",\n"));
        fs::write(Path::new(&out).join(name).with_extension("rs"), rust)?;
    }
    Ok(())
}

/// Returns the code of a line, which ends at the first (escaped) tab.
fn code_of(line: &str) -> &str {
    line.split_once("\\t").map_or(line, |(code, _)| code)
}

/// Collects the codes that the first steps of all procedures can issue.
fn first_step_codes() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir("procedures")? {
        let file = entry?.path().join("definition.toml");
        if file.is_file() {
            let name = file.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file)?;
            codes.extend(hoso_definition_compiler::first_step_codes(&name, &text)?);
        }
    }
    Ok(codes)
}
