//! Messages to the page.

use hoso_photo::RejectReason;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;

/// Returns a property of a message; `undefined` without it.
pub(crate) fn field(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of an object created here, which cannot fail.
pub(crate) fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

/// The final message of a job: the name and value of its property, and the buffers to transfer.
pub(crate) struct Answer {
    pub(crate) name: &'static str,
    pub(crate) content: JsValue,
    pub(crate) transfer: Array,
}

/// Returns the final message of a failed job.
pub(crate) fn error(code: RejectReason) -> Answer {
    Answer {
        name: "error",
        content: JsValue::from_str(code.as_str()),
        transfer: Array::new(),
    }
}

/// Copies bytes into a buffer and adds it to the list of buffers to transfer.
pub(crate) fn buffer(bytes: &[u8], transfer: &Array) -> JsValue {
    let buffer = Uint8Array::from(bytes).buffer();
    transfer.push(&buffer);
    buffer.into()
}

/// Posts the messages of one job.
pub(crate) struct Post {
    id: JsValue,
    post: Function,
}

impl Post {
    pub(crate) fn new(id: JsValue, post: Function) -> Self {
        Self { id, post }
    }

    fn send(&self, message: &Object, transfer: &Array) {
        set(message, "id", &self.id);
        // If the page is closed, no one can receive the message; the error is ignored.
        let _ = self.post.call2(&JsValue::UNDEFINED, message, transfer);
    }

    /// Posts the progress of the job, with a message code to show meanwhile.
    pub(crate) fn progress(&self, stage: &str, note: &str) {
        let message = Object::new();
        set(&message, "progress", stage);
        set(&message, "note", note);
        self.send(&message, &Array::new());
    }

    /// Posts the final message.
    pub(crate) fn last(&self, answer: &Answer) {
        let message = Object::new();
        set(&message, answer.name, &answer.content);
        self.send(&message, &answer.transfer);
    }
}
