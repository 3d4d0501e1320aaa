//! The subcommands that work on the dossiers of a receiver, one file each.

mod access;
mod audit;
mod backup;
mod clerk;
mod erase;
mod export;
mod list;
mod options;
mod retain;
mod set_status;
mod show;
mod webhooks;
mod writing;

use std::process::ExitCode;

/// Runs a subcommand; returns `None` if the first word names none of them. The error is a text for
/// the operator.
pub(crate) fn run(words: &[&str]) -> Option<Result<ExitCode, String>> {
    let (command, words) = words.split_first()?;
    Some(match *command {
        "access" => access::run(words),
        "audit" => audit::run(words),
        "backup" => backup::run(words),
        "clerk" => clerk::run(words),
        "erase" => erase::run(words),
        "export" => export::run(words),
        "list" => list::run(words),
        "retain" => retain::run(words),
        "set-status" => set_status::run(words),
        "show" => show::run(words),
        "webhooks" => webhooks::run(words),
        _ => return None,
    })
}
