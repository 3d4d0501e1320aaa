//! The definition of a procedure: static tables, compiled from
//! `procedures/<code>/definition.toml` at build time.
//!
//! Texts are Vietnamese, the source language; `hoso-locales` has their translations.

use crate::path::Path;

pub use crate::condition::{Condition, UNRECOGNISED, is_unrecognised};
pub use crate::outcome::{Advice, Outcome, RowKind, Rows, ServiceGroup, Sheet, Sort};

/// The fields of a procedure, grouped into steps.
#[derive(Debug)]
pub struct Definition {
    /// The official code, a parameter of the agency: `602b`.
    pub code: &'static str,
    /// The sort of the procedure: what is done with the answers.
    pub sort: Sort,
    /// The heading of the landing page under which it is listed.
    pub group: ServiceGroup,
    /// The version of this definition, a date.
    pub version: &'static str,
    /// The name that citizens use.
    pub title: &'static str,
    /// A sentence for the landing page: what a person can do here.
    pub lead: &'static str,
    /// The official name of the printed form; empty for a guide.
    pub form: &'static str,
    /// Documents to have ready, for the landing page.
    pub have_ready: &'static [&'static str],
    /// Time to fill in the form, for the landing page.
    pub duration: &'static str,
    /// The source of the fields.
    pub source: &'static str,
    /// When nothing is declared and sent, and the page for that case.
    pub no_declaration: Option<NoDeclaration>,
    /// If each answer can be copied into the agency's portal: the ids of the fields that the portal
    /// does not ask.
    pub copy_sheet: Option<&'static [&'static str]>,
    /// Whether the procedure is finished on the agency's portal only, whoever received the dossier.
    pub finished_on_portal: bool,
    /// The official form that is printed. Only a dossier has one.
    pub printed_form: Option<PrintedForm>,
    /// The last page of a preparation or a guide. A dossier has none: it is sent.
    pub outcome: Option<Outcome>,
    /// The phone with which this procedure registers an account or uses one, if it asks for it.
    pub account_phone: Option<AccountPhone>,
    /// The steps in order.
    pub steps: &'static [Step],
    /// Optional fields after the submission. The draft stores them; they are never sent.
    pub after_submission: &'static [Field],
}

/// The layouts of official forms that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintedForm {
    /// TK1-TS, the declaration of social insurance.
    Tk1Ts,
    /// Form 01 for an adult.
    Form01,
    /// Form 01 for a person under 18.
    Form01Under18,
}

/// The phone of an account: one phone serves one account (R-ACC-3).
#[derive(Clone, Copy, Debug)]
pub struct AccountPhone {
    /// The field of the phone.
    pub field: &'static str,
    /// The field of the number that identifies the person of the account.
    pub owner: &'static str,
    /// When the phone may be that of another account.
    pub shared: Option<Condition>,
    /// Whether a draft of this procedure means that the phone is used by its owner's account.
    pub registers: bool,
}

/// When nothing is declared, and the page that is shown instead of sending.
#[derive(Clone, Copy, Debug)]
pub struct NoDeclaration {
    /// The answers for which nothing is declared.
    pub when: Condition,
    /// The heading of the page.
    pub title: &'static str,
    /// The text below the heading.
    pub hint: &'static str,
    /// Ids of the fields whose answers give the amount to pay. All of them may stay empty.
    pub fields: &'static [&'static str],
}

/// One screen of fields.
#[derive(Debug)]
pub struct Step {
    /// Unique within the procedure; the fragment of its URL.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The text below the heading; may be empty.
    pub hint: &'static str,
    /// Other texts below the heading, for one receiver or one answer; the first that fits is shown.
    pub hint_when: &'static [TextWhen],
    /// When it is shown; `None` means always.
    pub show: Option<Condition>,
    /// Whether the estimate is shown below its fields.
    pub figures: bool,
    /// Its fields.
    pub fields: &'static [Field],
}

/// Another text for one receiver or one earlier answer: below the heading of a step, or as a label.
#[derive(Clone, Copy, Debug)]
pub struct TextWhen {
    /// Who has the dossier after the last step: `.bhxh`, `.relay`, `.file` or `.trial`; may be empty.
    pub receiver: &'static str,
    /// The answer; `None` if the receiver decides.
    pub answer: Option<Condition>,
    /// The text.
    pub text: &'static str,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Unique within the procedure or the group; the `name` of its control.
    pub id: &'static str,
    /// The box of the paper form, such as `06` or `09.1`; may be empty.
    pub box_number: &'static str,
    /// The visible label.
    pub label: &'static str,
    /// Other labels, for one receiver or one answer; see [`Field::label_for`].
    pub label_when: &'static [TextWhen],
    /// Help below the label; may be empty.
    pub hint: &'static str,
    /// The kind of its answer.
    pub kind: Kind,
    /// Whether it must be answered.
    pub required: Required,
    /// Code of the issue if it is required and empty.
    pub missing: &'static str,
    /// When it is shown; `None` means whenever its step is shown.
    pub show: Option<Condition>,
    /// The value of the HTML attribute `autocomplete`; may be empty.
    pub autocomplete: &'static str,
    /// The answer until the person gives one; may be empty.
    pub preset: &'static str,
    /// Whether the page of a portal may fill it in.
    pub prefill: bool,
    /// What the QR code of a person's identity card answers, if this is the first field about a
    /// person.
    pub card: Option<&'static CardFields>,
}

/// The fields, of the form or of the same row, that the QR code of an identity card answers. An empty
/// id means that nothing asks for it.
#[derive(Clone, Copy, Debug)]
pub struct CardFields {
    /// The field of the name.
    pub name: &'static str,
    /// The field of the personal number.
    pub number: &'static str,
    /// The field of the number of the card before 2021.
    pub old_number: &'static str,
    /// The field of the birth date.
    pub birth_date: &'static str,
    /// The field of the sex, with the answers `male` and `female`.
    pub sex: &'static str,
    /// The field of the commune of residence.
    pub commune: &'static str,
    /// The field of the rest of the address.
    pub street_line: &'static str,
}

/// Whether a field must be answered while it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// An empty answer is an error.
    Always,
    /// An empty answer is an error if the condition holds; else it may be empty.
    When(Condition),
    /// An empty answer is an error if the condition holds, else a warning.
    WhenElseRecommended(Condition),
    /// An empty answer is a warning.
    Recommended,
    /// It may be empty.
    No,
}

/// One option of a choice field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The id, compared and sent; never shown.
    pub id: &'static str,
    /// The visible label.
    pub label: &'static str,
    /// A second line; may be empty.
    pub hint: &'static str,
    /// Ids of the options of a [`Kind::MultiChoice`] that cannot be chosen together with this one.
    pub excludes: &'static [&'static str],
}

/// The answer of the field `paper` of a [`TextKind::IdentityNumber`] that names a passport.
pub const PASSPORT: &str = "passport";

/// As the preset of a field: the province of the deployment.
pub const DEPLOYMENT_PROVINCE: &str = "deployment.province";

/// The kinds of answers.
///
/// A match on several kinds has no wildcard, so that a new variant does not compile until every place
/// that depends on it decides.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text that a person types.
    Text(TextKind),
    /// Yes or no.
    YesNo,
    /// A checkbox that must be checked; `missing` is the error otherwise.
    Commitment,
    /// One of several options, all of them visible.
    Choice(&'static [Choice]),
    /// Any number of several options.
    MultiChoice(&'static [Choice]),
    /// One of a long list of options.
    Select(&'static [Choice]),
    /// A country by its ISO 3166-1 alpha-2 code.
    Country,
    /// A province by its code of two digits.
    Province,
    /// A commune by its code of five digits.
    Commune(CommuneKind),
    /// Photos of a document. The answer is the list of their hashes; the bytes are sent as
    /// attachments.
    Photo(PhotoKind),
    /// An option set by the deployment, not the person; the field's preset if it is not set.
    Setting(&'static [Choice]),
    /// A repeating group.
    Group {
        /// The fields of a row.
        fields: &'static [Field],
        /// The highest number of rows.
        max: usize,
        /// The person whom another field of the form names, if the group has such a person.
        head: Option<GroupHead>,
    },
}

/// The person of a group whom another field of the form names: the head of household.
#[derive(Clone, Copy, Debug)]
pub struct GroupHead {
    /// Id of the field of the form with the name of the person.
    pub name: &'static str,
    /// Id of the field of the row that says who is the head.
    pub relation: &'static str,
    /// The answer that says so.
    pub is: &'static str,
}

/// The kinds of text that a person types.
#[derive(Clone, Copy, Debug)]
pub enum TextKind {
    /// Free text in one line.
    SingleLine {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// Code of the issue if it is longer.
        long: &'static str,
        /// Texts that a tap fills in.
        offers: &'static [Choice],
        /// Whether the offices of the deployment's directory are offered too.
        offices: bool,
    },
    /// Free text in several lines; limits as in [`TextKind::SingleLine`].
    MultiLine {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// Code of the issue if it is longer.
        long: &'static str,
    },
    /// A person's full name.
    PersonName,
    /// A personal number or a passport number (box \[06\]).
    IdentityNumber {
        /// Id of the field, in the same form or row, that asks which paper has the number, if the
        /// number is [`UNRECOGNISED`]; its answer [`PASSPORT`] accepts the number of any passport.
        /// May be empty.
        paper: &'static str,
    },
    /// The nine digits of the card before 2021.
    OldIdCardNumber,
    /// The social insurance number.
    SocialInsuranceNumber,
    /// The code of a household.
    HouseholdCode,
    /// A telephone number.
    Phone {
        /// Severity of a number that receives no text message: a landline, or a number from before
        /// 2018.
        landline: hoso_identifiers::Severity,
    },
    /// An e-mail address.
    Email,
    /// A birth date of any precision.
    BirthDate,
    /// A month.
    Month,
    /// An amount in đồng.
    Money,
    /// A whole number within bounds; outside them the field's `missing` code is the error.
    Number {
        /// The least.
        min: u32,
        /// The greatest.
        max: u32,
    },
}

/// What a field of a commune needs besides its own answer.
#[derive(Clone, Copy, Debug)]
pub struct CommuneKind {
    /// Id of the field of the province.
    pub province: &'static str,
    /// Id of the field that stores the former name by which the commune was found; may be empty.
    pub old_name: &'static str,
}

/// Which photos a field takes.
#[derive(Clone, Copy, Debug)]
pub struct PhotoKind {
    /// The highest number of photos.
    pub most: usize,
    /// Whether a PDF is accepted instead of a photo.
    pub pdf: bool,
    /// Whether it shows the person's face, so that the front camera is opened.
    pub portrait: bool,
    /// Id of the field for the other side of the same card, whose photo must differ; may be empty.
    pub other_side: &'static str,
}

impl Kind {
    /// Returns the options of a choice of any kind; empty for other kinds.
    #[must_use]
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices)
            | Self::MultiChoice(choices)
            | Self::Select(choices)
            | Self::Setting(choices) => choices,
            Self::Text(_)
            | Self::YesNo
            | Self::Commitment
            | Self::Country
            | Self::Province
            | Self::Commune(_)
            | Self::Photo(_)
            | Self::Group { .. } => &[],
        }
    }

    /// Adds an option to the chosen ones, and removes those that cannot be chosen together with it.
    pub fn choose(self, chosen: &mut Vec<String>, id: &str) {
        let excludes = |one: &str, other: &str| {
            let mut choices = self.choices().iter();
            choices.any(|choice| choice.id == one && choice.excludes.contains(&other))
        };
        chosen.retain(|other| !excludes(id, other) && !excludes(other, id));
        if !chosen.iter().any(|other| other == id) {
            chosen.push(id.to_owned());
        }
    }

    /// Returns the fields of a row of a group; empty for other kinds.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Group { fields, .. } => fields,
            Self::Text(_)
            | Self::YesNo
            | Self::Commitment
            | Self::Choice(_)
            | Self::MultiChoice(_)
            | Self::Select(_)
            | Self::Country
            | Self::Province
            | Self::Commune(_)
            | Self::Photo(_)
            | Self::Setting(_) => &[],
        }
    }

    /// Returns the texts that a tap fills in; empty for most kinds.
    #[must_use]
    pub const fn offers(self) -> &'static [Choice] {
        match self {
            Self::Text(TextKind::SingleLine { offers, .. }) => offers,
            Self::Text(
                TextKind::MultiLine { .. }
                | TextKind::PersonName
                | TextKind::IdentityNumber { .. }
                | TextKind::OldIdCardNumber
                | TextKind::SocialInsuranceNumber
                | TextKind::HouseholdCode
                | TextKind::Phone { .. }
                | TextKind::Email
                | TextKind::BirthDate
                | TextKind::Month
                | TextKind::Money
                | TextKind::Number { .. },
            )
            | Self::YesNo
            | Self::Commitment
            | Self::Choice(_)
            | Self::MultiChoice(_)
            | Self::Select(_)
            | Self::Country
            | Self::Province
            | Self::Commune(_)
            | Self::Photo(_)
            | Self::Setting(_)
            | Self::Group { .. } => &[],
        }
    }

    /// Returns which photos a photo field takes; `None` for other kinds.
    #[must_use]
    pub const fn photo(self) -> Option<PhotoKind> {
        if let Self::Photo(photo) = self {
            Some(photo)
        } else {
            None
        }
    }

    /// Returns the ids of the fields of a commune; `None` for other kinds.
    #[must_use]
    pub const fn commune(self) -> Option<CommuneKind> {
        if let Self::Commune(commune) = self {
            Some(commune)
        } else {
            None
        }
    }

    /// Returns the options of a setting; `None` for what a person answers.
    #[must_use]
    pub const fn setting(self) -> Option<&'static [Choice]> {
        if let Self::Setting(choices) = self {
            Some(choices)
        } else {
            None
        }
    }

    /// Returns whether an answer is the code of a province, whose place file has its communes.
    #[must_use]
    pub const fn is_province(self) -> bool {
        matches!(self, Self::Province)
    }

    /// Returns whether it is the commitment, which is withdrawn when another answer changes. Its
    /// step is the last one.
    #[must_use]
    pub const fn is_commitment(self) -> bool {
        matches!(self, Self::Commitment)
    }

    /// Returns whether an answer is a list of texts.
    #[must_use]
    pub const fn is_list(self) -> bool {
        match self {
            Self::MultiChoice(_) | Self::Photo(_) => true,
            Self::Text(_)
            | Self::YesNo
            | Self::Commitment
            | Self::Choice(_)
            | Self::Select(_)
            | Self::Country
            | Self::Province
            | Self::Commune(_)
            | Self::Setting(_)
            | Self::Group { .. } => false,
        }
    }
}

impl Field {
    /// Returns the options of a choice of any kind; empty for other kinds.
    #[must_use]
    pub const fn choices(&self) -> &'static [Choice] {
        self.kind.choices()
    }
}

impl Definition {
    /// Returns the step and the field of an id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<(&Step, &Field)> {
        self.steps
            .iter()
            .find_map(|step| step.fields.iter().find(|f| f.id == id).map(|f| (step, f)))
    }

    /// Returns an optional field after the submission by its id.
    #[must_use]
    pub fn after_submission_field(&self, id: &str) -> Option<&'static Field> {
        self.after_submission.iter().find(|field| field.id == id)
    }

    /// Returns the field at a path, which may be in a row.
    #[must_use]
    pub fn field_at(&self, path: &str) -> Option<&Field> {
        let path = Path::parse(path);
        let (_, field) = self.field(path.field)?;
        match path.row {
            Some(_) => field.kind.fields().iter().find(|f| f.id == path.inner),
            None => Some(field),
        }
    }

    /// Returns the position of a field in the form; unknown fields are last.
    pub(crate) fn position(&self, id: &str) -> usize {
        self.steps
            .iter()
            .flat_map(|step| step.fields)
            .position(|f| f.id == id)
            .unwrap_or(usize::MAX)
    }

    /// Returns the position of the inner field of a path in its row.
    pub(crate) fn position_in_group(&self, path: &Path<'_>) -> usize {
        let fields = self
            .field(path.field)
            .map_or(&[][..], |(_, field)| field.kind.fields());
        fields
            .iter()
            .position(|f| f.id == path.inner)
            .unwrap_or(usize::MAX)
    }
}
