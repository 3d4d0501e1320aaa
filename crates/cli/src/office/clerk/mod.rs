//! `hoso clerk`: a read-only page for the clerks of an office: the dossiers, one of them with its
//! answers, its official form and its files.
//!
//! Runs as a separate process on a separate address, for the network of the office: the receiver, which
//! citizens reach, has no route that shows a dossier. Each request authenticates a user
//! ([`login::Login`]). The audit log records each view, without answers. The pages have no script and set
//! no cookie.

mod answers;
mod listing;
mod login;
mod pages;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use hoso_receiver::office::{Dossier, Filter, Office, OfficeError};
use hoso_receiver::state::State as DossierState;
use maud::Markup;

use self::listing::{Listing, PAGE};
use self::login::{Login, User};
use super::export::form;
use super::options::Options;
use super::writing::line;

/// Where the page listens if nothing else is said.
const ADDRESS: &str = "127.0.0.1:8090";
/// The style sheet.
const STYLE: &str = include_str!("clerk.css");
/// The policy of every page: no script, no frame, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What all requests need.
struct Clerk {
    folder: PathBuf,
    login: Login,
}

/// Serves the page until the process ends.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--address", "--token-file", "--user-header"])?;
    options.no_plain()?;
    // Fails now rather than at the first request.
    options.office()?;
    let address = options.get("--address").unwrap_or(ADDRESS);
    let address = address
        .parse()
        .map_err(|_| format!("--address {address}: expected an address such as {ADDRESS}"))?;
    let clerk = Arc::new(Clerk {
        folder: options.folder(),
        login: Login::read(&options, address)?,
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|e| format!("{address}: {e}"))?;
        let bound = listener.local_addr().map_err(|e| e.to_string())?;
        line(&format!("http://{bound}/"))?;
        axum::serve(listener, router(clerk))
            .with_graceful_shutdown(hoso_receiver::stop_signal())
            .await
            .map_err(|e| e.to_string())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn router(clerk: Arc<Clerk>) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/style.css", get(style))
        .route("/ho-so/{number}", get(dossier))
        .route("/ho-so/{number}/to-khai.pdf", get(official_form))
        .route("/ho-so/{number}/tep/{sha256}", get(file))
        .fallback(|| async { Failure::NoPage })
        .layer(middleware::from_fn_with_state(Arc::clone(&clerk), guard))
        .with_state(clerk)
}

/// Authenticates the user of a request, and adds the headers of every response.
async fn guard(State(clerk): State<Arc<Clerk>>, mut request: Request, next: Next) -> Response {
    // The browser sends the password of this page also with requests of other sites.
    let is_elsewhere = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site");
    let mut response = match clerk.login.user(request.headers()) {
        _ if is_elsewhere => StatusCode::FORBIDDEN.into_response(),
        None => clerk.login.ask(),
        Some(user) => {
            request.extensions_mut().insert(user);
            next.run(request).await
        }
    };
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a page is not shown.
enum Failure {
    NoPage,
    Office(OfficeError),
    /// No official form, with the reason.
    NoForm(String),
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, page) = match self {
            Self::NoPage => (StatusCode::NOT_FOUND, pages::message("Không có trang này.")),
            Self::Office(OfficeError::Unknown(_)) => (
                StatusCode::NOT_FOUND,
                pages::message("Không có hồ sơ nào mang số này. Kiểm tra lại số biên nhận."),
            ),
            Self::Office(OfficeError::Erased(_)) => (
                StatusCode::GONE,
                pages::message("Hồ sơ này đã được xóa theo quy định lưu giữ."),
            ),
            Self::NoForm(reason) => {
                eprintln!("{reason}");
                (
                    StatusCode::NOT_FOUND,
                    pages::message("Hồ sơ này không có tờ khai để in."),
                )
            }
            Self::Office(error) => {
                eprintln!("{error}");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    pages::message("Không đọc được hồ sơ. Báo cho người quản trị hệ thống."),
                )
            }
        };
        (status, html(&page)).into_response()
    }
}

fn html(page: &Markup) -> Response {
    axum::response::Html(page.0.clone()).into_response()
}

/// Runs work on the database in a thread that may wait.
async fn with_office<T: Send + 'static>(
    clerk: Arc<Clerk>,
    User(user): User,
    work: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(move || {
        let office = Office::open(&clerk.folder, &user)?;
        work(&office)
    });
    done.await.unwrap_or(Err(Failure::NoPage))
}

async fn list(
    State(clerk): State<Arc<Clerk>>,
    Extension(user): Extension<User>,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    let number = listing.so.trim().to_uppercase();
    if !number.is_empty() {
        let path: String = number
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        return Ok(Redirect::to(&format!("/ho-so/{path}")).into_response());
    }
    let filter = Filter {
        since: None,
        procedure: Some(listing.thu_tuc.clone()).filter(|code| !code.is_empty()),
        state: DossierState::parse(&listing.trang_thai),
    };
    let after = Some(listing.sau.clone()).filter(|number| !number.is_empty());
    let found = with_office(clerk, user, move |office| {
        let found = office.newest(&filter, after.as_deref(), PAGE)?;
        office.record("view", "", "list")?;
        Ok(found)
    })
    .await?;
    Ok(html(&pages::list(&listing, &found)))
}

async fn dossier(
    State(clerk): State<Arc<Clerk>>,
    Extension(user): Extension<User>,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let page = with_office(clerk, user, move |office| {
        let dossier = view(office, &number, "dossier")?;
        Ok(pages::dossier(&dossier))
    })
    .await?;
    Ok(html(&page))
}

async fn official_form(
    State(clerk): State<Arc<Clerk>>,
    Extension(user): Extension<User>,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let (name, bytes) = with_office(clerk, user, move |office| {
        let dossier = view(office, &number, "form")?;
        form::pdf(&dossier).map_err(Failure::NoForm)
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}\""),
        ),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

async fn file(
    State(clerk): State<Arc<Clerk>>,
    Extension(user): Extension<User>,
    Path((number, sha256)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (media_type, bytes) = with_office(clerk, user, move |office| {
        let dossier = office.dossier(&number)?;
        // Only a file of this dossier, not any of the folder.
        let attachments = &dossier.envelope.attachments;
        let attachment = attachments.iter().find(|file| file.sha256 == sha256);
        let attachment = attachment.ok_or(Failure::NoPage)?;
        let bytes = office.file(&number, &attachment.sha256)?;
        office.record("view", &number, "file")?;
        Ok((attachment.media_type.clone(), bytes))
    })
    .await?;
    let is_picture = ["image/jpeg", "image/png", "image/webp"].contains(&media_type.as_str());
    // Other types are downloaded, so no file of a citizen runs in this page.
    let (media_type, disposition) = if is_picture {
        (media_type, "inline")
    } else {
        ("application/octet-stream".to_owned(), "attachment")
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition.to_owned()),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'".to_owned(),
        ),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

/// Reads a dossier and records the view.
fn view(office: &Office, number: &str, what: &str) -> Result<Dossier, Failure> {
    let dossier = office.dossier(number)?;
    office.record("view", number, what)?;
    Ok(dossier)
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}
