//! What is too large, too slow, too many, or not there.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use support::{FORM, PDF, Receiver, answer, call, dossier, form, id, post_form, request};

#[test]
fn err_routes_and_methods() {
    let receiver = Receiver::start();
    for path in [
        "/",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/dossiers/1/2",
        "/index.html",
    ] {
        receiver.get(path).refuses(404, &["path route.unknown"]);
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/intake", "GET,HEAD"),
        ("POST", "/api/intake", "GET,HEAD"),
        ("GET", "/api/dossiers", "POST"),
        ("PUT", "/api/dossiers/HS-2026-000001", "GET,HEAD"),
        ("GET", "/api/attachments/a", "PUT"),
        ("OPTIONS", "/api/dossiers", "POST"),
        ("NGUYEN", "/api/dossiers", "POST"),
    ] {
        let answer = call(receiver.address, method, path, &[], b"");
        answer.refuses(405, &["method method.unknown"]);
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
    }
}

#[test]
fn ok_head_is_get_without_a_body() {
    let receiver = Receiver::start();
    let head = call(receiver.address, "HEAD", "/api/intake", &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn err_media_types() {
    let receiver = Receiver::start();
    let key = id(1);
    let body = dossier(1).canonical();
    for headers in [
        &[("Idempotency-Key", key.as_str())][..],
        &[
            ("Idempotency-Key", key.as_str()),
            ("Content-Type", "text/plain"),
        ],
        &[
            ("Idempotency-Key", key.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ],
    ] {
        let answer = call(
            receiver.address,
            "POST",
            "/api/dossiers",
            headers,
            body.as_bytes(),
        );
        answer.refuses(415, &["body media_type.unknown"]);
    }
    let headers = [
        ("Idempotency-Key", key.as_str()),
        ("Content-Type", "application/json"),
        ("Content-Encoding", "gzip"),
    ];
    call(
        receiver.address,
        "POST",
        "/api/dossiers",
        &headers,
        body.as_bytes(),
    )
    .refuses(415, &["body media_type.unknown"]);
    let headers = [
        ("Idempotency-Key", key.as_str()),
        ("Content-Type", "Application/JSON; charset=utf-8"),
    ];
    assert_eq!(
        call(
            receiver.address,
            "POST",
            "/api/dossiers",
            &headers,
            body.as_bytes()
        )
        .status,
        201
    );
}

#[test]
fn err_too_large() {
    let receiver = Receiver::limited(|limits| limits.dossier_bytes = 1000);
    receiver
        .post(&id(1), &[b' '; 1001])
        .refuses(413, &["body body.too_large"]);
    // Larger than every buffer between client and receiver: the client still gets the refusal.
    receiver
        .post(&id(1), &vec![b' '; 8 << 20])
        .refuses(413, &["body body.too_large"]);
    // Without a declared length it is found by counting.
    let mut stream = TcpStream::connect(receiver.address).unwrap();
    let head = format!(
        "POST /api/dossiers HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        id(1)
    );
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..3 {
        stream
            .write_all(format!("1f4\r\n{}\r\n", " ".repeat(500)).as_bytes())
            .unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    answer(&mut stream)
        .unwrap()
        .refuses(413, &["body body.too_large"]);
}

/// Every dossier that the page can make fits into one form, with its files as large as they may be.
#[test]
fn ok_the_largest_dossier_fits_into_one_form() {
    let limits = hoso_receiver::Limits::default();
    for procedure in hoso_procedures::DOSSIERS {
        let questions = procedure
            .definition
            .steps
            .iter()
            .flat_map(|step| step.fields);
        let files: u64 = questions
            .filter_map(|field| field.kind.photo())
            .map(|photo| {
                let size = if photo.pdf {
                    hoso_photo::MAX_PDF
                } else {
                    hoso_photo::resize::MAX_BYTES as u64
                };
                photo.most as u64 * size
            })
            .sum();
        let heads = 1024 * limits.attachments as u64;
        let most = files + limits.dossier_bytes + heads;
        assert!(
            most <= limits.form_bytes,
            "{}: {most}",
            procedure.definition.code
        );
    }
}

#[test]
fn err_long_paths_and_headers() {
    let receiver = Receiver::start();
    receiver
        .get(&format!("/api/dossiers/{}", "a".repeat(1100)))
        .refuses(414, &["path path.long"]);
    let long = "a".repeat(20_000);
    assert_eq!(
        call(receiver.address, "GET", "/api/intake", &[("X", &long)], b"").status,
        431
    );
    let many = vec![("X", "a"); 100];
    assert_eq!(
        call(receiver.address, "GET", "/api/intake", &many, b"").status,
        431
    );
}

#[test]
fn err_a_slow_body() {
    for limit in ["silence", "time"] {
        let receiver = Receiver::limited(|limits| {
            if limit == "silence" {
                limits.body_silence = Duration::from_millis(50);
            } else {
                limits.body_time = Duration::from_millis(50);
            }
        });
        let whole = dossier(1).canonical();
        let key = id(1);
        let headers = [
            ("Content-Type", "application/json"),
            ("Idempotency-Key", key.as_str()),
        ];
        let bytes = request("POST", "/api/dossiers", &headers, whole.as_bytes());
        let mut stream = TcpStream::connect(receiver.address).unwrap();
        stream.write_all(&bytes[..bytes.len() - 10]).unwrap();
        answer(&mut stream)
            .unwrap()
            .refuses(408, &["body body.slow"]);
        assert_eq!(receiver.rows(), [0, 0, 0]);
        assert_eq!(receiver.send(&dossier(1)).status, 201);
    }
}

#[test]
fn err_slow_headers() {
    let receiver = Receiver::limited(|limits| limits.header_time = Duration::from_millis(50));
    for begun in [&b""[..], b"GET /api/intake HTTP/1.1\r\nHost:"] {
        let mut stream = TcpStream::connect(receiver.address).unwrap();
        stream.write_all(begun).unwrap();
        // The connection ends, with an answer or without one.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
}

#[test]
fn ok_connections_beyond_the_limit_wait() {
    let receiver = Receiver::limited(|limits| limits.connections = 1);
    let mut first = TcpStream::connect(receiver.address).unwrap();
    let get = request("GET", "/api/intake", &[], b"");
    let mut second = TcpStream::connect(receiver.address).unwrap();
    second.write_all(&get).unwrap();
    first.write_all(&get).unwrap();
    assert_eq!(answer(&mut first).unwrap().status, 200);
    drop(first);
    assert_eq!(answer(&mut second).unwrap().status, 200);
}

#[test]
fn err_a_cut_body_leaves_nothing() {
    let mut receiver = Receiver::start();
    let whole = dossier(1).canonical();
    let key = id(1);
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", key.as_str()),
    ];
    for keep in [1, whole.len() / 2, whole.len() - 1] {
        let bytes = request("POST", "/api/dossiers", &headers, whole.as_bytes());
        let mut stream = TcpStream::connect(receiver.address).unwrap();
        stream
            .write_all(&bytes[..bytes.len() - whole.len() + keep])
            .unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        // The receiver has seen the end when it closes its side.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    let file = format!("/api/attachments/{}", hoso_dossier::wire::sha256_hex(PDF));
    let mut stream = TcpStream::connect(receiver.address).unwrap();
    let bytes = request("PUT", &file, &[], PDF);
    stream.write_all(&bytes[..bytes.len() - 3]).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
    receiver.stop();
    assert_eq!(receiver.rows(), [0, 0, 0]);
    assert_eq!(
        (
            receiver.files_in("attachments"),
            receiver.files_in("incoming")
        ),
        (0, 0)
    );
}

#[test]
fn err_too_many_at_once() {
    let receiver = Receiver::limited(|limits| {
        limits.requests = 1;
        limits.turn_time = Duration::from_millis(50);
    });
    // Another program holds the database: the first dossier keeps its turn.
    let database = rusqlite::Connection::open(receiver.folder.path().join("data/hoso.sqlite3"));
    let database = database.unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| receiver.send(&dossier(1)));
        let busy = loop {
            let answer = receiver.get("/api/dossiers/HS-2026-000001");
            assert_eq!(answer.status, 401);
            let answer = receiver.status("HS-2026-000001", "0123456789abcdef");
            if answer.status != 404 {
                break answer;
            }
        };
        busy.refuses(503, &["server server.busy"]);
        assert_eq!(busy.header("retry-after"), Some("2"));
        database.execute_batch("COMMIT").unwrap();
        assert_eq!(first.join().unwrap().status, 201);
    });
    assert_eq!(receiver.get("/api/intake").status, 200);
}

#[test]
fn ok_a_crowd_waits_for_its_turn() {
    let receiver = Receiver::limited(|limits| limits.requests = 1);
    std::thread::scope(|scope| {
        let send = |n| {
            let receiver = &receiver;
            scope.spawn(move || receiver.send(&dossier(n)).status)
        };
        let crowd: Vec<_> = (1..=100).map(send).collect();
        for sent in crowd {
            assert_eq!(sent.join().unwrap(), 201);
        }
    });
    assert_eq!(receiver.rows(), [100, 0, 0]);
}

#[test]
fn ok_slow_bodies_keep_nobody_waiting() {
    let receiver = Receiver::limited(|limits| {
        limits.requests = 1;
        limits.forms = 1;
        limits.turn_time = Duration::ZERO;
    });
    let whole = dossier(1).canonical();
    let key = id(1);
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", key.as_str()),
        ("Expect", "100-continue"),
    ];
    let bytes = request("POST", "/api/dossiers", &headers, whole.as_bytes());
    let mut first = TcpStream::connect(receiver.address).unwrap();
    first
        .write_all(&bytes[..bytes.len() - whole.len()])
        .unwrap();
    // "100 Continue" is sent when the handler asks for the body: from here it runs.
    let mut told = [0; 25];
    first.read_exact(&mut told).unwrap();
    assert!(told.starts_with(b"HTTP/1.1 100"));
    // A form and a file that are half here, too.
    let (form_key, form_dossier) = (id(2), dossier(2).canonical());
    let content = form(&[
        ("idempotency_key", form_key.as_bytes()),
        ("dossier", form_dossier.as_bytes()),
    ]);
    let path = format!("/api/attachments/{}", hoso_dossier::wire::sha256_hex(PDF));
    let mut half = Vec::new();
    for (method, path, headers, content) in [
        ("POST", "/api/dossiers", &[FORM][..], content.as_slice()),
        ("PUT", path.as_str(), &[], PDF),
    ] {
        let bytes = request(method, path, headers, content);
        let (begin, end) = bytes.split_at(bytes.len() - 10);
        let mut stream = TcpStream::connect(receiver.address).unwrap();
        stream.write_all(begin).unwrap();
        half.push((stream, end.to_vec()));
    }
    // Until both are being written to the disk.
    while receiver.files_in("incoming") < 2 {
        std::thread::yield_now();
    }
    assert_eq!(receiver.get("/api/intake").status, 200);
    assert_eq!(receiver.send(&dossier(3)).status, 201);
    let parts = (id(4), dossier(4).canonical());
    let parts = [
        ("idempotency_key", parts.0.as_bytes()),
        ("dossier", parts.1.as_bytes()),
    ];
    assert_eq!(post_form(&receiver, &[FORM], &parts).status, 201);
    first.write_all(whole.as_bytes()).unwrap();
    assert_eq!(answer(&mut first).unwrap().status, 201);
    for (mut stream, end) in half {
        stream.write_all(&end).unwrap();
        assert_eq!(answer(&mut stream).unwrap().status, 201);
    }
    assert_eq!(receiver.rows(), [4, 1, 0]);
    assert_eq!(receiver.files_in("incoming"), 0);
}

#[test]
fn err_a_body_that_trickles() {
    // Never silent, and too slow: the bytes that come do not prolong the time.
    let receiver = Receiver::limited(|limits| limits.body_time = Duration::from_millis(200));
    let path = format!("/api/attachments/{}", "0".repeat(64));
    let mut stream = TcpStream::connect(receiver.address).unwrap();
    let head = format!("PUT {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(20)))
        .unwrap();
    let mut answer = Vec::new();
    for _ in 0..1_999 {
        if stream.write_all(b" ").is_err() {
            break;
        }
        let mut bytes = [0; 4096];
        match stream.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => {
                answer.extend(&bytes[..read]);
                break;
            }
            Err(_) => {}
        }
    }
    assert!(answer.starts_with(b"HTTP/1.1 408"));
}

#[test]
fn ok_one_address_leaves_room_for_others() {
    let receiver = Receiver::with(|config, _| {
        config.proxies.clear();
        config.limits.connections_per_address = 2;
    });
    let get = request("GET", "/api/intake", &[], b"");
    // A connection that was accepted: its first answer has come.
    let keep = request("GET", "/api/intake", &[], b"");
    let keep = String::from_utf8(keep)
        .unwrap()
        .replace("Connection: close\r\n", "");
    let open = || {
        let mut stream = TcpStream::connect(receiver.address).unwrap();
        stream.write_all(keep.as_bytes()).unwrap();
        let mut first = [0; 12];
        let read = stream.read_exact(&mut first);
        (stream, read.is_ok() && first.starts_with(b"HTTP/1.1 200"))
    };
    let (first, second) = (open(), open());
    assert!(first.1 && second.1);
    for _ in 0..3 {
        assert!(!open().1);
    }
    // Somebody else.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let address = receiver.address;
    let mut other = runtime.block_on(async move {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
        let stream = socket.connect(address).await.unwrap();
        let stream = stream.into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        stream
    });
    other.write_all(&get).unwrap();
    assert_eq!(answer(&mut other).unwrap().status, 200);
    // A closed one makes room.
    drop(first);
    while !open().1 {
        std::thread::yield_now();
    }
}

#[test]
fn ok_a_stop_finishes_what_runs() {
    let mut receiver = Receiver::start();
    let whole = dossier(1).canonical();
    let key = id(1);
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", key.as_str()),
        ("Expect", "100-continue"),
    ];
    let bytes = request("POST", "/api/dossiers", &headers, whole.as_bytes());
    let mut first = TcpStream::connect(receiver.address).unwrap();
    first
        .write_all(&bytes[..bytes.len() - whole.len()])
        .unwrap();
    first.read_exact(&mut [0; 25]).unwrap();
    let address = receiver.address;
    std::thread::scope(|scope| {
        let stopped = scope.spawn(|| receiver.stop());
        // The socket closes first: from then on the stop is on its way.
        while TcpStream::connect(address).is_ok() {
            std::thread::yield_now();
        }
        first.write_all(whole.as_bytes()).unwrap();
        assert_eq!(answer(&mut first).unwrap().status, 201);
        stopped.join().unwrap();
    });
    assert_eq!(receiver.rows(), [1, 0, 0]);
}

#[test]
fn ok_pages_of_an_allowed_origin() {
    let receiver = Receiver::with(|config, _| {
        config.allowed_origins = vec!["https://portal.example".to_owned()]
    });
    let ask = |origin| {
        call(
            receiver.address,
            "OPTIONS",
            "/api/dossiers",
            &[
                ("Origin", origin),
                ("Access-Control-Request-Method", "POST"),
                (
                    "Access-Control-Request-Headers",
                    "content-type,idempotency-key",
                ),
            ],
            b"",
        )
    };
    let allowed = ask("https://portal.example");
    assert_eq!(allowed.status, 200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://portal.example")
    );
    assert!(
        allowed
            .header("access-control-allow-headers")
            .unwrap()
            .contains("idempotency-key")
    );
    assert_eq!(allowed.header("access-control-allow-credentials"), None);
    assert_eq!(
        ask("https://other.example").header("access-control-allow-origin"),
        None
    );
    assert_eq!(
        Receiver::start()
            .get("/api/intake")
            .header("access-control-allow-origin"),
        None
    );
}

#[test]
fn ok_another_base() {
    let receiver = Receiver::with(|config, _| config.base = "/v1/hoso".to_owned());
    assert_eq!(receiver.get("/v1/hoso/intake").status, 200);
    receiver
        .get("/api/intake")
        .refuses(404, &["path route.unknown"]);
}
