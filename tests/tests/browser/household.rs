//! Checks the list of household members, and the place files.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::proxy::Fault;
use hoso_tests::scenario::Scenario;
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

/// Starts at the first question about a place, on the page of Hà Nội: the file of another province is
/// fetched once that is chosen.
async fn start_at_birth_place_in_ha_noi() -> (Site, Browser) {
    Scenario::new("602b", "ok-case-a-alone")
        .with_setting(r#""province":"56""#, r#""province":"01""#)
        .start_at("birth_place")
        .await
}

/// Checks that the province of the page is chosen already, and never again once a person has chosen.
#[tokio::test]
async fn ok_the_province_of_the_page_is_preset() {
    let (_site, browser) = start_household_at("birth_place").await;
    assert_eq!(browser.value("birth_province").await, "56");
    browser.fill("birth_province", "").await;
    browser
        .wait_for_draft("draft.answers.birth_province === ''")
        .await;
    browser.reload().await;
    browser.expect_step("birth_place").await;
    assert_eq!(browser.value("birth_province").await, "");
    browser.fill("birth_province", "01").await;
    browser
        .wait_for_draft("draft.answers.birth_province === '01'")
        .await;
    browser.reload().await;
    browser.expect_step("birth_place").await;
    assert_eq!(browser.value("birth_province").await, "01");
    browser.finish().await;
}

/// Checks that the head of household comes with the name that was entered, and that the place of birth
/// is copied with one tap.
#[tokio::test]
async fn ok_the_head_of_household_is_added_by_name() {
    let (_site, browser) = Scenario::new("602b", "ok-golden-1-first-no-number")
        .start_at("household_members")
        .await;
    browser.click(".members__head").await;
    browser
        .wait_for(
            "document.querySelector('[name=\"members.0.full_name\"]')?.value === 'Trần Văn Thử'",
        )
        .await;
    assert_eq!(browser.value("members.0.relation_to_head").await, "00");
    browser
        .wait_for("!document.querySelector('.members__head')")
        .await;
    assert_eq!(browser.value("members.0.birth_province").await, "56");
    browser.press("ui.same_place").await;
    browser
        .wait_for("document.activeElement?.name === 'members.0.birth_commune' && document.activeElement.value === 'Phường Nha Trang'")
        .await;
    browser
        .wait_for_draft("draft.answers.members[0].birth_commune === draft.answers.birth_commune")
        .await;
    browser.finish().await;
}

/// Checks that the empty fields of a person are one entry, which names them and leads to the first, and
/// that a collapsed card names them too and expands for the link.
#[tokio::test]
async fn err_empty_fields_of_a_person_are_named() {
    let (_site, browser) = start_household_at("household_members").await;
    browser.add_member(0).await;
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let entries = browser
        .eval("[...document.querySelectorAll('.error-summary li')].map((e) => e.innerText)")
        .await;
    let lacks: Vec<&str> = entries
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| {
            entry
                .as_str()
                .filter(|entry| entry.starts_with("Người thứ nhất"))
        })
        .collect();
    assert_eq!(
        lacks,
        [
            "Người thứ nhất: thiếu họ và tên; quan hệ với chủ hộ; ngày sinh; giới tính; xã, phường nơi cấp giấy khai sinh."
        ]
    );
    browser.press("ui.member_done").await;
    browser
        .wait_for("document.querySelector('.member .message--error')?.innerText.includes('họ và tên; quan hệ với chủ hộ')")
        .await;
    browser.click(".error-summary a").await;
    browser
        .wait_for("document.activeElement?.name === 'members.0.full_name'")
        .await;
    browser.finish().await;
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
    let (site, browser) = start_at_birth_place_in_ha_noi().await;
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
    let (site, mut browser) = start_at_birth_place_in_ha_noi().await;
    browser.expect_console("net::ERR_");
    let places = format!("GET {}", site.asset("56.txt"));
    // The page tries again past the cache.
    for _ in 0..2 {
        site.proxy.fail_next(&places, Fault::Drop);
    }
    // Nor is the server reached when the page asks whether there is a newer version.
    let asked = places.replace("GET", "HEAD");
    site.proxy.fail_next(&asked, Fault::Drop);
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

/// Checks that a warning about the list does not colour the fields within it.
#[tokio::test]
async fn ok_a_warning_about_the_list_leaves_its_fields_alone() {
    let example = "ok-golden-1-first-no-number";
    let (_site, browser) = Scenario::new("602b", example)
        .start_at("household_members")
        .await;
    // The head of household alone: the list lacks the person.
    let members = &examples::answers(example)["members"];
    browser.fill_step(&json!({ "members": [members[0]] })).await;
    let colour =
        "getComputedStyle(document.querySelector('[name=\"members.0.full_name\"]')).borderTopColor";
    let before = browser.eval_text(colour).await;
    browser.submit_step().await;
    browser
        .wait_for("document.querySelector('.field--warning [name=\"members.0.full_name\"]')")
        .await;
    assert_eq!(browser.eval_text(colour).await, before);
    browser.finish().await;
}
