//! Writes what a portal's page loads: `v1/embed.js` with the element `<hoso-form>`, and the script and
//! the style sheet that the element fetches.
//!
//! `v1/embed.js` names the other files with their hashes. Its own address stays the same, so a portal
//! gets each new build; `v1/embed-<hash>.js` is the same file for a portal that pins a build.

use crate::{
    artifacts::{APP, write_hashed},
    command::{Outcome, root},
    script, style,
};
use hoso_locales::{LANGUAGES, translate};
use hoso_site::{
    digest,
    files::{read, write},
    precompress::brotli,
};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Stem of the script that starts the app for the element.
const SCRIPT: &str = "hoso-embed";
/// Stem of the script of a page in a frame.
const FRAME: &str = "hoso-frame";
/// The folder of the stable address. Another number is another set of attributes and events.
const FOLDER: &str = "v1";
/// Budget of `v1/embed.js` in brotli bytes: it precedes everything else.
const BUDGET: usize = 5_000;

/// The sentences of the element, by their key in `src/embed/element.js`.
const SENTENCES: [(&str, &str); 15] = [
    ("loading", "ui.embed_loading"),
    ("failed", "ui.embed_failed"),
    ("frame", "ui.embed_frame"),
    ("frame-refused", "ui.embed_policy"),
    ("full_page", "ui.embed_full_page"),
    ("retry", "ui.embed_retry"),
    ("base-missing", "ui.embed_policy"),
    ("browser-old", "ui.embed_old"),
    ("policy-wasm", "ui.embed_policy"),
    ("policy-files", "ui.embed_policy"),
    ("files-unreachable", "ui.embed_network"),
    ("files-missing", "ui.embed_outdated"),
    ("procedure-unknown", "ui.embed_unknown"),
    ("app-stopped", "ui.embed_stopped"),
    ("storage-denied", "ui.embed_storage"),
];

/// What the element needs of a build.
pub(crate) struct Parts<'a> {
    /// The glue of the app.
    pub(crate) glue: &'a str,
    /// The script that fetches the second module.
    pub(crate) second_module: &'a str,
    /// File name and hash of the worker's script.
    pub(crate) worker: [&'a str; 2],
    /// File name and hash of the first module.
    pub(crate) module: [&'a str; 2],
    /// The style sheet.
    pub(crate) css: &'a str,
}

/// Writes the files into a folder.
///
/// # Errors
/// When a file cannot be written, or `v1/embed.js` is over its budget.
pub(crate) fn write_all(folder: &Path, parts: &Parts<'_>) -> Outcome {
    let source = |name: &str| read(&root().join("src/embed").join(name));
    let [worker, worker_integrity] = parts.worker;
    let loader = script::loader("src/embed/loader.js")?
        .replace("HOSO_WORKER_SCRIPT", worker)
        .replace("HOSO_WORKER_INTEGRITY", worker_integrity);
    let loader = script::embedded(parts.glue, parts.second_module, &loader)?;
    let loader_name = write_hashed(folder, SCRIPT, "js", loader.as_bytes())?;

    let css = [parts.css, &style::minify(&source("element.css")?)].concat();
    let css = with_own_rem(&css);
    let css_name = write_hashed(folder, APP, "css", css.as_bytes())?;

    let build = json!({
        "script": [loader_name, digest::integrity(loader.as_bytes())],
        "module": parts.module,
        "style": [css_name, digest::integrity(css.as_bytes())],
        "procedures": hoso_procedures::ALL.iter().map(|one| one.definition.code).collect::<Vec<_>>(),
        "sentences": sentences(&SENTENCES),
    });
    let element = script::without_comments(&source("element.js")?)
        .replace("HOSO_BUILD", &ascii(&build.to_string()));
    let size = brotli(element.as_bytes()).len();
    if size > BUDGET {
        return Err(format!(
            "{FOLDER}/embed.js has {size} bytes brotli; the budget is {BUDGET}"
        ));
    }
    let pinned = write_hashed(&folder.join(FOLDER), "embed", "js", element.as_bytes())?;
    write(&folder.join(FOLDER).join("embed.js"), &element)?;
    println!(
        "{FOLDER}/embed.js: {size} bytes brotli; pinned as {FOLDER}/{pinned} integrity=\"{}\"",
        digest::integrity(element.as_bytes())
    );
    Ok(())
}

/// Writes the script of a page in a frame and returns its name.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn write_frame(folder: &Path) -> Outcome<String> {
    let script = script::without_comments(&read(&root().join("src/embed/frame.js"))?);
    write_hashed(folder, FRAME, "js", script.as_bytes())
}

/// Escapes what is not ASCII in JSON: a page of another encoding, on a server that names none, would
/// read the script in its own.
pub(crate) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Returns sentences, by their key in a script, in each language.
pub(crate) fn sentences(wanted: &[(&'static str, &'static str)]) -> Value {
    // Their sentences are in the messages of the second module.
    hoso::second_module::install(&hoso::second_module_table::TABLE);
    let of = |tag: &str| {
        let sentence = |(key, code): &(&'static str, &'static str)| {
            let text = hoso::i18n::messages::template(hoso::i18n::lang::Lang::SOURCE, code);
            ((*key).to_owned(), translate(tag, text).into())
        };
        Value::Object(wanted.iter().map(sentence).collect())
    };
    let all = LANGUAGES
        .iter()
        .map(|language| (language.tag.to_owned(), of(language.tag)));
    Value::Object(all.collect::<Map<_, _>>())
}

/// Replaces the unit `rem` by a custom property, except in the conditions of `@media`: in a portal's
/// page it is the font size of the portal's root element.
fn with_own_rem(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    for (i, part) in css.split("@media").enumerate() {
        let rules = if i == 0 {
            part
        } else {
            let (condition, rules) = part.split_once('{').unwrap_or((part, ""));
            out.push_str("@media");
            out.push_str(condition);
            out.push('{');
            rules
        };
        let mut rest = rules;
        while let Some(at) = rest.find("rem") {
            let (before, after) = rest.split_at(at);
            let number = before
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
                .len();
            let (text, number) = before.split_at(number);
            let ends = !after[3..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
            // The minus of a negative number; that of a name such as `a-1rem` does not occur.
            if number.is_empty() || !ends {
                out.push_str(before);
                out.push_str("rem");
            } else if let Some(text) = text.strip_suffix('-') {
                out.push_str(&format!("{text}calc(-{number}*var(--hoso-rem))"));
            } else {
                out.push_str(&format!("{text}calc({number}*var(--hoso-rem))"));
            }
            rest = &after[3..];
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_rem_is_replaced_in_values_only() {
        for (css, wanted) in [
            ("a{top:1.5rem}", "a{top:calc(1.5*var(--hoso-rem))}"),
            ("a{margin:-1rem 0}", "a{margin:calc(-1*var(--hoso-rem)) 0}"),
            (
                "@media (max-width:27rem){a{top:1rem}}",
                "@media (max-width:27rem){a{top:calc(1*var(--hoso-rem))}}",
            ),
            (".remark{top:0}", ".remark{top:0}"),
            (".a1remark{top:0}", ".a1remark{top:0}"),
        ] {
            assert_eq!(with_own_rem(css), wanted);
        }
    }
}
