//! Checks the service worker: what works without the network after one visit, that a page and its
//! files are of one build, that a newer build waits for a choice, and that a deployment can remove it.

use hoso_tests::browser::Browser;
use hoso_tests::embedded_form::{open, serve};
use hoso_tests::examples;
use hoso_tests::locales::{english_sentence, sentence};
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::portal::Portal;
use hoso_tests::site::Site;
use hoso_tests::web_server::{ServerProgram, WebServer};

use crate::embedded_element::wait_until_ready;

/// Whether the service worker has stored its build and controls the page.
const READY: &str = "navigator.serviceWorker.controller && (await navigator.serviceWorker.ready).active.state === 'activated'";

/// The names of the stored builds.
const CACHES: &str = "caches.keys().then((names) => names.join())";

/// The notice of a newer version.
const NOTICE: &str = "document.querySelector('[data-hoso-update] button')?.innerText";

/// The script of the page, by its name.
const SCRIPT: &str = "document.querySelector('script[type=module]').src.split('/').pop()";

/// Starts a site and a browser that has visited one page of it.
async fn visited() -> (Site, Browser) {
    let (site, browser) = (Site::start_offline().await, Browser::start().await);
    browser.open(&site).await;
    browser.wait_for(READY).await;
    (site, browser)
}

/// Takes the server off the network, and shows that it is.
async fn go_offline(site: &Site, browser: &mut Browser) {
    site.proxy.take_down();
    browser.expect_console("net::ERR_");
    let reaches = "fetch('/api/intake').then(() => true, () => false)";
    assert_eq!(browser.eval(reaches).await, false);
}

/// Deploys a newer build, opens the page, and waits until the new version is offered.
async fn offered(site: &Site, browser: &Browser) {
    site.deploy_newer_build();
    browser.reload().await;
    browser.wait_for(NOTICE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_every_page_opens_offline_after_one_visit() {
    let (site, mut browser) = visited().await;
    go_offline(&site, &mut browser).await;
    for procedure in hoso_procedures::ALL {
        let procedure = procedure.definition.code;
        // The fragment is set by the second module.
        browser.open_procedure(&site, procedure).await;
        if procedure == "602b" {
            browser.switch_language("en").await;
        }
        // The pages that follow open in the language that was chosen.
        browser
            .wait_for("document.documentElement.lang === 'en'")
            .await;
    }
    let landing = format!("{}/?from=portal", site.origin);
    browser.driver.goto(landing).await.unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser.finish().await;
}

/// Types, kills the browser, finishes and prints offline; sends once the server is back.
#[tokio::test(flavor = "multi_thread")]
async fn ok_a_dossier_is_written_offline_and_sent_later() {
    let (site, mut browser) = visited().await;
    go_offline(&site, &mut browser).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("contact", &answers).await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    let profile = browser.kill();

    let mut browser = Browser::restart(profile).await;
    browser.open(&site).await;
    browser.expect_step("contact").await;
    go_offline(&site, &mut browser).await;
    browser.complete_until("review", &answers).await;
    // The worker and its module.
    browser.click("#open_pdf").await;
    browser
        .wait_for("document.querySelector('#open_pdf')?.href?.startsWith('blob:')")
        .await;
    site.proxy.bring_up();
    let number = browser.commit_and_send().await;
    assert_eq!(site.single_dossier().0, number);
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_photos_and_places_work_offline() {
    let (site, mut browser) = visited().await;
    go_offline(&site, &mut browser).await;
    // Chooses communes on the way.
    browser.open_photo_step(&site).await;
    let files = PhotoFiles::default();
    browser
        .attach_photos("portrait", &[&files.good_photo(400)])
        .await;
    browser.wait_for_photo_count("portrait", 1).await;
    // A province other than that of the page.
    let place = site.asset("01.txt");
    let status = format!("fetch('{place}').then((response) => response.status)");
    assert_eq!(browser.eval(&status).await, 200);
    browser.finish().await;
}

/// Checks that the page keeps its files while the server has others, until the person chooses.
#[tokio::test(flavor = "multi_thread")]
async fn ok_a_newer_build_waits_for_the_choice() {
    let (site, mut browser) = visited().await;
    browser.expect_console("404");
    let old = browser.eval_text(SCRIPT).await;
    browser
        .complete_until("contact", &examples::answers("ok-case-c"))
        .await;
    offered(&site, &browser).await;
    browser.expect_step("contact").await;
    assert_eq!(browser.eval_text(SCRIPT).await, old);
    // The server has neither the script nor the worker of this page any more.
    let worker = Site::worker_file(".js");
    let status = |path: &str, init: &str| {
        format!("fetch('{path}', {{ {init} }}).then((response) => response.status)")
    };
    let head = status(&worker, "method: 'HEAD', cache: 'no-store'");
    browser.wait_for(&format!("(await {head}) === 404")).await;
    assert_eq!(browser.eval(&status(&worker, "")).await, 200);
    assert_eq!(browser.eval(&status(&format!("/{old}"), "")).await, 200);
    // A second window of the old build: it keeps its files after the choice in the first.
    let (first, second) = browser.open_second_window().await;
    browser.open_procedure(&site, "under18").await;
    assert_eq!(browser.eval_text(SCRIPT).await, old);
    browser.switch_to_window(&first).await;
    browser.type_into("phone", "0900000001").await;
    browser.click("[data-hoso-update] button").await;
    browser.wait_for(&format!("{SCRIPT} !== '{old}'")).await;
    browser
        .wait_for("document.querySelector('[name=phone]')?.value === '0900000001'")
        .await;
    assert_eq!(browser.eval(&format!("{NOTICE} ?? ''")).await, "");
    browser.switch_to_window(&second).await;
    assert_eq!(browser.eval_text(SCRIPT).await, old);
    assert_eq!(browser.eval(&status(&worker, "")).await, 200);
    browser.wait_for(NOTICE).await;
    browser.click("[data-hoso-update] button").await;
    browser.wait_for(&format!("{SCRIPT} !== '{old}'")).await;
    browser.wait_until_ready().await;
    // No window of the old build is open: its files are deleted with the next page.
    browser.open_procedure(&site, "account").await;
    browser
        .wait_for("caches.keys().then((names) => names.length === 1)")
        .await;
    browser.finish().await;
}

/// Checks that no page is stored with the files of another build while a server is being deployed.
#[tokio::test(flavor = "multi_thread")]
async fn err_half_a_deployment_is_not_stored() {
    let (site, browser) = visited().await;
    let old = browser.eval_text(SCRIPT).await;
    let stored = browser.eval_text(CACHES).await;
    let page = site.built_file("under18/index.html");
    site.deploy_newer_build();
    // A server that still has the page of the old build.
    site.proxy.replace_body("/under18/", page);
    browser.reload().await;
    browser
        .eval(
            "navigator.serviceWorker.getRegistration().then((own) => own.update()).catch(() => 0)",
        )
        .await;
    browser
        .wait_for("navigator.serviceWorker.getRegistration().then((own) => !own.installing)")
        .await;
    assert_eq!(
        browser
            .eval("navigator.serviceWorker.getRegistration().then((own) => !own.waiting)")
            .await,
        true
    );
    assert_eq!(browser.eval_text(SCRIPT).await, old);
    assert!(
        browser.eval_text(CACHES).await.contains(&stored),
        "the old build is still stored"
    );
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_a_deployment_removes_the_service_worker() {
    let (site, browser) = visited().await;
    site.deploy_without_service_worker();
    browser.reload().await;
    browser
        .wait_for("navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
        .await;
    browser
        .wait_for("caches.keys().then((names) => names.length === 0)")
        .await;
    let old = browser.eval_text(SCRIPT).await;
    browser.reload().await;
    assert_ne!(browser.eval_text(SCRIPT).await, old);
    assert_eq!(
        browser
            .eval("navigator.serviceWorker.controller === null")
            .await,
        true
    );
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_the_api_is_left_to_the_network() {
    let (site, browser) = visited().await;
    browser.reload().await;
    let requests = |route: &str| {
        let all = site.proxy.requests();
        all.iter().filter(|request| request.route == route).count()
    };
    let before = requests("GET /api/intake");
    for _ in 0..2 {
        browser.eval("fetch('/api/intake').then(() => 0)").await;
    }
    assert_eq!(requests("GET /api/intake"), before + 2);
    browser
        .complete_until("review", &examples::answers("ok-case-c"))
        .await;
    browser.commit_and_send().await;
    assert_eq!(site.proxy.posted_dossiers().len(), 1);
    let stored = browser
        .eval_text("caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).map((request) => request.method + request.url).join())")
        .await;
    assert!(
        stored.contains("602b/") && !stored.contains("/api"),
        "{stored}"
    );
    browser.finish().await;
}

/// Checks a site below a path, on a real web server: the service worker has the scope of that path.
#[tokio::test(flavor = "multi_thread")]
async fn ok_below_a_path_it_has_its_own_scope() {
    for program in [ServerProgram::Nginx, ServerProgram::Caddy] {
        let mut site = Site::start().await;
        let server = WebServer::start_offline(program, &mut site, "/bhxh/").await;
        let browser = Browser::start().await;
        browser.open(&site).await;
        browser.wait_for(READY).await;
        let scope = browser
            .eval_text("navigator.serviceWorker.ready.then((own) => new URL(own.scope).pathname)")
            .await;
        assert_eq!(scope, "/bhxh/");
        for (path, media_type) in [
            ("/bhxh/service-worker.js", "text/javascript"),
            ("/bhxh/manifest.webmanifest", "application/manifest+json"),
        ] {
            let response = server.request("GET", path, "").await;
            let found = response.header("content-type").unwrap_or_default();
            assert!(found.starts_with(media_type), "{program:?} {found}");
            assert_eq!(response.header("cache-control"), Some("no-cache"));
        }
        drop(server);
        browser.open_procedure(&site, "under18").await;
        browser.finish().await;
    }
}

/// Checks that Chromium finds nothing that keeps the page from being installed.
#[tokio::test(flavor = "multi_thread")]
async fn ok_the_page_can_be_installed() {
    let (site, browser) = (Site::start_offline().await, Browser::start_chromium().await);
    browser.open(&site).await;
    browser.wait_for(READY).await;
    let empty = serde_json::json!({});
    let errors = browser
        .cdp("Page.getInstallabilityErrors", empty.clone())
        .await;
    assert_eq!(errors["installabilityErrors"], serde_json::json!([]));
    let manifest = browser.cdp("Page.getAppManifest", empty).await;
    assert_eq!(manifest["errors"], serde_json::json!([]), "{manifest}");
    assert!(manifest["data"].as_str().unwrap().contains("Hồ Sơ"));
    browser.finish().await;
}

/// Checks the notice by axe-core and by its words, in both languages.
#[tokio::test(flavor = "multi_thread")]
async fn ok_the_notice_of_a_newer_build_is_accessible() {
    let (site, browser) = visited().await;
    offered(&site, &browser).await;
    let text = "document.querySelector('[data-hoso-update] p').innerText";
    assert_eq!(browser.eval_text(text).await, sentence("ui.newer_version"));
    browser.assert_accessible("newer version").await;
    browser.switch_language("en").await;
    browser
        .wait_for(&format!(
            "{text} === '{}'",
            english_sentence("ui.newer_version")
        ))
        .await;
    browser.assert_accessible("newer version, English").await;
    browser.finish().await;
}

/// Checks that a portal's page with the element gets no service worker.
#[tokio::test(flavor = "multi_thread")]
async fn ok_a_portal_gets_no_service_worker() {
    let (portal, site) = (Portal::start().await, Site::start_offline().await);
    let browser = Browser::start().await;
    serve(
        &portal,
        &site,
        "",
        "<hoso-form procedure=\"602b\"></hoso-form>",
    );
    open(&portal, &browser).await;
    wait_until_ready(&browser, 1).await;
    let requests = site.proxy.requests();
    assert!(
        requests
            .iter()
            .all(|request| !request.route.contains("service-worker")),
        "{requests:?}"
    );
    browser.finish().await;
}
