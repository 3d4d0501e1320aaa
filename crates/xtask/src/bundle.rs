//! What happens after Trunk: the hook that turns its output into pages for any CDN.
//!
//! Trunk leaves a template, the glue of wasm-bindgen and the module in a staging folder.
//! From these come the module without its debug names, one script (glue and loader.js in
//! one, since two would be two requests) that knows the module's hash, the prerendered
//! pages that know the script's hash, the place data, the headers and the packed twins.
//! Every name but a page's holds a hash of what is in it.

use crate::{
    bindgen::{self, Bound},
    command::{Outcome, read, root, write},
    compress,
    deployment::Deployment,
    digest, headers, page, size, split, style, wasm, worker,
};
use hoso_dossier::timestamp::vietnam_date;
use hoso_identifiers::Date;
use serde_json::{Map, Value};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// Where Trunk tells, by way of `pattern_script` in `Trunk.toml`, what it called its files.
const APP: &str = "<!--hoso:app ";

/// Runs as Trunk's `post_build` hook.
///
/// # Errors
/// When it was not Trunk that called, or its output is not as expected.
pub(crate) fn hook() -> Outcome {
    let variable = |name: &str| {
        env::var(name).map_err(|_| format!("{name} is not set; Trunk calls this as its hook"))
    };
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let release = variable("TRUNK_PROFILE")? == "release";
    let base = env::var("TRUNK_PUBLIC_URL").unwrap_or_else(|_| "/".to_owned());
    bundle(&staging, release, &base)
}

/// What takes the names out of a module, where a release asks for it.
pub(crate) type Leaner = fn(Vec<u8>) -> Vec<u8>;

fn bundle(staging: &Path, release: bool, base: &str) -> Outcome {
    let deployment = Deployment::load()?;
    let (template, app) = template(&read(&staging.join("index.html"))?)?;

    // What Trunk bound is not cut in two.
    remove(&staging.join(&app.wasm))?;
    remove(&staging.join(&app.script))?;
    let profile = if release { "web" } else { "debug" };
    let Bound {
        glue,
        module,
        later,
    } = bindgen::bound(profile, "hoso")?;
    let lean: Leaner = if release {
        |module| wasm::without_custom_sections(&module)
    } else {
        |module| module
    };
    let module = lean(module);
    let later = match later.map(lean) {
        Some(later) => {
            let integrity = digest::integrity(&later);
            let name = named(staging, LATER, "wasm", &later)?;
            let template = read(&root().join("src/later.js"))?;
            fill_later(&template, &format!("{base}{name}"), &integrity)
        }
        None => String::new(),
    };
    let wasm_integrity = digest::integrity(&module);
    let wasm = named(staging, "hoso", "wasm", &module)?;

    let jobs = worker::build(staging, release, base, lean)?;
    let loader = read(&root().join("src/loader.js"))?.replace("HOSO_JOBS_SCRIPT", &jobs);
    let script = script(
        &glue,
        &later,
        &loader,
        &format!("{base}{wasm}"),
        &wasm_integrity,
    )?;
    let script_integrity = digest::integrity(script.as_bytes());
    let script = named(staging, "hoso", "js", script.as_bytes())?;

    let mut settings = deployment.page.clone();
    settings.insert("home".to_owned(), base.into());
    settings.insert("places".to_owned(), places(staging, base)?.into());
    let parts = page::Parts {
        base: base.to_owned(),
        css: style::compile()?,
        script,
        script_integrity,
        wasm,
        origin: deployment.origin.clone(),
        settings,
    };
    let block = Value::Object(parts.settings.clone()).to_string();
    for prerendered in hoso::prerender::pages(&hoso::settings::Settings::read(&block), today()?) {
        let path = staging
            .join(page::folder(&prerendered.path))
            .join("index.html");
        let filled = page::fill(&template, &prerendered, &parts)?;
        if prerendered.path.is_empty() {
            // CDNs show this file for an address that is none: the list of procedures helps on.
            write(&staging.join("404.html"), page::not_found(&filled))?;
        }
        write(&path, filled)?;
    }
    headers::write_all(staging, &deployment)?;
    if release {
        compress::twins(staging)?;
        // A crossed budget fails `cargo xtask build` and the gate; here the table is enough, and
        // the folder can be looked at.
        if let Err(problem) = size::print(staging) {
            println!("warning: {problem}");
        }
    }
    Ok(())
}

/// What Trunk called its two files.
struct App {
    script: String,
    wasm: String,
}

/// Takes the names that Trunk left out of the template.
fn template(html: &str) -> Outcome<(String, App)> {
    let (before, rest) = html
        .split_once(APP)
        .ok_or("Trunk left no mark in index.html; see pattern_script in Trunk.toml")?;
    let (names, after) = rest
        .split_once("-->")
        .ok_or("the mark in index.html has no end")?;
    let (script, wasm) = names
        .trim()
        .split_once(' ')
        .ok_or("the mark in index.html names no files")?;
    let app = App {
        script: script.to_owned(),
        wasm: wasm.to_owned(),
    };
    Ok((format!("{before}{after}"), app))
}

/// The stem of the second half's name.
pub(crate) const LATER: &str = "hoso-later";

fn fill_later(template: &str, address: &str, integrity: &str) -> String {
    let mut filled = String::new();
    for line in template
        .lines()
        .map(str::trim)
        .filter(|line| !comment(line))
    {
        filled.push_str(
            &line
                .replace("HOSO_LATER_URL", address)
                .replace("HOSO_LATER_INTEGRITY", integrity),
        );
        filled.push('\n');
    }
    filled
}

/// The name under which the glue imports the splitting tool's script, if this line does.
fn later_import(line: &str) -> Option<&str> {
    let (name, from) = line.strip_prefix("import * as ")?.split_once(" from ")?;
    let from = from.trim_end_matches(';').trim_matches(['"', '\'']);
    (from == split::SCRIPT).then_some(name)
}

/// The glue of wasm-bindgen, the fetching of the second half and our loader as one module.
///
/// # Errors
/// When the glue asks for further files.
fn script(bound: &str, later: &str, loader: &str, wasm: &str, integrity: &str) -> Outcome<String> {
    let mut script = glue(bound, later)?;
    // In a block of its own, so that its names cannot meet those of the glue.
    script.push_str("{\n");
    for line in loader.lines().map(str::trim).filter(|line| !comment(line)) {
        script.push_str(
            &line
                .replace("HOSO_WASM_URL", wasm)
                .replace("HOSO_WASM_INTEGRITY", integrity),
        );
        script.push('\n');
    }
    script.push_str("}\n");
    Ok(script)
}

/// The glue of wasm-bindgen without its comments and exports, with `later` where it would
/// import the second half.
///
/// # Errors
/// When it asks for further files: they would be fetched without a hash.
pub(crate) fn glue(bound: &str, later: &str) -> Outcome<String> {
    let mut script = String::with_capacity(bound.len());
    for line in bound.lines() {
        if let Some(name) = later_import(line).filter(|_| !later.is_empty()) {
            script.push_str(&later.replace("HOSO_LATER", name));
            continue;
        }
        if line.starts_with("import ") {
            return Err(format!(
                "a crate brings JavaScript of its own, which no hash would protect: {line}"
            ));
        }
        // What is to be exported, our own scripts say.
        let declared = ["export function ", "export class "]
            .iter()
            .any(|start| line.starts_with(start));
        let line = if declared {
            line.trim_start_matches("export ")
        } else {
            line
        };
        if !line.starts_with("export ") && !comment(line) {
            script.push_str(line.trim());
            script.push('\n');
        }
    }
    Ok(script)
}

/// Whole-line comments and empty lines, the only ones that can be told without a parser.
pub(crate) fn comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with("//")
        || line.starts_with("/*")
        || line.starts_with("* ")
        || line == "*/"
        || line == "*"
}

/// Today in Vietnam, or the day of `SOURCE_DATE_EPOCH` for whoever wants the same bytes again.
fn today() -> Outcome<Date> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let fixed = env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let seconds = fixed.unwrap_or(now);
    i64::try_from(seconds)
        .ok()
        .and_then(vietnam_date)
        .ok_or_else(|| "the clock of this machine is wrong".to_owned())
}

/// Writes what is fetched when it is needed (the places of each province, the names of
/// countries, English) into one folder, named by the hash of all of it, and tells where.
///
/// One hash for all keeps the settings block, which is part of the first load, short.
fn places(staging: &Path, base: &str) -> Outcome<Map<String, Value>> {
    let data = root().join("data");
    let mut files = hoso_places::compile::files(&data).map_err(|problem| problem.to_string())?;
    let countries =
        hoso_places::compile::countries(&data).map_err(|problem| problem.to_string())?;
    files.push(("countries".to_owned(), countries));
    files.push(("english".to_owned(), hoso::texts::english_file()?));
    let all: Vec<u8> = files.iter().flat_map(|(_, text)| text.bytes()).collect();
    let folder = format!("places/{}", digest::name(&all));
    let mut addresses = Map::new();
    for (province, text) in files {
        write(&staging.join(&folder).join(format!("{province}.txt")), text)?;
        addresses.insert(
            province.clone(),
            format!("{base}{folder}/{province}.txt").into(),
        );
    }
    Ok(addresses)
}

fn remove(path: &Path) -> Outcome {
    fs::remove_file(path).map_err(|problem| format!("cannot remove {}: {problem}", path.display()))
}

pub(crate) fn named(staging: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Outcome<String> {
    let name = format!("{stem}-{}.{ending}", digest::name(bytes));
    write(&staging.join(&name), bytes)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_the_mark_names_the_files_and_goes() {
        let (template, app) = template("<head><!--hoso:app a.js b.wasm--></head>").unwrap();
        assert_eq!(
            (template.as_str(), app.script.as_str(), app.wasm.as_str()),
            ("<head></head>", "a.js", "b.wasm")
        );
    }

    #[test]
    fn ok_one_script_exports_nothing_and_knows_the_module() {
        let glue = "/* @ts-self-types */\nexport function go() {\n    return 1;\n}\nexport { initSync, init as default };\n";
        let script = script(
            glue,
            "",
            "// why\nfetch(\"HOSO_WASM_URL\", \"HOSO_WASM_INTEGRITY\");",
            "/a.wasm",
            "sha256-x",
        )
        .unwrap();
        assert_eq!(
            script,
            "function go() {\nreturn 1;\n}\n{\nfetch(\"/a.wasm\", \"sha256-x\");\n}\n"
        );
    }

    #[test]
    fn err_glue_that_imports() {
        assert!(script("import * as a from './snippets/a.js';", "x", "", "", "").is_err());
        // Without a second half nobody can answer for it.
        let glue = "import * as a from \"./__wasm_split.js\"";
        assert!(script(glue, "", "", "", "").is_err());
    }

    #[test]
    fn ok_the_second_half_is_fetched_by_its_hash() {
        let later = fill_later(
            "// why\nconst HOSO_LATER = [\"HOSO_LATER_URL\", \"HOSO_LATER_INTEGRITY\"];",
            "/l.wasm",
            "sha256-y",
        );
        let glue = "import * as import1 from \"./__wasm_split.js\"\n";
        assert_eq!(
            script(glue, &later, "", "", "").unwrap(),
            "const import1 = [\"/l.wasm\", \"sha256-y\"];\n{\n}\n"
        );
    }
}
