//! The list of household members, and the places.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::line::Fault;
use hoso_tests::site::Site;

async fn at_step(step: &str) -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to(step, &examples::answers("ok-case-a-alone"))
        .await;
    (site, browser)
}

#[tokio::test]
async fn ok_thirty_members_and_not_one_more() {
    let (_site, browser) = at_step("household_members").await;
    for row in 0..30 {
        browser.add_member(row).await;
    }
    browser
        .until("!document.querySelector('.members__add')")
        .await;
    browser.fill("members.29.full_name", "Trần Thị Thử").await;
    browser.until_kept("draft.answers.members?.length === 30 && draft.answers.members[29].full_name === 'Trần Thị Thử'").await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("household_members").await;
    assert_eq!(browser.value("members.29.full_name").await, "Trần Thị Thử");
    browser.end().await;
}

/// Who declares is in the list with one tap, with everything typed before, and only once.
#[tokio::test]
async fn ok_the_person_adds_themselves() {
    let (_site, browser) = at_step("household_members").await;
    let told = examples::answers("ok-case-a-alone");
    browser.click(".members__myself").await;
    browser
        .until("document.querySelector('[name=\"members.0.full_name\"]') && document.activeElement?.tagName === 'H3'")
        .await;
    for (name, answer) in [
        ("full_name", told["full_name"].as_str().unwrap()),
        ("personal_number", told["personal_number"].as_str().unwrap()),
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
            .has("members.0.sex", told["sex"].as_str().unwrap())
            .await
    );
    browser
        .until("!document.querySelector('.members__myself')")
        .await;
    assert!(
        browser
            .look("Boolean(document.querySelector('.members__add'))")
            .await
            == true
    );
    browser
        .until_kept("draft.answers.members?.length === 1 && draft.answers.members[0].full_name === draft.answers.full_name")
        .await;
    browser.end().await;
}

/// Removing asks first, takes the right one, and the others keep their answers under their new names.
#[tokio::test]
async fn ok_a_member_goes_and_the_others_stay() {
    let (_site, browser) = at_step("household_members").await;
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
    let press = async |words: &str| {
        let path = format!("{second}//button[contains(., '{words}')]");
        browser
            .driver
            .find(thirtyfour::By::XPath(path))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
    };
    press("Xóa").await;
    press("Giữ lại").await;
    assert_eq!(browser.value("members.1.full_name").await, "Nguyễn Thị Mẫu");
    press("Xóa").await;
    press("Xóa").await;
    browser
        .until("!document.querySelector('[name=\"members.2.full_name\"]')")
        .await;
    for (name, value) in [
        ("members.0.full_name", "Trần Văn Thử"),
        ("members.0.birth_date", "1/9/1987"),
        ("members.1.full_name", "Trần Thị Thử"),
        ("members.1.birth_date", "3/9/1987"),
    ] {
        assert_eq!(browser.value(name).await, value, "{name}");
    }
    browser.until_kept("draft.answers.members.map((member) => member.full_name).join() === 'Trần Văn Thử,Trần Thị Thử'").await;
    browser.end().await;
}

/// The name on an old birth certificate leads to the unit of today.
#[tokio::test]
async fn ok_an_old_name_finds_the_commune_of_today() {
    let (_site, browser) = at_step("birth_place").await;
    browser.fill("birth_province", "56").await;
    browser.enter("birth_commune").await;
    browser.type_on("phuoc tien").await;
    let option = "[...document.querySelectorAll('[role=option]')].find((entry) => entry.innerText.includes('Phước Tiến'))";
    let words = browser.until(&format!("{option}?.innerText")).await;
    assert!(
        words.as_str().unwrap().contains("Phường Nha Trang"),
        "{words}"
    );
    browser.click("[role=option]").await;
    browser
        .until("document.querySelector('[name=birth_commune]').value === 'Phường Nha Trang'")
        .await;
    browser
        .until_kept("draft.answers.birth_commune === '22366'")
        .await;
    // Another province has other communes.
    browser.fill("birth_province", "01").await;
    browser
        .until("document.querySelector('[name=birth_commune]').value === ''")
        .await;
    browser.end().await;
}

/// An old name that was typed and not picked has no code: the message names the communes of today.
#[tokio::test]
async fn err_an_old_name_that_was_not_picked() {
    let (_site, browser) = at_step("birth_place").await;
    browser.fill("birth_province", "56").await;
    browser.enter("birth_commune").await;
    browser.type_on("Phước Tiến").await;
    browser
        .until("document.querySelector('[role=option]')")
        .await;
    browser.type_on("\u{e00c}\t").await;
    browser.next().await;
    browser
        .until("document.activeElement?.matches('.error-summary') && document.activeElement.innerText.includes('Tên hiện nay có thể là Phường Nha Trang')")
        .await;
    assert_eq!(browser.value("birth_commune").await, "Phước Tiến");
    browser.end().await;
}

/// The list of a province does not come: the page says so, and takes it when it can be had.
#[tokio::test]
async fn ok_the_places_come_late() {
    let (site, browser) = at_step("birth_place").await;
    let early = site
        .line
        .asked()
        .into_iter()
        .filter(|asked| asked.what.ends_with("56.txt"));
    assert_eq!(early.count(), 0, "no place is fetched before it is needed");
    let places = format!("GET {}", site.named("56.txt"));
    site.line.hold(&places);
    browser.fill("birth_province", "56").await;
    browser.enter("birth_commune").await;
    browser.type_on("nha trang").await;
    site.line.until_asked(&places, 1).await;
    browser
        .until("document.querySelector('.combobox')?.innerText.includes('Đang tải danh sách')")
        .await;
    site.line.release();
    browser
        .until("document.querySelector('[role=option]')?.innerText.includes('Phường Nha Trang')")
        .await;
    assert_eq!(
        browser.value("birth_commune").await,
        "nha trang",
        "what is being typed stays"
    );
    browser.end().await;
}

/// The list does not come at all: the page says so, keeps what was typed, and asks again.
#[tokio::test]
async fn err_the_places_do_not_come() {
    let (site, mut browser) = at_step("birth_place").await;
    browser.expect("net::ERR_");
    let places = format!("GET {}", site.named("56.txt"));
    site.line.fail_at(&places, Fault::Close);
    browser.fill("birth_province", "56").await;
    browser.enter("birth_commune").await;
    browser.type_on("nha").await;
    browser
        .until("document.querySelector('.combobox')?.innerText.includes('Chưa tải được danh sách')")
        .await;
    assert_eq!(browser.value("birth_commune").await, "nha");
    browser
        .until_kept("draft.answers.birth_commune === 'nha'")
        .await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.at("birth_place").await;
    assert_eq!(browser.value("birth_commune").await, "nha");
    browser.fill("birth_commune", "22366").await;
    browser.end().await;
}
