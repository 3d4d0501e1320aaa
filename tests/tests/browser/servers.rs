//! Checks the files that a build has for web servers: nginx and Caddy serve the pages at the root of
//! a host and below a path, with a receiver behind them.

use hoso_receiver::Limits;
use hoso_tests::browser::Browser;
use hoso_tests::site::Site;
use hoso_tests::web_server::{Response, ServerProgram, WebServer, test_nginx_file};

use crate::registrations::{PHOTOS, complete_journey};

/// Starts receiver and web server.
async fn start(program: ServerProgram, base: &str) -> (Site, WebServer) {
    let mut site = Site::start().await;
    let server = WebServer::start(program, &mut site, base).await;
    (site, server)
}

/// Walks a child's dossier with photos to the receipt, in both languages' files and with the places
/// of a province, through a web server.
async fn journey(program: ServerProgram, base: &str) {
    let (site, _server) = start(program, base).await;
    let browser = Browser::start().await;
    complete_journey(
        &site,
        &browser,
        "under18",
        "ok-core-parent-account",
        &PHOTOS,
    )
    .await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_nginx_at_the_root() {
    journey(ServerProgram::Nginx, "/").await;
}

#[tokio::test]
async fn ok_nginx_below_a_path() {
    journey(ServerProgram::Nginx, "/bhxh/").await;
}

#[tokio::test]
async fn ok_caddy_at_the_root() {
    journey(ServerProgram::Caddy, "/").await;
}

#[tokio::test]
async fn ok_caddy_below_a_path() {
    journey(ServerProgram::Caddy, "/dich-vu/bhxh/").await;
}

/// Checks that links lead to pages below the path, also those of the page for an unknown address,
/// and that the other language is fetched from there.
#[tokio::test]
async fn ok_links_and_languages_below_a_path() {
    let (site, server) = start(ServerProgram::Nginx, "/bhxh/").await;
    let mut browser = Browser::start().await;
    // The page for an unknown address has the status 404.
    browser.expect_console("404");
    for page in ["/", "/khong/co/trang/nay"] {
        browser
            .driver
            .goto(format!("{}{page}", site.origin))
            .await
            .unwrap();
        browser
            .wait_for("document.documentElement.dataset.hosoState === 'live'")
            .await;
        browser.click("main a[href*='under18']").await;
        browser.wait_until_ready().await;
        let path = browser.eval_text("location.pathname").await;
        assert_eq!(path, "/bhxh/under18/", "{page}");
    }
    browser.press_language("en").await;
    browser
        .wait_for("document.documentElement.lang === 'en'")
        .await;
    let home = "new URL(document.querySelector('.page-header__home').href).pathname";
    assert_eq!(browser.eval_text(home).await, "/bhxh/");
    // Nothing was asked for outside the path.
    let outside = "performance.getEntriesByType('resource').map((file) => new URL(file.name)).filter((url) => url.protocol !== 'data:' && !url.pathname.startsWith('/bhxh/')).map(String)";
    assert_eq!(browser.eval(outside).await, serde_json::json!([]));
    drop(server);
    browser.finish().await;
}

#[test]
fn ok_nginx_accepts_its_file() {
    for base in ["/", "/bhxh/"] {
        let (accepted, log) = test_nginx_file(base);
        assert!(accepted, "{base}: {log}");
        assert!(log.contains("test is successful"), "{log}");
    }
}

/// Checks status and headers of every kind of address.
async fn check_responses(program: ServerProgram, base: &str) {
    let (site, server) = start(program, base).await;
    let get = async |path: String| server.request("GET", &path, "").await;
    let below = |path: &str| format!("{base}{path}");

    for page in ["", "602b/", "under18/"] {
        let page = get(below(page)).await;
        check_page(&page, 200, "no-cache");
    }
    for module in [site.first_load_file(".wasm"), site.first_load_file(".js")] {
        let file = get(below(module.trim_start_matches('/'))).await;
        check_hashed_file(&file);
    }
    let place = get(below(site.asset("56.txt").trim_start_matches('/'))).await;
    check_hashed_file(&place);
    assert_eq!(
        place.header("content-type"),
        Some("text/plain; charset=utf-8")
    );

    let module = below(site.first_load_file(".wasm").trim_start_matches('/'));
    let packed = server
        .request("GET", &module, "Accept-Encoding: gzip\r\n")
        .await;
    check_hashed_file(&packed);
    assert_eq!(packed.header("content-type"), Some("application/wasm"));
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let vary = packed.header("vary").unwrap_or_default();
    assert!(vary.eq_ignore_ascii_case("accept-encoding"), "{packed:?}");

    for missing in [
        "hoso-0123456789abcdef.js",
        "places/0123/56.txt",
        "khong/co/trang/nay",
        "_headers",
        "nginx.conf",
        "Caddyfile",
    ] {
        let page = get(below(missing)).await;
        check_page(&page, 404, "no-store");
        let text = page.text();
        assert!(
            text.contains("Không tìm thấy trang này"),
            "{missing}: {text}"
        );
        // It is sent at any depth, so its addresses begin at the root.
        assert!(
            text.contains(&format!("src=\"{base}hoso-")),
            "{missing}: {text}"
        );
    }
    if base != "/" {
        let bare = get(base.trim_end_matches('/').to_owned()).await;
        assert_eq!((bare.status, bare.header("location")), (301, Some(base)));
    }
    let folder = get(below("602b")).await;
    let to = folder.header("location").unwrap_or_default();
    assert!(matches!(folder.status, 301 | 308), "{folder:?}");
    assert!(
        below("602b/").ends_with(to) && to.ends_with("602b/"),
        "{folder:?}"
    );

    let intake = get(below("api/intake")).await;
    assert_eq!(intake.status, 200, "{intake:?}");
    assert!(intake.text().contains("\"form_bytes\""), "{intake:?}");
    check_body_limit(&server, &below("api/dossiers")).await;
}

fn check_page(page: &Response, status: u16, caching: &str) {
    assert_eq!(page.status, status, "{page:?}");
    assert_eq!(page.header("cache-control"), Some(caching), "{page:?}");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
    let has_life = page.header("strict-transport-security").unwrap();
    assert!(has_life.starts_with("max-age="), "{has_life}");
}

fn check_hashed_file(file: &Response) {
    assert_eq!(file.status, 200, "{}", file.head);
    let caching = file.header("cache-control").unwrap_or_default();
    assert!(caching.contains("immutable"), "{}", file.head);
    // Pages of a portal may fetch it.
    assert_eq!(file.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        file.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
}

/// Checks that the server takes as many bytes as the receiver, and that more is refused as too large,
/// by nginx itself or by the receiver behind Caddy.
async fn check_body_limit(server: &WebServer, path: &str) {
    let limit = usize::try_from(Limits::default().form_bytes).unwrap();
    let post = async |length: usize, body: &[u8]| {
        let headers = format!(
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n"
        );
        server.send("POST", path, &headers, body).await
    };
    let whole = vec![b' '; limit];
    let taken = post(limit, &whole).await;
    // The receiver reads it, and finds no form in it.
    assert_eq!(
        taken.header("content-type"),
        Some("application/problem+json")
    );
    assert_ne!(taken.status, 413, "{taken:?}");
    let refused = post(limit + 1, &[whole, b" ".to_vec()].concat()).await;
    assert_eq!(refused.status, 413, "{refused:?}");
}

#[tokio::test]
async fn ok_responses_of_nginx() {
    check_responses(ServerProgram::Nginx, "/").await;
    check_responses(ServerProgram::Nginx, "/bhxh/").await;
}

#[tokio::test]
async fn ok_responses_of_caddy() {
    check_responses(ServerProgram::Caddy, "/").await;
    check_responses(ServerProgram::Caddy, "/bhxh/").await;
}
