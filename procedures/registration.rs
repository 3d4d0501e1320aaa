//! Rules that the registrations share: photos of documents, and numbers that must match.

use hoso_dossier::definition::Definition;
use hoso_dossier::{Answers, Issue, Message, Report, Severity};
use hoso_identifiers::{
    Date, PartialDate, personal_number::PersonalNumber,
    social_insurance_number::SocialInsuranceNumber,
};

/// Warns if the same photo is used for front and back.
///
/// Similar photos are compared by the app, which has their pixels, before they are saved.
pub(crate) fn check_sides(definition: &Definition, answers: &Answers, report: &mut Report) {
    let front = answers.many("id_front");
    let is_same = front
        .iter()
        .any(|hash| answers.many("id_back").contains(hash));
    if is_same && definition.is_asked("id_back", answers) {
        report.warning("id_back", "photo.same_side");
    }
}

/// R-702-19: warns if one file answers two questions, such as a birth certificate and an ID card.
pub(crate) fn check_same_file(definition: &Definition, answers: &Answers, report: &mut Report) {
    let mut earlier: Vec<&str> = Vec::new();
    for (_, field) in definition.shown(answers) {
        let Some(photo) = field.kind.photo() else {
            continue;
        };
        let hashes = answers.many(field.id);
        let is_used = |other: &&str| {
            // Two sides have a message of their own.
            *other != photo.other_side
                && hashes.iter().any(|hash| answers.many(other).contains(hash))
        };
        if earlier.iter().any(is_used) {
            report.warning(field.id, "photo.same_file");
        }
        earlier.push(field.id);
    }
}

/// compares the sex and birth year with those in the personal number.
pub(crate) fn check_person(answers: &Answers, report: &mut Report) {
    let Ok(number) = PersonalNumber::parse(answers.text("personal_number")) else {
        return;
    };
    let sex = answers.text("sex");
    if ["male", "female"].contains(&sex) && sex != number.sex().as_str() {
        report.push(
            Issue::new("personal_number", "pid.sex_mismatch", Severity::Warning)
                .with("sex", number.sex().as_str()),
        );
    }
    if let Ok(born) = PartialDate::parse(answers.text("birth_date"))
        && born.year() != number.birth_year()
    {
        report.push(
            Issue::new("personal_number", "pid.year_mismatch", Severity::Warning)
                .with("y", number.birth_year().to_string())
                .with("z", born.year().to_string()),
        );
    }
}

/// Returns the issue for a social insurance number that is the end of the person's own number. Since
/// 08/2025 the whole number may be meant.
pub(crate) fn tail_of_number(at: impl Into<String>, number: &PersonalNumber, today: Date) -> Issue {
    let issue = Issue::new(at, "sin.tail_of_pid", Severity::Warning);
    match SocialInsuranceNumber::parse(number.as_str(), today) {
        Ok(whole) => issue.with_proposal(whole.as_str()),
        Err(_) => issue,
    }
}

/// a social insurance number of twelve digits must be the personal number of the same person.
pub(crate) fn check_numbers(
    personal: &'static str,
    insurance: &'static str,
    answers: &Answers,
    today: Date,
    report: &mut Report,
) {
    let Ok(personal) = PersonalNumber::parse(answers.text(personal)) else {
        return;
    };
    let Ok(number) = SocialInsuranceNumber::parse(answers.text(insurance), today) else {
        return;
    };
    if number.is_personal_number() && number.as_str() != personal.as_str() {
        report.warning(insurance, "sin.differs_from_id");
    }
    // R-ID-18
    if number.is_tail_of(&personal) {
        report.push(tail_of_number(insurance, &personal, today));
    }
}

/// Returns the documents without a photo: their originals are needed before the approval (R-702-5).
pub(crate) fn missing(definition: &Definition, answers: &Answers) -> Vec<Message> {
    definition
        .missing_photos(answers)
        .filter_map(|field| match field.id {
            "portrait" => Some("bring.portrait"),
            "birth_certificate" => Some("bring.birth_certificate"),
            "id_front" => Some("bring.id_front"),
            "id_back" => Some("bring.id_back"),
            _ => None,
        })
        .map(Message::new)
        .collect()
}
