//! Why an input is invalid or doubtful: an enum for programs, a code for the wire format.
//!
//! The messages for the codes are in `locales/`.

/// The severity of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must be corrected before the dossier is sent.
    Error,
    /// Is shown; the person may ignore it.
    Warning,
    /// Information; nothing to correct.
    Info,
}

impl Severity {
    /// Returns the wire code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Why one input is invalid or doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each variant is named after its code and explained by its message"
)]
pub enum Reason {
    NumberLetters {
        proposal: String,
    },
    PersonalNumberLength {
        n: usize,
    },
    PersonalNumberNotDigits,
    PersonalNumberOldCard,
    PersonalNumberPlaceUnknown {
        place: String,
    },
    PersonalNumberAbroad,
    PersonalNumberYearFuture {
        year: u16,
    },
    OldIdLength {
        n: usize,
    },
    OldIdNotDigits,
    PassportFormat,
    PassportShape,
    SocialInsuranceLength {
        n: usize,
    },
    SocialInsuranceNotDigits,
    SocialInsuranceFromCard {
        number: String,
    },
    HealthCardLength {
        n: usize,
    },
    HealthCardShape,
    HouseholdCodeNotDigits,
    HouseholdCodeLength,
    HouseholdCodeLong {
        n: usize,
    },
    BookLength {
        n: usize,
    },
    BookShape,
    OfficeCodeLength {
        n: usize,
    },
    OfficeCodeShape,
    DossierNumberLength,
    DossierNumberShape,
    AccountLength {
        n: usize,
    },
    AccountShape,
    PhoneFormat,
    PhonePrefix,
    PhoneOld {
        proposal: String,
        severity: Severity,
    },
    PhoneArea,
    PhoneNeedsMobile {
        severity: Severity,
    },
    PhoneNotContact,
    EmailFormat,
    EmailDomain {
        proposal: String,
    },
    EmailMarks {
        proposal: String,
    },
    NameMissing,
    NameDigit,
    NameChar {
        c: char,
    },
    NameUnseen {
        proposal: String,
    },
    NameLong {
        max: usize,
    },
    NameSingleWord,
    NameSymbol {
        c: char,
    },
    NameNoMarks,
    NameMixedScript,
    NameGarbled {
        proposal: String,
    },
    NameLetter {
        c: char,
    },
    TextGarbled {
        proposal: String,
    },
    DateNotReal {
        typed: String,
    },
    DateYearOfTwoDigits,
    DateFuture,
    DateBefore1900 {
        year: u16,
    },
    DateVeryOld {
        year: u16,
    },
    MonthFormat {
        typed: String,
    },
    MonthFar,
    MoneyFormat,
    MoneyLong,
}

use Severity::{Error, Info, Warning};

impl Reason {
    const fn row(&self) -> (&'static str, Severity) {
        match self {
            Self::NumberLetters { .. } => ("number.letters", Error),
            Self::PersonalNumberLength { .. } => ("pid.length", Error),
            Self::PersonalNumberNotDigits => ("pid.not_digits", Error),
            Self::PersonalNumberOldCard => ("pid.old_card", Error),
            Self::PersonalNumberPlaceUnknown { .. } => ("pid.place_unknown", Warning),
            Self::PersonalNumberAbroad => ("pid.abroad", Info),
            Self::PersonalNumberYearFuture { .. } => ("pid.year_future", Warning),
            Self::OldIdLength { .. } => ("oldid.length", Error),
            Self::OldIdNotDigits => ("oldid.not_digits", Error),
            Self::PassportFormat => ("passport.format", Error),
            Self::PassportShape => ("passport.shape", Warning),
            Self::SocialInsuranceLength { .. } => ("sin.length", Error),
            Self::SocialInsuranceNotDigits => ("sin.not_digits", Error),
            Self::SocialInsuranceFromCard { .. } => ("sin.from_card", Warning),
            Self::HealthCardLength { .. } => ("card.length", Error),
            Self::HealthCardShape => ("card.shape", Warning),
            Self::HouseholdCodeNotDigits => ("household_code.not_digits", Error),
            Self::HouseholdCodeLength => ("household_code.length", Warning),
            Self::HouseholdCodeLong { .. } => ("household_code.long", Error),
            Self::BookLength { .. } => ("book.length", Error),
            Self::BookShape => ("book.shape", Warning),
            Self::OfficeCodeLength { .. } => ("office_code.length", Error),
            Self::OfficeCodeShape => ("office_code.shape", Warning),
            Self::DossierNumberLength => ("dossier_number.length", Error),
            Self::DossierNumberShape => ("dossier_number.shape", Warning),
            Self::AccountLength { .. } => ("account.length", Error),
            Self::AccountShape => ("account.shape", Warning),
            Self::PhoneFormat => ("phone.format", Error),
            Self::PhonePrefix => ("phone.prefix", Warning),
            Self::PhoneOld { severity, .. } => ("phone.old_11", *severity),
            Self::PhoneArea => ("phone.area", Warning),
            Self::PhoneNeedsMobile { severity } => ("phone.needs_mobile", *severity),
            Self::PhoneNotContact => ("phone.not_contact", Error),
            Self::EmailFormat => ("email.format", Error),
            Self::EmailDomain { .. } => ("email.domain", Warning),
            Self::EmailMarks { .. } => ("email.marks", Warning),
            Self::NameMissing => ("name.missing", Error),
            Self::NameDigit => ("name.digit", Error),
            Self::NameChar { .. } | Self::NameUnseen { .. } => ("name.char", Error),
            Self::NameLong { .. } => ("name.long", Error),
            Self::NameSingleWord => ("name.single_word", Warning),
            Self::NameSymbol { .. } => ("name.symbol", Warning),
            Self::NameNoMarks => ("name.no_marks", Warning),
            Self::NameMixedScript => ("name.mixed_script", Warning),
            Self::NameGarbled { .. } => ("name.garbled", Warning),
            Self::NameLetter { .. } => ("name.letter", Warning),
            Self::TextGarbled { .. } => ("text.garbled", Warning),
            Self::DateNotReal { .. } => ("date.not_real", Error),
            Self::DateYearOfTwoDigits => ("date.year2", Error),
            Self::DateFuture => ("date.future", Error),
            Self::DateBefore1900 { .. } => ("date.before_1900", Error),
            Self::DateVeryOld { .. } => ("date.very_old", Warning),
            Self::MonthFormat { .. } => ("month.format", Error),
            Self::MonthFar => ("month.far", Warning),
            Self::MoneyFormat => ("money.format", Error),
            Self::MoneyLong => ("money.long", Error),
        }
    }

    /// Returns the wire code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.row().0
    }

    /// Returns the severity.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.row().1
    }

    /// Returns name and value of each placeholder of the message.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::PersonalNumberLength { n }
            | Self::OldIdLength { n }
            | Self::SocialInsuranceLength { n }
            | Self::HealthCardLength { n }
            | Self::HouseholdCodeLong { n }
            | Self::BookLength { n }
            | Self::OfficeCodeLength { n }
            | Self::AccountLength { n } => vec![("n", n.to_string())],
            Self::PersonalNumberPlaceUnknown { place } => vec![("ppp", place.clone())],
            Self::PersonalNumberYearFuture { year }
            | Self::DateBefore1900 { year }
            | Self::DateVeryOld { year } => {
                vec![("y", year.to_string())]
            }
            Self::SocialInsuranceFromCard { number } => vec![("s", number.clone())],
            Self::NumberLetters { proposal }
            | Self::PhoneOld { proposal, .. }
            | Self::EmailDomain { proposal }
            | Self::EmailMarks { proposal }
            | Self::NameGarbled { proposal }
            | Self::TextGarbled { proposal } => {
                vec![("p", proposal.clone())]
            }
            Self::NameChar { c } | Self::NameSymbol { c } | Self::NameLetter { c } => {
                vec![("c", c.to_string())]
            }
            // A wire code, because the character is invisible.
            Self::NameUnseen { .. } => vec![("c", "unseen".to_owned())],
            Self::NameLong { max } => vec![("max", max.to_string())],
            Self::DateNotReal { typed } => vec![("d", typed.clone())],
            Self::MonthFormat { typed } => vec![("m", typed.clone())],
            _ => Vec::new(),
        }
    }

    /// Returns a value that the person may apply with one tap, if there is one.
    #[must_use]
    pub fn proposal(&self) -> Option<String> {
        match self {
            Self::SocialInsuranceFromCard { number } => Some(number.clone()),
            Self::NumberLetters { proposal }
            | Self::PhoneOld { proposal, .. }
            | Self::EmailDomain { proposal }
            | Self::EmailMarks { proposal }
            | Self::NameGarbled { proposal }
            | Self::TextGarbled { proposal }
            | Self::NameUnseen { proposal } => Some(proposal.clone()),
            _ => None,
        }
    }
}
