//! Writes the HTTP headers of the site: content security policy and caching.
//!
//! The same headers go into two files: `_headers` (read by several CDNs and by our own
//! receiver) and `nginx.conf` (a sample).

use crate::{
    artifacts::files,
    command::{Outcome, read, write},
    deployment::Deployment,
    digest, page,
};
use std::{collections::BTreeSet, fmt::Write as _, path::Path};

/// For files with a content hash in their name.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For pages: the browser revalidates them each time.
const REVALIDATE: &str = "no-cache";

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
    let mut pages = Vec::new();
    for path in files(dist)? {
        if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            styles.extend(page::styles(&read(&path)?).map(|css| digest::integrity(css.as_bytes())));
            if let Some(folder) = path
                .parent()
                .and_then(|folder| folder.strip_prefix(dist).ok())
            {
                pages.push(page::folder(&folder.to_string_lossy().replace('\\', "/")));
            }
        }
    }
    let policy = policy(&styles, deployment);
    write(&dist.join("_headers"), netlify(&policy, &pages))?;
    write(&dist.join("nginx.conf"), nginx(&policy))
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

fn netlify(policy: &str, pages: &[String]) -> String {
    let mut file = String::from("/*\n");
    let _ = writeln!(file, "  Content-Security-Policy: {policy}");
    for (name, value) in EVERY_RESPONSE {
        let _ = writeln!(file, "  {name}: {value}");
    }
    for page in pages {
        let _ = writeln!(file, "/{page}\n  Cache-Control: {REVALIDATE}");
    }
    for pattern in ["/hoso-*", "/places/*"] {
        let _ = writeln!(file, "{pattern}\n  Cache-Control: {IMMUTABLE}");
    }
    file
}

fn nginx(policy: &str) -> String {
    let mut always = format!("        add_header Content-Security-Policy \"{policy}\" always;\n");
    for (name, value) in EVERY_RESPONSE {
        let _ = writeln!(always, "        add_header {name} \"{value}\" always;");
    }
    // A block with an add_header line inherits none, so each block repeats them all.
    format!(
        "# Sample. brotli_static needs the module ngx_brotli; without it nginx sends the .gz files.
server {{
    listen 443 ssl;
    http2 on;
    server_name hoso.example.vn;
    root /srv/hoso/dist;

    gzip_static on;
    # brotli_static on;

    location = /_headers   {{ return 404; }}
    location = /nginx.conf {{ return 404; }}

    location /api/ {{
        proxy_pass http://127.0.0.1:8081;
        client_max_body_size 10m;
    }}

    location ~ ^/(hoso-|places/) {{
        types {{ application/wasm wasm; text/javascript js; text/plain txt; }}
        charset utf-8;
        charset_types text/plain text/javascript;
        add_header Cache-Control \"{IMMUTABLE}\" always;
{always}    }}

    location / {{
        index index.html;
        try_files $uri $uri/ =404;
        charset utf-8;
        add_header Strict-Transport-Security \"max-age=31536000\" always;
        add_header Cache-Control \"{REVALIDATE}\" always;
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

    #[test]
    fn ok_each_page_is_asked_for_again() {
        let file = netlify("p", &[String::new(), "602b/".to_owned()]);
        assert!(
            file.contains("\n/602b/\n  Cache-Control: no-cache\n"),
            "{file}"
        );
    }
}
