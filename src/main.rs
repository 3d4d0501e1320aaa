//! The browser's entry. On any other platform there is nothing to start.

fn main() {
    #[cfg(feature = "hydrate")]
    hoso::boot::start();
}
