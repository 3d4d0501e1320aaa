//! Checks that the support code fails when it should.

use hoso_tests::browser::Browser;
use hoso_tests::site::Site;

#[tokio::test]
#[should_panic(expected = "spoiled on purpose")]
async fn err_console_message_fails_a_test() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser.eval("console.error('spoiled on purpose')").await;
    browser.finish().await;
}

#[tokio::test]
#[should_panic(expected = "Content Security Policy")]
async fn err_policy_violation_fails_a_test() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .eval("(() => { const style = document.createElement('style'); style.append('b { top: 0 }'); document.body.append(style); })()")
        .await;
    browser.finish().await;
}

#[tokio::test]
#[should_panic(expected = "which checks the console")]
async fn err_test_without_console_check_fails() {
    let browser = Browser::start().await;
    browser.eval("1").await;
}
