//! Form TK1-TS with its household appendix, for procedure 602b.
//!
//! Box numbers, their order and their labels are those of QĐ 505/QĐ-BHXH, confirmed by
//! QĐ 490/QĐ-BHXH; the columns of the appendix are in the order of QĐ 888/QĐ-BHXH. Source:
//! procedure-602b.md §3 and §4; read 2026-11-21.

use hoso_identifiers::Date;
use pdf_writer::types::StructRole;

use crate::closing;
use crate::flow::{Blank, Flow, NARROW, Spacing, Style, WIDE};
use crate::head::{self, Head};
use crate::pages::Pages;
use crate::shape::Span;
use crate::sheet::Sheet;
use crate::table::{self, Column};
use crate::values::Answered;

/// Beginnings of the suggested sentences in box \[18\]: each is printed on its own line
/// (procedure-602b.md §6).
const SENTENCE_STARTS: [&str; 7] = [
    "Đăng ký ",
    "Thay đổi ",
    "Đóng bù ",
    "Điều chỉnh ",
    "Cập nhật ",
    "Thuộc đối tượng ",
    "Điện thoại liên hệ",
];

/// Who signs the form and its appendix.
const SIGNER: &str = "Người kê khai";

const MEMBERS: [Column; 9] = [
    column("STT", "A", 30.0, true),
    Column {
        bold: true,
        is_row_header: true,
        ..column("Họ và tên", "B", 124.0, false)
    },
    column("Mã số BHXH", "1", 66.0, true),
    column("Ngày, tháng, năm sinh", "2", 62.0, true),
    column("Giới tính", "3", 34.0, true),
    column("Nơi cấp giấy khai sinh (xã/huyện/tỉnh)", "4", 136.0, false),
    column("Mối quan hệ với chủ hộ", "5", 64.0, true),
    column("Số CMND/CCCD/\nĐDCN/Hộ chiếu", "6", 84.0, true),
    column("Ghi chú", "7", 129.0, false),
];

const fn column(title: &'static str, mark: &'static str, share: f32, center: bool) -> Column {
    Column {
        title,
        mark,
        share,
        center,
        bold: false,
        is_row_header: false,
    }
}

/// The sentence above the signature, from a day on.
struct Commitment {
    valid_from: Option<Date>,
    sentence: &'static str,
}

/// Source: public copies of TK1-TS of QĐ 490/QĐ-BHXH [verify against QĐ 490/QĐ-BHXH]; read
/// 2026-11-29, not verified.
const COMMITMENTS: [Commitment; 1] = [Commitment {
    valid_from: Date::new(2023, 4, 1),
    sentence: "Tôi cam đoan những nội dung kê khai là đúng và chịu trách nhiệm trước pháp luật về \
               những nội dung đã kê khai.",
}];

/// Returns the sentence of a day: that of the last version in force, for an earlier day that of the
/// first version.
fn commitment(day: Option<Date>) -> &'static str {
    let in_force = COMMITMENTS
        .iter()
        .rev()
        .find(|version| day.is_none() || version.valid_from <= day);
    in_force
        .or(COMMITMENTS.first())
        .map_or("", |version| version.sentence)
}

/// Labels of answers without a box. They speak to the clerk, unlike those of the screen.
const CLERK_LABELS: [(&str, &str); 22] = [
    ("cases", "Yêu cầu của người tham gia"),
    ("in_compulsory_group", "Thuộc diện tham gia BHXH bắt buộc"),
    ("compulsory_reason", "Lý do thuộc diện BHXH bắt buộc"),
    (
        "receives_pension",
        "Đang hưởng lương hưu hoặc trợ cấp BHXH hằng tháng",
    ),
    ("identity_paper", "Loại giấy tờ"),
    ("corrected_identity_paper", "Loại giấy tờ của số đúng"),
    ("personal_number", "Số CCCD/ĐDCN/Hộ chiếu"),
    ("full_name", "Họ và tên"),
    ("birth_date", "Ngày, tháng, năm sinh"),
    ("sex", "Giới tính"),
    ("old_id_card_number", "Số CMND cũ"),
    ("phone", "Điện thoại"),
    ("email", "Email"),
    ("ethnic_group", "Dân tộc"),
    ("nationality", "Quốc tịch"),
    ("first_month", "Tháng bắt đầu"),
    ("income_base_old", "Mức thu nhập đang đóng (đồng/tháng)"),
    ("payment_method_old", "Phương thức đang đóng"),
    ("back_pay_from", "Đóng bù từ tháng"),
    ("back_pay_to", "Đóng bù đến tháng"),
    ("support_group", "Nhóm được Nhà nước hỗ trợ mức đóng"),
    (
        "commitment",
        "Cam kết kê khai đầy đủ, chính xác (đánh dấu trên trang web)",
    ),
];

pub(crate) fn draw(sheet: &Sheet, foot: &str) -> Pages {
    let (mut flow, mut answered) = form(sheet, WIDE);
    if flow.page > 0 {
        let narrow = form(sheet, NARROW);
        if narrow.0.page == 0 {
            (flow, answered) = narrow;
        }
    }
    let household = sheet
        .answers
        .has("cases", "first_no_number")
        .then(|| household(&mut answered));
    unprinted_answers(&mut flow, &answered);
    if let Some(household) = household {
        appendix(&mut flow, &mut answered, household);
    }
    flow.finish(&answered.person(), foot)
}

/// Draws the form up to the signature.
fn form(sheet: &Sheet, spacing: Spacing) -> (Flow, Answered<'_>) {
    let mut flow = Flow::new(spacing);
    let mut answered = Answered::new(sheet, true);
    let form = sheet.definition.form;
    let (name, source) = form.split_once(" (").unwrap_or((form, ""));
    head::draw(
        &mut flow,
        &Head {
            form: &["Mẫu ", name].concat(),
            source: &if source.is_empty() {
                String::new()
            } else {
                ["(", source].concat()
            },
            title: "TỜ KHAI\nTHAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
        },
    );
    // Part I is for persons without a number. For others these answers are printed below the form,
    // for checks and calls of the agency (procedure-602b.md §3, mark K).
    let new = sheet.answers.has("cases", "first_no_number");
    part_one(&mut flow, &mut answered, new);
    part_two(&mut flow, &mut answered);
    closing::draw(
        &mut flow,
        &closing::Commitment::Signed(commitment(sheet.day)),
        SIGNER,
        &sheet.receipt(),
    );
    (flow, answered)
}

fn part_one(flow: &mut Flow, answered: &mut Answered<'_>, new: bool) {
    let mut take = |id| {
        if new {
            answered.take(id)
        } else {
            String::new()
        }
    };
    flow.heading(
        "I. Áp dụng đối với người tham gia tra cứu không thấy mã số BHXH do cơ quan BHXH cấp",
    );
    flow.row(&[
        Blank::new("[01]. Họ và tên (viết chữ in hoa)", take("full_name"), 7.0),
        Blank::new("[02]. Giới tính", take("sex"), 3.0),
    ]);
    flow.row(&[
        Blank::new("[03]. Ngày, tháng, năm sinh", take("birth_date"), 5.0),
        Blank::new("[04]. Quốc tịch", take("nationality"), 4.0),
    ]);
    flow.row(&[
        Blank::new("[05]. Dân tộc", take("ethnic_group"), 4.0),
        Blank::new("[06]. Số CCCD/ĐDCN/Hộ chiếu", take("personal_number"), 6.0),
    ]);
    flow.row(&[
        Blank::new("[07]. Điện thoại", take("phone"), 4.0),
        Blank::new("[08]. Email (nếu có)", take("email"), 6.0),
    ]);
    flow.blank_label("[09]. Nơi đăng ký khai sinh");
    let mut commune = take("birth_commune");
    let note = take("birth_place_note");
    if !note.is_empty() {
        commune = [&commune, " (theo giấy khai sinh: ", &note, ")"].concat();
    }
    flow.row(&[
        Blank::new("[09.1]. Xã", commune, 5.0),
        // R-602-13: districts were abolished on 01/07/2025; the box is left blank.
        Blank::new("[09.2]. Huyện", "", 4.0),
        Blank::new("[09.3]. Tỉnh", take("birth_province"), 5.0),
    ]);
    flow.blank(&Blank::new(
        "[10]. Họ tên cha/mẹ/giám hộ (đối với trẻ em dưới 6 tuổi)",
        "",
        1.0,
    ));
    let channel = take("result_channel");
    let street = take("street_line");
    let places = [take("commune"), take("province")];
    let choices = answered.choices("result_channel");
    flow.ticks(
        "[11]. Đăng ký nhận kết quả giải quyết thủ tục hành chính",
        &choices
            .iter()
            .map(|choice| (choice.label.to_owned(), choice.label == channel))
            .collect::<Vec<_>>(),
    );
    flow.row(&[Blank::new(
        "[11.1]. Số nhà, đường/phố, thôn/xóm",
        street,
        1.0,
    )]);
    let [commune, province] = places;
    flow.row(&[
        Blank::new("[11.2]. Xã", commune, 5.0),
        // R-602-13
        Blank::new("[11.3]. Huyện", "", 4.0),
        Blank::new("[11.4]. Tỉnh", province, 5.0),
    ]);
    // Always checked in case A.
    flow.tick(
        &[Span::regular(
            "[12]. Kê khai Phụ lục Thành viên hộ gia đình (phụ lục kèm theo) đối với người tham \
             gia tra cứu không thấy mã số BHXH và người tham gia BHYT theo hộ gia đình để giảm \
             trừ mức đóng",
        )],
        new,
        0.0,
    );
}

fn part_two(flow: &mut Flow, answered: &mut Answered<'_>) {
    flow.heading("II. Người đã có mã số BHXH đăng ký, điều chỉnh thông tin");
    flow.row(&[Blank::new(
        "[13]. Mã số BHXH",
        answered.take("social_insurance_number"),
        1.0,
    )]);
    flow.blank_label("[14]. Điều chỉnh thông tin cá nhân");
    flow.row(&[
        Blank::new(
            "[14.1]. Họ và tên (viết chữ in hoa)",
            answered.take("corrected_full_name"),
            7.0,
        ),
        Blank::new("[14.2]. Giới tính", answered.take("corrected_sex"), 3.0),
    ]);
    flow.row(&[Blank::new(
        "[14.3]. Ngày, tháng, năm sinh",
        answered.take("corrected_birth_date"),
        1.0,
    )]);
    let birth_place = [
        answered.take("corrected_birth_commune"),
        answered.take("corrected_birth_province"),
    ];
    let birth_place: Vec<String> = birth_place
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    flow.row(&[Blank::new(
        "[14.4]. Nơi đăng ký khai sinh",
        birth_place.join(", "),
        1.0,
    )]);
    flow.row(&[Blank::new(
        "[14.5]. Số CCCD/ĐDCN/Hộ chiếu",
        answered.take("corrected_personal_number"),
        1.0,
    )]);
    flow.row(&[
        Blank::new("[15]. Mức tiền đóng", answered.take("income_base"), 4.0),
        Blank::new("[16]. Phương thức đóng", method(answered), 6.0),
    ]);
    flow.row(&[Blank::new(
        "[17]. Nơi đăng ký khám, chữa bệnh ban đầu",
        "",
        1.0,
    )]);
    note(
        flow,
        "[18]. Nội dung thay đổi, yêu cầu khác",
        &by_sentence(&answered.take("request_text")),
    );
    // The signature is on the page of the last box.
    flow.blank_before(
        &Blank::new(
            "[19]. Hồ sơ kèm theo (nếu có)",
            answered.take("attachments_note"),
            1.0,
        ),
        closing::HEIGHT,
    );
}

/// Draws a box of several lines; without a value it has two empty lines more.
fn note(flow: &mut Flow, label: &str, value: &str) {
    flow.blank(&Blank::new(label, value, 1.0));
    if value.is_empty() {
        flow.empty_lines(2);
    }
}

/// Returns the payment method with its number of years or months.
fn method(answered: &mut Answered<'_>) -> String {
    let method = answered.take("payment_method");
    let years = answered.take("method_years");
    let months = answered.take("method_months");
    match (years.as_str(), months.as_str()) {
        ("", "") => method,
        (years, "") => format!("{method} ({years} năm)"),
        (_, months) => format!("{method} ({months} tháng)"),
    }
}

/// Puts each suggested sentence on its own line.
fn by_sentence(request: &str) -> String {
    let mut out = String::with_capacity(request.len());
    let mut rest = request;
    while let Some(at) = rest.find(". ") {
        let (sentence, after) = rest.split_at(at + 1);
        out.push_str(sentence);
        rest = after.strip_prefix(' ').unwrap_or(after);
        let is_start = SENTENCE_STARTS.iter().any(|start| rest.starts_with(start));
        out.push(if is_start { '\n' } else { ' ' });
    }
    out.push_str(rest);
    out
}

/// Draws the answers without a box, for checks and calls of the agency.
fn unprinted_answers(flow: &mut Flow, answered: &Answered<'_>) {
    const COLUMNS: [Column; 2] = [
        Column {
            is_row_header: true,
            ..column("", "", 45.0, false)
        },
        Column {
            bold: true,
            ..column("", "", 55.0, false)
        },
    ];
    let rows: Vec<Vec<String>> = answered
        .unprinted(&CLERK_LABELS)
        .into_iter()
        .map(|(label, value)| vec![label, value])
        .collect();
    if rows.is_empty() {
        return;
    }
    flow.skip(4.0);
    flow.heading("Thông tin khai thêm để đối chiếu và liên hệ (không phải ô của mẫu)");
    table::draw(flow, &COLUMNS, &rows, 0.0);
}

/// Returns the boxes at the top of the appendix.
fn household(answered: &mut Answered<'_>) -> [Blank; 4] {
    let head = answered.take("household_head_name");
    let phone = answered.take("household_phone");
    let code = answered.take("household_code");
    let address = if answered.has("household_same_address", "no") {
        answered.address(
            "household_street_line",
            "household_commune",
            "household_province",
        )
    } else {
        answered.address("street_line", "commune", "province")
    };
    [
        Blank::new("Họ và tên chủ hộ", head, 5.0),
        Blank::new("Điện thoại", phone, 3.0),
        Blank::new("Mã số hộ gia đình", code, 3.0),
        Blank::new("Địa chỉ", address, 1.0),
    ]
}

fn appendix(flow: &mut Flow, answered: &mut Answered<'_>, head: [Blank; 4]) {
    const SIGNATURE_GAP: f32 = 10.0;
    const FIELDS: [&[&str]; 8] = [
        &["full_name"],
        &["social_insurance_number"],
        &["birth_date"],
        &["sex"],
        // The district is blank since 01/07/2025 (R-602-13).
        &["birth_commune", "birth_province"],
        &["relation_to_head"],
        &["personal_number"],
        &["note"],
    ];
    let mut rows = answered.rows("members", &FIELDS);
    for (i, row) in rows.iter_mut().enumerate() {
        row.insert(0, (i + 1).to_string());
    }
    // The list is too wide for a portrait page.
    flow.new_page(true);
    flow.paragraph(
        StructRole::H1,
        &[Span::bold("PHỤ LỤC THÀNH VIÊN HỘ GIA ĐÌNH")],
        Style::new(14.0).center(),
    );
    flow.paragraph(
        StructRole::P,
        &[Span::regular(
            ["(kèm theo tờ khai TK1-TS của ", &answered.person(), ")"].concat(),
        )],
        Style::new(10.5).center().apart(1.0, 8.0),
    );
    let [name, phone, code, address] = head;
    flow.row(&[name, phone, code]);
    flow.row(&[address]);
    flow.skip(8.0);
    table::draw(flow, &MEMBERS, &rows, SIGNATURE_GAP + closing::SIGNATURE);
    flow.need(SIGNATURE_GAP + closing::SIGNATURE);
    flow.skip(SIGNATURE_GAP);
    closing::signature(flow, SIGNER);
}
