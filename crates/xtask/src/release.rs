//! Makes the files of a release, and proves that they can be made again.
//!
//! | file | content |
//! |---|---|
//! | `hoso-<target>` | the program of a deployment, linked statically with musl |
//! | `dist.tar.gz` | the site with the settings of this repository |
//! | `hoso.cdx.json` | every crate in both, with its licence and hash (CycloneDX) |
//! | `SHA256SUMS` | the hashes of these files, for `sha256sum --check` |
//!
//! Nothing in them depends on the day, the folder or the machine user: `SOURCE_DATE_EPOCH` is the
//! time of the commit, and the archive has sorted names and no owners.

use crate::{
    command::{Outcome, cargo, clean, output_of, root, run, target},
    comparison, install,
    progress::stage,
    sbom,
};
use hoso_site::{
    digest,
    files::{files, read_bytes, write},
    precompress,
};
use std::{
    env, fs,
    process::{Command, Stdio},
};

/// Folder of the files below cargo's output folder.
const FOLDER: &str = "hoso-release";
/// Variable with the seconds since 1970 that a reproducible build takes for the time.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Builds everything into the folder and prints the hashes.
///
/// # Errors
/// When something does not compile or a file cannot be written.
pub(crate) fn release() -> Outcome {
    let folder = target().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|problem| format!("cannot remove {}: {problem}", folder.display()))?;
    }
    let epoch = env::var(EPOCH).ok().map_or_else(commit_time, Ok)?;
    let xtask = env::current_exe().map_err(|problem| problem.to_string())?;
    let mut site = Command::new(xtask);
    site.arg("build").env(EPOCH, &epoch);
    run(&mut site)?;
    write(&folder.join("dist.tar.gz"), archive(&epoch)?)?;

    let triple = install::static_target()?;
    stage("compile the program", || {
        let mut build = cargo(&[
            "build",
            "--release",
            "--locked",
            "--package=hoso-cli",
            "--target",
            &triple,
        ]);
        // `hoso --version` names the commit.
        build.env("HOSO_COMMIT", output_of_git(&["rev-parse", "HEAD"])?.trim());
        run(&mut build)
    })?;
    let program = folder.join(format!("hoso-{triple}"));
    fs::copy(target().join(&triple).join("release/hoso"), &program)
        .map_err(|problem| format!("cannot write {}: {problem}", program.display()))?;
    write(&folder.join("hoso.cdx.json"), sbom::sbom(&triple)?)?;

    let mut sums = String::new();
    for path in files(&folder)? {
        let name = path.strip_prefix(&folder).unwrap_or(&path).display();
        sums.push_str(&format!("{}  {name}\n", digest::hex(&read_bytes(&path)?)));
    }
    print!("{sums}");
    write(&folder.join("SHA256SUMS"), sums)?;
    println!("in {}", folder.display());
    Ok(())
}

/// Makes the release of this commit twice, here and in a fresh clone in another folder, and compares
/// every file.
///
/// # Errors
/// When a file is not committed, a build fails, or the two differ.
pub(crate) fn reproduce() -> Outcome {
    let changes = output_of_git(&["status", "--porcelain"])?;
    if !changes.is_empty() {
        return Err(format!("commit these files first:\n{changes}"));
    }
    let folder = target().join("reproduce");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|problem| format!("cannot remove {}: {problem}", folder.display()))?;
    }
    let clone = folder.join("source");
    run(Command::new("git")
        .args(["clone", "--quiet"])
        .arg(root())
        .arg(&clone))?;
    release()?;
    let output = folder.join("target");
    let mut again = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    again
        .args(["xtask", "release"])
        .current_dir(&clone)
        .env("CARGO_TARGET_DIR", &output);
    clean(&mut again);
    run(&mut again)?;
    let same = comparison::compare(&target().join(FOLDER), &output.join(FOLDER))?;
    println!("{same} files of the release are the same in two builds of this commit");
    Ok(())
}

/// Returns the time of the commit, in seconds since 1970.
fn commit_time() -> Outcome<String> {
    output_of_git(&["log", "-1", "--format=%ct"])
}

fn output_of_git(arguments: &[&str]) -> Outcome<String> {
    let folder = root().display().to_string();
    output_of("git", &[&["-C", &folder], arguments].concat())
        .ok_or_else(|| format!("`git {}` failed", arguments.join(" ")))
}

/// Returns `dist/` as a compressed archive.
fn archive(epoch: &str) -> Outcome<Vec<u8>> {
    let output = Command::new("tar")
        .args(["--create", "--format=ustar", "--sort=name"])
        .args(["--owner=0", "--group=0", "--numeric-owner"])
        .args(["--mode=u=rwX,go=rX", &format!("--mtime=@{epoch}")])
        .arg("dist")
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|problem| format!("cannot start `tar`: {problem}"))?;
    if !output.status.success() {
        return Err(format!("`tar` ended with {}", output.status));
    }
    Ok(precompress::gzip(&output.stdout))
}
