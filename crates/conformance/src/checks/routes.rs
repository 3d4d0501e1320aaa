//! Checks unknown paths and methods.

use crate::check::Check;
use crate::context::Context;
use crate::refusal::{problem, refuses};
use crate::verdict::{Verdict, demand};

const SECTION: &str = "Refusing";

/// Demands 405 with the allowed methods of the path.
fn refuses_method(context: &Context, method: &str, path: &str, allowed: &str) -> Verdict {
    let answer = context.client.send(method, path, &[], b"")?;
    refuses(&answer, 405, "method.unknown")?;
    let allow = answer.header("allow").unwrap_or_default();
    let names = |name: &str| name.trim().eq_ignore_ascii_case(allowed);
    demand(allow.split(',').any(names), || {
        answer.instead_of(&format!("`Allow` with {allowed}"))
    })
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "route.unknown",
        demand: "an unknown path is 404 `route.unknown`, as problem details",
        section: SECTION,
        run: |context| {
            let answer = context.client.send("GET", "/no-such-path", &[], b"")?;
            refuses(&answer, 404, "route.unknown")
        },
    },
    Check {
        name: "route.below_a_dossier",
        demand: "a path below a dossier is 404 `route.unknown`",
        section: SECTION,
        run: |context| {
            let answer = context.client.send("GET", "/dossiers/1/2", &[], b"")?;
            refuses(&answer, 404, "route.unknown")
        },
    },
    Check {
        name: "method.intake",
        demand: "POST /intake is 405 with `Allow: GET`",
        section: SECTION,
        run: |context| refuses_method(context, "POST", "/intake", "GET"),
    },
    Check {
        name: "method.dossiers",
        demand: "GET /dossiers is 405 with `Allow: POST`: no list of dossiers is public",
        section: SECTION,
        run: |context| refuses_method(context, "GET", "/dossiers", "POST"),
    },
    Check {
        name: "method.dossier",
        demand: "DELETE /dossiers/{number} is 405 with `Allow: GET`",
        section: SECTION,
        run: |context| refuses_method(context, "DELETE", "/dossiers/HS-0000-000000", "GET"),
    },
    Check {
        name: "method.attachment",
        demand: "GET /attachments/{sha256} is 405 with `Allow: PUT`: no file is public",
        section: "Photos",
        run: |context| {
            context.needs("put")?;
            let path = ["/attachments/", &"0".repeat(64)].concat();
            refuses_method(context, "GET", &path, "PUT")
        },
    },
    Check {
        name: "method.options",
        demand: "OPTIONS without an origin is answered below 500 and without a redirect",
        section: SECTION,
        run: |context| {
            let answer = context.client.send("OPTIONS", "/dossiers", &[], b"")?;
            demand(
                answer.status < 300 || (400..500).contains(&answer.status),
                || answer.instead_of("2xx or 4xx"),
            )
        },
    },
    Check {
        name: "path.long",
        demand: "a path of 3,000 characters is 404 or 414 as problem details",
        section: SECTION,
        run: |context| {
            let path = ["/dossiers/", &"x".repeat(3000)].concat();
            let headers = [("Authorization", "Bearer 00000000000000000000000000000000")];
            let answer = context.client.send("GET", &path, &headers, b"")?;
            problem(&answer, "404 or 414", &[404, 414]).map(|_| ())
        },
    },
];
