//! Checks refusals: problem details of RFC 9457 with `code` and `issues`.

use serde_json::Value;

use crate::answer::Answer;
use crate::verdict::{Flaw, Verdict, demand};

/// Codes of refusals, as in `api/openapi.yaml`.
pub(crate) const CODES: [&str; 31] = [
    "dossier.erased",
    "json.syntax",
    "json.encoding",
    "json.too_deep",
    "json.duplicate_key",
    "json.too_many",
    "json.number",
    "form.malformed",
    "form.missing",
    "form.part_name",
    "form.part_twice",
    "attachment.many",
    "attachment.hash",
    "attachment.hash_shape",
    "body.cut",
    "body.slow",
    "body.too_large",
    "path.long",
    "idempotency_key.missing",
    "idempotency_key.shape",
    "idempotency_key.reused",
    "secret.missing",
    "dossier.unknown",
    "dossier.refused",
    "route.unknown",
    "method.unknown",
    "media_type.unknown",
    "server.busy",
    "server.full",
    "server.storage",
    "server.fault",
];

/// Maximum number of issues in a refusal.
const MAX_ISSUES: usize = 100;

/// Demands a refusal of this status and code, in the form of problem details.
///
/// # Errors
/// [`Flaw::Failed`] with the response.
pub(crate) fn refuses(answer: &Answer, status: u16, code: &str) -> Verdict {
    let given = problem(answer, &format!("{status} {code}"), &[status])?;
    demand(given == code, || {
        answer.instead_of(&format!("{status} {code}"))
    })
}

/// Demands a refusal with one of these statuses, and returns its code.
///
/// # Errors
/// [`Flaw::Failed`] with the response.
pub(crate) fn problem(answer: &Answer, expected: &str, statuses: &[u16]) -> Result<String, Flaw> {
    demand(statuses.contains(&answer.status), || {
        answer.instead_of(expected)
    })?;
    demand(answer.media_type() == "application/problem+json", || {
        answer.instead_of("application/problem+json")
    })?;
    let value = answer.value()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    demand(text("type") == Some("about:blank"), || {
        answer.instead_of("`type` about:blank")
    })?;
    demand(text("title").is_some(), || answer.instead_of("a `title`"))?;
    demand(
        value.get("status").and_then(Value::as_u64) == Some(u64::from(answer.status)),
        || answer.instead_of("`status` as the status of HTTP"),
    )?;
    let code = text("code").unwrap_or_default();
    demand(CODES.contains(&code), || {
        answer.instead_of("a `code` of the contract")
    })?;
    let issues = issues(answer)?;
    demand(issues.len() <= MAX_ISSUES, || {
        answer.instead_of("at most 100 issues")
    })?;
    Ok(code.to_owned())
}

/// Returns the issues of a refusal, each as its path and its code.
///
/// # Errors
/// [`Flaw::Failed`] if the list is missing or has another form.
pub(crate) fn issues(answer: &Answer) -> Result<Vec<(String, String)>, Flaw> {
    let value = answer.value()?;
    let text = |issue: &Value, key: &str| issue.get(key)?.as_str().map(str::to_owned);
    value
        .get("issues")
        .and_then(Value::as_array)
        .and_then(|issues| {
            issues
                .iter()
                .map(|issue| Some((text(issue, "at")?, text(issue, "code")?)))
                .collect()
        })
        .ok_or_else(|| Flaw::Failed(answer.instead_of("`issues: [{ at, code }]`")))
}

/// Demands a 422 `dossier.refused` that has this issue.
///
/// # Errors
/// [`Flaw::Failed`] with the response.
pub(crate) fn has_issue(answer: &Answer, at: &str, code: &str) -> Verdict {
    let expected = format!("422 with {code} at {at}");
    let whole = problem(answer, &expected, &[422])?;
    demand(whole == "dossier.refused", || answer.instead_of(&expected))?;
    let found = issues(answer)?
        .iter()
        .any(|(place, name)| place == at && name == code);
    demand(found, || answer.instead_of(&expected))
}

/// Demands a 422 that has this issue and no other.
///
/// # Errors
/// [`Flaw::Failed`] with the response.
pub(crate) fn has_only_issue(answer: &Answer, at: &str, code: &str) -> Verdict {
    has_issue(answer, at, code)?;
    demand(issues(answer)?.len() == 1, || {
        answer.instead_of(&format!("{code} at {at} as the only issue"))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The contract test of the receiver compares the same codes with `api/openapi.yaml`.
    #[test]
    fn ok_the_codes_are_those_of_the_reference_receiver() {
        let refusals = hoso_receiver::Refusal::each();
        let real: BTreeSet<&str> = refusals.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(BTreeSet::from(super::CODES), real);
    }
}
