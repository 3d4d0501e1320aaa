//! Serves static pages on the same origin, as a CDN would: precompressed files, no
//! directory listing, and the headers of the `_headers` file of the build.
//!
//! The file has one path pattern a line, with at most one `*`; the indented lines
//! below it are its headers. If two patterns match a path, the later one wins.
//!
//! `Cache-Control` of the file applies to 200, 206 and 304 only. Any other response is
//! `no-store`: a cache would keep a passing 404 of a file with a hashed name for a year.
//!
//! Source: <https://docs.netlify.com/manage/routing/headers/>; read 2026-11-21.
//! RFC 9111 §4.2.2 (a 404 may be cached); read 2026-11-29.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::config::{Error, while_doing};

const HEADERS_FILE: &str = "_headers";

/// Files of a build that configure a server. They are not served.
const UNSERVED: [&str; 3] = [HEADERS_FILE, "nginx.conf", "Caddyfile"];

/// Lets a cache keep a response, if it revalidates it each time.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The folder of pages and the headers of its build.
struct Site {
    folder: PathBuf,
    rules: Rules,
}

/// Builds the router of a folder of pages.
///
/// # Errors
/// The folder or its `_headers` cannot be read, or the site is for another path.
pub(crate) fn router(folder: &Path) -> Result<Router, Error> {
    std::fs::read_dir(folder).map_err(while_doing("reading the site folder"))?;
    let file = folder.join(HEADERS_FILE);
    let text = if file.is_file() {
        std::fs::read_to_string(&file).map_err(while_doing("reading _headers of the site"))?
    } else {
        String::new()
    };
    if let Some(base) = other_base(&text) {
        return Err(Error::SiteBase(base.to_owned()));
    }
    let site = Arc::new(Site {
        folder: folder.to_owned(),
        rules: Rules::parse(&text),
    });
    let pages = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip();
    Ok(Router::new()
        .fallback_service(pages)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            respond_missing,
        ))
        .layer(middleware::from_fn_with_state(site, add_headers)))
}

/// Returns the path of the site if its headers are for another one than the root: here they would
/// match no path, and the pages would have no policy.
fn other_base(headers: &str) -> Option<&str> {
    let pattern = headers.lines().find(|line| line.starts_with('/'))?;
    let base = pattern.strip_suffix('*')?;
    (base.ends_with('/') && base != "/").then_some(base)
}

/// Responds with the page for unknown addresses if the path names no file of the site.
///
/// `ServeDir` alone responds with 500 to a name that the file system refuses as too long, and
/// with the file `a` to the path `/a.b` if `Accept-Encoding` is `identity`.
async fn respond_missing(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let found = match resolve(&site.folder, request.uri().path()) {
        Some(path) => is_served(&path).await,
        None => false,
    };
    if found {
        return next.run(request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let (mut parts, _) = request.into_parts();
    // A part of this page, or a 304 for it, would not say that the address is unknown.
    for name in [
        header::RANGE,
        header::IF_MODIFIED_SINCE,
        header::IF_UNMODIFIED_SINCE,
    ] {
        parts.headers.remove(name);
    }
    let page = ServeFile::new(site.folder.join("404.html"))
        .precompressed_br()
        .precompressed_gzip();
    let Ok(response) = page
        .oneshot(Request::from_parts(parts, Body::empty()))
        .await;
    let mut response = response.map(Body::new);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Returns the file or folder that a path names; `None` if the site serves none under this name.
fn resolve(folder: &Path, path: &str) -> Option<PathBuf> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let names = decoded.strip_prefix('/')?;
    let names = names.strip_suffix('/').unwrap_or(names);
    let mut file = folder.to_owned();
    if names.is_empty() {
        return Some(file);
    }
    for name in names.split('/') {
        let plain = !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
        if !plain || UNSERVED.iter().any(|unserved| name.starts_with(unserved)) {
            return None;
        }
        file.push(name);
    }
    Some(file)
}

/// Is there a file, or a folder with a page?
async fn is_served(path: &Path) -> bool {
    match tokio::fs::metadata(path).await {
        Ok(found) if found.is_dir() => tokio::fs::metadata(path.join("index.html")).await.is_ok(),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// Adds the headers of the path and of the status to a response.
async fn add_headers(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let is_cacheable = matches!(
        response.status(),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
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
    headers.insert(header::CACHE_CONTROL, REVALIDATE);
    for (name, value) in site.rules.of(&path) {
        headers.insert(name, value.clone());
    }
    if !is_cacheable {
        headers.insert(header::CACHE_CONTROL, NO_STORE);
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
    fn err_headers_for_another_path() {
        assert_eq!(other_base("# words\n/bhxh/*\n  X-A: 1\n"), Some("/bhxh/"));
        for headers in ["", "/*\n  X-A: 1\n", "/index.html\n  X-A: 1\n"] {
            assert_eq!(other_base(headers), None, "{headers}");
        }
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
