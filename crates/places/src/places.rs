//! Searches the communes of one province by current and former names.

use std::fmt;

use hoso_identifiers::text::{self, same};

use crate::kind::Kind;

/// The first line of the file of a province.
pub(crate) const VERSION: &str = "hoso-places 1";

/// Returns the search key. Numbered wards are written both 07 and 7.
pub(crate) fn fold(text: &str) -> String {
    let key = text::fold(text);
    let padded = |word: &str| word.len() == 2 && word.starts_with('0');
    if !key.split(' ').any(padded) {
        return key;
    }
    let words: Vec<&str> = key
        .split(' ')
        .map(|word| {
            if padded(word) {
                word.trim_start_matches('0')
            } else {
                word
            }
        })
        .collect();
    words.join(" ")
}

/// The communes of one current province, with the former communes merged into them.
#[derive(Clone, Debug)]
pub struct Places {
    current: Vec<Commune>,
    old: Vec<Old>,
    districts: Vec<District>,
}

/// One result of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult {
    /// One code for a current name; the codes of all successors for a former name.
    pub codes: Vec<String>,
    /// The former name, if it matched: "phường Phước Tiến, TP Nha Trang".
    pub old_name: Option<String>,
}

/// Why a text is not the file of a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The first line is not a supported version.
    Version,
    /// This line, counted from 1, is malformed.
    Line(usize),
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => f.write_str("not a file of places of a known version"),
            Self::Line(number) => write!(f, "line {number} of the places is malformed"),
        }
    }
}

impl std::error::Error for ParseError {}

#[derive(Clone, Debug)]
struct Commune {
    code: String,
    kind: Kind,
    name: String,
    keys: Vec<Key>,
    /// Indices of the former districts in it.
    districts: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Old {
    kind: Kind,
    name: String,
    keys: Vec<Key>,
    district: usize,
    successors: Vec<usize>,
}

#[derive(Clone, Debug)]
struct District {
    /// "TP Nha Trang", "huyện Ninh Hải, tỉnh Ninh Thuận".
    name: String,
    key: String,
}

/// A folded name preceded by its kind.
#[derive(Clone, Debug)]
struct Key {
    full: String,
    /// Offset in `full` of the name without its kind.
    bare: usize,
}

impl Key {
    fn new(kind: Kind, name: &str) -> Self {
        let mut full = kind.folded().to_owned();
        if !full.is_empty() {
            full.push(' ');
        }
        let bare = full.len();
        full.push_str(&fold(name));
        Self { full, bare }
    }

    fn bare(&self) -> &str {
        self.full.get(self.bare..).unwrap_or_default()
    }

    fn is(&self, query: &str) -> bool {
        self.full == query || self.bare() == query
    }
}

/// A folded query.
struct Query {
    text: String,
    /// The kind at its start, and the offset of the rest.
    named: Option<(Kind, usize)>,
}

/// How well a name matches a query; lower is better. Another kind adds 1.
mod rank {
    pub(super) const EXACT: u8 = 0;
    pub(super) const PREFIX: u8 = 2;
    pub(super) const WORD: u8 = 4;
    pub(super) const SUBSTRING: u8 = 6;
    pub(super) const WITH_DISTRICT: u8 = 8;
}

impl Query {
    fn new(typed: &str) -> Self {
        let text = fold(typed);
        let named = Kind::strip(&text).map(|(kind, rest)| (kind, text.len() - rest.len()));
        Self { text, named }
    }

    fn rank<'a>(
        &self,
        kind: Kind,
        keys: &[Key],
        districts: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<u8> {
        let named = self
            .named
            .and_then(|(asked, start)| Some((asked, self.text.get(start..)?)));
        let mut best: Option<u8> = None;
        let mut offer = |rank: Option<u8>| {
            if let Some(rank) = rank {
                best = Some(best.map_or(rank, |best| best.min(rank)));
            }
        };
        for key in keys {
            if key.full.contains(&self.text) {
                offer(rank_in(key.bare(), &self.text));
                offer(rank_in(&key.full, &self.text));
            }
            if let Some((asked, rest)) = named {
                offer(rank_in(key.bare(), rest).map(|rank| rank + u8::from(asked != kind)));
            }
        }
        if best.is_some() {
            return best;
        }
        let words = named.filter(|(asked, _)| *asked == kind);
        let words = words.map_or(self.text.as_str(), |(_, rest)| rest);
        let known = |key: &Key, word: &str| {
            begins_a_word(&key.full, word) || districts.clone().any(|d| begins_a_word(d, word))
        };
        let all_known = |key: &Key| words.split(' ').all(|word| known(key, word));
        keys.iter().any(all_known).then_some(rank::WITH_DISTRICT)
    }
}

fn rank_in(name: &str, query: &str) -> Option<u8> {
    if name.starts_with(query) {
        return Some(if name.len() == query.len() {
            rank::EXACT
        } else {
            rank::PREFIX
        });
    }
    if begins_a_word(name, query) {
        return Some(rank::WORD);
    }
    name.contains(query).then_some(rank::SUBSTRING)
}

fn begins_a_word(text: &str, start: &str) -> bool {
    text.match_indices(start)
        .any(|(at, _)| at == 0 || text.as_bytes().get(at - 1) == Some(&b' '))
}

impl Places {
    /// Parses the file of a province, as generated by `compile::files`.
    ///
    /// # Errors
    ///
    /// If the version is not supported or a line is malformed.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut lines = text.lines();
        if lines.next() != Some(VERSION) {
            return Err(ParseError::Version);
        }
        let mut places = Self {
            current: Vec::new(),
            old: Vec::new(),
            districts: Vec::new(),
        };
        for (number, line) in (2..).zip(lines) {
            places.read(line).ok_or(ParseError::Line(number))?;
        }
        Ok(places)
    }

    /// Parses `code kind name [spelling]`, `+ district [province]`, `= unchanged`, or
    /// `kind name successors [spelling]`.
    fn read(&mut self, line: &str) -> Option<()> {
        let mut fields = line.split('\t');
        let first = fields.next()?;
        if first == "+" {
            let mut name = fields.next()?.to_owned();
            if let Some(province) = fields.next() {
                name.push_str(", ");
                name.push_str(province);
            }
            self.districts.push(District {
                key: fold(&name),
                name,
            });
        } else if first == "=" {
            self.successors(fields.next()?)?;
        } else if first.starts_with(|c: char| c.is_ascii_digit()) {
            let kind = Kind::of_letter(fields.next()?)?;
            let name = fields.next()?.to_owned();
            let keys = keys(kind, &name, &mut fields);
            self.current.push(Commune {
                code: first.to_owned(),
                kind,
                name,
                keys,
                districts: Vec::new(),
            });
        } else {
            let kind = Kind::of_letter(first)?;
            let name = fields.next()?.to_owned();
            let (district, successors) = self.successors(fields.next()?)?;
            let keys = keys(kind, &name, &mut fields);
            self.old.push(Old {
                kind,
                name,
                keys,
                district,
                successors,
            });
        }
        fields.next().is_none().then_some(())
    }

    /// Parses a list of commune indices. Returns the current district and the indices.
    fn successors(&mut self, list: &str) -> Option<(usize, Vec<usize>)> {
        let district = self.districts.len().checked_sub(1)?;
        let mut successors = Vec::new();
        for at in list.split(',') {
            let at: usize = at.parse().ok()?;
            let commune = self.current.get_mut(at)?;
            if commune.districts.last() != Some(&district) {
                commune.districts.push(district);
            }
            successors.push(at);
        }
        Some((district, successors))
    }

    /// Returns the full name of a commune, such as "Phường Nha Trang"; `None` if the province has no
    /// current commune with this code.
    #[must_use]
    pub fn full_name(&self, code: &str) -> Option<String> {
        self.current
            .iter()
            .find(|commune| commune.code == code)
            .map(Commune::full_name)
    }

    /// Returns the code of the only commune that matches exactly.
    ///
    /// Matches the code, the name, or the name with its kind. Letter case and diacritics are ignored
    /// unless only they distinguish two communes. A former name matches if it is no current name and
    /// all former communes of that name have the same single successor.
    ///
    /// The kind may be abbreviated: "P. Nha Trang". A whole address matches nothing, because it may
    /// be one of another province; [`Self::search`] offers its commune.
    #[must_use]
    pub fn exact(&self, typed: &str) -> Option<String> {
        self.exact_name(typed).or_else(|| {
            let query = Query::new(typed);
            let (kind, start) = query.named?;
            self.exact_name(&join(kind.folded(), query.text.get(start..)?))
        })
    }

    fn exact_name(&self, typed: &str) -> Option<String> {
        let query = fold(typed);
        if query.is_empty() {
            return None;
        }
        if let Some(commune) = self.current.iter().find(|commune| commune.code == query) {
            return Some(commune.code.clone());
        }
        let named: Vec<&Commune> = self
            .current
            .iter()
            .filter(|commune| commune.keys.iter().any(|key| key.is(&query)))
            .collect();
        match named.as_slice() {
            [] => self.exact_old(typed, &query),
            [commune] => Some(commune.code.clone()),
            several => {
                let mut alike = several
                    .iter()
                    .filter(|c| same(typed, &c.name) || same(typed, &c.full_name()));
                alike
                    .next()
                    .filter(|_| alike.next().is_none())
                    .map(|commune| commune.code.clone())
            }
        }
    }

    fn exact_old(&self, typed: &str, query: &str) -> Option<String> {
        let named = |old: &&Old| {
            old.keys.iter().any(|key| key.is(query)) || fold(&self.old_name(old)) == query
        };
        let named: Vec<&Old> = self.old.iter().filter(named).collect();
        self.one_successor(named.iter().copied()).or_else(|| {
            let alike = |old: &&Old| {
                same(typed, &old.name) || same(typed, &join(old.kind.small(), &old.name))
            };
            self.one_successor(named.iter().copied().filter(alike))
        })
    }

    fn one_successor<'a>(&self, mut named: impl Iterator<Item = &'a Old>) -> Option<String> {
        let &[successor] = named.next()?.successors.as_slice() else {
            return None;
        };
        named
            .all(|old| old.successors == [successor])
            .then(|| self.code(successor))
    }

    /// Returns the communes that match a name, best match first.
    ///
    /// The order is: equal name, prefix, prefix of a word, substring, then matches that include the
    /// former district. At the same rank current names come before former ones, in alphabetical order.
    /// An empty query returns all current communes without a limit. A query that matches nothing may
    /// be a whole address: then the part of it that names a commune is searched.
    #[must_use]
    pub fn search(&self, typed: &str, limit: usize) -> Vec<SearchResult> {
        let query = Query::new(typed);
        if query.text.is_empty() {
            return self.current.iter().map(Commune::found).collect();
        }
        let mut ranked = self.ranked(&query);
        if ranked.is_empty() {
            ranked = self.ranked_without_spaces(&query.text);
        }
        if ranked.is_empty() {
            ranked = self.ranked_in_address(typed);
        }
        ranked.sort_unstable();
        ranked
            .into_iter()
            .take(limit)
            .filter_map(|(_, is_old, at)| {
                if is_old {
                    self.old.get(at).map(|old| self.found_old(old))
                } else {
                    self.current.get(at).map(Commune::found)
                }
            })
            .collect()
    }

    fn ranked(&self, query: &Query) -> Vec<(u8, bool, usize)> {
        let mut ranked = Vec::new();
        for (at, commune) in self.current.iter().enumerate() {
            let districts = commune.districts.iter().map(|at| self.district_key(*at));
            let rank = if commune.code == query.text {
                Some(rank::EXACT)
            } else {
                query.rank(commune.kind, &commune.keys, districts)
            };
            ranked.extend(rank.map(|rank| (rank, false, at)));
        }
        for (at, old) in self.old.iter().enumerate() {
            let district = std::iter::once(self.district_key(old.district));
            ranked.extend(
                query
                    .rank(old.kind, &old.keys, district)
                    .map(|rank| (rank, true, at)),
            );
        }
        ranked
    }

    /// Searches without spaces: "nhatrang", "Ea H Leo".
    fn ranked_without_spaces(&self, query: &str) -> Vec<(u8, bool, usize)> {
        let query = query.replace(' ', "");
        let matches = |keys: &[Key]| {
            keys.iter()
                .any(|key| key.full.replace(' ', "").contains(&query))
        };
        let current = self
            .current
            .iter()
            .enumerate()
            .filter(|(_, c)| matches(&c.keys))
            .map(|(at, _)| (0, false, at));
        let old = self
            .old
            .iter()
            .enumerate()
            .filter(|(_, o)| matches(&o.keys))
            .map(|(at, _)| (0, true, at));
        current.chain(old).collect()
    }

    /// Searches the parts of an address: "12 Trần Phú, phường Phước Tiến, TP Nha Trang". Uses the part
    /// that matches best, one with the kind of a commune before others. The part behind it narrows
    /// the result if it is the former district.
    fn ranked_in_address(&self, typed: &str) -> Vec<(u8, bool, usize)> {
        let parts: Vec<&str> = address_parts(typed).take(MAX_PARTS).collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let search = |(at, part): (usize, &&str)| {
            let query = Query::new(part);
            let found = if query.text.is_empty() {
                Vec::new()
            } else {
                self.ranked(&query)
            };
            let best = found.iter().map(|(rank, ..)| *rank).min()?;
            Some(((query.named.is_none(), best, at), found))
        };
        let found = parts.iter().enumerate().filter_map(search);
        let Some(((.., at), found)) = found.min_by_key(|(order, _)| *order) else {
            return Vec::new();
        };
        let narrowed = match parts.get(at..at + 2) {
            Some(pair) => self.ranked(&Query::new(&pair.join(" "))),
            None => Vec::new(),
        };
        if narrowed.is_empty() { found } else { narrowed }
    }

    fn found_old(&self, old: &Old) -> SearchResult {
        SearchResult {
            codes: old.successors.iter().map(|at| self.code(*at)).collect(),
            old_name: Some(self.old_name(old)),
        }
    }

    fn old_name(&self, old: &Old) -> String {
        let mut name = join(old.kind.small(), &old.name);
        if let Some(district) = self.districts.get(old.district) {
            name.push_str(", ");
            name.push_str(&district.name);
        }
        name
    }

    fn code(&self, at: usize) -> String {
        self.current
            .get(at)
            .map(|commune| commune.code.clone())
            .unwrap_or_default()
    }

    fn district_key(&self, at: usize) -> &str {
        self.districts
            .get(at)
            .map_or("", |district| district.key.as_str())
    }
}

impl Commune {
    fn full_name(&self) -> String {
        join(self.kind.capital(), &self.name)
    }

    fn found(&self) -> SearchResult {
        SearchResult {
            codes: vec![self.code.clone()],
            old_name: None,
        }
    }
}

fn keys<'a>(
    kind: Kind,
    name: &str,
    other_spelling: &mut impl Iterator<Item = &'a str>,
) -> Vec<Key> {
    let mut keys = vec![Key::new(kind, name)];
    keys.extend(
        other_spelling
            .next()
            .map(|spelling| Key::new(kind, spelling)),
    );
    keys
}

/// How many parts of an address are searched. A pasted text may have thousands.
const MAX_PARTS: usize = 12;

/// Splits an address at its commas, semicolons and line ends.
fn address_parts(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', ';', '\n'])
}

fn join(kind: &str, name: &str) -> String {
    if kind.is_empty() {
        name.to_owned()
    } else {
        [kind, " ", name].concat()
    }
}
