//! Turns the linked programs into a static site: the part of the build that Trunk has no step for.
//!
//! `cargo xtask build` calls [`bundle`] after its own `cargo build`; Trunk calls it through the
//! `post_build` hook of `Trunk.toml`. The steps: bind the app, split off the second module,
//! strip debug names, build the worker, join the scripts, prerender the pages, write place
//! data, headers and precompressed files. Every file name except a page's holds a content hash,
//! so all of them can be cached without a time limit.

use crate::{
    artifacts::{APP, SECOND_MODULE, StripSections, write_hashed},
    bindgen::{self, Bound},
    command::{Outcome, root, target},
    compile::Profile,
    embed, messages, offline,
    progress::stage,
    script::{self, Fetched},
    style, worker,
};
use hoso_locales::{CATALOGS, LANGUAGES, catalog_file};
use hoso_site::{
    Deployment, digest,
    files::{read, write},
    page, precompress, write_pages, write_server_files,
};
use serde_json::{Map, Value};
use std::{
    env,
    path::{Path, PathBuf},
};

/// Writes the site into a folder.
///
/// The app must be compiled in this profile. Scripts name other files by their names alone, and
/// resolve them against their own address: the site works below any path.
///
/// # Errors
/// When a program cannot be bound, an input is missing, or the folder cannot be written.
pub(crate) fn bundle(folder: &Path, profile: Profile, template: &str) -> Outcome {
    let deployment = deployment()?;
    let strip = StripSections::of(profile);
    let Bound {
        glue,
        module,
        second_module,
    } = stage("bind and split the app", || bindgen::bind(profile, APP))?;
    if second_module.is_some() {
        messages::check_first_module(&module)?;
    }
    let module = strip.apply(module);
    let second_module = match second_module {
        Some(second_module) => {
            let second_module = strip.apply(second_module);
            let name = write_hashed(folder, SECOND_MODULE, "wasm", &second_module)?;
            script::second_module(
                &read(&root().join(script::SECOND_MODULE))?,
                &Fetched {
                    url: &name,
                    integrity: &digest::integrity(&second_module),
                },
            )
        }
        None => String::new(),
    };
    let wasm = write_hashed(folder, APP, "wasm", &module)?;

    let [worker_script, worker_integrity] = worker::build(folder, profile)?;
    let loader = script::loader("src/loader.js")?
        .replace("HOSO_WORKER_SCRIPT", &worker_script)
        .replace("HOSO_WORKER_INTEGRITY", &worker_integrity)
        .replace("HOSO_FRAME_SCRIPT", &embed::write_frame(folder)?)
        .replace("HOSO_OFFLINE_SCRIPT", &offline::write_script(folder)?);
    let script = script::page(
        &glue,
        &second_module,
        &loader,
        &Fetched {
            url: &wasm,
            integrity: &digest::integrity(&module),
        },
    )?;
    let script_integrity = digest::integrity(script.as_bytes());
    let script = write_hashed(folder, APP, "js", script.as_bytes())?;

    let mut settings = deployment.page.clone();
    settings.insert("home".to_owned(), "./".into());
    settings.insert("assets".to_owned(), write_places(folder)?.into());
    let parts = page::Parts {
        css: style::compile()?,
        script,
        script_integrity,
        wasm,
        settings,
    };
    write_pages(folder, template, &parts, &deployment)?;
    embed::write_all(
        folder,
        &embed::Parts {
            glue: &glue,
            second_module: &second_module,
            worker: [&worker_script, &worker_integrity],
            module: [&parts.wasm, &digest::integrity(&module)],
            css: &parts.css,
        },
    )?;
    write_server_files(folder, &deployment)?;
    if profile == Profile::Web {
        let cache = target().join("tools/brotli");
        stage("compress", || {
            precompress::precompressed(folder, Some(&cache))
        })?;
    }
    Ok(())
}

/// Reads the file named by `HOSO_DEPLOYMENT`, or `deployment.json` of the workspace.
fn deployment() -> Outcome<Deployment> {
    let path =
        env::var_os("HOSO_DEPLOYMENT").map_or_else(|| "deployment.json".into(), PathBuf::from);
    Deployment::read(&root().join(path))
}

/// Writes the files that are fetched on demand (the places of each province, the names of
/// countries, the catalog of each language but the source language) into one folder and returns their addresses
/// below the site.
///
/// The page compares their hashes. The list of them is a file of the folder, and the folder's name
/// is the hash of the list (`src/fetch_text.js`): so the settings block, which is part of the first
/// load, has one hash for all.
fn write_places(site: &Path) -> Outcome<Map<String, Value>> {
    let data = root().join("data");
    let mut files = hoso_places::compile::files(&data).map_err(|problem| problem.to_string())?;
    let countries =
        hoso_places::compile::countries(&data).map_err(|problem| problem.to_string())?;
    files.push(("countries".to_owned(), countries));
    for (language, catalog) in LANGUAGES.iter().zip(CATALOGS).skip(1) {
        files.push((language.tag.to_owned(), catalog_file(catalog)));
    }
    let line = |(name, text): &(String, String)| {
        format!("{name}.txt {}\n", digest::integrity(text.as_bytes()))
    };
    let list: String = files.iter().map(line).collect();
    let folder = format!("places/{}", digest::url_name(list.as_bytes()));
    write(&site.join(&folder).join("integrity.txt"), list)?;
    let mut addresses = Map::new();
    for (province, text) in files {
        write(&site.join(&folder).join(format!("{province}.txt")), text)?;
        addresses.insert(province.clone(), format!("{folder}/{province}.txt").into());
    }
    Ok(addresses)
}
