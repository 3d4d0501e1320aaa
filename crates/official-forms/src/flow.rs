//! Lays out text, boxes and lists from top to bottom, and starts a new page when one is full.

use pdf_writer::types::StructRole;

use crate::pages::{DOCUMENT, Node, PAGE_HEIGHT, PAGE_WIDTH, Pages};
use crate::shape::{Line, Span, lines, measure};

/// The font size of a form.
pub(crate) const SIZE: f32 = 11.5;
/// The height of the lines of boxes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spacing {
    /// The line height of a box, large enough for handwriting.
    line: f32,
    /// The line height within one value.
    value_line: f32,
}

/// The usual spacing.
pub(crate) const WIDE: Spacing = Spacing {
    line: 17.0,
    value_line: 15.0,
};
/// The spacing of a form that would exceed its page by a few lines.
pub(crate) const NARROW: Spacing = Spacing {
    line: 15.4,
    value_line: 13.8,
};

const LEFT: f32 = 62.0;
const RIGHT: f32 = 51.0;
const TOP: f32 = 45.0;
const BOTTOM: f32 = 54.0;
/// The gap between the boxes of a row.
const GUTTER: f32 = 12.0;
/// The indent of the second and further lines of a box.
const HANG: f32 = 14.0;

/// The horizontal alignment of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
}

/// The style of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) align: Align,
    pub(crate) before: f32,
    pub(crate) after: f32,
}

impl Style {
    pub(crate) const fn new(size: f32) -> Self {
        Self {
            size,
            align: Align::Left,
            before: 0.0,
            after: 0.0,
        }
    }

    pub(crate) const fn center(mut self) -> Self {
        self.align = Align::Center;
        self
    }

    pub(crate) const fn apart(mut self, before: f32, after: f32) -> Self {
        self.before = before;
        self.after = after;
        self
    }
}

/// A box of a form: its printed label and the answer.
#[derive(Clone, Debug)]
pub(crate) struct Blank {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Its share of the width of a row.
    pub(crate) share: f32,
}

impl Blank {
    pub(crate) fn new(label: impl Into<String>, value: impl Into<String>, share: f32) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            share,
        }
    }

    fn spans(&self) -> [Span; 2] {
        [
            Span::regular([&self.label, ": "].concat()),
            Span::bold(&self.value),
        ]
    }
}

/// The pages, and the position of the next element.
pub(crate) struct Flow {
    pub(crate) pages: Pages,
    pub(crate) page: usize,
    pub(crate) y: f32,
    spacing: Spacing,
    landscape: bool,
}

/// Returns the baseline of a line whose upper edge is `y`.
pub(crate) fn baseline(y: f32, size: f32, leading: f32) -> f32 {
    y + leading / 2.0 + size * 0.33
}

impl Flow {
    pub(crate) fn new(spacing: Spacing) -> Self {
        let mut pages = Pages::new();
        let page = pages.add(PAGE_WIDTH, PAGE_HEIGHT);
        Self {
            pages,
            page,
            y: TOP,
            spacing,
            landscape: false,
        }
    }

    pub(crate) const fn left(&self) -> f32 {
        LEFT
    }

    pub(crate) const fn right(&self) -> f32 {
        let width = if self.landscape {
            PAGE_HEIGHT
        } else {
            PAGE_WIDTH
        };
        width - RIGHT
    }

    pub(crate) const fn bottom(&self) -> f32 {
        let height = if self.landscape {
            PAGE_WIDTH
        } else {
            PAGE_HEIGHT
        };
        height - BOTTOM
    }

    pub(crate) const fn top(&self) -> f32 {
        TOP
    }

    pub(crate) const fn width(&self) -> f32 {
        self.right() - LEFT
    }

    /// Starts a new page.
    pub(crate) fn new_page(&mut self, landscape: bool) {
        self.landscape = landscape;
        let (width, height) = if landscape {
            (PAGE_HEIGHT, PAGE_WIDTH)
        } else {
            (PAGE_WIDTH, PAGE_HEIGHT)
        };
        self.page = self.pages.add(width, height);
        self.y = TOP;
    }

    /// Starts a new page of the same orientation if this height does not fit on the current one.
    pub(crate) fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() && self.y > TOP {
            self.new_page(self.landscape);
        }
    }

    pub(crate) fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Draws a paragraph over the whole width.
    pub(crate) fn paragraph(&mut self, role: StructRole, spans: &[Span], style: Style) -> Node {
        let node = self.pages.node(DOCUMENT, role);
        let leading = style.size * 1.3;
        self.y += style.before;
        for line in lines(spans, self.width() * 1000.0 / style.size, 0.0) {
            self.need(leading);
            let width = line.width * style.size / 1000.0;
            let x = match style.align {
                Align::Left => LEFT,
                Align::Center => LEFT + (self.width() - width) / 2.0,
            };
            let y = baseline(self.y, style.size, leading);
            self.pages.line(self.page, node, (x, y), style.size, &line);
            self.y += leading;
        }
        self.y += style.after;
        node
    }

    /// Draws a heading, and keeps it on the same page as the next element.
    pub(crate) fn heading(&mut self, text: &str) {
        self.need(64.0);
        self.paragraph(
            StructRole::H2,
            &[Span::bold(text)],
            Style::new(SIZE).apart(7.0, 3.0),
        );
    }

    /// Draws a row of boxes. If they do not fit in one row, the first gets its own row.
    pub(crate) fn row(&mut self, blanks: &[Blank]) {
        self.row_before(blanks, 0.0);
    }

    /// Draws a row of boxes, the last of them on one page with the next `kept` points.
    pub(crate) fn row_before(&mut self, blanks: &[Blank], kept: f32) {
        let Some((first, rest)) = blanks.split_first() else {
            return;
        };
        let whole: f32 = blanks.iter().map(|blank| blank.share).sum();
        let all = self.width() - GUTTER * (blanks.len() as f32 - 1.0);
        let width = |blank: &Blank| all * blank.share / whole.max(f32::EPSILON);
        let fits = |blank: &Blank| measure(&blank.spans()) * SIZE / 1000.0 <= width(blank) + 0.01;
        if blanks.len() > 1 && !blanks.iter().all(fits) {
            self.blank(first);
            self.row_before(rest, kept);
            return;
        }
        if rest.is_empty() {
            self.blank_before(first, kept);
            return;
        }
        self.need(self.spacing.line + kept);
        let mut x = LEFT;
        for blank in blanks {
            let width = width(blank);
            let node = self.pages.node(DOCUMENT, StructRole::P);
            let y = baseline(self.y, SIZE, self.spacing.line);
            for line in lines(&blank.spans(), f32::INFINITY, 0.0) {
                let end = x + line.width * SIZE / 1000.0;
                self.pages.line(self.page, node, (x, y), SIZE, &line);
                self.pages
                    .ornament(self.page, |pen| pen.dots(end + 3.0, x + width, y + 1.5));
            }
            x += width + GUTTER;
        }
        self.y += self.spacing.line;
    }

    /// Draws a box over the whole width, with as many lines as its value needs.
    pub(crate) fn blank(&mut self, blank: &Blank) {
        self.blank_before(blank, 0.0);
    }

    /// Draws a box over the whole width, on one page with the next `kept` points. A box that no page
    /// holds with them is split, and only its last line is kept with them.
    pub(crate) fn blank_before(&mut self, blank: &Blank, kept: f32) {
        let node = self.pages.node(DOCUMENT, StructRole::P);
        let limit = (self.width() - HANG) * 1000.0 / SIZE;
        let hang = HANG * 1000.0 / SIZE;
        let all = lines(&blank.spans(), limit, -hang);
        let last = all.len().saturating_sub(1);
        let height = self.spacing.line + last as f32 * self.spacing.value_line + kept;
        if kept > 0.0 && height <= self.bottom() - TOP {
            self.need(height);
        }
        for (i, line) in all.iter().enumerate() {
            let (leading, kept) = if i == last {
                (self.spacing.line, kept)
            } else {
                (self.spacing.value_line, 0.0)
            };
            self.need(leading + kept);
            let x = if i == 0 { LEFT } else { LEFT + HANG };
            // All lines have the same distance from their upper edge, that of the larger line height.
            let y = baseline(self.y, SIZE, self.spacing.line);
            self.pages.line(self.page, node, (x, y), SIZE, line);
            if i == last {
                let end = LEFT + HANG + line.width * SIZE / 1000.0;
                let right = self.right();
                self.pages
                    .ornament(self.page, |pen| pen.dots(end + 3.0, right, y + 1.5));
            }
            self.y += leading;
        }
    }

    /// Draws empty lines to write on.
    pub(crate) fn empty_lines(&mut self, count: usize) {
        for _ in 0..count {
            self.need(self.spacing.line);
            let y = baseline(self.y, SIZE, self.spacing.line) + 1.5;
            let right = self.right();
            self.pages
                .ornament(self.page, |pen| pen.dots(LEFT, right, y));
            self.y += self.spacing.line;
        }
    }

    /// Draws a checkbox with its text, at `indent` from the left.
    pub(crate) fn tick(&mut self, spans: &[Span], ticked: bool, indent: f32) {
        let text_x = LEFT + indent + SIZE + 6.0;
        let all = lines(spans, (self.right() - text_x) * 1000.0 / SIZE, 0.0);
        let last = all.len().saturating_sub(1);
        let mut node = None;
        for (i, line) in all.iter().enumerate() {
            let leading = if i == last {
                self.spacing.line
            } else {
                self.spacing.value_line
            };
            self.need(leading);
            let y = baseline(self.y, SIZE, self.spacing.line);
            if i == 0 {
                self.tick_box(LEFT + indent, y, ticked);
            }
            let node = *node.get_or_insert_with(|| self.pages.node(DOCUMENT, StructRole::P));
            self.pages.line(self.page, node, (text_x, y), SIZE, line);
            self.y += leading;
        }
    }

    fn tick_box(&mut self, x: f32, y: f32, ticked: bool) {
        let alt = if ticked {
            "Đã đánh dấu"
        } else {
            "Chưa đánh dấu"
        };
        let size = SIZE - 1.5;
        let bounding_box = [x, y - size * 0.88, size, size];
        let figure = self.pages.figure(self.page, alt, bounding_box);
        self.pages.marked(self.page, figure, |pen| {
            pen.tick_box(x, y, size, ticked);
        });
    }

    /// Draws a label followed by checkboxes: text, and whether it is checked. They wrap to the next
    /// line.
    pub(crate) fn ticks(&mut self, label: &str, choices: &[(String, bool)]) {
        let label = [Span::regular([label, ":"].concat())];
        self.need(2.0 * self.spacing.line);
        let node = self.pages.node(DOCUMENT, StructRole::P);
        let y = baseline(self.y, SIZE, self.spacing.line);
        let mut x = LEFT;
        for line in lines(&label, f32::INFINITY, 0.0) {
            self.pages.line(self.page, node, (x, y), SIZE, &line);
            x += line.width * SIZE / 1000.0 + 14.0;
        }
        for (text, ticked) in choices {
            let span = [if *ticked {
                Span::bold(text)
            } else {
                Span::regular(text)
            }];
            let width = measure(&span) * SIZE / 1000.0 + SIZE + 4.0;
            if x + width > self.right() {
                self.y += self.spacing.line;
                self.need(self.spacing.line);
                x = LEFT + HANG;
            }
            let y = baseline(self.y, SIZE, self.spacing.line);
            self.tick_box(x, y, *ticked);
            let node = self.pages.node(DOCUMENT, StructRole::P);
            for line in lines(&span, f32::INFINITY, 0.0) {
                self.pages
                    .line(self.page, node, (x + SIZE + 4.0, y), SIZE, &line);
            }
            x += width + 14.0;
        }
        self.y += self.spacing.line;
    }

    /// Draws a label without a box.
    pub(crate) fn blank_label(&mut self, label: &str) {
        let node = self.pages.node(DOCUMENT, StructRole::P);
        for line in lines(
            &[Span::regular([label, ":"].concat())],
            self.width() * 1000.0 / SIZE,
            0.0,
        ) {
            self.need(2.0 * self.spacing.line);
            let y = baseline(self.y, SIZE, self.spacing.line);
            self.pages.line(self.page, node, (LEFT, y), SIZE, &line);
            self.y += self.spacing.line;
        }
    }

    /// Draws lines centred between two edges, from `y` on. Returns their lower edge.
    pub(crate) fn centered(
        &mut self,
        parent: Node,
        spans: &[Span],
        size: f32,
        edges: (f32, f32),
        y: f32,
    ) -> f32 {
        let node = self.pages.node(parent, StructRole::P);
        let leading = size * 1.3;
        let mut y = y;
        for line in lines(spans, (edges.1 - edges.0) * 1000.0 / size, 0.0) {
            let width = line.width * size / 1000.0;
            let x = edges.0 + (edges.1 - edges.0 - width) / 2.0;
            let text_y = baseline(y, size, leading);
            self.pages.line(self.page, node, (x, text_y), size, &line);
            y += leading;
        }
        y
    }

    /// Draws a frame around a box over the whole width, whose label and value stay on one page.
    pub(crate) fn framed(&mut self, blank: &Blank) {
        const PAD: f32 = 6.0;
        let spans = blank.spans();
        let limit = (self.width() - 2.0 * PAD) * 1000.0 / SIZE;
        let all = lines(&spans, limit, 0.0);
        let height = all.len() as f32 * self.spacing.line + 2.0 * PAD;
        self.need(height);
        let node = self.pages.node(DOCUMENT, StructRole::P);
        let (top, right) = (self.y, self.right());
        let mut end = (LEFT, top);
        for (i, line) in all.iter().enumerate() {
            let upper = top + PAD + i as f32 * self.spacing.line;
            let y = baseline(upper, SIZE, self.spacing.line);
            self.pages
                .line(self.page, node, (LEFT + PAD, y), SIZE, line);
            end = (LEFT + PAD + line.width * SIZE / 1000.0, y);
        }
        let width = self.width();
        self.pages.ornament(self.page, |pen| {
            pen.dots(end.0 + 3.0, right - PAD, end.1 + 1.5);
            pen.frame(LEFT, top, width, height, 1.0);
        });
        self.y = top + height;
    }

    /// Draws the footer of every page: the person and the text, in two lines at most, and the number of
    /// the page.
    pub(crate) fn finish(mut self, person: &str, text: &str) -> Pages {
        const FOOT: f32 = 9.0;
        const FOOT_LEADING: f32 = 11.0;
        let separator = if person.is_empty() { "" } else { " · " };
        let foot = [
            Span::bold(person),
            Span::regular([separator, text].concat()),
        ];
        let one = |text: String| -> Line {
            lines(&[Span::regular(text)], f32::INFINITY, 0.0)
                .into_iter()
                .next()
                .unwrap_or_default()
        };
        let count = self.pages.pages.len();
        for page in 0..count {
            let Some((width, height)) = self
                .pages
                .pages
                .get(page)
                .map(|page| (page.width, page.height))
            else {
                continue;
            };
            let number = one(format!("Trang {}/{count}", page + 1));
            let right = width - RIGHT;
            let number_x = right - number.width * FOOT / 1000.0;
            let room = (number_x - LEFT - GUTTER) * 1000.0 / FOOT;
            let texts = lines(&foot, room, 0.0);
            self.pages.footer(page, |pen| {
                let y = height - 30.0;
                pen.rule((LEFT, y - 12.0), (right, y - 12.0), 0.4);
                for (i, text) in texts.iter().take(2).enumerate() {
                    pen.text(LEFT, y + i as f32 * FOOT_LEADING, FOOT, text);
                }
                pen.text(number_x, y, FOOT, &number);
            });
        }
        self.pages
    }
}
