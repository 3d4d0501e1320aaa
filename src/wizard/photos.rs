//! The photos of one wizard: their metadata and progress. The bytes are in the browser's store;
//! an answer holds the photos' hashes.

use hoso_dossier::{Answers, Definition, PhotoKind, Value};
use hoso_view::Signal;

use crate::i18n::messages::message_code;
use crate::wizard::object_url::ObjectUrl;

/// One photo. Its bytes are stored under its hash, never in the answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// SHA-256 of the bytes that are sent, in lower-case hexadecimal.
    pub sha256: String,
    /// Their length in bytes.
    pub size: u64,
    /// Their media type, decided by the bytes.
    pub media_type: String,
    /// Codes of quality warnings, such as blur.
    pub quality_warnings: Vec<String>,
    /// A perceptual hash, to compare two photos; may be empty.
    pub fingerprint: String,
    /// The preview; `None` for a PDF.
    pub preview: Option<ObjectUrl>,
}

impl Photo {
    /// Serialises the metadata, which are stored with the bytes.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::object([
            ("sha256", Value::text(&self.sha256)),
            (
                "size",
                Value::Integer(i64::try_from(self.size).unwrap_or(0)),
            ),
            ("media_type", Value::text(&self.media_type)),
            (
                "quality_warnings",
                Value::List(self.quality_warnings.iter().map(Value::text).collect()),
            ),
            ("fingerprint", Value::text(&self.fingerprint)),
        ])
    }

    /// Returns the codes of what may make the photo useless in a field of this kind; `other_side` are
    /// the photos of the other side of the same card.
    #[must_use]
    pub fn warnings(&self, kind: PhotoKind, other_side: &[Self]) -> Vec<&'static str> {
        let codes = self.quality_warnings.iter();
        let known = codes.filter_map(|code| message_code(code));
        // A portrait may be cut off at the edges: no text is lost.
        let mut warnings: Vec<&'static str> = known
            .filter(|code| !kind.portrait || *code != "photo.cut")
            .collect();
        // The rules report an identical file on both sides. Similar images are compared here, because
        // the rules have no pixels.
        let is_alike = |other: &Self| {
            other.sha256 != self.sha256
                && !other.fingerprint.is_empty()
                && hoso_photo::alike(&other.fingerprint, &self.fingerprint)
        };
        if other_side.iter().any(is_alike) {
            warnings.push("photo.same_side");
        }
        warnings
    }

    /// Parses stored metadata.
    #[must_use]
    pub fn parse(value: &Value, preview: Option<ObjectUrl>) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            sha256: text("sha256")?,
            size: value.get("size")?.as_integer()?.try_into().ok()?,
            media_type: text("media_type")?,
            quality_warnings: value
                .get("quality_warnings")
                .map(Value::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            fingerprint: text("fingerprint").unwrap_or_default(),
            preview,
        })
    }
}

/// The progress of one photo field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoProgress {
    /// Being processed.
    Working {
        /// The code of the message that names the current step.
        message: &'static str,
        /// Which file of how many, from 1.
        file: usize,
        /// How many files were chosen.
        of: usize,
    },
    /// Done; announced once.
    Ready,
    /// It failed: the code of the message that says why.
    Failed(String),
    /// Some of several files failed: each file's position from 1, and the code of the reason.
    SomeFailed(Vec<(usize, String)>),
}

/// The photos of one wizard.
pub struct Photos {
    /// Every photo whose bytes are stored.
    pub all: Signal<Vec<Photo>>,
    /// The progress, by field id.
    pub progress: Signal<Vec<(&'static str, PhotoProgress)>>,
}

impl Default for Photos {
    fn default() -> Self {
        Self {
            all: Signal::new(Vec::new()),
            progress: Signal::new(Vec::new()),
        }
    }
}

impl Photos {
    /// Returns the photo of this hash, without subscribing.
    #[must_use]
    pub fn get(&self, sha256: &str) -> Option<Photo> {
        self.all
            .with_untracked(|all| all.iter().find(|photo| photo.sha256 == sha256).cloned())
    }

    /// Adds a photo, or replaces the one of the same hash.
    pub fn insert(&self, photo: Photo) {
        self.all.update(|all| {
            all.retain(|other| other.sha256 != photo.sha256);
            all.push(photo);
        });
    }

    /// Returns whether a photo is being processed.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let is_working =
            |progress: &PhotoProgress| matches!(progress, PhotoProgress::Working { .. });
        self.progress
            .with_untracked(|all| all.iter().any(|(_, progress)| is_working(progress)))
    }

    /// Sets the progress of a field; `None` removes it.
    pub fn set_progress(&self, field: &'static str, progress: Option<PhotoProgress>) {
        self.progress.update(|all| {
            all.retain(|(other, _)| *other != field);
            all.extend(progress.map(|progress| (field, progress)));
        });
    }
}

/// Iterates over the hashes of all photos in these answers, asked for or not, with their fields.
pub fn hashes<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
) -> impl Iterator<Item = (&'static str, &'a String)> {
    let fields = definition.steps.iter().flat_map(|step| step.fields);
    fields
        .filter(|field| field.kind.photo().is_some())
        .flat_map(|field| {
            let hashes = answers.many(field.id).iter();
            hashes.map(|hash| (field.id, hash))
        })
}
