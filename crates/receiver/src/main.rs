//! The receiver as a program of its own; `hoso serve` is the same.

use std::process::ExitCode;

fn main() -> ExitCode {
    hoso_receiver::command::run("hoso-receiver", std::env::args().skip(1))
}
