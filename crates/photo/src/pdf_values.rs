//! Reads the values of a PDF dictionary, as far as its encryption needs them.
//!
//! Source: ISO 32000-2 §7.3; read 2026-11-29.

/// How deep arrays and dictionaries may be nested in a trailer.
const MAX_DEPTH: usize = 16;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// An integer.
    Integer(i64),
    /// A name, without its slash.
    Name(Vec<u8>),
    /// A string in brackets or in hexadecimal digits.
    Text(Vec<u8>),
    /// An indirect reference such as `12 0 R`.
    Reference(i64),
    /// An array.
    List(Vec<Value>),
    /// A dictionary.
    Dictionary(Dictionary),
    /// `true`.
    True,
    /// `false`.
    False,
    /// Anything else, such as a fraction.
    Other,
}

/// A dictionary. If a key comes twice, the last one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dictionary(Vec<(Vec<u8>, Value)>);

impl Dictionary {
    pub(crate) fn get(&self, key: &[u8]) -> Option<&Value> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn is_name(&self, key: &[u8], name: &[u8]) -> bool {
        matches!(self.get(key), Some(Value::Name(found)) if found == name)
    }

    pub(crate) fn integer(&self, key: &[u8]) -> Option<i64> {
        match self.get(key)? {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn text(&self, key: &[u8]) -> Option<&[u8]> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads the dictionary at the beginning; `None` if it cannot be read.
pub(crate) fn dictionary(bytes: &[u8]) -> Option<Dictionary> {
    let at = behind_space(bytes, 0)?;
    match value(bytes, at, 0)? {
        (Value::Dictionary(found), _) => Some(found),
        _ => None,
    }
}

/// Where the next token begins, behind white space and comments.
fn behind_space(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'%' => {
                let rest = bytes.get(at..)?.iter();
                at += rest
                    .take_while(|byte| !matches!(byte, b'\n' | b'\r'))
                    .count();
            }
            byte if byte.is_ascii_whitespace() || byte == 0 => at += 1,
            _ => return Some(at),
        }
    }
}

/// Reads the value at `at`, and returns where it ends.
fn value(bytes: &[u8], at: usize, depth: usize) -> Option<(Value, usize)> {
    if depth > MAX_DEPTH {
        return None;
    }
    match (*bytes.get(at)?, bytes.get(at + 1)) {
        (b'<', Some(b'<')) => entries(bytes, at + 2, depth),
        (b'<', _) => hex(bytes, at + 1),
        (b'(', _) => {
            let end = behind_text(bytes, at)?;
            Some((Value::Text(text(bytes.get(at + 1..end - 1)?)), end))
        }
        (b'/', _) => {
            let (name, end) = name(bytes, at + 1);
            Some((Value::Name(name), end))
        }
        (b'[', _) => list(bytes, at + 1, depth),
        (byte, _) if is_regular(byte) => Some(word(bytes, at)),
        _ => None,
    }
}

fn entries(bytes: &[u8], mut at: usize, depth: usize) -> Option<(Value, usize)> {
    let mut found = Dictionary::default();
    loop {
        at = behind_space(bytes, at)?;
        match (*bytes.get(at)?, bytes.get(at + 1)) {
            (b'>', Some(b'>')) => return Some((Value::Dictionary(found), at + 2)),
            (b'/', _) => {
                let (key, end) = name(bytes, at + 1);
                at = behind_space(bytes, end)?;
                // A key without its value: readers take null for it.
                if bytes.get(at..at + 2) == Some(b">>") {
                    found.0.push((key, Value::Other));
                    continue;
                }
                let (value, end) = value(bytes, at, depth + 1)?;
                found.0.push((key, value));
                at = end;
            }
            // A value without its key.
            _ => at = value(bytes, at, depth + 1)?.1,
        }
    }
}

fn list(bytes: &[u8], mut at: usize, depth: usize) -> Option<(Value, usize)> {
    let mut items = Vec::new();
    loop {
        at = behind_space(bytes, at)?;
        if *bytes.get(at)? == b']' {
            return Some((Value::List(items), at + 1));
        }
        let (item, end) = value(bytes, at, depth + 1)?;
        items.push(item);
        at = end;
    }
}

/// A number, a reference, `true`, `false` or another word.
fn word(bytes: &[u8], at: usize) -> (Value, usize) {
    let (token, end) = token(bytes, at);
    let value = match token {
        b"true" => Value::True,
        b"false" => Value::False,
        _ => match number(token) {
            Some(number) => {
                if let Some(end) = behind_reference(bytes, end) {
                    return (Value::Reference(number), end);
                }
                Value::Integer(number)
            }
            None => Value::Other,
        },
    };
    (value, end)
}

fn token(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    let len = rest.iter().take_while(|byte| is_regular(**byte)).count();
    (rest.get(..len).unwrap_or_default(), at + len)
}

/// Where the reference ends whose object number ends at `at`: `0 R` follows.
fn behind_reference(bytes: &[u8], at: usize) -> Option<usize> {
    let (generation, at) = token(bytes, behind_space(bytes, at)?);
    number(generation)?;
    let (letter, end) = token(bytes, behind_space(bytes, at)?);
    (letter == b"R").then_some(end)
}

fn number(token: &[u8]) -> Option<i64> {
    core::str::from_utf8(token).ok()?.parse().ok()
}

fn hex(bytes: &[u8], at: usize) -> Option<(Value, usize)> {
    let rest = bytes.get(at..)?;
    let len = rest.iter().position(|byte| *byte == b'>')?;
    let mut digits = Vec::new();
    for byte in rest.get(..len)? {
        if !byte.is_ascii_whitespace() {
            digits.push(digit(*byte)?);
        }
    }
    // A missing last digit is 0.
    let pair = |pair: &[u8]| {
        pair.first()
            .map(|high| high << 4 | pair.get(1).unwrap_or(&0))
    };
    let text = digits.chunks(2).filter_map(pair).collect();
    Some((Value::Text(text), at + len + 1))
}

fn digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

/// Resolves the escapes of a string.
fn text(raw: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\r' {
            // An end of line is one byte, however it is written.
            bytes.next_if_eq(&b'\n');
            text.push(b'\n');
            continue;
        }
        if byte != b'\\' {
            text.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'n') => text.push(b'\n'),
            Some(b'r') => text.push(b'\r'),
            Some(b't') => text.push(b'\t'),
            Some(b'b') => text.push(8),
            Some(b'f') => text.push(12),
            // The text continues in the next line.
            Some(b'\r') => {
                bytes.next_if_eq(&b'\n');
            }
            Some(b'\n') | None => {}
            Some(first @ b'0'..=b'7') => {
                let mut octal = first - b'0';
                for _ in 0..2 {
                    let Some(next) = bytes.next_if(|next| matches!(next, b'0'..=b'7')) else {
                        break;
                    };
                    octal = octal << 3 | (next - b'0');
                }
                text.push(octal);
            }
            Some(other) => text.push(other),
        }
    }
    text
}

/// A name, whose letters may be written as `#45`, and where it ends.
fn name(bytes: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let mut name = Vec::new();
    while let Some(byte) = bytes.get(at).filter(|byte| is_regular(**byte)) {
        let digit = |at: usize| {
            let digit = bytes.get(at).and_then(|b| char::from(*b).to_digit(16))?;
            u8::try_from(digit).ok()
        };
        match (*byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                name.push(high << 4 | low);
                at += 3;
            }
            (byte, _, _) => {
                name.push(byte);
                at += 1;
            }
        }
    }
    (name, at)
}

pub(crate) fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// Where the text in brackets that begins at `at` ends; brackets in it pair up or are escaped.
fn behind_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}
