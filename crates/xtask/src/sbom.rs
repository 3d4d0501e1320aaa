//! Lists every crate in the program and in the site of a release, as a CycloneDX document.
//!
//! Source: <https://cyclonedx.org/docs/1.5/json/>; read 2026-11-30.

use crate::command::{Outcome, cargo, root};
use hoso_site::files::read;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The packages of the program, and those of the site.
const PROGRAM: [&str; 1] = ["hoso-cli"];
const SITE: [&str; 2] = ["hoso-web-bin", "hoso-worker"];

/// Returns the document for a program of this target.
///
/// # Errors
/// When cargo cannot resolve the workspace.
pub(crate) fn sbom(triple: &str) -> Outcome<String> {
    let mut crates = metadata(triple, &[])?.reachable(&PROGRAM)?;
    let site = ["--features", "hoso-web-bin/hydrate"];
    crates.extend(metadata("wasm32-unknown-unknown", &site)?.reachable(&SITE)?);
    let checksums = checksums(&read(&root().join("Cargo.lock"))?);
    let version = env!("CARGO_PKG_VERSION");
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "hoso", "version": version } },
        "components": crates.values().map(|found| found.component(&checksums)).collect::<Vec<_>>(),
    });
    Ok(format!("{document:#}\n"))
}

/// One crate in one version.
#[derive(Debug, PartialEq, Eq)]
struct Crate {
    name: String,
    version: String,
    license: String,
}

impl Crate {
    fn component(&self, checksums: &BTreeMap<(String, String), String>) -> Value {
        let Self {
            name,
            version,
            license,
        } = self;
        let url = format!("pkg:cargo/{name}@{version}");
        let mut component = json!({
            "type": "library",
            "bom-ref": url,
            "name": name,
            "version": version,
            "licenses": [{ "expression": license }],
            "purl": url,
        });
        // Crates of the workspace have none.
        if let Some(checksum) = checksums.get(&(name.clone(), version.clone())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        component
    }
}

/// What `cargo metadata` prints.
struct Metadata(Value);

fn metadata(triple: &str, features: &[&str]) -> Outcome<Metadata> {
    let fixed = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
    ];
    let output = cargo(&[&fixed[..], &[triple], features].concat())
        .output()
        .map_err(|problem| format!("cannot start cargo: {problem}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout)
        .map(Metadata)
        .map_err(|problem| format!("cargo metadata: {problem}"))
}

impl Metadata {
    /// Returns the crates that these packages contain, by their ids.
    fn reachable(&self, roots: &[&str]) -> Outcome<BTreeMap<String, Crate>> {
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let packages: BTreeMap<String, Value> = list(&self.0["packages"])
            .into_iter()
            .map(|package| (text(&package, "id"), package))
            .collect();
        let nodes: BTreeMap<String, Value> = list(&self.0["resolve"]["nodes"])
            .into_iter()
            .map(|node| (text(&node, "id"), node))
            .collect();
        let mut open = Vec::new();
        for root in roots {
            let id = packages
                .iter()
                .find(|(_, package)| package["name"] == *root);
            let (id, _) = id.ok_or_else(|| format!("there is no package {root}"))?;
            open.push(id.clone());
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(node) = nodes.get(&id).filter(|_| seen.insert(id.clone())) else {
                continue;
            };
            for dependency in list(&node["deps"]) {
                // Neither tests nor build scripts end up in a program.
                let is_normal = list(&dependency["dep_kinds"])
                    .iter()
                    .any(|kind| kind["kind"].is_null());
                if is_normal {
                    open.push(text(&dependency, "pkg"));
                }
            }
        }
        Ok(packages
            .into_iter()
            .filter(|(id, _)| seen.contains(id))
            .map(|(id, package)| {
                let found = Crate {
                    name: text(&package, "name"),
                    version: text(&package, "version"),
                    // The old form of "either of the two".
                    license: text(&package, "license").replace('/', " OR "),
                };
                (id, found)
            })
            .collect())
    }
}

/// Reads the checksum of each crate from `Cargo.lock`, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key))?;
        Some(
            line.trim_start_matches([' ', '='])
                .trim_matches('"')
                .to_owned(),
        )
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            let key = (value(block, "name")?, value(block, "version")?);
            Some((key, value(block, "checksum")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    /// Makes what `cargo metadata` prints of four crates: a program, its dependency, that of its
    /// tests, and that of its build script.
    fn invented() -> Metadata {
        let package = |name: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" });
        let dependency =
            |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        Metadata(json!({
            "packages": (["a", "b", "c", "d"].map(package)),
            "resolve": { "nodes": [
                { "id": "a", "deps": [
                    dependency("b", Value::Null),
                    dependency("c", "dev".into()),
                    dependency("d", "build".into()),
                ] },
                { "id": "b", "deps": [] },
                { "id": "c", "deps": [] },
                { "id": "d", "deps": [] },
            ] },
        }))
    }

    #[test]
    fn ok_what_a_program_contains_is_listed() {
        let found = invented().reachable(&["a"]).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["a", "b"]);
        let component = found["b"].component(&checksums(
            "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nchecksum = \"00ff\"\n",
        ));
        assert_eq!(component["purl"], "pkg:cargo/b@1.0.0");
        assert_eq!(component["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(component["hashes"][0]["content"], "00ff");
    }

    #[test]
    fn err_a_package_that_does_not_exist() {
        assert!(invented().reachable(&["z"]).is_err());
    }

    #[test]
    fn ok_this_workspace() {
        let document: Value =
            serde_json::from_str(&sbom("x86_64-unknown-linux-musl").unwrap()).unwrap();
        let names: Vec<&str> = document["components"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|component| component["name"].as_str())
            .collect();
        for name in [
            "hoso-cli",
            "hoso-worker",
            "rusqlite",
            "wasm-bindgen",
            "axum",
        ] {
            assert!(names.contains(&name), "{name}");
        }
        for name in ["xtask", "thirtyfour", "jsonschema"] {
            assert!(!names.contains(&name), "{name}");
        }
    }
}
