//! Compares the rendered forms with approved pictures.
//!
//! After a wanted change: `HOSO_RENEW_PICTURES=1 cargo test -p hoso-official-forms --test pictures`,
//! then look at every picture in `tests/pictures` before it is committed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use hoso_dossier::{Value, json};
use reading::{Paper, paper, request, run};

/// Pictures are compared by the mean gray of fields of this many pixels squared. Another
/// version of poppler draws the edges of letters a little differently, which does not change the
/// mean; a missing word or a moved line does.
const FIELD: usize = 8;

/// From here on a field differs.
const CLEARLY: u32 = 20;

/// The most fields of a page that may differ.
const FIELDS: usize = 3;

struct Picture {
    width: u32,
    height: u32,
    gray: Vec<u8>,
}

fn load(path: &Path) -> Picture {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
    let mut gray = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut gray).unwrap();
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    assert_eq!(info.bit_depth, png::BitDepth::Eight);
    gray.truncate(info.buffer_size());
    Picture {
        width: info.width,
        height: info.height,
        gray,
    }
}

fn save(picture: &Picture, path: &Path) {
    let file = BufWriter::new(File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, picture.width, picture.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    // Sixteen grays are enough to compare, and make the file half as long.
    let coarse: Vec<u8> = picture.gray.iter().map(|gray| gray / 17 * 17).collect();
    writer.write_image_data(&coarse).unwrap();
}

/// Reads what `pdftoppm -gray` writes: `P5`, width, height, 255, then a byte for each pixel.
fn read_pgm(bytes: &[u8]) -> Picture {
    let mut numbers = Vec::new();
    let mut at = 2;
    while numbers.len() < 3 {
        let end = at
            + 1
            + bytes[at + 1..]
                .iter()
                .position(u8::is_ascii_whitespace)
                .unwrap();
        let word = std::str::from_utf8(&bytes[at..end]).unwrap().trim();
        numbers.push(word.parse::<u32>().unwrap());
        at = end;
    }
    assert!(bytes.starts_with(b"P5") && numbers[2] == 255);
    Picture {
        width: numbers[0],
        height: numbers[1],
        gray: bytes[at + 1..].to_vec(),
    }
}

/// The mean gray of each field, row by row.
fn means(picture: &Picture) -> Vec<u32> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut means = Vec::new();
    for top in (0..height).step_by(FIELD) {
        for left in (0..width).step_by(FIELD) {
            let rows = top..(top + FIELD).min(height);
            let pixels = rows.flat_map(|row| {
                let from = row * width;
                &picture.gray[from + left..from + (left + FIELD).min(width)]
            });
            let (sum, count) = pixels.fold((0, 0), |(sum, count), gray| {
                (sum + u32::from(*gray), count + 1)
            });
            means.push(sum / count);
        }
    }
    means
}

/// How many fields differ; all of them for pictures of different sizes.
fn differ(a: &Picture, b: &Picture) -> usize {
    if (a.width, a.height) != (b.width, b.height) {
        return usize::MAX;
    }
    let pairs = means(a).into_iter().zip(means(b));
    pairs.filter(|(a, b)| a.abs_diff(*b) >= CLEARLY).count()
}

/// Draws the pages.
fn draw(paper: &Paper) -> Vec<Picture> {
    let path = paper.path.to_str().unwrap();
    (1..=paper.pages())
        .map(|page| {
            let page = page.to_string();
            let output = run(
                "pdftoppm",
                &["-r", "50", "-gray", "-f", &page, "-l", &page, path],
            );
            assert!(output.status.success(), "{output:?}");
            read_pgm(&output.stdout)
        })
        .collect()
}

fn compare(paper: &Paper, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    for (i, page) in draw(paper).iter().enumerate() {
        let kept = folder.join(format!("{name}-{}.png", i + 1));
        if std::env::var_os("HOSO_RENEW_PICTURES").is_some() {
            save(page, &kept);
        }
        let fields = differ(page, &load(&kept));
        if fields > FIELDS {
            let drawn = std::env::temp_dir().join(kept.file_name().unwrap());
            save(page, &drawn);
            panic!(
                "{} differs in {fields} fields; if that is wanted, renew the pictures \
                 (see the head of this file). What was drawn: {}",
                kept.display(),
                drawn.display()
            );
        }
    }
    let next = folder.join(format!("{name}-{}.png", paper.pages() + 1));
    assert!(!next.exists(), "{} is a page that is gone", next.display());
}

fn example(name: &str) -> Paper {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    let (today, answers) = reading::example(definition, name);
    paper(&request("602b", today, answers, ""))
}

fn of(text: &str) -> Paper {
    paper(&json::parse_str(text).unwrap())
}

#[test]
fn ok_a_first_registration_with_its_household() {
    compare(&example("ok-golden-1-first-no-number"), "first");
}

#[test]
fn ok_a_return_with_what_is_kept_beside_the_form() {
    compare(&example("ok-golden-3-return-back-pay-identity"), "return");
}

#[test]
fn ok_thirty_members() {
    compare(&example("ok-case-a-thirty-members"), "thirty");
}

const MINOR: &str = r#"{"procedure":"under18","declared_at":"2026-11-20T02:00:00Z","answers":{"form_profile":"extended",
    "full_name":"Pi Năng Mẫu","birth_date":"2010-12-02","sex":"male",
    "social_insurance_number":"5800000005","guardian_relation":"legal_guardian",
    "guardian_name":"Mấu Thị Ví Dụ","guardian_personal_number":"058158000007",
    "phone":"0900000005","province":"56","commune":"22795","street_line":"Thôn Mẫu",
    "receiving_office":"cơ quan gần nhất tại Ninh Sơn","commitment":true},
    "names":{"22795":"Xã Bác Ái","56":"Khánh Hòa"},"receipt_number":"HS-2026-000124",
    "receiver":"Nơi nhận chạy thử","noted_number":"01234/2026/05600",
    "dossier":"{\"attachments\":[{\"field\":\"portrait\"},{\"field\":\"id_front\"}]}",
    "missing":["birth_certificate","id_back"]}"#;

#[test]
fn ok_a_minor() {
    compare(&of(MINOR), "minor");
}

#[test]
fn ok_an_adult_with_letters_of_a_minority() {
    let text = r#"{"procedure":"account","declared_at":"2026-11-20T02:00:00Z","answers":{
        "has_account":false,"who":"adult",
        "full_name":"H'Thử Niê Ksơr Hĭ Ƀlŏ C̆uê̆","birth_date":"1985-03",
        "personal_number":"056185000006","social_insurance_number":"5600000002",
        "phone":"0900000003","email":"vi.du@example.vn","province":"56","commune":"22552",
        "street_line":"Buôn Ví Dụ","receiving_office":"BHXH tỉnh Khánh Hòa",
        "submission_channel":"desk","commitment":true},
        "names":{"22552":"Xã Tây Ninh Hòa","56":"Khánh Hòa"},"missing":["portrait"],
        "form_profile":"extended"}"#;
    compare(&of(text), "adult");
}

#[test]
fn err_a_line_that_is_gone_is_noticed() {
    let whole = json::parse_str(MINOR).unwrap();
    let mut less = whole.clone();
    if let Value::Object(entries) = &mut less {
        for (key, value) in entries {
            if key == "answers"
                && let Value::Object(answers) = value
            {
                answers.retain(|(id, _)| id != "receiving_office");
            }
        }
    }
    let fields = differ(&draw(&paper(&whole))[0], &draw(&paper(&less))[0]);
    assert!(fields > 3 * FIELDS, "{fields}");
}
