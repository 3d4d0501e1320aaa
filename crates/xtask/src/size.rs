//! Measures the first load of every procedure against its budget.

use crate::{
    artifacts::{SECOND_MODULE, WORKER},
    command::{Outcome, option, root},
    wasm,
};
use hoso_site::{
    files::{files, read, read_bytes},
    precompress::brotli,
};
use std::{fs, path::Path};

/// Budget in brotli bytes for everything until the first step is live (docs/performance.md).
const BUDGET: usize = 95_000;

/// Prints the table for a finished dist folder.
///
/// # Errors
/// When a file is missing or a first load is over its budget.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    print(&root().join(option(arguments, "--dist")?.unwrap_or("dist")))
}

/// Prints each file of every first load with its plain and its compressed size.
///
/// # Errors
/// When a file is missing or a first load is over its budget.
pub(crate) fn print(dist: &Path) -> Outcome {
    let mut largest = 0;
    for procedure in hoso_procedures::ALL {
        let definition = procedure.definition;
        let page = format!("{}/index.html", definition.code);
        let text = read(&dist.join(&page))?;
        let mut sum = 0;
        println!(
            "{:>9} {:>9}  first load of /{}/",
            "bytes", "brotli", definition.code
        );
        for name in std::iter::once(page.clone()).chain(references(&text)) {
            let file = File::measure(dist, name)?;
            sum += file.compressed;
            println!("{file}");
        }
        println!("{:>9} {sum:>9}  sum; the budget is {BUDGET}", "");
        largest = largest.max(sum);
    }
    print_deferred(dist)?;
    print_modules(dist)?;
    if largest > BUDGET {
        return Err(format!(
            "the first load is {} bytes over its budget",
            largest - BUDGET
        ));
    }
    Ok(())
}

/// One file with its sizes.
struct File {
    name: String,
    plain: usize,
    compressed: usize,
}

impl File {
    fn measure(dist: &Path, name: String) -> Outcome<Self> {
        let path = dist.join(&name);
        let bytes = read_bytes(&path)?;
        let variant = fs::read(format!("{}.br", path.display())).unwrap_or_else(|_| brotli(&bytes));
        Ok(Self {
            name,
            plain: bytes.len(),
            compressed: variant.len().min(bytes.len()),
        })
    }
}

impl std::fmt::Display for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>9} {:>9}  {}", self.plain, self.compressed, self.name)
    }
}

/// Prints the files that are fetched after the first step is live; the budget excludes them.
fn print_deferred(dist: &Path) -> Outcome {
    for name in programs(dist, &["js", "wasm"])? {
        let when = if name.starts_with(SECOND_MODULE) {
            "after the first step is live"
        } else if name.starts_with(WORKER) {
            "with the first photo or form"
        } else {
            continue;
        };
        println!("{}, {when}", File::measure(dist, name)?);
    }
    Ok(())
}

/// Prints the sections of each module, so that code and data can be told apart.
fn print_modules(dist: &Path) -> Outcome {
    println!("{:>9} {:>9} {:>9}  sections of", "code", "data", "other");
    for name in programs(dist, &["wasm"])? {
        let parts = wasm::parts(&read_bytes(&dist.join(&name))?)
            .ok_or_else(|| format!("{name} is not a WebAssembly module"))?;
        let [code, data, other] = parts;
        println!("{code:>9} {data:>9} {other:>9}  {name}");
    }
    Ok(())
}

/// Returns the names of the files in `dist` itself with one of these extensions.
fn programs(dist: &Path, extensions: &[&str]) -> Outcome<Vec<String>> {
    let names = files(dist)?
        .into_iter()
        .filter(|path| path.parent() == Some(dist))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
        });
    Ok(names
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect())
}

/// Returns the files that a page fetches without a program: scripts and preloads.
fn references(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for element in page.split('<').filter_map(|rest| rest.split('>').next()) {
        let is_fetched = element.starts_with("script ")
            || element.starts_with("link ")
                && ["preload", "stylesheet"]
                    .iter()
                    .any(|rel| element.contains(rel));
        if !is_fetched {
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
