//! Checks the services that calculate: their amounts on screen, the slider, the picture with its table, the
//! printed page, and what the registration takes over.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{longest_sentence_part, sentence, sentence_with};
use hoso_tests::site::Site;
use serde_json::json;
use thirtyfour::prelude::*;

use crate::accessibility::{assert_usable, every_state_of};

const PLAN: &str = "muc-dong-muc-huong";

/// The rows of the estimate as text, spaces between amount and unit made plain.
const ESTIMATE: &str = "[...document.querySelectorAll('.estimate:not(.chart) tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' ')).join('\\n')";

/// The table of the picture, one row a line.
const TABLE: &str = "[...document.querySelectorAll('.chart__table tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' ')).join('\\n')";

async fn estimate(browser: &Browser) -> String {
    browser.eval_text(ESTIMATE).await
}

#[track_caller]
fn assert_row(estimate: &str, label: &str, amount: &str) {
    let row = [label, " ", amount, " đ"].concat();
    let found = estimate
        .lines()
        .any(|line| line.trim_start_matches("− ") == row);
    assert!(found, "{row:?} is not in {estimate}");
}

/// Fills in the plan of the vectors: 1,500,000 đ each month from 12/2026.
async fn fill_plan(browser: &Browser, sex: &str, years: &str) {
    for (name, answer) in [
        ("first_month", "12/2026"),
        ("income_base", "1500000"),
        ("payment_method", "monthly"),
        ("support_group", "other"),
        ("contribution_years", years),
        ("sex", sex),
        ("birth_date", "1985"),
    ] {
        browser.fill(name, answer).await;
    }
}

/// Every state of the three services, in both languages.
#[tokio::test]
async fn ok_every_screen_of_what_is_paid_and_received() {
    let answers = examples::answers_of(PLAN, "ok-fifteen-years");
    let (_site, browser) = every_state_of(Site::start().await, PLAN, &answers, "outcome").await;
    browser.click(".chart details summary").await;
    assert_usable(&browser, "outcome").await;
    browser.switch_language("en").await;
    assert_usable(&browser, "outcome in English").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_every_screen_of_continuing_to_pay() {
    let answers = examples::answers_of("dong-tiep", "ok-three-months");
    let site = Site::start().await;
    let (_site, browser) = every_state_of(site, "dong-tiep", &answers, "outcome").await;
    assert_usable(&browser, "outcome").await;
    let text = browser.main_text().await;
    let memo = "Đóng BHXH tự nguyện của Nguyễn Thị Mẫu, 5600000001, 0900000001";
    for piece in [
        memo,
        "Dong BHXH tu nguyen cua Nguyen Thi Mau, 5600000001, 0900000001",
        "dichvucong.gov.vn/p/home/dvc-thanh-toan-bhxh-bhyt.html",
        "trong 3 tháng đó",
        &sentence_with("ui.as_of", &[("year", "2021")]),
    ] {
        assert!(text.contains(piece), "{piece} in {text}");
    }
    // M-2
    let estimate = estimate(&browser).await;
    assert_row(&estimate, &sentence("estimate.to_pay"), "792.000");
    // R-MON-9: no account number is verified, so there is no code to pay with.
    assert!(!text.contains("VietQR"));
    browser.switch_language("en").await;
    assert_usable(&browser, "outcome in English").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_every_screen_of_household_health_insurance() {
    let code = "bhyt-ho-gia-dinh";
    let answers = examples::answers_of(code, "ok-four-members");
    let (_site, browser) = every_state_of(Site::start().await, code, &answers, "outcome").await;
    assert_usable(&browser, "outcome").await;
    let shown = estimate(&browser).await;
    let member = |n: &str, percent: &str| {
        sentence_with("estimate.health_member", &[("n", n), ("percent", percent)])
    };
    for (n, percent, amount) in [
        ("1", "100", "1.366.200"),
        ("2", "70", "956.340"),
        ("3", "60", "819.720"),
        ("4", "50", "683.100"),
    ] {
        assert_row(&shown, &member(n, percent), amount);
    }
    let total = sentence_with("estimate.health_total", &[("n", "12")]);
    assert_row(&shown, &total, "3.825.360");
    assert!(
        browser
            .main_text()
            .await
            .contains("1231/QĐ-BHXH ngày 02/06/2022")
    );
    browser.switch_language("en").await;
    assert_usable(&browser, "outcome in English").await;
    browser.finish().await;
}

/// The vectors on screen, and the picture as a table with the same amounts.
#[tokio::test]
async fn r_mon_10_pensions_on_screen() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, PLAN).await;
    fill_plan(&browser, "female", "15").await;
    let pension = |rate: &str| sentence_with("estimate.pension", &[("rate", rate)]);
    let shown = estimate(&browser).await;
    assert_row(&shown, &sentence("estimate.to_pay"), "264.000");
    assert_row(&shown, &pension("45%"), "675.000");
    // 180 × 330,000 − 66,000 − 119 × 96,800, and as many pensions as make it up.
    let table = browser.eval_text(TABLE).await;
    assert!(
        table.starts_with("2026 264.000 0\n2027 3.062.400 0\n"),
        "{table}"
    );
    assert!(table.contains("\n2041 47.814.800 0\n"), "{table}");
    let said = "document.querySelector('.chart svg').getAttribute('aria-label')";
    let said = browser.eval_text(said).await;
    assert!(
        said.contains("47.814.800 đ") && said.contains("Sau 71 tháng"),
        "{said}"
    );
    browser.tick_choice("sex", "male").await;
    browser.fill("contribution_years", "22").await;
    browser.fill("contribution_months", "7").await;
    assert_row(&estimate(&browser).await, &pension("51%"), "765.000");
    browser.fill("contribution_years", "14").await;
    let none = sentence("estimate.pension_time");
    assert!(estimate(&browser).await.contains(&none));
    let hidden = "document.querySelector('.chart').checkVisibility()";
    assert_eq!(browser.eval(hidden).await, false);
    browser.finish().await;
}

/// The slider follows the box, writes into it, is moved by the keyboard and says what it comes to.
#[tokio::test]
async fn r_mon_2_the_slider_and_the_box_agree() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, PLAN).await;
    fill_plan(&browser, "female", "15").await;
    let slider = "document.querySelector('input[type=range]')";
    let position = || browser.eval_text("document.querySelector('input[type=range]').value");
    assert_eq!(position().await, "1500000");
    let knob = browser
        .driver
        .find(By::Css("input[type=range]"))
        .await
        .unwrap();
    knob.send_keys(Key::Right.value().to_string())
        .await
        .unwrap();
    assert_eq!(browser.value("income_base").await, "1.550.000");
    knob.send_keys(Key::End.value().to_string()).await.unwrap();
    assert_eq!(browser.value("income_base").await, "50.600.000");
    knob.send_keys(Key::Home.value().to_string()).await.unwrap();
    assert_eq!(browser.value("income_base").await, "1.500.000");
    let said = format!("{slider}.getAttribute('aria-valuetext')");
    let said = browser.eval_text(&said).await;
    let sum = sentence("estimate.to_pay");
    assert_eq!(
        said.replace('\u{a0}', " "),
        format!("1.500.000 đ. {sum}: 264.000 đ")
    );
    let label = format!("{slider}.getAttribute('aria-label')");
    assert!(
        browser
            .eval_text(&label)
            .await
            .contains(longest_sentence_part("ui.slider"))
    );
    // As people say it, nothing, too much, and more than anybody has, which is no amount.
    for (typed, at) in [
        ("2tr", "2000000"),
        ("0", "1500000"),
        ("99000000", "50600000"),
        ("1000000000000", "1500000"),
    ] {
        browser.fill("income_base", typed).await;
        assert_eq!(position().await, at, "{typed}");
        assert_eq!(browser.value("income_base").await, typed);
    }
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    assert_eq!(estimate(&browser).await, "");
    browser.finish().await;
}

/// Prints the page, then registers with the amount: the registration has the values.
#[tokio::test]
async fn ok_the_amount_goes_into_the_registration() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open_procedure(&site, PLAN).await;
    fill_plan(&browser, "female", "15").await;
    browser.submit_step().await;
    browser.expect_step("outcome").await;
    browser
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await;
    let on_paper = "['.chart svg', '.estimate__table', '.sheet'].every((part) => document.querySelector(part).checkVisibility()) && ![...document.querySelectorAll('main button')].some((button) => button.checkVisibility())";
    assert_eq!(browser.eval(on_paper).await, true);
    browser
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "" }))
        .await;
    browser.follow_link("[data-related='602b']", "602b").await;
    browser
        .wait_for_draft(
            "draft.answers.income_base === '1500000' && draft.answers.support_group === 'other'",
        )
        .await;
    browser.tick_choice("cases", "return").await;
    browser.fill("in_compulsory_group", "no").await;
    browser.complete_step().await;
    assert!(browser.is_checked("sex", "female").await);
    assert_eq!(browser.value("birth_date").await, "1985");
    assert!(site.stored_dossiers().is_empty());
    browser.finish().await;
}

/// Every way through the other services, step by step.
#[tokio::test]
async fn ok_every_screen_of_the_other_services() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    for (code, ways) in [
        (
            "vssid",
            &[
                &[("who", "self"), ("has_account", "yes")][..],
                &[("who", "self"), ("has_account", "no")],
                &[("who", "child")],
            ][..],
        ),
        (
            "bhxh-mot-lan",
            &[&[("book", "printed")], &[("book", "electronic")]],
        ),
        (
            "noi-tiep-nhan",
            &[
                &[("where", "portal")],
                &[("where", "office")],
                &[("where", "agent")],
                &[("where", "closed")],
            ],
        ),
    ] {
        for way in ways {
            browser.open_procedure(&site, code).await;
            assert_usable(&browser, code).await;
            for (name, answer) in *way {
                browser.fill(name, answer).await;
            }
            browser.submit_step().await;
            browser.expect_step("outcome").await;
            assert_usable(&browser, &format!("{code}: {way:?}")).await;
        }
    }
    browser.finish().await;
    let answers = examples::answers_of("hoan-tra", "ok-health");
    let (_site, browser) = every_state_of(site, "hoan-tra", &answers, "outcome").await;
    assert_usable(&browser, "outcome").await;
    browser.finish().await;
}
