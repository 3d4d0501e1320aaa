//! What both size examples share: a step of procedure 602b, and the message about an answer.

/// The languages of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    Vi,
    En,
}

/// How a question is answered.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text { inputmode: &'static str },
    Radio(&'static [(&'static str, [&'static str; 2])]),
}

/// A question. Texts are Vietnamese and English.
pub(crate) struct Field {
    pub(crate) id: &'static str,
    pub(crate) label: [&'static str; 2],
    pub(crate) hint: [&'static str; 2],
    pub(crate) kind: Kind,
}

/// How many questions the step has.
pub(crate) const COUNT: usize = 7;

/// The questions of the step `participant` in `procedures/602b/definition.toml`, with their hints and
/// choices.
pub(crate) const FIELDS: [Field; COUNT] = [
    Field {
        id: "personal_number",
        label: ["Số căn cước hoặc hộ chiếu", "ID number or passport number"],
        hint: [
            "Số căn cước có 12 số, xem trên thẻ hoặc trong VNeID.",
            "An ID number has 12 digits. It is on the ID card and in VNeID.",
        ],
        kind: Kind::Text {
            inputmode: "numeric",
        },
    },
    Field {
        id: "identity_paper",
        label: [
            "Số này là của giấy tờ nào?",
            "Which document has this number?",
        ],
        hint: [
            "Số căn cước có đủ 12 số. Nếu là số hộ chiếu, chọn “Hộ chiếu”.",
            "An ID number has 12 digits. If this is a passport number, choose “Passport”.",
        ],
        kind: Kind::Radio(&[
            ("id_card", ["Căn cước hoặc CCCD", "ID card"]),
            ("passport", ["Hộ chiếu", "Passport"]),
        ]),
    },
    Field {
        id: "full_name",
        label: ["Họ và tên", "Full name"],
        hint: [
            "Nhập đủ dấu, ví dụ Nguyễn Thị Mẫu hoặc H'Thử Niê. Chữ thường cũng được.",
            "Include all accents, for example Nguyễn Thị Mẫu or H'Thử Niê. Lower case letters are fine.",
        ],
        kind: Kind::Text { inputmode: "text" },
    },
    Field {
        id: "birth_date",
        label: ["Ngày sinh", "Date of birth"],
        hint: [
            "Ngày/tháng/năm, ví dụ 5/3/1990 hoặc 05031990. Nếu giấy tờ chỉ có năm sinh, nhập riêng năm, ví dụ 1972.",
            "Day/month/year, for example 5/3/1990 or 05031990. If your documents show only the year, enter just the year, for example 1972.",
        ],
        kind: Kind::Text {
            inputmode: "numeric",
        },
    },
    Field {
        id: "sex",
        label: ["Giới tính", "Sex"],
        hint: ["", ""],
        kind: Kind::Radio(&[("male", ["Nam", "Male"]), ("female", ["Nữ", "Female"])]),
    },
    Field {
        id: "social_insurance_number",
        label: ["Mã số BHXH", "Social insurance number"],
        hint: [
            "10 số, hoặc 12 số (từ 08/2025), xem trên thẻ BHYT, VssID hoặc VNeID.",
            "10 digits, or 12 (since 08/2025), on the health insurance card, in VssID or VNeID.",
        ],
        kind: Kind::Text {
            inputmode: "numeric",
        },
    },
    Field {
        id: "old_id_card_number",
        label: ["Số CMND cũ", "Old ID card number"],
        hint: [
            "9 số. Số này giúp cơ quan BHXH tìm hồ sơ cũ của bạn.",
            "9 digits. This helps the BHXH office find your old records.",
        ],
        kind: Kind::Text {
            inputmode: "numeric",
        },
    },
];

/// The text in a language.
pub(crate) fn pick(lang: Lang, text: &[&'static str; 2]) -> &'static str {
    match lang {
        Lang::Vi => text[0],
        Lang::En => text[1],
    }
}

/// The message about an answer.
pub(crate) fn problem(value: &str) -> Option<[&'static str; 2]> {
    value
        .trim()
        .is_empty()
        .then_some(["Nhập mục này.", "Enter an answer."])
}

pub(crate) const TITLE: [&str; 2] = ["Người tham gia", "Participant"];
pub(crate) const SUMMARY: [&str; 2] = ["Có chỗ cần sửa", "There is a problem"];
pub(crate) const NEXT: [&str; 2] = ["Tiếp tục", "Continue"];
pub(crate) const BACK: [&str; 2] = ["Quay lại", "Back"];
