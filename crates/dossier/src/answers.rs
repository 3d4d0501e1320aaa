//! What the person answered, by field id.
//!
//! Answers hold what was typed, valid or not: a draft never validates. Only
//! [`crate::canonical`] turns them into the form that travels.

use crate::json::Value;
use crate::path::Path;

/// The key under which a row carries its own id in a draft.
const ROW_ID: &str = "row_id";

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// What was typed or chosen; `yes` and `no` for a question of that kind.
    Text(String),
    /// The ids that were ticked.
    Many(Vec<String>),
    /// The rows of a repeating group.
    Rows(Vec<Row>),
}

/// One row of a repeating group. Its id stays the same when rows before it go.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// An id that no other row of the group has had.
    pub id: String,
    /// The answers of the row.
    pub answers: Answers,
}

/// The answers of a dossier or of one row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Sorted by the length of the field id, then by the id: two lengths are compared at once.
    entries: Vec<(String, Answer)>,
}

// Answers are personal data: a log line must not show them.
impl core::fmt::Debug for Answers {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Answers({} fields)", self.entries.len())
    }
}

impl core::fmt::Debug for Answer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Answer(…)")
    }
}

impl core::fmt::Debug for Row {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Row({})", self.id)
    }
}

impl Answers {
    fn find(&self, field: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|(key, _)| (key.len(), key.as_str()).cmp(&(field.len(), field)))
    }

    /// The answer of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.find(field)
            .ok()
            .and_then(|i| self.entries.get(i))
            .map(|(_, answer)| answer)
    }

    /// The text of a field; empty where there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        match self.get(field) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }

    /// The ticked ids of a field.
    #[must_use]
    pub fn many(&self, field: &str) -> &[String] {
        match self.get(field) {
            Some(Answer::Many(ids)) => ids,
            _ => &[],
        }
    }

    /// Is this id chosen or ticked?
    #[must_use]
    pub fn has(&self, field: &str, id: &str) -> bool {
        match self.get(field) {
            Some(Answer::Text(text)) => text == id,
            Some(Answer::Many(ids)) => ids.iter().any(|x| x == id),
            _ => false,
        }
    }

    /// The rows of a group.
    #[must_use]
    pub fn rows(&self, group: &str) -> &[Row] {
        match self.get(group) {
            Some(Answer::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// A row of a group, to change.
    pub fn row_mut(&mut self, group: &str, row: usize) -> Option<&mut Row> {
        let i = self.find(group).ok()?;
        match self.entries.get_mut(i) {
            Some((_, Answer::Rows(rows))) => rows.get_mut(row),
            _ => None,
        }
    }

    /// Adds a row to the end of a group.
    pub fn add_row(&mut self, group: &str, row: Row) {
        if let Ok(i) = self.find(group)
            && let Some((_, Answer::Rows(rows))) = self.entries.get_mut(i)
        {
            rows.push(row);
        } else {
            self.set(group, Answer::Rows(vec![row]));
        }
    }

    /// Takes a row out of a group; the others keep their ids.
    pub fn remove_row(&mut self, group: &str, row: usize) {
        if let Ok(i) = self.find(group)
            && let Some((_, Answer::Rows(rows))) = self.entries.get_mut(i)
            && row < rows.len()
        {
            rows.remove(row);
        }
    }

    /// Sets an answer.
    pub fn set(&mut self, field: &str, answer: Answer) {
        match self.find(field) {
            Ok(i) => self.entries[i].1 = answer,
            Err(i) => self.entries.insert(i, (field.to_owned(), answer)),
        }
    }

    /// Sets a text answer.
    pub fn set_text(&mut self, field: &str, text: impl Into<String>) {
        self.set(field, Answer::Text(text.into()));
    }

    /// Takes an answer away.
    pub fn remove(&mut self, field: &str) {
        if let Ok(i) = self.find(field) {
            self.entries.remove(i);
        }
    }

    /// All answers by field id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.entries
            .iter()
            .map(|(key, answer)| (key.as_str(), answer))
    }

    /// Is there no answer at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The answer at a path.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Answer> {
        let path = Path::parse(path);
        match path.row {
            Some(row) => self.rows(path.field).get(row)?.answers.get(path.inner),
            None => self.get(path.field),
        }
    }

    /// The text at a path; empty where there is none.
    #[must_use]
    pub fn text_at(&self, path: &str) -> &str {
        match self.at(path) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }

    /// Sets the answer at a path. A row that does not exist is left alone.
    pub fn set_at(&mut self, path: &str, answer: Answer) {
        let path = Path::parse(path);
        match path.row {
            Some(row) => {
                if let Some(row) = self.row_mut(path.field, row) {
                    row.answers.set(path.inner, answer);
                }
            }
            None => self.set(path.field, answer),
        }
    }

    /// The JSON of a draft: exactly what was typed.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::Object(
            self.entries
                .iter()
                .map(|(key, answer)| {
                    let value = match answer {
                        Answer::Text(text) => Value::text(text),
                        Answer::Many(ids) => Value::List(ids.iter().map(Value::text).collect()),
                        Answer::Rows(rows) => Value::List(
                            rows.iter()
                                .map(|row| {
                                    let mut value = row.answers.to_value();
                                    if let Value::Object(entries) = &mut value {
                                        entries.push((ROW_ID.to_owned(), Value::text(&row.id)));
                                    }
                                    value
                                })
                                .collect(),
                        ),
                    };
                    (key.clone(), value)
                })
                .collect(),
        )
    }

    /// Reads the JSON of a draft, of an example or of a dossier. Integers and
    /// booleans become the text a person would have typed; what fits no answer
    /// (null, nested objects) is left out and listed in the second part.
    #[must_use]
    pub fn from_value(value: &Value) -> (Self, Vec<String>) {
        let mut left_out = Vec::new();
        let answers = Self::read(value, "", &mut left_out);
        (answers, left_out)
    }

    fn read(value: &Value, prefix: &str, left_out: &mut Vec<String>) -> Self {
        let mut answers = Self::default();
        for (key, value) in value.entries() {
            if key == ROW_ID && !prefix.is_empty() {
                continue;
            }
            let answer = match value {
                Value::Text(text) => Answer::Text(text.clone()),
                Value::Bool(yes) => Answer::Text(if *yes { "yes" } else { "no" }.to_owned()),
                Value::Integer(n) => Answer::Text(n.to_string()),
                Value::List(items) if items.iter().all(|item| item.as_str().is_some()) => {
                    Answer::Many(
                        items
                            .iter()
                            .filter_map(Value::as_str)
                            .map(str::to_owned)
                            .collect(),
                    )
                }
                Value::List(items)
                    if prefix.is_empty()
                        && items.iter().all(|item| matches!(item, Value::Object(_))) =>
                {
                    Answer::Rows(
                        items
                            .iter()
                            .enumerate()
                            .map(|(i, item)| Row {
                                id: match item.get(ROW_ID).and_then(Value::as_str) {
                                    Some(id) => id.to_owned(),
                                    None => i.to_string(),
                                },
                                answers: Self::read(item, &Path::in_row(key, i, ""), left_out),
                            })
                            .collect(),
                    )
                }
                _ => {
                    left_out.push([prefix, key].concat());
                    continue;
                }
            };
            answers.set(key, answer);
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;
    use crate::json::parse_str;

    #[test]
    fn ok_a_draft_comes_back_as_it_was() {
        let text =
            r#"{"cases":["return"],"full_name":" a ","members":[{"row_id":"7","sex":"male"}]}"#;
        let (answers, left_out) = Answers::from_value(&parse_str(text).unwrap());
        assert!(left_out.is_empty());
        assert_eq!(answers.rows("members")[0].id, "7");
        assert_eq!(answers.text_at("members.0.sex"), "male");
        let (again, _) = Answers::from_value(&answers.to_value());
        assert_eq!(again, answers);
    }

    #[test]
    fn ok_integers_and_booleans_become_text() {
        let (answers, _) =
            Answers::from_value(&parse_str(r#"{"a":1500000,"b":true,"c":false}"#).unwrap());
        assert_eq!(answers.text("a"), "1500000");
        assert!(answers.has("b", "yes") && answers.has("c", "no"));
    }

    #[test]
    fn err_what_fits_no_answer_is_told() {
        let (_, left_out) = Answers::from_value(
            &parse_str(r#"{"a":null,"b":{"c":1},"m":[{"x":null}],"n":[1]}"#).unwrap(),
        );
        assert_eq!(left_out, ["a", "b", "m.0.x", "n"]);
    }

    #[test]
    fn ok_debug_hides_what_was_typed() {
        let mut answers = Answers::default();
        answers.set_text("full_name", "Nguyễn Thị Mẫu");
        assert!(!format!("{answers:?}").contains("Mẫu"));
    }
}
