//! Strict JSON parser and canonical JSON writer.
//!
//! The parser rejects what two parsers could interpret differently: a duplicate key, a number that
//! is no integer within ±(2⁵³−1), a lone surrogate, nesting deeper than [`MAX_DEPTH`], more keys
//! than [`MAX_KEYS`], and anything after the value. The writer follows RFC 8785 (JSON
//! Canonicalization Scheme), so equal values have equal bytes and equal digests.
//!
//! Source: RFC 8259, RFC 8785; read 2026-11-21.

use core::fmt;
use std::borrow::Cow;
use std::collections::BinaryHeap;

/// The deepest nesting of arrays and objects.
pub const MAX_DEPTH: usize = 16;

/// The highest number of keys in an object. Keys are compared pairwise, so an object with very many
/// keys would cost the parser far more time than its sender.
pub const MAX_KEYS: usize = 1000;

/// The largest integer that every JSON parser represents exactly.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// A JSON value. An object's entries are in the order in which they were parsed or built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer within ±[`MAX_INTEGER`].
    Integer(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object; no key occurs twice.
    Object(Vec<(String, Value)>),
}

/// Why and where parsing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Byte offset into the input.
    pub offset: usize,
    /// The kind of error.
    pub kind: JsonErrorKind,
}

/// The kinds of [`JsonError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// Unexpected character or end of the text.
    Syntax,
    /// The bytes are not UTF-8.
    Encoding,
    /// Nesting is deeper than [`MAX_DEPTH`].
    TooDeep,
    /// A key occurs twice in one object.
    DuplicateKey,
    /// An object has more than [`MAX_KEYS`] keys.
    TooManyKeys,
    /// A number is no integer within ±[`MAX_INTEGER`].
    Number,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.kind {
            JsonErrorKind::Syntax => "unexpected character or end",
            JsonErrorKind::Encoding => "not UTF-8",
            JsonErrorKind::TooDeep => "nested too deep",
            JsonErrorKind::DuplicateKey => "key given twice",
            JsonErrorKind::TooManyKeys => "too many keys",
            JsonErrorKind::Number => "number is no integer within 2^53-1",
        };
        write!(f, "{text} at byte {}", self.offset)
    }
}

impl core::error::Error for JsonError {}

impl Value {
    /// Returns the value of a key, if this is an object with that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer, if this is one.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(*n),
            _ => None,
        }
    }

    /// Returns the items of an array; empty for other values.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the entries of an object; empty for other values.
    #[must_use]
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    /// Builds an object from pairs.
    #[must_use]
    pub fn object<const N: usize>(entries: [(&str, Self); N]) -> Self {
        Self::Object(
            entries
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect(),
        )
    }

    /// Builds a string.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Returns the canonical text of RFC 8785.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Integer(n) => out.push_str(&n.to_string()),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                // RFC 8785 §3.2.3: keys by their UTF-16 code units. By a heap, whose code is a
                // tenth of that of `sort`.
                let keys = entries.iter().enumerate();
                let keys = keys.map(|(i, (key, _))| (key.encode_utf16().collect::<Vec<_>>(), i));
                let order = BinaryHeap::from_iter(keys).into_sorted_vec();
                let sorted = order.into_iter().filter_map(|(_, i)| entries.get(i));
                out.push('{');
                for (i, (key, value)) in sorted.enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let n = c as usize;
                out.push_str("\\u00");
                out.push(HEX[n >> 4 & 15] as char);
                out.push(HEX[n & 15] as char);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Parses one JSON value from bytes.
///
/// # Errors
/// If the bytes are not JSON as described in the module.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    match core::str::from_utf8(bytes) {
        Ok(text) => parse_str(text),
        Err(e) => Err(JsonError {
            offset: e.valid_up_to(),
            kind: JsonErrorKind::Encoding,
        }),
    }
}

/// Parses one JSON value from text.
///
/// # Errors
/// As [`parse`].
pub fn parse_str(text: &str) -> Result<Value, JsonError> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        Err(reader.error(JsonErrorKind::Syntax))
    } else {
        Ok(value)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    const fn error(&self, kind: JsonErrorKind) -> JsonError {
        JsonError {
            offset: self.at,
            kind,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.error(JsonErrorKind::Syntax))
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => Ok(Value::Text(self.string()?.into_owned())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, value) in [
                    ("true", Value::Bool(true)),
                    ("false", Value::Bool(false)),
                    ("null", Value::Null),
                ] {
                    if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.error(JsonErrorKind::Syntax))
            }
        }
    }

    fn deeper(&self, depth: usize) -> Result<usize, JsonError> {
        if depth >= MAX_DEPTH {
            Err(self.error(JsonErrorKind::TooDeep))
        } else {
            Ok(depth + 1)
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        let depth = self.deeper(depth)?;
        self.at += 1;
        let mut entries: Vec<(String, Value)> = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(entries));
        }
        loop {
            self.space();
            let key_offset = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error(JsonErrorKind::Syntax));
            }
            let key = self.string()?;
            if entries.len() == MAX_KEYS {
                return Err(JsonError {
                    offset: key_offset,
                    kind: JsonErrorKind::TooManyKeys,
                });
            }
            if entries.iter().any(|(k, _)| *k == *key) {
                return Err(JsonError {
                    offset: key_offset,
                    kind: JsonErrorKind::DuplicateKey,
                });
            }
            self.space();
            self.expect(b':')?;
            let value = self.value(depth)?;
            entries.push((key.into_owned(), value));
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                self.expect(b'}')?;
                return Ok(Value::Object(entries));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, JsonError> {
        let depth = self.deeper(depth)?;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
            } else {
                self.expect(b']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        let length = self.at - digits;
        let leading_zero = length > 1 && self.text.as_bytes().get(digits) == Some(&b'0');
        if length == 0 || leading_zero {
            return Err(self.error(JsonErrorKind::Syntax));
        }
        let error = JsonError {
            offset: start,
            kind: JsonErrorKind::Number,
        };
        if matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(error);
        }
        match self
            .text
            .get(start..self.at)
            .and_then(|t| t.parse::<i64>().ok())
        {
            Some(n) if (-MAX_INTEGER..=MAX_INTEGER).contains(&n) => Ok(Value::Integer(n)),
            _ => Err(error),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.at += 1;
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    let piece = self.slice(start)?;
                    self.at += 1;
                    return Ok(Cow::Borrowed(piece));
                }
                b'\\' => break,
                0..=0x1f => return Err(self.error(JsonErrorKind::Syntax)),
                _ => self.at += 1,
            }
        }
        let mut out = self.slice(start)?.to_owned();
        loop {
            let Some(byte) = self.peek() else {
                return Err(self.error(JsonErrorKind::Syntax));
            };
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                b'\\' => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                0..=0x1f => return Err(self.error(JsonErrorKind::Syntax)),
                _ => {
                    let from = self.at;
                    while matches!(self.peek(), Some(b) if b != b'"' && b != b'\\' && b > 0x1f) {
                        self.at += 1;
                    }
                    let piece = self.slice(from)?;
                    out.push_str(piece);
                }
            }
        }
    }

    fn slice(&self, from: usize) -> Result<&'a str, JsonError> {
        self.text
            .get(from..self.at)
            .ok_or_else(|| self.error(JsonErrorKind::Syntax))
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let byte = self
            .peek()
            .ok_or_else(|| self.error(JsonErrorKind::Syntax))?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex4()?;
                let code = if (0xd800..0xdc00).contains(&high) {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    let low = self.hex4()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(self.error(JsonErrorKind::Encoding));
                    }
                    0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)
                } else {
                    high
                };
                char::from_u32(code).ok_or_else(|| self.error(JsonErrorKind::Encoding))?
            }
            _ => return Err(self.error(JsonErrorKind::Syntax)),
        })
    }

    fn hex4(&mut self) -> Result<u32, JsonError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = match self.peek() {
                Some(b @ b'0'..=b'9') => b - b'0',
                Some(b @ b'a'..=b'f') => b - b'a' + 10,
                Some(b @ b'A'..=b'F') => b - b'A' + 10,
                _ => return Err(self.error(JsonErrorKind::Syntax)),
            };
            code = code * 16 + u32::from(digit);
            self.at += 1;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may stop where it fails"
    )]

    use proptest::prelude::*;

    use super::*;

    fn ok(text: &str, canonical: &str) {
        assert_eq!(parse_str(text).unwrap().canonical(), canonical);
    }

    fn err(text: &str, kind: JsonErrorKind) {
        assert_eq!(parse_str(text).unwrap_err().kind, kind, "{text}");
    }

    #[test]
    fn ok_canonical_form() {
        ok(
            " { \"b\" : [1, -2,0], \"a\":null } ",
            r#"{"a":null,"b":[1,-2,0]}"#,
        );
        ok(r#""\u0041\/\n\u0001\ud83d\ude00é""#, "\"A/\\n\\u0001😀é\"");
        // RFC 8785 §3.2.3: U+1F600 is two surrogates in UTF-16 and so comes before U+FB33.
        ok(
            "{\"\u{fb33}\":1,\"\u{1f600}\":2,\"\\r\":3,\"1\":4,\"\u{80}\":5,\"\u{f6}\":6,\"\u{20ac}\":7}",
            "{\"\\r\":3,\"1\":4,\"\u{80}\":5,\"\u{f6}\":6,\"\u{20ac}\":7,\"\u{1f600}\":2,\"\u{fb33}\":1}",
        );
        ok("9007199254740991", "9007199254740991");
    }

    #[test]
    fn err_ambiguous_or_broken() {
        err(r#"{"a":1,"a":2}"#, JsonErrorKind::DuplicateKey);
        err("1.0", JsonErrorKind::Number);
        err("1e3", JsonErrorKind::Number);
        err("9007199254740992", JsonErrorKind::Number);
        err("99999999999999999999", JsonErrorKind::Number);
        err("01", JsonErrorKind::Syntax);
        err("-", JsonErrorKind::Syntax);
        err("[1,]", JsonErrorKind::Syntax);
        err("{\"a\":1,}", JsonErrorKind::Syntax);
        err("\"\n\"", JsonErrorKind::Syntax);
        err("\"abc", JsonErrorKind::Syntax);
        err("\"\\ud800\"", JsonErrorKind::Syntax);
        err("\"\\ud800\\u0041\"", JsonErrorKind::Encoding);
        err("\"\\udc00\"", JsonErrorKind::Encoding);
        err("true false", JsonErrorKind::Syntax);
        err("", JsonErrorKind::Syntax);
        err(&"[".repeat(17), JsonErrorKind::TooDeep);
        assert_eq!(
            parse(b"\"\xff\"").unwrap_err().kind,
            JsonErrorKind::Encoding
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            (-MAX_INTEGER..=MAX_INTEGER).prop_map(Value::Integer),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_it_back(value in any_value()) {
            let text = value.canonical();
            let again = parse_str(&text).unwrap();
            prop_assert_eq!(again.canonical(), text);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = parse_str(&text);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse(&bytes);
        }
    }
}
