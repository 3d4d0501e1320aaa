//! A [`Node`] as a view of Leptos.
//!
//! Implements the traits of `tachys` that `view!` calls, so that a node is a child of any element
//! or component of a Leptos page: `view! { <section>{node}</section> }`.

use reactive_graph::owner::Owner;
use send_wrapper::SendWrapper;
use tachys::html::attribute::Attribute;
use tachys::html::attribute::any_attribute::AnyAttribute;
use tachys::hydration::Cursor as LeptosCursor;
use tachys::view::add_attr::AddAnyAttr;
use tachys::view::{IntoRender, Mountable, Render, RenderHtml};
use tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;
use web_sys::{self, Node as DomNode};

use crate::client::{Cursor, Mounted, mount};
use crate::node::{Element, Node};

/// A [`Node`] that Leptos can render. Made by [`IntoRender::into_render`], which `view!` calls
/// for its children.
///
/// Leptos demands `Send` of views. Like Leptos' own event listeners the node is bound to its
/// thread by a `SendWrapper`.
pub struct LeptosView(SendWrapper<Node>);

impl IntoRender for Node {
    type Output = LeptosView;

    fn into_render(self) -> LeptosView {
        LeptosView(SendWrapper::new(self))
    }
}

impl IntoRender for Element {
    type Output = LeptosView;

    fn into_render(self) -> LeptosView {
        Node::Element(self).into_render()
    }
}

/// The mounted view, between two markers.
pub struct LeptosViewState(Mounted);

impl Render for LeptosView {
    type State = LeptosViewState;

    fn build(self) -> Self::State {
        let fragment: DomNode = tachys::dom::document().create_document_fragment().into();
        let mut cursor = Cursor::new(&fragment, None, false);
        let start = cursor.insert_marker();
        let owner = Owner::new();
        owner.with(|| mount(self.0.take(), &mut cursor));
        let end = cursor.insert_marker();
        LeptosViewState(Mounted { owner, start, end })
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        *state = new;
    }
}

impl LeptosViewState {
    /// The nodes of the view, with both markers.
    fn nodes(&self) -> Vec<DomNode> {
        let mut nodes = vec![self.0.start.clone()];
        let mut next = self.0.start.next_sibling();
        while let Some(node) = next {
            next = (node != self.0.end).then(|| node.next_sibling()).flatten();
            nodes.push(node);
        }
        nodes
    }

    fn move_to(&self, parent: &DomNode, before: Option<&DomNode>) {
        for node in self.nodes() {
            let _ = parent.insert_before(&node, before);
        }
    }
}

impl Mountable for LeptosViewState {
    fn unmount(&mut self) {
        // The nodes stay siblings, so that the view can be mounted again.
        let fragment = tachys::dom::document().create_document_fragment();
        self.move_to(&fragment, None);
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&DomNode>) {
        self.move_to(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.0.start.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.0.start));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        let nodes = self.nodes().into_iter();
        nodes.filter_map(|node| node.dyn_into().ok()).collect()
    }
}

impl AddAnyAttr for LeptosView {
    type Output<SomeNewAttr: Attribute> = Self;

    /// Ignores the attribute: a node is not one element.
    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for LeptosView {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        #[cfg(feature = "ssr")]
        {
            buf.push_str("<!>");
            crate::server::write(self.0.take(), buf);
            buf.push_str("<!>");
        }
        #[cfg(not(feature = "ssr"))]
        let _ = buf;
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &LeptosCursor,
        position: &PositionState,
    ) -> Self::State {
        let start: DomNode = cursor.next_placeholder(position).into();
        let parent = start.parent_node().unwrap_or_else(|| start.clone());
        let mut inner = Cursor::new(&parent, start.next_sibling(), true);
        let owner = Owner::new();
        owner.with(|| mount(self.0.take(), &mut inner));
        let end = inner.marker();
        cursor.set(end.clone());
        LeptosViewState(Mounted { owner, start, end })
    }

    fn into_owned(self) -> Self {
        self
    }
}
