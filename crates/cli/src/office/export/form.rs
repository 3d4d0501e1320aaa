//! Creates the official form of a stored dossier with the crate that the browser uses.

use hoso_dossier::Value;
use hoso_official_forms::Sheet;
use hoso_receiver::office::Dossier;

use super::place_names;

/// Returns the name and the bytes of the PDF.
///
/// # Errors
/// A text without answers, if the procedure has no form or the dossier needs none.
pub(in crate::office) fn pdf(dossier: &Dossier) -> Result<(String, Vec<u8>), String> {
    let envelope = &dossier.envelope;
    let missing = dossier.missing.iter().map(Value::text).collect();
    let profile = envelope.answers.get("form_profile");
    let profile = profile.and_then(Value::as_str).unwrap_or_default();
    let names = place_names::of(&envelope.answers);
    let request = Value::object([
        ("procedure", Value::text(&envelope.procedure)),
        ("declared_at", Value::text(&envelope.declared_at)),
        ("answers", envelope.answers.clone()),
        ("names", Value::Object(names)),
        ("receipt_number", Value::text(&dossier.number)),
        ("dossier", Value::text(envelope.canonical())),
        ("missing", Value::List(missing)),
        ("form_profile", Value::text(profile)),
    ]);
    let sheet = Sheet::read(&request.canonical()).map_err(|e| e.to_string())?;
    let bytes = hoso_official_forms::pdf(&sheet).map_err(|e| e.to_string())?;
    Ok((hoso_official_forms::file_name(&sheet), bytes))
}
