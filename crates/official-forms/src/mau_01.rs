//! Mẫu số 01: registration for e-transactions, of an adult and of a person under 18.
//!
//! The printed text of the form is not public, so the boxes are grouped by topic and have no numbers.
//! Boxes that are certainly on the form come first; the others have their own heading. Source:
//! procedure-account.md §2, procedure-under18.md §5 and §7; read 2026-11-21.

use hoso_identifiers::Date;
use pdf_writer::types::StructRole;

use hoso_dossier::PrintedForm;

use crate::closing::{self, Commitment};
use crate::flow::{Blank, Flow, NARROW, Spacing, Style, WIDE};
use crate::pages::Pages;
use crate::shape::Span;
use crate::sheet::Sheet;
use crate::values::Answered;

/// A box, by the id of its field.
struct Box01 {
    id: &'static str,
    label: &'static str,
    share: f32,
}

const fn entry(id: &'static str, label: &'static str, share: f32) -> Box01 {
    Box01 { id, label, share }
}

/// Fields that decide which steps are shown or which paper a number is of, and the setting of the
/// deployment. They have no box.
const ROUTING_FIELDS: [&str; 8] = [
    "form_profile",
    "has_card",
    "guardian_has_account",
    "route",
    "has_account",
    "who",
    "identity_paper",
    "guardian_identity_paper",
];

/// The id for the three fields of an address.
const ADDRESS: &str = "address";

/// The layout of the form for one procedure.
struct Layout {
    below: &'static str,
    heading: &'static str,
    /// Rows of boxes that are certainly on the form.
    certain: &'static [&'static [Box01]],
    /// Rows of boxes that may be on the form.
    possible: &'static [&'static [Box01]],
    photos: &'static [(&'static str, &'static str)],
    /// The documents that are always required at the office.
    required_documents: &'static [&'static str],
}

const ACCOUNT: Layout = Layout {
    below: "",
    heading: "Cá nhân đăng ký",
    certain: &[
        &[entry("full_name", "Họ và tên", 1.0)],
        &[
            entry("social_insurance_number", "Mã số BHXH", 4.0),
            entry("personal_number", "Số CMND/CCCD/Hộ chiếu", 6.0),
        ],
        &[entry(ADDRESS, "Địa chỉ", 1.0)],
        &[
            entry("phone", "Số điện thoại di động", 5.0),
            entry("email", "Email", 5.0),
        ],
        &[entry("receiving_office", "Cơ quan BHXH tiếp nhận", 1.0)],
        &[entry("submission_channel", "Hình thức nộp hồ sơ", 1.0)],
    ],
    possible: &[&[
        entry("birth_date", "Ngày sinh", 5.0),
        entry("sex", "Giới tính", 5.0),
    ]],
    photos: &[
        ("portrait", "Ảnh cá nhân (chân dung)"),
        ("id_front", "Ảnh mặt trước CMND/CCCD/Hộ chiếu"),
        ("id_back", "Ảnh mặt sau CMND/CCCD/Hộ chiếu"),
    ],
    required_documents: &[
        "Căn cước/CCCD hoặc hộ chiếu",
        "Số hồ sơ hoặc mã số BHXH trong tin nhắn của cơ quan BHXH",
    ],
};

const UNDER18: Layout = Layout {
    below: "(đối với cá nhân dưới 18 tuổi chưa có CMND/CCCD)",
    heading: "Trẻ em đăng ký",
    certain: &[
        &[entry("full_name", "Họ và tên trẻ", 1.0)],
        &[entry("social_insurance_number", "Mã số BHXH của trẻ", 1.0)],
        &[entry("phone", "Số điện thoại di động nhận tin nhắn", 1.0)],
        &[entry("receiving_office", "Cơ quan BHXH tiếp nhận", 1.0)],
    ],
    possible: &[
        &[
            entry("birth_date", "Ngày sinh", 5.0),
            entry("sex", "Giới tính", 5.0),
        ],
        &[entry(
            "personal_number",
            "Số định danh cá nhân (ghi trên giấy khai sinh)",
            1.0,
        )],
        &[entry(ADDRESS, "Địa chỉ liên hệ", 1.0)],
        &[entry("email", "Email", 1.0)],
        &[
            entry("guardian_name", "Họ và tên cha, mẹ hoặc người giám hộ", 7.0),
            entry("guardian_relation", "Quan hệ với trẻ", 3.5),
        ],
        &[entry(
            "guardian_social_insurance_number",
            "Mã số BHXH của người đăng ký",
            1.0,
        )],
        &[entry(
            "guardian_personal_number",
            "Số CCCD/hộ chiếu của người đi cùng",
            1.0,
        )],
    ],
    photos: &[
        ("portrait", "Ảnh chân dung"),
        ("birth_certificate", "Ảnh giấy khai sinh"),
        (
            "id_front",
            "Ảnh CMND/CCCD của cha, mẹ, người giám hộ (mặt trước)",
        ),
        (
            "id_back",
            "Ảnh CMND/CCCD của cha, mẹ, người giám hộ (mặt sau)",
        ),
    ],
    // R-702-10
    required_documents: &[
        "Giấy khai sinh của trẻ em",
        "Căn cước/CCCD hoặc hộ chiếu của người đi cùng",
        "Số hồ sơ hoặc mã số BHXH trong tin nhắn của cơ quan BHXH",
    ],
};

/// The day from which the decree of the form no longer applies to social insurance.
///
/// Source: NĐ 164/2025/NĐ-CP; verified once. The article is not verified.
const OLD_FORM_FROM: Option<Date> = Date::new(2025, 7, 1);

/// Who laid out this sheet.
const LAYOUT_NOTICE: &str =
    "Bản chuẩn bị này do trang web tự trình bày, không phải mẫu chính thức.";

/// What ended the form, printed from [`OLD_FORM_FROM`] on.
const DECREE_NOTICE: &str = " Từ ngày 01/07/2025, theo khoản 3 Điều 27 Nghị định 164/2025/NĐ-CP, Nghị định \
     166/2016/NĐ-CP không còn áp dụng cho BHXH, nên cơ quan BHXH có thể dùng mẫu khác.";

/// The sentence of the screen; that of the form is not public.
///
/// Source: letter 3 §7 step 1.
const COMMITMENT: &str =
    "Tôi đã kê khai đầy đủ, chính xác và chịu trách nhiệm đối với nội dung kê khai.";

/// Returns whether the form is one of the past on a day (R-702-15). A sheet without a day is current.
fn is_old_form(day: Option<Date>) -> bool {
    match (day, OLD_FORM_FROM) {
        (Some(day), Some(from)) => day >= from,
        _ => true,
    }
}

pub(crate) fn draw(sheet: &Sheet, foot: &str) -> Pages {
    let wide = draw_with(sheet, foot, WIDE);
    if wide.pages.len() == 1 {
        return wide;
    }
    let narrow = draw_with(sheet, foot, NARROW);
    if narrow.pages.len() < wide.pages.len() {
        narrow
    } else {
        wide
    }
}

fn draw_with(sheet: &Sheet, foot: &str, spacing: Spacing) -> Pages {
    let layout = if sheet.form.layout == PrintedForm::Form01Under18 {
        &UNDER18
    } else {
        &ACCOUNT
    };
    let mut flow = Flow::new(spacing);
    let mut answered = Answered::new(sheet, false);
    head(&mut flow, sheet, layout);
    // The signature is on the page of what is above it.
    let rest = unboxed(&mut answered, layout);
    let has_possible = has_possible(&mut answered, sheet, layout) || !rest.is_empty();
    let has_photos = !sheet.attached.is_empty();
    let kept = |is_last: bool| if is_last { closing::HEIGHT } else { 0.0 };
    flow.heading(layout.heading);
    let before = kept(!has_possible && !has_photos);
    rows(
        &mut flow,
        &mut answered,
        sheet,
        layout.certain,
        true,
        before,
    );
    if has_possible {
        flow.heading("Thông tin khác");
        possible(
            &mut flow,
            &mut answered,
            sheet,
            layout,
            &rest,
            kept(!has_photos),
        );
    }
    if has_photos {
        photos(&mut flow, sheet, layout);
    }
    let committed = answered.has("commitment", "yes");
    closing::draw(
        &mut flow,
        &Commitment::Ticked(COMMITMENT, committed),
        "Cá nhân đăng ký",
        &sheet.receipt(),
    );
    required_documents(&mut flow, sheet, layout);
    flow.finish(&answered.person(), foot)
}

/// Draws the title, which calls the sheet what it is, who laid it out or the deployment's own text,
/// and the box for the number that the agency sends (R-702-7).
fn head(flow: &mut Flow, sheet: &Sheet, layout: &Layout) {
    let is_old = is_old_form(sheet.day);
    let title = if is_old {
        "Bản chuẩn bị theo Mẫu số 01, mẫu năm 2021"
    } else {
        "Bản chuẩn bị theo Mẫu số 01"
    };
    let small = Style::new(10.0).center();
    flow.paragraph(
        StructRole::H1,
        &[Span::bold(title)],
        Style::new(16.0).center(),
    );
    flow.paragraph(
        StructRole::P,
        &[Span::regular("(VBHN 5236/VBHN-BLĐTBXH)")],
        small.apart(0.0, 4.0),
    );
    flow.paragraph(
        StructRole::P,
        &[Span::bold(
            "Đăng ký giao dịch điện tử với cơ quan bảo hiểm xã hội",
        )],
        Style::new(12.5).center(),
    );
    if !layout.below.is_empty() {
        flow.paragraph(
            StructRole::P,
            &[Span::regular(layout.below)],
            small.apart(1.0, 0.0),
        );
    }
    let decree = if is_old { DECREE_NOTICE } else { "" };
    let about = if sheet.form_01_text.is_empty() {
        [LAYOUT_NOTICE, decree].concat()
    } else {
        sheet.form_01_text.clone()
    };
    flow.paragraph(
        StructRole::P,
        &[Span::regular(about)],
        Style::new(10.0).apart(8.0, 8.0),
    );
    flow.framed(&Blank::new(
        "Số hồ sơ trong tin nhắn của cơ quan BHXH",
        sheet.noted_number.as_str(),
        1.0,
    ));
    flow.skip(2.0);
}

/// Draws rows of boxes; without `empty` only answered ones. The last row is on one page with the
/// next `kept` points.
fn rows(
    flow: &mut Flow,
    answered: &mut Answered<'_>,
    sheet: &Sheet,
    rows: &[&[Box01]],
    empty: bool,
    kept: f32,
) {
    let mut drawn = Vec::new();
    for row in rows {
        let mut blanks = Vec::new();
        for entry in *row {
            let value = match entry.id {
                ADDRESS => answered.address("street_line", "commune", "province"),
                "receiving_office" => sheet.name(&answered.take(entry.id)),
                id => answered.take(id),
            };
            if empty || !value.is_empty() {
                blanks.push(Blank::new(entry.label, value, entry.share));
            }
        }
        if !blanks.is_empty() {
            drawn.push(blanks);
        }
    }
    for (i, blanks) in drawn.iter().enumerate() {
        let is_last = i + 1 == drawn.len();
        flow.row_before(blanks, if is_last { kept } else { 0.0 });
    }
}

/// Returns whether there is something to print of the boxes that may be on the form.
fn has_possible(answered: &mut Answered<'_>, sheet: &Sheet, layout: &Layout) -> bool {
    let mut boxes = layout.possible.iter().copied().flatten();
    sheet.extended
        || boxes.any(|entry| {
            !match entry.id {
                ADDRESS => answered.address("street_line", "commune", "province"),
                id => answered.take(id),
            }
            .is_empty()
        })
}

/// Returns the answers without a box: label and value.
fn unboxed(answered: &mut Answered<'_>, layout: &Layout) -> Vec<(String, String)> {
    let boxes = layout.certain.iter().chain(layout.possible);
    for entry in boxes.copied().flatten() {
        match entry.id {
            ADDRESS => answered.address("street_line", "commune", "province"),
            id => answered.take(id),
        };
    }
    for (id, _) in layout.photos {
        answered.take(id);
    }
    for id in ROUTING_FIELDS {
        answered.take(id);
    }
    answered.take("consent");
    answered.take("commitment");
    answered.unprinted(&[])
}

/// Draws the boxes that may be on the form, which only the agency knows, and the answers without a
/// box.
fn possible(
    flow: &mut Flow,
    answered: &mut Answered<'_>,
    sheet: &Sheet,
    layout: &Layout,
    rest: &[(String, String)],
    kept: f32,
) {
    let before = if rest.is_empty() { kept } else { 0.0 };
    rows(
        flow,
        answered,
        sheet,
        layout.possible,
        sheet.extended,
        before,
    );
    for (i, (label, value)) in rest.iter().enumerate() {
        let is_last = i + 1 == rest.len();
        let blank = Blank::new(label.as_str(), value.as_str(), 1.0);
        flow.row_before(&[blank], if is_last { kept } else { 0.0 });
    }
}

/// Draws the list of photos in the dossier, on one page with the signature.
fn photos(flow: &mut Flow, sheet: &Sheet, layout: &Layout) {
    flow.need(110.0 + closing::HEIGHT);
    flow.heading("Ảnh kèm theo hồ sơ");
    for (id, label) in layout.photos {
        let is_attached = sheet.attached.iter().any(|field| field == id);
        flow.tick(&[Span::regular(*label)], is_attached, 0.0);
    }
}

/// Draws the list of documents to bring to the office (R-702-5, R-702-10, R-ACC-2).
fn required_documents(flow: &mut Flow, sheet: &Sheet, layout: &Layout) {
    flow.need(110.0);
    flow.heading("Giấy tờ mang theo khi đến cơ quan BHXH");
    for paper in layout.required_documents {
        flow.tick(&[Span::regular(*paper)], false, 0.0);
    }
    for field in &sheet.missing {
        let known = layout.photos.iter().find(|(id, _)| id == field);
        let asked = sheet.definition.field(field).map(|(_, field)| field.label);
        let label = known.map(|(_, label)| *label).or(asked);
        flow.tick(
            &[
                Span::bold(label.unwrap_or(field)),
                Span::regular(": chưa có trong hồ sơ, mang bản gốc; cần có trước khi được duyệt"),
            ],
            false,
            0.0,
        );
    }
    // R-702-6, R-702-8
    flow.paragraph(
        StructRole::P,
        &[Span::regular(
            "Có thể đến bất kỳ cơ quan BHXH nào trong cả nước, không nhất thiết là nơi đã chọn ở \
             trên. Không bắt buộc in tờ này: chỉ cần số hồ sơ trong tin nhắn hoặc mã số BHXH.",
        )],
        Style::new(10.5).apart(4.0, 0.0),
    );
}
