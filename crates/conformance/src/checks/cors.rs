//! Checks CORS: requests of pages of another origin.

use crate::answer::Answer;
use crate::check::Check;
use crate::context::Context;
use crate::samples::uuid;
use crate::verdict::{Flaw, Verdict, demand};

const SECTION: &str = "Another origin";

/// An origin that no backend allows.
const FOREIGN: &str = "https://foreign.invalid";

/// Returns the allowed origin.
fn origin(context: &Context) -> Result<&str, Flaw> {
    let origin = context.options.origin.as_deref();
    origin.ok_or_else(|| Flaw::skipped("give --origin, the origin of the pages"))
}

/// Returns the items of a list header in lower case.
fn names(answer: &Answer, header: &str) -> Vec<String> {
    let value = answer.header(header).unwrap_or_default();
    value
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
}

/// Demands a preflight that allows the method and the headers (Fetch standard, CORS protocol).
fn preflight(context: &Context, path: &str, method: &str, headers: &[&str]) -> Verdict {
    let origin = origin(context)?;
    let asked = headers.join(",");
    let request = [
        ("Origin", origin),
        ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", asked.as_str()),
    ];
    let answer = context.client.send("OPTIONS", path, &request, b"")?;
    demand((200..300).contains(&answer.status), || {
        answer.instead_of("2xx")
    })?;
    allows(&answer, origin)?;
    let methods = names(&answer, "access-control-allow-methods");
    // GET and POST need no preflight for their method.
    let simple = matches!(method, "GET" | "POST");
    demand(
        simple || methods.contains(&method.to_ascii_lowercase()),
        || answer.instead_of(&format!("`Access-Control-Allow-Methods` with {method}")),
    )?;
    let allowed = names(&answer, "access-control-allow-headers");
    for header in headers {
        demand(allowed.iter().any(|name| name == header), || {
            answer.instead_of(&format!("`Access-Control-Allow-Headers` with {header}"))
        })?;
    }
    Ok(())
}

/// Demands that a page of the origin can read the response.
fn allows(answer: &Answer, origin: &str) -> Verdict {
    let allowed = answer.header("access-control-allow-origin");
    demand(allowed == Some(origin) || allowed == Some("*"), || {
        answer.instead_of(&format!("`Access-Control-Allow-Origin: {origin}`"))
    })
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "cors.preflight_dossier",
        demand: "a preflight allows POST /dossiers with content-type and idempotency-key",
        section: SECTION,
        run: |context| {
            preflight(
                context,
                "/dossiers",
                "POST",
                &["content-type", "idempotency-key"],
            )
        },
    },
    Check {
        name: "cors.preflight_file",
        demand: "a preflight allows PUT /attachments/{sha256} with content-type",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let path = ["/attachments/", &"0".repeat(64)].concat();
            preflight(context, &path, "PUT", &["content-type"])
        },
    },
    Check {
        name: "cors.preflight_status",
        demand: "a preflight allows GET /dossiers/{number} with authorization",
        section: SECTION,
        run: |context| {
            preflight(
                context,
                "/dossiers/HS-0000-000000",
                "GET",
                &["authorization"],
            )
        },
    },
    Check {
        name: "cors.intake",
        demand: "the page may read /intake",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let answer = context
                .client
                .send("GET", "/intake", &[("Origin", origin)], b"")?;
            allows(&answer, origin)
        },
    },
    Check {
        name: "cors.receipt",
        demand: "the page may read the receipt",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let envelope = context.dossier()?;
            let headers = [
                ("Origin", origin),
                ("Content-Type", "application/json"),
                ("Idempotency-Key", envelope.dossier_id.as_str()),
            ];
            let body = envelope.canonical();
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, body.as_bytes())?;
            answer.is(201)?;
            allows(&answer, origin)
        },
    },
    Check {
        name: "cors.refusal",
        demand: "the page may read a refusal; without it the person sees a network error",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let key = uuid();
            let headers = [
                ("Origin", origin),
                ("Content-Type", "application/json"),
                ("Idempotency-Key", key.as_str()),
            ];
            let answer = context.client.send("POST", "/dossiers", &headers, b"{}")?;
            answer.is(422)?;
            allows(&answer, origin)
        },
    },
    Check {
        name: "cors.too_large",
        demand: "the page may read a 413",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let key = uuid();
            let headers = [
                ("Origin", origin),
                ("Content-Type", "application/json"),
                ("Idempotency-Key", key.as_str()),
            ];
            let body = vec![b' '; context.limit("dossier_bytes")? + 1];
            let answer = context.client.send("POST", "/dossiers", &headers, &body)?;
            answer.is(413)?;
            allows(&answer, origin)
        },
    },
    Check {
        name: "cors.retry_after",
        demand: "`Retry-After` is exposed, or the page cannot read it",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let answer = context
                .client
                .send("GET", "/intake", &[("Origin", origin)], b"")?;
            let exposed = names(&answer, "access-control-expose-headers");
            demand(exposed.iter().any(|name| name == "retry-after"), || {
                answer.instead_of("`Access-Control-Expose-Headers: Retry-After`")
            })
        },
    },
    Check {
        name: "cors.no_credentials",
        demand: "no answer allows credentials",
        section: SECTION,
        run: |context| {
            let origin = origin(context)?;
            let answer = context
                .client
                .send("GET", "/intake", &[("Origin", origin)], b"")?;
            let allowed = answer.header("access-control-allow-credentials");
            demand(allowed.is_none(), || {
                answer.instead_of("no `Access-Control-Allow-Credentials`")
            })
        },
    },
    Check {
        name: "cors.foreign_origin",
        demand: "a page of another origin may read nothing",
        section: SECTION,
        run: |context| {
            origin(context)?;
            let answer = context
                .client
                .send("GET", "/intake", &[("Origin", FOREIGN)], b"")?;
            let allowed = answer
                .header("access-control-allow-origin")
                .unwrap_or_default();
            demand(allowed != FOREIGN && allowed != "*", || {
                answer.instead_of(&format!("no permission for {FOREIGN}"))
            })
        },
    },
];
