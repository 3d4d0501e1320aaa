//! A request and its response as plain values, which a fault can change.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;

/// A received request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Asked {
    /// Returns whether the request posts a dossier.
    pub fn is_dossier(&self) -> bool {
        self.method == Method::POST && self.path == "/api/dossiers"
    }

    /// Parses the body as JSON.
    pub fn value(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// A response before it is sent.
#[derive(Clone, Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Told {
    /// Returns the code of a refusal.
    pub fn code(&self) -> String {
        let value: Option<Value> = serde_json::from_slice(&self.body).ok();
        let code = value.and_then(|value| value.get("code")?.as_str().map(str::to_owned));
        code.unwrap_or_default()
    }

    /// Replaces status and body.
    pub fn becomes(&mut self, status: u16, media_type: &'static str, body: impl Into<Vec<u8>>) {
        self.status = StatusCode::from_u16(status).unwrap();
        let media_type = HeaderValue::from_static(media_type);
        self.headers.insert(header::CONTENT_TYPE, media_type);
        self.body = body.into();
    }

    /// Changes the body if it is a JSON object.
    pub fn edit(&mut self, change: impl FnOnce(&mut serde_json::Map<String, Value>)) {
        if let Ok(Value::Object(mut entries)) = serde_json::from_slice(&self.body) {
            change(&mut entries);
            self.body = Value::Object(entries).to_string().into_bytes();
        }
    }
}

/// A fault of the backend: changes of requests and responses.
#[derive(Debug)]
pub struct Fault {
    /// Changes a request before the receiver sees it.
    pub before: fn(&mut Asked),
    /// Changes a response before the client sees it.
    pub after: fn(&Asked, &mut Told),
}

impl Fault {
    /// Creates a fault of responses only.
    pub fn after(after: fn(&Asked, &mut Told)) -> Self {
        Self {
            before: |_| (),
            after,
        }
    }

    /// Creates a fault of requests only.
    pub fn before(before: fn(&mut Asked)) -> Self {
        Self {
            before,
            after: |_, _| (),
        }
    }
}

/// Passes a request to the receiver and applies the fault.
pub async fn through(fault: &Fault, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let original = Asked {
        method: head.method.clone(),
        path: head.uri.path().to_owned(),
        headers: head.headers.clone(),
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    };
    let mut asked = original.clone();
    (fault.before)(&mut asked);
    head.method = asked.method;
    head.headers = asked.headers;
    let length = HeaderValue::from(asked.body.len());
    head.headers.insert(header::CONTENT_LENGTH, length);
    let response = next
        .run(Request::from_parts(head, Body::from(asked.body)))
        .await;
    let (head, body) = response.into_parts();
    let mut told = Told {
        status: head.status,
        headers: head.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    };
    (fault.after)(&original, &mut told);
    let mut response = Response::new(Body::from(told.body.clone()));
    *response.status_mut() = told.status;
    told.headers.remove(header::CONTENT_LENGTH);
    // Removed `Content-Length`: a response to HEAD has the length of GET and no body.
    *response.headers_mut() = told.headers;
    response
}
