//! The names of countries, fetched when the question is first shown.

use leptos::prelude::*;

use crate::form::Form;
use crate::live::Live;
use crate::web;

impl Form {
    /// Fetches the list: code, Vietnamese, English.
    pub fn fetch_countries(&self, into: Live<Vec<(String, String, String)>>) {
        let Some(address) = self
            .settings
            .with_value(|s| s.places_of("countries").map(str::to_owned))
        else {
            return;
        };
        web::spawn(async move {
            let Some(text) = web::fetch_text(&address).await else {
                return;
            };
            into.set(
                text.lines()
                    .filter_map(|line| {
                        let mut parts = line.split('\t');
                        Some((
                            parts.next()?.to_owned(),
                            parts.next()?.to_owned(),
                            parts.next()?.to_owned(),
                        ))
                    })
                    .collect(),
            );
        });
    }
}
