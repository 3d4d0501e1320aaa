//! Tests the webhook with a real target that is down, slow or late, or that redirects.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hoso_dossier::{Value, json};
use hoso_receiver::office::{Announcement, Office};
use hoso_receiver::{Config, Webhook};
use sha2::Sha256;
use support::{NOW, PHOTOS, Receiver, dossier, under18};

const SECRET: [u8; 32] = [7; 32];

/// A request that the target received, and its open connection.
struct Announced {
    head: Vec<(String, String)>,
    body: String,
    stream: TcpStream,
}

impl Announced {
    fn header(&self, name: &str) -> &str {
        let found = self.head.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap()
    }

    fn answer(&mut self, status: &str) {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        // Ignores a connection that the receiver has closed.
        let _ = self.stream.write_all(answer.as_bytes());
    }
}

/// Waits for an announcement.
fn next(target: &TcpListener) -> Announced {
    let (stream, _) = target.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some((key, value)) = line.split_once(':') {
            head.push((key.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let mut announced = Announced {
        head,
        body: String::new(),
        stream,
    };
    let length: usize = announced.header("content-length").parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    announced.body = String::from_utf8(body).unwrap();
    announced
}

fn target() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    (listener, url)
}

/// Starts a receiver that retries at once.
fn receiver(url: &str, set: impl FnOnce(&mut Webhook)) -> Receiver {
    let mut webhook = Webhook {
        url: url.to_owned(),
        secret: SECRET.to_vec(),
        retry_after: Duration::ZERO,
        attempts: u32::MAX,
        ..Webhook::default()
    };
    set(&mut webhook);
    Receiver::with(|config: &mut Config, _| config.webhook = Some(webhook))
}

fn office(receiver: &Receiver) -> Office {
    Office::open(&receiver.folder.path().join("data"), "clerk")
        .unwrap()
        .with_clock(|| NOW)
}

/// Waits until the only announcement meets a condition.
fn wait_until(receiver: &Receiver, is: impl Fn(&Announcement) -> bool) -> Announcement {
    let office = office(receiver);
    loop {
        let mut all = office.announcements(None).unwrap();
        assert_eq!(all.len(), 1);
        let only = all.remove(0);
        if is(&only) {
            return only;
        }
        std::thread::yield_now();
    }
}

fn signature(announced: &Announced) -> String {
    let signed = format!(
        "{}.{}.{}",
        announced.header("webhook-id"),
        announced.header("webhook-timestamp"),
        announced.body
    );
    let mac = Hmac::<Sha256>::new_from_slice(&SECRET)
        .unwrap()
        .chain_update(signed)
        .finalize();
    ["v1,", &STANDARD.encode(mac.into_bytes())].concat()
}

#[test]
fn ok_a_dossier_is_announced_once_signed_and_without_an_answer() {
    let (target, url) = target();
    let receiver = receiver(&url, |_| ());
    let sent = under18(1, &PHOTOS[..3]);
    let receipt = receiver.send_with(&sent, &PHOTOS[..3]);
    let mut first = next(&target);
    assert_eq!(first.header("webhook-id"), receipt.text("number"));
    assert_eq!(first.header("webhook-timestamp"), NOW.to_string());
    assert_eq!(first.header("webhook-signature"), signature(&first));
    let body = json::parse_str(&first.body).unwrap();
    let data = body.get("data").unwrap();
    let text = |value: &Value, key: &str| value.get(key).unwrap().as_str().unwrap().to_owned();
    assert_eq!(text(&body, "type"), "dossier.received");
    assert_eq!(text(data, "digest"), sent.digest());
    assert_eq!(data.get("files").and_then(Value::as_integer), Some(3));
    let keys: Vec<&str> = data.entries().iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "definition",
            "digest",
            "files",
            "missing",
            "number",
            "procedure"
        ]
    );
    first.answer("204 No Content");
    let done = wait_until(&receiver, |it| it.state == "delivered");
    assert_eq!((done.attempts, done.last_result.as_str()), (1, "204"));

    // A repeated dossier gets its receipt again and no second announcement: the next announcement
    // is of another dossier.
    assert_eq!(receiver.send(&sent).body, receipt.body);
    let other = receiver.send(&dossier(2));
    let mut second = next(&target);
    assert_eq!(second.header("webhook-id"), other.text("number"));
    second.answer("200 OK");
}

#[test]
fn ok_a_target_that_is_down_gets_it_later() {
    let (closed, url) = target();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let receiver = receiver(&url, |_| ());
    let receipt = receiver.send(&dossier(1));
    let failed = wait_until(&receiver, |it| it.attempts > 1);
    assert_eq!(failed.state, "pending");
    let target = TcpListener::bind(address).unwrap();
    let mut announced = next(&target);
    assert_eq!(announced.header("webhook-id"), receipt.text("number"));
    announced.answer("200 OK");
    wait_until(&receiver, |it| it.state == "delivered");
}

#[test]
fn ok_a_target_that_answers_late_gets_the_same_id_again() {
    let (target, url) = target();
    let receiver = receiver(&url, |webhook| webhook.timeout = Duration::from_millis(300));
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    // Responds to the first attempt only after the second one has arrived.
    let mut late = next(&target);
    let mut second = next(&target);
    late.answer("200 OK");
    assert_eq!(late.header("webhook-id"), second.header("webhook-id"));
    assert_eq!(late.body, second.body);
    second.answer("200 OK");
    // Allows for a busy machine, on which the second response is late as well.
    target.set_nonblocking(true).unwrap();
    let office = office(&receiver);
    while office.announcements(Some("delivered")).unwrap().is_empty() {
        if let Ok((stream, _)) = target.accept() {
            stream.set_nonblocking(false).unwrap();
            let mut again = Announced {
                head: Vec::new(),
                body: String::new(),
                stream,
            };
            again.answer("200 OK");
        }
        std::thread::yield_now();
    }
    assert!(office.announcements(None).unwrap()[0].attempts >= 2);
}

#[test]
fn ok_a_redirect_is_not_followed() {
    let (target, url) = target();
    let (elsewhere, other_url) = self::target();
    elsewhere.set_nonblocking(true).unwrap();
    let receiver = receiver(&url, |_| ());
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    for status in ["302 Found", "307 Temporary Redirect"] {
        next(&target).answer(&format!("{status}\r\nLocation: {other_url}"));
    }
    next(&target).answer("500 Internal Server Error");
    next(&target).answer("200 OK");
    let done = wait_until(&receiver, |it| it.state == "delivered");
    assert_eq!(done.attempts, 4);
    assert!(elsewhere.accept().is_err());
}

#[test]
fn ok_dead_letters_are_listed_and_sent_again() {
    let (target, url) = target();
    let mut receiver = receiver(&url, |webhook| webhook.attempts = 2);
    let receipt = receiver.send(&dossier(1));
    for _ in 0..2 {
        next(&target).answer("503 Service Unavailable");
    }
    let dead = wait_until(&receiver, |it| it.state == "dead");
    assert_eq!((dead.attempts, dead.last_result.as_str()), (2, "503"));
    let mut office = office(&receiver);
    assert_eq!(office.announcements(Some("dead")).unwrap(), [dead]);
    // A pending row of the outbox remains after the end of the process.
    receiver.stop();
    office.announce_again(&receipt.text("number")).unwrap();
    receiver.restart();
    let mut again = next(&target);
    assert_eq!(again.header("webhook-id"), receipt.text("number"));
    again.answer("200 OK");
    wait_until(&receiver, |it| it.state == "delivered");
}

#[test]
fn ok_an_erased_dossier_is_not_announced() {
    let (target, url) = target();
    let receiver = receiver(&url, |_| ());
    let erased = receiver.send(&dossier(1));
    let mut waiting = next(&target);
    let mut office = office(&receiver);
    office.erase(&erased.text("number"), "request").unwrap();
    waiting.answer("500 Internal Server Error");
    let other = receiver.send(&dossier(2));
    let mut announced = next(&target);
    assert_eq!(announced.header("webhook-id"), other.text("number"));
    announced.answer("200 OK");
}

#[test]
fn ok_nothing_waits_without_a_webhook() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    assert_eq!(office(&receiver).announcements(None).unwrap(), []);
}

#[test]
fn ok_an_unreadable_dossier_does_not_hold_up_those_behind_it() {
    let (target, url) = target();
    let mut receiver = receiver(&url, |_| ());
    let broken = receiver.send(&dossier(1));
    next(&target).answer("500 Internal Server Error");
    receiver.stop();
    let data = receiver.folder.path().join("data/hoso.sqlite3");
    let database = rusqlite::Connection::open(data).unwrap();
    database
        .execute_batch(
            "UPDATE dossier SET envelope = 'damaged';
             UPDATE outbox SET state = 'pending', due_at = 0;",
        )
        .unwrap();
    drop(database);
    receiver.restart();
    let other = receiver.send(&dossier(2));
    let mut announced = next(&target);
    assert_eq!(announced.header("webhook-id"), other.text("number"));
    announced.answer("200 OK");
    let dead = office(&receiver).announcements(Some("dead")).unwrap();
    let dead: Vec<_> = dead
        .iter()
        .map(|it| (it.number.as_str(), it.last_result.as_str()))
        .collect();
    assert_eq!(dead, [(broken.text("number").as_str(), "unreadable")]);
}
