//! Reads a receiver's JSON leniently: a key that the page does not compare must not invalidate a
//! receipt.
//!
//! The strict parser of `hoso_dossier` refuses fractions, large numbers, deep nesting and many keys,
//! which further keys of a receiver may contain. The browser's parser accepts them.

use hoso_dossier::Value;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use js_sys::{Array, JSON, Object};

/// The depth to which a response is read: an attachment of a receipt is at depth 3.
const MAX_DEPTH: u32 = 4;

/// How many items of an array are read. No dossier has as many questions or files.
const MAX_ITEMS: u32 = 1_000;

/// Parses a response. What the wire format cannot contain, and what is nested deeper than the page
/// reads, becomes null. `None` if it is no JSON.
pub fn parse(text: &str) -> Option<Value> {
    JSON::parse(text).ok().map(|value| read(&value, MAX_DEPTH))
}

fn read(value: &JsValue, depth: u32) -> Value {
    if let Some(text) = value.as_string() {
        return Value::Text(text);
    }
    if let Some(bool) = value.as_bool() {
        return Value::Bool(bool);
    }
    if let Some(number) = value.as_f64() {
        let is_exact = number.fract() == 0.0 && number.abs() <= js_sys::Number::MAX_SAFE_INTEGER;
        return if is_exact {
            Value::Integer(number as i64)
        } else {
            Value::Null
        };
    }
    if depth == 0 {
        return Value::Null;
    }
    if let Some(array) = value.dyn_ref::<Array>() {
        let count = array.length().min(MAX_ITEMS);
        return Value::List((0..count).map(|i| read(&array.get(i), depth - 1)).collect());
    }
    let Some(object) = value.dyn_ref::<Object>() else {
        return Value::Null;
    };
    let entries = Object::entries(object);
    let entries = entries.iter().map(|entry| {
        let entry: Array = entry.unchecked_into();
        let key = entry.get(0).as_string().unwrap_or_default();
        (key, read(&entry.get(1), depth - 1))
    });
    Value::Object(entries.collect())
}
