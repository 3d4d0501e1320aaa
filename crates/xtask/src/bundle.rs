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
    command::{Outcome, read, root, write},
    compile::Profile,
    deployment::Deployment,
    digest, headers, messages, page, precompress,
    progress::stage,
    script::{self, Fetched},
    style, worker,
};
use hoso_dossier::timestamp::vietnam_date;
use hoso_identifiers::Date;
use hoso_locales::{CATALOGS, LANGUAGES, catalog_file};
use serde_json::{Map, Value};
use std::{
    env,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

/// Writes the site into a folder.
///
/// The app must be compiled in this profile. `base` is the path of the site on its host; it
/// begins and ends with a slash.
///
/// # Errors
/// When a program cannot be bound, an input is missing, or the folder cannot be written.
pub(crate) fn bundle(folder: &Path, profile: Profile, base: &str, template: &str) -> Outcome {
    let deployment = Deployment::load()?;
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
                    url: &format!("{base}{name}"),
                    integrity: &digest::integrity(&second_module),
                },
            )
        }
        None => String::new(),
    };
    let wasm = write_hashed(folder, APP, "wasm", &module)?;

    let worker_script = worker::build(folder, profile, base)?;
    let loader = read(&root().join("src/loader.js"))?.replace("HOSO_WORKER_SCRIPT", &worker_script);
    let script = script::page(
        &glue,
        &second_module,
        &loader,
        &Fetched {
            url: &format!("{base}{wasm}"),
            integrity: &digest::integrity(&module),
        },
    )?;
    let script_integrity = digest::integrity(script.as_bytes());
    let script = write_hashed(folder, APP, "js", script.as_bytes())?;

    let mut settings = deployment.page.clone();
    settings.insert("home".to_owned(), base.into());
    settings.insert("assets".to_owned(), write_places(folder, base)?.into());
    let parts = page::Parts {
        base: base.to_owned(),
        css: style::compile()?,
        script,
        script_integrity,
        wasm,
        origin: deployment.origin.clone(),
        settings,
    };
    write_pages(folder, template, &parts)?;
    headers::write_all(folder, &deployment)?;
    if profile == Profile::Web {
        stage("compress", || precompress::precompressed(folder))?;
    }
    Ok(())
}

/// Prerenders every page, and the page for unknown addresses.
fn write_pages(folder: &Path, template: &str, parts: &page::Parts) -> Outcome {
    let settings = Value::Object(parts.settings.clone()).to_string();
    let settings = hoso::config::DeploymentConfig::parse(&settings)
        .ok_or("the page could not read its own settings block")?;
    for prerendered in hoso::prerender::pages(&settings, today()?) {
        let path = folder
            .join(page::folder(&prerendered.path))
            .join("index.html");
        let filled = page::fill(template, &prerendered, parts)?;
        if prerendered.path.is_empty() {
            // CDNs answer an unknown address with this file: it offers the list of procedures.
            write(&folder.join("404.html"), page::not_found(&filled))?;
        }
        write(&path, filled)?;
    }
    Ok(())
}

/// Returns today's date in Vietnam, or the day of `SOURCE_DATE_EPOCH` for a reproducible build.
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

/// Writes the files that are fetched on demand (the places of each province, the names of
/// countries, the catalog of each language but the source language) into one folder and returns their addresses.
///
/// The folder's name is the hash of all of them: one hash for all keeps the settings block
/// short, which is part of the first load.
fn write_places(site: &Path, base: &str) -> Outcome<Map<String, Value>> {
    let data = root().join("data");
    let mut files = hoso_places::compile::files(&data).map_err(|problem| problem.to_string())?;
    let countries =
        hoso_places::compile::countries(&data).map_err(|problem| problem.to_string())?;
    files.push(("countries".to_owned(), countries));
    for (language, catalog) in LANGUAGES.iter().zip(CATALOGS).skip(1) {
        files.push((language.tag.to_owned(), catalog_file(catalog)));
    }
    let all: Vec<u8> = files.iter().flat_map(|(_, text)| text.bytes()).collect();
    let folder = format!("places/{}", digest::name(&all));
    let mut addresses = Map::new();
    for (province, text) in files {
        write(&site.join(&folder).join(format!("{province}.txt")), text)?;
        addresses.insert(
            province.clone(),
            format!("{base}{folder}/{province}.txt").into(),
        );
    }
    Ok(addresses)
}
