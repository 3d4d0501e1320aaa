//! No two files import each other in a circle, no type is extended outside the folder that
//! defines it, and no folder imports one above it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::modules::FileGraph;
use crate::repository::root;

/// Packages that are not checked, until their files are in order.
const NOT_YET: [&str; 0] = [];

/// The layers of a package, lowest first: a file or folder directly below its `src` may import
/// those before it only. The crate root is above all of them.
const LAYERS: [(&str, &[&str]); 1] = [(
    "hoso",
    &[
        "loader",
        "platform",
        "config",
        "i18n",
        "wizard",
        "second_module",
        "components",
        "browser",
        "second_module_table",
        "boot",
        "documents",
        "prerender",
    ],
)];

/// A package of the workspace: its name, its folder, and the root file of each crate.
struct Package {
    name: String,
    folder: PathBuf,
    crates: Vec<PathBuf>,
}

/// The packages, as Cargo knows them.
fn packages() -> Vec<Package> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo metadata failed");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let package = |package: &serde_json::Value| Package {
        name: text(&package["name"]),
        folder: Path::new(&text(&package["manifest_path"]))
            .parent()
            .unwrap()
            .to_owned(),
        crates: package["targets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|target| text(&target["src_path"]).into())
            .collect(),
    };
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(package).collect()
}

/// Joins what the crates of a package say, with paths seen from its folder.
fn graph_of(package: &Package) -> FileGraph {
    let short = |path: &Path| {
        path.strip_prefix(&package.folder)
            .unwrap_or(path)
            .to_owned()
    };
    let mut joined = FileGraph::default();
    for root in &package.crates {
        let graph = FileGraph::read(root, &|path| std::fs::read_to_string(path).ok());
        for (from, to) in graph.edges {
            let edges = joined.edges.entry(short(&from)).or_default();
            edges.extend(to.iter().map(|to| short(to)));
        }
        let impls = graph.impls.into_iter();
        let impls = impls.map(|(file, name, home)| (short(&file), name, short(&home)));
        joined.impls.extend(impls);
    }
    joined
}

fn checked() -> impl Iterator<Item = (Package, FileGraph)> {
    let packages = packages().into_iter();
    packages
        .filter(|package| !NOT_YET.contains(&package.name.as_str()))
        .map(|package| {
            let graph = graph_of(&package);
            (package, graph)
        })
}

/// The shortest circle through a file, without its end.
fn circle_through(graph: &FileGraph, file: &Path) -> Option<Vec<PathBuf>> {
    let mut came_from: BTreeMap<&Path, &Path> = BTreeMap::new();
    let mut open = VecDeque::from([file]);
    while let Some(here) = open.pop_front() {
        for next in graph.edges.get(here).into_iter().flatten() {
            if next == file {
                let mut circle = vec![here.to_owned()];
                let mut at = here;
                while at != file {
                    at = came_from[at];
                    circle.push(at.to_owned());
                }
                circle.reverse();
                return Some(circle);
            }
            if !came_from.contains_key(next.as_path()) {
                came_from.insert(next, here);
                open.push_back(next);
            }
        }
    }
    None
}

/// The shortest circles, each once.
fn circles(graph: &FileGraph) -> Vec<String> {
    let mut found: BTreeMap<BTreeSet<PathBuf>, String> = BTreeMap::new();
    for file in graph.edges.keys() {
        if let Some(circle) = circle_through(graph, file) {
            let names: Vec<_> = circle
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            let text = format!("{} → {}", names.join(" → "), names[0]);
            found.entry(circle.into_iter().collect()).or_insert(text);
        }
    }
    found.into_values().collect()
}

/// Inherent `impl` blocks of types that another folder defines.
fn foreign_impls(graph: &FileGraph) -> Vec<String> {
    graph
        .impls
        .iter()
        .filter(|(file, _, home)| !file.starts_with(home.parent().unwrap()))
        .map(|(file, name, home)| {
            format!(
                "{}: impl {name}, defined in {}",
                file.display(),
                home.display()
            )
        })
        .collect()
}

/// The file or folder directly below `src` that a file belongs to; `None` for a crate root.
fn layer_name(file: &Path) -> Option<String> {
    let below = file.strip_prefix("src").ok()?;
    let first = below.components().next()?.as_os_str().to_string_lossy();
    let name = first.trim_end_matches(".rs").to_owned();
    (!["lib", "main"].contains(&name.as_str())).then_some(name)
}

/// Imports that lead upwards, and files that belong to no layer.
fn upward_imports(graph: &FileGraph, layers: &[&str]) -> Vec<String> {
    let level = |name: &str| layers.iter().position(|layer| *layer == name);
    let mut found = Vec::new();
    for (file, imports) in &graph.edges {
        let Some(own) = layer_name(file) else {
            continue;
        };
        let Some(own_level) = level(&own) else {
            found.push(format!("{}: no layer is named `{own}`", file.display()));
            continue;
        };
        for import in imports {
            let above = match layer_name(import) {
                None => true,
                Some(other) => level(&other).is_none_or(|other| other > own_level),
            };
            if above {
                found.push(format!("{} imports {}", file.display(), import.display()));
            }
        }
    }
    found
}

#[test]
fn ok_no_files_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    let mut files = 0;
    for (package, graph) in checked() {
        files += graph.edges.len();
        found.extend(
            circles(&graph)
                .iter()
                .map(|circle| format!("{}: {circle}", package.name)),
        );
    }
    assert!(files > 100, "only {files} files were read");
    assert!(found.is_empty(), "circles:\n{}", found.join("\n"));
}

#[test]
fn ok_no_type_is_extended_outside_its_folder() {
    let mut found = Vec::new();
    let mut blocks = 0;
    for (package, graph) in checked() {
        blocks += graph.impls.len();
        found.extend(
            foreign_impls(&graph)
                .iter()
                .map(|place| format!("{}: {place}", package.name)),
        );
    }
    assert!(blocks > 50, "only {blocks} blocks were read");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn ok_no_folder_imports_one_above_it() {
    let mut found = Vec::new();
    for (package, graph) in checked() {
        for (_, layers) in LAYERS.iter().filter(|(name, _)| *name == package.name) {
            found.extend(upward_imports(&graph, layers));
        }
    }
    assert!(found.is_empty(), "upwards:\n{}", found.join("\n"));
}

#[test]
fn ok_every_name_in_the_lists_is_a_package() {
    let packages = packages();
    for name in NOT_YET.iter().chain(LAYERS.iter().map(|(name, _)| name)) {
        assert!(
            packages.iter().any(|package| package.name == *name),
            "{name}"
        );
    }
}

/// Reads a crate out of `(path, text)` pairs; the first is its root.
fn fixture(files: &[(&str, &str)]) -> FileGraph {
    FileGraph::read(Path::new(files[0].0), &|path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned())
    })
}

#[test]
fn err_a_circle_of_two() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "use crate::b::B; pub struct A;"),
        ("src/b.rs", "pub struct B; fn f(a: &super::a::A) {}"),
    ]);
    assert_eq!(circles(&graph), ["src/a.rs → src/b.rs → src/a.rs"]);
}

#[test]
fn err_a_circle_of_three() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::{b as second};"),
        ("src/b.rs", "pub fn f() { crate::c::g::<u8>() }"),
        (
            "src/c.rs",
            "use super::a::*; pub struct C; pub fn g<T>() {}",
        ),
    ]);
    assert_eq!(
        circles(&graph),
        ["src/a.rs → src/b.rs → src/c.rs → src/a.rs"]
    );
}

#[test]
fn err_a_child_and_its_parent() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; pub use a::A;"),
        ("src/a/mod.rs", "mod b; pub struct A; fn f() { b::g() }"),
        ("src/a/b.rs", "use super::A; pub(super) fn g() {}"),
    ]);
    assert_eq!(circles(&graph), ["src/a/b.rs → src/a/mod.rs → src/a/b.rs"]);
}

#[test]
fn err_a_circle_behind_a_re_export() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; mod b; pub use a::A as Known;"),
        ("src/a.rs", "pub struct A; fn f(b: crate::b::B) {}"),
        ("src/b.rs", "use crate::Known; pub struct B;"),
    ]);
    assert_eq!(circles(&graph), ["src/a.rs → src/b.rs → src/a.rs"]);
}

#[test]
fn err_a_circle_through_an_impl_block() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "use crate::b::check; pub struct A<T>(T);"),
        (
            "src/b.rs",
            "use crate::a as first; pub fn check() {} impl<T: Fn() -> u8> first::A<T> { fn f() {} }",
        ),
    ]);
    assert_eq!(circles(&graph), ["src/a.rs → src/b.rs → src/a.rs"]);
    assert!(foreign_impls(&graph).is_empty(), "both are in one folder");
}

#[test]
fn err_an_impl_block_outside_the_folder_of_its_type() {
    let graph = fixture(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a/mod.rs", "mod part; pub struct A;"),
        ("src/a/part.rs", "use super::A; impl A { fn f() {} }"),
        ("src/b.rs", "use crate::a::A; impl A { fn g() {} }"),
        // The impl of a trait is where the trait or the type is; so is a type in a signature.
        (
            "src/c.rs",
            "use crate::a::A; impl From<A> for u8 { fn from(_: A) -> Self { 0 } } fn f(_: impl Into<A>) -> impl Sized {}",
        ),
    ]);
    assert_eq!(
        foreign_impls(&graph),
        ["src/b.rs: impl A, defined in src/a/mod.rs"]
    );
}

#[test]
fn ok_what_makes_no_circle() {
    let graph = fixture(&[
        (
            "src/lib.rs",
            "mod a; list! { #[path = \"x/y.rs\"] mod b; } mod c; pub use b::B;",
        ),
        (
            "src/a.rs",
            "//! See crate::c.\nuse std::a; /// [`crate::c::C`]\npub struct A; const S: &str = \"crate::c::C\";\n#[cfg(test)] use crate::c;\n#[cfg(test)] mod tests { use crate::b::B; }\n#[cfg(test)]\nmod more;",
        ),
        (
            "src/x/y.rs",
            "mod z; use z::Z; use crate::a::A; pub struct B;",
        ),
        ("src/x/z.rs", "pub struct Z;"),
        (
            "src/c.rs",
            "use crate::{a::{self as first, A}, B}; pub struct C; mod inner { use super::C; }",
        ),
        ("src/a/more.rs", "use crate::b::B;"),
    ]);
    assert_eq!(circles(&graph), Vec::<String>::new());
    let edges = |file: &str| {
        graph.edges[Path::new(file)]
            .iter()
            .map(|path| path.to_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(edges("src/c.rs"), ["src/a.rs", "src/x/y.rs"]);
    assert_eq!(edges("src/x/y.rs"), ["src/a.rs", "src/x/z.rs"]);
    assert!(edges("src/a.rs").is_empty());
}

#[test]
fn err_an_import_that_leads_upwards() {
    let graph = fixture(&[
        (
            "src/lib.rs",
            "pub mod low; pub mod high; mod other; pub const N: u8 = 0;",
        ),
        (
            "src/low.rs",
            "pub struct Low; fn f() -> u8 { crate::high::deep::N + crate::N }",
        ),
        ("src/high/mod.rs", "pub mod deep; use crate::low::Low;"),
        ("src/high/deep.rs", "use crate::low; pub const N: u8 = 0;"),
        ("src/other.rs", ""),
    ]);
    assert_eq!(
        upward_imports(&graph, &["low", "high"]),
        [
            "src/low.rs imports src/high/deep.rs",
            "src/low.rs imports src/lib.rs",
            "src/other.rs: no layer is named `other`",
        ]
    );
    assert_eq!(upward_imports(&graph, &["high", "low", "other"]).len(), 3);
}
