// A backend for Hồ Sơ in Node, with its standard library only. MIT licence: copy and change it.
// Run: node backend.mjs PORT DATA_FOLDER PATH_OF_HOSO [ALLOWED_ORIGIN]
// A dossier is a file named by its id, a photo a file named by its hash. The rules are those of `hoso verify`.
// Put a proxy with TLS in front of it, which limits connections and slow bodies.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import * as fs from "node:fs";
import { createServer, STATUS_CODES } from "node:http";
import { join } from "node:path";

const [port, data, hoso, origin] = process.argv.slice(2);
const LIMITS = { dossier_bytes: 262144, attachment_bytes: 5242880, attachments: 40, form_bytes: 25165824 };
const TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
const KNOWN = JSON.parse(execFileSync(hoso, ["list"])).procedures;
const [FILES, DOSSIERS, NUMBERS] = ["files", "dossiers", "numbers"].map((name) => join(data, name));
for (const folder of [FILES, DOSSIERS, NUMBERS]) fs.mkdirSync(folder, { recursive: true });

class Refusal extends Error {
  constructor(status, code, at = "body", more = {}, headers = {}) {
    super(code);
    const problem = { type: "about:blank", title: STATUS_CODES[status], status, code, issues: [{ at, code }] };
    Object.assign(this, { status, headers, problem: { ...problem, ...more } });
  }
}

function refuseUnless(met, ...refusal) {
  if (!met) throw new Refusal(...refusal);
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const now = () => new Date().toISOString();
const read = (folder, name) => {
  const path = join(folder, name);
  return fs.existsSync(path) ? fs.readFileSync(path) : null;
};

// Canonical JSON (RFC 8785): the order of JavaScript's sort is that of UTF-16 units.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}

// By the bytes, and by more than the first three.
function mediaType(bytes) {
  const starts = (text) => bytes.subarray(0, text.length).toString("latin1") === text;
  if (starts("\xff\xd8\xff") && bytes.includes("\xff\xda", 0, "latin1")) return TYPES[0];
  if (starts("\x89PNG\r\n\x1a\n") && bytes.includes("IDAT")) return TYPES[1];
  if (starts("RIFF") && bytes.subarray(8, 15).toString("latin1") === "WEBPVP8") return TYPES[2];
  if (bytes.subarray(0, 1024).includes("%PDF-")) return TYPES[3];
  throw new Refusal(415, "media_type.unknown");
}

// Synced under another name first: a crash leaves no half file. `place` gives it its names.
function write(bytes, folders, place) {
  const temporary = join(data, randomBytes(16).toString("hex"));
  fs.writeFileSync(temporary, bytes, { flush: true });
  place(temporary);
  for (const folder of folders) {
    const opened = fs.openSync(folder, "r");
    fs.fsyncSync(opened);
    fs.closeSync(opened);
  }
}

function storeFile(bytes) {
  const name = sha256(bytes);
  if (read(FILES, name)?.equals(bytes)) return false;
  write(bytes, [FILES], (temporary) => fs.renameSync(temporary, join(FILES, name)));
  return true;
}

// The issue of an attachment whose file is not as the envelope says.
function wrongFile(wanted, i) {
  const bytes = read(FILES, wanted.sha256);
  const wrong = (key, code) => [{ at: `attachments.${i}.${key}`, code: `attachment.${code}` }];
  if (bytes === null) return wrong("sha256", "unknown");
  if (bytes.length !== wanted.size) return wrong("size", "size");
  return mediaType(bytes) === wanted.media_type ? [] : wrong("media_type", "media_type");
}

// Nothing here waits, so no other request runs in between. Between processes, `link` decides: it never overwrites.
function accept(key, body, files) {
  const verdict = JSON.parse(spawnSync(hoso, ["verify", "-"], { input: body }).stdout);
  const problem = verdict.problem;
  refuseUnless(verdict.digest, problem?.status, problem?.code, "body", problem); // It cannot be read.
  const envelope = JSON.parse(body);
  const differs = { issues: [{ at: "dossier_id", code: "idempotency_key.differs" }] };
  refuseUnless(envelope.dossier_id === key, 422, "dossier.refused", "dossier_id", differs);
  const [text, attachments] = [canonical(envelope), envelope.attachments];
  const digest = sha256(text);
  // The key before the rules: they may have changed since it was stored.
  const stored = JSON.parse(read(DOSSIERS, key) ?? "null");
  refuseUnless(!stored || stored.receipt.digest === digest, 409, "idempotency_key.reused", "idempotency_key");
  refuseUnless(stored || !problem, problem?.status, problem?.code, "body", problem);
  const named = (bytes) => attachments.some((attachment) => attachment.sha256 === sha256(bytes));
  refuseUnless(files.every(named), 422, "attachment.hash");
  files.forEach(storeFile);
  const issues = attachments.flatMap(wrongFile);
  refuseUnless(issues.length === 0, 422, "dossier.refused", "attachments", { issues });
  if (stored) return stored.receipt;
  const number = `JS-${randomBytes(5).toString("hex").toUpperCase()}`;
  const secret = randomBytes(16).toString("hex");
  const receipt = { number, dossier_id: key, digest, received_at: now(), status: "received", secret, attachments };
  receipt.missing = verdict.missing;
  write(JSON.stringify({ receipt, envelope: text }), [NUMBERS, DOSSIERS], (temporary) => {
    fs.linkSync(temporary, join(NUMBERS, number));
    fs.renameSync(temporary, join(DOSSIERS, key));
  });
  return receipt;
}

function formParts(body, type) {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const pieces = `\r\n${body.toString("latin1")}`.split(`\r\n--${boundary}`).slice(1, -1);
  refuseUnless(pieces.length > 0, 400, "form.malformed");
  return new Map(pieces.map((piece) => {
    const end = piece.indexOf("\r\n\r\n");
    const name = /[; ]name="([^"]*)"/.exec(piece.slice(0, end))?.[1];
    return [name, Buffer.from(piece.slice(end + 4), "latin1")];
  }));
}

const handlers = {
  intake: () => {
    const procedures = KNOWN.map(({ code, definition }) => ({ code, definitions: [definition] }));
    return [200, { format: 1, procedures, uploads: ["put", "form"], media_types: TYPES, limits: LIMITS, time: now() }];
  },
  attachment: (request, bytes, name) => {
    const declared = request.headers["content-type"] ?? "application/octet-stream";
    refuseUnless(/^[0-9a-f]{64}$/.test(name), 400, "attachment.hash_shape", "sha256");
    const found = mediaType(bytes);
    refuseUnless([found, "application/octet-stream"].includes(declared), 415, "media_type.unknown");
    refuseUnless(sha256(bytes) === name, 422, "attachment.hash");
    return [storeFile(bytes) ? 201 : 200, { sha256: name, size: bytes.length, media_type: found }];
  },
  post: (request, body) => {
    const type = request.headers["content-type"] ?? "";
    const [isForm, isJson] = [/^multipart\/form-data\b/i.test(type), /^application\/json\b/i.test(type)];
    refuseUnless(isForm || isJson, 415, "media_type.unknown");
    const parts = isForm ? formParts(body, type) : new Map([["dossier", body]]);
    const take = (name) => [parts.get(name), parts.delete(name)][0];
    const [dossier, part] = [take("dossier"), take("idempotency_key")?.toString()];
    const key = (request.headers["idempotency-key"] ?? part)?.replace(/^"(.*)"$/, "$1");
    refuseUnless(key, 400, "idempotency_key.missing", "idempotency_key");
    const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
    refuseUnless(isUuid && (part ?? key) === key, 400, "idempotency_key.shape", "idempotency_key");
    refuseUnless(dossier, 400, "form.missing", "dossier");
    const limit = LIMITS.attachment_bytes;
    for (const file of parts.values()) refuseUnless(file.length <= limit, 413, "body.too_large", "body", { limit });
    parts.forEach((file) => mediaType(file));
    const receipt = accept(key, dossier, [...parts.values()]);
    return [201, receipt, { Location: `/api/dossiers/${receipt.number}` }];
  },
  dossier: (request, _, number) => {
    const [scheme, given = ""] = (request.headers.authorization ?? "").split(" ");
    const asked = { "WWW-Authenticate": "Bearer" };
    refuseUnless(/^bearer$/i.test(scheme), 401, "secret.missing", "authorization", {}, asked);
    const stored = JSON.parse((/^JS-[0-9A-F]+$/.test(number) && read(NUMBERS, number)) || "null");
    const { secret, ...status } = stored?.receipt ?? { secret: randomBytes(16).toString("hex") };
    refuseUnless(timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(sha256(given))), 404, "dossier.unknown", "number");
    return [200, status];
  },
};
const ROUTES = [
  [/^\/api\/intake$/, "GET", handlers.intake, () => 0],
  [/^\/api\/attachments\/([^/]+)$/, "PUT", handlers.attachment, () => LIMITS.attachment_bytes],
  [/^\/api\/dossiers$/, "POST", handlers.post, (form) => (form ? LIMITS.form_bytes : LIMITS.dossier_bytes)],
  [/^\/api\/dossiers\/([^/]+)$/, "GET", handlers.dossier, () => 0],
];

function answer(request, body) {
  const path = request.url.split("?")[0];
  const route = ROUTES.find(([pattern]) => pattern.test(path));
  refuseUnless(route, 404, "route.unknown", "path");
  const [pattern, method, handle, limitOf] = route;
  if (request.method === "OPTIONS" && request.headers.origin) return [204];
  const allowed = request.method === method || (request.method === "HEAD" && method === "GET");
  refuseUnless(allowed, 405, "method.unknown", "method", {}, { Allow: method });
  const limit = limitOf(/^multipart/i.test(request.headers["content-type"]));
  refuseUnless(body.length <= limit || method === "GET", 413, "body.too_large", "body", { limit });
  return handle(request, body, pattern.exec(path)[1]);
}

const server = createServer(async (request, response) => {
  const cors = origin && request.headers.origin === origin && {
    "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After", Vary: "Origin",
    "Access-Control-Allow-Methods": "GET, PUT, POST",
    "Access-Control-Allow-Headers": "content-type, idempotency-key, authorization",
  };
  const send = (type, status, value, headers) =>
    response.writeHead(status, { "Content-Type": type, ...cors, ...headers }).end(value && JSON.stringify(value));
  try {
    const chunks = []; // Read to its end, so that the browser sees a 413.
    for await (const chunk of request) if (chunks.length < 5000) chunks.push(chunk);
    send("application/json", ...answer(request, Buffer.concat(chunks)));
  } catch (error) {
    const { status, problem, headers } = error instanceof Refusal ? error : new Refusal(500, "server.fault", "server");
    send("application/problem+json", status, problem, headers); // The text of another error may hold an answer.
  }
});
server.listen(Number(port), "127.0.0.1", 511, () => console.log(server.address().port));
