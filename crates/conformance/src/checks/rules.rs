//! Checks the rules of a procedure, and answers that are not in canonical form.

use hoso_dossier::Value;

use crate::check::Check;
use crate::context::Context;
use crate::refusal::has_issue;
use crate::samples;
use crate::verdict::Verdict;

const SECTION: &str = "Checking";

/// Posts a dossier with another answer and demands this issue at it.
fn refuses_answer(context: &Context, field: &str, value: Option<Value>, code: &str) -> Verdict {
    let envelope = context.dossier()?;
    let body = samples::with_answer(&envelope, field, value);
    let answer = context.post(&envelope.dossier_id, &body)?;
    has_issue(&answer, field, code)
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "rules.missing_answer",
        demand: "an answer that is missing is 422 with the code of the rule, `phone.missing`",
        section: SECTION,
        run: |context| refuses_answer(context, "phone", None, "phone.missing"),
    },
    Check {
        name: "rules.two_issues",
        demand: "all errors are listed, not the first one only",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let kept = |key: &str| key != "phone" && key != "commitment";
            let entries = envelope
                .answers
                .entries()
                .iter()
                .filter(|(key, _)| kept(key));
            let answers = Value::Object(entries.cloned().collect());
            let body = samples::with(&envelope, "answers", Some(answers));
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_issue(&answer, "phone", "phone.missing")?;
            has_issue(&answer, "commitment", "commit.missing")
        },
    },
    Check {
        name: "rules.commitment",
        demand: "a dossier without the commitment is refused",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let body = samples::with_answer(&envelope, "commitment", None);
            context.post(&envelope.dossier_id, &body)?.is(422)
        },
    },
    Check {
        name: "answer.unknown",
        demand: "an answer to a question that nobody asked is 422 `answer.unknown`",
        section: SECTION,
        run: |context| {
            refuses_answer(
                context,
                "shoe_size",
                Some(Value::Integer(42)),
                "answer.unknown",
            )
        },
    },
    Check {
        name: "answer.not_canonical",
        demand: "an answer that is right and not in canonical form is 422 `answer.not_canonical`",
        section: SECTION,
        run: |context| {
            let value = Some(Value::text("0912 345 678"));
            refuses_answer(context, "phone", value, "answer.not_canonical")
        },
    },
    Check {
        name: "answer.type",
        demand: "an answer of another type is 422 at the field",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let body = samples::with_answer(&envelope, "commitment", Some(Value::text("yes")));
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_issue(&answer, "commitment", "answer.not_canonical")
        },
    },
    Check {
        name: "answer.null",
        demand: "`null` is no answer: 422 at the field",
        section: SECTION,
        run: |context| refuses_answer(context, "full_name", Some(Value::Null), "answer.shape"),
    },
    Check {
        name: "answer.list",
        demand: "a list in place of a text is 422 at the field",
        section: SECTION,
        run: |context| {
            let value = Value::List(vec![Value::text("a"), Value::text("b")]);
            let envelope = context.dossier()?;
            let body = samples::with_answer(&envelope, "full_name", Some(value));
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_issue(&answer, "full_name", "choice.unknown")
                .or_else(|_| has_issue(&answer, "full_name", "answer.shape"))
        },
    },
];
