//! Writes `Caddyfile`: one server with the pages, and the receiver behind it.

use crate::{
    deployment::{Api, Deployment},
    headers::{EVERY_ORIGIN, EVERY_RESPONSE, HTTPS_ONLY, IMMUTABLE, NO_STORE, REVALIDATE},
    site::{HASHED, UNSERVED},
};
use std::fmt::Write as _;

/// The file for this deployment.
pub(crate) fn config(policy: &str, deployment: &Deployment) -> String {
    let base = deployment.base.as_str();
    let name = deployment.server_name().unwrap_or("hoso.example.vn");
    let mut always = format!("\t\t\tContent-Security-Policy \"{policy}\"\n");
    for (name, value) in EVERY_RESPONSE.iter().chain([&HTTPS_ONLY]) {
        let _ = writeln!(always, "\t\t\t{name} \"{value}\"");
    }
    let mut shared = String::new();
    for (name, value) in EVERY_ORIGIN {
        let _ = writeln!(shared, "\t\t\t{name} \"{value}\"");
    }
    let hashed = HASHED.map(|prefix| format!("{base}{prefix}*")).join(" ");
    // The copies too: `nginx.conf` could have one of its own.
    let unserved = UNSERVED.map(|name| format!("{base}{name}*")).join(" ");
    let api = deployment
        .api()
        .map_or_else(String::new, |api| handle(&api));
    let bare = base.strip_suffix('/').filter(|bare| !bare.is_empty());
    let bare = bare.map_or_else(String::new, |bare| format!("\tredir {bare} {base} 301\n\n"));
    format!(
        "# Written by the build and by `hoso configure`.
# To change: the name, and the address of the receiver.

{name} {{
	# The content of dist/ is in /srv/hoso{base}
	root * /srv/hoso

{bare}{api}	handle {base}* {{
		header {{
{always}		}}
		# Only where no other line sets it.
		header ?Cache-Control \"{REVALIDATE}\"

		# Only a file that exists may be kept: a cached 404 would last a year.
		@hashed {{
			path {hashed}
			file
		}}
		header @hashed {{
			Cache-Control \"{IMMUTABLE}\"
{shared}		}}

		# What portals load under an address that stays the same.
		@stable path {base}v1/*
		header @stable {{
{shared}		}}

		@manifest path {base}manifest.webmanifest
		header @manifest Content-Type application/manifest+json

		@unserved path {unserved}
		error @unserved 404

		file_server {{
			precompressed br gzip
		}}
	}}

	handle_errors {{
		header Cache-Control \"{NO_STORE}\"
		@unknown expression `{{err.status_code}} == 404`
		handle @unknown {{
			rewrite * {base}404.html
			file_server {{
				precompressed br gzip
			}}
		}}
	}}
}}
"
    )
}

/// Returns the block that passes the API on to the receiver.
///
/// It has no limit of its own: Caddy 2.6 answers 502 beyond `max_size`, after which the page would
/// send again. The receiver answers 413 with a reason that the page can name.
fn handle(api: &Api) -> String {
    let Api {
        path,
        at_receiver,
        has_children,
    } = api;
    // `handle_path` removes the path before the rewrite. Other directives of a block run in Caddy's own
    // order, in which a rewrite precedes a removal.
    let (directive, matcher, to) = if *has_children {
        let inner = at_receiver.trim_end_matches('/');
        ("handle_path", format!("{path}*"), format!("{inner}{{uri}}"))
    } else {
        ("handle", path.clone(), (*at_receiver).to_owned())
    };
    format!(
        "	{directive} {matcher} {{
		rewrite * {to}
		reverse_proxy 127.0.0.1:8081
	}}

"
    )
}
