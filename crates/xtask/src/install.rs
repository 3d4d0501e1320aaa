//! Finds the tools of build and tests, and installs what is missing.

use crate::command::{Outcome, output_of, root, run, target};
use std::{path::Path, process::Command};

const WASM: &str = "wasm32-unknown-unknown";

/// Installs everything that the gate needs.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn tools() -> Outcome {
    wasm_target()?;
    browser()?;
    engines()?;
    text_recognition()?;
    pdf_readers()?;
    web_servers()?;
    backends();
    Ok(())
}

/// Installs the standard library for WebAssembly.
///
/// # Errors
/// When it is missing and rustup cannot install it.
pub(crate) fn wasm_target() -> Outcome {
    rust_target(WASM)
}

/// Installs the standard library for a target.
fn rust_target(triple: &str) -> Outcome {
    let library = |root: &str| Path::new(root).join("lib/rustlib").join(triple).is_dir();
    if output_of("rustc", &["--print", "sysroot"]).is_some_and(|root| library(&root)) {
        return Ok(());
    }
    println!("installing {triple}");
    run(Command::new("rustup")
        .args(["target", "add", triple])
        .current_dir(root()))
}

/// Installs Chromium and its driver for the browser tests, and Chromium's headless shell where Debian
/// has it: most tests run in it, in half the time.
fn browser() -> Outcome {
    let exists = |program: &str| output_of(program, &["--version"]).is_some();
    if !exists("chromedriver") || !(exists("chromium") || exists("google-chrome")) {
        debian("the browser tests", &["chromium", "chromium-driver"])?;
    }
    if !exists("chromium-headless-shell")
        && let Err(problem) = debian(
            "faster browser tests",
            // Together, since the driver accepts only its own version.
            &["chromium", "chromium-driver", "chromium-headless-shell"],
        )
    {
        println!("{problem}; all browser tests run in Chromium");
    }
    Ok(())
}

/// The newest driver that Firefox ESR was tried with.
const GECKODRIVER: &str = "0.37.1";

/// Installs Firefox and WebKitGTK with their drivers, and an X server for WebKitGTK. Debian has no driver
/// of Firefox, so cargo builds it.
fn engines() -> Outcome {
    let exists = |program: &str, version: &str| output_of(program, &[version]).is_some();
    if !exists("firefox-esr", "--version")
        || !exists("WebKitWebDriver", "--help")
        || !exists("Xvfb", "-help")
    {
        debian(
            "the tests in other engines",
            &["firefox-esr", "webkit2gtk-driver", "xvfb"],
        )?;
    }
    let tools = target().join("tools");
    if exists("geckodriver", "--version") || tools.join("bin/geckodriver").is_file() {
        return Ok(());
    }
    println!("building geckodriver {GECKODRIVER}");
    run(Command::new("cargo")
        .args([
            "install",
            "geckodriver",
            "--locked",
            "--debug",
            "--version",
            GECKODRIVER,
        ])
        .arg("--root")
        .arg(tools)
        .env("CARGO_PROFILE_DEV_DEBUG", "0"))
}

/// Installs Tesseract and a font: a test recognises the text of a photo from the worker.
fn text_recognition() -> Outcome {
    if output_of("tesseract", &["--version"]).is_some() && Path::new(FONT).is_file() {
        return Ok(());
    }
    debian("the photo tests", &["tesseract-ocr", "fonts-dejavu-core"])
}

/// The font that `tests/tests/browser/photo_legibility.rs` writes with.
const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/// Installs the programs with which the tests of the official forms read our PDF files.
fn pdf_readers() -> Outcome {
    let exists = |program: &str, version: &str| output_of(program, &[version]).is_some();
    if exists("pdftotext", "-v") && exists("pdftoppm", "-v") && exists("qpdf", "--version") {
        return Ok(());
    }
    debian("the tests of the forms", &["poppler-utils", "qpdf"])
}

/// Installs the web servers that a build has files for, and OpenSSL for a certificate.
fn web_servers() -> Outcome {
    let exists = |program: &str, version: &str| output_of(program, &[version]).is_some();
    if exists("nginx", "-v") && exists("caddy", "version") && exists("openssl", "version") {
        return Ok(());
    }
    debian("the tests of web servers", &["nginx", "caddy", "openssl"])
}

/// Installs the languages of the minimal backends in `docs/backends`. The gate says which backends it
/// did not test.
fn backends() {
    for (program, package) in [
        ("python3", "python3"),
        ("node", "nodejs"),
        ("php", "php-cli"),
    ] {
        if output_of(program, &["--version"]).is_none()
            && let Err(problem) = debian("the minimal backends", &[package])
        {
            println!("{problem}");
        }
    }
}

/// Installs what a statically linked program needs, and returns its target.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn static_target() -> Outcome<String> {
    let triple = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    rust_target(&triple)?;
    // The C compiler for SQLite.
    if output_of("musl-gcc", &["--version"]).is_none() {
        debian("the static program", &["musl-tools"])?;
    }
    Ok(triple)
}

/// Installs Debian packages, if this is Debian and we are root.
fn debian(purpose: &str, packages: &[&str]) -> Outcome {
    let can_install = output_of("id", &["-u"]).as_deref() == Some("0")
        && output_of("apt-get", &["--version"]).is_some();
    let names = packages.join(" and ");
    if !can_install {
        return Err(format!(
            "{purpose} need the Debian packages {names}, or the programs in them"
        ));
    }
    println!("installing {names}");
    run(Command::new("apt-get").args(["update", "-q"]))?;
    run(Command::new("apt-get")
        .args(["install", "-yq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}
