//! The tools of these tests fail when they should.

use hoso_tests::browser::Browser;
use hoso_tests::site::Site;

#[tokio::test]
#[should_panic(expected = "spoiled on purpose")]
async fn err_a_word_in_the_console_fails_a_test() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.eval("console.error('spoiled on purpose')").await;
    browser.finish().await;
}

#[tokio::test]
#[should_panic(expected = "Content Security Policy")]
async fn err_a_breach_of_the_policy_fails_a_test() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .eval("(() => { const style = document.createElement('style'); style.append('b { top: 0 }'); document.body.append(style); })()")
        .await;
    browser.finish().await;
}

#[tokio::test]
#[should_panic(expected = "look at the console")]
async fn err_a_test_that_does_not_look_at_the_console() {
    let browser = Browser::start().await;
    browser.eval("1").await;
}
