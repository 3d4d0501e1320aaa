//! Writes the HTTP headers of the site: content security policy and caching.
//!
//! The same headers go into two files: `_headers` (read by several CDNs and by our own
//! receiver) and `nginx.conf` (a sample).
//!
//! The long life of files with a hashed name must not apply to a 404: a browser would not ask
//! for the file again for a year. `_headers` knows no status, so it lists each file of the
//! build instead of a pattern; `nginx.conf` chooses by `$status`.

use crate::{
    artifacts::files,
    command::{Outcome, read, write},
    deployment::Deployment,
    digest, page,
};
use hoso_receiver::Limits;
use std::{collections::BTreeSet, fmt::Write as _, path::Path};

/// For files with a content hash in their name.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For pages: the browser revalidates them each time.
const REVALIDATE: &str = "no-cache";
/// For errors and redirects.
const NO_STORE: &str = "no-store";

/// How the paths of files with a content hash begin.
const HASHED: [&str; 2] = ["hoso-", "places/"];

/// Headers of every response, besides the content security policy.
const EVERY_RESPONSE: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Writes both files, with the hashes of all style elements of the pages.
///
/// # Errors
/// When a page cannot be read or a file cannot be written.
pub(crate) fn write_all(dist: &Path, deployment: &Deployment) -> Outcome {
    let mut styles = BTreeSet::new();
    let mut pages = BTreeSet::new();
    let mut hashed = BTreeSet::new();
    for path in files(dist)? {
        let Ok(name) = path.strip_prefix(dist) else {
            continue;
        };
        let name = name.to_string_lossy().replace('\\', "/");
        if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            styles.extend(page::styles(&read(&path)?).map(|css| digest::integrity(css.as_bytes())));
            if let Some(folder) = name.strip_suffix("index.html") {
                pages.insert(folder.to_owned());
            }
            pages.insert(name);
        } else if is_hashed(&name) {
            hashed.insert(name);
        }
    }
    let policy = policy(&styles, deployment);
    write(&dist.join("_headers"), netlify(&policy, &pages, &hashed))?;
    write(&dist.join("nginx.conf"), nginx(&policy))
}

/// Has this file a content hash in its name or folder? A precompressed copy is served under the
/// name of its original.
fn is_hashed(name: &str) -> bool {
    let is_copy = name.ends_with(".br") || name.ends_with(".gz");
    !is_copy && HASHED.iter().any(|prefix| name.starts_with(prefix))
}

/// Returns the content security policy.
///
/// It allows style elements by hash, so an injected one is refused. `trusted-types default`
/// names the only Trusted Types policy, which `src/loader.js` creates.
fn policy(styles: &BTreeSet<String>, deployment: &Deployment) -> String {
    let hashes: String = styles.iter().map(|hash| format!(" '{hash}'")).collect();
    let backend = deployment
        .backend()
        .map_or_else(String::new, |origin| format!(" {origin}"));
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        &format!("style-src 'self'{hashes}"),
        "img-src 'self' blob: data:",
        &format!("connect-src 'self'{backend}"),
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        &format!("frame-ancestors {}", deployment.frame_ancestors),
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ]
    .join("; ")
}

fn netlify(policy: &str, pages: &BTreeSet<String>, hashed: &BTreeSet<String>) -> String {
    let mut file = String::from("/*\n");
    let _ = writeln!(file, "  Content-Security-Policy: {policy}");
    for (name, value) in EVERY_RESPONSE {
        let _ = writeln!(file, "  {name}: {value}");
    }
    for (paths, caching) in [(pages, REVALIDATE), (hashed, IMMUTABLE)] {
        for path in paths {
            let _ = writeln!(file, "/{path}\n  Cache-Control: {caching}");
        }
    }
    file
}

fn nginx(policy: &str) -> String {
    let mut always = format!("        add_header Content-Security-Policy \"{policy}\" always;\n");
    for (name, value) in EVERY_RESPONSE {
        let _ = writeln!(always, "        add_header {name} \"{value}\" always;");
    }
    // A block with an add_header line inherits none, so each block repeats them all.
    let hashed = HASHED.join("|");
    // A smaller limit would refuse, without a reason that the page can name, what the receiver takes.
    let body = Limits::default().form_bytes;
    format!(
        "# Sample. brotli_static needs the module ngx_brotli; without it nginx sends the .gz files.

# Only a whole file, a part of it or its confirmation may be kept: a cached 404 would last a year.
map $status $hoso_hashed {{
    default \"{NO_STORE}\";
    200     \"{IMMUTABLE}\";
    206     \"{IMMUTABLE}\";
    304     \"{IMMUTABLE}\";
}}
map $status $hoso_page {{
    default \"{NO_STORE}\";
    200     \"{REVALIDATE}\";
    206     \"{REVALIDATE}\";
    304     \"{REVALIDATE}\";
}}

limit_req_zone $binary_remote_addr zone=hoso_api:10m rate=20r/s;
limit_conn_zone $binary_remote_addr zone=hoso_api_open:10m;

server {{
    listen 443 ssl;
    http2 on;
    server_name hoso.example.vn;
    root /srv/hoso/dist;

    gzip_static on;
    # brotli_static on;
    error_page 404 /404.html;

    location = /_headers   {{ return 404; }}
    location = /nginx.conf {{ return 404; }}

    location /api/ {{
        proxy_pass http://127.0.0.1:8081;
        # The limit of the receiver, `form_bytes` of GET /intake.
        client_max_body_size {body};
        # A slow client keeps nginx waiting and no place of the receiver.
        proxy_request_buffering on;
        client_body_timeout 30s;
        # Many people share one address behind a mobile network: bursts wait, floods do not pass.
        limit_req zone=hoso_api burst=200;
        limit_req_status 429;
        limit_conn hoso_api_open 100;
        limit_conn_status 429;
    }}

    location ~ ^/({hashed}) {{
        types {{ application/wasm wasm; text/javascript js; text/plain txt; }}
        charset utf-8;
        charset_types text/plain text/javascript;
        add_header Cache-Control $hoso_hashed always;
{always}    }}

    location / {{
        index index.html;
        try_files $uri $uri/ =404;
        charset utf-8;
        add_header Strict-Transport-Security \"max-age=31536000\" always;
        add_header Cache-Control $hoso_page always;
{always}    }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use serde_json::Map;

    fn policy_for(endpoint: &str) -> String {
        let mut page = Map::new();
        page.insert("endpoint".to_owned(), endpoint.into());
        let deployment = Deployment {
            page,
            origin: None,
            frame_ancestors: "'none'".to_owned(),
        };
        policy(&BTreeSet::from(["sha256-AAAA".to_owned()]), &deployment)
    }

    #[test]
    fn ok_nothing_is_unsafe_but_webassembly() {
        let policy = policy_for("/api").replace("'wasm-unsafe-eval'", "");
        assert!(
            !policy.contains("unsafe") && !policy.contains('*'),
            "{policy}"
        );
    }

    #[test]
    fn ok_a_backend_elsewhere_may_be_called() {
        assert!(policy_for("/api").contains("connect-src 'self';"));
        assert!(
            policy_for("https://b.example/api").contains("connect-src 'self' https://b.example;")
        );
    }

    #[test]
    fn ok_style_hashes_are_quoted() {
        assert!(policy_for("/api").contains("style-src 'self' 'sha256-AAAA';"));
    }

    /// Writes the headers of an invented build and returns `_headers` and `nginx.conf`.
    fn written() -> (String, String) {
        let dist = tempfile::tempdir().unwrap();
        for name in [
            "index.html",
            "404.html",
            "602b/index.html",
            "602b/index.html.br",
            "hoso-0123.js",
            "hoso-0123.js.gz",
            "places/4567/56.txt",
        ] {
            let path = dist.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "<style>a{}</style>").unwrap();
        }
        let deployment = Deployment {
            page: Map::new(),
            origin: None,
            frame_ancestors: "'none'".to_owned(),
        };
        write_all(dist.path(), &deployment).unwrap();
        let text = |name| std::fs::read_to_string(dist.path().join(name)).unwrap();
        (text("_headers"), text("nginx.conf"))
    }

    /// The paths of `_headers` that have this `Cache-Control`.
    fn paths_with<'a>(headers: &'a str, caching: &str) -> Vec<&'a str> {
        let lines: Vec<&str> = headers.lines().collect();
        let wanted = format!("  Cache-Control: {caching}");
        lines
            .windows(2)
            .filter(|pair| pair[1] == wanted)
            .map(|pair| pair[0])
            .collect()
    }

    #[test]
    fn ok_each_page_is_asked_for_again() {
        let (headers, _) = written();
        assert_eq!(
            paths_with(&headers, REVALIDATE),
            [
                "/",
                "/404.html",
                "/602b/",
                "/602b/index.html",
                "/index.html"
            ],
            "{headers}"
        );
    }

    #[test]
    fn ok_the_proxy_takes_what_the_receiver_takes() {
        let (_, nginx) = written();
        let limit = nginx
            .lines()
            .find_map(|line| line.trim().strip_prefix("client_max_body_size "));
        let wanted = format!("{};", Limits::default().form_bytes);
        assert_eq!(limit, Some(wanted.as_str()));
    }

    #[test]
    fn ok_the_long_life_is_for_files_that_exist() {
        let (headers, nginx) = written();
        // No pattern, which would match a file that is missing.
        assert_eq!(
            paths_with(&headers, IMMUTABLE),
            ["/hoso-0123.js", "/places/4567/56.txt"],
            "{headers}"
        );
        assert!(!nginx.contains(&format!("{IMMUTABLE}\" always")), "{nginx}");
        let statuses: Vec<&str> = nginx
            .lines()
            .filter(|line| line.contains("immutable"))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(statuses, ["200", "206", "304"], "{nginx}");
    }
}
