//! Compiles `locales/<tag>.toml` and `procedures/<code>/<tag>.toml` into the list of languages and
//! a catalog for each.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use hoso_definition_compiler::catalog::{Catalog, SourceText};
use hoso_definition_compiler::language::{Language, SOURCE};
use hoso_definition_compiler::{Texts, definition_texts, lists};

/// The folders with the sources, seen from this one.
const ROOT: &str = "../..";

/// The name of a definition and its texts.
type Definition = (String, Vec<SourceText>);

fn main() -> Result<(), Box<dyn Error>> {
    for folder in ["locales", "procedures", "data"] {
        println!("cargo::rerun-if-changed={ROOT}/{folder}");
    }
    // Cargo prints only this line; it would print a panic with its backtrace.
    if let Err(mistake) = compile(Path::new(&env::var("OUT_DIR")?)) {
        println!("cargo::error={mistake}");
    }
    Ok(())
}

fn compile(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut tags = stems(&Path::new(ROOT).join("locales"))?;
    // The source language first, then by tag.
    tags.sort_by_key(|tag| (tag != SOURCE, tag.clone()));
    let source_file = format!("locales/{SOURCE}.toml");
    let text = read(&source_file)?;
    let mut source = Texts::read(&source_file, &text)?;
    let mut languages = vec![Language::take(SOURCE, &mut source)?];
    let sentences = source.rows();
    let mut source_texts: Vec<SourceText> = sentences
        .map(|(code, sentence)| SourceText::new(code, sentence))
        .collect();
    let data = Path::new(ROOT).join("data");
    let lists = lists::read(&data)?;
    source_texts.extend(lists::source_texts(&lists, &data)?);
    let definitions = definitions(&tags)?;
    // The source language has no catalog.
    let mut catalogs = vec!["&[]".to_owned()];
    for tag in tags.iter().filter(|tag| *tag != SOURCE) {
        let mut catalog = Catalog::default();
        let entries = lists.values().flatten();
        for entry in entries.filter(|entry| entry.source_text.is_none()) {
            catalog.add_untranslated(&entry.label);
        }
        let name = format!("locales/{tag}.toml");
        let text = read(&name)?;
        let mut texts = Texts::read(&name, &text)?;
        languages.push(Language::take(tag, &mut texts)?);
        catalog.add(&source_texts, texts, &format!("{source_file} and data"))?;
        for (definition, texts_of_definition) in &definitions {
            let name = definition.replace("definition.toml", &format!("{tag}.toml"));
            let text = read(&name)?;
            catalog.add(texts_of_definition, Texts::read(&name, &text)?, definition)?;
        }
        catalogs.push(catalog.to_rust());
    }
    let words: Vec<&str> = languages.iter().map(|one| one.word.as_str()).collect();
    let facts: Vec<String> = languages.iter().map(Language::to_rust).collect();
    write(out, "languages.rs", &format!("&[{}]", facts.join(",\n")))?;
    write(out, "words.rs", &format!("{:?}", words.join(" / ")))?;
    write(out, "catalogs.rs", &format!("&[{}]", catalogs.join(",\n")))
}

/// Returns the name of each definition with its texts.
fn definitions(tags: &[String]) -> Result<Vec<Definition>, Box<dyn Error>> {
    let mut definitions = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join("procedures"))? {
        let folder = entry?.path();
        if !folder.join("definition.toml").is_file() {
            continue;
        }
        let code = folder.file_name().unwrap_or_default().to_string_lossy();
        for stem in stems(&folder)? {
            if stem != "definition" && (stem == SOURCE || !tags.contains(&stem)) {
                let what = "expected definition.toml or the tag of a translation in locales";
                return Err(format!("procedures/{code}/{stem}.toml: {what}").into());
            }
        }
        let name = format!("procedures/{code}/definition.toml");
        let texts = definition_texts::source_texts(&name, &read(&name)?)?;
        definitions.push((name, texts));
    }
    definitions.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(definitions)
}

/// Returns the names of the TOML files of a folder, without their extension.
fn stems(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut stems = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            stems.extend(
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned()),
            );
        }
    }
    stems.sort();
    Ok(stems)
}

fn read(name: &str) -> Result<String, Box<dyn Error>> {
    let what = "expected this file with the texts of the language";
    fs::read_to_string(Path::new(ROOT).join(name))
        .map_err(|e| format!("{name}: {e}; {what}").into())
}

fn write(out: &Path, name: &str, rust: &str) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(out.join(name), rust)?)
}
