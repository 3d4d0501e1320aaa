//! The path of an answer: `phone`, or `members.0.full_name` within a repeating group.

/// A path taken apart. Reading is total: what has no row is a plain field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// The field of the form; for an answer within a group, the group.
    pub field: &'a str,
    /// The row of the group, from 0.
    pub row: Option<usize>,
    /// The field within the row, or nothing.
    pub inner: &'a str,
}

impl<'a> Path<'a> {
    /// Takes a path apart.
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

    /// The path of a field within a row.
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
