//! Writes `nginx.conf`: one server with the pages, and the receiver behind it.
//!
//! The file belongs into the `http` context (`conf.d` of Debian's package). Its directives are
//! those of nginx 1.22; a later one warns that `http2` has a directive of its own.

use crate::{
    deployment::{Api, Deployment},
    headers::{EVERY_ORIGIN, EVERY_RESPONSE, HTTPS_ONLY, IMMUTABLE, NO_STORE, REVALIDATE},
    site::{HASHED, UNSERVED},
};
use hoso_receiver::Limits;
use std::fmt::Write as _;

/// The file for this deployment.
pub(crate) fn config(policy: &str, deployment: &Deployment) -> String {
    let base = deployment.base.as_str();
    let name = deployment.server_name().unwrap_or("hoso.example.vn");
    // A block with an add_header line inherits none, so each block repeats them all.
    let mut always = format!("        add_header Content-Security-Policy \"{policy}\" always;\n");
    for (name, value) in EVERY_RESPONSE.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(always, "        add_header {name} \"{value}\" always;");
    }
    let mut shared = String::new();
    for (name, value) in EVERY_ORIGIN {
        let _ = writeln!(shared, "        add_header {name} \"{value}\" always;");
    }
    let hashed = HASHED.join("|");
    let pattern = base.replace('.', "\\.");
    let unserved = UNSERVED.join("|").replace('.', "\\.");
    let api = deployment.api();
    let limits = api.as_ref().map_or("", |_| LIMITS);
    let api = api.map_or_else(String::new, |api| location(&api));
    let bare = base.strip_suffix('/').filter(|bare| !bare.is_empty());
    let bare = bare.map_or_else(String::new, |bare| {
        format!("    location = {bare} {{ return 301 {base}; }}\n\n")
    });
    format!(
        "# Written by the build and by `hoso configure`; belongs into the http block (conf.d).
# To change: the name, the certificate, and the address of the receiver.

# Only a whole file, a part of it or its confirmation may be kept: a cached 404 would last a year.
map $status $hoso_hashed {{
    default \"{NO_STORE}\";
    200     \"{IMMUTABLE}\";
    206     \"{IMMUTABLE}\";
    304     \"{IMMUTABLE}\";
}}
map $status $hoso_page {{
    default \"{NO_STORE}\";
    200     \"{REVALIDATE}\";
    206     \"{REVALIDATE}\";
    304     \"{REVALIDATE}\";
}}
{limits}
server {{
    listen 443 ssl http2;
    server_name {name};
    ssl_certificate /etc/ssl/hoso/fullchain.pem;
    ssl_certificate_key /etc/ssl/hoso/privkey.pem;

    # The content of dist/ is in /srv/hoso{base}
    root /srv/hoso;
    absolute_redirect off;
    gzip_static on;
    gzip_vary on;
    # Needs the module ngx_brotli; without it nginx sends the .gz files.
    # brotli_static on;
    error_page 404 {base}404.html;

    location ~ ^{pattern}({unserved}) {{ return 404; }}

{bare}{api}    location ~ ^{pattern}({hashed}) {{
        types {{ application/wasm wasm; text/javascript js; text/css css; text/plain txt; image/png png; }}
        charset utf-8;
        charset_types text/plain text/javascript;
        add_header Cache-Control $hoso_hashed always;
{shared}{always}    }}

    # What portals load under an address that stays the same.
    location ~ ^{pattern}v1/ {{
        charset utf-8;
        add_header Cache-Control $hoso_page always;
{shared}{always}    }}

    # Browsers ask for them again each time: that is how a new build reaches an installed page.
    location ~ ^{pattern}(service-worker\\.js|manifest\\.webmanifest)$ {{
        types {{ text/javascript js; application/manifest+json webmanifest; }}
        charset utf-8;
        charset_types text/javascript application/manifest+json;
        add_header Cache-Control $hoso_page always;
{always}    }}

    location {base} {{
        index index.html;
        try_files $uri $uri/ =404;
        charset utf-8;
        add_header Cache-Control $hoso_page always;
{always}    }}
}}
"
    )
}

/// Many people share one address behind a mobile network: bursts wait, floods do not pass.
const LIMITS: &str = "
limit_req_zone $binary_remote_addr zone=hoso_api:10m rate=20r/s;
limit_conn_zone $binary_remote_addr zone=hoso_api_open:10m;
";

/// Returns the block that passes the API on to the receiver.
fn location(api: &Api) -> String {
    let Api {
        path,
        at_receiver,
        has_children,
    } = api;
    let exact = if *has_children { "" } else { "= " };
    // A smaller limit would refuse, without a reason that the page can name, what the receiver takes.
    let body = Limits::default().form_bytes;
    format!(
        "    location {exact}{path} {{
        proxy_pass http://127.0.0.1:8081{at_receiver};
        proxy_http_version 1.1;
        # The limit of the receiver, `form_bytes` of GET /intake.
        client_max_body_size {body};
        # A slow client keeps nginx waiting and no place of the receiver.
        proxy_request_buffering on;
        client_body_timeout 30s;
        limit_req zone=hoso_api burst=200;
        limit_req_status 429;
        limit_conn hoso_api_open 100;
        limit_conn_status 429;
    }}

"
    )
}
