//! Writes pages as a PDF file (ISO 32000-1, PDF 1.7; `AF` and `AFRelationship` of PDF 2.0 as in
//! PDF/A-3).

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{AssociationKind, CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Settings, Str, TextStr};

use crate::font::{Weight, face};
use crate::pages::{Element, Pages, StructChild, resource};

/// A file to attach to the PDF, such as a photo of a document.
pub struct Attached {
    /// Its name in the PDF, without personal data.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The content of the file besides the pages.
pub(crate) struct About<'a> {
    /// The title of the document, without personal data.
    pub(crate) title: &'a str,
    /// The dossier as JSON, to attach; may be empty.
    pub(crate) dossier: &'a str,
    /// Further files to attach.
    pub(crate) files: &'a [Attached],
}

/// Allocates object numbers.
struct Numbers(i32);

impl Numbers {
    const fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }

    fn many(&mut self, count: usize) -> Vec<Ref> {
        (0..count).map(|_| self.next()).collect()
    }
}

/// Compresses with zlib level 6: higher levels save too little for their time on a phone.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, 6)
}

/// Returns the bytes of the file.
pub(crate) fn bytes(pages: Pages, about: &About<'_>) -> Vec<u8> {
    let mut numbers = Numbers(0);
    let catalog = numbers.next();
    let info = numbers.next();
    let metadata = numbers.next();
    let page_tree = numbers.next();
    let root = numbers.next();
    let parents = numbers.next();
    let page_ids = numbers.many(pages.pages.len());
    let element_ids = numbers.many(pages.elements.len());
    let mut pdf = Pdf::with_settings(Settings { pretty: false });
    pdf.set_version(1, 7);

    let mut attached = Vec::new();
    if !about.dossier.is_empty() {
        let dossier = Embedded {
            name: "dossier.json",
            media_type: "application/json",
            about: "Dữ liệu của tờ khai (JSON)",
            bytes: about.dossier.as_bytes(),
            compressed: false,
        };
        attached.push(attach(&mut pdf, &mut numbers, &dossier));
    }
    for file in about.files {
        let file = Embedded {
            name: &file.name,
            media_type: &file.media_type,
            about: "Ảnh giấy tờ kèm theo",
            bytes: &file.bytes,
            compressed: true,
        };
        attached.push(attach(&mut pdf, &mut numbers, &file));
    }
    // A name tree must be sorted.
    attached.sort();
    {
        let mut catalog = pdf.catalog(catalog);
        catalog.pages(page_tree);
        catalog.lang(TextStr("vi-VN"));
        catalog.mark_info().marked(true);
        catalog.viewer_preferences().display_doc_title(true);
        catalog.metadata(metadata);
        catalog.pair(Name(b"StructTreeRoot"), root);
        if !attached.is_empty() {
            let mut names = catalog.names();
            let mut files = names.embedded_files();
            {
                let mut list = files.names();
                for (name, spec) in &attached {
                    list.insert(Str(name.as_bytes()), *spec);
                }
            }
            files.finish();
            names.finish();
            let specs = attached.iter().map(|(_, spec)| *spec);
            catalog.insert(Name(b"AF")).array().items(specs);
        }
    }
    pdf.document_info(info)
        .title(TextStr(about.title))
        .creator(TextStr("Hồ Sơ"))
        .producer(TextStr("hoso-official-forms"));
    pdf.metadata(metadata, xmp(about.title).as_bytes());

    let fonts = [Weight::Regular, Weight::Bold]
        .map(|weight| (weight, write_face(&mut pdf, &mut numbers, weight)));
    pdf.pages(page_tree)
        .kids(page_ids.iter().copied())
        .count(i32::try_from(page_ids.len()).unwrap_or(i32::MAX));

    write_tree(
        &mut pdf,
        &mut numbers,
        &pages,
        &Tree {
            root,
            parents,
            pages: &page_ids,
            elements: &element_ids,
        },
    );

    for (key, (page, id)) in pages.pages.into_iter().zip(&page_ids).enumerate() {
        let content = numbers.next();
        {
            let mut writer = pdf.page(*id);
            writer
                .parent(page_tree)
                .media_box(Rect::new(0.0, 0.0, page.width, page.height))
                .contents(content)
                .struct_parents(i32::try_from(key).unwrap_or(i32::MAX))
                .tab_order(pdf_writer::types::TabOrder::StructureOrder);
            let mut resources = writer.resources();
            let mut dictionary = resources.fonts();
            for (weight, font) in fonts {
                dictionary.pair(resource(weight), font);
            }
        }
        let deflated = deflate(&page.content.finish());
        pdf.stream(content, &deflated).filter(Filter::FlateDecode);
    }
    pdf.finish()
}

/// A file to embed.
struct Embedded<'a> {
    name: &'a str,
    media_type: &'a str,
    about: &'a str,
    bytes: &'a [u8],
    /// Whether it is already compressed.
    compressed: bool,
}

/// Attaches a file. Returns its name and object number.
fn attach(pdf: &mut Pdf, numbers: &mut Numbers, embedded: &Embedded<'_>) -> (String, Ref) {
    let (spec, file) = (numbers.next(), numbers.next());
    let deflated;
    let bytes = if embedded.compressed {
        embedded.bytes
    } else {
        deflated = deflate(embedded.bytes);
        &deflated
    };
    let mut stream = pdf.embedded_file(file, bytes);
    stream.subtype(Name(embedded.media_type.as_bytes()));
    if !embedded.compressed {
        stream.filter(Filter::FlateDecode);
    }
    if let Ok(size) = i32::try_from(embedded.bytes.len()) {
        stream.params().size(size);
    }
    stream.finish();
    let mut writer = pdf.file_spec(spec);
    writer
        .path(Str(embedded.name.as_bytes()))
        .unic_file(TextStr(embedded.name))
        .description(TextStr(embedded.about))
        .association_kind(AssociationKind::Data);
    writer
        .insert(Name(b"EF"))
        .dict()
        .pair(Name(b"F"), file)
        .pair(Name(b"UF"), file);
    drop(writer);
    (embedded.name.to_owned(), spec)
}

fn write_face(pdf: &mut Pdf, numbers: &mut Numbers, weight: Weight) -> Ref {
    const IDENTITY: SystemInfo<'_> = SystemInfo {
        registry: Str(b"Adobe"),
        ordering: Str(b"Identity"),
        supplement: 0,
    };
    let face = face(weight);
    let name = Name(face.name.as_bytes());
    let (font, descendant, descriptor, file, unicode) = (
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
        numbers.next(),
    );
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(unicode);
    {
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        cid.widths().consecutive(0, face.advances().iter().copied());
    }
    let mut flags = FontFlags::SERIF | FontFlags::SYMBOLIC;
    if weight == Weight::Bold {
        flags |= FontFlags::FORCE_BOLD;
    }
    // Tinos 1.33: head and OS/2, in thousandths of the size.
    pdf.font_descriptor(descriptor)
        .name(name)
        .family(Str(b"Tinos"))
        .flags(flags)
        .bbox(Rect::new(-544.0, -389.0, 2797.0, 1010.0))
        .italic_angle(0.0)
        .ascent(891.0)
        .descent(-216.0)
        .cap_height(655.0)
        .stem_v(if weight == Weight::Bold { 140.0 } else { 80.0 })
        .font_file2(file);
    let deflated = deflate(face.file);
    pdf.stream(file, &deflated)
        .filter(Filter::FlateDecode)
        .pair(
            Name(b"Length1"),
            i32::try_from(face.file.len()).unwrap_or(i32::MAX),
        );
    let mut map = UnicodeCmap::<u16>::new(Name(b"Hoso-Unicode"), IDENTITY);
    for (letter, glyph) in face.letters() {
        map.pair(glyph, letter);
    }
    let deflated = deflate(&map.finish());
    pdf.cmap(unicode, &deflated).filter(Filter::FlateDecode);
    font
}

struct Tree<'a> {
    root: Ref,
    parents: Ref,
    pages: &'a [Ref],
    elements: &'a [Ref],
}

fn write_tree(pdf: &mut Pdf, numbers: &mut Numbers, pages: &Pages, tree: &Tree<'_>) {
    let Some(document) = tree.elements.first() else {
        return;
    };
    {
        let mut root = pdf.indirect(tree.root).dict();
        root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
        root.insert(Name(b"K")).array().item(*document);
        root.pair(Name(b"ParentTree"), tree.parents);
        root.pair(
            Name(b"ParentTreeNextKey"),
            i32::try_from(pages.pages.len()).unwrap_or(i32::MAX),
        );
    }
    let lists = numbers.many(pages.pages.len());
    for (page, list) in pages.pages.iter().zip(&lists) {
        pdf.indirect(*list).array().items(
            page.marks
                .iter()
                .filter_map(|node| tree.elements.get(node.0)),
        );
    }
    {
        let mut numbered = pdf.number_tree::<Ref>(tree.parents);
        let mut entries = numbered.nums();
        for (key, list) in lists.iter().enumerate() {
            entries.insert(i32::try_from(key).unwrap_or(i32::MAX), *list);
        }
    }
    for (element, id) in pages.elements.iter().zip(tree.elements) {
        write_element(pdf, element, *id, tree);
    }
}

fn write_element(pdf: &mut Pdf, element: &Element, id: Ref, tree: &Tree<'_>) {
    let mut writer = pdf.struct_element(id);
    writer.kind(element.role);
    let parent = element.parent.and_then(|node| tree.elements.get(node.0));
    writer.parent(*parent.unwrap_or(&tree.root));
    if !element.alt.is_empty() {
        writer.alt(TextStr(&element.alt));
    }
    if let Some(scope) = element.scope {
        let mut attributes = writer.attributes();
        attributes.push().table().scope(scope);
    }
    if let Some(bounding_box) = element.bounding_box {
        let mut attributes = writer.attributes();
        attributes.push().layout().bbox(bounding_box);
    }
    // An element on a single page refers to that page only once.
    let first_page = element.children.iter().find_map(|kid| match kid {
        StructChild::Mark { page, .. } => Some(*page),
        StructChild::Node(_) => None,
    });
    if let Some(page) = first_page.and_then(|page| tree.pages.get(page)) {
        writer.page(*page);
    }
    let mut children = writer.children();
    for kid in &element.children {
        match kid {
            StructChild::Node(node) => {
                if let Some(id) = tree.elements.get(node.0) {
                    children.struct_element(*id);
                }
            }
            StructChild::Mark { page, id } if Some(*page) == first_page => {
                children.marked_content_id(*id);
            }
            StructChild::Mark { page, id } => {
                if let Some(page) = tree.pages.get(*page) {
                    children
                        .marked_content_ref()
                        .page(*page)
                        .marked_content_id(*id);
                }
            }
        }
    }
}

/// Returns the title as XMP metadata, which PDF readers and archives prefer.
fn xmp(title: &str) -> String {
    let title = title
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    [
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
         <dc:format>application/pdf</dc:format>\
         <dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
        &title,
        "</rdf:li></rdf:Alt></dc:title><pdf:Producer>hoso-official-forms</pdf:Producer>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
    ]
    .concat()
}
