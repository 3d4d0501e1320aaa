//! The HTTP headers of the site: content security policy, caching, and who may fetch a file.
//!
//! The same headers go into the files of several servers: `_headers` (read by several CDNs and by
//! our own receiver), `nginx.conf` and `Caddyfile`.
//!
//! The long life of files with a hashed name must not apply to a 404: a browser would not ask
//! for the file again for a year. `_headers` knows no status, so it lists each file of the
//! build instead of a pattern; the other two choose by status or by the existence of the file.

use crate::{
    deployment::Deployment,
    site::{SHARED, Site},
};
use std::{collections::BTreeSet, fmt::Write as _};

/// For files with a content hash in their name.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For pages: the browser revalidates them each time.
pub(crate) const REVALIDATE: &str = "no-cache";
/// For errors and redirects.
pub(crate) const NO_STORE: &str = "no-store";

/// Headers of every response, besides the content security policy.
pub(crate) const EVERY_RESPONSE: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Headers of shared files: pages of any origin may fetch them. They hold the same
/// bytes for everybody, and no cookie decides about them.
pub(crate) const EVERY_ORIGIN: [(&str, &str); 2] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
];

/// Lets browsers ask for the host by HTTPS alone. Not in `_headers`: a CDN sends it itself.
pub(crate) const HTTPS_ONLY: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// Returns the content security policy.
///
/// It allows style elements by hash, so an injected one is refused. `trusted-types default`
/// names the only Trusted Types policy, which `src/loader.js` creates.
pub(crate) fn policy(styles: &BTreeSet<String>, deployment: &Deployment) -> String {
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
        "manifest-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        &format!("frame-ancestors {}", deployment.frame_ancestors),
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ]
    .join("; ")
}

/// Returns the content of `_headers`.
pub(crate) fn netlify(site: &Site, deployment: &Deployment) -> String {
    let base = deployment.base.as_str();
    let policy = policy(&site.styles, deployment);
    let mut file = format!("{base}*\n  Content-Security-Policy: {policy}\n");
    for (name, value) in EVERY_RESPONSE {
        let _ = writeln!(file, "  {name}: {value}");
    }
    for prefix in SHARED {
        let _ = writeln!(file, "{base}{prefix}*");
        for (name, value) in EVERY_ORIGIN {
            let _ = writeln!(file, "  {name}: {value}");
        }
    }
    for (paths, caching) in [(&site.pages, REVALIDATE), (&site.hashed, IMMUTABLE)] {
        for path in paths {
            let _ = writeln!(file, "{base}{path}\n  Cache-Control: {caching}");
        }
    }
    file
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::write_server_files;
    use hoso_receiver::Limits;

    fn deployment(endpoint: &str) -> Deployment {
        let receiver = r#""receiver":{"name":"Nơi nhận chạy thử","acts_for":"relay"}"#;
        Deployment::parse(&format!("{{{receiver},\"endpoint\":\"{endpoint}\"}}")).unwrap()
    }

    fn policy_for(endpoint: &str) -> String {
        policy(
            &BTreeSet::from(["sha256-AAAA".to_owned()]),
            &deployment(endpoint),
        )
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
        write_server_files(dist.path(), &deployment("/api")).unwrap();
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
                "/index.html",
                "/manifest.webmanifest",
                "/service-worker.js"
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
        let immutable = paths_with(&headers, IMMUTABLE);
        let (icons, others): (Vec<&str>, Vec<&str>) = immutable
            .into_iter()
            .partition(|path| path.starts_with("/hoso-icon-"));
        assert_eq!(
            others,
            ["/hoso-0123.js", "/places/4567/56.txt"],
            "{headers}"
        );
        assert_eq!(icons.len(), 3, "{headers}");
        assert!(!nginx.contains(&format!("{IMMUTABLE}\" always")), "{nginx}");
        let statuses: Vec<&str> = nginx
            .lines()
            .filter(|line| line.contains("immutable"))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(statuses, ["200", "206", "304"], "{nginx}");
    }
}
