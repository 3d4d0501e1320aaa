//! Draws pages, and builds the structure tree that screen readers use.
//!
//! Lengths are in points. Coordinates start at the upper left corner.

use pdf_writer::types::{
    ArtifactAttachment, ArtifactSubtype, ArtifactType, StructRole, TableHeaderScope,
};
use pdf_writer::{Content, Name, Rect, Str, TextStr};

use crate::font::Weight;
use crate::shape::{Glyph, Line};

/// The width of A4.
pub(crate) const PAGE_WIDTH: f32 = 595.28;
/// The height of A4.
pub(crate) const PAGE_HEIGHT: f32 = 841.89;

/// A node of the structure tree: its index in [`Pages::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(pub(crate) usize);

/// A child of a node, in reading order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StructChild {
    Node(Node),
    Mark { page: usize, id: i32 },
}

/// An element of the structure tree.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) role: StructRole,
    pub(crate) parent: Option<Node>,
    pub(crate) children: Vec<StructChild>,
    /// The alternative text of a picture.
    pub(crate) alt: String,
    /// The bounding box of a picture, in PDF coordinates.
    pub(crate) bounding_box: Option<Rect>,
    /// The scope of a table header: row or column.
    pub(crate) scope: Option<TableHeaderScope>,
}

/// A page.
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) content: Content,
    /// The node of each marked-content sequence, by its id.
    pub(crate) marks: Vec<Node>,
}

/// All pages, with their structure tree.
pub(crate) struct Pages {
    pub(crate) pages: Vec<Page>,
    pub(crate) elements: Vec<Element>,
}

/// Returns the resource name of a font face.
pub(crate) const fn resource(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"R"),
        Weight::Bold => Name(b"B"),
    }
}

/// The root of the structure tree.
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
                bounding_box: None,
                scope: None,
            }],
        }
    }

    /// Adds an empty page. Returns its index.
    pub(crate) fn add(&mut self, width: f32, height: f32) -> usize {
        self.pages.push(Page {
            width,
            height,
            content: Content::new(),
            marks: Vec::new(),
        });
        self.pages.len() - 1
    }

    /// Adds a node as the last child of its parent.
    pub(crate) fn node(&mut self, parent: Node, role: StructRole) -> Node {
        let node = Node(self.elements.len());
        self.elements.push(Element {
            role,
            parent: Some(parent),
            children: Vec::new(),
            alt: String::new(),
            bounding_box: None,
            scope: None,
        });
        if let Some(element) = self.elements.get_mut(parent.0) {
            element.children.push(StructChild::Node(node));
        }
        node
    }

    /// Adds a node for the header of a column or a row.
    pub(crate) fn table_head(&mut self, row: Node, scope: TableHeaderScope) -> Node {
        let node = self.node(row, StructRole::TH);
        if let Some(element) = self.elements.get_mut(node.0) {
            element.scope = Some(scope);
        }
        node
    }

    /// Adds a node for a picture at x, y with this width and height.
    pub(crate) fn figure(&mut self, page: usize, alt: &str, [x, y, w, h]: [f32; 4]) -> Node {
        let node = self.node(DOCUMENT, StructRole::Figure);
        let height = self.pages.get(page).map_or(0.0, |page| page.height);
        if let Some(element) = self.elements.get_mut(node.0) {
            alt.clone_into(&mut element.alt);
            element.bounding_box = Some(Rect::new(x, height - y - h, x + w, height - y));
        }
        node
    }

    /// Draws a line of text that belongs to a node.
    pub(crate) fn line(&mut self, page: usize, node: Node, at: (f32, f32), size: f32, line: &Line) {
        if !line.pieces.is_empty() {
            self.marked(page, node, |pen| pen.text(at.0, at.1, size, line));
        }
    }

    /// Draws marked content that belongs to a node.
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

    /// Draws decoration, which screen readers skip: rules, dots, frames.
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

    /// Draws content that is repeated on each page.
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
    /// Draws a line of text with the baseline `y`.
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
                    // Characters without a glyph can still be copied, searched and read aloud.
                    let actual_text: String =
                        now.iter().filter_map(|glyph| glyph.lacking).collect();
                    let mut mark = self
                        .content
                        .begin_marked_content_with_properties(Name(b"Span"));
                    mark.properties().actual_text(TextStr(&actual_text));
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

    /// Draws a straight line.
    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.content.set_line_width(width);
        self.content.move_to(from.0, self.height - from.1);
        self.content.line_to(to.0, self.height - to.1);
        self.content.stroke();
    }

    /// Draws a dotted line to write on.
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

    /// Draws a frame.
    pub(crate) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, line: f32) {
        self.content.set_line_width(line);
        self.content
            .rect(x, self.height - y - height, width, height);
        self.content.stroke();
    }

    /// Fills a rectangle; 0 is black, 1 is white.
    pub(crate) fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, gray: f32) {
        self.content.save_state();
        self.content.set_fill_gray(gray);
        self.content
            .rect(x, self.height - y - height, width, height);
        self.content.fill_nonzero();
        self.content.restore_state();
    }

    /// Fills black rectangles: x, y, width, height of each.
    pub(crate) fn rectangles(&mut self, rectangles: impl IntoIterator<Item = [f32; 4]>) {
        for [x, y, width, height] in rectangles {
            self.content
                .rect(x, self.height - y - height, width, height);
        }
        self.content.fill_nonzero();
    }

    /// Draws a checkbox, which the font does not have. `y` is the baseline of the text next to it.
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
