//! The names of communes and countries, fetched when they are first needed.

use hoso_view::Signal;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use hoso_places::Places;
use hoso_view::prelude::*;

use crate::platform;

/// How many entries the list of suggestions shows at most.
const MAX_SHOWN: usize = 12;

/// The place file of a province.
#[derive(Clone)]
pub enum PlaceFile {
    /// Being fetched.
    Loading,
    /// Loaded.
    Ready(Arc<Places>),
    /// It could not be fetched; may be requested again.
    Failed,
}

/// A commune that a search has found.
#[derive(Clone, PartialEq, Eq)]
pub struct CommuneMatch {
    /// The current code.
    pub code: String,
    /// The current name.
    pub name: String,
    /// The old name by which it was found; empty if it was found by its current name.
    pub old_name: String,
}

/// A country: ISO 3166-1 alpha-2 code and Vietnamese name.
pub type Country = (String, String);

/// The place files of one wizard.
pub struct PlaceFiles {
    /// The files that were requested so far, by province code.
    pub files: Signal<Vec<(String, PlaceFile)>>,
    /// The countries; empty until they were fetched.
    pub countries: Signal<Vec<Country>>,
    countries_failed: Cell<bool>,
    /// The URL of each file, by province code or name.
    urls: RefCell<Vec<(String, String)>>,
}

impl Default for PlaceFiles {
    fn default() -> Self {
        Self {
            files: Signal::new(Vec::new()),
            countries: Signal::new(Vec::new()),
            countries_failed: Cell::new(false),
            urls: RefCell::default(),
        }
    }
}

impl PlaceFiles {
    /// Sets where the files are.
    pub fn set_urls(&self, urls: Vec<(String, String)>) {
        *self.urls.borrow_mut() = urls;
    }

    fn url(&self, name: &str) -> Option<String> {
        let urls = self.urls.borrow();
        let found = urls.iter().find(|(other, _)| other == name);
        found.map(|(_, url)| url.clone())
    }

    /// Returns the file of a province if it was requested, and subscribes.
    #[must_use]
    pub fn file(&self, province: &str) -> Option<PlaceFile> {
        self.files.with(|all| {
            let found = all.iter().find(|(code, _)| code == province);
            found.map(|(_, file)| file.clone())
        })
    }

    /// Returns the places of a province if they are loaded, without subscribing.
    #[must_use]
    pub fn ready(&self, province: &str) -> Option<Arc<Places>> {
        match untrack(|| self.file(province)) {
            Some(PlaceFile::Ready(places)) => Some(places),
            _ => None,
        }
    }

    /// Fetches the file of a province unless it is loaded or being fetched. Sets `is_outdated` if the
    /// server has another version of the page.
    pub fn request(&'static self, province: &str, is_outdated: Signal<bool>) {
        let file = untrack(|| self.file(province));
        if province.is_empty() || matches!(file, Some(PlaceFile::Ready(_) | PlaceFile::Loading)) {
            return;
        }
        let Some(url) = self.url(province) else {
            return;
        };
        let province = province.to_owned();
        self.store(&province, PlaceFile::Loading);
        platform::spawn(async move {
            let fetch = async || -> bool {
                let text = platform::fetch_text(&url).await;
                let places = text.and_then(|text| Places::parse(&text).ok());
                let file =
                    places.map_or(PlaceFile::Failed, |places| PlaceFile::Ready(places.into()));
                let is_ready = matches!(file, PlaceFile::Ready(_));
                self.store(&province, file);
                is_ready
            };
            if !fetch().await && platform::is_outdated(&url, fetch()).await {
                is_outdated.set(true);
            }
        });
    }

    /// Returns whether a place file could not be fetched, and subscribes.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.files.with(|all| {
            all.iter()
                .any(|(_, file)| matches!(file, PlaceFile::Failed))
        })
    }

    /// Requests again what could not be fetched: the line may be back.
    pub fn retry_failed(&'static self, is_outdated: Signal<bool>) {
        let failed = self.files.with_untracked(|all| {
            let is_failed = |(_, file): &&(String, PlaceFile)| matches!(file, PlaceFile::Failed);
            let codes = all.iter().filter(is_failed).map(|(code, _)| code.clone());
            codes.collect::<Vec<_>>()
        });
        for province in failed {
            self.request(&province, is_outdated);
        }
        if self.countries_failed.take() {
            self.request_countries();
        }
    }

    fn store(&self, province: &str, file: PlaceFile) {
        self.files.update(|all| {
            all.retain(|(code, _)| code != province);
            all.push((province.to_owned(), file));
        });
    }

    /// Returns the name of a commune whose province's file is loaded, and subscribes.
    #[must_use]
    pub fn commune_name(&self, code: &str) -> Option<String> {
        self.files.with(|all| {
            all.iter().find_map(|(_, file)| match file {
                PlaceFile::Ready(places) => places.full_name(code),
                _ => None,
            })
        })
    }

    /// Returns the name of a province, or of a commune whose province's file is loaded.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<String> {
        hoso_places::province_name(code)
            .map(str::to_owned)
            .or_else(|| self.commune_name(code))
    }

    /// Returns the current names that an old name may mean. Empty while the file is not loaded.
    #[must_use]
    pub fn names_for_old_name(&self, province: &str, typed: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for found in self
            .ready(province)
            .map(|places| search(&places, typed))
            .unwrap_or_default()
        {
            if !found.old_name.is_empty() && !names.contains(&found.name) {
                names.push(found.name);
            }
        }
        names
    }

    /// Fetches the names of the countries unless they are loaded.
    pub fn request_countries(&'static self) {
        let loaded = self.countries.with_untracked(|all| !all.is_empty());
        let Some(url) = self.url("countries").filter(|_| !loaded) else {
            return;
        };
        platform::spawn(async move {
            match platform::fetch_text(&url).await {
                Some(text) => self.countries.set(parse_countries(&text)),
                None => self.countries_failed.set(true),
            }
        });
    }
}

/// Parses lines of code and Vietnamese name, separated by a tab.
fn parse_countries(text: &str) -> Vec<Country> {
    let parse_line = |line: &str| {
        let (code, name) = line.split_once('\t')?;
        Some((code.to_owned(), name.to_owned()))
    };
    text.lines().filter_map(parse_line).collect()
}

/// Searches communes by their current and old names.
#[must_use]
pub fn search(places: &Places, query: &str) -> Vec<CommuneMatch> {
    let mut matches: Vec<CommuneMatch> = Vec::new();
    for found in places.search(query, MAX_SHOWN) {
        for code in &found.codes {
            let Some(name) = places.full_name(code) else {
                continue;
            };
            matches.push(CommuneMatch {
                code: code.clone(),
                name,
                old_name: found.old_name.clone().unwrap_or_default(),
            });
        }
    }
    matches.truncate(MAX_SHOWN * 2);
    matches
}
