//! A procedure: a definition with functions over its answers.

use hoso_identifiers::Date;

use crate::answers::Answers;
use crate::definition::Definition;
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
    /// Returns the bounds and the usual answers of a field.
    pub input_help: fn(&str, &Answers, Date) -> InputHelp,
    /// Returns the amounts of the estimate.
    pub figures: fn(&Answers, Date) -> Vec<Figure>,
    /// Returns the dated rows behind the amounts, one message each.
    pub figure_rows: fn(&Answers, Date) -> Vec<Message>,
    /// Returns two amounts over the years, for a picture.
    pub chart: fn(&Answers, Date) -> Option<Chart>,
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
            input_help: |_, _, _| InputHelp::default(),
            figures: |_, _| Vec::new(),
            figure_rows: |_, _| Vec::new(),
            chart: |_, _| None,
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
    /// Message code of the sentence above the link.
    pub text: &'static str,
    /// Message code of the link text.
    pub reason: &'static str,
    /// Answers to copy: field id here, field id there.
    pub copies: &'static [(&'static str, &'static str)],
    /// Answers that the link itself implies: field id there, answer.
    pub presets: &'static [(&'static str, &'static str)],
    /// Whether the person returns to this procedure afterwards.
    pub returns: bool,
}

/// What helps a person to answer a field: nothing of it is a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputHelp {
    /// The lowest and the highest amount in đồng, if both are known.
    pub range: Option<(u64, u64)>,
    /// The step of a slider over the range; `None` without a slider.
    pub slider_step: Option<u64>,
    /// Usual answers, as a person would enter them.
    pub values: Vec<String>,
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

/// Two amounts over the years, shown as a picture and as a table with the same numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The heading.
    pub title: Message,
    /// What the picture shows, in sentences.
    pub summary: Vec<Message>,
    /// Names the two amounts.
    pub names: [Message; 2],
    /// The years in order.
    pub years: Vec<ChartYear>,
    /// The year in which the sum of the second amount reaches that of the first, if it does.
    pub meets_in: Option<u16>,
}

/// The sums of two amounts at the end of a year, in đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartYear {
    /// The year.
    pub year: u16,
    /// The sums since the first year, in the order of [`Chart::names`].
    pub sums: [u64; 2],
}
