//! What both size examples share: the questions of a step and their messages.

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
    Note,
    Select(&'static [(&'static str, [&'static str; 2])]),
    Radio(&'static [(&'static str, [&'static str; 2])]),
}

/// A question. Texts are Vietnamese and English.
pub(crate) struct Field {
    pub(crate) id: &'static str,
    pub(crate) label: [&'static str; 2],
    pub(crate) hint: [&'static str; 2],
    pub(crate) kind: Kind,
}

pub(crate) const FIELDS: [Field; 6] = [
    Field {
        id: "name",
        label: ["Họ và tên", "Full name"],
        hint: ["Như trên thẻ căn cước.", "As on the identity card."],
        kind: Kind::Text { inputmode: "text" },
    },
    Field {
        id: "number",
        label: ["Số định danh", "Personal number"],
        hint: ["12 chữ số.", "12 digits."],
        kind: Kind::Text {
            inputmode: "numeric",
        },
    },
    Field {
        id: "phone",
        label: ["Số điện thoại", "Phone number"],
        hint: ["", ""],
        kind: Kind::Text { inputmode: "tel" },
    },
    Field {
        id: "province",
        label: ["Tỉnh", "Province"],
        hint: ["", ""],
        kind: Kind::Select(&[
            ("01", ["Hà Nội", "Hanoi"]),
            ("79", ["Thành phố Hồ Chí Minh", "Ho Chi Minh City"]),
        ]),
    },
    Field {
        id: "period",
        label: ["Phương thức đóng", "How often"],
        hint: ["Có thể đổi sau.", "It can be changed later."],
        kind: Kind::Radio(&[
            ("1", ["Hằng tháng", "Monthly"]),
            ("3", ["3 tháng một lần", "Every 3 months"]),
            ("12", ["12 tháng một lần", "Every 12 months"]),
        ]),
    },
    Field {
        id: "note",
        label: ["Ghi chú", "Note"],
        hint: ["", ""],
        kind: Kind::Note,
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
