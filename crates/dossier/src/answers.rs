//! The answers of a person, by field id.
//!
//! Answers are stored as entered, valid or not: a draft is never validated. Only
//! [`crate::canonical`] converts them to the wire format.

use crate::json::Value;
use crate::path::Path;

/// The JSON key of a row's id in a draft.
const ROW_ID: &str = "row_id";

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The entered text or the chosen id; `yes` or `no` for a yes-or-no field.
    Text(String),
    /// The checked ids.
    Many(Vec<String>),
    /// The rows of a repeating group.
    Rows(Vec<Row>),
}

/// One row of a repeating group. Its id does not change when earlier rows are removed.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// An id that no other row of the group has or had.
    pub id: String,
    /// The answers of the row.
    pub answers: Answers,
}

/// The answers of a dossier or of one row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Sorted by the length of the field id, then by the id: comparing lengths first is faster.
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

    /// Returns the answer of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.find(field)
            .ok()
            .and_then(|i| self.entries.get(i))
            .map(|(_, answer)| answer)
    }

    /// Returns the text of a field; empty if it has none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        match self.get(field) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }

    /// Returns the checked ids of a field.
    #[must_use]
    pub fn many(&self, field: &str) -> &[String] {
        match self.get(field) {
            Some(Answer::Many(ids)) => ids,
            _ => &[],
        }
    }

    /// Returns whether this id is chosen or checked.
    #[must_use]
    pub fn has(&self, field: &str, id: &str) -> bool {
        match self.get(field) {
            Some(Answer::Text(text)) => text == id,
            Some(Answer::Many(ids)) => ids.iter().any(|x| x == id),
            _ => false,
        }
    }

    /// Returns the rows of a group.
    #[must_use]
    pub fn rows(&self, group: &str) -> &[Row] {
        match self.get(group) {
            Some(Answer::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Returns a row of a group for modification.
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

    /// Removes a row from a group. The ids of the other rows do not change.
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

    /// Removes an answer.
    pub fn remove(&mut self, field: &str) {
        if let Ok(i) = self.find(field) {
            self.entries.remove(i);
        }
    }

    /// Iterates over all answers with their field ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.entries
            .iter()
            .map(|(key, answer)| (key.as_str(), answer))
    }

    /// Returns whether no field has an answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the JSON of a draft: the answers exactly as entered.
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

    /// Reads the JSON of a draft, an example or a dossier. Integers and booleans become the text
    /// that a person would enter. Returns also the paths of values that fit no answer (null, nested
    /// objects) and were skipped.
    #[must_use]
    pub fn from_value(value: &Value) -> (Self, Vec<String>) {
        let mut skipped = Vec::new();
        let answers = Self::read(value, "", &mut skipped);
        (answers, skipped)
    }

    fn read(value: &Value, prefix: &str, skipped: &mut Vec<String>) -> Self {
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
                                answers: Self::read(item, &Path::in_row(key, i, ""), skipped),
                            })
                            .collect(),
                    )
                }
                _ => {
                    skipped.push([prefix, key].concat());
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
        let (answers, skipped) = Answers::from_value(&parse_str(text).unwrap());
        assert!(skipped.is_empty());
        assert_eq!(answers.rows("members")[0].id, "7");
        assert_eq!(answers.rows("members")[0].answers.text("sex"), "male");
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
    fn err_a_value_that_fits_no_answer_is_listed() {
        let (_, skipped) = Answers::from_value(
            &parse_str(r#"{"a":null,"b":{"c":1},"m":[{"x":null}],"n":[1]}"#).unwrap(),
        );
        assert_eq!(skipped, ["a", "b", "m.0.x", "n"]);
    }

    #[test]
    fn ok_debug_hides_the_answers() {
        let mut answers = Answers::default();
        answers.set_text("full_name", "Nguyễn Thị Mẫu");
        assert!(!format!("{answers:?}").contains("Mẫu"));
    }
}
