//! What the first load weighs, and the budget it must not cross.

use crate::{
    bundle::LATER,
    command::{Outcome, option, read, root},
    compress::brotli,
    worker::JOBS,
};
use std::{fs, path::Path};

/// Everything until the first step is live, brotli: "≤ 110 kB" of the design's budgets.
const BUDGET: usize = 110_000;
/// The page of each procedure begins a first load of its own.
const PAGES: [&str; 3] = [
    "602b/index.html",
    "under18/index.html",
    "account/index.html",
];

/// Prints the table for a finished dist folder.
///
/// # Errors
/// When a file is missing or the budget is crossed.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    print(&root().join(option(arguments, "--dist")?.unwrap_or("dist")))
}

/// Prints each file of every first load with its plain and its packed size.
///
/// # Errors
/// When a file is missing or the budget is crossed.
pub(crate) fn print(dist: &Path) -> Outcome {
    let mut most = 0;
    for page in PAGES {
        let text = read(&dist.join(page))?;
        let mut sum = 0;
        let address = page.trim_end_matches("index.html");
        println!("{:>9} {:>9}  first load of /{address}", "bytes", "brotli");
        for name in std::iter::once(page.to_owned()).chain(references(&text)) {
            let path = dist.join(&name);
            let bytes = fs::read(&path)
                .map_err(|problem| format!("cannot read {}: {problem}", path.display()))?;
            let twin =
                fs::read(format!("{}.br", path.display())).unwrap_or_else(|_| brotli(&bytes));
            let packed = twin.len().min(bytes.len());
            sum += packed;
            println!("{:>9} {packed:>9}  {name}", bytes.len());
        }
        println!("{:>9} {sum:>9}  sum; the budget is {BUDGET}", "");
        most = most.max(sum);
    }
    print_later(dist)?;
    if most > BUDGET {
        return Err(format!(
            "the first load is {} bytes over its budget",
            most - BUDGET
        ));
    }
    Ok(())
}

/// Prints what comes after the first step is live, which the budget does not count.
fn print_later(dist: &Path) -> Outcome {
    let entries = fs::read_dir(dist)
        .map_err(|problem| format!("cannot list {}: {problem}", dist.display()))?;
    for entry in entries {
        let path = entry.map_err(|problem| problem.to_string())?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let plain = name.ends_with(".wasm") || name.ends_with(".js");
        let when = if !plain {
            continue;
        } else if name.starts_with(LATER) {
            "after the first step is live"
        } else if name.starts_with(JOBS) {
            "with the first photo or form"
        } else {
            continue;
        };
        let bytes = fs::read(&path).map_err(|problem| format!("cannot read {name}: {problem}"))?;
        let twin = fs::read(format!("{}.br", path.display())).unwrap_or_else(|_| brotli(&bytes));
        let packed = twin.len().min(bytes.len());
        println!("{:>9} {packed:>9}  {name}, {when}", bytes.len());
    }
    Ok(())
}

/// The files that a page asks for by itself: scripts, and what it preloads.
fn references(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for element in page.split('<').filter_map(|rest| rest.split('>').next()) {
        let loads = element.starts_with("script ")
            || element.starts_with("link ")
                && ["preload", "stylesheet"]
                    .iter()
                    .any(|rel| element.contains(rel));
        if !loads {
            continue;
        }
        for attribute in ["src=\"", "href=\""] {
            let value = element
                .split_once(attribute)
                .and_then(|(_, rest)| rest.split('"').next());
            if let Some(name) = value.and_then(|address| address.rsplit('/').next()) {
                found.push(name.to_owned());
            }
        }
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_scripts_and_preloads_count_and_icons_do_not() {
        let page = "<link rel=\"icon\" href=\"data:,\"><link rel=\"preload\" as=\"fetch\" href=\"/b/a.wasm\">\
                    <script type=\"module\" src=\"/b/a.js\"></script><script type=\"application/json\">{}</script>";
        assert_eq!(references(page), ["a.wasm", "a.js"]);
    }
}
