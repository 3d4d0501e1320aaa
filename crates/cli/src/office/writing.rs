//! Converts dossiers to JSON, and renames a file to its final name when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use hoso_dossier::wire::Attachment;
use hoso_dossier::{Value, timestamp};
use hoso_receiver::office::Dossier;

/// Writes one line to standard output.
pub(super) fn line(text: &str) -> Result<(), String> {
    writeln!(io::stdout().lock(), "{text}").map_err(|e| format!("standard output: {e}"))
}

/// Returns the data of a dossier without its answers.
pub(super) fn summary(dossier: &Dossier) -> Vec<(String, Value)> {
    let envelope = &dossier.envelope;
    [
        ("number", Value::text(&dossier.number)),
        ("status", Value::text(&dossier.status)),
        ("received_at", time(dossier.received_at)),
        ("procedure", Value::text(&envelope.procedure)),
        ("definition", Value::text(&envelope.definition)),
        ("digest", Value::text(&dossier.digest)),
        (
            "files",
            Value::Integer(i64::try_from(envelope.attachments.len()).unwrap_or(i64::MAX)),
        ),
        (
            "missing",
            Value::List(dossier.missing.iter().map(Value::text).collect()),
        ),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

/// Returns a dossier with its answers.
pub(super) fn whole(dossier: &Dossier) -> Value {
    let mut entries = summary(dossier);
    entries.retain(|(key, _)| key != "files");
    entries.push(("dossier".to_owned(), dossier.envelope.to_value()));
    Value::Object(entries)
}

/// Returns a time as RFC 3339 in UTC.
pub(super) fn time(seconds: i64) -> Value {
    Value::text(timestamp::format(seconds))
}

/// Returns the name of the nth file of a dossier.
pub(super) fn file_name(position: usize, attachment: &Attachment) -> String {
    let extension = match attachment.media_type.as_str() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        _ => "bin",
    };
    // The field is an id of a definition: the receiver refuses any other text.
    let field: String = attachment
        .field
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    format!("{:02}-{field}.{extension}", position + 1)
}

/// A file that is renamed to its final name when it is complete. Before, its name ends with
/// `.partial`.
pub(super) struct WholeFile {
    path: PathBuf,
    partial: PathBuf,
    pub(super) to: BufWriter<File>,
}

impl WholeFile {
    /// Creates the partial file; replaces that of an interrupted export.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self {
            path: path.to_owned(),
            to: BufWriter::new(options.open(&partial)?),
            partial,
        })
    }

    /// Syncs the file and renames it to its final name.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.to.flush()?;
        self.to.get_ref().sync_all()?;
        fs::rename(&self.partial, &self.path)
    }
}

/// Creates a folder that only its owner can read.
pub(super) fn make_private(folder: &Path) -> Result<(), String> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))
}
