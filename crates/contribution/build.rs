//! Generates static tables from the dated rows of `data/*.csv`, so that nothing is parsed at run
//! time.
//!
//! A row is verified if at least two independent sources confirm it and its status is not
//! "document not seen". An invalid row fails the build with its file and line.

use std::{env, fmt::Write as _, fs, path::PathBuf};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut out = String::new();
    let bases = Table::read("contribution_bases.csv", 7)?;
    series(
        &mut out,
        "REFERENCE_LEVEL",
        "reference_level",
        &bases,
        "luong_co_so",
    )?;
    series(
        &mut out,
        "POVERTY_LINE",
        "poverty_line",
        &bases,
        "chuan_ho_ngheo_nong_thon",
    )?;
    support(&mut out, &Table::read("voluntary_support_rates.csv", 6)?)?;
    interest(&mut out, &Table::read("bhxh_fund_interest.csv", 6)?)?;
    coefficients(
        &mut out,
        &Table::read("cpi_adjustment_coefficients.csv", 7)?,
    )?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("rows.rs"), out)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// The lines of one file without its header, each with its line number.
struct Table {
    file: &'static str,
    lines: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn read(file: &'static str, columns: usize) -> Result<Self, Failure> {
        let path = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?)
            .join("../../data")
            .join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        let read = |error: csv::Error| format!("data/{file}: {error}");
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(&path)
            .map_err(read)?;
        let mut lines = Vec::new();
        for row in reader.records() {
            let row = row.map_err(read)?;
            let line = row.position().map_or(0, csv::Position::line);
            if row.len() != columns {
                return Err(format!(
                    "data/{file}:{line}: {columns} columns expected, {} found",
                    row.len()
                )
                .into());
            }
            lines.push((line, row.iter().map(str::to_owned).collect()));
        }
        Ok(Self { file, lines })
    }

    fn wrong(&self, line: u64, expected: &str) -> Failure {
        format!("data/{}:{line}: {expected} expected", self.file).into()
    }
}

/// One `Row` to be generated. `until` is the last day of a value with a fixed term.
struct GeneratedRow<'a> {
    series: &'a str,
    value: u64,
    from: (u16, u8, u8),
    until: Option<(u16, u8, u8)>,
    document: &'a str,
    verified: bool,
}

impl GeneratedRow<'_> {
    fn text(&self) -> String {
        let Self {
            series,
            value,
            from: (y, m, d),
            until,
            document,
            verified,
        } = self;
        let source = if document.is_empty() {
            "NO_DOCUMENT".to_owned()
        } else {
            format!("{document:?}")
        };
        let until = until.map_or("None".to_owned(), |(y, m, d)| {
            format!("Some(day({y}, {m}, {d}))")
        });
        format!(
            "Row {{ series: {series:?}, value: {value}, from: day({y}, {m}, {d}), until: {until}, source: {source}, verified: {verified} }}"
        )
    }
}

fn day(cell: &str) -> Option<(u16, u8, u8)> {
    let mut parts = cell.splitn(3, '-');
    Some((
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    ))
}

/// Parses a decimal number with `places` decimals as an integer: `0.31`, 3 → 310.
fn decimal(cell: &str, places: usize) -> Option<u64> {
    let (whole, rest) = cell.split_once('.').unwrap_or((cell, ""));
    if rest.len() > places {
        return None;
    }
    format!("{whole}{rest:0<places$}").parse().ok()
}

fn verified(table: &Table, line: u64, sources: &str) -> Result<bool, Failure> {
    let sources: u32 = sources
        .parse()
        .map_err(|_| table.wrong(line, "a number of independent sources"))?;
    Ok(sources >= 2)
}

/// Generates one series of `contribution_bases.csv`, oldest row first.
fn series(
    out: &mut String,
    name: &str,
    series: &str,
    table: &Table,
    wanted: &str,
) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (line, cells) in &table.lines {
        let [id, from, dong, document, sources, ..] = cells.as_slice() else {
            continue;
        };
        if id != wanted {
            continue;
        }
        rows.push(GeneratedRow {
            series,
            value: dong
                .parse()
                .map_err(|_| table.wrong(*line, "an amount in đồng"))?,
            from: day(from).ok_or_else(|| table.wrong(*line, "a day"))?,
            until: None,
            document,
            verified: verified(table, *line, sources)?,
        });
    }
    rows.sort_by_key(|row| row.from);
    table_of(out, name, "Row", rows.iter().map(GeneratedRow::text))
}

/// Generates the support rates: each row with its groups.
fn support(out: &mut String, table: &Table) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (line, cells) in &table.lines {
        let [from, group, percent, document, sources, ..] = cells.as_slice() else {
            continue;
        };
        let groups = match group.as_str() {
            "poor household; living in an island commune or special zone" => {
                "&[Poor, IslandCommune]"
            }
            "poor household" => "&[Poor]",
            "near-poor household" => "&[NearPoor]",
            "ethnic minority" => "&[EthnicMinority]",
            "other" => "&[Other]",
            _ => return Err(table.wrong(*line, "a known group")),
        };
        let row = GeneratedRow {
            series: "support_rate",
            value: percent
                .parse()
                .map_err(|_| table.wrong(*line, "a rate in percent"))?,
            from: day(from).ok_or_else(|| table.wrong(*line, "a day"))?,
            until: None,
            document,
            verified: verified(table, *line, sources)?,
        };
        rows.push((row, groups));
    }
    rows.sort_by_key(|(row, _)| row.from);
    let rows = rows
        .iter()
        .map(|(row, groups)| format!("({groups}, {})", row.text()));
    table_of(out, "SUPPORT_RATES", "(&[SupportGroup], Row)", rows)
}

/// Generates the monthly interest of the fund. Each value applies to one year only.
fn interest(out: &mut String, table: &Table) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (line, cells) in &table.lines {
        let [year, percent, document, sources, status, _] = cells.as_slice() else {
            continue;
        };
        let year: u16 = year.parse().map_err(|_| table.wrong(*line, "a year"))?;
        rows.push(GeneratedRow {
            series: "fund_interest",
            value: decimal(percent, 3)
                .ok_or_else(|| table.wrong(*line, "a rate of at most three decimals"))?,
            from: (year, 1, 1),
            until: Some((year, 12, 31)),
            document,
            // Programs with the same value may have copied it from each other, so the notice itself
            // must have been seen.
            verified: verified(table, *line, sources)? && !status.contains("document not seen"),
        });
    }
    rows.sort_by_key(|row| row.from);
    table_of(
        out,
        "FUND_INTEREST",
        "Row",
        rows.iter().map(GeneratedRow::text),
    )
}

/// Generates the coefficients that apply, or may apply, to voluntary income.
fn coefficients(out: &mut String, table: &Table) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (line, cells) in &table.lines {
        let [settled, paid, value, applies_to, _, sources, _] = cells.as_slice() else {
            continue;
        };
        if !applies_to.contains("voluntary income") {
            continue;
        }
        let settled: u16 = settled.parse().map_err(|_| table.wrong(*line, "a year"))?;
        let paid: u16 = paid.parse().map_err(|_| table.wrong(*line, "a year"))?;
        let hundredths =
            decimal(value, 2).ok_or_else(|| table.wrong(*line, "a coefficient of two decimals"))?;
        let verified = verified(table, *line, sources)? && !applies_to.contains("not verified");
        rows.push((settled, paid, hundredths, verified));
    }
    rows.sort_unstable();
    let rows = rows.iter().map(|(settled, paid, hundredths, verified)| {
        format!("Coefficient {{ settled_in: {settled}, paid_in: {paid}, hundredths: {hundredths}, verified: {verified} }}")
    });
    table_of(out, "COEFFICIENTS", "Coefficient", rows)
}

fn table_of(
    out: &mut String,
    name: &str,
    kind: &str,
    rows: impl Iterator<Item = String>,
) -> Result<(), Failure> {
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return Err(format!("no rows for {name}").into());
    }
    writeln!(
        out,
        "pub(crate) static {name}: [{kind}; {}] = [\n    {},\n];",
        rows.len(),
        rows.join(",\n    ")
    )?;
    Ok(())
}
