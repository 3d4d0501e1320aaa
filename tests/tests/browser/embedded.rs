//! Checks several wizards on a portal's page, one of them in a shadow root.

use hoso_tests::browser::Browser;
use hoso_tests::site::Site;
use hoso_tests::storage::STALL_READS;
use serde_json::{Value, json};

/// Expressions of the wizards' roots on the portal's page.
const VOLUNTARY: &str = "document.querySelector('[data-hoso=\"602b\"]')";
const CHILD: &str = "document.querySelector('[data-hoso=under18]')";
const SHADOW: &str = "document.getElementById('shadow').shadowRoot";
const ADULT: &str = "document.getElementById('shadow').shadowRoot.querySelector('[data-hoso]')";

/// Replaces the page of 602b by a portal's page with three wizards.
fn portal(site: &Site) {
    let page = String::from_utf8(site.built_file("602b/index.html")).unwrap();
    let style = page
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map(|(style, _)| style.to_owned())
        .unwrap();
    let (head, body) = page.split_once("<body>").unwrap();
    let settings = body
        .split_once("<script type=\"application/json\"")
        .map(|(_, rest)| format!("<script type=\"application/json\"{rest}"))
        .unwrap();
    let settings = settings.split_once("</script>").unwrap().0;
    let page = format!(
        "{head}<body><main><h1>Cổng dịch vụ</h1>
        <section aria-label=\"một\"><div data-hoso=\"602b\" data-hoso-bare></div></section>
        <section aria-label=\"hai\"><div data-hoso=\"under18\" data-hoso-bare></div></section>
        <section aria-label=\"ba\" id=\"shadow\" data-hoso-shadow><template shadowrootmode=\"open\">
        <style>{style}</style><div data-hoso=\"account\" data-hoso-bare></div></template></section>
        </main>{settings}</script></body></html>"
    );
    site.proxy.replace_body("/602b/", page.into_bytes());
}

/// Opens the portal's page and waits until every wizard has restored its draft.
async fn open(site: &Site, browser: &Browser) {
    let page = format!("{}/602b/", site.origin);
    browser.driver.goto(page).await.unwrap();
    browser
        .wait_for("document.documentElement.dataset.hosoState === 'live'")
        .await;
    for root in [VOLUNTARY, CHILD, ADULT] {
        browser
            .wait_for(&format!("{root}.querySelector('form [name]')"))
            .await;
    }
}

/// Clicks the first element within a root that matches a selector.
async fn click(browser: &Browser, root: &str, selector: &str) {
    let found = format!("return {root}.querySelector('{selector}')");
    let found = browser.driver.execute(found, Vec::new()).await.unwrap();
    found.element().unwrap().click().await.unwrap();
}

/// Clicks the label of a choice within a root.
async fn tick(browser: &Browser, root: &str, name: &str, id: &str) {
    let card = format!("{root}.querySelector('[name=\"{name}\"][value=\"{id}\"]').id");
    let card = browser.eval_text(&card).await;
    click(browser, root, &format!("label[for=\"{card}\"]")).await;
}

async fn next(browser: &Browser, root: &str) {
    click(browser, root, "form button[type=submit]").await;
}

/// Asserts that ids are unique within the document and within the shadow root.
async fn assert_unique_ids(browser: &Browser) {
    for tree in ["document", SHADOW] {
        let twice = format!(
            "[...{tree}.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
        );
        assert_eq!(
            browser.eval(&twice).await,
            Value::Array(Vec::new()),
            "in {tree}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ok_three_wizards_on_one_page_are_isolated() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    portal(&site);
    open(&site, &browser).await;
    assert_unique_ids(&browser).await;
    let title = browser.eval_text("document.title").await;
    let summary = |root: &str| format!("{root}.querySelector('.error-summary')");

    // Shows errors and moves the focus in the submitted wizard only.
    for (root, tree) in [(CHILD, "document"), (ADULT, SHADOW)] {
        next(&browser, root).await;
        let own = summary(root);
        browser
            .wait_for(&format!("{own} && {tree}.activeElement === {own}"))
            .await;
    }
    assert_eq!(
        browser
            .eval(&format!("{} === null", summary(VOLUNTARY)))
            .await,
        true
    );
    assert_unique_ids(&browser).await;
    browser
        .assert_accessible("three wizards, two with errors")
        .await;

    // Follows an entry of the error summary within the shadow root.
    click(&browser, ADULT, ".error-summary a").await;
    browser
        .wait_for(&format!("{SHADOW}.activeElement?.name === 'has_account'"))
        .await;

    tick(&browser, ADULT, "has_account", "no").await;
    tick(&browser, ADULT, "who", "adult").await;
    next(&browser, ADULT).await;
    browser
        .wait_for(&format!(
            "{ADULT}.querySelector('[name=full_name]') && {SHADOW}.activeElement?.tagName === 'H1'"
        ))
        .await;
    tick(&browser, CHILD, "guardian_relation", "mother").await;
    tick(&browser, VOLUNTARY, "cases", "return").await;
    let name = format!("{ADULT}.querySelector('[name=full_name]')");
    click(&browser, ADULT, "[name=full_name]").await;
    browser
        .cdp("Input.insertText", json!({ "text": "Nguyễn Thị Mẫu" }))
        .await;
    next(&browser, ADULT).await;
    browser
        .wait_for(&format!("{name}.value === 'Nguyễn Thị Mẫu'"))
        .await;

    // Leaves address, history and title to the portal.
    assert_eq!(browser.eval_text("location.hash").await, "");
    assert_eq!(browser.eval_text("document.title").await, title);
    assert_eq!(browser.eval("history.length").await, 2);

    // Restores all three wizards, the third at its step, without moving the focus.
    browser
        .wait_for_draft("draft.answers.full_name === 'Nguyễn Thị Mẫu'")
        .await;
    browser
        .wait_for_draft("draft.answers.guardian_relation")
        .await;
    browser.wait_for_draft("draft.answers.cases").await;
    open(&site, &browser).await;
    browser
        .wait_for(&format!("{name}?.value === 'Nguyễn Thị Mẫu'"))
        .await;
    browser
        .wait_for(&format!(
            "{CHILD}.querySelector('[name=guardian_relation][value=mother]').checked"
        ))
        .await;
    browser
        .wait_for(&format!(
            "{VOLUNTARY}.querySelector('[name=cases][value=return]').checked"
        ))
        .await;
    assert_eq!(
        browser.eval_text("document.activeElement.tagName").await,
        "BODY"
    );
    assert_unique_ids(&browser).await;
    browser.finish().await;
}

/// Reloads the portal before two wizards have saved their drafts.
#[tokio::test(flavor = "multi_thread")]
async fn ok_reload_saves_the_input_of_two_wizards() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    portal(&site);
    open(&site, &browser).await;
    browser
        .eval(&format!(
            "(() => {{
                {STALL_READS}
                {CHILD}.querySelector('[name=guardian_relation][value=mother]').click();
                {VOLUNTARY}.querySelector('[name=cases][value=return]').click();
            }})()"
        ))
        .await;
    browser.driver.refresh().await.unwrap();
    for ticked in [
        format!("{CHILD}?.querySelector('[name=guardian_relation][value=mother]')?.checked"),
        format!("{VOLUNTARY}?.querySelector('[name=cases][value=return]')?.checked"),
    ] {
        browser.wait_for(&ticked).await;
    }
    browser
        .wait_for_draft("draft.answers.guardian_relation === 'mother'")
        .await;
    browser
        .wait_for_draft("draft.answers.cases?.[0] === 'return'")
        .await;
    browser.wait_for("sessionStorage.length === 0").await;
    browser.finish().await;
}

/// Adds a root to the page, mounts it, waits for its step, unmounts and removes it: `n` times.
/// Returns how many nodes stayed in the roots.
async fn mount_and_unmount(browser: &Browser, n: usize) -> Value {
    browser
        .eval(&format!(
            "(async () => {{
                const turn = () => new Promise((done) => setTimeout(done));
                let left = 0;
                for (let i = 0; i < {n}; i++) {{
                    const root = document.createElement('div');
                    root.dataset.hoso = '602b';
                    root.dataset.hosoBare = '';
                    document.querySelector('main').append(root);
                    document.dispatchEvent(new Event('hoso-mount'));
                    while (!root.querySelector('form [name]')) await turn();
                    // Every other root leaves while its draft is still being read.
                    if (i % 2) for (let j = 0; j < 20; j++) await turn();
                    root.dispatchEvent(new Event('hoso-unmount'));
                    while ('hosoLive' in root.dataset) await turn();
                    left += root.childNodes.length;
                    root.remove();
                }}
                for (let j = 0; j < 20; j++) await turn();
                return left;
            }})()"
        ))
        .await
}

/// Keeps the memory of the module for [`resources`], from the next page on.
async fn expose_module_memory(browser: &Browser) {
    let source = "
        const instantiate = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (...given) => {
            const made = await instantiate(...given);
            window.moduleMemory ??= made.instance.exports.memory;
            return made;
        };
    ";
    let script = json!({ "source": source });
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", script)
        .await;
}

/// What a page holds.
#[derive(Debug)]
struct Resources {
    listeners: i64,
    nodes: i64,
    /// Bytes of the module's memory, which never shrinks.
    memory: i64,
}

/// Returns what the page holds after a garbage collection.
async fn resources(browser: &Browser) -> Resources {
    browser.cdp("HeapProfiler.enable", json!({})).await;
    for _ in 0..2 {
        browser.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let counters = browser.cdp("Memory.getDOMCounters", json!({})).await;
    let count = |name: &str| counters[name].as_i64().unwrap();
    let memory = browser.eval("moduleMemory.buffer.byteLength").await;
    Resources {
        listeners: count("jsEventListeners"),
        nodes: count("nodes"),
        memory: memory.as_i64().unwrap(),
    }
}

/// A root that leaves its page gives back its listeners, its nodes and its memory.
#[tokio::test(flavor = "multi_thread")]
async fn ok_mounting_200_times_keeps_listeners_nodes_and_memory_level() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    portal(&site);
    expose_module_memory(&browser).await;
    open(&site, &browser).await;
    // The first rounds allocate what later ones use again.
    assert_eq!(mount_and_unmount(&browser, 40).await, 0);
    let mut before = resources(&browser).await;
    // On a busy machine more roots are alive at once, and their memory is kept for the next ones; so
    // a round may add memory. A leak adds some in every round.
    for _ in 0..3 {
        assert_eq!(mount_and_unmount(&browser, 200).await, 0);
        let after = resources(&browser).await;
        assert_eq!(after.listeners, before.listeners, "listeners");
        assert!(after.nodes <= before.nodes + 20, "{before:?}, {after:?}");
        if after.memory == before.memory {
            browser.finish().await;
            return;
        }
        before.memory = after.memory;
    }
    panic!("every round of 200 mounts adds memory: {before:?}");
}
