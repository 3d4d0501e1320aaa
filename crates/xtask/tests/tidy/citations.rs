//! Every citation leads to a section of a paper in `docs/domain`, to a row there, or to a
//! published document by its number.

use std::{fs, path::Path, sync::LazyLock};

use regex::{Captures, Regex};

use crate::{
    comments::{self, Passage},
    papers::{Papers, is_rule, numbered_headings},
    repository::{Repository, ends, repository},
};

/// The list of forms for people is in `docs/domain/README.md`.
struct Patterns {
    link: Regex,
    address: Regex,
    document: Regex,
    letter: Regex,
    place: Regex,
    law: Regex,
    standard: Regex,
    data: Regex,
    rule: Regex,
    section: Regex,
    own_place: Regex,
    /// What follows the number of a letter, but names a second letter or several steps.
    joined: Regex,
    short_law: Regex,
    vague: Vec<(Regex, &'static str)>,
}

/// Words that name the kind of a legal document; the second is the one of the table, and `None`
/// is a word that is not used.
const KIND_WORDS: [(&str, Option<&str>); 24] = [
    ("Luật", Some("Luật")),
    ("NĐ", Some("NĐ")),
    ("Nghị định", Some("NĐ")),
    ("NQ", Some("NQ")),
    ("Nghị quyết", Some("NQ")),
    ("QĐ", Some("QĐ")),
    ("Quyết định", Some("QĐ")),
    ("TT", Some("TT")),
    ("Thông tư", Some("TT")),
    ("TB", Some("TB")),
    ("KH", Some("KH")),
    ("Kế hoạch", Some("KH")),
    ("VBHN", Some("VBHN")),
    ("công văn", Some("công văn")),
    ("Công văn", Some("công văn")),
    // Printed so in `data`, and shown to people.
    ("CV", Some("công văn")),
    ("Law", None),
    ("Decree", None),
    ("Decision", None),
    ("Circular", None),
    ("Resolution", None),
    ("letter", None),
    ("plan", None),
    ("plans", None),
];

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).unwrap();
    let section = r"§\d+(?:\.\d+)*";
    let between = r"(?:–|,\s+|\s+and\s+|\s+to\s+)";
    let sections = format!(r"{section}(?:{between}{section})*");
    let place = format!(
        r"(?:{section}(?:\s+(?:b\d+|step\s+\d+|note))?|annex(?:\s+\d+(?:\s+(?:condition|note|step\s+\d+))?)?|intro\b|closing\b)"
    );
    let kinds = KIND_WORDS.map(|(word, _)| word).join("|");
    let article = r"(?:\s+(?:art\.\s+\d+(?:\(\d+\)|\s+§\d+(?:\s+[a-zđ]\b)?)?(?:(?:–|\s+and\s+)\d+)*|annex\s+\d+))?";
    let part = format!(r"(?:{section}|annex\s+[A-Z]\b)");
    Patterns {
        link: regex(r"\[([^\[\]]*)\]\(([^()\s]*)\)"),
        address: regex(r"\bhttps?://[^\s)>]+"),
        document: regex(&format!(r"([\w.{{}}*/-]*\w\.md)\b(?:\s+({sections}))?")),
        letter: regex(&format!(
            r"\b[Ll]etters?\s+(\d+)\b(?:(?:\s+to\s+(?:letter\s+)?|–)(\d+)\b)?(?:\s+({place}(?:{between}{place})*))?"
        )),
        place: regex(&place),
        law: regex(&format!(
            r"(?:\b({kinds})\s+(?:số\s+)?)?\b(\d+(?:/\d{{4}})?/(?:QH\d+|[A-ZĐ0-9]+-[A-ZĐ][A-ZĐa-z0-9]*)){article}"
        )),
        standard: regex(&format!(
            r"(?:\bRFC\s+\d{{3,5}}|\b(?:ISO/IEC|ISO|CIPA\s+DC|ITU-T\s+T)[\s.-]\d[\d-]*|\bNIST\s+SP\s+800-\d+\w?|\bWCAG\s+\d\.\d|\bUAX\s+#\d+|\bUnicode\s+(?:\d+|charts)|\bTCVN\s+\d[\d:]*|\bW3C\s+\w+|\bWHATWG\s+\w+|\bdraft-ietf-[\w-]+|\bJSON\s+Schema\s+\d{{4}}-\d+|\bOpenType\s+[\d.]+|\bGIF\s?89a|\bNAPAS\s+VietQR)(?:\s+\([^()]*\))?(?:\s+{part}(?:{between}{part})*)?"
        )),
        data: regex(r"\bdata/[\w.-]*\w"),
        rule: regex(r"\b(?:R-[A-Z0-9]+-\d+|[XMP]-\d+|S-[A-Z])\b"),
        section: regex(section),
        own_place: regex(&format!(r"{place}|\bannex\s+\d+")),
        joined: regex(r"^(?:,?\s+(?:steps?|bullets?|annex)\b|(?:,|\s+and)\s+\d+\b)"),
        short_law: regex(&format!(r"\b(?:{kinds})\s+(?:số\s+)?\d+")),
        vague: [
            (r"§", "a section without a paper"),
            (r"\b[Ss]ections?\s+\d", "write § after the document"),
            (r"\bart\.\s+\d", "an article without a law"),
            (r"\b(?:bullets?\s+\d|annex\s+(?:\d|[A-Z]\b|note|step))", "write letter 5 §2 b5, letter 5 annex 1 note, or the standard before its annex"),
            (r"(?:^|[^\w/])domain/|\.\./shared", "write docs/domain/"),
            (r"\bdomain (?:reference|knowledge)\b|\b[Ff]indings?\b|\bguide\s+\d", "name the paper"),
            (
                r"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:paper|letter|letters|guide|decree|law) (?:say|says|ask|asks|name|names|know|knows|quote|quotes|call|calls|want|wants|give|gives|demand|demands|tell|tells|show|shows)\b",
                "name the document",
            ),
            (r"\b[A-Z]{4,} (?:asks|demands|says|wants)\b", "name the document"),
            (r"\b(?:[Ss]ee|[Aa]s in|[Bb]y|[Aa]ccording to) the (?:paper|letter|letters|guide|decree|law)\b", "name the document"),
        ]
        .map(|(pattern, why)| (regex(pattern), why))
        .into(),
    }
});

/// Where a passage is.
pub(crate) struct Place<'a> {
    pub(crate) repository: &'a Repository,
    /// The file, with its own sections and the documents in its folder.
    pub(crate) file: &'a Path,
}

impl Place<'_> {
    /// The name of the paper, if the file is one.
    fn paper(&self) -> Option<&str> {
        let papers = self.repository.root.join("docs/domain");
        let name = self.file.strip_prefix(papers).ok()?;
        name.to_str()
    }
}

/// Reads the citations of a passage one after the other. What was read is blanked, so that the
/// rest is a citation in none of the forms.
struct Reader<'a> {
    papers: &'a Papers,
    place: &'a Place<'a>,
    text: &'a str,
    rest: String,
    /// Where each good citation begins.
    good: Vec<usize>,
    /// Where each offence begins, and what it is.
    offences: Vec<(usize, String)>,
}

impl Reader<'_> {
    /// Judges and blanks what a pattern finds; `None` is no citation.
    fn read(
        &mut self,
        pattern: &Regex,
        judge: impl Fn(&Self, &Captures<'_>) -> Option<Result<(), String>>,
    ) {
        if !pattern.is_match(&self.rest) {
            return;
        }
        let text = self.rest.clone();
        for captures in pattern.captures_iter(&text) {
            let found = captures.get_match();
            match judge(self, &captures) {
                None => continue,
                Some(Ok(())) => self.good.push(found.start()),
                Some(Err(why)) => {
                    let cited = found.as_str().split_whitespace().collect::<Vec<_>>();
                    let offence = format!("{}: {why}", cited.join(" "));
                    self.offences.push((found.start(), offence));
                }
            }
            let blank = |c: char| {
                if c == '\n' {
                    "\n".to_owned()
                } else {
                    " ".repeat(c.len_utf8())
                }
            };
            let blanked: String = found.as_str().chars().map(blank).collect();
            self.rest.replace_range(found.range(), &blanked);
        }
    }

    fn read_all(&mut self) {
        let patterns = &*PATTERNS;
        self.read(&patterns.address, |_, _| Some(Ok(())));
        self.read(&patterns.document, Self::document);
        self.read(&patterns.letter, Self::letter);
        self.read(&patterns.law, Self::law);
        self.read(&patterns.standard, |_, _| Some(Ok(())));
        self.read(&patterns.data, |reader, found| {
            let path = reader.place.repository.root.join(&found[0]);
            Some(path.exists().then_some(()).ok_or("no such file".to_owned()))
        });
        self.read(&patterns.rule, |reader, found| {
            let known = is_rule(&found[0]) && reader.papers.rules.contains(&found[0]);
            Some(known.then_some(()).ok_or("no row defines it".to_owned()))
        });
        match self.place.paper() {
            Some("letters.md") => self.read(&patterns.own_place, Self::place_of_own_letter),
            Some(name) => {
                let name = name.to_owned();
                self.read(&patterns.section, |reader, found| {
                    let before = reader.text[..found.get_match().start()].trim_end();
                    let mut papers = reader.papers.sections.keys();
                    if papers.any(|paper| before.ends_with(paper.trim_end_matches(".md"))) {
                        return Some(Err("write the paper with its .md".to_owned()));
                    }
                    Some(reader.sections_of(&reader.papers.sections[&name], &found[0]))
                });
            }
            None => {}
        }
        self.read(&patterns.short_law, |_, _| {
            Some(Err("write the whole number".to_owned()))
        });
        for (pattern, why) in &patterns.vague {
            self.read(pattern, |_, _| Some(Err((*why).to_owned())));
        }
        self.offences.sort();
    }

    fn sections_of<'a>(
        &self,
        known: impl IntoIterator<Item = &'a String> + Clone,
        cited: &str,
    ) -> Result<(), String> {
        for section in PATTERNS.section.find_iter(cited) {
            let number = section.as_str().trim_start_matches('§');
            if !known.clone().into_iter().any(|known| known == number) {
                return Err(format!("no section {number}"));
            }
        }
        Ok(())
    }

    /// `docs/domain/money.md §4`, `money.md §4`, or another document by its path.
    fn document(&self, found: &Captures<'_>) -> Option<Result<(), String>> {
        let (name, cited) = (&found[1], found.get(2).map_or("", |m| m.as_str()));
        if name.starts_with('/') || name.contains(['*', '{']) {
            return None;
        }
        let root = &self.place.repository.root;
        let short = name.strip_prefix("docs/domain/").unwrap_or(name);
        let is_here = name != "README.md" || self.place.paper().is_some();
        if let Some(sections) = self.papers.sections.get(short).filter(|_| is_here) {
            return Some(self.sections_of(sections, cited));
        }
        let folder = self.place.file.parent().unwrap();
        let Some(path) = [folder, root]
            .map(|from| from.join(name))
            .into_iter()
            .find(|path| path.is_file())
        else {
            return Some(Err("no such document".to_owned()));
        };
        let headings = numbered_headings(&fs::read_to_string(path).unwrap());
        Some(self.sections_of(&headings, cited))
    }

    /// `letter 5 §2 b5`, `letter 1 §3, §5`, `letters 1 to 4`.
    fn letter(&self, found: &Captures<'_>) -> Option<Result<(), String>> {
        let after = &self.rest[found.get_match().end()..];
        if after.starts_with('/') {
            return None;
        }
        if PATTERNS.joined.is_match(after) {
            return Some(Err("name each letter, step and bullet".to_owned()));
        }
        let number = |at: usize| found.get(at).map(|m| m.as_str().parse().unwrap());
        let first: u32 = number(1)?;
        for letter in first..=number(2).unwrap_or(first) {
            let Some(rows) = self.papers.letters.get(&letter) else {
                return Some(Err(format!("no letter {letter}")));
            };
            let cited = found.get(3).map_or("", |m| m.as_str());
            for place in PATTERNS.place.find_iter(cited) {
                let place = one_line(place.as_str());
                if !rows.contains(&place) {
                    return Some(Err(format!("letter {letter} has no row {place}")));
                }
            }
        }
        Some(Ok(()))
    }

    /// A paragraph or a step below the heading of its letter.
    fn place_of_own_letter(&self, found: &Captures<'_>) -> Option<Result<(), String>> {
        let place = one_line(&found[0]);
        if matches!(place.as_str(), "annex" | "intro" | "closing") {
            return None;
        }
        let (_, heading) = self.text[..found.get_match().start()].rsplit_once("\n## ")?;
        let number = heading.strip_prefix("Letter ")?.lines().next()?;
        let letter: u32 = number.parse().unwrap();
        let rows = self.papers.letters.get(&letter);
        let known = rows.is_some_and(|rows| rows.contains(&place));
        Some(
            known
                .then_some(())
                .ok_or(format!("letter {letter} has no row {place}")),
        )
    }

    /// `NĐ 159/2025/NĐ-CP art. 5`; in a row of numbers only the first has its kind.
    fn law(&self, found: &Captures<'_>) -> Option<Result<(), String>> {
        let number = found.get(2)?;
        let before = self.rest[..found.get_match().start()].chars().next_back();
        if found.get(1).is_none() && before.is_some_and(|c| "-/.".contains(c)) {
            return None;
        }
        let number = number.as_str();
        let kind = match found.get(1) {
            None => None,
            Some(word) => {
                let known = KIND_WORDS.iter().find(|(known, _)| *known == word.as_str());
                let Some(kind) = known.and_then(|(_, kind)| *kind) else {
                    return Some(Err("use the Vietnamese word for the kind".to_owned()));
                };
                Some(kind)
            }
        };
        let known = self
            .papers
            .laws
            .iter()
            .any(|law| law.number == number && kind.is_none_or(|kind| law.kind == kind));
        Some(
            known
                .then_some(())
                .ok_or("not in docs/domain/laws.md".to_owned()),
        )
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns how many citations of a passage are good, and its offences with their lines.
pub(crate) fn read(
    papers: &Papers,
    place: &Place<'_>,
    passage: &Passage,
) -> (usize, Vec<(usize, String)>) {
    let text = passage.text.replace("**", "").replace('`', "");
    let text = PATTERNS.link.replace_all(&text, |link: &Captures<'_>| {
        let target = link[2].split('#').next().unwrap_or_default();
        let document = target.ends_with(".md");
        (if document { target } else { &link[1] }).to_owned()
    });
    let mut reader = Reader {
        papers,
        place,
        text: &text,
        rest: text.clone().into_owned(),
        good: Vec::new(),
        offences: Vec::new(),
    };
    reader.read_all();
    let line = |at: usize| passage.line + text[..at].matches('\n').count();
    let mut found: Vec<_> = reader
        .offences
        .iter()
        .map(|(at, offence)| (line(*at), offence.clone()))
        .collect();
    let starts = text.match_indices("Source:").map(|(at, _)| at);
    let sources = starts
        // In quotation marks it is a word of the text.
        .filter(|at| !text[..*at].ends_with('"'))
        .map(|at| at..at + text[at..].find("\n\n").unwrap_or(text.len() - at));
    let whole = passage.is_source.then_some(0..text.len());
    for source in sources.chain(whole) {
        let cites = reader.good.iter().any(|at| source.contains(at));
        if !cites && reader.offences.is_empty() {
            let start = one_line(&text[source.clone()]);
            found.push((
                line(source.start),
                format!("{start}: a source that cites nothing"),
            ));
        }
    }
    (reader.good.len(), found)
}

/// Reads the papers of the repository.
fn papers_of(repository: &Repository) -> Papers {
    let folder = repository.root.join("docs/domain");
    let mut papers = Papers::default();
    for file in repository
        .with(&["md"])
        .filter(|file| file.starts_with(&folder))
    {
        let name = file.strip_prefix(&folder).unwrap().to_string_lossy();
        papers.add(&name, &fs::read_to_string(file).unwrap());
    }
    papers
}

/// Returns the texts of a file in which people cite; other files hold none.
fn passages_of(repository: &Repository, file: &Path, text: &str) -> Vec<Passage> {
    let below = |folder: &str| file.starts_with(repository.root.join(folder));
    if ends(file, "rs") {
        comments::of_rust(text)
    } else if ends(file, "md") && !file.ends_with("CHANGELOG.md") {
        comments::of_markdown(text)
    } else if ends(file, "toml") {
        comments::of_toml(text)
    } else if ends(file, "csv") && below("data") {
        comments::of_csv(text)
    } else {
        Vec::new()
    }
}

#[test]
fn ok_every_citation_leads_somewhere() {
    let repository = repository();
    let papers = papers_of(&repository);
    let mut good = 0;
    let mut found = Vec::new();
    for file in repository.with(&["rs", "md", "toml", "csv"]) {
        let text = fs::read_to_string(file).unwrap();
        let place = Place {
            repository: &repository,
            file,
        };
        for passage in passages_of(&repository, file, &text) {
            let (cited, offences) = read(&papers, &place, &passage);
            good += cited;
            found.extend(
                offences
                    .iter()
                    .map(|(line, offence)| format!("{}:{line}: {offence}", repository.short(file))),
            );
        }
    }
    assert!(good > 500, "only {good} citations were read");
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}

#[test]
fn ok_every_law_has_the_number_of_its_kind() {
    let laws = papers_of(&repository()).laws;
    assert!(laws.len() > 40, "only {} were read", laws.len());
    let wrong: Vec<_> = laws.iter().filter(|law| !law.is_well_formed()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
