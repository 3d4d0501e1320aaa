//! HTML elements by their tags, as in `leptos::html`.

use crate::Element;

macro_rules! elements {
    ($($tag:ident)*) => {$(
        #[doc = concat!("Creates a `<", stringify!($tag), ">` element.")]
        #[must_use]
        pub fn $tag() -> Element {
            custom(stringify!($tag))
        }
    )*};
}

elements! {
    a abbr address article aside b blockquote br button caption code col colgroup dd details
    dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr
    i iframe img input kbd label legend li main mark menu meter nav ol optgroup option output p
    picture pre progress q s samp search section select small source span strong sub summary sup
    table tbody td template textarea tfoot th thead time tr u ul var video wbr
}

/// Creates an element with any tag.
#[must_use]
#[inline(never)]
pub fn custom(tag: &'static str) -> Element {
    Element::new(tag)
}
