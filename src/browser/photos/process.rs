//! Turns chosen files into stored photos, and rotates photos.

use std::cell::RefCell;
use std::rc::Rc;

use hoso_dossier::wire::sha256_hex;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::Blob;
use js_sys::{Array, Object, Reflect};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::photos::record;
use crate::browser::worker::{self, ProcessedPhoto, WorkerError, property, text_of};
use crate::wizard::photos::{Photo, PhotoProgress};

/// Degrees of one rotation, clockwise.
const ROTATION: u32 = 90;

/// Processes the photos of one wizard. Clones are handles to the same state.
#[derive(Clone)]
pub struct PhotoProcessor {
    autosave: DraftAutosave,
    /// The hash of each rotated photo, by the hash before. A queued command may have an old hash;
    /// it applies to the rotated photo.
    rotated_to: Rc<RefCell<Vec<(String, String)>>>,
}

impl PhotoProcessor {
    /// Creates the processor of a wizard.
    #[must_use]
    pub fn new(autosave: DraftAutosave) -> Self {
        Self {
            autosave,
            rotated_to: Rc::default(),
        }
    }

    /// Processes files and adds them to a field. The first one replaces the photo of the hash
    /// `replaces`, if there is one. Every file that fails is reported.
    pub async fn process(&self, field: &'static str, files: &[Blob], replaces: &str) {
        let wizard = self.autosave.wizard;
        let (max_count, accepts_pdf) = self.limits(field);
        let replaced = self.current_hash(field, replaces).unwrap_or_default();
        let generation = wizard.answers.generation();
        let mut failed: Vec<(usize, String)> = Vec::new();
        for (i, file) in files.iter().enumerate() {
            let number = i + 1;
            let stored = wizard.answers.with(|answers| answers.many(field).to_vec());
            if stored.len() >= max_count && !stored.contains(&replaced) {
                failed.push((number, "ui.photo_enough".to_owned()));
                break;
            }
            let position = (number, files.len());
            self.show_progress(field, "ui.photo_reading", position);
            let processed = self
                .process_file(field, file, accepts_pdf, 0, position)
                .await;
            // The answers were replaced meanwhile.
            if wizard.answers.generation() != generation {
                wizard.photos.set_progress(field, None);
                return;
            }
            let replaces = if i == 0 { replaced.as_str() } else { "" };
            let stored = match processed {
                Ok(photo) => self.store(field, photo, replaces, false).await,
                Err(code) => Err(code),
            };
            if let Err(code) = stored {
                failed.push((number, code));
            }
        }
        // Omits the number of a single file.
        let progress = match failed.pop() {
            None => PhotoProgress::Ready,
            Some((_, code)) if files.len() == 1 => PhotoProgress::Failed(code),
            Some(last) => {
                failed.push(last);
                PhotoProgress::SomeFailed(failed)
            }
        };
        wizard.photos.set_progress(field, Some(progress));
        self.autosave.save().await;
    }

    /// Rotates a photo, clockwise.
    pub async fn rotate(&self, field: &'static str, sha256: &str) {
        let wizard = self.autosave.wizard;
        let Some(sha256) = self.current_hash(field, sha256) else {
            return;
        };
        let bytes = match record::bytes(&self.autosave.database(), &sha256).await {
            Ok(Some(bytes)) => bytes,
            missing => {
                let unknown = missing.is_err();
                let code = if unknown {
                    "ui.photo_unread"
                } else {
                    "ui.photo_gone"
                };
                let failed = PhotoProgress::Failed(code.to_owned());
                wizard.photos.set_progress(field, Some(failed));
                return;
            }
        };
        let generation = wizard.answers.generation();
        let rotated = self
            .process_file(field, &bytes, false, ROTATION, (1, 1))
            .await;
        // The answers were replaced, or the photo was removed meanwhile.
        let is_gone = wizard.answers.generation() != generation
            || (rotated.is_ok() && self.current_hash(field, &sha256).is_none());
        if is_gone {
            wizard.photos.set_progress(field, None);
            return;
        }
        let progress = match rotated {
            Ok(photo) => {
                let rotated = text_of(&photo.metadata, "sha256");
                let stored = self.store(field, photo, &sha256, true).await;
                self.note_rotation(sha256, rotated);
                stored.map_or_else(PhotoProgress::Failed, |()| PhotoProgress::Ready)
            }
            Err(code) => PhotoProgress::Failed(code),
        };
        wizard.photos.set_progress(field, Some(progress));
        self.autosave.save().await;
    }

    /// Returns how many photos a field takes, and whether it takes PDFs.
    fn limits(&self, field: &str) -> (usize, bool) {
        let definition = self.autosave.wizard.procedure().definition;
        definition
            .field(field)
            .and_then(|(_, field)| field.kind.photo())
            .map_or((0, false), |photo| (photo.most, photo.pdf))
    }

    /// Returns the current hash of a photo: its own, or that of its rotated version.
    fn current_hash(&self, field: &str, sha256: &str) -> Option<String> {
        let rotated_to = self.rotated_to.borrow();
        let mut hash = sha256.to_owned();
        for _ in 0..=rotated_to.len() {
            if self.is_answer(field, &hash) {
                return Some(hash);
            }
            let next = rotated_to.iter().rev().find(|(old, _)| *old == hash)?;
            hash.clone_from(&next.1);
        }
        None
    }

    /// Remembers a rotation. Earlier ones are forgotten once their photo is in no answer.
    fn note_rotation(&self, from: String, to: String) {
        self.rotated_to.borrow_mut().push((from, to));
        let definition = self.autosave.wizard.procedure().definition;
        let fields = definition.steps.iter().flat_map(|step| step.fields);
        let photos: Vec<&str> = fields
            .filter(|field| field.kind.photo().is_some())
            .map(|field| field.id)
            .collect();
        let is_reachable = |hash: &str| {
            photos
                .iter()
                .any(|field| self.current_hash(field, hash).is_some())
        };
        let kept: Vec<_> = self
            .rotated_to
            .borrow()
            .iter()
            .filter(|(old, _)| is_reachable(old))
            .cloned()
            .collect();
        *self.rotated_to.borrow_mut() = kept;
    }

    fn is_answer(&self, field: &str, hash: &str) -> bool {
        let wizard = self.autosave.wizard;
        wizard
            .answers
            .with(|answers| answers.many(field).iter().any(|one| one == hash))
    }

    fn show_progress(&self, field: &'static str, message: &'static str, position: (usize, usize)) {
        let working = PhotoProgress::Working {
            message,
            file: position.0,
            of: position.1,
        };
        self.autosave
            .wizard
            .photos
            .set_progress(field, Some(working));
    }

    /// Processes one file in the worker. Without a worker the file itself is used if its metadata
    /// can be stripped.
    ///
    /// # Errors
    /// The code of the message that says why.
    async fn process_file(
        &self,
        field: &'static str,
        file: &Blob,
        pdf: bool,
        rotation: u32,
        position: (usize, usize),
    ) -> Result<ProcessedPhoto, String> {
        let processor = self.clone();
        let progress = move |step: &str| {
            let message = match step {
                "shrinking" => "ui.photo_shrinking",
                "checking" => "ui.photo_checking",
                _ => "ui.photo_reading",
            };
            processor.show_progress(field, message, position);
        };
        match worker::process_photo(file, pdf, rotation, progress).await {
            Ok(photo) => Ok(photo),
            Err(WorkerError::Rejected(code)) => {
                if code == worker::OUTDATED {
                    self.autosave.wizard.is_outdated.set(true);
                }
                Err(code)
            }
            Err(WorkerError::WorkerGone) if rotation == 0 => strip_without_worker(file).await,
            Err(WorkerError::WorkerGone) => Err("ui.worker_dead".to_owned()),
        }
    }

    /// Stores a photo in the database, then in the answers.
    ///
    /// # Errors
    /// The code of the message that says why.
    async fn store(
        &self,
        field: &'static str,
        processed: ProcessedPhoto,
        replaces: &str,
        is_rotation: bool,
    ) -> Result<(), String> {
        let wizard = self.autosave.wizard;
        let photo = describe(&processed);
        let sha256 = photo.sha256.clone();
        if sha256 != replaces && self.is_answer(field, &sha256) {
            return Err("photo.twice".to_owned());
        }
        let database = self.autosave.database();
        if !record::save(&database, &photo, &processed.bytes, &processed.preview).await {
            let code = if database.is_open() {
                "ui.photo_not_kept"
            } else {
                "ui.photo_no_store"
            };
            return Err(code.to_owned());
        }
        // The photo may have been removed while its rotated version was being stored.
        if !is_rotation || self.is_answer(field, replaces) {
            wizard.add_photo(field, photo, replaces);
        }
        // Once the saved draft references it, the pending marker is not needed.
        self.autosave.save().await;
        database.mark_photo_referenced(&sha256).await;
        Ok(())
    }
}

fn describe(processed: &ProcessedPhoto) -> Photo {
    let metadata = &processed.metadata;
    // A file that was only stripped has no quality warnings.
    let warnings = property(metadata, "quality_warnings")
        .dyn_into::<Array>()
        .unwrap_or_default();
    Photo {
        sha256: text_of(metadata, "sha256"),
        size: property(metadata, "size").as_f64().unwrap_or_default() as u64,
        media_type: text_of(metadata, "media_type"),
        quality_warnings: warnings
            .iter()
            .filter_map(|code| code.as_string())
            .collect(),
        fingerprint: text_of(metadata, "fingerprint"),
        preview: record::preview_url(&processed.preview),
    }
}

/// Strips the metadata of a file without a worker.
///
/// # Errors
/// The code of the message that says why.
async fn strip_without_worker(file: &Blob) -> Result<ProcessedPhoto, String> {
    let bytes = match worker::strip_metadata(file).await {
        Ok(bytes) => bytes,
        Err(WorkerError::Rejected(code)) => return Err(code),
        Err(WorkerError::WorkerGone) => return Err("ui.worker_dead".to_owned()),
    };
    let plain = bytes.to_vec();
    // It was not made smaller, so the limit of a PDF applies: no receiver accepts more.
    if plain.len() as u64 > hoso_photo::MAX_PDF {
        return Err("ui.photo_heavy".to_owned());
    }
    let media_type = match plain.get(..4) {
        Some([0xff, 0xd8, ..]) => "image/jpeg",
        Some([0x89, b'P', ..]) => "image/png",
        Some(b"RIFF") => "image/webp",
        _ => return Err("photo.type".to_owned()),
    };
    let metadata = Object::new();
    let set = |key: &str, value: JsValue| {
        let _ = Reflect::set(&metadata, &JsValue::from_str(key), &value);
    };
    set("sha256", JsValue::from_str(&sha256_hex(&plain)));
    set("size", JsValue::from_f64(plain.len() as f64));
    set("media_type", JsValue::from_str(media_type));
    Ok(ProcessedPhoto {
        bytes: bytes.buffer().into(),
        preview: JsValue::UNDEFINED,
        metadata: metadata.into(),
    })
}
