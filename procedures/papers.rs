//! What procedures with photos of papers have in common.

use hoso_dossier::definition::Definition;
use hoso_dossier::{Answers, Report, Sentence};

/// The same photo as front and as back is doubtful.
///
/// Two photos that only look alike are compared where their pixels are, before they are kept.
pub(crate) fn check_sides(answers: &Answers, report: &mut Report) {
    let front = answers.many("id_front");
    if front
        .iter()
        .any(|hash| answers.many("id_back").contains(hash))
    {
        report.warning("id_back", "photo.same_side");
    }
}

/// The papers whose photos are missing: their originals are needed before the approval (R-702-5).
pub(crate) fn missing(definition: &Definition, answers: &Answers) -> Vec<Sentence> {
    definition
        .missing_photos(answers)
        .filter_map(|field| match field.id {
            "portrait" => Some("bring.portrait"),
            "birth_certificate" => Some("bring.birth_certificate"),
            "id_front" => Some("bring.id_front"),
            "id_back" => Some("bring.id_back"),
            _ => None,
        })
        .map(Sentence::new)
        .collect()
}
