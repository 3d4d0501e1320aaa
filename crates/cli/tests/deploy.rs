//! Tests the files of `deploy`: units, settings and the image.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(deploy().join(name)).unwrap()
}

fn hoso(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(words)
        .output()
        .unwrap()
}

#[test]
fn ok_the_sample_of_settings() {
    let file = deploy().join("hoso.toml");
    let output = hoso(&["serve", "--config", file.to_str().unwrap(), "--check"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    // Checks the settings in the comments as well.
    let folder = tempfile::tempdir().unwrap();
    let with_proposals = folder.path().join("hoso.toml");
    let proposals: Vec<String> = read("hoso.toml")
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(proposal) if proposal.contains(" = ") => proposal.to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    std::fs::write(&with_proposals, proposals.join("\n")).unwrap();
    let file = with_proposals.to_str().unwrap();
    assert!(proposals.iter().any(|line| line.starts_with("proxy = ")));
    let output = hoso(&["serve", "--config", file, "--check"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// Checks that systemd accepts the units, knows each key, and rates the exposure of the receiver as
/// low. Skipped on machines without systemd.
#[test]
fn ok_systemd_reads_the_units() {
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let units = ["hoso.service", "hoso-retain.service", "hoso-retain.timer"];
    for unit in units {
        // Replaces the installed program with the program under test.
        let text = read(unit).replace("/usr/local/bin/hoso", env!("CARGO_BIN_EXE_hoso"));
        std::fs::write(folder.path().join(unit), text).unwrap();
    }
    let verified = Command::new("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no"])
        .args(units.map(|unit| folder.path().join(unit)))
        .output()
        .unwrap();
    let told = String::from_utf8(verified.stderr).unwrap();
    let ours: Vec<&str> = told.lines().filter(|line| line.contains("hoso")).collect();
    assert!(verified.status.success() && ours.is_empty(), "{told}");
    let rated = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20"])
        .arg(folder.path().join("hoso.service"))
        .output()
        .unwrap();
    assert!(
        rated.status.success(),
        "{}{}",
        String::from_utf8_lossy(&rated.stdout),
        String::from_utf8_lossy(&rated.stderr)
    );
}

/// Checks that the program knows the commands of the units and of the image.
#[test]
fn ok_the_commands_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let file = deploy().join("hoso.toml");
    let mut commands: Vec<Vec<String>> = Vec::new();
    for unit in ["hoso.service", "hoso-retain.service"] {
        for line in read(unit).lines().filter(|l| l.starts_with("ExecStart")) {
            let words = line.split(' ').skip(1).map(|word| {
                word.replace("/etc/hoso/hoso.toml", file.to_str().unwrap())
                    .replace("/var/lib/hoso", folder.path().to_str().unwrap())
            });
            commands.push(words.collect());
        }
    }
    let image = read("Containerfile");
    let list = |name: &str| -> Vec<String> {
        let line = image.lines().find_map(|line| line.strip_prefix(name));
        serde_json::from_str(line.unwrap()).unwrap()
    };
    let mut words = list("ENTRYPOINT ");
    words.remove(0);
    words.extend(list("CMD "));
    commands.push(words);
    assert_eq!(commands.len(), 4);
    for mut words in commands {
        if words[0] == "serve" && !words.contains(&"--check".to_owned()) {
            words.push("--check".to_owned());
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = hoso(&words);
        let told = String::from_utf8(output.stderr).unwrap();
        let expected = match words[0] {
            "serve" => output.status.code() == Some(0),
            // The command is known; the folder has no database.
            _ => told.contains("no hoso.sqlite3"),
        };
        assert!(expected, "{words:?}: {told}");
    }
    let user = image.lines().find_map(|line| line.strip_prefix("USER "));
    assert_eq!(user, Some("65532:65532"));
}

#[test]
fn ok_version() {
    for words in [&["--version"][..], &["version"], &["serve", "--version"]] {
        let told = String::from_utf8(hoso(words).stdout).unwrap();
        assert!(told.contains(env!("CARGO_PKG_VERSION")), "{told}");
    }
}
