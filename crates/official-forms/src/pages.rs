//! Pages being drawn, and the tree that tells a screen reader what is what on them.
//!
//! Lengths are points. Places are measured from the upper left corner, as a person reads.

use pdf_writer::types::{
    ArtifactAttachment, ArtifactSubtype, ArtifactType, StructRole, TableHeaderScope,
};
use pdf_writer::{Content, Name, Rect, Str, TextStr};

use crate::font::Weight;
use crate::shape::{Glyph, Line};

/// A4.
pub(crate) const PAGE_WIDTH: f32 = 595.28;
/// A4.
pub(crate) const PAGE_HEIGHT: f32 = 841.89;

/// A node of the tree; its place in [`Pages::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(pub(crate) usize);

/// What a node holds, in reading order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StructChild {
    Node(Node),
    Mark { page: usize, id: i32 },
}

/// What the tree says of a piece of the form.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) role: StructRole,
    pub(crate) parent: Option<Node>,
    pub(crate) children: Vec<StructChild>,
    /// The text for what is no text.
    pub(crate) alt: String,
    /// Where a picture stands, in the coordinates of the file.
    pub(crate) place: Option<Rect>,
    /// What the head of a table is the head of.
    pub(crate) scope: Option<TableHeaderScope>,
}

/// A page being drawn.
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) content: Content,
    /// The node of each marked piece, by its id.
    pub(crate) marks: Vec<Node>,
}

/// All pages.
pub(crate) struct Pages {
    pub(crate) pages: Vec<Page>,
    pub(crate) elements: Vec<Element>,
}

/// The name of a face among the resources of a page.
pub(crate) const fn resource(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"R"),
        Weight::Bold => Name(b"B"),
    }
}

/// The document itself.
pub(crate) const DOCUMENT: Node = Node(0);

impl Pages {
    pub(crate) fn new() -> Self {
        Self {
            pages: Vec::new(),
            elements: vec![Element {
                role: StructRole::Document,
                parent: None,
                children: Vec::new(),
                alt: String::new(),
                place: None,
                scope: None,
            }],
        }
    }

    /// Adds an empty page and gives its place.
    pub(crate) fn add(&mut self, width: f32, height: f32) -> usize {
        self.pages.push(Page {
            width,
            height,
            content: Content::new(),
            marks: Vec::new(),
        });
        self.pages.len() - 1
    }

    /// Adds a node to the tree, behind what its parent holds.
    pub(crate) fn node(&mut self, parent: Node, role: StructRole) -> Node {
        let node = Node(self.elements.len());
        self.elements.push(Element {
            role,
            parent: Some(parent),
            children: Vec::new(),
            alt: String::new(),
            place: None,
            scope: None,
        });
        if let Some(element) = self.elements.get_mut(parent.0) {
            element.children.push(StructChild::Node(node));
        }
        node
    }

    /// Adds a node for the head of a column or of a row.
    pub(crate) fn table_head(&mut self, row: Node, scope: TableHeaderScope) -> Node {
        let node = self.node(row, StructRole::TH);
        if let Some(element) = self.elements.get_mut(node.0) {
            element.scope = Some(scope);
        }
        node
    }

    /// Adds a node for a picture that stands at x, y on a page with this width and height.
    pub(crate) fn figure(&mut self, page: usize, alt: &str, [x, y, w, h]: [f32; 4]) -> Node {
        let node = self.node(DOCUMENT, StructRole::Figure);
        let height = self.pages.get(page).map_or(0.0, |page| page.height);
        if let Some(element) = self.elements.get_mut(node.0) {
            alt.clone_into(&mut element.alt);
            element.place = Some(Rect::new(x, height - y - h, x + w, height - y));
        }
        node
    }

    /// Draws a line of text that belongs to a node.
    pub(crate) fn line(&mut self, page: usize, node: Node, at: (f32, f32), size: f32, line: &Line) {
        if !line.pieces.is_empty() {
            self.marked(page, node, |pen| pen.text(at.0, at.1, size, line));
        }
    }

    /// Draws what belongs to a node.
    pub(crate) fn marked(&mut self, page: usize, node: Node, draw: impl FnOnce(&mut Pen<'_>)) {
        let (Some(sheet), Some(element)) =
            (self.pages.get_mut(page), self.elements.get_mut(node.0))
        else {
            return;
        };
        let id = i32::try_from(sheet.marks.len()).unwrap_or(i32::MAX);
        sheet.marks.push(node);
        element.children.push(StructChild::Mark { page, id });
        let mut mark = sheet
            .content
            .begin_marked_content_with_properties(element.role.to_name());
        mark.properties().identify(id);
        drop(mark);
        draw(&mut Pen {
            content: &mut sheet.content,
            height: sheet.height,
        });
        sheet.content.end_marked_content();
    }

    /// Draws what only pleases the eye: rules, dots, frames.
    pub(crate) fn ornament(&mut self, page: usize, draw: impl FnOnce(&mut Pen<'_>)) {
        let Some(sheet) = self.pages.get_mut(page) else {
            return;
        };
        sheet.content.begin_marked_content(Name(b"Artifact"));
        draw(&mut Pen {
            content: &mut sheet.content,
            height: sheet.height,
        });
        sheet.content.end_marked_content();
    }

    /// Draws what is repeated on each page.
    pub(crate) fn footer(&mut self, page: usize, draw: impl FnOnce(&mut Pen<'_>)) {
        let Some(sheet) = self.pages.get_mut(page) else {
            return;
        };
        let mut mark = sheet
            .content
            .begin_marked_content_with_properties(Name(b"Artifact"));
        mark.properties()
            .artifact()
            .kind(ArtifactType::Pagination)
            .subtype(ArtifactSubtype::Footer)
            .attached([ArtifactAttachment::Bottom]);
        drop(mark);
        draw(&mut Pen {
            content: &mut sheet.content,
            height: sheet.height,
        });
        sheet.content.end_marked_content();
    }
}

/// Draws on a page.
pub(crate) struct Pen<'a> {
    content: &'a mut Content,
    height: f32,
}

impl Pen<'_> {
    /// A line of text; `y` is where its letters stand.
    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, line: &Line) {
        if line.pieces.is_empty() {
            return;
        }
        self.content.begin_text();
        self.content.next_line(x, self.height - y);
        for piece in &line.pieces {
            self.content.set_font(resource(piece.weight), size);
            let mut rest = piece.glyphs.as_slice();
            while let Some(first) = rest.first() {
                let raised = first.shift.1;
                let lacking = first.lacking.is_some();
                let together =
                    |glyph: &&Glyph| glyph.lacking.is_some() == lacking && glyph.shift.1 == raised;
                let count = rest.iter().take_while(together).count();
                let (now, later) = rest.split_at(count);
                rest = later;
                if raised != 0.0 {
                    self.content.set_rise(raised * size / 1000.0);
                }
                if lacking {
                    // What cannot be shown can still be copied, searched and read aloud.
                    let truth: String = now.iter().filter_map(|glyph| glyph.lacking).collect();
                    let mut mark = self
                        .content
                        .begin_marked_content_with_properties(Name(b"Span"));
                    mark.properties().actual_text(TextStr(&truth));
                    drop(mark);
                    self.show(now);
                    self.content.end_marked_content();
                } else {
                    self.show(now);
                }
                if raised != 0.0 {
                    self.content.set_rise(0.0);
                }
            }
        }
        self.content.end_text();
    }

    fn show(&mut self, glyphs: &[Glyph]) {
        let mut shown = self.content.show_positioned();
        let mut items = shown.items();
        let mut bytes: Vec<u8> = Vec::with_capacity(2 * glyphs.len());
        for glyph in glyphs {
            let across = glyph.shift.0;
            if across != 0.0 {
                if !bytes.is_empty() {
                    items.show(Str(&bytes));
                    bytes.clear();
                }
                items.adjust(-across);
                items.show(Str(&glyph.id.to_be_bytes()));
                items.adjust(across);
            } else {
                bytes.extend(glyph.id.to_be_bytes());
            }
        }
        if !bytes.is_empty() {
            items.show(Str(&bytes));
        }
    }

    /// A straight line.
    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.content.set_line_width(width);
        self.content.move_to(from.0, self.height - from.1);
        self.content.line_to(to.0, self.height - to.1);
        self.content.stroke();
    }

    /// A row of dots to write on.
    pub(crate) fn dots(&mut self, from: f32, to: f32, y: f32) {
        if to - from < 6.0 {
            return;
        }
        self.content.save_state();
        self.content.set_stroke_gray(0.35);
        self.content
            .set_line_cap(pdf_writer::types::LineCapStyle::RoundCap);
        self.content.set_dash_pattern([0.0, 2.4], 0.0);
        self.rule((from, y), (to, y), 0.7);
        self.content.restore_state();
    }

    /// A frame.
    pub(crate) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, line: f32) {
        self.content.set_line_width(line);
        self.content
            .rect(x, self.height - y - height, width, height);
        self.content.stroke();
    }

    /// A filled field; 0 is black, 1 is white.
    pub(crate) fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, gray: f32) {
        self.content.save_state();
        self.content.set_fill_gray(gray);
        self.content
            .rect(x, self.height - y - height, width, height);
        self.content.fill_nonzero();
        self.content.restore_state();
    }

    /// Many black fields at once: x, y, width, height of each.
    pub(crate) fn fields(&mut self, fields: impl IntoIterator<Item = [f32; 4]>) {
        for [x, y, width, height] in fields {
            self.content
                .rect(x, self.height - y - height, width, height);
        }
        self.content.fill_nonzero();
    }

    /// A box to tick; the face has none. `y` is where the letters beside it stand.
    pub(crate) fn tick_box(&mut self, x: f32, y: f32, size: f32, ticked: bool) {
        let top = y - size + size * 0.12;
        self.frame(x, top, size, size, 0.8);
        if ticked {
            self.content.save_state();
            self.content
                .set_line_cap(pdf_writer::types::LineCapStyle::RoundCap);
            self.content
                .set_line_join(pdf_writer::types::LineJoinStyle::RoundJoin);
            self.content.set_line_width(size * 0.16);
            let at = |across: f32, down: f32| (x + size * across, self.height - top - size * down);
            let (a, b, c) = (at(0.2, 0.52), at(0.42, 0.76), at(0.82, 0.22));
            self.content.move_to(a.0, a.1);
            self.content.line_to(b.0, b.1);
            self.content.line_to(c.0, c.1);
            self.content.stroke();
            self.content.restore_state();
        }
    }
}
