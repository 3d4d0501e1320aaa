//! Compiles the two programs of the browser: the app and its web worker.

use crate::command::{Outcome, cargo, run};

/// How the programs of the browser are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// `profile.web` of `Cargo.toml`: small, without debug names.
    Web,
    /// Cargo's `dev` profile: compiled fast, with debug names.
    Dev,
}

impl Profile {
    /// Returns the value of cargo's `--profile`.
    fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Dev => "dev",
        }
    }

    /// Returns the folder below `target/<triple>` that cargo writes this profile to.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Dev => "debug",
        }
    }
}

/// Compiles the app with the package, features and profile that `index.html` gives to Trunk.
///
/// # Errors
/// When it does not compile.
pub(crate) fn app(profile: Profile) -> Outcome {
    build(
        profile,
        &["--package", "hoso-web-bin", "--features", "hydrate"],
    )
}

/// Compiles the web worker.
///
/// # Errors
/// When it does not compile.
pub(crate) fn worker(profile: Profile) -> Outcome {
    build(profile, &["--package", "hoso-worker"])
}

fn build(profile: Profile, selection: &[&str]) -> Outcome {
    let target = [
        "build",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        profile.name(),
    ];
    run(&mut cargo(&[&target, selection].concat()))
}
