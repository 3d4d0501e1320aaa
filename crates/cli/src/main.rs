//! The program of a deployment, which needs no compiler: configures the pages, checks dossiers by
//! the rules, prints schemas, receives dossiers and exports them. Results are JSON on standard
//! output.

mod canonical_form;
mod checking;
mod configuring;
mod conforming;
mod office;
mod pretty;
mod verifying;

use std::io::{self, Write};
use std::process::ExitCode;

use hoso_dossier::{Procedure, Value, schema};
use hoso_locales::{LANGUAGES, Language};

const HELP: &str = "hoso: forms for social insurance

  configure --config FILE [--dist dist] [--base /path/]
                                  write the settings of a deployment into built pages
  check <procedure> <file.json>   the issues of an example { \"today\", \"answers\" }, as JSON
  check <procedure> -             the same for JSON lines on standard input, line by line
  canonical <procedure> <file.json>
                                  the answers of an example { \"today\", \"answers\" } in canonical
                                  form, as they are sent
  verify <envelope.json>          digest, issues and missing photos of an envelope, as JSON; `-`
                                  reads standard input, --now TIME takes the place of the clock
  conform --base URL [--form CODE] [--origin ORIGIN] [--only NAME] [--format json]
                                  ask a backend everything that the contract demands
  schema <procedure>              JSON Schema 2020-12 of the answers
  schema deployment               JSON Schema 2020-12 of the settings of a deployment
  schema directory                JSON Schema 2020-12 of its offices, agents, accounts and links
  procedures                      the procedures and their definitions
  serve [options]                 receive dossiers; `hoso serve --help` lists the options
  version                         version and commit

Dossiers of a receiver, also while it runs (each with --data-dir hoso-data):

  list [--since DAY] [--procedure CODE] [--state STATE]
                                  number, time, procedure and state of each dossier, as JSON lines
  show NUMBER                     one dossier
  export --format jsonl|csv|folder --out DIR [--since DAY] [--procedure CODE] [--state STATE]
                                  answers; with folder also the official form and the files
  set-status NUMBER STATE [--note TEXT]
                                  what the citizen's status request answers; the history is kept
  retain --days N [--procedure CODE] [--state STATE] [--dry-run] [--idle-days N]
                                  erase what was received more than N days ago
  erase NUMBER                    erase one dossier
  access NUMBER                   everything that is held about one dossier
  audit [--since DAY]             who did what with which dossier
  webhooks [--state pending|delivered|dead] [--again NUMBER]
                                  what the webhook announced, waits or gave up
  backup --out DIR                copy the data folder
  clerk --token-file FILE | --user-header NAME [--address 127.0.0.1:8090]
                                  a read-only page for clerks; every look is recorded
";

/// Exit code for unknown arguments or unreadable input.
const USAGE_OR_INPUT_ERROR: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let Some((&"serve", options)) = words.split_first() {
        let options = options.iter().map(|option| (*option).to_owned());
        return hoso_receiver::command::run("hoso serve", options);
    }
    if let Some((&command @ ("conform" | "verify"), options)) = words.split_first() {
        let judge = if command == "conform" {
            conforming::run
        } else {
            verifying::run
        };
        return judge(options).unwrap_or_else(|error| {
            eprintln!("{}", error.trim_end());
            ExitCode::from(USAGE_OR_INPUT_ERROR)
        });
    }
    if let Some(result) = office::run(&words) {
        return end(result);
    }
    let result = match words.as_slice() {
        ["check", code, "-"] => procedure(code).and_then(|p| {
            checking::lines(p, io::stdin().lock(), io::stdout().lock())
                .map_err(|e| format!("standard input: {e}"))
        }),
        ["check", code, file] => procedure(code).and_then(|p| {
            let bytes = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
            let report = checking::example(p, &bytes).map_err(|e| format!("{file}: {e}"))?;
            print(&report.canonical())
        }),
        ["canonical", code, file] => procedure(code)
            .and_then(|p| canonical_form::of_file(p, file))
            .and_then(|text| print(&text)),
        ["configure", options @ ..] => configuring::run(options).and_then(|done| print(&done)),
        ["schema", "deployment"] => print(&format!("{:#}", hoso_site::deployment_schema())),
        ["schema", "directory"] => print(&format!("{:#}", hoso_site::directory_schema())),
        ["schema", code] => procedure(code)
            .and_then(|p| print(&pretty::write(&schema::schema(p.definition, english)))),
        ["procedures"] => print(&procedures().canonical()),
        ["version" | "--version" | "-V"] => print(&format!("hoso {}", hoso_receiver::version())),
        ["-h" | "--help"] => print(HELP.trim_end()),
        _ => Err(format!("expected one of these:\n\n{HELP}")),
    };
    end(result.map(|()| ExitCode::SUCCESS))
}

/// Prints an error and returns the exit code.
fn end(result: Result<ExitCode, String>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("{}", error.trim_end());
        ExitCode::from(USAGE_OR_INPUT_ERROR)
    })
}

fn procedure(code: &str) -> Result<&'static Procedure, String> {
    hoso_procedures::find_dossier(code).ok_or_else(|| {
        let known: Vec<&str> = hoso_procedures::DOSSIERS
            .iter()
            .map(|p| p.definition.code)
            .collect();
        format!(
            "{code}: unknown procedure, expected one of {}",
            known.join(", ")
        )
    })
}

fn print(text: &str) -> Result<(), String> {
    writeln!(io::stdout().lock(), "{text}").map_err(|e| format!("standard output: {e}"))
}

/// Returns the text in English, the language of the developers who read a schema.
fn english(text: &'static str) -> &'static str {
    hoso_locales::translate("en", text)
}

fn in_every_language(text: &str) -> Value {
    let entry = |language: &Language| {
        let text = hoso_locales::translate(language.tag, text);
        (language.tag.to_owned(), Value::text(text))
    };
    Value::Object(LANGUAGES.iter().map(entry).collect())
}

fn procedures() -> Value {
    let procedures = hoso_procedures::DOSSIERS.iter().map(|procedure| {
        let definition = procedure.definition;
        Value::object([
            ("code", Value::text(definition.code)),
            ("definition", Value::text(definition.version)),
            ("title", in_every_language(definition.title)),
        ])
    });
    Value::object([("procedures", Value::List(procedures.collect()))])
}
