//! Photos of papers: what is known of each, and what is going on with them. Their bytes lie in
//! the browser's store, never in the answers: an answer holds their hashes.

use hoso_dossier::wire::Attachment;
use hoso_dossier::{Answer, Answers, Definition, Kind, Value};

use crate::form::{At, Form};
use crate::live::Live;

/// Sides of one card, which must not show the same.
const SIDES: [&str; 2] = ["id_front", "id_back"];

/// What is known of one photo. Its bytes are kept under its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// SHA-256 of the bytes that will be sent.
    pub sha256: String,
    /// Their length.
    pub size: u64,
    /// Their media type, decided by the bytes.
    pub media_type: String,
    /// Advice about it, as codes of sentences.
    pub doubts: Vec<String>,
    /// What it looks like, to compare two of them; may be empty.
    pub look: String,
    /// Address of its small picture; empty where there is none (a PDF).
    pub thumb: String,
}

impl Photo {
    /// What is kept beside the bytes.
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
                "doubts",
                Value::List(self.doubts.iter().map(Value::text).collect()),
            ),
            ("look", Value::text(&self.look)),
        ])
    }

    /// Reads what was kept; `thumb` is the address of its small picture.
    #[must_use]
    pub fn read(value: &Value, thumb: String) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            sha256: text("sha256")?,
            size: value.get("size")?.as_integer()?.try_into().ok()?,
            media_type: text("media_type")?,
            doubts: value
                .get("doubts")
                .map(Value::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            look: text("look").unwrap_or_default(),
            thumb,
        })
    }
}

/// What is going on at one question for photos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    /// At work: the code of the sentence that says at what, and which of how many.
    Working(&'static str, usize, usize),
    /// Ready; said once, for those who listen.
    Ready,
    /// It did not work: the code of the sentence that says why.
    Failed(String),
    /// Some of several files did not work: which of them in their order, and why.
    Some(Vec<(usize, String)>),
}

/// What a view asks of the browser; views know no files and no worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Keep the draft, then open the picker of a question, with the camera or without.
    Pick {
        /// The question.
        field: &'static str,
        /// The element id of its file control.
        control: String,
        /// The lens: `environment`, `user`, or nothing for the gallery.
        lens: &'static str,
        /// The photo that the new one replaces; may be empty.
        replaces: String,
    },
    /// Files were chosen.
    Take {
        /// The question.
        field: &'static str,
        /// The element id of its file control.
        control: String,
    },
    /// Turn a photo to the right.
    Turn {
        /// The question.
        field: &'static str,
        /// Its hash.
        sha256: String,
    },
    /// Make the official form.
    Paper,
    /// Hand the official form to another app of the phone.
    Share,
}

/// The official form as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Nobody has asked for it.
    None,
    /// Being made.
    Making,
    /// There: its address, its name, and whether it can be shared.
    Ready(String, String, bool),
    /// It did not work.
    Failed,
}

/// The photos of one wizard. Cheap to copy: it holds only handles.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Every photo whose bytes are here.
    pub photos: Live<Vec<Photo>>,
    /// What is going on, by question.
    pub taking: Live<Vec<(&'static str, Taking)>>,
    /// What is asked of the browser.
    pub errands: Live<Vec<Errand>>,
    /// Counts how often other answers have come in the place of those here: what was begun for
    /// the ones before is dropped.
    pub epoch: Live<u32>,
    /// The official form.
    pub paper: Live<Paper>,
    /// Counts what has made a form out of date; one that is being made then is dropped.
    pub paper_turn: Live<u32>,
    /// Phones of accounts that other drafts on this machine register: phone, insurance number.
    pub phones: Live<Vec<(String, String)>>,
    /// The draft of another procedure from which this one was begun; may be empty.
    pub origin: Live<String>,
    /// How many of the files are there, of how many, while a dossier is on its way.
    pub uploaded: Live<(usize, usize)>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            photos: Live::new(Vec::new()),
            taking: Live::new(Vec::new()),
            errands: Live::new(Vec::new()),
            epoch: Live::new(0),
            paper: Live::new(Paper::None),
            paper_turn: Live::new(0),
            phones: Live::new(Vec::new()),
            origin: Live::new(String::new()),
            uploaded: Live::new((0, 0)),
        }
    }
}

/// The hashes of all photos in these answers, whether they are asked for now or not.
pub fn hashes<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
) -> impl Iterator<Item = (&'static str, &'a String)> {
    definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
        .filter(|field| matches!(field.kind, Kind::Photo { .. }))
        .flat_map(|field| answers.many(field.id).iter().map(|hash| (field.id, hash)))
}

impl Form {
    /// Asks the browser for something.
    pub fn ask(&self, errand: Errand) {
        self.desk.errands.update(|errands| errands.push(errand));
    }

    /// What is known of a photo, without listening.
    #[must_use]
    pub fn photo(&self, sha256: &str) -> Option<Photo> {
        self.desk
            .photos
            .with_untracked(|photos| photos.iter().find(|p| p.sha256 == sha256).cloned())
    }

    /// The photos of a question; listens.
    #[must_use]
    pub fn photos_of(&self, field: &str) -> Vec<Photo> {
        self.painted.track();
        let hashes = self.answers(|answers| answers.many(field).to_vec());
        self.desk.photos.with(|photos| {
            hashes
                .iter()
                .filter_map(|hash| photos.iter().find(|photo| photo.sha256 == *hash).cloned())
                .collect()
        })
    }

    /// Does this photo of one side of a card look like the photo of the other side? Listens.
    #[must_use]
    pub fn is_other_side(&self, field: &str, photo: &Photo) -> bool {
        let Some(other) = SIDES
            .contains(&field)
            .then(|| SIDES.into_iter().find(|side| *side != field))
            .flatten()
        else {
            return false;
        };
        self.photos_of(other).iter().any(|there| {
            there.sha256 != photo.sha256
                && !there.look.is_empty()
                && hoso_photo::alike(&there.look, &photo.look)
        })
    }

    /// Is a photo under way?
    #[must_use]
    pub fn photos_under_way(&self) -> bool {
        self.desk.taking.with_untracked(|all| {
            all.iter()
                .any(|(_, now)| matches!(now, Taking::Working(..)))
        })
    }

    /// Says what is going on at a question.
    pub fn taking(&self, field: &'static str, now: Option<Taking>) {
        self.desk.taking.update(|all| {
            all.retain(|(other, _)| *other != field);
            all.extend(now.map(|now| (field, now)));
        });
    }

    /// Adds a photo to a question, in the place of another if that is still there.
    pub fn add_photo(&self, field: &'static str, photo: Photo, replaces: &str) {
        let mut hashes = self.answers(|answers| answers.many(field).to_vec());
        match hashes.iter_mut().find(|hash| *hash == replaces) {
            Some(old) => old.clone_from(&photo.sha256),
            None => hashes.push(photo.sha256.clone()),
        }
        self.desk.photos.update(|photos| {
            photos.retain(|other| other.sha256 != photo.sha256);
            photos.push(photo);
        });
        self.set_photos(field, hashes);
    }

    /// Takes a photo out of a question. Its bytes are swept away later.
    pub fn remove_photo(&self, field: &'static str, sha256: &str) {
        let mut hashes = self.answers(|answers| answers.many(field).to_vec());
        hashes.retain(|hash| hash != sha256);
        self.taking(field, None);
        self.set_photos(field, hashes);
    }

    fn set_photos(&self, field: &'static str, hashes: Vec<String>) {
        if let Some((_, field)) = self.procedure().definition.field(field) {
            self.choose(At { field, row: None }, Answer::Many(hashes));
            self.painted.update(|n| *n = n.wrapping_add(1));
        }
    }

    /// The files of the dossier as it stands: those that are asked for and whose bytes are here.
    #[must_use]
    pub fn attachments(&self) -> Vec<Attachment> {
        let definition = self.procedure().definition;
        self.answers(|answers| {
            let asked =
                hashes(definition, answers).filter(|(id, _)| definition.is_asked(id, answers));
            asked
                .filter_map(|(id, hash)| {
                    let photo = self.photo(hash)?;
                    Some(Attachment {
                        field: id.to_owned(),
                        sha256: photo.sha256,
                        size: photo.size,
                        media_type: photo.media_type,
                    })
                })
                .collect()
        })
    }
}
