//! What a procedure asks: static tables, made at build time from
//! `procedures/<code>/definition.toml`.

use hoso_identifiers::{Date, text};

use crate::answers::{Answer, Answers};
use crate::path::Path;
use crate::report::Report;

/// A text in both languages. Without the feature `english` its English half is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

/// The English half of a text: itself with the feature `english`, else nothing.
#[cfg(feature = "english")]
#[macro_export]
macro_rules! english {
    ($text:literal) => {
        $text
    };
}

/// The English half of a text: itself with the feature `english`, else nothing.
#[cfg(not(feature = "english"))]
#[macro_export]
macro_rules! english {
    ($text:literal) => {
        ""
    };
}

/// The name of a place by its code of two or five digits, where the caller has it: the tables of
/// places are dated data that the rules do not hold.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A procedure: what it asks, and the rules that look at more than one answer.
pub struct Procedure {
    /// The questions.
    pub definition: &'static Definition,
    /// The rules across answers; they add to the report and never fail.
    pub rules: fn(&Answers, Date, &mut Report),
    /// The field for which [`Procedure::suggest`] drafts a text; may be empty.
    pub suggested_field: &'static str,
    /// A text that the person may take over for the field of this id ("Điền giúp tôi").
    pub suggest: fn(&str, &Answers, Date, Names<'_>) -> Option<String>,
    /// The amounts that follow from the answers, for the steps that show them.
    pub figures: fn(&Answers, Date) -> Vec<Figure>,
    /// The dated facts behind the amounts, one message each.
    pub figure_rows: fn(&Answers, Date) -> Vec<Message>,
    /// The text of the money transfer, exactly as the agency wants it.
    pub transfer_text: fn(&Answers, Date) -> Option<String>,
    /// What happens next, for the last page.
    pub next_steps: fn(&Answers, Date) -> Vec<Message>,
    /// The papers to bring, for the last page.
    pub required_documents: fn(&Answers, Date) -> Vec<Message>,
    /// Where else these answers may lead: another procedure that takes some of them over.
    pub related: fn(&Answers, Date) -> Vec<ProcedureLink>,
}

impl Procedure {
    /// A procedure with its questions and rules, and nothing besides.
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

/// A link to another procedure. Answers are copied there and stay here too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcedureLink {
    /// The field below which it is offered.
    pub at: &'static str,
    /// The code of the procedure it leads to.
    pub to: &'static str,
    /// Why, as the code of a sentence.
    pub reason: &'static str,
    /// The answers that are copied: the field here, the field there.
    pub copies: &'static [(&'static str, &'static str)],
    /// What is answered there from the start, as the way itself says it: field, answer.
    pub presets: &'static [(&'static str, &'static str)],
    /// Whether the person comes back here when that is done.
    pub returns: bool,
}

/// A sentence by its code, and what fills its gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The code of the sentence.
    pub code: &'static str,
    /// Name of the gap and its text.
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    /// A sentence without gaps.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self {
            code,
            args: Vec::new(),
        }
    }

    /// The same sentence with one more gap filled.
    #[must_use]
    pub fn with(mut self, gap: &'static str, text: impl Into<String>) -> Self {
        self.args.push((gap, text.into()));
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
}

/// The questions of a procedure.
#[derive(Debug)]
pub struct Definition {
    /// The official code, a parameter of the agency: `602b`.
    pub code: &'static str,
    /// The version of this definition, a date.
    pub version: &'static str,
    /// What the citizen calls it.
    pub title: Text,
    /// The paper form that it fills, as the sheet names it.
    pub form: Text,
    /// What to have at hand, for the landing page.
    pub have_ready: &'static [Text],
    /// How long it takes, for the landing page.
    pub duration: Text,
    /// Where the questions come from.
    pub source: &'static str,
    /// When nothing is declared and nothing is sent.
    pub no_declaration: Option<NoDeclaration>,
    /// Whether the values are offered to be copied one by one into the agency's own portal.
    pub copy_sheet: bool,
    /// The official form that is printed.
    pub printed_form: PrintedForm,
    /// The phone with which this procedure registers an account or uses one, if it asks for it.
    pub account_phone: Option<AccountPhone>,
    /// The steps in order.
    pub steps: &'static [Step],
    /// What a person may note after sending; kept with the draft, never sent.
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
    /// The answers with which it is so.
    pub when: Condition,
    /// The heading of the page.
    pub title: Text,
    /// What it says below.
    pub hint: Text,
}

/// One screen of questions.
#[derive(Debug)]
pub struct Step {
    /// Unique within the procedure; the fragment of its address.
    pub id: &'static str,
    /// The heading.
    pub title: Text,
    /// A sentence below the heading; may be empty.
    pub hint: Text,
    /// When it is asked; always, if nothing is said.
    pub show: Option<Condition>,
    /// Whether the procedure's figures are shown below its questions.
    pub figures: bool,
    /// Its questions.
    pub fields: &'static [Field],
}

/// One question.
#[derive(Debug)]
pub struct Field {
    /// Unique within the procedure or the group; the `name` of its control.
    pub id: &'static str,
    /// The box of the paper form, such as `06` or `09.1`; may be empty.
    pub box_number: &'static str,
    /// The visible label.
    pub label: Text,
    /// Help below the label; may be empty.
    pub hint: Text,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether it must be answered.
    pub required: Required,
    /// The code of the issue when it is not answered.
    pub missing: &'static str,
    /// When it is asked; whenever its step is, if nothing is said.
    pub show: Option<Condition>,
    /// What the browser may fill in from the person's own address book (HTML `autocomplete`); may be empty.
    pub autocomplete: &'static str,
    /// The answer until the person gives one; may be empty.
    pub preset: &'static str,
}

/// Whether a question must be answered while it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// An empty answer is an error.
    Always,
    /// An empty answer is an error when this holds, else it may stay empty.
    When(Condition),
    /// An empty answer is an error when the first holds and a warning otherwise.
    WhenElseRecommended(Condition),
    /// An empty answer is a warning.
    Recommended,
    /// It may stay empty.
    No,
}

/// A condition on one earlier answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The field it looks at.
    pub field: &'static str,
    /// It holds when one of these is the answer or among the answers.
    pub is: &'static [&'static str],
}

/// One of the answers that a choice offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The id, compared and sent; never shown.
    pub id: &'static str,
    /// What is shown.
    pub label: Text,
    /// A second line; may be empty.
    pub hint: Text,
}

/// The kinds of answers.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Free text in one line.
    Text {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// The code when it is longer.
        long: &'static str,
        /// Texts that a tap fills in.
        offers: &'static [Choice],
    },
    /// Free text in several lines; limits as [`Kind::Line`].
    MultilineText {
        /// Unicode scalar values after normalisation.
        max: usize,
        /// The code when it is longer.
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
        /// What a landline is here, where a mobile is wanted.
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
    /// A tick that has to be there; `missing` is the error without it.
    Commitment,
    /// One of several answers, all in view.
    Choice(&'static [Choice]),
    /// Any number of several answers.
    MultiChoice(&'static [Choice]),
    /// One of a long list of answers.
    Select(&'static [Choice]),
    /// A country by its ISO 3166-1 alpha-2 code.
    Country,
    /// A province by its code of two digits.
    Province,
    /// A commune by its code of five digits.
    Commune {
        /// The field of the province.
        province: &'static str,
        /// The field that takes the old name by which the commune was found; may be empty.
        old_name: &'static str,
    },
    /// Photos of a paper. The answer is the list of their hashes; the bytes travel as attachments.
    Photo {
        /// The most photos.
        most: usize,
        /// Whether a PDF is accepted instead of a photo.
        pdf: bool,
        /// Whether it shows a face: the camera that faces the person is opened.
        portrait: bool,
        /// The field of the other side of the same card, which must not look alike; may be empty.
        other_side: &'static str,
    },
    /// What the deployment decides, not the person; its preset where nothing is said.
    Setting(&'static [Choice]),
    /// A repeating group.
    Group {
        /// The questions of a row.
        fields: &'static [Field],
        /// The most rows.
        max: usize,
    },
}

impl Condition {
    /// Does it hold for these answers?
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
    /// Is this step asked, given these answers? A step without a visible question is not.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
            && self.fields.iter().any(|field| field.is_shown(answers))
    }
}

impl Field {
    /// Returns `true` if this question has no answer. Spaces and invisible characters are none.
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

    /// Is this question asked, given these answers (of the form or of the row)?
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
    }

    /// The answers that a choice of any kind offers; else none.
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
    /// The questions that are asked, in order, given these answers.
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

    /// Does a condition hold, and is its question asked itself? An answer that stayed
    /// behind when another choice hid its question must not call for further answers.
    fn condition_holds(&self, show: Option<Condition>, answers: &Answers) -> bool {
        // This ends: a condition looks at earlier questions only, the compiler of definitions sees to it.
        show.is_none_or(|show| show.is_met(answers) && self.is_asked(show.field, answers))
    }

    /// The step and the question of a field id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<(&Step, &Field)> {
        self.steps
            .iter()
            .find_map(|step| step.fields.iter().find(|f| f.id == id).map(|f| (step, f)))
    }

    /// A question that is noted after sending.
    #[must_use]
    pub fn after_submission_field(&self, id: &str) -> Option<&'static Field> {
        self.after_submission.iter().find(|field| field.id == id)
    }

    /// The photos that are asked for and not there, given these answers.
    pub fn missing_photos<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'static Field> + 'a {
        self.shown(answers)
            .map(|(_, field)| field)
            .filter(|field| matches!(field.kind, Kind::Photo { .. }))
            .filter(|field| answers.many(field.id).is_empty())
    }

    /// The question at a path, within a row too.
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

    /// Is the question of this id asked, given these answers?
    #[must_use]
    pub fn is_asked(&self, id: &str, answers: &Answers) -> bool {
        self.field(id).is_some_and(|(step, field)| {
            self.condition_holds(step.show, answers) && self.condition_holds(field.show, answers)
        })
    }

    /// Is a declaration made with these answers?
    #[must_use]
    pub fn requires_declaration(&self, answers: &Answers) -> bool {
        self.no_declaration
            .is_none_or(|none| !none.when.is_met(answers))
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
