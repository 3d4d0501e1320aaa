//! Checks the text of the code with the layout's own examples, and the picture by decoding it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_vietqr::{Transfer, crc16, picture};
use hoso_worker::qr_code::{Grey, decode};

const TRANSFER: Transfer<'_> = Transfer {
    bin: "970436",
    account: "0000000001",
    amount: None,
    purpose: "",
};

#[test]
fn r_mon_9_ok_vectors_of_the_layout() {
    assert_eq!(crc16(b"123456789"), 0x29B1);
    assert_eq!(
        TRANSFER.text().unwrap(),
        "00020101021138540010A00000072701240006970436011000000000010208QRIBFTTA53037045802VN6304B690"
    );
    let paid = Transfer {
        amount: Some(792_000),
        purpose: "BHXHTN 5600000001",
        ..TRANSFER
    };
    assert_eq!(
        paid.text().unwrap(),
        "00020101021238540010A00000072701240006970436011000000000010208QRIBFTTA530370454067920005802VN62210817BHXHTN 56000000016304DE35"
    );
}

#[test]
fn ok_a_text_that_is_too_long_is_left_out() {
    let long = Transfer {
        purpose: "Dong BHXH tu nguyen cua Nguyen Thi Mau, 5600000001",
        ..TRANSFER
    };
    assert_eq!(long.text(), TRANSFER.text());
    let accented = Transfer {
        purpose: "Đóng BHXH",
        ..TRANSFER
    };
    assert_eq!(accented.text(), TRANSFER.text());
}

#[test]
fn err_another_bank_or_account_has_no_code() {
    for bin in ["", "97043", "9704361", "97043a", "９７０４３６"] {
        assert_eq!(Transfer { bin, ..TRANSFER }.text(), None, "{bin}");
    }
    for account in ["", "3741.0.0000001", "00000000000000000001", "0000 0001"] {
        assert_eq!(
            Transfer {
                account,
                ..TRANSFER
            }
            .text(),
            None,
            "{account}"
        );
    }
    let huge = Transfer {
        amount: Some(10_000_000_000_000),
        ..TRANSFER
    };
    assert_eq!(huge.text(), None);
}

/// Draws the path on a grid, as an SVG does, and decodes the picture.
#[test]
fn ok_the_picture_is_decoded_again() {
    for amount in [None, Some(1), Some(792_000), Some(9_999_999_999_999)] {
        let text = Transfer { amount, ..TRANSFER }.text().unwrap();
        let drawn = picture(&text).unwrap();
        let (side, scale) = (usize::try_from(drawn.side).unwrap(), 6);
        let mut grid = vec![false; side * side];
        for run in drawn.path.split('M').skip(1) {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [x, y, width, 1, back] = numbers[..] else {
                panic!("{run}");
            };
            assert_eq!(back, x);
            for module in &mut grid[y * side + x..y * side + x + width] {
                *module = true;
            }
        }
        let mut pixels = Vec::new();
        for y in 0..side * scale {
            for x in 0..side * scale {
                let is_dark = grid[y / scale * side + x / scale];
                pixels.push(if is_dark { 0 } else { 255 });
            }
        }
        let picture = Grey::new(side * scale, pixels);
        assert_eq!(decode(&picture, |_| true, || false), Some(text));
    }
}
