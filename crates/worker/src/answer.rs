//! Messages to the page.

use hoso_photo::RejectReason;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;

/// A field of a message; `undefined` where there is none.
pub(crate) fn field(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a field of an object of our own, which never refuses.
pub(crate) fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

/// A last answer: the name of its field, what is in it, and the buffers that change hands.
pub(crate) struct Answer {
    pub(crate) name: &'static str,
    pub(crate) content: JsValue,
    pub(crate) handed: Array,
}

/// The answer that something cannot be done.
pub(crate) fn error(code: RejectReason) -> Answer {
    Answer {
        name: "error",
        content: JsValue::from_str(code.as_str()),
        handed: Array::new(),
    }
}

/// Bytes in a buffer of their own, entered into the list of those that change hands.
pub(crate) fn buffer(bytes: &[u8], handed: &Array) -> JsValue {
    let buffer = Uint8Array::from(bytes).buffer();
    handed.push(&buffer);
    buffer.into()
}

/// Where the messages of one job go.
pub(crate) struct Post {
    id: JsValue,
    post: Function,
}

impl Post {
    pub(crate) fn new(id: JsValue, post: Function) -> Self {
        Self { id, post }
    }

    fn send(&self, message: &Object, handed: &Array) {
        set(message, "id", &self.id);
        // If the page is closed, no one can receive the message; the error is ignored.
        let _ = self.post.call2(&JsValue::UNDEFINED, message, handed);
    }

    /// Posts the progress of the job, with a code that may be shown meanwhile.
    pub(crate) fn progress(&self, stage: &str, note: &str) {
        let message = Object::new();
        set(&message, "progress", stage);
        set(&message, "note", note);
        self.send(&message, &Array::new());
    }

    /// Sends the last answer.
    pub(crate) fn last(&self, answer: &Answer) {
        let message = Object::new();
        set(&message, answer.name, &answer.content);
        self.send(&message, &answer.handed);
    }
}
