//! Object URLs: addresses of blobs in the browser's memory.

use std::fmt;
use std::sync::Arc;

use hoso_view::web_sys::{Blob, Url};

/// An object URL. Clones share it; dropping the last one revokes it, so that nothing keeps the blob
/// in memory once no wizard shows it.
#[derive(Clone)]
pub struct ObjectUrl(Arc<Allocation>);

struct Allocation {
    url: String,
    blob: Blob,
}

impl Drop for Allocation {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}

impl ObjectUrl {
    /// Creates an object URL of a blob; `None` if the browser refuses.
    #[must_use]
    pub fn new(blob: Blob) -> Option<Self> {
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        Some(Self(Arc::new(Allocation { url, blob })))
    }

    /// Returns the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.url
    }

    /// Returns the blob. The content security policy forbids fetching it by its URL.
    #[must_use]
    pub fn blob(&self) -> &Blob {
        &self.0.blob
    }
}

impl PartialEq for ObjectUrl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ObjectUrl {}

impl fmt::Debug for ObjectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
