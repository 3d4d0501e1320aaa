//! Draws tables whose header is repeated on each page.

use pdf_writer::types::{StructRole, TableHeaderScope};

use crate::flow::{Flow, baseline};
use crate::pages::{DOCUMENT, Node};
use crate::shape::{Line, Span, lines};

const SIZE: f32 = 9.5;
const LEADING: f32 = 12.5;
/// The padding between a rule and the text.
const PAD: f32 = 4.0;
const RULE: f32 = 0.5;

/// A column of a table.
pub(crate) struct Column {
    /// The text of the header.
    pub(crate) title: &'static str,
    /// The letter or number below it; may be empty.
    pub(crate) mark: &'static str,
    /// Its share of the width.
    pub(crate) share: f32,
    /// Whether its text is centred.
    pub(crate) center: bool,
    /// Whether its text is bold.
    pub(crate) bold: bool,
    /// Whether its cell is the header of the row.
    pub(crate) is_row_header: bool,
}

/// A column with its position on the page.
struct PlacedColumn<'a> {
    column: &'a Column,
    left: f32,
    width: f32,
}

impl PlacedColumn<'_> {
    fn lines(&self, text: &str, bold: bool) -> Vec<Line> {
        let span = if bold {
            Span::bold(text)
        } else {
            Span::regular(text)
        };
        lines(&[span], (self.width - 2.0 * PAD) * 1000.0 / SIZE, 0.0)
    }

    fn x(&self, line: &Line, center: bool) -> f32 {
        if center {
            self.left + (self.width - line.width * SIZE / 1000.0) / 2.0
        } else {
            self.left + PAD
        }
    }
}

/// Draws a table at the current position. Without titles it has no header. Its last row is on one
/// page with the next `kept` points.
pub(crate) fn draw(flow: &mut Flow, columns: &[Column], rows: &[Vec<String>], kept: f32) {
    let whole: f32 = columns.iter().map(|column| column.share).sum();
    let mut left = flow.left();
    let columns: Vec<PlacedColumn<'_>> = columns
        .iter()
        .map(|column| {
            let width = flow.width() * column.share / whole.max(f32::EPSILON);
            let placed = PlacedColumn {
                column,
                left,
                width,
            };
            left += width;
            placed
        })
        .collect();
    let mut table = Table {
        flow,
        columns,
        node: None,
    };
    let head = table.head_height();
    table.flow.need(head + 3.0 * LEADING);
    let node = table.flow.pages.node(DOCUMENT, StructRole::Table);
    table.node = Some(node);
    table.head();
    table.node = None;
    for (i, row) in rows.iter().enumerate() {
        let kept = if i + 1 == rows.len() { kept } else { 0.0 };
        table.row(node, row, head, kept);
    }
}

struct Table<'a, 'b> {
    flow: &'a mut Flow,
    columns: Vec<PlacedColumn<'b>>,
    /// The table's node in the structure tree; set while its header is drawn for the first time.
    node: Option<Node>,
}

impl Table<'_, '_> {
    fn has_head(&self) -> bool {
        self.columns
            .iter()
            .any(|column| !column.column.title.is_empty())
    }

    fn has_marks(&self) -> bool {
        self.columns
            .iter()
            .any(|column| !column.column.mark.is_empty())
    }

    fn head_lines(&self) -> usize {
        let lines = |column: &PlacedColumn<'_>| column.lines(column.column.title, true).len();
        self.columns.iter().map(lines).max().unwrap_or(0)
    }

    fn head_height(&self) -> f32 {
        if !self.has_head() {
            return 0.0;
        }
        let marks = if self.has_marks() { LEADING + 3.0 } else { 0.0 };
        self.head_lines() as f32 * LEADING + 2.0 * PAD + marks
    }

    fn head(&mut self) {
        if !self.has_head() {
            return;
        }
        let page = self.flow.page;
        let top = self.flow.y;
        let titles = self.head_lines() as f32 * LEADING + 2.0 * PAD;
        let height = self.head_height();
        let (left, width) = (self.flow.left(), self.flow.width());
        self.flow
            .pages
            .ornament(page, |pen| pen.fill(left, top, width, height, 0.93));
        let row = self
            .node
            .map(|table| self.flow.pages.node(table, StructRole::TR));
        for column in &self.columns {
            let all = column.lines(column.column.title, true);
            let free = titles - all.len() as f32 * LEADING;
            let mut y = top + free / 2.0;
            let mut texts = Vec::new();
            for line in all {
                texts.push((column.x(&line, true), baseline(y, SIZE, LEADING), line));
                y += LEADING;
            }
            for line in column.lines(column.column.mark, false) {
                let y = baseline(top + titles, SIZE - 0.5, LEADING + 3.0);
                texts.push((column.x(&line, true), y, line));
            }
            let scope = TableHeaderScope::Column;
            let cell = row.map(|row| self.flow.pages.table_head(row, scope));
            for (x, y, line) in texts {
                // Repeated headers are decoration: the structure tree has only the first.
                match cell {
                    Some(cell) => self.flow.pages.line(page, cell, (x, y), SIZE, &line),
                    None => self
                        .flow
                        .pages
                        .ornament(page, |pen| pen.text(x, y, SIZE, &line)),
                }
            }
        }
        self.frames(top, height);
        if self.has_marks() {
            let y = top + titles;
            self.flow.pages.ornament(page, |pen| {
                pen.rule((left, y), (left + width, y), RULE);
            });
        }
        self.flow.y += height;
    }

    fn row(&mut self, table: Node, row: &[String], head: f32, kept: f32) {
        let node = self.flow.pages.node(table, StructRole::TR);
        let cells: Vec<(Node, Vec<Line>)> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, column)| {
                let text = row.get(i).map_or("", String::as_str);
                let lines = column.lines(text, column.column.bold);
                let pages = &mut self.flow.pages;
                let cell = if column.column.is_row_header {
                    pages.table_head(node, TableHeaderScope::Row)
                } else {
                    pages.node(node, StructRole::TD)
                };
                (cell, lines)
            })
            .collect();
        let total = cells.iter().map(|cell| cell.1.len()).max().unwrap_or(1);
        let room = |height: f32| ((height - 2.0 * PAD) / LEADING).max(0.0) as usize;
        let mut done = 0;
        while done < total {
            let left = total - done;
            let lines_left = room(self.flow.bottom() - self.flow.y);
            let lines_before_kept = room(self.flow.bottom() - self.flow.y - kept);
            let lines_per_page = room(self.flow.bottom() - self.flow.top() - head - kept);
            // A row is split only if it does not fit on one page.
            let needs_new_page =
                lines_before_kept < left && (left <= lines_per_page || lines_left < 3);
            if needs_new_page && self.flow.y > self.flow.top() + head + 1.0 {
                self.flow.need(f32::INFINITY);
                self.head();
                continue;
            }
            // Of a row that is split, the last line is left for the page of what follows.
            let most = if lines_before_kept < left {
                left.saturating_sub(1)
            } else {
                left
            };
            let now = most.min(lines_left).max(1);
            self.part(&cells, done, now);
            done += now;
        }
    }

    /// Draws `count` lines of the cells, starting with the line `from`.
    fn part(&mut self, cells: &[(Node, Vec<Line>)], from: usize, count: usize) {
        let page = self.flow.page;
        let top = self.flow.y;
        for (column, (node, all)) in self.columns.iter().zip(cells) {
            let mut y = top + PAD;
            for line in all.get(from..).unwrap_or(&[]).iter().take(count) {
                let x = column.x(line, column.column.center);
                let at = baseline(y, SIZE, LEADING);
                self.flow.pages.line(page, *node, (x, at), SIZE, line);
                y += LEADING;
            }
        }
        let height = count as f32 * LEADING + 2.0 * PAD;
        self.frames(top, height);
        self.flow.y += height;
    }

    fn frames(&mut self, top: f32, height: f32) {
        let columns = &self.columns;
        self.flow.pages.ornament(self.flow.page, |pen| {
            for column in columns {
                pen.frame(column.left, top, column.width, height, RULE);
            }
        });
    }
}
