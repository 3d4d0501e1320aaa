//! Vietnamese first, English complete, and the switch loses nothing.

use hoso_tests::examples;
use hoso_tests::line::Fault;
use hoso_tests::wizard::halfway;

#[tokio::test]
async fn ok_the_language_switch_loses_nothing() {
    let (_site, browser) = halfway("contact").await;
    browser.fill("phone", "09000").await;
    browser.fill("nationality", "VN").await;
    browser.next().await;
    browser
        .until("document.activeElement?.matches('[data-hoso-summary]')")
        .await;
    browser.press("English").await;
    browser.until("document.querySelector('h1').innerText === 'Contact' && document.documentElement.lang === 'en'").await;
    assert_eq!(browser.fragment().await, "contact");
    assert_eq!(browser.value("phone").await, "09000");
    assert_eq!(browser.value("nationality").await, "VN");
    let words = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(words.contains("Continue"), "{words}");
    browser.fill("phone", "0900000001").await;
    assert_eq!(browser.pass().await, "contribution");
    browser.fill("payment_method", "every_3_months").await;
    browser.press("Tiếng Việt").await;
    browser
        .until("document.querySelector('h1').innerText === 'Mức đóng'")
        .await;
    assert!(browser.has("payment_method", "every_3_months").await);
    browser.driver.back().await.unwrap();
    browser.at("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.end().await;
}

/// The language belongs to the draft: it is there again after a reload.
#[tokio::test]
async fn ok_english_comes_back() {
    let (_site, browser) = halfway("contact").await;
    browser.press("English").await;
    browser
        .until("document.querySelector('h1').innerText === 'Contact'")
        .await;
    browser.until_kept("draft.language === 'en'").await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.until("document.querySelector('h1').innerText === 'Contact' && document.documentElement.lang === 'en'").await;
    let words = browser.text("document.body.innerText").await;
    for word in ["Continue", "Telephone", "Nationality", "Back"] {
        assert!(words.contains(word), "{word:?} in {words}");
    }
    browser.end().await;
}

/// Until English is here everything stays as it is.
#[tokio::test]
async fn ok_english_comes_late() {
    let (site, browser) = halfway("contact").await;
    let english = format!("GET {}", site.named("english.txt"));
    site.line.hold(&english);
    browser.press("English").await;
    site.line.until_asked(&english, 1).await;
    browser.fill("phone", "0900000001").await;
    assert_eq!(
        browser.text("document.querySelector('h1').innerText").await,
        "Liên hệ"
    );
    site.line.release();
    browser
        .until("document.querySelector('h1').innerText === 'Contact'")
        .await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.end().await;
}

/// English does not come: the page says so in both languages and goes on in Vietnamese.
#[tokio::test]
async fn err_english_does_not_come() {
    let (site, mut browser) = halfway("contact").await;
    browser.expect("net::ERR_");
    let english = format!("GET {}", site.named("english.txt"));
    site.line.fail_at(&english, Fault::Close);
    browser.fill("phone", "0900000001").await;
    browser.press("English").await;
    browser
        .until("document.body.innerText.includes('English could not be loaded')")
        .await;
    assert_eq!(
        browser.text("document.querySelector('h1').innerText").await,
        "Liên hệ"
    );
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.press("English").await;
    browser
        .until("document.querySelector('h1').innerText === 'Contact'")
        .await;
    assert!(
        !browser
            .text("document.body.innerText")
            .await
            .contains("could not be loaded")
    );
    browser.end().await;
}

/// Amounts are written as in the sentences around them: points in Vietnamese, commas in English.
#[tokio::test]
async fn ok_amounts_follow_the_language() {
    let (_site, browser) = halfway("request").await;
    browser.driver.back().await.unwrap();
    browser.at("contribution").await;
    let shown = examples::answers("ok-case-c")["income_base"].clone();
    assert_eq!(shown, 1_500_000);
    for (language, here, other) in [
        ("Tiếng Việt", "1.500.000 đ", "1,500,000 đ"),
        ("English", "1,500,000 đ", "1.500.000 đ"),
    ] {
        browser.press(language).await;
        browser
            .until(&format!(
                "document.querySelector('main').innerText.includes('{here}')"
            ))
            .await;
        let words = browser
            .text("document.querySelector('main').innerText")
            .await;
        assert!(!words.contains(other), "{words}");
    }
    browser.fill("income_base", "1400000").await;
    browser.next().await;
    browser
        .until("document.activeElement?.matches('[data-hoso-summary]')")
        .await;
    let words = browser
        .text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    assert!(words.contains("1,500,000"), "{words}");
    browser.end().await;
}
