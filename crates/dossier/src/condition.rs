//! A condition on an earlier answer.

/// A condition on one earlier answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Id of the earlier field.
    pub field: &'static str,
    /// The condition holds if the answer is, or contains, one of these ids.
    pub is: &'static [&'static str],
}

/// In a condition on a field of kind [`IdentityNumber`](crate::TextKind::IdentityNumber): the number
/// alone does not say which paper it is of.
pub const UNRECOGNISED: &str = "unrecognised";

/// Returns whether a number may be of a passport without saying so: it has no letter first, and not
/// the twelve digits of a personal number.
#[must_use]
pub fn is_unrecognised(number: &str) -> bool {
    let mut chars = number.trim().chars();
    let is_digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
    let digits = number.chars().filter(is_digit).count();
    chars.next().is_some_and(|first| !first.is_alphabetic()) && digits != 12
}
