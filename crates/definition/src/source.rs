//! The shape of `definition.toml`, as serde reads it. An unknown key or kind is
//! refused here, with the list of what was expected.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Procedure {
    pub(crate) code: Spanned<String>,
    pub(crate) version: Spanned<String>,
    pub(crate) title: Spanned<Text>,
    pub(crate) form: Spanned<Text>,
    pub(crate) source: Spanned<String>,
    #[serde(default)]
    pub(crate) have_ready: Vec<Spanned<Text>>,
    pub(crate) takes: Option<Spanned<Text>>,
    pub(crate) no_declaration: Option<Spanned<Show>>,
    #[serde(default)]
    pub(crate) step: Vec<Step>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub(crate) vi: String,
    pub(crate) en: String,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct Show {
    pub(crate) field: String,
    pub(crate) is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Spanned<Text>,
    pub(crate) hint: Option<Spanned<Text>>,
    pub(crate) show: Option<Spanned<Show>>,
    pub(crate) source: Option<String>,
    #[serde(default)]
    pub(crate) figures: bool,
    #[serde(default)]
    pub(crate) field: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) id: Spanned<String>,
    #[serde(rename = "box")]
    pub(crate) box_number: Option<Spanned<String>>,
    pub(crate) label: Spanned<Text>,
    pub(crate) hint: Option<Spanned<Text>>,
    pub(crate) kind: Spanned<Kind>,
    pub(crate) required: Option<bool>,
    pub(crate) required_when: Option<Spanned<Show>>,
    pub(crate) required_else: Option<Spanned<Else>>,
    pub(crate) missing: Option<String>,
    pub(crate) show: Option<Spanned<Show>>,
    pub(crate) options: Option<Vec<Choice>>,
    pub(crate) list: Option<Spanned<String>>,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
    pub(crate) long: Option<String>,
    pub(crate) landline: Option<Landline>,
    pub(crate) province: Option<Spanned<String>>,
    pub(crate) autocomplete: Option<String>,
    pub(crate) preset: Option<String>,
    pub(crate) source: Option<String>,
    #[serde(default)]
    pub(crate) field: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) id: Spanned<String>,
    pub(crate) label: Spanned<Text>,
    pub(crate) hint: Option<Spanned<Text>>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Else {
    Warning,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Landline {
    Error,
    Warning,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Line,
    Note,
    PersonName,
    IdentityNumber,
    OldIdCardNumber,
    SocialInsuranceNumber,
    HouseholdCode,
    Phone,
    Email,
    BirthDate,
    Month,
    Money,
    Number,
    YesNo,
    Commitment,
    Choice,
    Choices,
    Select,
    Country,
    Province,
    Commune,
    Members,
}

impl Kind {
    /// The code of the issue when the answer is missing, where the kind has one of its own.
    pub(crate) const fn missing(self) -> Option<&'static str> {
        Some(match self {
            Self::PersonName => "name.missing",
            Self::IdentityNumber => "pid.missing",
            Self::SocialInsuranceNumber => "sin.missing",
            Self::Phone => "phone.missing",
            Self::BirthDate => "date.missing",
            Self::Province => "addr.province",
            Self::Commune => "addr.commune",
            Self::Commitment => "commit.missing",
            Self::YesNo => "choice.missing",
            _ => return None,
        })
    }
}
