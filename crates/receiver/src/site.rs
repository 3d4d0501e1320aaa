//! Serves static pages on the same origin, as a CDN would: precompressed files, no
//! directory listing, and the headers of the `_headers` file of the build.
//!
//! The file has one path pattern a line, with at most one `*`; the indented lines
//! below it are its headers. If two patterns match a path, the later one wins.
//!
//! Source: <https://docs.netlify.com/manage/routing/headers/>; read 2026-11-21.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::services::{ServeDir, ServeFile};

use crate::config::{Error, while_doing};
use crate::refusal::Refusal;

const HEADERS_FILE: &str = "_headers";

/// Builds the router of a folder of pages.
///
/// # Errors
/// The folder or its `_headers` cannot be read.
pub(crate) fn router(folder: &Path) -> Result<Router, Error> {
    std::fs::read_dir(folder).map_err(while_doing("reading the site folder"))?;
    let file = folder.join(HEADERS_FILE);
    let text = if file.is_file() {
        std::fs::read_to_string(&file).map_err(while_doing("reading _headers of the site"))?
    } else {
        String::new()
    };
    let rules = Arc::new(Rules::parse(&text));
    let missing = ServeFile::new(folder.join("404.html"))
        .precompressed_br()
        .precompressed_gzip();
    let pages = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .not_found_service(missing);
    Ok(Router::new()
        .fallback_service(pages)
        .layer(middleware::from_fn_with_state(rules, add_headers)))
}

/// Adds the headers of the path to a response.
async fn add_headers(State(rules): State<Arc<Rules>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path.trim_start_matches('/').starts_with(HEADERS_FILE) {
        return Refusal::RouteUnknown.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .filter(|v| v.starts_with("text/") && !v.contains("charset"));
    if let Some(value) =
        text.and_then(|v| HeaderValue::from_str(&format!("{v}; charset=utf-8")).ok())
    {
        headers.insert(header::CONTENT_TYPE, value);
    }
    // One URL has several encodings, so caches must key by `Accept-Encoding`.
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    for (name, value) in rules.of(&path) {
        headers.insert(name, value.clone());
    }
    response
}

/// The rules of the `_headers` file.
#[derive(Debug, Default)]
struct Rules {
    paths: Vec<(String, Vec<(HeaderName, HeaderValue)>)>,
}

impl Rules {
    /// Parses the file. A malformed line is skipped and logged.
    fn parse(text: &str) -> Self {
        let mut rules = Self::default();
        for (i, line) in text.lines().enumerate() {
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if !line.starts_with([' ', '\t']) {
                rules.paths.push((content.to_owned(), Vec::new()));
                continue;
            }
            let header = content.split_once(':').and_then(|(name, value)| {
                Some((
                    name.trim().parse::<HeaderName>().ok()?,
                    value.trim().parse::<HeaderValue>().ok()?,
                ))
            });
            match (header, rules.paths.last_mut()) {
                (Some(header), Some((_, headers))) => headers.push(header),
                _ => tracing::warn!(line = i + 1, "_headers: no header"),
            }
        }
        rules
    }

    fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a (HeaderName, HeaderValue)> {
        self.paths
            .iter()
            .filter(move |(pattern, _)| matches(pattern, path))
            .flat_map(|(_, headers)| headers)
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => {
            path.len() >= before.len() + after.len()
                && path.starts_with(before)
                && path.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_rules() {
        let rules = Rules::parse(
            "# words\n/*\n  X-A: 1\n  Cache-Control: no-cache\n/a/*.js\n\tCache-Control: immutable\n",
        );
        let of = |path| {
            rules
                .of(path)
                .map(|(n, v)| format!("{n}={}", v.to_str().unwrap_or("")))
                .collect::<Vec<_>>()
        };
        assert_eq!(of("/"), ["x-a=1", "cache-control=no-cache"]);
        assert_eq!(
            of("/a/b.js"),
            ["x-a=1", "cache-control=no-cache", "cache-control=immutable"]
        );
    }

    #[test]
    fn err_malformed_rules_are_skipped() {
        let rules = Rules::parse("  X-A: 1\n/*\n  no header\n  bad name: 1\n");
        assert_eq!(rules.of("/").count(), 0);
    }

    #[test]
    fn ok_patterns() {
        for (pattern, path, is) in [
            ("/", "/", true),
            ("/", "/a", false),
            ("/*", "/a/b", true),
            ("/a*b", "/ab", true),
            ("/ab*b", "/ab", false),
            ("/a/*", "/b", false),
        ] {
            assert_eq!(matches(pattern, path), is, "{pattern} {path}");
        }
    }
}
