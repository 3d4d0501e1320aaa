//! Announces each received dossier to a program of the office with a signed POST request.
//!
//! The announcement contains the number and no answers. The transaction that stores the dossier
//! also inserts the row in the table `outbox`, so a crash loses no announcement. Delivery is at
//! least once: a target can receive an announcement again, for example after a late response.
//! `webhook-id` is the number, so the target can detect a duplicate.
//!
//! Source: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>
//! (headers, signature, secret); read 2026-11-30.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hoso_dossier::{Value, timestamp};
use sha2::Sha256;
use ureq::Agent;

use crate::app::App;
use crate::config::Webhook;
use crate::store::{Notice, NoticeState, StoredDossier};
use crate::validate;

/// Maximum delay between two attempts, in seconds.
const LONGEST_WAIT: u64 = 6 * 3600;

/// Maximum delay between two reads of the outbox, because another process can add a row.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Announces dossiers until the task is aborted.
pub(crate) async fn announce(app: &Arc<App>, webhook: Webhook) {
    let webhook = Arc::new(webhook);
    let agent = agent(&webhook);
    loop {
        let (work, agent, target) = (Arc::clone(app), agent.clone(), Arc::clone(&webhook));
        // Sends and stores the result in one call: an abort between the two would cause a
        // duplicate.
        let sent = tokio::task::spawn_blocking(move || send_next(&work, &agent, &target)).await;
        let wait = match sent {
            Ok(Some(())) => continue,
            _ => until_next(app),
        };
        tokio::select! {
            () = app.outbox.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Builds the HTTP client. It follows no redirects, so only the configured target receives the
/// announcement.
fn agent(webhook: &Webhook) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(webhook.timeout))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .build()
        .into()
}

/// Returns the delay until the next read of the outbox.
fn until_next(app: &App) -> Duration {
    let Ok(Some(due_at)) = app.store.next_notice_at() else {
        return LONGEST_SLEEP;
    };
    let seconds = due_at.saturating_sub((app.config.clock)());
    // Returns at least one second, so that a failing database causes no busy loop.
    Duration::from_secs(u64::try_from(seconds).unwrap_or(0).max(1)).min(LONGEST_SLEEP)
}

/// Sends the next due announcement and stores the result; returns `None` if none is due or the
/// database fails.
fn send_next(app: &App, agent: &Agent, webhook: &Webhook) -> Option<()> {
    let now = (app.config.clock)();
    let notice = app.store.due_notice(now).ok()??;
    let (state, result) = match send(agent, webhook, &notice.dossier, now) {
        Ok(status) if (200..300).contains(&status) => (NoticeState::Delivered, status.to_string()),
        Ok(status) => (after_failure(webhook, &notice, now), status.to_string()),
        Err(reason) => (after_failure(webhook, &notice, now), reason.to_owned()),
    };
    let number = notice.dossier.number;
    let name = match state {
        NoticeState::Delivered => "delivered",
        NoticeState::Pending(_) => "failed",
        NoticeState::Dead => "dead",
    };
    app.metrics.count_attempt(name);
    if state == NoticeState::Delivered {
        tracing::info!(number, result, "webhook");
    } else {
        tracing::warn!(number, result, state = name, "webhook");
    }
    app.store.set_notice(&number, state, &result).ok()
}

/// Returns the state of a notice after one more failure: exponential backoff, then dead.
fn after_failure(webhook: &Webhook, notice: &Notice, now: i64) -> NoticeState {
    let failures = notice.attempts.saturating_add(1);
    if failures >= webhook.attempts {
        return NoticeState::Dead;
    }
    let factor = 1_u64.checked_shl(failures - 1).unwrap_or(u64::MAX);
    let wait = webhook
        .retry_after
        .as_secs()
        .saturating_mul(factor)
        .min(LONGEST_WAIT);
    NoticeState::Pending(now.saturating_add(i64::try_from(wait).unwrap_or(i64::MAX)))
}

/// Sends one announcement and returns the status of the response.
///
/// # Errors
/// A short reason for the operator; never text of the target.
fn send(
    agent: &Agent,
    webhook: &Webhook,
    dossier: &StoredDossier,
    now: i64,
) -> Result<u16, &'static str> {
    let body = body(dossier);
    let signature = signature(&webhook.secret, &dossier.number, now, &body).ok_or("key")?;
    let response = agent
        .post(&webhook.url)
        .header("content-type", "application/json")
        .header("webhook-id", &dossier.number)
        .header("webhook-timestamp", now.to_string())
        .header("webhook-signature", signature)
        .send(body)
        .map_err(|error| match error {
            ureq::Error::Timeout(_) => "timeout",
            ureq::Error::HostNotFound => "host not found",
            ureq::Error::ConnectionFailed => "no connection",
            ureq::Error::Rustls(_) | ureq::Error::Tls(_) => "TLS",
            ureq::Error::Io(_) => "connection lost",
            _ => "no response",
        })?;
    Ok(response.status().as_u16())
}

/// Returns the body of the announcement. It contains no answers.
fn body(dossier: &StoredDossier) -> String {
    let envelope = &dossier.envelope;
    let missing = validate::missing(envelope).into_iter().map(Value::Text);
    let files = i64::try_from(envelope.attachments.len()).unwrap_or(i64::MAX);
    let data = Value::object([
        ("number", Value::text(&dossier.number)),
        ("procedure", Value::text(&envelope.procedure)),
        ("definition", Value::text(&envelope.definition)),
        ("digest", Value::text(&dossier.digest)),
        ("files", Value::Integer(files)),
        ("missing", Value::List(missing.collect())),
    ]);
    Value::object([
        ("type", Value::text("dossier.received")),
        (
            "timestamp",
            Value::text(timestamp::format(dossier.received_at)),
        ),
        ("data", data),
    ])
    .canonical()
}

/// Returns the HMAC signature of id, timestamp and body.
fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> Option<String> {
    let mac = Hmac::<Sha256>::new_from_slice(secret)
        .ok()?
        .chain_update(format!("{id}.{seconds}.{body}"))
        .finalize();
    Some(["v1,", &STANDARD.encode(mac.into_bytes())].concat())
}

/// Parses a secret: `whsec_` and Base64.
pub(crate) fn parse_secret(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.trim().strip_prefix("whsec_")?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    /// Checks the example of the Standard Webhooks specification.
    #[test]
    fn ok_the_signature_of_the_specification() {
        let secret = parse_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
        let signed = signature(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signed.as_deref(),
            Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
    }

    #[test]
    fn err_secrets() {
        for text in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!"] {
            assert_eq!(parse_secret(text), None, "{text}");
        }
    }
}
