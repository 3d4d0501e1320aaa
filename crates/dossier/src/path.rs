//! The path of an answer: `phone`, or `members.0.full_name` within a repeating group.

/// A parsed path. Parsing is total: a text without a row is a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// Id of the field; for an answer in a row, id of the group.
    pub field: &'a str,
    /// Index of the row in the group.
    pub row: Option<usize>,
    /// Id of the field in the row; empty without a row.
    pub inner: &'a str,
}

impl<'a> Path<'a> {
    /// Parses a path.
    #[must_use]
    pub fn parse(path: &'a str) -> Self {
        let mut parts = path.splitn(3, '.');
        let field = parts.next().unwrap_or(path);
        match (parts.next().and_then(|row| row.parse().ok()), parts.next()) {
            (Some(row), Some(inner)) => Self {
                field,
                row: Some(row),
                inner,
            },
            _ => Self {
                field: path,
                row: None,
                inner: "",
            },
        }
    }

    /// Returns the path of a field in a row.
    #[must_use]
    pub fn in_row(group: &str, row: usize, field: &str) -> String {
        let mut path = String::with_capacity(group.len() + field.len() + 4);
        path.push_str(group);
        path.push('.');
        path.push_str(&row.to_string());
        path.push('.');
        path.push_str(field);
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_paths() {
        assert_eq!(
            Path::parse("phone"),
            Path {
                field: "phone",
                row: None,
                inner: ""
            }
        );
        let path = Path::in_row("members", 12, "sex");
        assert_eq!(
            Path::parse(&path),
            Path {
                field: "members",
                row: Some(12),
                inner: "sex"
            }
        );
    }

    #[test]
    fn err_rubbish_is_a_plain_field() {
        for rubbish in [
            "",
            ".",
            "members.x.sex",
            "members.-1.sex",
            "members.99999999999999999999.sex",
        ] {
            assert_eq!(Path::parse(rubbish).row, None, "{rubbish}");
        }
    }
}
