// A backend for Hồ Sơ in Node, with the standard library only. MIT licence: copy and change it.
// Run: node backend.mjs PORT DATA_FOLDER PATH_OF_HOSO [ALLOWED_ORIGIN]
// Stores each dossier in a file named by its id, and each photo in a file named by its hash. Applies the rules through
// `hoso verify`. Run it behind a reverse proxy with TLS that limits connections and slow bodies.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import * as fs from "node:fs";
import { createServer, STATUS_CODES } from "node:http";

const [port, data, hoso, origin] = process.argv.slice(2);
const LIMITS = { dossier_bytes: 262144, attachment_bytes: 5242880, attachments: 40, form_bytes: 25165824 };
const TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
const KNOWN = JSON.parse(execFileSync(hoso, ["procedures"])).procedures.map((known) =>
  ({ code: known.code, definitions: [known.definition] }));
const [FILES, DOSSIERS, NUMBERS] = ["files", "dossiers", "numbers"].map((name) => `${data}/${name}`);
for (const folder of [FILES, DOSSIERS, NUMBERS]) fs.mkdirSync(folder, { recursive: true });

const refusal = (status, code, at = "body", more = {}, headers = {}) => Object.assign(new Error(code), {
  status, headers, problem: { type: "about:blank", title: STATUS_CODES[status], status, code, issues: [{ at, code }], ...more },
});
const refuseUnless = (met, ...reason) => { if (!met) throw refusal(...reason); };
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const random = (bytes) => randomBytes(bytes).toString("hex");
const read = (path) => (fs.existsSync(path) ? fs.readFileSync(path) : null);

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const sorted = (_, value) => (value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort(byKey)) : value);
const canonical = (envelope) => JSON.stringify(envelope, sorted); // RFC 8785, for keys that are not numbers.

function mediaType(bytes) { // Detects the type from the bytes, and from more than the first three.
  const starts = (text, at = 0) => bytes.subarray(at, at + text.length).toString("latin1") === text;
  if (starts("\xff\xd8\xff") && bytes.includes("\xff\xda", 0, "latin1")) return TYPES[0];
  if (starts("\x89PNG\r\n\x1a\n") && bytes.includes("IDAT")) return TYPES[1];
  if (starts("RIFF") && starts("WEBPVP8", 8)) return TYPES[2];
  if (bytes.subarray(0, 1024).includes("%PDF-")) return TYPES[3];
  throw refusal(415, "media_type.unknown");
}

function write(bytes, folders, place) { // Syncs the file before `place` names it: a crash leaves no partial file.
  const temporary = `${data}/${random(16)}`;
  fs.writeFileSync(temporary, bytes, { flush: true });
  place(temporary);
  folders.map((folder) => fs.openSync(folder, "r")).forEach((opened) => [fs.fsyncSync(opened), fs.closeSync(opened)]);
}

function storeFile(bytes) {
  const name = sha256(bytes);
  if (read(`${FILES}/${name}`)?.equals(bytes)) return false;
  write(bytes, [FILES], (temporary) => fs.renameSync(temporary, `${FILES}/${name}`));
  return true;
}

function wrongFile(wanted, i) { // Returns the issue of an attachment whose file differs from the envelope.
  const bytes = read(`${FILES}/${wanted.sha256}`);
  const wrong = (key, code) => [{ at: `attachments.${i}.${key}`, code: `attachment.${code}` }];
  if (bytes === null) return wrong("sha256", "unknown");
  if (bytes.length !== wanted.size) return wrong("size", "size");
  return mediaType(bytes) === wanted.media_type ? [] : wrong("media_type", "media_type");
}

function accept(key, body, files) { // Never awaits, so no other request runs meanwhile. Needs a single process.
  const { problem, missing, digest: readable } = JSON.parse(spawnSync(hoso, ["verify", "-"], { input: body }).stdout);
  refuseUnless(readable, problem?.status, problem?.code, "body", problem);
  const envelope = JSON.parse(body);
  const differs = { issues: [{ at: "dossier_id", code: "idempotency_key.differs" }] };
  refuseUnless(envelope.dossier_id === key, 422, "dossier.refused", "dossier_id", differs);
  const { attachments } = envelope, text = canonical(envelope), digest = sha256(text);
  const stored = JSON.parse(read(`${DOSSIERS}/${key}`)); // Before the rules, which may have changed.
  refuseUnless(!stored || stored.receipt.digest === digest, 409, "idempotency_key.reused", "idempotency_key");
  refuseUnless(stored || !problem, problem?.status, problem?.code, "body", problem);
  const isNamed = (bytes) => attachments.some((attachment) => attachment.sha256 === sha256(bytes));
  refuseUnless(files.every(isNamed), 422, "attachment.hash");
  files.forEach(storeFile);
  const issues = attachments.flatMap(wrongFile);
  refuseUnless(issues.length === 0, 422, "dossier.refused", "attachments", { issues });
  if (stored) return stored.receipt;
  const receipt = { number: `JS-${random(5).toUpperCase()}`, dossier_id: key, digest, received_at: new Date().toISOString(),
    status: "received", secret: random(16), attachments, missing };
  write(JSON.stringify({ receipt, envelope: text }), [NUMBERS, DOSSIERS], (temporary) => {
    fs.linkSync(temporary, `${NUMBERS}/${receipt.number}`); // Fails if the number exists.
    fs.renameSync(temporary, `${DOSSIERS}/${key}`);
  });
  return receipt;
}

function formParts(body, type) {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const pieces = `\r\n${body.toString("latin1")}`.split(`\r\n--${boundary}`).slice(1, -1);
  refuseUnless(pieces.length > 0, 400, "form.malformed");
  const part = ([head, ...rest]) => [/[; ]name="([^"]*)"/.exec(head)?.[1], Buffer.from(rest.join("\r\n\r\n"), "latin1")];
  return new Map(pieces.map((piece) => part(piece.split("\r\n\r\n"))));
}

const intake = () => [200, { format: 1, procedures: KNOWN, uploads: ["put", "form"], media_types: TYPES, limits: LIMITS,
  time: new Date().toISOString() }];

function putAttachment({ "content-type": declared = "application/octet-stream" }, bytes, name) {
  refuseUnless(/^[0-9a-f]{64}$/.test(name), 400, "attachment.hash_shape", "sha256");
  const found = mediaType(bytes);
  refuseUnless([found, "application/octet-stream"].includes(declared), 415, "media_type.unknown");
  refuseUnless(sha256(bytes) === name, 422, "attachment.hash");
  return [storeFile(bytes) ? 201 : 200, { sha256: name, size: bytes.length, media_type: found }];
}

function postDossier({ "content-type": type = "", "idempotency-key": header }, body) {
  const kind = type.split(";")[0].toLowerCase();
  refuseUnless(["application/json", "multipart/form-data"].includes(kind), 415, "media_type.unknown");
  const parts = kind === "application/json" ? new Map([["dossier", body]]) : formParts(body, type);
  const take = (name) => [parts.get(name), parts.delete(name)][0];
  const [dossier, part] = [take("dossier"), take("idempotency_key")?.toString()];
  const key = (header ?? part)?.replace(/^"(.*)"$/, "$1");
  refuseUnless(key, 400, "idempotency_key.missing", "idempotency_key");
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
  refuseUnless(isUuid && (part ?? key) === key, 400, "idempotency_key.shape", "idempotency_key");
  refuseUnless(dossier, 400, "form.missing", "dossier");
  const [files, limit] = [[...parts.values()], LIMITS.attachment_bytes];
  refuseUnless(files.every((file) => file.length <= limit), 413, "body.too_large", "body", { limit });
  files.forEach(mediaType);
  const receipt = accept(key, dossier, files);
  return [201, receipt, { Location: `/api/dossiers/${receipt.number}` }];
}

function getDossier({ authorization = "" }, _, number) {
  const [scheme, given = ""] = authorization.split(" ");
  refuseUnless(/^bearer$/i.test(scheme), 401, "secret.missing", "authorization", {}, { "WWW-Authenticate": "Bearer" });
  const stored = JSON.parse(/^JS-[0-9A-F]+$/.test(number) ? read(`${NUMBERS}/${number}`) : null);
  const { secret, ...status } = stored?.receipt ?? { secret: random(16) };
  const isSame = timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(sha256(given)));
  refuseUnless(isSame, 404, "dossier.unknown", "number");
  return [200, status];
}

const ROUTES = [ // Path, method, limit of the body, and handler.
  [/^\/api\/intake()$/, "GET", () => Infinity, intake],
  [/^\/api\/attachments\/([^/]+)$/, "PUT", () => LIMITS.attachment_bytes, putAttachment],
  [/^\/api\/dossiers()$/, "POST", (isForm) => (isForm ? LIMITS.form_bytes : LIMITS.dossier_bytes), postDossier],
  [/^\/api\/dossiers\/([^/]+)$/, "GET", () => Infinity, getDossier],
];

function answer({ url, method, headers }, body) {
  const [path] = url.split("?");
  const [pattern, allowed, limitOf, handle] = ROUTES.find(([route]) => route.test(path)) ?? [];
  refuseUnless(pattern, 404, "route.unknown", "path");
  if (method === "OPTIONS" && headers.origin) return [204];
  refuseUnless(method.replace("HEAD", "GET") === allowed, 405, "method.unknown", "method", {}, { Allow: allowed });
  const limit = limitOf(/^multipart/i.test(headers["content-type"]));
  refuseUnless(body.length <= limit, 413, "body.too_large", "body", { limit });
  return handle(headers, body, pattern.exec(path)[1]);
}

const server = createServer(async (request, response) => {
  const cors = origin && request.headers.origin === origin && { "Access-Control-Allow-Origin": origin, Vary: "Origin",
    "Access-Control-Expose-Headers": "Retry-After", "Access-Control-Allow-Methods": "GET, PUT, POST",
    "Access-Control-Allow-Headers": "content-type, idempotency-key, authorization" };
  const send = (type, status, value, headers) =>
    response.writeHead(status, { "Content-Type": type, ...cors, ...headers }).end(value && JSON.stringify(value));
  try {
    let [chunks, size] = [[], 0]; // Reads a too large body to its end: the browser then sees the 413.
    for await (const chunk of request) if ((size += chunk.length) < 1 << 26) chunks.push(chunk);
    send("application/json", ...answer(request, Buffer.concat(chunks)));
  } catch (error) { // Hides the text of any other error, because it may contain an answer.
    const { status, problem, headers } = error.problem ? error : refusal(500, "server.fault", "server");
    send("application/problem+json", status, problem, headers);
  }
});
server.listen(Number(port), "127.0.0.1", 511, () => console.log(server.address().port));
