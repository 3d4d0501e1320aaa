//! The kinds of communes.

/// The kind of a commune. The files have its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Đặc khu.
    SpecialZone,
    /// Thị trấn; abolished on 1 July 2025.
    Town,
    /// A former unit whose kind no list states.
    Unknown,
}

impl Kind {
    pub(crate) fn of_letter(letter: &str) -> Option<Self> {
        Some(match letter {
            "p" => Self::Ward,
            "x" => Self::Commune,
            "d" => Self::SpecialZone,
            "t" => Self::Town,
            "-" => Self::Unknown,
            _ => return None,
        })
    }

    /// Returns the word at the start of a name: "Phường".
    pub(crate) fn capital(self) -> &'static str {
        match self {
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::SpecialZone => "Đặc khu",
            Self::Town => "Thị trấn",
            Self::Unknown => "",
        }
    }

    /// Returns the word within a sentence: "phường".
    pub(crate) fn small(self) -> &'static str {
        match self {
            Self::Ward => "phường",
            Self::Commune => "xã",
            Self::SpecialZone => "đặc khu",
            Self::Town => "thị trấn",
            Self::Unknown => "",
        }
    }

    /// Returns the word as [`hoso_identifiers::text::fold`] normalises it.
    pub(crate) fn folded(self) -> &'static str {
        match self {
            Self::Ward => "phuong",
            Self::Commune => "xa",
            Self::SpecialZone => "dac khu",
            Self::Town => "thi tran",
            Self::Unknown => "",
        }
    }

    /// Splits a folded query into the kind at its start and the rest.
    pub(crate) fn strip(query: &str) -> Option<(Self, &str)> {
        const PREFIXES: [(&str, Kind); 8] = [
            ("phuong ", Kind::Ward),
            ("p ", Kind::Ward),
            ("xa ", Kind::Commune),
            ("x ", Kind::Commune),
            ("dac khu ", Kind::SpecialZone),
            ("thi tran ", Kind::Town),
            ("tt ", Kind::Town),
            ("t t ", Kind::Town),
        ];
        PREFIXES
            .iter()
            .find_map(|(words, kind)| Some((*kind, query.strip_prefix(words)?)))
    }
}

#[cfg(feature = "compile")]
impl Kind {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Ward, Self::Commune, Self::SpecialZone, Self::Town]
            .into_iter()
            .find(|kind| kind.small() == name)
    }

    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Ward => "p",
            Self::Commune => "x",
            Self::SpecialZone => "d",
            Self::Town => "t",
            Self::Unknown => "-",
        }
    }
}
