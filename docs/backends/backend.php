<?php
// A backend for Hồ Sơ in PHP, with the standard library only. MIT licence: copy and change it.
// Run: DATA=folder HOSO=path-of-hoso ORIGIN=https://portal.example php -d post_max_size=32M -d upload_max_filesize=8M \
//   -d max_file_uploads=50 -d display_errors=0 -S 127.0.0.1:8080 backend.php
// Stores a dossier in a file named by its id, a photo in a file named by its hash. Applies the rules through `hoso verify`.
const LIMITS = ['dossier_bytes' => 262144, 'attachment_bytes' => 5242880, 'attachments' => 40, 'form_bytes' => 25165824];
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'];
const TITLES = [400 => 'Bad Request', 401 => 'Unauthorized', 404 => 'Not Found', 405 => 'Method Not Allowed',
    409 => 'Conflict', 413 => 'Content Too Large', 415 => 'Unsupported Media Type', 422 => 'Unprocessable Content', 500 => 'Fault'];
const PLAIN = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;
define('DATA', getenv('DATA'));
foreach (['files', 'dossiers', 'numbers'] as $folder) is_dir(DATA . "/$folder") || mkdir(DATA . "/$folder", 0700, true);

class Refusal extends Exception {
    public array $problem;
    function __construct(int $status, string $code, string $at = 'body', array $more = [], public array $headers = []) {
        $this->problem = ['type' => 'about:blank', 'title' => TITLES[$status], 'status' => $status, 'code' => $code,
            'issues' => [['at' => $at, 'code' => $code]], ...$more];
    }
}

function refuse_unless($met, ...$refusal): void { if (!$met) throw new Refusal(...$refusal); }

function hoso(array $words, string $input = ''): object { // Runs the program and reads its JSON.
    $process = proc_open([getenv('HOSO'), ...$words], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    fwrite($pipes[0], $input); fclose($pipes[0]);
    return json_decode(stream_get_contents($pipes[1]), flags: JSON_THROW_ON_ERROR);
}

function sorted($value) { // Sorts the keys as RFC 8785 demands; PLAIN sets its other rules.
    if (!is_object($value)) return is_array($value) ? array_map('sorted', $value) : $value;
    $entries = array_map('sorted', (array) $value);
    ksort($entries, SORT_STRING);
    return (object) $entries;
}

function media_type(string $bytes): string { // Detects the type from the bytes, and from more than the first three.
    if (str_starts_with($bytes, "\xff\xd8\xff") && str_contains($bytes, "\xff\xda")) return TYPES[0];
    if (str_starts_with($bytes, "\x89PNG\r\n\x1a\n") && str_contains($bytes, 'IDAT')) return TYPES[1];
    if (str_starts_with($bytes, 'RIFF') && substr($bytes, 8, 7) === 'WEBPVP8') return TYPES[2];
    if (str_contains(substr($bytes, 0, 1024), '%PDF-')) return TYPES[3];
    throw new Refusal(415, 'media_type.unknown');
}

function stored(string $path): ?string { return is_file(DATA . "/$path") ? file_get_contents(DATA . "/$path") : null; }

function write(string $bytes, string ...$paths): void { // Syncs the file before it is named: a crash leaves no partial file.
    $file = fopen($temporary = DATA . '/' . bin2hex(random_bytes(16)), 'x');
    refuse_unless(fwrite($file, $bytes) === strlen($bytes) && fsync($file), 500, 'server.storage', 'server');
    foreach ($paths as $path) {
        @unlink(DATA . "/$path"); // Replaces a damaged file; a dossier is written only once, under the lock.
        refuse_unless(link($temporary, DATA . "/$path"), 500, 'server.storage', 'server');
        fsync(fopen(dirname(DATA . "/$path"), 'r'));
    }
    unlink($temporary);
}

function store_file(string $bytes): bool {
    $path = 'files/' . hash('sha256', $bytes);
    if ($new = stored($path) !== $bytes) write($bytes, $path);
    return $new;
}

function wrong_file(object $wanted): ?array { // Returns the wrong key of an attachment, and the code.
    $bytes = stored("files/$wanted->sha256");
    if ($bytes === null) return ['sha256', 'attachment.unknown'];
    if (strlen($bytes) !== $wanted->size) return ['size', 'attachment.size'];
    return media_type($bytes) === $wanted->media_type ? null : ['media_type', 'attachment.media_type'];
}

function accept(string $key, string $body, array $files): object {
    $verdict = hoso(['verify', '-'], $body);
    $problem = (array) ($verdict->problem ?? []);
    refuse_unless(isset($verdict->digest), $problem['status'] ?? 400, $problem['code'] ?? '', 'body', $problem);
    $envelope = json_decode($body);
    $differs = ['issues' => [['at' => 'dossier_id', 'code' => 'idempotency_key.differs']]];
    refuse_unless($envelope->dossier_id === $key, 422, 'dossier.refused', 'dossier_id', $differs);
    [$attachments, $digest] = [$envelope->attachments, hash('sha256', $text = json_encode(sorted($envelope), PLAIN))];
    flock($lock = fopen(DATA . '/lock', 'c'), LOCK_EX); // Accepts one dossier at a time, in all processes.
    $before = json_decode(stored("dossiers/$key") ?? 'null'); // Before the rules, which may have changed.
    refuse_unless(!$before || $before->receipt->digest === $digest, 409, 'idempotency_key.reused', 'idempotency_key');
    refuse_unless($before || !$problem, $problem['status'] ?? 422, $problem['code'] ?? '', 'body', $problem);
    $foreign = array_diff(array_map(fn($file) => hash('sha256', $file), $files), array_column($attachments, 'sha256'));
    refuse_unless(!$foreign, 422, 'attachment.hash');
    array_map('store_file', $files);
    $issues = [];
    foreach (array_map('wrong_file', $attachments) as $i => $wrong)
        if ($wrong) $issues[] = ['at' => "attachments.$i.$wrong[0]", 'code' => $wrong[1]];
    refuse_unless(!$issues, 422, 'dossier.refused', 'attachments', ['issues' => $issues]);
    if ($before) return $before->receipt;
    $receipt = (object) ['number' => 'PHP-' . strtoupper(bin2hex(random_bytes(5))), 'dossier_id' => $key,
        'digest' => $digest, 'received_at' => date(DATE_RFC3339), 'status' => 'received',
        'secret' => bin2hex(random_bytes(16)), 'attachments' => $attachments, 'missing' => $verdict->missing];
    write(json_encode(['receipt' => $receipt, 'envelope' => $text]), "numbers/$receipt->number", "dossiers/$key");
    return $receipt;
}

function put_attachment(string $body, string $name): array {
    refuse_unless(preg_match('/^[0-9a-f]{64}$/D', $name), 400, 'attachment.hash_shape', 'sha256');
    $found = media_type($body);
    refuse_unless(in_array($_SERVER['CONTENT_TYPE'] ?? '', [$found, 'application/octet-stream', '']), 415, 'media_type.unknown');
    refuse_unless(hash('sha256', $body) === $name, 422, 'attachment.hash');
    return [store_file($body) ? 201 : 200, ['sha256' => $name, 'size' => strlen($body), 'media_type' => $found]];
}

function post_dossier(string $body): array {
    $kind = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    refuse_unless(in_array($kind, ['application/json', 'multipart/form-data']), 415, 'media_type.unknown');
    $part = $_POST['idempotency_key'] ?? null;
    $key = trim($_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? $part ?? '', '"');
    refuse_unless($key !== '', 400, 'idempotency_key.missing', 'idempotency_key');
    $is_uuid = preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', $key);
    refuse_unless($is_uuid && ($part ?? $key) === $key, 400, 'idempotency_key.shape', 'idempotency_key');
    $dossier = $kind === 'application/json' ? $body : ($_POST['dossier'] ?? null);
    refuse_unless($dossier !== null, 400, 'form.missing', 'dossier');
    $limit = LIMITS['attachment_bytes'];
    $fits = fn($file) => $file['error'] === UPLOAD_ERR_OK && $file['size'] <= $limit;
    refuse_unless(array_filter($_FILES, $fits) === $_FILES, 413, 'body.too_large', 'body', ['limit' => $limit]);
    $files = array_map('file_get_contents', array_column($_FILES, 'tmp_name'));
    array_map('media_type', $files);
    $receipt = accept($key, $dossier, $files);
    return [201, $receipt, ["Location: /api/dossiers/$receipt->number"]];
}

function get_dossier(string $body, string $number): array {
    [$scheme, $secret] = explode(' ', ($_SERVER['HTTP_AUTHORIZATION'] ?? '') . ' ');
    refuse_unless(strtolower($scheme) === 'bearer', 401, 'secret.missing', 'authorization', [], ['WWW-Authenticate: Bearer']);
    $receipt = json_decode(preg_match('/^PHP-[0-9A-F]+$/D', $number) ? stored("numbers/$number") ?? '' : '')?->receipt;
    refuse_unless(hash_equals($receipt?->secret ?? random_bytes(16), $secret), 404, 'dossier.unknown', 'number');
    return [200, array_diff_key((array) $receipt, ['secret' => ''])];
}

function intake(): array {
    $known = fn($known) => ['code' => $known->code, 'definitions' => [$known->definition]];
    return [200, ['format' => 1, 'procedures' => array_map($known, hoso(['procedures'])->procedures), 'media_types' => TYPES,
        'uploads' => ['put', 'form'], 'limits' => LIMITS, 'time' => date(DATE_RFC3339)]];
}

function answer(string $path, string $method): array {
    $is_form = str_starts_with($_SERVER['CONTENT_TYPE'] ?? '', 'multipart');
    foreach ([['/api/intake', 'GET', 'intake', PHP_INT_MAX],
        ['/api/attachments/([^/]+)', 'PUT', 'put_attachment', LIMITS['attachment_bytes']],
        ['/api/dossiers', 'POST', 'post_dossier', LIMITS[$is_form ? 'form_bytes' : 'dossier_bytes']],
        ['/api/dossiers/([^/]+)', 'GET', 'get_dossier', PHP_INT_MAX]] as [$pattern, $allowed, $handle, $limit]) {
        if (!preg_match("~^$pattern$~D", $path, $found)) continue;
        if ($method === 'OPTIONS' && isset($_SERVER['HTTP_ORIGIN'])) return [204, null];
        refuse_unless($method === $allowed, 405, 'method.unknown', 'method', [], ["Allow: $allowed"]);
        refuse_unless(($_SERVER['CONTENT_LENGTH'] ?? 0) <= $limit, 413, 'body.too_large', 'body', ['limit' => $limit]);
        return $handle(file_get_contents('php://input'), $found[1] ?? '');
    }
    throw new Refusal(404, 'route.unknown', 'path');
}

try {
    $method = str_replace('HEAD', 'GET', $_SERVER['REQUEST_METHOD']);
    [$status, $value, $headers] = [...answer(strtok($_SERVER['REQUEST_URI'], '?'), $method), []];
} catch (Throwable $error) { // Hides the text of any other error, because it may contain an answer.
    $refusal = $error instanceof Refusal ? $error : new Refusal(500, 'server.fault', 'server');
    [$status, $value, $headers] = [$refusal->problem['status'], $refusal->problem, $refusal->headers];
}
http_response_code($status);
if (getenv('ORIGIN') && ($_SERVER['HTTP_ORIGIN'] ?? '') === getenv('ORIGIN')) array_push($headers, 'Vary: Origin',
    'Access-Control-Allow-Origin: ' . getenv('ORIGIN'), 'Access-Control-Expose-Headers: Retry-After',
    'Access-Control-Allow-Methods: GET, PUT, POST', 'Access-Control-Allow-Headers: content-type, idempotency-key, authorization');
array_map('header', ['Content-Type: application/' . ($status < 400 ? 'json' : 'problem+json'), ...$headers]);
if ($value) echo json_encode($value, PLAIN);
