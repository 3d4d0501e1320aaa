//! Formats JSON for people: keys in their order, two spaces per level.

use hoso_dossier::Value;

/// Formats a value over several lines.
pub(crate) fn write(value: &Value) -> String {
    let mut out = String::new();
    write_level(value, 0, &mut out);
    out
}

fn write_level(value: &Value, depth: usize, out: &mut String) {
    let (open, close, count) = match value {
        Value::List(items) => ('[', ']', items.len()),
        Value::Object(entries) => ('{', '}', entries.len()),
        other => return out.push_str(&other.canonical()),
    };
    out.push(open);
    let start_line = |out: &mut String, i: usize| {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
    };
    for (i, item) in value.items().iter().enumerate() {
        start_line(out, i);
        write_level(item, depth + 1, out);
    }
    for (i, (key, item)) in value.entries().iter().enumerate() {
        start_line(out, i);
        out.push_str(&Value::text(key).canonical());
        out.push_str(": ");
        write_level(item, depth + 1, out);
    }
    if count > 0 {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}
