//! Actions of a citizen who scans an identity card.

use std::path::Path;

use thirtyfour::By;

use crate::browser::Browser;
use crate::locales::sentence;

impl Browser {
    /// Chooses the photo of a card at the field of this element id (its end), and waits for the end of
    /// the search.
    pub async fn scan_card(&self, field: &str, file: &Path) {
        let input = By::Css(format!("input[type=file][id$='{field}-card']"));
        let input = self.driver.find(input).await.unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
        self.wait_for(&format!(
            "(() => {{
                const find = (end) => document.querySelector(`[id$='{field}-card-${{end}}']`);
                return find('heading') || find('status').querySelector('.message');
            }})()"
        ))
        .await;
    }

    /// Presses the button that opens the camera at a field.
    pub async fn open_camera(&self, field: &str) {
        let button = By::Css(format!("button[id$='{field}-card-scan']"));
        let button = self.driver.find(button).await.unwrap();
        button.click().await.unwrap();
    }

    /// Waits until the status of the scan at a field is the sentence of a code.
    pub async fn wait_for_card_status(&self, field: &str, code: &str) {
        let status =
            format!("document.querySelector(\"[id$='{field}-card-status']\").innerText.trim()");
        let expected = serde_json::to_string(&sentence(code)).unwrap();
        self.wait_for(&format!("{status} === {expected}")).await;
    }

    /// Scans a card, and waits until the comparison has the focus.
    pub async fn compare_card(&self, field: &str, file: &Path) {
        self.scan_card(field, file).await;
        self.wait_for(&format!(
            "document.activeElement?.id.endsWith('{field}-card-heading')"
        ))
        .await;
    }

    /// Returns the status of the scan at a field.
    pub async fn card_status(&self, field: &str) -> String {
        self.eval_text(&format!(
            "document.querySelector(\"[id$='{field}-card-status']\").innerText.trim()"
        ))
        .await
    }

    /// Returns the rows of the comparison as text.
    pub async fn card_rows(&self) -> String {
        self.eval_text(
            "[...document.querySelectorAll('.photo .summary-list__row')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim()).join('\\n')",
        )
        .await
    }

    /// Takes one answer of the card, by the code of the button and the label after it.
    pub async fn use_card_answer(&self, label: &str) {
        let text = [&sentence("ui.card_use"), " ", label].concat();
        let button = By::XPath(format!("//button[normalize-space(.)='{text}']"));
        self.driver
            .find(button)
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
    }
}
