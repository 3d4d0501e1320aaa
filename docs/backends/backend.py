"""A backend for Hồ Sơ in Python, with the standard library only. MIT licence: copy and change it.

Run: python3 backend.py PORT DATA_FOLDER PATH_OF_HOSO [ALLOWED_ORIGIN]
Stores dossiers and receipts in SQLite, and files in a folder. Applies the rules through `hoso verify`. Run it
behind a reverse proxy with TLS that limits connections and slow bodies.
"""
import hashlib, hmac, json, os, re, secrets, sqlite3, subprocess, sys, threading
from datetime import datetime, timezone
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, DATA, HOSO, ORIGIN = (sys.argv[1:] + [None])[:4]
LIMITS = {"dossier_bytes": 262144, "attachment_bytes": 5242880, "attachments": 40, "form_bytes": 25165824}
TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"]
KNOWN = [{"code": known["code"], "definitions": [known["definition"]]}
         for known in json.loads(subprocess.check_output([HOSO, "procedures"]))["procedures"]]
os.makedirs(FILES := os.path.join(DATA, "files"), exist_ok=True)
db = sqlite3.connect(os.path.join(DATA, "dossiers.sqlite3"), check_same_thread=False, isolation_level=None)
db.executescript("""PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS dossier
  (id TEXT PRIMARY KEY, number TEXT UNIQUE, digest TEXT, envelope TEXT, receipt TEXT)""")
lock = threading.Lock()  # Accepts one dossier at a time; in several processes the primary key rejects duplicates.

class Refusal(Exception):
    def __init__(self, status, code, at="body", headers=(), **more):
        self.status, self.headers = status, dict(headers)
        self.problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
                        "code": code, "issues": [{"at": at, "code": code}], **more}

def refuse_unless(met, *refusal, **more):
    if not met: raise Refusal(*refusal, **more)

def sha256(data):
    return hashlib.sha256(data).hexdigest()

def media_type(data):  # Detects the type from the bytes, and from more than the first three.
    if data[:3] == b"\xff\xd8\xff" and b"\xff\xda" in data: return TYPES[0]
    if data[:8] == b"\x89PNG\r\n\x1a\n" and b"IDAT" in data: return TYPES[1]
    if data[:4] == b"RIFF" and data[8:15] == b"WEBPVP8": return TYPES[2]
    if b"%PDF-" in data[:1024]: return TYPES[3]
    raise Refusal(415, "media_type.unknown")

def stored_file(name):
    path = os.path.join(FILES, name)
    return open(path, "rb").read() if os.path.exists(path) else None

def store_file(data):  # Syncs the file, then renames it: a crash leaves no partial file under the hash.
    if stored_file(sha256(data)) == data: return False
    temporary = os.path.join(FILES, secrets.token_hex(16))
    with open(temporary, "wb") as file: file.write(data), file.flush(), os.fsync(file.fileno())
    os.replace(temporary, os.path.join(FILES, sha256(data)))
    folder = os.open(FILES, os.O_RDONLY)
    os.fsync(folder), os.close(folder)
    return True

def wrong_file(wanted):  # Returns the wrong key of the attachment, and the code.
    data = stored_file(wanted["sha256"])
    if data is None: return "sha256", "attachment.unknown"
    if len(data) != wanted["size"]: return "size", "attachment.size"
    if media_type(data) != wanted["media_type"]: return "media_type", "attachment.media_type"

def accept(key, body, files):
    verdict = json.loads(subprocess.run([HOSO, "verify", "-"], input=body, stdout=subprocess.PIPE).stdout)
    problem = verdict.get("problem")
    if "digest" not in verdict: raise Refusal(**problem)  # The envelope cannot be read.
    envelope = json.loads(body)
    differs = [{"at": "dossier_id", "code": "idempotency_key.differs"}]
    refuse_unless(envelope["dossier_id"] == key, 422, "dossier.refused", issues=differs)
    canonical = json.dumps(envelope, ensure_ascii=False, sort_keys=True, separators=(",", ":"))  # RFC 8785
    digest, attachments = sha256(canonical.encode()), envelope["attachments"]
    with lock:  # Looks up the key before the rules, which may have changed.
        stored = db.execute("SELECT digest, receipt FROM dossier WHERE id = ?", [key]).fetchone()
        refuse_unless(not stored or stored[0] == digest, 409, "idempotency_key.reused", "idempotency_key")
        if problem and not stored: raise Refusal(**problem)
        refuse_unless({sha256(data) for data in files} <= {a["sha256"] for a in attachments}, 422, "attachment.hash")
        for data in files: store_file(data)
        issues = [{"at": f"attachments.{i}.{wrong[0]}", "code": wrong[1]}
                  for i, wanted in enumerate(attachments) if (wrong := wrong_file(wanted))]
        refuse_unless(not issues, 422, "dossier.refused", issues=issues)
        if stored: return json.loads(stored[1])
        receipt = {"number": f"PY-{secrets.token_hex(5).upper()}", "dossier_id": key, "digest": digest,
                   "received_at": datetime.now(timezone.utc).isoformat(), "status": "received", "secret": secrets.token_hex(16),
                   "attachments": attachments, "missing": verdict["missing"]}
        db.execute("INSERT INTO dossier VALUES (?, ?, ?, ?, ?)",  # Returns when the row is on disk.
                   [key, receipt["number"], digest, canonical, json.dumps(receipt)])
        return receipt

class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_): pass  # The proxy logs requests, without bodies.

    def answer(self, status, value, media_type="application/json", **headers):
        body = json.dumps(value).encode() if value else b""
        if ORIGIN and self.headers.get("Origin") == ORIGIN:
            headers |= {"Access-Control-Allow-Origin": ORIGIN, "Access-Control-Expose-Headers": "Retry-After",
                        "Access-Control-Allow-Methods": "GET, PUT, POST", "Vary": "Origin",
                        "Access-Control-Allow-Headers": "content-type, idempotency-key, authorization"}
        self.send_response(status)
        for name, text in {"Content-Type": media_type, "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(text))
        self.end_headers()
        if self.command != "HEAD": self.wfile.write(body)

    def body(self, limit):  # Reads a too large body to its end: the browser then sees the 413.
        data = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 64 << 20))
        refuse_unless(len(data) <= limit, 413, "body.too_large", limit=limit)
        return data

    def get_intake(self):
        self.answer(200, {"format": 1, "procedures": KNOWN, "uploads": ["put", "form"], "media_types": TYPES,
                          "limits": LIMITS, "time": datetime.now(timezone.utc).isoformat()})

    def put_attachment(self, name):
        data, declared = self.body(LIMITS["attachment_bytes"]), self.headers.get("Content-Type")
        refuse_unless(re.fullmatch("[0-9a-f]{64}", name), 400, "attachment.hash_shape", "sha256")
        found = media_type(data)
        refuse_unless(declared in (None, found, "application/octet-stream"), 415, "media_type.unknown")
        refuse_unless(sha256(data) == name, 422, "attachment.hash")
        self.answer(201 if store_file(data) else 200, {"sha256": name, "size": len(data), "media_type": found})

    def post_dossier(self):
        kind, key, files = self.headers.get_content_type(), self.headers.get("Idempotency-Key"), []
        body = self.body(LIMITS["form_bytes" if kind == "multipart/form-data" else "dossier_bytes"])
        if kind == "multipart/form-data":
            pieces = (b"\r\n" + body).split(b"\r\n--" + (self.headers.get_param("boundary") or "").encode())
            parts = [piece.partition(b"\r\n\r\n")[::2] for piece in pieces[1:-1]]
            parts = {re.search(rb'[; ]name="([^"]*)"', head)[1].decode(): data for head, data in parts}
            refuse_unless(parts, 400, "form.malformed")
            body, in_part = parts.pop("dossier", None), parts.pop("idempotency_key", b"").decode()
            refuse_unless(in_part in ("", key or in_part), 400, "idempotency_key.shape", "idempotency_key")
            key, files, limit = key or in_part, list(parts.values()), LIMITS["attachment_bytes"]
            refuse_unless(all(len(data) <= limit for data in files), 413, "body.too_large", limit=limit)
            for data in files: media_type(data)
        refuse_unless(kind in ("multipart/form-data", "application/json"), 415, "media_type.unknown")
        refuse_unless(key, 400, "idempotency_key.missing", "idempotency_key")
        is_uuid = re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key := key.strip('"'))
        refuse_unless(is_uuid, 400, "idempotency_key.shape", "idempotency_key")
        refuse_unless(body is not None, 400, "form.missing", "dossier")
        receipt = accept(key, body, files)
        self.answer(201, receipt, Location=f"/api/dossiers/{receipt['number']}")

    def get_dossier(self, number):
        scheme, _, secret = self.headers.get("Authorization", "").partition(" ")
        asked = scheme.lower() == "bearer"
        refuse_unless(asked, 401, "secret.missing", "authorization", {"WWW-Authenticate": "Bearer"})
        row = db.execute("SELECT receipt FROM dossier WHERE number = ?", [number]).fetchone()
        receipt = json.loads(row[0]) if row else {"secret": secrets.token_hex(16)}
        same = hmac.compare_digest(receipt.pop("secret").encode(), secret.encode())
        refuse_unless(same, 404, "dossier.unknown", "number")
        self.answer(200, receipt)

    def serve(self):
        routes = {"/api/intake": ("GET", self.get_intake), "/api/attachments/([^/]+)": ("PUT", self.put_attachment),
                  "/api/dossiers": ("POST", self.post_dossier), "/api/dossiers/([^/]+)": ("GET", self.get_dossier)}
        try:
            for pattern, (method, handle) in routes.items():
                if match := re.fullmatch(pattern, self.path.partition("?")[0]):
                    if self.command == "OPTIONS" and self.headers.get("Origin"): return self.answer(204, None)
                    allowed = self.command in (method, method.replace("GET", "HEAD"))
                    refuse_unless(allowed, 405, "method.unknown", "method", {"Allow": method})
                    return handle(*match.groups())
            raise Refusal(404, "route.unknown", "path")
        except Refusal as refusal: problem = refusal
        except Exception: problem = Refusal(500, "server.fault", "server")  # Hides the text, which may contain an answer.
        self.answer(problem.status, problem.problem, "application/problem+json", **problem.headers)
    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = serve

ThreadingHTTPServer.request_queue_size = 256
server = ThreadingHTTPServer(("127.0.0.1", int(PORT)), Handler)
print(server.server_port, flush=True)
server.serve_forever()
