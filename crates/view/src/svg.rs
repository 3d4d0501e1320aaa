//! SVG elements by their tags, as in `leptos::svg`.
//!
//! Everything inside an `<svg>` element is created in the SVG namespace.

use crate::Element;
use crate::html::custom;

macro_rules! elements {
    ($($tag:ident)*) => {$(
        #[doc = concat!("Creates a `<", stringify!($tag), ">` element.")]
        #[must_use]
        pub fn $tag() -> Element {
            custom(stringify!($tag))
        }
    )*};
}

elements! { circle defs ellipse g line path polygon polyline rect svg symbol text title }
