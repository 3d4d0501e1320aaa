//! Joins the glue of wasm-bindgen and our own scripts to one module script.
//!
//! One file instead of three saves requests on the way to the live page. Only whole-line
//! comments and indentation are removed: more would need a parser of JavaScript.

use crate::{
    command::{Outcome, root},
    split,
};
use hoso_site::files::read;

/// The functions of the glue that start a program from anything: a URL, bytes, a module.
const STARTS: [&str; 4] = ["initSync", "__wbg_load", "__wbg_init", "__wbg_init_once"];

/// Starts a program from the response to its fetch, in place of [`STARTS`], which have ten times the
/// size.
const INSTANTIATE: &str = "const instantiate = async (response) => {
const { instance, module } = await WebAssembly.instantiateStreaming(response, __wbg_get_imports());
return __wbg_finalize_init(instance, module);
};
";

/// The script that fetches the second module, relative to the workspace.
pub(crate) const SECOND_MODULE: &str = "src/second_module.js";

/// A WebAssembly file as a script fetches it.
pub(crate) struct Fetched<'a> {
    /// Its address.
    pub(crate) url: &'a str,
    /// Its hash, in the form of the `integrity` attribute.
    pub(crate) integrity: &'a str,
}

/// Fills the script that fetches the second module.
pub(crate) fn second_module(template: &str, module: &Fetched<'_>) -> String {
    fill(
        template,
        "HOSO_SECOND_MODULE_URL",
        "HOSO_SECOND_MODULE_INTEGRITY",
        module,
    )
}

/// Reads a loader, relative to the workspace, with what every loader has before it.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn loader(path: &str) -> Outcome<String> {
    let shared = read(&root().join("src/fetch_text.js"))?;
    Ok([shared, read(&root().join(path))?].concat())
}

/// Joins the glue, the fetching of the second module and `src/loader.js`.
///
/// `second_module` is empty for a program that is not split.
///
/// # Errors
/// When the glue imports another file.
pub(crate) fn page(
    bound: &str,
    second_module: &str,
    loader: &str,
    module: &Fetched<'_>,
) -> Outcome<String> {
    // The glue calls the functions of this object (src/loader.rs).
    let mut script = String::from("let hosoHost;\n");
    script.push_str(&glue(bound, second_module)?);
    // A block keeps the names of the loader apart from those of the glue.
    script.push_str("{\n");
    script.push_str(&fill(
        loader,
        "HOSO_WASM_URL",
        "HOSO_WASM_INTEGRITY",
        module,
    ));
    script.push_str("}\n");
    Ok(script)
}

/// Joins the glue, the fetching of the second module and `src/embed/loader.js`, whose `hosoStart` the
/// script exports as `start`.
///
/// # Errors
/// When the glue imports another file.
pub(crate) fn embedded(bound: &str, second_module: &str, loader: &str) -> Outcome<String> {
    const NO_MODULE: Fetched<'_> = Fetched {
        url: "HOSO_WASM_URL",
        integrity: "HOSO_WASM_INTEGRITY",
    };
    let script = page(bound, second_module, loader, &NO_MODULE)?;
    Ok(format!(
        "let hosoStart;\n{script}export {{ hosoStart as start }};\n"
    ))
}

/// Joins the glue and the web worker's own script.
///
/// # Errors
/// When the glue imports another file.
pub(crate) fn worker(bound: &str, shell: &str, module: &Fetched<'_>) -> Outcome<String> {
    let mut script = glue(bound, "")?;
    script.push_str(&fill(shell, "HOSO_JOBS_URL", "HOSO_JOBS_INTEGRITY", module));
    Ok(script)
}

/// Replaces both placeholders and removes comments and indentation.
fn fill(template: &str, url: &str, integrity: &str, module: &Fetched<'_>) -> String {
    without_comments(template)
        .replace(url, module.url)
        .replace(integrity, module.integrity)
}

/// Removes comments and indentation.
pub(crate) fn without_comments(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    for line in script
        .lines()
        .map(str::trim)
        .filter(|line| !is_comment(line))
    {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

/// Returns the glue of wasm-bindgen without comments, exports and [`STARTS`], with `second_module` in
/// the place of the import that the splitting tool expects.
///
/// # Errors
/// When the glue imports another file: the browser would fetch it without an integrity check.
fn glue(bound: &str, second_module: &str) -> Outcome<String> {
    let mut script = String::with_capacity(bound.len());
    let mut is_skipping = false;
    for line in bound.lines() {
        is_skipping |= begins_start(line);
        if is_skipping {
            // Only the last line of a function at the top level has no indentation.
            is_skipping = line != "}";
            continue;
        }
        if let Some(name) = split_import(line).filter(|_| !second_module.is_empty()) {
            script.push_str(&second_module.replace("HOSO_SECOND_MODULE", name));
            continue;
        }
        if line.starts_with("import ") {
            return Err(format!(
                "a crate imports JavaScript of its own, which no integrity check would cover: {line}"
            ));
        }
        // Our own scripts decide what is exported.
        let declared = ["export function ", "export class "]
            .iter()
            .any(|start| line.starts_with(start));
        let line = if declared {
            line.trim_start_matches("export ")
        } else {
            line
        };
        if !line.starts_with("export ") && !is_comment(line) {
            script.push_str(line.trim());
            script.push('\n');
        }
    }
    if bound.contains("function __wbg_finalize_init(") {
        script.push_str(INSTANTIATE);
    }
    Ok(script)
}

/// Returns whether a line of the glue begins one of [`STARTS`] or declares their variable.
fn begins_start(line: &str) -> bool {
    let name = line.trim_start_matches("async ").strip_prefix("function ");
    let name = name.and_then(|rest| rest.split('(').next());
    name.is_some_and(|name| STARTS.contains(&name))
}

/// Returns the name under which this line of the glue imports the splitting tool's script.
fn split_import(line: &str) -> Option<&str> {
    let (name, from) = line.strip_prefix("import * as ")?.split_once(" from ")?;
    let from = from.trim_end_matches(';').trim_matches(['"', '\'']);
    (from == split::SCRIPT).then_some(name)
}

/// Recognises empty lines and whole-line comments.
fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.starts_with("//")
        || line.starts_with("/*")
        || line.starts_with("* ")
        || line == "*/"
        || line == "*"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    const NOTHING: Fetched<'_> = Fetched {
        url: "",
        integrity: "",
    };

    #[test]
    fn ok_one_script_exports_nothing_and_knows_the_module() {
        let glue = "/* @ts-self-types */\nexport function go() {\n    return 1;\n}\nexport { initSync, init as default };\n";
        let script = page(
            glue,
            "",
            "// why\nfetch(\"HOSO_WASM_URL\", \"HOSO_WASM_INTEGRITY\");",
            &Fetched {
                url: "/a.wasm",
                integrity: "sha256-x",
            },
        )
        .unwrap();
        assert_eq!(
            script,
            "let hosoHost;\nfunction go() {\nreturn 1;\n}\n{\nfetch(\"/a.wasm\", \"sha256-x\");\n}\n"
        );
    }

    #[test]
    fn ok_the_glue_starts_from_a_response_alone() {
        let glue = "function __wbg_finalize_init(a, b) {\n    return a;\n}\nasync function __wbg_load(a) {\n    if (a) {\n    }\n}\nlet __wbg_init_promise;\nfunction initSync(a) {\n}\n";
        let script = page(glue, "", "", &NOTHING).unwrap();
        assert!(!script.contains("__wbg_load") && !script.contains("initSync"));
        assert!(script.contains("return a;\n}\nlet __wbg_init_promise;\nconst instantiate"));
    }

    #[test]
    fn err_glue_that_imports() {
        assert!(page("import * as a from './snippets/a.js';", "x", "", &NOTHING).is_err());
        // Without a second module nothing can replace the import.
        let glue = "import * as a from \"./__wasm_split.js\"";
        assert!(page(glue, "", "", &NOTHING).is_err());
    }

    #[test]
    fn ok_the_second_module_is_fetched_by_its_hash() {
        let second = second_module(
            "// why\nconst HOSO_SECOND_MODULE = [\"HOSO_SECOND_MODULE_URL\", \"HOSO_SECOND_MODULE_INTEGRITY\"];",
            &Fetched {
                url: "/l.wasm",
                integrity: "sha256-y",
            },
        );
        let glue = "import * as import1 from \"./__wasm_split.js\"\n";
        assert_eq!(
            page(glue, &second, "", &NOTHING).unwrap(),
            "let hosoHost;\nconst import1 = [\"/l.wasm\", \"sha256-y\"];\n{\n}\n"
        );
    }

    #[test]
    fn ok_the_shell_knows_the_module_and_exports_what_a_page_calls() {
        let script = worker(
            "export function strip(a) {\n}\n",
            "// why\nfetch(\"HOSO_JOBS_URL\", \"HOSO_JOBS_INTEGRITY\");\nexport const stripped = strip;",
            &Fetched {
                url: "/j.wasm",
                integrity: "sha256-z",
            },
        )
        .unwrap();
        assert_eq!(
            script,
            "function strip(a) {\n}\nfetch(\"/j.wasm\", \"sha256-z\");\nexport const stripped = strip;\n"
        );
    }
}
