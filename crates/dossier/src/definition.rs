//! The definition of a procedure: static tables, compiled from
//! `procedures/<code>/definition.toml` at build time.
//!
//! Texts are Vietnamese, the source language; `hoso-locales` has their translations.

use hoso_identifiers::{Date, text};

use crate::answers::{Answer, Answers};
use crate::path::Path;
use crate::report::Report;

/// Returns the name of a province or commune by its code of two or five digits, or `None`. The
/// caller passes it, because the tables of places are dated data outside the rules.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A procedure: its definition, and the functions over more than one answer.
pub struct Procedure {
    /// The fields and steps.
    pub definition: &'static Definition,
    /// Adds the issues that need more than one answer or the date. Never fails.
    pub rules: fn(&Answers, Date, &mut Report),
    /// Id of the field for which [`Procedure::suggest`] builds a text; may be empty.
    pub suggested_field: &'static str,
    /// Returns the suggested text of a field ("Điền giúp tôi").
    pub suggest: fn(&str, &Answers, Date, Names<'_>) -> Option<String>,
    /// Returns the amounts of the estimate.
    pub figures: fn(&Answers, Date) -> Vec<Figure>,
    /// Returns the dated rows behind the amounts, one message each.
    pub figure_rows: fn(&Answers, Date) -> Vec<Message>,
    /// Returns the text of the bank transfer in the form that the agency requires.
    pub transfer_text: fn(&Answers, Date) -> Option<String>,
    /// Returns the next steps, for the last page.
    pub next_steps: fn(&Answers, Date) -> Vec<Message>,
    /// Returns the documents to bring, for the last page.
    pub required_documents: fn(&Answers, Date) -> Vec<Message>,
    /// Returns the related procedures that the answers suggest.
    pub related: fn(&Answers, Date) -> Vec<ProcedureLink>,
}

impl Procedure {
    /// Returns a procedure with a definition and rules only.
    #[must_use]
    pub const fn plain(
        definition: &'static Definition,
        rules: fn(&Answers, Date, &mut Report),
    ) -> Self {
        Self {
            definition,
            rules,
            suggested_field: "",
            suggest: |_, _, _, _| None,
            figures: |_, _| Vec::new(),
            figure_rows: |_, _| Vec::new(),
            transfer_text: |_, _| None,
            next_steps: |_, _| Vec::new(),
            required_documents: |_, _| Vec::new(),
            related: |_, _| Vec::new(),
        }
    }
}

/// A link to another procedure. Answers are copied there; they are not removed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcedureLink {
    /// Id of the field whose step shows the link.
    pub at: &'static str,
    /// Code of the other procedure.
    pub to: &'static str,
    /// Message code of the link text.
    pub reason: &'static str,
    /// Answers to copy: field id here, field id there.
    pub copies: &'static [(&'static str, &'static str)],
    /// Answers that the link itself implies: field id there, answer.
    pub presets: &'static [(&'static str, &'static str)],
    /// Whether the person returns to this procedure afterwards.
    pub returns: bool,
}

/// A message by its code, with the values of its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Code of the message.
    pub code: &'static str,
    /// Name and value of each placeholder.
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    /// Returns a message without placeholders.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// Returns the message with one more placeholder filled.
    #[must_use]
    pub fn with(mut self, placeholder: &'static str, text: impl Into<String>) -> Self {
        self.args.push((placeholder, text.into()));
        self
    }
}

/// One amount of an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Names the figure.
    pub label: Message,
    /// Amount in đồng, or the reason why it is not known.
    pub amount: Result<u64, Message>,
    /// Whether the amount is subtracted, as the State's support is.
    pub deducted: bool,
    /// Whether the amount is what the person pays.
    pub total: bool,
}

/// The fields of a procedure, grouped into steps.
#[derive(Debug)]
pub struct Definition {
    /// The official code, a parameter of the agency: `602b`.
    pub code: &'static str,
    /// The version of this definition, a date.
    pub version: &'static str,
    /// The name that citizens use.
    pub title: &'static str,
    /// The official name of the printed form.
    pub form: &'static str,
    /// Documents to have ready, for the landing page.
    pub have_ready: &'static [&'static str],
    /// Time to fill in the form, for the landing page.
    pub duration: &'static str,
    /// The source of the fields.
    pub source: &'static str,
    /// When nothing is declared and sent, and the page for that case.
    pub no_declaration: Option<NoDeclaration>,
    /// Whether the receipt offers each answer to be copied into the agency's portal.
    pub copy_sheet: bool,
    /// The official form that is printed.
    pub printed_form: PrintedForm,
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
    /// When it is shown; `None` means always.
    pub show: Option<Condition>,
    /// Whether the estimate is shown below its fields.
    pub figures: bool,
    /// Its fields.
    pub fields: &'static [Field],
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

/// A condition on one earlier answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Id of the earlier field.
    pub field: &'static str,
    /// The condition holds if the answer is, or contains, one of these ids.
    pub is: &'static [&'static str],
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
}

/// The kinds of answers.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Free text in one line.
    Text {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// Code of the issue if it is longer.
        long: &'static str,
        /// Texts that a tap fills in.
        offers: &'static [Choice],
    },
    /// Free text in several lines; limits as in [`Kind::Text`].
    MultilineText {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// Code of the issue if it is longer.
        long: &'static str,
    },
    /// A person's full name.
    PersonName,
    /// A personal number or a passport number (box \[06\]).
    IdentityNumber,
    /// The nine digits of the card before 2021.
    OldIdCardNumber,
    /// The social insurance number.
    SocialInsuranceNumber,
    /// The code of a household.
    HouseholdCode,
    /// A telephone number.
    Phone {
        /// Severity of a landline number, where a mobile number is expected.
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
    Commune {
        /// Id of the field of the province.
        province: &'static str,
        /// Id of the field that stores the former name by which the commune was found; may be empty.
        old_name: &'static str,
    },
    /// Photos of a document. The answer is the list of their hashes; the bytes are sent as
    /// attachments.
    Photo {
        /// The highest number of photos.
        most: usize,
        /// Whether a PDF is accepted instead of a photo.
        pdf: bool,
        /// Whether it shows the person's face, so that the front camera is opened.
        portrait: bool,
        /// Id of the field for the other side of the same card, whose photo must differ; may be empty.
        other_side: &'static str,
    },
    /// An option set by the deployment, not the person; the field's preset if it is not set.
    Setting(&'static [Choice]),
    /// A repeating group.
    Group {
        /// The fields of a row.
        fields: &'static [Field],
        /// The highest number of rows.
        max: usize,
    },
}

impl Condition {
    /// Returns whether the condition holds for these answers.
    #[must_use]
    pub fn is_met(&self, answers: &Answers) -> bool {
        match answers.get(self.field) {
            Some(Answer::Text(text)) => self.is.contains(&text.as_str()),
            Some(Answer::Many(ids)) => ids.iter().any(|id| self.is.contains(&id.as_str())),
            _ => false,
        }
    }
}

impl Step {
    /// Returns whether the step is shown. A step without a shown field is not.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
            && self.fields.iter().any(|field| field.is_shown(answers))
    }
}

impl Field {
    /// Returns whether the field has no answer. Spaces and invisible characters do not count.
    #[must_use]
    pub fn is_empty(&self, answer: Option<&Answer>) -> bool {
        match answer {
            None => true,
            Some(Answer::Text(text)) if matches!(self.kind, Kind::Commitment) => text != "yes",
            Some(Answer::Text(text)) => text::is_blank(text),
            Some(Answer::Many(ids)) => ids.is_empty(),
            Some(Answer::Rows(rows)) => rows.is_empty(),
        }
    }

    /// Returns whether the field is shown, given the answers of the form or of its row.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
    }

    /// Returns the options of a choice of any kind; empty for other kinds.
    #[must_use]
    pub const fn choices(&self) -> &'static [Choice] {
        match self.kind {
            Kind::Choice(choices)
            | Kind::MultiChoice(choices)
            | Kind::Select(choices)
            | Kind::Setting(choices) => choices,
            _ => &[],
        }
    }
}

impl Definition {
    /// Iterates over the shown fields with their steps, in order.
    pub fn shown<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = (&'static Step, &'static Field)> + 'a {
        self.steps
            .iter()
            .filter(|step| self.condition_holds(step.show, answers))
            .flat_map(|step| {
                let fields = step
                    .fields
                    .iter()
                    .filter(|field| self.condition_holds(field.show, answers));
                fields.map(move |field| (step, field))
            })
    }

    /// Returns whether a condition holds and its own field is shown. The answer of a hidden field is
    /// kept, but must not require further answers.
    fn condition_holds(&self, show: Option<Condition>, answers: &Answers) -> bool {
        // The recursion ends: the definition compiler accepts conditions on earlier fields only.
        show.is_none_or(|show| show.is_met(answers) && self.is_asked(show.field, answers))
    }

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

    /// Iterates over the shown photo fields without a photo.
    pub fn missing_photos<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'static Field> + 'a {
        self.shown(answers)
            .map(|(_, field)| field)
            .filter(|field| matches!(field.kind, Kind::Photo { .. }))
            .filter(|field| answers.many(field.id).is_empty())
    }

    /// Returns the field at a path, which may be in a row.
    #[must_use]
    pub fn field_at(&self, path: &str) -> Option<&Field> {
        let path = Path::parse(path);
        let (_, field) = self.field(path.field)?;
        match (path.row, field.kind) {
            (Some(_), Kind::Group { fields, .. }) => fields.iter().find(|f| f.id == path.inner),
            (Some(_), _) => None,
            (None, _) => Some(field),
        }
    }

    /// Returns whether the field of this id and its step are shown.
    #[must_use]
    pub fn is_asked(&self, id: &str, answers: &Answers) -> bool {
        self.field(id).is_some_and(|(step, field)| {
            self.condition_holds(step.show, answers) && self.condition_holds(field.show, answers)
        })
    }

    /// Returns whether these answers make a declaration, which has to be sent.
    #[must_use]
    pub fn requires_declaration(&self, answers: &Answers) -> bool {
        self.no_declaration
            .is_none_or(|case| !case.when.is_met(answers))
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
        match self.field(path.field) {
            Some((
                _,
                Field {
                    kind: Kind::Group { fields, .. },
                    ..
                },
            )) => fields
                .iter()
                .position(|f| f.id == path.inner)
                .unwrap_or(usize::MAX),
            _ => usize::MAX,
        }
    }
}
