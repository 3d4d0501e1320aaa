//! Mẫu số 01: registration for e-transactions, of an adult and of a person under 18.
//!
//! The printed text of the form is not public, so the boxes are grouped by topic and have no numbers.
//! Boxes that are certainly on the form come first; the others have their own heading. Source:
//! procedure-account.md §2, procedure-under18.md §5 and §7; read 2026-11-21.

use hoso_identifiers::Date;
use pdf_writer::types::StructRole;

use hoso_dossier::PrintedForm;

use crate::closing;
use crate::flow::{Blank, Flow, Style};
use crate::head::{self, Head};
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
/// Source: NĐ 164/2025/NĐ-CP; verified once.
const OLD_FORM_FROM: Option<Date> = Date::new(2025, 7, 1);

/// Returns the name of the form on a day (R-702-15). A sheet without a day is current, so it has the
/// newer name.
fn version(day: Option<Date>) -> &'static str {
    match (day, OLD_FORM_FROM) {
        (Some(day), Some(from)) if day < from => "(VBHN 5236/VBHN-BLĐTBXH)",
        _ => "mẫu năm 2021 (VBHN 5236/VBHN-BLĐTBXH)",
    }
}

pub(crate) fn draw(sheet: &Sheet, foot: &str) -> Pages {
    let layout = if sheet.form.layout == PrintedForm::Form01Under18 {
        &UNDER18
    } else {
        &ACCOUNT
    };
    let mut flow = Flow::new();
    let mut answered = Answered::new(sheet, false);
    head::draw(
        &mut flow,
        &Head {
            form: "Mẫu số 01",
            source: version(sheet.day),
            title: "TỜ KHAI\nĐĂNG KÝ GIAO DỊCH ĐIỆN TỬ VỚI CƠ QUAN BẢO HIỂM XÃ HỘI",
            below: layout.below,
            number: &sheet.number,
        },
    );
    flow.heading(layout.heading);
    rows(&mut flow, &mut answered, sheet, layout.certain, true);
    let committed = answered.has("commitment", "yes");
    possible(&mut flow, &mut answered, sheet, layout);
    photos(&mut flow, sheet, layout);
    closing::draw(&mut flow, committed, "Cá nhân đăng ký");
    required_documents(&mut flow, sheet, layout);
    flow.finish(foot)
}

/// Draws rows of boxes; without `empty` only answered ones.
fn rows(
    flow: &mut Flow,
    answered: &mut Answered<'_>,
    sheet: &Sheet,
    rows: &[&[Box01]],
    empty: bool,
) {
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
        flow.row(&blanks);
    }
}

/// Draws the boxes that may be on the form, which only the agency knows.
fn possible(flow: &mut Flow, answered: &mut Answered<'_>, sheet: &Sheet, layout: &Layout) {
    let mut has_content = sheet.extended;
    for entry in layout.possible.iter().copied().flatten() {
        has_content |= !match entry.id {
            ADDRESS => answered.address("street_line", "commune", "province"),
            id => answered.take(id),
        }
        .is_empty();
    }
    for (id, _) in layout.photos {
        answered.take(id);
    }
    for id in ROUTING_FIELDS {
        answered.take(id);
    }
    let rest = answered.unprinted();
    if !has_content && rest.is_empty() {
        return;
    }
    flow.heading("Thông tin thêm, có thể được hỏi");
    rows(flow, answered, sheet, layout.possible, sheet.extended);
    for (label, value) in rest {
        let label = label.trim_end_matches('?');
        flow.row(&[Blank::new(label, value, 1.0)]);
    }
}

/// Draws the list of photos in the dossier.
fn photos(flow: &mut Flow, sheet: &Sheet, layout: &Layout) {
    if sheet.attached.is_empty() {
        return;
    }
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
                Span::regular(
                    ": chưa có trong hồ sơ, xin mang bản gốc; cần có trước khi được duyệt",
                ),
            ],
            false,
            0.0,
        );
    }
    if sheet.number.is_empty() {
        // R-702-7: a box for the dossier number, which arrives later.
        flow.row(&[Blank::new("Số hồ sơ trong tin nhắn", "", 1.0)]);
    }
    // R-702-6, R-702-8
    flow.paragraph(
        StructRole::P,
        &[Span::regular(
            "Có thể đến bất kỳ cơ quan BHXH nào trong cả nước, không nhất thiết là nơi đã chọn ở \
             trên. Không bắt buộc in tờ này: chỉ cần số hồ sơ hoặc mã số BHXH.",
        )],
        Style::new(10.5).apart(4.0, 0.0),
    );
}
