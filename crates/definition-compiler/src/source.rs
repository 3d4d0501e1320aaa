//! The shape of `definition.toml`, as serde reads it. An unknown key or kind is
//! refused here, with the list of what was expected.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Procedure {
    pub(crate) code: Spanned<String>,
    pub(crate) version: Spanned<String>,
    #[serde(default)]
    pub(crate) sort: Sort,
    pub(crate) title: Spanned<String>,
    pub(crate) landing: Landing,
    pub(crate) form: Option<Spanned<String>>,
    pub(crate) source: Spanned<String>,
    #[serde(default)]
    pub(crate) have_ready: Vec<Spanned<String>>,
    pub(crate) duration: Option<Spanned<String>>,
    pub(crate) no_declaration: Option<NoDeclaration>,
    /// The answers that can be copied into the agency's portal.
    pub(crate) copy_sheet: Option<CopySheet>,
    #[serde(default)]
    pub(crate) finished_on_portal: bool,
    pub(crate) printed_form: Option<PrintedForm>,
    /// The last page of a preparation or a guide.
    pub(crate) outcome: Option<Outcome>,
    /// How many examples the procedure has at least.
    pub(crate) examples: usize,
    /// The codes that the rules of the first step issue.
    #[serde(default)]
    pub(crate) first_step_codes: Vec<String>,
    pub(crate) account_phone: Option<Spanned<AccountPhone>>,
    #[serde(default)]
    pub(crate) step: Vec<Step>,
    #[serde(default)]
    pub(crate) after_submission: Vec<Field>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) is: Vec<String>,
}

/// The sort of the procedure: what is done with the answers.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sort {
    #[default]
    Dossier,
    Preparation,
    Guide,
}

/// The entry of the landing page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Landing {
    pub(crate) group: ServiceGroup,
    pub(crate) lead: Spanned<String>,
}

/// The heading of the landing page.
#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ServiceGroup {
    Join,
    Account,
    Card,
    Money,
    Place,
}

/// The last page of a preparation or a guide.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    pub(crate) title: Spanned<String>,
    pub(crate) hint: Spanned<String>,
    pub(crate) sheet: Option<Sheet>,
    #[serde(default)]
    pub(crate) advice: Vec<Advice>,
    #[serde(default)]
    pub(crate) rows: Vec<Rows>,
}

/// Rows of the deployment's directory.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rows {
    pub(crate) kind: RowKind,
    pub(crate) when: Option<Spanned<Condition>>,
}

/// The kinds of rows, as `d::RowKind`.
#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowKind {
    Office,
    ClosedOffice,
    Agent,
    Account,
    Link,
}

/// The sheet of a preparation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    pub(crate) title: Spanned<String>,
    pub(crate) when: Option<Spanned<Condition>>,
}

/// One thing to do, or to know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advice {
    /// The last part of the key of its translation.
    pub(crate) id: Spanned<String>,
    pub(crate) text: Spanned<String>,
    pub(crate) when: Option<Spanned<Condition>>,
    /// A text to copy, in the language of the page.
    pub(crate) copy: Option<Spanned<String>>,
    /// An official text, which is not translated.
    pub(crate) quote: Option<Spanned<String>>,
    pub(crate) year: Option<u16>,
    pub(crate) to: Option<String>,
    /// The id of the row of the directory that it is.
    pub(crate) row: Option<Spanned<String>>,
    /// The kind of rows beside which it is not shown.
    pub(crate) without: Option<RowKind>,
    pub(crate) source: Spanned<String>,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PrintedForm {
    Tk1Ts,
    #[serde(rename = "form_01")]
    Form01,
    #[serde(rename = "form_01_under_18")]
    Form01Under18,
}

/// The phone of an account, and the field that identifies its owner.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountPhone {
    pub(crate) field: String,
    pub(crate) owner: String,
    pub(crate) shared: Option<Spanned<Condition>>,
    #[serde(default)]
    pub(crate) registers: bool,
}

/// Which answers are not on the copy sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopySheet {
    #[serde(default)]
    pub(crate) left_out: Vec<Spanned<String>>,
}

/// A hint for one receiver or one answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextWhen {
    pub(crate) receiver: Option<ReceiverKind>,
    pub(crate) answer: Option<Spanned<Condition>>,
    pub(crate) text: Spanned<String>,
}

/// Who has the dossier after the last step.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReceiverKind {
    Bhxh,
    Relay,
    File,
    Trial,
}

/// When nothing is declared, and what the page says then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoDeclaration {
    pub(crate) when: Spanned<Condition>,
    pub(crate) title: Spanned<String>,
    pub(crate) hint: Spanned<String>,
    /// The fields whose answers give the amount to pay.
    #[serde(default)]
    pub(crate) fields: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Spanned<String>,
    pub(crate) hint: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) hint_when: Vec<TextWhen>,
    pub(crate) show: Option<Spanned<Condition>>,
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
    pub(crate) label: Spanned<String>,
    #[serde(default)]
    pub(crate) label_when: Vec<TextWhen>,
    pub(crate) hint: Option<Spanned<String>>,
    pub(crate) kind: Spanned<Kind>,
    pub(crate) required: Option<Needed>,
    pub(crate) required_when: Option<Spanned<Condition>>,
    pub(crate) required_else: Option<Spanned<Else>>,
    pub(crate) missing: Option<String>,
    pub(crate) show: Option<Spanned<Condition>>,
    pub(crate) options: Option<Vec<Choice>>,
    pub(crate) list: Option<Spanned<String>>,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
    pub(crate) long: Option<String>,
    pub(crate) landline: Option<Landline>,
    pub(crate) paper: Option<Spanned<String>>,
    pub(crate) province: Option<Spanned<String>>,
    pub(crate) old_name: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) pdf: bool,
    #[serde(default)]
    pub(crate) portrait: bool,
    pub(crate) other_side: Option<Spanned<String>>,
    pub(crate) autocomplete: Option<String>,
    pub(crate) preset: Option<String>,
    #[serde(default)]
    pub(crate) prefill: bool,
    pub(crate) source: Option<String>,
    pub(crate) head: Option<Spanned<GroupHead>>,
    pub(crate) card: Option<Spanned<CardFields>>,
    #[serde(default)]
    pub(crate) field: Vec<Field>,
}

/// The person of a group whom another field of the form names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupHead {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) is: String,
}

/// The fields that the QR code of an identity card answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CardFields {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) old_number: String,
    #[serde(default)]
    pub(crate) birth_date: String,
    #[serde(default)]
    pub(crate) sex: String,
    #[serde(default)]
    pub(crate) commune: String,
    #[serde(default)]
    pub(crate) street_line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) id: Spanned<String>,
    pub(crate) label: Spanned<String>,
    pub(crate) hint: Option<Spanned<String>>,
    /// The options that cannot be chosen together with this one.
    #[serde(default)]
    pub(crate) excludes: Vec<String>,
}

/// `true`, `false` or `"recommended"`.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(untagged, expecting = "expected true, false or \"recommended\"")]
pub(crate) enum Needed {
    Plain(bool),
    Softly(Softly),
}

/// Not needed, but missed.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Softly {
    Recommended,
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
    Text,
    MultilineText,
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
    MultiChoice,
    Select,
    Country,
    Province,
    Commune,
    Photo,
    Setting,
    Group,
}

impl Kind {
    /// The code of the issue when the answer is missing, if the kind has one.
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
            Self::Photo => "photo.missing",
            Self::Text
            | Self::MultilineText
            | Self::OldIdCardNumber
            | Self::HouseholdCode
            | Self::Email
            | Self::Month
            | Self::Money
            | Self::Number
            | Self::Choice
            | Self::MultiChoice
            | Self::Select
            | Self::Country
            | Self::Setting
            | Self::Group => return None,
        })
    }

    /// The answers that the kind itself has, for conditions and presets.
    pub(crate) fn fixed_answers(self) -> Option<Vec<String>> {
        match self {
            Self::YesNo => Some(vec!["yes".to_owned(), "no".to_owned()]),
            Self::Commitment => Some(vec!["yes".to_owned()]),
            // What a condition may ask about the number; see `hoso_dossier::definition::UNRECOGNISED`.
            Self::IdentityNumber => Some(vec!["unrecognised".to_owned()]),
            Self::Text
            | Self::MultilineText
            | Self::PersonName
            | Self::OldIdCardNumber
            | Self::SocialInsuranceNumber
            | Self::HouseholdCode
            | Self::Phone
            | Self::Email
            | Self::BirthDate
            | Self::Month
            | Self::Money
            | Self::Number
            | Self::Choice
            | Self::MultiChoice
            | Self::Select
            | Self::Country
            | Self::Province
            | Self::Commune
            | Self::Photo
            | Self::Setting
            | Self::Group => None,
        }
    }
}
