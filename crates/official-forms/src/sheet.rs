//! Parses the request.

use core::fmt;

use hoso_dossier::{Answer, Answers, Definition, PrintedForm, Value, json, timestamp};
use hoso_identifiers::{Date, dossier_number::DossierNumber, text};

use crate::receipt::Receipt;
use crate::refusal::Refusal;

/// The longest request in bytes: three times a dossier of thirty members with the longest answers and
/// its attached copy.
pub const MAX_REQUEST: usize = 500_000;

/// The highest number of rows in a group. The forms have thirty; without a limit a short request could
/// generate hundreds of pages.
const MAX_ROWS: usize = 300;

/// A parsed request: the data to print.
pub struct Sheet {
    pub(crate) form: Form,
    pub(crate) definition: &'static Definition,
    pub(crate) day: Option<Date>,
    pub(crate) answers: Answers,
    pub(crate) names: Vec<(String, String)>,
    /// The number of the receiver's receipt; empty before one is known.
    pub(crate) receipt_number: String,
    /// The name of the receiver; may be empty.
    pub(crate) receiver: String,
    /// What the person noted of the agency's SMS (R-702-7); may be empty.
    pub(crate) noted_number: String,
    /// What the deployment says about the sheet after Mẫu số 01; empty for the default text.
    pub(crate) form_01_text: String,
    pub(crate) dossier: String,
    pub(crate) missing: Vec<String>,
    pub(crate) extended: bool,
    /// Ids of the fields whose files the attached dossier lists.
    pub(crate) attached: Vec<String>,
}

/// An official form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// The code of its procedure.
    pub(crate) procedure: &'static str,
    /// Its layout.
    pub(crate) layout: PrintedForm,
    /// The name of the file without extension.
    pub(crate) file: &'static str,
    /// Its name in the title of the file and in footers.
    pub(crate) name: &'static str,
}

impl Form {
    /// Returns the form of a procedure; `None` if it has none.
    const fn of(definition: &'static Definition) -> Option<Self> {
        let Some(layout) = definition.printed_form else {
            return None;
        };
        let (file, name) = match layout {
            PrintedForm::Tk1Ts => ("tk1-ts", "Tờ khai TK1-TS"),
            PrintedForm::Form01 => ("mau-01", "Bản chuẩn bị theo Mẫu số 01"),
            PrintedForm::Form01Under18 => (
                "mau-01-duoi-18",
                "Bản chuẩn bị theo Mẫu số 01 (dưới 18 tuổi)",
            ),
        };
        Some(Self {
            procedure: definition.code,
            layout,
            file,
            name,
        })
    }
}

// Answers are personal data: a log line must not show them.
impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({})", self.form.procedure)
    }
}

impl Sheet {
    /// Parses a request.
    ///
    /// ```json
    /// { "procedure": "602b", "declared_at": "2026-11-20T02:00:00Z", "answers": {},
    ///   "names": { "22366": "Phường Nha Trang", "56": "Khánh Hòa" }, "receipt_number": "",
    ///   "receiver": "", "noted_number": "", "form_01_text": "", "dossier": "",
    ///   "missing": ["portrait"], "form_profile": "core" }
    /// ```
    ///
    /// `answers` are in canonical form, `names` has the names of the places in them, `receipt_number`
    /// is that of the receipt of `receiver`, `noted_number` what the person noted of the agency's SMS,
    /// `form_01_text` replaces what the sheet after Mẫu số 01 says about itself, `dossier` is attached to the PDF unchanged, `missing` lists the fields without a photo. Only
    /// `procedure` and `answers` are required.
    ///
    /// # Errors
    /// If the text is too long or not JSON, a key has the wrong type, the procedure has no form, or
    /// the answers make no declaration.
    pub fn read(request: &str) -> Result<Self, Refusal> {
        if request.len() > MAX_REQUEST {
            return Err(Refusal::TooLarge);
        }
        let value = json::parse_str(request).map_err(Refusal::NotJson)?;
        let procedure = string(&value, "procedure")?;
        let definition =
            hoso_procedures::dossier_definition(procedure).ok_or(Refusal::UnknownProcedure)?;
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
            form: Form::of(definition).ok_or(Refusal::UnknownProcedure)?,
            definition,
            day,
            answers,
            names: names(&value)?,
            receipt_number: receipt_number(&value)?,
            receiver: text::clean(string(&value, "receiver")?).into_owned(),
            noted_number: text::clean(string(&value, "noted_number")?).into_owned(),
            form_01_text: text::clean(string(&value, "form_01_text")?).into_owned(),
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

    /// Returns the name of a place; its code if the request has no name for it.
    pub(crate) fn name(&self, code: &str) -> String {
        self.names
            .iter()
            .find(|(known, _)| known == code)
            .map_or(code, |(_, name)| name)
            .to_owned()
    }

    pub(crate) const fn receipt(&self) -> Receipt<'_> {
        Receipt {
            number: self.receipt_number.as_str(),
            receiver: self.receiver.as_str(),
        }
    }

    pub(crate) const fn day(&self) -> Option<Date> {
        self.day
    }

    pub(crate) const fn form(&self) -> &Form {
        &self.form
    }
}

/// Returns the string of a key; empty if the key is missing.
fn string<'a>(value: &'a Value, key: &'static str) -> Result<&'a str, Refusal> {
    match value.get(key) {
        None => Ok(""),
        Some(Value::Text(text)) => Ok(text),
        Some(_) => Err(Refusal::Shape(key)),
    }
}

/// Returns the number of the receipt, which may be empty; it has to fit next to the signature.
fn receipt_number(value: &Value) -> Result<String, Refusal> {
    let typed = text::clean(string(value, "receipt_number")?);
    if typed.is_empty() {
        return Ok(String::new());
    }
    DossierNumber::parse(&typed)
        .map(|number| number.to_string())
        .map_err(|_| Refusal::Shape("receipt_number"))
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

/// Returns the field ids of the files that an envelope lists; empty if it is no envelope.
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
