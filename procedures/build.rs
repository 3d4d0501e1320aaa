//! Compiles every `<code>/definition.toml` of this folder into a static table.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use hoso_definition_compiler::{Lists, compile, first_step};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "required in the file, although the generated table does not contain them"
)]
struct Office {
    vi: String,
    en: String,
    province: String,
    place: bool,
    verified: bool,
    source: String,
    looked_at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offices {
    office: Vec<Office>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=.");
    println!("cargo::rerun-if-changed=../data");
    let out = env::var("OUT_DIR")?;
    let lists = lists()?;
    let mut folders = 0;
    for entry in fs::read_dir(".")? {
        let file = entry?.path().join("definition.toml");
        if !file.is_file() {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        let name = Path::new("procedures").join(&file);
        let name = name.to_string_lossy().replace("./", "");
        let both = compile(&name, &text, &lists)
            .and_then(|rust| Ok((rust, first_step(&name, &text, &lists)?)));
        let (rust, first_step) = match both {
            Ok(both) => both,
            // Cargo prints only this line; it would print a panic with its backtrace.
            Err(mistake) => {
                println!("cargo::error={mistake}");
                return Ok(());
            }
        };
        let code = file.parent().and_then(Path::file_name).unwrap_or_default();
        fs::write(Path::new(&out).join(code).with_extension("rs"), rust)?;
        fs::write(
            Path::new(&out).join(code).with_extension("first_step.rs"),
            first_step,
        )?;
        folders += 1;
    }
    fs::write(Path::new(&out).join("folders.rs"), folders.to_string())?;
    Ok(())
}

/// Id, Vietnamese, English.
type Rows = Vec<(String, String, String)>;

/// Returns the lists that definitions may refer to. Official codes are read from `data/`.
fn lists() -> Result<Lists, Box<dyn Error>> {
    let mut lists = Lists::new();
    // The names of ethnic groups are the same in both languages.
    let ethnic_groups: Vec<Row> =
        serde_json::from_str(&fs::read_to_string("../data/ethnic_groups.json")?)?;
    lists.insert(
        "ethnic_groups".to_owned(),
        ethnic_groups
            .into_iter()
            .map(|row| (row.code, row.name.clone(), row.name))
            .collect(),
    );
    let relations: Vec<Row> =
        serde_json::from_str(&fs::read_to_string("../data/bhxh_relation_codes.json")?)?;
    let mut rows = Vec::new();
    for Row { code, name } in relations {
        let english = RELATIONS
            .iter()
            .find(|(vi, _)| *vi == name)
            .ok_or_else(|| format!("bhxh_relation_codes.json: no English for `{name}`"))?;
        rows.push((code, name, english.1.to_owned()));
    }
    lists.insert("relations".to_owned(), rows);
    lists.insert("offices".to_owned(), offices()?);
    lists.insert(
        "payment_methods".to_owned(),
        METHODS
            .iter()
            .map(|(id, vi, en)| (id.to_string(), vi.to_string(), en.to_string()))
            .collect(),
    );
    Ok(lists)
}

/// Returns the offices to choose from. A person may always enter another one.
fn offices() -> Result<Rows, Box<dyn Error>> {
    let file: Offices = toml::from_str(&fs::read_to_string("../data/offices.toml")?)?;
    Ok(file
        .office
        .into_iter()
        .map(|office| {
            // R-KH-7: an unverified place is marked, so that nobody travels there in vain.
            let suffix = if office.place && !office.verified {
                CALL_FIRST
            } else {
                ["", ""]
            };
            let label = |name: &str, suffix| [name, suffix].concat();
            (
                office.vi.clone(),
                label(&office.vi, suffix[0]),
                label(&office.en, suffix[1]),
            )
        })
        .collect())
}

/// The suffix of an unverified office, in Vietnamese and English.
const CALL_FIRST: [&str; 2] = [" – cần gọi hỏi trước", " – call before you go"];

/// The payment methods, by the ids of the glossary.
///
/// Source: NĐ 159/2025/NĐ-CP art. 6–7; read 2026-11-20.
const METHODS: [(&str, &str, &str); 6] = [
    ("monthly", "Hằng tháng", "Every month"),
    ("every_3_months", "3 tháng một lần", "Every 3 months"),
    ("every_6_months", "6 tháng một lần", "Every 6 months"),
    ("every_12_months", "12 tháng một lần", "Every 12 months"),
    (
        "years_ahead",
        "Một lần cho nhiều năm về sau",
        "Once for several years ahead",
    ),
    (
        "missing_time",
        "Một lần cho thời gian còn thiếu",
        "Once for the time still missing",
    ),
];

/// English for the relations to the head of household, whose list is Vietnamese only.
const RELATIONS: [(&str, &str); 23] = [
    ("Chủ hộ", "Head of household"),
    ("Vợ", "Wife"),
    ("Chồng", "Husband"),
    ("Bố", "Father"),
    ("Mẹ", "Mother"),
    ("Em", "Younger sibling"),
    ("Anh", "Older brother"),
    ("Chị", "Older sister"),
    ("Con", "Child"),
    ("Cháu", "Grandchild, niece or nephew"),
    ("Ông", "Grandfather"),
    ("Bà", "Grandmother"),
    ("Cô", "Father's sister"),
    ("Dì", "Mother's younger sister"),
    ("Chú", "Father's younger brother"),
    ("Thím", "Wife of father's younger brother"),
    ("Bác", "Parent's older sibling"),
    ("Cậu", "Mother's brother"),
    ("Mợ", "Wife of mother's brother"),
    ("Con dâu", "Daughter-in-law"),
    ("Con rể", "Son-in-law"),
    ("Chắt", "Great-grandchild"),
    ("Khác", "Other"),
];
