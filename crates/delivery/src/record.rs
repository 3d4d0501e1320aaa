//! What is stored about one dossier on its way to the receiver.

use core::hash::{Hash, Hasher};

/// The SHA-256 of the canonical bytes of a version. The receipt has the digest of what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The first bytes of a hash are a hash.
        if let Some(first) = self.0.first_chunk::<8>() {
            u64::from_le_bytes(*first).hash(state);
        }
    }
}

/// The SHA-256 of the canonical answers of a version, without time, language and id: two versions of
/// the same content say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content(pub [u8; 32]);

impl Hash for Content {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Digest(self.0).hash(state);
    }
}

/// Whether the receiver may have stored a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// No: it was not posted, or the only attempt was refused by the rules.
    Unsent,
    /// Perhaps: an attempt is under way, or one had no conclusive answer.
    Unknown,
    /// No, and never: the receiver has another dossier under the key of this version.
    Excluded,
}

/// One sealed version of the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version {
    /// The key under which it is sent; see [`Record::generation`].
    pub generation: u32,
    /// Identifies its answers.
    pub content: Content,
    /// Identifies its bytes.
    pub digest: Digest,
    /// Whether it may be stored.
    pub fate: Fate,
}

/// An attempt to send a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attempt {
    /// The number of the attempt. An answer to an earlier attempt has another one.
    pub number: u32,
    /// The index of the version.
    pub version: usize,
    /// Whether the receiver has said that its files are missing, so that all were uploaded again.
    pub is_repeat: bool,
    /// Whether the version may have been stored before this attempt.
    pub was_unknown: bool,
}

/// Why the page does not try again by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hold {
    /// The answer proves nothing: a fault of the receiver, or something else answered.
    Unclear,
    /// The answer is a refusal without issues: too large, not allowed, unknown address.
    Rejected,
    /// The receiver still misses files that were uploaded twice.
    Files,
    /// The receiver asks for a delay that nobody spends in front of the page.
    LongDelay,
}

/// Where the dossier is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nothing is to be sent: the person edits, or the dossier is being sealed.
    Editing,
    /// The files are being uploaded. The dossier itself has not been posted by this attempt.
    Uploading(Attempt),
    /// The dossier is posted.
    Posting(Attempt),
    /// The line or the receiver failed for now: the page tries again by itself.
    Waiting {
        /// Whether the receiver has asked for the delay (`Retry-After`).
        is_asked: bool,
    },
    /// Another attempt needs the person.
    Held(Hold),
    /// Not stored: the receiver has refused the answers or a file. The person corrects them.
    Refused,
    /// The receiver has a dossier under this key that is no version of this record.
    Foreign,
    /// Stored: the receipt is for the bytes of this version.
    Received {
        /// The index of the stored version.
        version: usize,
        /// The index of a later version with other answers, which is offered as a correction.
        unsent: Option<usize>,
    },
    /// The person has erased it.
    GivenUp,
}

/// What is stored about one dossier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// Counts the idempotency keys, from 0. The caller keeps one random key for each.
    pub generation: u32,
    /// The sealed versions. The last one is what the person wants to send.
    pub versions: Vec<Version>,
    /// Where it is.
    pub state: State,
    /// Counts the attempts.
    pub attempts: u32,
    /// Failures in a row, for the delay before the next attempt.
    pub failures: u32,
    /// Whether the same answers were sealed again since the person pressed: the receiver had refused
    /// the time or the definition.
    pub is_renewed: bool,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            generation: 0,
            versions: Vec::new(),
            state: State::Editing,
            attempts: 0,
            failures: 0,
            is_renewed: false,
        }
    }
}

impl Record {
    /// Returns the versions under the current key, with their indices.
    pub fn current(&self) -> impl DoubleEndedIterator<Item = (usize, &Version)> {
        let versions = self.versions.iter().enumerate();
        versions.filter(|(_, version)| version.generation == self.generation)
    }

    /// Returns the index of the version that the person wants to send.
    #[must_use]
    pub fn newest(&self) -> Option<usize> {
        self.current().next_back().map(|(index, _)| index)
    }

    /// Returns whether the receiver may have stored a version under the current key.
    #[must_use]
    pub fn may_be_stored(&self) -> bool {
        self.current()
            .any(|(_, version)| version.fate == Fate::Unknown)
    }

    /// Returns whether the receiver has a dossier under the current key. No version that was not posted
    /// before can be stored any more.
    #[must_use]
    pub fn is_key_taken(&self) -> bool {
        self.current()
            .any(|(_, version)| version.fate == Fate::Excluded)
    }

    /// Returns the version that the next attempt is for: the newest, or, if the key is taken, the
    /// latest of those that may be stored.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        if self.is_key_taken() {
            let mut unknown = self
                .current()
                .filter(|(_, version)| version.fate == Fate::Unknown);
            return unknown.next_back().map(|(index, _)| index);
        }
        self.newest()
    }
}
