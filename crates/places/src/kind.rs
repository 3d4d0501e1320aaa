//! What a commune is, or was.

/// What a commune is; its letter stands in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Đặc khu.
    SpecialZone,
    /// Thị trấn; none is left since 1 July 2025.
    Town,
    /// An old unit of which no list says what it was.
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

    /// At the start of a name: "Phường".
    pub(crate) fn capital(self) -> &'static str {
        match self {
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::SpecialZone => "Đặc khu",
            Self::Town => "Thị trấn",
            Self::Unknown => "",
        }
    }

    /// Within a sentence: "phường".
    pub(crate) fn small(self) -> &'static str {
        match self {
            Self::Ward => "phường",
            Self::Commune => "xã",
            Self::SpecialZone => "đặc khu",
            Self::Town => "thị trấn",
            Self::Unknown => "",
        }
    }

    /// As [`hoso_identifiers::text::fold`] leaves it.
    pub(crate) fn folded(self) -> &'static str {
        match self {
            Self::Ward => "phuong",
            Self::Commune => "xa",
            Self::SpecialZone => "dac khu",
            Self::Town => "thi tran",
            Self::Unknown => "",
        }
    }

    /// The kind that a folded query begins with, and the rest of it.
    pub(crate) fn strip(query: &str) -> Option<(Self, &str)> {
        const WRITTEN: [(&str, Kind); 8] = [
            ("phuong ", Kind::Ward),
            ("p ", Kind::Ward),
            ("xa ", Kind::Commune),
            ("x ", Kind::Commune),
            ("dac khu ", Kind::SpecialZone),
            ("thi tran ", Kind::Town),
            ("tt ", Kind::Town),
            ("t t ", Kind::Town),
        ];
        WRITTEN
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
