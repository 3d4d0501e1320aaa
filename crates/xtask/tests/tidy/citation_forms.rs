//! The forms of citations, good and bad, read against papers of a few lines.

use crate::{
    citations::{Place, read},
    comments::Passage,
    papers::Papers,
    repository::repository,
};

/// The papers of these tests.
fn fixture() -> Papers {
    let mut papers = Papers::default();
    papers.add(
        "money.md",
        "## 4. Amounts\n### 4.1 Lump sums\n## 5. Pension\n| P-1 · P-2 | woman |\n| S-N | text |\n",
    );
    papers.add(
        "rules.md",
        "## 1. Procedure 602b\n| R-602-14 | age |\n| X-7 | age |\n",
    );
    papers.add(
        "letters.md",
        "## Letter 1\n| §3 | a |\n| §5 | b |\n## Letter 2\n| intro | c |\n\
         | §4.2 | d |\n| §2 b5 | e |\n| annex 1 step 6 | f |\n| annex 1 note | g |\n",
    );
    papers.add(
        "laws.md",
        "| NĐ 159/2025/NĐ-CP | – |\n| Luật 41/2024/QH15 | – |\n| công văn 340/BHXH-CSXH | – |\n",
    );
    papers
}

/// Reads a text of a file, given from the root.
fn read_text(file: &str, text: &str, is_source: bool) -> (usize, Vec<String>) {
    let repository = repository();
    let place = Place {
        repository: &repository,
        file: &repository.root.join(file),
    };
    let passage = Passage {
        line: 1,
        text: text.to_owned(),
        is_source,
    };
    let (good, offences) = read(&fixture(), &place, &passage);
    (good, offences.into_iter().map(|(_, why)| why).collect())
}

#[test]
fn ok_forms_of_citations() {
    for text in [
        "docs/domain/money.md §4",
        "`docs/domain/money.md` §4.1",
        "[money.md](docs/domain/money.md) §4, §5",
        "the vectors of money.md §4–§5",
        "money.md §4\nand §5",
        "R-602-14",
        "X-7, checked in rules.rs",
        "P-2 and S-N",
        "letter 2 §2 b5",
        "Letter 1 §3, §5; letter 2 §4.2",
        "letter 2 annex 1\nstep 6, annex 1 note",
        "letters 1 to 2",
        "[letter 1]",
        "NĐ 159/2025/NĐ-CP",
        "Luật 41/2024/QH15 art. 36 (22 %)",
        "Luật 41/2024/QH15 art. 2 §1 m; Luật 41/2024/QH15 art. 2 §7",
        "NĐ 159/2025/NĐ-CP art. 6–8 and Nghị định số 159/2025/NĐ-CP",
        "CV 340/BHXH-CSXH, 340/BHXH-CSXH",
        "RFC 8785 §3.2.3",
        "ISO 32000-2 §7.5.5–§7.5.8, §7.6, annex F",
        "W3C PNG (third edition) §5",
        "WCAG 2.2",
        "UAX #15, the Unicode charts, TCVN 5712:1993",
        "data/README.md",
        "data/contribution_bases.csv",
        "<https://example.org/a/domain/§1>",
    ] {
        let (good, offences) = read_text("src/lib.rs", text, true);
        assert!(good > 0 && offences.is_empty(), "{text}: {offences:?}");
    }
}

#[test]
fn err_citations_that_lead_nowhere() {
    for text in [
        "docs/domain/money.md §6",
        "money.md §4, §9",
        "docs/domain/nothing.md",
        "guide.md §1",
        "domain/rules.md",
        "../shared/domain/letters",
        "the tables of `domain/money`",
        "the sentence in §4",
        "section 4 of money.md",
        "data/nothing.csv",
        "R-602-99",
        "R-XYZ-1",
        "X-99",
        "P-9",
        "S-Q",
        "letter 3",
        "letter 1 §4",
        "letter 2 §2 b6",
        "letter 2 §2 bullet 5",
        "letter 2, annex 1 note",
        "letter 2 annex 1 step 7",
        "letter 2 annex 1 steps 6 and 7",
        "letters 1 and 2",
        "annex 1 note",
        "annex note",
        "what the letter says",
        "See the paper",
        "see the guide",
        "guide 702",
        "DESIGN asks for 500",
        "the domain reference",
        "as the findings show",
        "NĐ 159/2025",
        "NĐ 159/2024/NĐ-CP",
        "QĐ 159/2025/NĐ-CP",
        "Law 41/2024/QH15",
        "Law 41/2024",
        "công văn 340",
        "340/BHXH-CSX",
        "art. 36",
    ] {
        let (_, offences) = read_text("src/lib.rs", text, false);
        assert!(!offences.is_empty(), "{text}");
    }
}

#[test]
fn ok_what_is_no_citation() {
    for text in [
        "the letter case and the letter đ",
        "the paper form, a guide for children",
        "step 6 of 7, CRC-16/CCITT-FALSE, 01234/2026/05600",
        "a header `X-Frame` and R-X-…",
        "the custom section of a module, sections of the page",
        "`procedures/*/README.md`",
    ] {
        assert_eq!(
            read_text("src/lib.rs", text, false),
            (0, Vec::new()),
            "{text}"
        );
    }
}

#[test]
fn err_a_source_that_cites_nothing() {
    for text in ["samples of cards", "vendor documentation 2026", "step 6"] {
        assert_eq!(read_text("src/lib.rs", text, true).1.len(), 1, "{text}");
        let comment = format!("Reads a number.\n\nSource: {text}; read 2026-11-20.");
        assert_eq!(
            read_text("src/lib.rs", &comment, false).1.len(),
            1,
            "{text}"
        );
    }
    let comment = "See money.md §4.\n\nSource: samples of cards.\n\nSee money.md §5.";
    assert_eq!(read_text("src/lib.rs", comment, false).1.len(), 1);
}

#[test]
fn ok_a_paper_cites_its_own_sections() {
    let file = "docs/domain/money.md";
    assert_eq!(read_text(file, "see §4.1", false), (1, Vec::new()));
    assert_eq!(read_text(file, "see §9", false).1.len(), 1);
    assert_eq!(read_text(file, "rules §4", false).1.len(), 1);
    let letters = "# Letters\n## Letter 1\n| §5 | as §3 |\n## Letter 2\n| intro | as §4.2 |\n";
    let file = "docs/domain/letters.md";
    assert_eq!(read_text(file, letters, false).1, Vec::<String>::new());
    let letters = "# Letters\n## Letter 1\n| §5 | as §4.2 |\n";
    assert_eq!(read_text(file, letters, false).1.len(), 1);
}
