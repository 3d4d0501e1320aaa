//! What the papers of `docs/domain` define, for citations to lead to.

use std::collections::{BTreeMap, BTreeSet};

/// The papers: their sections, the rules, the paragraphs of the letters, the legal documents.
#[derive(Default)]
pub(crate) struct Papers {
    /// Name of the paper, such as `money.md`, to the numbers of its headings.
    pub(crate) sections: BTreeMap<String, BTreeSet<String>>,
    /// `R-602-14`, `X-7`, `M-2`, `S-N`: first cells of rows.
    pub(crate) rules: BTreeSet<String>,
    /// Number of the letter to the first cells of its rows, such as letter 5 §2 b5.
    pub(crate) letters: BTreeMap<u32, BTreeSet<String>>,
    /// The legal documents of `laws.md`.
    pub(crate) laws: BTreeSet<Law>,
}

/// A legal document by its kind and its number: `NĐ`, `159/2025/NĐ-CP`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Law {
    pub(crate) kind: String,
    pub(crate) number: String,
}

/// The kinds of legal documents: the word in the papers, and how the number ends.
pub(crate) const KINDS: [(&str, &str); 9] = [
    ("Luật", "/QH"),
    ("NĐ", "/NĐ-CP"),
    ("NQ", "/NQ-"),
    ("QĐ", "/QĐ-"),
    ("TT", "/TT-"),
    ("TB", "/TB-"),
    ("KH", "/KH-"),
    ("VBHN", "/VBHN-"),
    ("công văn", "-"),
];

/// Kinds whose number holds the year: `159/2025/NĐ-CP`.
const DATED: [&str; 3] = ["Luật", "NĐ", "TT"];

impl Law {
    /// Does the number have the form of its kind?
    pub(crate) fn is_well_formed(&self) -> bool {
        let Some((_, ending)) = KINDS.iter().find(|(kind, _)| *kind == self.kind) else {
            return false;
        };
        // A resolution of the National Assembly is numbered like a law.
        let of_assembly = self.kind == "NQ" && self.number.contains("/QH");
        let ends_well = of_assembly || self.number.contains(ending);
        let parts: Vec<&str> = self.number.split('/').collect();
        let is_dated = parts.len() == 3
            && parts[1].len() == 4
            && parts[1].bytes().all(|byte| byte.is_ascii_digit());
        let dated = DATED.contains(&self.kind.as_str()) || of_assembly;
        ends_well && (if dated { is_dated } else { parts.len() == 2 })
    }
}

impl Papers {
    /// Adds what a paper defines.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        self.sections
            .insert(name.to_owned(), numbered_headings(text));
        let mut letter = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                letter = (name == "letters.md")
                    .then(|| heading.strip_prefix("Letter ")?.trim().parse().ok())
                    .flatten();
                if let Some(letter) = letter {
                    self.letters.entry(letter).or_default();
                }
            }
            let Some(cell) = first_cell(line) else {
                continue;
            };
            if let Some(rows) = letter.and_then(|letter| self.letters.get_mut(&letter)) {
                rows.insert(cell.to_owned());
            } else if name == "laws.md" {
                self.laws.extend(law_of_cell(cell));
            } else {
                let ids = cell.split(" · ").filter_map(|id| id.split(' ').next());
                self.rules
                    .extend(ids.filter(|id| is_rule(id)).map(str::to_owned));
            }
        }
    }
}

/// The numbers of the headings: `4` of "## 4. Amounts", `4.1` of "### 4.1 Lump sums".
pub(crate) fn numbered_headings(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| line.trim_start_matches('#').trim().split(' ').next())
        .map(|number| number.trim_end_matches('.').to_owned())
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

/// The first cell of a row of a table.
fn first_cell(line: &str) -> Option<&str> {
    line.strip_prefix('|')?.split('|').next().map(str::trim)
}

/// Is this the number of a rule, of a cross-check, of a vector or of a sentence?
pub(crate) fn is_rule(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let capital =
        |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    match id.split_once('-') {
        Some(("R", rest)) => rest
            .split_once('-')
            .is_some_and(|(_, number)| digits(number)),
        Some(("X" | "M" | "P", number)) => digits(number),
        Some(("S", letter)) => capital(letter),
        _ => false,
    }
}

/// `NĐ 159/2025/NĐ-CP` as kind and number.
fn law_of_cell(cell: &str) -> Option<Law> {
    let (kind, number) = cell.rsplit_once(' ')?;
    number.contains('/').then(|| Law {
        kind: kind.to_owned(),
        number: number.to_owned(),
    })
}

#[test]
fn ok_what_a_paper_defines() {
    let mut papers = Papers::default();
    papers.add(
        "money.md",
        "# Money\n\n## 4. Amounts\n\n### 4.1 Lump sums\n\n| P-1 · P-2 | woman |\n| M-1 (04/2025) | 1 |\n| base | 2 |\n",
    );
    papers.add(
        "letters.md",
        "## Letter 5\n\n| §2 b5 | Printing. |\n| annex 1 step 6 | Choose. |\n\n## What is served\n\n| letter 5 | x |\n",
    );
    papers.add(
        "laws.md",
        "| NĐ 159/2025/NĐ-CP | – |\n| công văn 340/BHXH-CSXH | – |\n",
    );
    let set = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    assert_eq!(papers.sections["money.md"], set(&["4", "4.1"]));
    assert_eq!(papers.rules, set(&["M-1", "P-1", "P-2"]));
    assert_eq!(papers.letters[&5], set(&["annex 1 step 6", "§2 b5"]));
    assert_eq!(papers.laws.len(), 2);
}

#[test]
fn ok_the_form_of_a_number() {
    let well_formed = |kind: &str, number: &str| {
        let law = Law {
            kind: kind.to_owned(),
            number: number.to_owned(),
        };
        law.is_well_formed()
    };
    for (kind, number) in [
        ("Luật", "41/2024/QH15"),
        ("NĐ", "159/2025/NĐ-CP"),
        ("NQ", "202/2025/QH15"),
        ("NQ", "02/NQ-CP"),
        ("QĐ", "490/QĐ-BHXH"),
        ("TT", "09/2026/TT-BTC"),
        ("công văn", "702/BHXH-CNTT"),
    ] {
        assert!(well_formed(kind, number), "{kind} {number}");
    }
    for (kind, number) in [
        ("NĐ", "159/NĐ-CP"),
        ("NĐ", "159/2025/QĐ-CP"),
        ("Luật", "41/24/QH15"),
        ("QĐ", "490/2023/QĐ-BHXH"),
        ("Law", "41/2024/QH15"),
    ] {
        assert!(!well_formed(kind, number), "{kind} {number}");
    }
}
