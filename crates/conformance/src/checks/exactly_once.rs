//! Checks that one idempotency key creates one dossier, also for repeated and simultaneous
//! requests.

use hoso_dossier::Value;
use hoso_dossier::wire::{Envelope, Receipt};

use crate::answer::Answer;
use crate::check::Check;
use crate::context::Context;
use crate::refusal::{has_issue, refuses};
use crate::samples;
use crate::verdict::{Flaw, Verdict, demand};

const SECTION: &str = "Exactly once";

/// Number of simultaneous POST requests with one key.
const PARALLEL: usize = 200;

/// Sends a request in each of `count` threads at the same time.
fn at_once(
    count: usize,
    send: impl Fn(usize) -> Result<Answer, Flaw> + Sync,
) -> Vec<Result<Answer, Flaw>> {
    let send = &send;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|i| scope.spawn(move || send(i))).collect();
        let joined = threads.into_iter().map(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err(Flaw::failed("a thread of the kit failed")))
        });
        joined.collect()
    })
}

/// Demands that a response contains the first receipt.
fn same(context: &Context, answer: &Answer, envelope: &Envelope, first: &Receipt) -> Verdict {
    let receipt = context.receipt(answer, envelope)?;
    demand(receipt == *first, || {
        format!(
            "another receipt: number {} and then {}, the secret is {}",
            first.number,
            receipt.number,
            if first.secret == receipt.secret {
                "the same"
            } else {
                "another"
            }
        )
    })
}

/// Returns the same dossier in another language: another digest under the same key.
fn another(envelope: &Envelope) -> Envelope {
    Envelope {
        language: "en".to_owned(),
        ..envelope.clone()
    }
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "once.repeated",
        demand: "the same key and digest is 201 with the same receipt, secret included",
        section: SECTION,
        run: |context| {
            let (envelope, first) = context.new_stored()?;
            for _ in 0..3 {
                same(context, &context.send(&envelope)?, &envelope, &first)?;
            }
            Ok(())
        },
    },
    Check {
        name: "once.repeated_rewritten",
        demand: "the same dossier in another writing of JSON is the same: the digest decides",
        section: SECTION,
        run: |context| {
            let (envelope, first) = context.new_stored()?;
            let answer = context.post(&envelope.dossier_id, &samples::rewritten(&envelope))?;
            same(context, &answer, &envelope, &first)
        },
    },
    Check {
        name: "once.quoted_key",
        demand: "a key in double quotes is the same key",
        section: SECTION,
        run: |context| {
            let (envelope, first) = context.new_stored()?;
            let key = format!("\"{}\"", envelope.dossier_id);
            let answer = context.post(&key, envelope.canonical().as_bytes())?;
            same(context, &answer, &envelope, &first)
        },
    },
    Check {
        name: "once.parallel",
        demand: "200 simultaneous posts of one key are one dossier: one number, one secret, one receipt",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answers = at_once(PARALLEL, |_| context.send(&envelope));
            let mut first = None;
            for answer in answers {
                let answer = answer?;
                match &first {
                    None => first = Some(context.receipt(&answer, &envelope)?),
                    Some(first) => same(context, &answer, &envelope, first)?,
                }
            }
            Ok(())
        },
    },
    Check {
        name: "once.parallel_numbers",
        demand: "20 simultaneous posts of 20 keys are 20 dossiers with 20 numbers",
        section: SECTION,
        run: |context| {
            let envelopes: Vec<Envelope> = (0..20)
                .map(|_| context.dossier())
                .collect::<Result<_, _>>()?;
            let answers = at_once(envelopes.len(), |i| {
                envelopes.get(i).map_or_else(
                    || context.dossier().and_then(|e| context.send(&e)),
                    |e| context.send(e),
                )
            });
            let mut numbers = Vec::new();
            for (envelope, answer) in envelopes.iter().zip(answers) {
                numbers.push(context.receipt(&answer?, envelope)?.number);
            }
            numbers.sort_unstable();
            numbers.dedup();
            demand(numbers.len() == envelopes.len(), || {
                format!("{} numbers for {} dossiers", numbers.len(), envelopes.len())
            })
        },
    },
    Check {
        name: "once.other_digest",
        demand: "the same key with another digest is 409 `idempotency_key.reused`",
        section: SECTION,
        run: |context| {
            let (envelope, _) = context.new_stored()?;
            refuses(
                &context.send(&another(&envelope))?,
                409,
                "idempotency_key.reused",
            )
        },
    },
    Check {
        name: "once.other_digest_changes_nothing",
        demand: "after a 409 the first dossier has its receipt and its status as before",
        section: SECTION,
        run: |context| {
            let (envelope, first) = context.new_stored()?;
            context.send(&another(&envelope))?.is(409)?;
            same(context, &context.send(&envelope)?, &envelope, &first)?;
            let status = context.status(&first.number, &first.secret)?;
            status.is(200)?;
            let value = status.object()?;
            let digest = value.get("digest").and_then(serde_json::Value::as_str);
            demand(digest.is_none_or(|digest| digest == first.digest), || {
                status.instead_of(&format!("the digest {}", first.digest))
            })
        },
    },
    Check {
        name: "once.parallel_digests",
        demand: "two dossiers posted simultaneously under one key: one is stored, the other one is 409",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let pair = [another(&envelope), envelope];
            let answers = at_once(40, |i| {
                context.send(if i % 2 == 0 { &pair[0] } else { &pair[1] })
            });
            let mut stored = [false; 2];
            let mut first: Option<Receipt> = None;
            for (i, answer) in answers.into_iter().enumerate() {
                let answer = answer?;
                if answer.status == 409 {
                    refuses(&answer, 409, "idempotency_key.reused")?;
                    continue;
                }
                let envelope = if i % 2 == 0 { &pair[0] } else { &pair[1] };
                let receipt = context.receipt(&answer, envelope)?;
                if let Some(first) = &first {
                    demand(first.number == receipt.number, || "two numbers".to_owned())?;
                }
                first = Some(receipt);
                stored[i % 2] = true;
            }
            demand(stored[0] != stored[1], || {
                format!(
                    "{} of two dossiers stored",
                    usize::from(stored[0]) + usize::from(stored[1])
                )
            })
        },
    },
    Check {
        name: "once.refused_leaves_nothing",
        demand: "a 422 stores nothing: the corrected dossier is taken under the same key",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let wrong = samples::with_answer(&envelope, "phone", None);
            context.post(&envelope.dossier_id, &wrong)?.is(422)?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "once.known_before_rules",
        demand: "a key that is stored is looked up before the rules: another dossier with errors under it is 409, not 422",
        section: SECTION,
        run: |context| {
            let (envelope, _) = context.new_stored()?;
            let wrong = samples::with(&envelope, "definition", Some(Value::text("2020-01-01")));
            let answer = context.post(&envelope.dossier_id, &wrong)?;
            refuses(&answer, 409, "idempotency_key.reused")
        },
    },
    Check {
        name: "key.missing",
        demand: "a dossier without `Idempotency-Key` is 400 `idempotency_key.missing`",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let body = envelope.canonical();
            let headers = [("Content-Type", "application/json")];
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, body.as_bytes())?;
            refuses(&answer, 400, "idempotency_key.missing")
        },
    },
    Check {
        name: "key.shape",
        demand: "a key that is no lower-case UUID is 400 `idempotency_key.shape`",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let body = envelope.canonical();
            for key in ["1", "00000000-0000-4000-8000-00000000000A", "' OR 1=1"] {
                let answer = context.post(key, body.as_bytes())?;
                refuses(&answer, 400, "idempotency_key.shape")?;
            }
            Ok(())
        },
    },
    Check {
        name: "key.differs",
        demand: "a key that is not the `dossier_id` is 422 with `idempotency_key.differs`",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answer = context.post(&samples::uuid(), envelope.canonical().as_bytes())?;
            has_issue(&answer, "dossier_id", "idempotency_key.differs")
        },
    },
];
