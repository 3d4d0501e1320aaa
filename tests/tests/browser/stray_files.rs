//! Checks files that are dropped on the page.

use hoso_tests::browser::Browser;
use hoso_tests::photo_fields::start_at_photos;

/// Dispatches a drag event with these data at an element. Returns whether the page refuses it.
async fn is_refused(browser: &Browser, event: &str, data: &str, target: &str) -> bool {
    let expression = format!(
        "(() => {{
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add({data});
            const init = {{ bubbles: true, cancelable: true, composed: true, dataTransfer }};
            return !{target}.dispatchEvent(new DragEvent('{event}', init));
        }})()"
    );
    browser.eval(&expression).await == true
}

/// Checks that a file beside a file input does not replace the page, and that a file input, a text
/// and the page around the wizard are left alone.
#[tokio::test]
async fn ok_a_file_beside_its_target_does_not_replace_the_page() {
    let (_site, browser, _files) = start_at_photos().await;
    let file = "new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })";
    let text = "'Nguyễn Thị Mẫu', 'text/plain'";
    for event in ["dragover", "drop"] {
        let heading = "document.querySelector('main h1')";
        assert!(is_refused(&browser, event, file, heading).await, "{event}");
        assert!(!is_refused(&browser, event, text, heading).await, "{event}");
        let input = "document.querySelector('main input[type=file]')";
        assert!(!is_refused(&browser, event, file, input).await, "{event}");
        let around = "document.documentElement";
        assert!(!is_refused(&browser, event, file, around).await, "{event}");
    }
    browser.finish().await;
}
