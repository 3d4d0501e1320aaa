//! Checks the list of household members, and the place files.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::proxy::Fault;
use hoso_tests::site::Site;
use serde_json::json;

async fn start_household_at(step: &str) -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .complete_until(step, &examples::answers("ok-case-a-alone"))
        .await;
    (site, browser)
}

#[tokio::test]
async fn ok_thirty_members_are_the_maximum() {
    let (_site, browser) = start_household_at("household_members").await;
    for row in 0..30 {
        browser.add_member(row).await;
    }
    browser
        .wait_for("!document.querySelector('.members__add')")
        .await;
    browser.fill("members.29.full_name", "Trần Thị Thử").await;
    browser.wait_for_draft("draft.answers.members?.length === 30 && draft.answers.members[29].full_name === 'Trần Thị Thử'").await;
    browser.reload().await;
    browser.expect_step("household_members").await;
    assert_eq!(browser.value("members.29.full_name").await, "Trần Thị Thử");
    browser.finish().await;
}

/// Checks that "add myself" copies the citizen's own answers, and is offered once.
#[tokio::test]
async fn ok_add_myself_copies_the_own_answers() {
    let (_site, browser) = start_household_at("household_members").await;
    let answers = examples::answers("ok-case-a-alone");
    browser.click(".members__myself").await;
    browser
        .wait_for("document.querySelector('[name=\"members.0.full_name\"]') && document.activeElement?.tagName === 'H3'")
        .await;
    for (name, answer) in [
        ("full_name", answers["full_name"].as_str().unwrap()),
        (
            "personal_number",
            answers["personal_number"].as_str().unwrap(),
        ),
        ("birth_date", "14/2/1990"),
    ] {
        assert_eq!(
            browser.value(&format!("members.0.{name}")).await,
            answer,
            "{name}"
        );
    }
    assert!(
        browser
            .is_checked("members.0.sex", answers["sex"].as_str().unwrap())
            .await
    );
    browser
        .wait_for("!document.querySelector('.members__myself')")
        .await;
    assert!(
        browser
            .eval("Boolean(document.querySelector('.members__add'))")
            .await
            == true
    );
    browser
        .wait_for_draft("draft.answers.members?.length === 1 && draft.answers.members[0].full_name === draft.answers.full_name")
        .await;
    browser.finish().await;
}

/// Checks that removing asks for confirmation, removes the right member, and renames the fields of
/// the others.
#[tokio::test]
async fn ok_removing_a_member_keeps_the_others() {
    let (_site, browser) = start_household_at("household_members").await;
    for (row, name) in ["Trần Văn Thử", "Nguyễn Thị Mẫu", "Trần Thị Thử"]
        .into_iter()
        .enumerate()
    {
        browser.add_member(row).await;
        browser
            .fill(&format!("members.{row}.full_name"), name)
            .await;
        browser
            .fill(
                &format!("members.{row}.birth_date"),
                &format!("{}/9/1987", row + 1),
            )
            .await;
    }
    let second = "(//ol[contains(@class, 'members')]/li)[2]";
    browser.press_within(second, "ui.remove").await;
    browser.press_within(second, "ui.keep").await;
    assert_eq!(browser.value("members.1.full_name").await, "Nguyễn Thị Mẫu");
    browser.press_within(second, "ui.remove").await;
    browser.press_within(second, "ui.remove").await;
    browser
        .wait_for("!document.querySelector('[name=\"members.2.full_name\"]')")
        .await;
    for (name, value) in [
        ("members.0.full_name", "Trần Văn Thử"),
        ("members.0.birth_date", "1/9/1987"),
        ("members.1.full_name", "Trần Thị Thử"),
        ("members.1.birth_date", "3/9/1987"),
    ] {
        assert_eq!(browser.value(name).await, value, "{name}");
    }
    browser.wait_for_draft("draft.answers.members.map((member) => member.full_name).join() === 'Trần Văn Thử,Trần Thị Thử'").await;
    browser.finish().await;
}

/// Finds the current commune by a name from before the merger, as on a birth certificate.
#[tokio::test]
async fn ok_old_commune_name_finds_the_current_commune() {
    let (_site, browser) = start_household_at("birth_place").await;
    browser.fill("birth_province", "56").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("phuoc tien").await;
    let option = "[...document.querySelectorAll('[role=option]')].find((entry) => entry.innerText.includes('Phước Tiến'))";
    let text = browser.wait_for(&format!("{option}?.innerText")).await;
    assert!(
        text.as_str().unwrap().contains("Phường Nha Trang"),
        "{text}"
    );
    browser.click("[role=option]").await;
    browser
        .wait_for("document.querySelector('[name=birth_commune]').value === 'Phường Nha Trang'")
        .await;
    browser
        .wait_for_draft("draft.answers.birth_commune === '22366'")
        .await;
    // Clears the commune when the province changes.
    browser.fill("birth_province", "01").await;
    browser
        .wait_for("document.querySelector('[name=birth_commune]').value === ''")
        .await;
    browser.finish().await;
}

/// Checks that an old name without a chosen option is an error that names the current commune.
#[tokio::test]
async fn err_typed_old_commune_name_suggests_the_current_one() {
    let (_site, browser) = start_household_at("birth_place").await;
    browser.fill("birth_province", "56").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("Phước Tiến").await;
    browser
        .wait_for("document.querySelector('[role=option]')")
        .await;
    browser.type_keys("\u{e00c}\t").await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let summary = browser
        .eval_text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    let message = sentence_with("addr.old_unit", &[("new", "Phường Nha Trang, Xã Bác Ái")]);
    assert!(summary.contains(&message), "{summary}");
    assert_eq!(browser.value("birth_commune").await, "Phước Tiến");
    browser.finish().await;
}

/// Checks that the page reports a place file in progress and uses it on arrival.
#[tokio::test]
async fn ok_place_file_arrives_late() {
    let (site, browser) = start_household_at("birth_place").await;
    let early = site
        .proxy
        .requests()
        .into_iter()
        .filter(|request| request.route.ends_with("56.txt"));
    assert_eq!(early.count(), 0, "no place is fetched before it is needed");
    let places = format!("GET {}", site.asset("56.txt"));
    site.proxy.hold(&places);
    browser.fill("birth_province", "56").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("nha trang").await;
    site.proxy.wait_for_requests(&places, 1).await;
    browser
        .wait_for(&format!(
            "document.querySelector('.combobox')?.innerText.includes({})",
            json!(sentence("ui.places_coming"))
        ))
        .await;
    site.proxy.release();
    browser
        .wait_for("document.querySelector('[role=option]')?.innerText.includes('Phường Nha Trang')")
        .await;
    assert_eq!(
        browser.value("birth_commune").await,
        "nha trang",
        "what is being typed stays"
    );
    browser.finish().await;
}

/// Checks that the page reports a failed place file, keeps the input, and fetches the file again.
#[tokio::test]
async fn err_place_file_fails_to_load() {
    let (site, mut browser) = start_household_at("birth_place").await;
    browser.expect_console("net::ERR_");
    let places = format!("GET {}", site.asset("56.txt"));
    site.proxy.fail_next(&places, Fault::Drop);
    browser.fill("birth_province", "56").await;
    browser.focus_field("birth_commune").await;
    browser.type_keys("nha").await;
    browser.wait_for_text("ui.places_failed").await;
    assert_eq!(browser.value("birth_commune").await, "nha");
    browser
        .wait_for_draft("draft.answers.birth_commune === 'nha'")
        .await;
    browser.reload().await;
    browser.expect_step("birth_place").await;
    assert_eq!(browser.value("birth_commune").await, "nha");
    browser.fill("birth_commune", "22366").await;
    browser.finish().await;
}
