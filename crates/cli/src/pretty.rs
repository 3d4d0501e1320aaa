//! JSON for people: keys as they come, two spaces a level.

use hoso_dossier::Value;

/// Writes a value over several lines.
pub(crate) fn write(value: &Value) -> String {
    let mut out = String::new();
    level(value, 0, &mut out);
    out
}

fn level(value: &Value, depth: usize, out: &mut String) {
    let (open, close, count) = match value {
        Value::List(items) => ('[', ']', items.len()),
        Value::Object(entries) => ('{', '}', entries.len()),
        other => return out.push_str(&other.canonical()),
    };
    out.push(open);
    let lines = |out: &mut String, i: usize| {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
    };
    for (i, item) in value.items().iter().enumerate() {
        lines(out, i);
        level(item, depth + 1, out);
    }
    for (i, (key, item)) in value.entries().iter().enumerate() {
        lines(out, i);
        out.push_str(&Value::text(key).canonical());
        out.push_str(": ");
        level(item, depth + 1, out);
    }
    if count > 0 {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}
