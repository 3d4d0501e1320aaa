//! nginx and Caddy with the file that the build wrote for them, in front of a real receiver.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::DEADLINE;
use crate::site::{Site, configured_site};

/// A web server that a build has a file for.
#[derive(Clone, Copy, Debug)]
pub enum ServerProgram {
    /// `nginx.conf`.
    Nginx,
    /// `Caddyfile`.
    Caddy,
}

/// A running web server with the pages below a path; dropping the value stops it.
pub struct WebServer {
    /// Where it listens.
    pub address: SocketAddr,
    process: Child,
    folder: TempDir,
}

impl Drop for WebServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The response to a request.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The lines of the head.
    pub head: String,
    /// The body, as sent.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Replaces a text that occurs once.
fn replace_one(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old} occurs once in\n{text}");
    text.replace(old, new)
}

/// Returns the arguments for nginx: a configuration in which this server is the only one.
fn nginx_arguments(folder: &Path, server: &str) -> Vec<String> {
    let path = folder.display();
    let sites = folder.join("site.conf");
    std::fs::write(&sites, server).unwrap();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("{name}_temp_path {path}/{name};\n"))
        .collect();
    // One process, which ends when it is killed.
    let main = format!(
        "daemon off;\nmaster_process off;\npid {path}/pid;\nerror_log {path}/error.log;\nevents {{}}\n\
         http {{ access_log off;\n{temporary}include {}; }}\n",
        sites.display()
    );
    let file = folder.join("main.conf");
    std::fs::write(&file, main).unwrap();
    ["-e", "error.log", "-p", &path.to_string(), "-c"]
        .map(str::to_owned)
        .into_iter()
        .chain([file.display().to_string()])
        .collect()
}

/// Returns a port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Checks `nginx.conf` for a path with `nginx -t`, as written but for the port and the certificate.
/// Returns what nginx wrote, and whether it accepted the file.
pub fn test_nginx_file(base: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let site = configured_site(folder.path(), base, "'none'", false);
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        ])
        .args(["-subj", "/CN=hoso.example.vn", "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("openssl");
    assert!(made.status.success(), "{made:?}");
    let file = std::fs::read_to_string(site.join("nginx.conf")).unwrap();
    let file = replace_one(
        &file,
        "listen 443 ssl",
        &format!("listen {} ssl", free_port()),
    );
    let [certificate, key] = [certificate, key].map(|path| path.display().to_string());
    let file = replace_one(&file, "/etc/ssl/hoso/fullchain.pem", &certificate);
    let file = replace_one(&file, "/etc/ssl/hoso/privkey.pem", &key);
    let tested = Command::new("nginx")
        .arg("-t")
        .args(nginx_arguments(folder.path(), &file))
        .output()
        .expect("nginx");
    (
        tested.status.success(),
        String::from_utf8_lossy(&tested.stderr).into_owned(),
    )
}

impl WebServer {
    /// Starts a web server with the site below a path, and leads the browser of a test to it: the
    /// address of `site` becomes that of the server.
    pub async fn start(program: ServerProgram, site: &mut Site, base: &str) -> Self {
        Self::start_with(program, site, base, false).await
    }

    /// Starts a web server with pages that have a service worker.
    pub async fn start_offline(program: ServerProgram, site: &mut Site, base: &str) -> Self {
        Self::start_with(program, site, base, true).await
    }

    async fn start_with(
        program: ServerProgram,
        site: &mut Site,
        base: &str,
        is_offline: bool,
    ) -> Self {
        let upstream = site.origin.trim_start_matches("http://").to_owned();
        // Retries: another process may take the port meanwhile.
        for _ in 0..5 {
            if let Some(server) = Self::try_start(program, &upstream, base, is_offline).await {
                site.origin = format!("http://{}{}", server.address, base.trim_end_matches('/'));
                return server;
            }
        }
        panic!("{program:?} did not start");
    }

    async fn try_start(
        program: ServerProgram,
        upstream: &str,
        base: &str,
        is_offline: bool,
    ) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("srv");
        let site = configured_site(&root, base, "'none'", is_offline);
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let root = root.display().to_string();
        let mut command = match program {
            ServerProgram::Nginx => {
                let file = std::fs::read_to_string(site.join("nginx.conf")).unwrap();
                let mut file = file
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("ssl_certificate"))
                    .flat_map(|line| [line, "\n"])
                    .collect::<String>();
                for (old, new) in [
                    ("listen 443 ssl http2;", format!("listen {address};")),
                    ("root /srv/hoso;", format!("root {root};")),
                    ("127.0.0.1:8081", upstream.to_owned()),
                ] {
                    file = replace_one(&file, old, &new);
                }
                let mut command = Command::new("nginx");
                command.args(nginx_arguments(folder.path(), &file));
                command
            }
            ServerProgram::Caddy => {
                let mut file = std::fs::read_to_string(site.join("Caddyfile")).unwrap();
                for (old, new) in [
                    ("hoso.example.vn {", format!("http://{address} {{")),
                    ("root * /srv/hoso\n", format!("root * {root}\n")),
                    ("127.0.0.1:8081", upstream.to_owned()),
                ] {
                    file = replace_one(&file, old, &new);
                }
                let path = folder.path().join("Caddyfile");
                std::fs::write(&path, format!("{{\n\tadmin off\n}}\n{file}")).unwrap();
                let mut command = Command::new("caddy");
                command
                    .args(["run", "--adapter", "caddyfile", "--config"])
                    .arg(path)
                    .env("HOME", folder.path());
                command
            }
        };
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{program:?} (cargo xtask tools installs it): {error}"));
        let mut server = Self {
            address,
            process,
            folder,
        };
        let accepts = async {
            while TcpStream::connect(address).await.is_err() {
                if let Some(status) = server.process.try_wait().unwrap() {
                    let log = std::fs::read_to_string(server.folder.path().join("log"));
                    eprintln!("{program:?}: {status}\n{}", log.unwrap_or_default());
                    return false;
                }
                tokio::task::yield_now().await;
            }
            true
        };
        let accepts = tokio::time::timeout(DEADLINE, accepts).await;
        accepts.expect("an open port").then_some(server)
    }

    /// Sends a request without a body; `headers` are lines with their ends.
    pub async fn request(&self, method: &str, path: &str, headers: &str) -> Response {
        self.send(method, path, headers, &[]).await
    }

    /// Sends a request with a body.
    pub async fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Response {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // Ignores errors: a server may refuse before it has read everything.
        let _ = stream.write_all(body).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("{path}: no head in {}", String::from_utf8_lossy(&bytes)));
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8(bytes).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head, body }
    }
}
