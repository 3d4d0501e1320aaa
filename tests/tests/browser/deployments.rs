//! Checks a page that outlives a deployment: its files are gone, or an error response is cached.

use hoso_tests::browser::Browser;
use hoso_tests::locales::sentence;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::proxy::Fault;
use hoso_tests::scenario::Scenario;
use hoso_tests::site::Site;
use hoso_tests::submission::respond;

/// A response that a browser may keep for a year.
fn cached_404() -> Fault {
    respond(
        "404 Not Found",
        "Cache-Control: public, max-age=31536000, immutable\r\n",
        "",
    )
}

/// Removes a file from the server, as a deployment does.
fn remove(site: &Site, path: &str) {
    for _ in 0..4 {
        for method in ["GET", "HEAD"] {
            site.proxy
                .fail_next(&format!("{method} {path}"), cached_404());
        }
    }
}

/// Deploys the files again.
fn restore(site: &Site, path: &str) {
    for method in ["GET", "HEAD"] {
        site.proxy.clear_faults(&format!("{method} {path}"));
    }
}

async fn start_household() -> (Site, Browser) {
    // The province of the page is preset, and its file fetched at once: here it is another one.
    Scenario::new("602b", "ok-case-a-alone")
        .with_setting(r#""province":"56""#, r#""province":"01""#)
        .start_at("birth_place")
        .await
}

#[tokio::test]
async fn ok_a_second_module_that_is_gone_is_a_newer_version() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("404");
    browser.expect_console("integrity");
    browser.expect_console("Failed to fetch");
    let module = site.second_module();
    remove(&site, &module);
    browser
        .driver
        .goto(format!("{}/602b/", site.origin))
        .await
        .unwrap();
    // The page loads itself again once by itself; the module is gone then too.
    browser
        .wait_for("performance.getEntriesByType('navigation')[0].type === 'reload'")
        .await;
    browser.wait_for_text("ui.outdated").await;
    browser.tick_choice("cases", "return").await;
    browser.tick_choice("in_compulsory_group", "no").await;
    restore(&site, &module);
    browser.press("ui.reload").await;
    browser.wait_until_ready().await;
    browser.wait_for_no_text("ui.outdated").await;
    assert!(browser.is_checked("cases", "return").await);
    browser.submit_step().await;
    browser.expect_step("participant").await;
    browser.finish().await;
}

/// Checks that a page whose second module is gone loads itself again, with what was chosen.
#[tokio::test]
async fn ok_a_page_without_its_second_module_loads_itself_again() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("404");
    browser.expect_console("integrity");
    browser.expect_console("Failed to fetch");
    let module = site.second_module();
    let route = format!("GET {module}");
    for route in [&route, &route, &format!("HEAD {module}")] {
        site.proxy.fail_next(route, cached_404());
    }
    site.proxy.hold(&route);
    browser
        .driver
        .goto(format!("{}/602b/", site.origin))
        .await
        .unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser.tick_choice("cases", "return").await;
    browser.eval("window.isFirst = true").await;
    site.proxy.release();
    browser.wait_for("!window.isFirst").await;
    browser.wait_until_ready().await;
    assert!(browser.is_checked("cases", "return").await);
    browser.wait_for_no_text("ui.outdated").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_a_worker_that_is_gone_is_a_newer_version() {
    let files = PhotoFiles::default();
    for ending in [".js", ".wasm"] {
        // A browser of its own: one that has the file in its cache needs no server.
        let (site, mut browser) = (Site::start().await, Browser::start().await);
        browser.expect_console("hoso-worker");
        browser.expect_console("integrity");
        let worker = Site::worker_file(ending);
        remove(&site, &worker);
        browser.open_photo_step(&site).await;
        browser
            .choose_files("portrait", &[&files.good_photo(400)])
            .await;
        browser
            .wait_for_photo_status("portrait", "ui.outdated")
            .await;
        restore(&site, &worker);
        browser.press("ui.reload").await;
        browser.wait_until_ready().await;
        browser.expect_step("photos").await;
        browser
            .attach_photos("portrait", &[&files.good_photo(400)])
            .await;
        browser.finish().await;
    }
}

/// Checks that a cached error response does not keep the worker from starting.
#[tokio::test]
async fn ok_the_worker_is_fetched_past_a_cached_error() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("hoso-worker");
    let script = format!("GET {}", Site::worker_file(".js"));
    site.proxy.fail_next(&script, cached_404());
    browser.open_photo_step(&site).await;
    let files = PhotoFiles::default();
    browser
        .attach_photos("portrait", &[&files.good_photo(400)])
        .await;
    browser.wait_for_photo_count("portrait", 1).await;
    site.proxy.wait_for_requests(&script, 2).await;
    browser.finish().await;
}

/// Checks that a cached error response does not hide the communes.
#[tokio::test]
async fn ok_places_are_fetched_past_a_cached_error() {
    let (site, mut browser) = start_household().await;
    browser.expect_console("404");
    browser.expect_console("integrity");
    site.proxy
        .fail_next(&format!("GET {}", site.asset("56.txt")), cached_404());
    browser.fill("birth_province", "56").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("nha trang").await;
    browser
        .wait_for("document.querySelector('[role=option]')?.innerText.includes('Phường Nha Trang')")
        .await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_places_that_are_gone_are_a_newer_version() {
    let (site, mut browser) = start_household().await;
    browser.expect_console("404");
    browser.expect_console("integrity");
    remove(&site, &site.asset("56.txt"));
    browser.fill("birth_province", "56").await;
    browser.wait_for_text("ui.outdated").await;
    browser.finish().await;
}

/// Checks that the communes are requested again when the line is back, and that the person is not
/// blamed for a list that was not loaded.
#[tokio::test]
async fn ok_places_are_requested_again_when_the_line_is_back() {
    let (site, mut browser) = start_household().await;
    browser.expect_console("net::ERR_");
    let path = site.asset("56.txt");
    for method in ["GET", "HEAD"] {
        for _ in 0..8 {
            site.proxy
                .fail_next(&format!("{method} {path}"), Fault::Drop);
        }
    }
    browser.fill("birth_province", "56").await;
    browser.wait_for_text("ui.places_failed").await;
    browser.submit_step().await;
    browser.wait_for_error("ui.places_failed").await;
    let summary = browser
        .eval_text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    assert!(!summary.contains(&sentence("addr.commune")), "{summary}");
    restore(&site, &path);
    browser
        .eval("window.dispatchEvent(new Event('online'))")
        .await;
    browser.wait_for_no_text("ui.places_failed").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("nha trang").await;
    browser
        .wait_for("document.querySelector('[role=option]')?.innerText.includes('Phường Nha Trang')")
        .await;
    browser.finish().await;
}

/// Checks that a worker's script that was changed on its way does not run: neither as a worker nor in
/// the page, which imports it where no worker runs.
#[tokio::test]
async fn err_a_worker_with_another_hash_does_not_run() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("integrity");
    let script = Site::worker_file(".js");
    let mut forged = site.built_file(&script);
    forged.extend_from_slice(b"\nfetch('/forged');\n");
    site.proxy.replace_body(&script, forged);
    browser.open_photo_step(&site).await;
    let files = PhotoFiles::default();
    browser
        .choose_files("portrait", &[&files.good_photo(400)])
        .await;
    browser
        .wait_for_photo_status("portrait", "ui.outdated")
        .await;
    browser.wait_for_text("ui.outdated").await;
    let requests = site.proxy.requests();
    assert!(
        requests
            .iter()
            .any(|request| request.route.contains(&script))
    );
    assert!(
        !requests
            .iter()
            .any(|request| request.route.contains("forged"))
    );
    browser.finish().await;
}

/// Checks that a list of places that was changed on its way is not used, and neither is a list of
/// hashes that fits it.
#[tokio::test]
async fn err_places_with_another_hash_are_not_used() {
    for with_list in [false, true] {
        let (site, mut browser) = start_household().await;
        browser.expect_console("integrity");
        let path = site.asset("56.txt");
        let text = String::from_utf8(site.built_file(&path)).unwrap();
        let forged = text.replace("Nha Trang", "Nha Trung");
        if with_list {
            let list = path.replace("56.txt", "integrity.txt");
            let hash = |text: &str| hoso_site::digest::integrity(text.as_bytes());
            let hashes = String::from_utf8(site.built_file(&list)).unwrap();
            assert!(hashes.contains(&hash(&text)), "{hashes}");
            let hashes = hashes.replace(&hash(&text), &hash(&forged));
            site.proxy.replace_body(&list, hashes.into_bytes());
        }
        site.proxy.replace_body(&path, forged.into_bytes());
        browser.fill("birth_province", "56").await;
        browser.wait_for_text("ui.outdated").await;
        // The line is not to blame.
        browser.wait_for_no_text("ui.places_failed").await;
        browser.finish().await;
    }
}

/// Checks that a second module with another hash is a newer version, and is not run.
#[tokio::test]
async fn err_a_second_module_with_another_hash_is_a_newer_version() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("integrity");
    browser.expect_console("Failed to fetch");
    let module = site.second_module();
    let mut forged = site.built_file(&module);
    forged.push(0);
    site.proxy.replace_body(&module, forged);
    browser
        .driver
        .goto(format!("{}/602b/", site.origin))
        .await
        .unwrap();
    browser.wait_for_text("ui.outdated").await;
    browser.finish().await;
}
