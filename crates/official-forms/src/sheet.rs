//! The request: what is to be printed.

use core::fmt;

use hoso_dossier::{Answer, Answers, Definition, PrintedForm, Value, json, timestamp};
use hoso_identifiers::{Date, dossier_number::DossierNumber, text};

use crate::refusal::Refusal;

/// The longest request in bytes. A dossier of thirty members with the longest answers, and
/// its copy to attach, have a third of it.
pub const MAX_REQUEST: usize = 500_000;

/// The most rows of a group. The forms take thirty; far more would make a file of hundreds of
/// pages out of a few letters.
const MAX_ROWS: usize = 300;

/// What is printed. [`Sheet::read`] makes one.
pub struct Sheet {
    pub(crate) form: Form,
    pub(crate) definition: &'static Definition,
    pub(crate) day: Option<Date>,
    pub(crate) answers: Answers,
    pub(crate) names: Vec<(String, String)>,
    pub(crate) number: String,
    pub(crate) dossier: String,
    pub(crate) missing: Vec<String>,
    pub(crate) extended: bool,
    /// The fields whose files the attached dossier lists.
    pub(crate) attached: Vec<String>,
}

/// A paper form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// The procedure that fills it.
    pub(crate) procedure: &'static str,
    /// Its layout.
    pub(crate) layout: PrintedForm,
    /// The name of its file without the extension.
    pub(crate) file: &'static str,
    /// Its name in titles and at the foot of a page.
    pub(crate) name: &'static str,
}

impl Form {
    /// The form that a procedure prints.
    const fn of(definition: &'static Definition) -> Self {
        let (file, name) = match definition.printed_form {
            PrintedForm::Tk1Ts => ("tk1-ts", "Tờ khai TK1-TS"),
            PrintedForm::Form01 => ("mau-01", "Mẫu số 01"),
            PrintedForm::Form01Under18 => ("mau-01-duoi-18", "Mẫu số 01 (dưới 18 tuổi)"),
        };
        Self {
            procedure: definition.code,
            layout: definition.printed_form,
            file,
            name,
        }
    }
}

// Answers are personal data: a log line must not show them.
impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({})", self.form.procedure)
    }
}

impl Sheet {
    /// Reads a request.
    ///
    /// ```json
    /// { "procedure": "602b", "declared_at": "2026-11-20T02:00:00Z", "answers": {},
    ///   "names": { "22366": "Phường Nha Trang", "56": "Khánh Hòa" }, "number": "",
    ///   "dossier": "", "missing": ["portrait"], "form_profile": "core" }
    /// ```
    ///
    /// `answers` are in the form that travels, `names` give the places that occur in them,
    /// `dossier` is attached to the PDF as it is, `missing` are the fields whose photos are
    /// not there. Only `procedure` and `answers` must be there.
    ///
    /// # Errors
    /// [`Refusal`]: the text is too long or no JSON, a key has a wrong kind, the procedure has
    /// no form, or nothing is declared with these answers.
    pub fn read(request: &str) -> Result<Self, Refusal> {
        if request.len() > MAX_REQUEST {
            return Err(Refusal::TooLarge);
        }
        let value = json::parse_str(request).map_err(Refusal::NotJson)?;
        let procedure = string(&value, "procedure")?;
        let definition = hoso_procedures::definition(procedure).ok_or(Refusal::UnknownProcedure)?;
        let answers = match value.get("answers") {
            Some(answers @ Value::Object(_)) => Answers::from_value(answers).0,
            _ => return Err(Refusal::Shape("answers")),
        };
        let rows = |answer: &Answer| match answer {
            Answer::Rows(rows) => rows.len(),
            _ => 0,
        };
        if answers.iter().any(|(_, answer)| rows(answer) > MAX_ROWS) {
            return Err(Refusal::TooLarge);
        }
        if !definition.requires_declaration(&answers) {
            return Err(Refusal::NoDeclaration);
        }
        let declared_at = string(&value, "declared_at")?;
        let day = match declared_at {
            "" => None,
            written => Some(
                timestamp::parse(written)
                    .and_then(timestamp::vietnam_date)
                    .ok_or(Refusal::Shape("declared_at"))?,
            ),
        };
        let dossier = string(&value, "dossier")?;
        Ok(Self {
            form: Form::of(definition),
            definition,
            day,
            answers,
            names: names(&value)?,
            number: number(&value)?,
            dossier: dossier.to_owned(),
            attached: attached(dossier),
            missing: missing(&value)?,
            extended: match string(&value, "form_profile")? {
                "" | "core" => false,
                "extended" => true,
                _ => return Err(Refusal::Shape("form_profile")),
            },
        })
    }

    /// The name of a place; its code where no name came with the request.
    pub(crate) fn name(&self, code: &str) -> String {
        self.names
            .iter()
            .find(|(known, _)| known == code)
            .map_or(code, |(_, name)| name)
            .to_owned()
    }

    pub(crate) const fn day(&self) -> Option<Date> {
        self.day
    }

    pub(crate) const fn form(&self) -> &Form {
        &self.form
    }
}

/// The string of a key; empty where the key is not there.
fn string<'a>(value: &'a Value, key: &'static str) -> Result<&'a str, Refusal> {
    match value.get(key) {
        None => Ok(""),
        Some(Value::Text(text)) => Ok(text),
        Some(_) => Err(Refusal::Shape(key)),
    }
}

/// The number of the dossier, if there is one; it has to fit beside the motto.
fn number(value: &Value) -> Result<String, Refusal> {
    let typed = text::clean(string(value, "number")?);
    if typed.is_empty() {
        return Ok(String::new());
    }
    DossierNumber::parse(&typed)
        .map(|number| number.to_string())
        .map_err(|_| Refusal::Shape("number"))
}

fn names(value: &Value) -> Result<Vec<(String, String)>, Refusal> {
    match value.get("names") {
        None => Ok(Vec::new()),
        Some(Value::Object(entries)) => entries
            .iter()
            .map(|(code, name)| match name {
                Value::Text(name) => Ok((code.clone(), text::clean(name).into_owned())),
                _ => Err(Refusal::Shape("names")),
            })
            .collect(),
        Some(_) => Err(Refusal::Shape("names")),
    }
}

fn missing(value: &Value) -> Result<Vec<String>, Refusal> {
    match value.get("missing") {
        None => Ok(Vec::new()),
        Some(Value::List(items)) => items
            .iter()
            .map(|item| match item {
                Value::Text(field) => Ok(field.clone()),
                _ => Err(Refusal::Shape("missing")),
            })
            .collect(),
        Some(_) => Err(Refusal::Shape("missing")),
    }
}

/// The fields of the files that an envelope lists; none if it is no envelope.
fn attached(dossier: &str) -> Vec<String> {
    let Ok(value) = json::parse_str(dossier) else {
        return Vec::new();
    };
    let files = value.get("attachments").map_or(&[][..], Value::items);
    files
        .iter()
        .filter_map(|file| file.get("field").and_then(Value::as_str))
        .map(str::to_owned)
        .collect()
}
