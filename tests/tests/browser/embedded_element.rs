//! Checks `<hoso-form>` in the page of a portal on another origin, as docs/embed-reference.md promises.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoso_tests::browser::Browser;
use hoso_tests::embedded_form::{complete, complete_until, events, open, serve, strict_policy};
use hoso_tests::examples;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::decoded;
use hoso_tests::portal::Portal;
use hoso_tests::proxy::Fault;
use hoso_tests::site::Site;
use serde_json::{Value, json};

/// The one form of a page.
pub(crate) const FORM: &str = "document.querySelector('hoso-form')";
/// The root of that form.
const ROOT: &str = "document.querySelector('hoso-form').shadowRoot.querySelector('[data-hoso]')";

async fn start() -> (Portal, Site, Browser) {
    let portal = Portal::start().await;
    let site = Site::start_for(vec![portal.origin.clone()]).await;
    (portal, site, Browser::start().await)
}

/// Waits until so many forms accept input.
pub(crate) async fn wait_until_ready(browser: &Browser, forms: usize) {
    browser
        .wait_for(&format!(
            "hosoEvents.filter(({{ type }}) => type === 'hoso:ready').length === {forms}"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_a_form_on_another_origin_reaches_the_receipt_under_a_strict_policy() {
    let (portal, site, browser) = start().await;
    let policy = strict_policy(&site);
    serve(
        &portal,
        &site,
        &policy,
        "<hoso-form procedure=\"602b\"></hoso-form>",
    );
    open(&portal, &browser).await;
    let answers = examples::answers("ok-case-c");
    complete(&browser, FORM, &answers).await;
    let submitted = events(&browser, "hoso:submitted").await;
    let (number, envelope) = site.single_dossier();
    assert_eq!(
        submitted,
        [json!({ "number": number, "receiver": "Hệ thống nhận hồ sơ chạy thử" })]
    );
    assert_eq!(envelope["answers"], answers);
    // The portal's page is untouched: nothing global, no style, no attribute of <html>, no address.
    let globals = "Object.getOwnPropertyNames(window).filter((name) => /hoso/i.test(name) && name !== 'hosoEvents')";
    assert_eq!(browser.eval(globals).await, json!([]));
    assert_eq!(
        browser
            .eval("document.head.querySelectorAll('style, link[rel=stylesheet], link[rel=modulepreload]').length + document.adoptedStyleSheets.length")
            .await,
        0
    );
    assert_eq!(
        browser.eval("[document.documentElement.getAttributeNames().join(), location.pathname + location.hash, document.title]").await,
        json!(["lang", "/", "Cổng dịch vụ công"])
    );
    assert_eq!(events(&browser, "hoso:failed").await, Vec::<Value>::new());
    browser.finish().await;
}

/// Shows errors while the person types in the page around the form: the focus stays there.
#[tokio::test(flavor = "multi_thread")]
async fn ok_the_focus_of_the_portal_is_not_taken() {
    let (portal, site, browser) = start().await;
    let body = "<input id=\"search\"><hoso-form procedure=\"602b\"></hoso-form>";
    serve(&portal, &site, &strict_policy(&site), body);
    open(&portal, &browser).await;
    wait_until_ready(&browser, 1).await;
    let submit = format!("{ROOT}.querySelector('form button[type=submit]')");
    let summary = format!("{ROOT}.querySelector('[data-hoso-summary]:not(:empty)')");
    browser
        .eval(&format!("search.focus(), {submit}.click()"))
        .await;
    browser.wait_for(&summary).await;
    browser
        .eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
        .await;
    assert_eq!(browser.eval("document.activeElement.id").await, "search");
    // In the form itself it moves to the summary.
    browser
        .eval(&format!("{submit}.focus(), {submit}.click()"))
        .await;
    browser
        .wait_for(&format!("{ROOT}.getRootNode().activeElement?.matches('[data-hoso-summary], [data-hoso-summary] *')"))
        .await;
    browser.finish().await;
}

/// Checks that photos are taken in a form on another origin, whose worker is started by a blob, and
/// reach the receiver.
#[tokio::test(flavor = "multi_thread")]
async fn ok_photos_of_a_form_on_another_origin_reach_the_receiver() {
    let (portal, site, browser) = start().await;
    let form = "<hoso-form procedure=\"under18\"></hoso-form>";
    serve(&portal, &site, &strict_policy(&site), form);
    open(&portal, &browser).await;
    let answers = examples::answers_of("under18", "ok-core-direct");
    complete_until(&browser, FORM, &answers, "photos").await;
    let files = PhotoFiles::default();
    let photo = files.good_photo(800);
    let input = format!("return {ROOT}.querySelector('input[name=portrait]')");
    let input = browser.driver.execute(input, Vec::new()).await.unwrap();
    let input = input.element().unwrap();
    input.send_keys(photo.to_string_lossy()).await.unwrap();
    browser
        .wait_for(&format!(
            "{ROOT}.querySelector('[data-photo=portrait] img')?.naturalWidth > 0"
        ))
        .await;
    complete(&browser, FORM, &answers).await;
    let (_, envelope) = site.single_dossier();
    let files = envelope["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    let hash = files[0]["sha256"].as_str().unwrap();
    assert_eq!(hoso_photo::sha256(&site.stored_file(hash)), hash);
    assert_eq!(events(&browser, "hoso:failed").await, Vec::<Value>::new());
    browser.finish().await;
}

/// Returns the texts of an answer, however deep, that are long enough to be told apart from others.
fn canaries(answer: &Value, found: &mut Vec<String>) {
    match answer {
        Value::String(text) if text.chars().count() >= 6 => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| canaries(one, found)),
        Value::Object(all) => all.values().for_each(|one| canaries(one, found)),
        _ => {}
    }
}

/// Nothing that was entered leaves the form but in the dossier.
#[tokio::test(flavor = "multi_thread")]
async fn ok_no_answer_is_in_an_event_a_message_an_address_or_the_console() {
    let (portal, site, browser) = start().await;
    serve(
        &portal,
        &site,
        "",
        "<hoso-form procedure=\"602b\"></hoso-form>",
    );
    open(&portal, &browser).await;
    browser
        .eval(
            "(() => {
                window.seen = [];
                addEventListener('message', ({ data }) => seen.push(JSON.stringify(data)));
                new MutationObserver(() => seen.push(document.title)).observe(document.head, { subtree: true, childList: true, characterData: true });
                for (const name of ['pushState', 'replaceState']) {
                    const original = history[name];
                    history[name] = function (...given) { seen.push(JSON.stringify(given)); return original.apply(this, given); };
                }
            })()",
        )
        .await;
    let answers = examples::answers("ok-case-c");
    complete(&browser, FORM, &answers).await;
    let mut public = vec![
        browser.eval_text("JSON.stringify(hosoEvents.map(({ type, detail }) => [type, detail]))").await,
        browser.eval_text("JSON.stringify([seen, location.href, document.title, performance.getEntriesByType('resource').map(({ name }) => name)])").await,
        browser.console().await.join("\n"),
        portal.requests().join("\n"),
    ];
    public.extend(
        site.proxy
            .requests()
            .into_iter()
            .map(|request| request.route),
    );
    let public = public.join("\n");
    assert!(
        public.contains("hoso:saved") && public.contains("POST /api/dossiers"),
        "{public}"
    );
    let mut secrets = Vec::new();
    canaries(&answers, &mut secrets);
    // Ids of choices and steps are no answers of a person: they are in the definition.
    let definition = format!("{:?}", hoso_procedures::find("602b").unwrap().definition);
    secrets.retain(|secret| !definition.contains(&format!("{secret:?}")));
    assert!(
        secrets.iter().any(|secret| secret == "Nguyễn Thị Mẫu"),
        "{secrets:?}"
    );
    for secret in secrets {
        assert!(!public.contains(&secret), "{secret} in {public}");
    }
    browser.finish().await;
}

/// Several forms, two of one procedure: each has its own answers. A moved form keeps what it shows,
/// and a removed one gives everything back.
#[tokio::test(flavor = "multi_thread")]
async fn ok_forms_of_one_procedure_are_isolated_and_a_moved_form_stays_alive() {
    let (portal, site, browser) = start().await;
    let body = "<main><hoso-form procedure=\"602b\" id=\"one\"></hoso-form>\
                <hoso-form procedure=\"602b\" id=\"two\"></hoso-form>\
                <hoso-form procedure=\"account\" id=\"three\"></hoso-form></main>";
    serve(&portal, &site, &strict_policy(&site), body);
    open(&portal, &browser).await;
    browser
        .eval("(() => { one.scrollIntoView(); return true; })()")
        .await;
    browser
        .wait_for("(() => { for (const form of document.querySelectorAll('hoso-form')) form.scrollIntoView(); return hosoEvents.filter(({ type }) => type === 'hoso:ready').length === 3; })()")
        .await;
    let choice = "shadowRoot.querySelector('[name=cases][value=return]')";
    browser.eval(&format!("one.{choice}.click()")).await;
    assert_eq!(
        browser
            .eval(&format!("[one.{choice}.checked, two.{choice}.checked]"))
            .await,
        json!([true, false])
    );
    browser
        .eval("document.querySelector('main').append(one)")
        .await;
    // A removal that is no move is noticed one task later.
    browser
        .eval("new Promise((done) => setTimeout(() => setTimeout(done)))")
        .await;
    assert_eq!(browser.eval(&format!("one.{choice}.checked")).await, true);
    browser
        .eval("(() => { window.kept = one; one.remove(); })()")
        .await;
    browser
        .wait_for("kept.shadowRoot.querySelector('[data-hoso]') === null")
        .await;
    browser
        .eval("document.querySelector('main').append(kept)")
        .await;
    browser.wait_for(&format!("kept.{choice}?.checked")).await;
    browser.finish().await;
}

/// A page without what a form needs: the words are in the element, one line is in the console, and
/// the portal's own form is submitted as always.
struct Failure {
    code: &'static str,
    headers: String,
    body: &'static str,
    /// Runs before the scripts of the page.
    before: &'static str,
    /// Whether the element shows a link to the page of 602b, not only to the list.
    links_to_page: bool,
}

async fn check_failure(portal: &Portal, site: &Site, failure: Failure) {
    let browser = Browser::start().await;
    if !failure.before.is_empty() {
        let script = json!({ "source": failure.before });
        browser
            .cdp("Page.addScriptToEvaluateOnNewDocument", script)
            .await;
    }
    let search = "<form action=\"/search\"><input name=\"q\" value=\"x\"><button id=\"search\">Tìm</button></form>";
    serve(
        portal,
        site,
        &failure.headers,
        &format!("{search}{}", failure.body),
    );
    portal.page(
        "/search",
        "",
        "<!doctype html><title>search</title><link rel=\"icon\" href=\"data:,\">",
    );
    open(portal, &browser).await;
    let code = failure.code;
    browser
        .wait_for(&format!("hosoEvents.some(({{ type, detail }}) => type === 'hoso:failed' && detail.code === '{code}')"))
        .await;
    let shown = browser
        .eval_text(&format!(
            "{FORM}.shadowRoot.querySelector('[role]:not([hidden])').innerText"
        ))
        .await;
    assert!(shown.len() > 40, "{code}: {shown}");
    if code != "base-missing" {
        let link = browser
            .eval_text(&format!(
                "{FORM}.shadowRoot.querySelector('a[target=_top]').href"
            ))
            .await;
        let page = if failure.links_to_page { "602b/" } else { "" };
        assert_eq!(link, format!("{}/{page}", site.origin), "{code}");
    }
    let lines = browser.console().await;
    let own: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("hoso-form:"))
        .collect();
    assert_eq!(own.len(), 1, "{lines:?}");
    assert!(
        own[0].contains(&format!("docs/embed-reference.md#{code}")),
        "{own:?}"
    );
    browser
        .eval("document.getElementById('search').click()")
        .await;
    browser
        .wait_for("location.pathname === '/search' && location.search === '?q=x'")
        .await;
    browser.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_a_form_that_cannot_run_says_so_and_leaves_the_portal_alone() {
    let portal = Portal::start().await;
    let site = Site::start_for(vec![portal.origin.clone()]).await;
    let form = "<hoso-form procedure=\"602b\"></hoso-form>";
    // The portal's own search form is allowed.
    let strict = strict_policy(&site).replace("form-action 'none'", "form-action 'self'");
    let plain = |code, body, before| Failure {
        code,
        headers: String::new(),
        body,
        before,
        links_to_page: true,
    };
    for failure in [
        Failure {
            headers: strict.replace(" 'wasm-unsafe-eval'", ""),
            ..plain("policy-wasm", form, "")
        },
        Failure {
            headers: strict.replace(
                &format!("connect-src {}", site.origin),
                "connect-src 'none'",
            ),
            ..plain("policy-files", form, "")
        },
        Failure {
            links_to_page: false,
            ..plain(
                "procedure-unknown",
                "<hoso-form procedure=\"603\"></hoso-form>",
                "",
            )
        },
        plain(
            "browser-old",
            form,
            "delete CSSStyleSheet.prototype.replaceSync;",
        ),
        plain("browser-old", form, "delete window.WebAssembly;"),
        Failure {
            headers: "Content-Security-Policy: sandbox allow-scripts allow-forms\r\n".to_owned(),
            ..plain("storage-denied", form, "")
        },
    ] {
        check_failure(&portal, &site, failure).await;
    }
}

/// After a deployment an open page asks for a file that is gone; after a lost connection it tries again.
#[tokio::test(flavor = "multi_thread")]
async fn ok_missing_files_are_named_and_another_attempt_succeeds() {
    let (portal, site, browser) = start().await;
    let style = format!("GET {}", site.first_load_file(".css"));
    // Two failures of three requests: twice with the hash, once to learn the status.
    for _ in 0..6 {
        site.proxy.fail_next(
            &style,
            Fault::Respond {
                status: "404 Not Found",
                headers: "Access-Control-Allow-Origin: *\r\n",
                body: String::new(),
            },
        );
    }
    serve(
        &portal,
        &site,
        "",
        "<hoso-form procedure=\"602b\"></hoso-form>",
    );
    open(&portal, &browser).await;
    let button = format!("{FORM}.shadowRoot.querySelector('button')");
    browser.wait_for(&button).await;
    assert_eq!(
        events(&browser, "hoso:failed").await,
        [json!({ "code": "files-missing" })]
    );
    let lines = browser.console().await;
    assert!(
        lines
            .iter()
            .any(|line| line.contains("docs/embed-reference.md#files-missing")),
        "{lines:?}"
    );
    browser.eval(&format!("{button}.click()")).await;
    browser
        .wait_for("hosoEvents.filter(({ type }) => type === 'hoso:failed').length === 2")
        .await;
    browser.eval(&format!("{button}.click()")).await;
    wait_until_ready(&browser, 1).await;
    browser.console().await;
    browser.finish().await;
}

/// The portal fills in what the definition allows; the person sees it, and what the person has
/// entered is not replaced.
#[tokio::test(flavor = "multi_thread")]
async fn ok_the_portal_fills_in_allowed_fields_only_and_sets_the_language() {
    let (portal, site, browser) = start().await;
    serve(
        &portal,
        &site,
        &strict_policy(&site),
        "<hoso-form procedure=\"account\" lang=\"en\"></hoso-form>",
    );
    open(&portal, &browser).await;
    browser
        .eval(&format!(
            "{FORM}.prefill = {{ full_name: 'Nguyễn Thị Mẫu', phone: '0900000001', has_account: 'yes', street_line: 'Số 1' }}"
        ))
        .await;
    browser
        .wait_for(&format!("{ROOT}?.querySelector('.notice[role=status]')"))
        .await;
    let text = browser.eval_text(&format!("{ROOT}.innerText")).await;
    assert!(
        text.contains("This page has filled in some boxes"),
        "{text}"
    );
    assert_eq!(
        browser
            .eval(&format!(
                "{ROOT}.querySelectorAll('[name=has_account]:checked').length"
            ))
            .await,
        0
    );
    for (name, id) in [("has_account", "no"), ("who", "adult")] {
        browser
            .eval(&format!(
                "{ROOT}.querySelector('[name={name}][value={id}]').click()"
            ))
            .await;
    }
    browser
        .eval(&format!(
            "{ROOT}.querySelector('form button[type=submit]').click()"
        ))
        .await;
    let name = format!("{ROOT}.querySelector('[name=full_name]')");
    browser
        .wait_for(&format!("{name}?.value === 'Nguyễn Thị Mẫu'"))
        .await;
    assert_eq!(
        browser
            .eval(&format!("{name}.disabled || {name}.readOnly"))
            .await,
        false
    );
    // The document stays in the language of the portal.
    assert_eq!(browser.eval("document.documentElement.lang").await, "vi");
    browser.finish().await;
}

/// A theme that restyles everything, as page builders write them. Words wrap anywhere, so the page is as
/// wide as the screen in each font that a machine has for `serif`.
const HOSTILE_STYLE: &str = "<style>
    html { font-size: 40px }
    * { all: unset !important; text-transform: uppercase !important; font: 40px serif !important;
        letter-spacing: 9px !important; float: left !important; color: red !important; direction: rtl !important;
        overflow-wrap: anywhere !important }
</style>";

/// Listeners that take over links, buttons and forms, and routing by history and hash.
const HOSTILE_SCRIPT: &str = "
    for (const type of ['click', 'submit', 'change', 'keydown']) {
        document.addEventListener(type, (event) => {
            if (event.target.closest('a, button, form, input, label')) {
                event.preventDefault();
                event.stopImmediatePropagation();
            }
        }, true);
    }
    addEventListener('hashchange', () => { document.body.textContent = 'route'; });
    trustedTypes.createPolicy('default', {
        createHTML: () => { throw new TypeError('no markup'); },
        createScript: () => { throw new TypeError('no script'); },
        createScriptURL: () => { throw new TypeError('no script'); },
    });
";

/// Returns a picture of the form.
async fn picture(browser: &Browser) -> image::RgbImage {
    let rect = browser
        .eval(&format!(
            "(() => {{ const r = {ROOT}.getBoundingClientRect(); return {{ x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height, scale: 1 }}; }})()"
        ))
        .await;
    let taken = browser
        .cdp(
            "Page.captureScreenshot",
            json!({ "clip": rect, "captureBeyondViewport": true }),
        )
        .await;
    let png = STANDARD.decode(taken["data"].as_str().unwrap()).unwrap();
    decoded(&png)
}

/// Returns how many pixels of two pictures differ visibly. The edges of letters are drawn a little
/// differently where the page around the form has another scroll position.
fn differing_pixels(a: &image::RgbImage, b: &image::RgbImage) -> usize {
    assert_eq!(a.dimensions(), b.dimensions());
    let differs = |(a, b): &(&image::Rgb<u8>, &image::Rgb<u8>)| {
        a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 48)
    };
    a.pixels().zip(b.pixels()).filter(differs).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_a_hostile_page_changes_nothing_in_the_form() {
    let (portal, site, mut browser) = start().await;
    // Its policy refuses the worker, so the official form is made in the page.
    browser.expect_console("hoso-form");
    // The form comes first, so that it is at the same place in both pages.
    let form = "<hoso-form procedure=\"602b\"></hoso-form>";
    serve(
        &portal,
        &site,
        "",
        &format!("<style>body {{ margin: 0 }} h1 {{ display: none }}</style>{form}"),
    );
    open(&portal, &browser).await;
    wait_until_ready(&browser, 1).await;
    browser
        .wait_for("hosoEvents.some(({ type }) => type === 'hoso:step')")
        .await;
    let plain = picture(&browser).await;

    portal.script("/hostile.js", HOSTILE_SCRIPT);
    let policy =
        "Content-Security-Policy: require-trusted-types-for 'script'; trusted-types default\r\n";
    serve(
        &portal,
        &site,
        policy,
        &format!(
            "<style>h1 {{ display: none !important }}</style>{HOSTILE_STYLE}<script src=\"/hostile.js\"></script>{form}"
        ),
    );
    open(&portal, &browser).await;
    // The page shows its own style sheets as text, so the form is more than one screen away.
    browser.eval(&format!("{FORM}.scrollIntoView()")).await;
    wait_until_ready(&browser, 1).await;
    browser
        .wait_for("hosoEvents.some(({ type }) => type === 'hoso:step')")
        .await;
    let hostile = picture(&browser).await;
    let differing = differing_pixels(&plain, &hostile);
    assert!(differing < 200, "{differing} pixels differ");
    let answers = examples::answers("ok-case-c");
    complete(&browser, FORM, &answers).await;
    let (number, _) = site.single_dossier();
    assert_eq!(
        events(&browser, "hoso:submitted").await[0]["number"],
        number
    );
    browser.finish().await;
}
