//! Finite fields of 2^n elements for the QR decoder `rqrr`, without a table of products.
//!
//! The crate `g2p` of crates.io, which `rqrr` uses, generates a table of 64 kB for GF(256). The
//! table does not compress and was most of the decoder's size in the web worker. This crate
//! provides the part of the interface that `rqrr` uses, and multiplies bit by bit.
//! `[patch.crates-io]` of the workspace replaces the published crate with it.

use core::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

/// A finite field.
pub trait GaloisField:
    Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + SubAssign
    + Mul<Output = Self>
    + MulAssign
    + Div<Output = Self>
    + Copy
    + PartialEq
    + Eq
{
    /// The number of elements.
    const SIZE: usize;
    /// The neutral element of addition.
    const ZERO: Self;
    /// The neutral element of multiplication.
    const ONE: Self;
    /// An element whose powers are all elements except zero.
    const GENERATOR: Self;

    /// Returns a power of the element.
    #[must_use]
    fn pow(self, exponent: usize) -> Self {
        let (mut power, mut square, mut rest) = (Self::ONE, self, exponent);
        while rest > 0 {
            if rest % 2 == 1 {
                power *= square;
            }
            square *= square;
            rest /= 2;
        }
        power
    }
}

/// Multiplies two elements as polynomials over two elements, modulo `modulus`.
#[must_use]
pub const fn product(one: u8, other: u8, bits: u32, modulus: u16) -> u8 {
    let (mut sum, mut shifted, mut rest) = (0_u16, one as u16, other);
    while rest > 0 {
        if rest & 1 == 1 {
            sum ^= shifted;
        }
        shifted <<= 1;
        if shifted >> bits != 0 {
            shifted ^= modulus;
        }
        rest >>= 1;
    }
    // Fits into `u8`: `sum` is below 2^bits, and `bits` is at most 8.
    sum as u8
}

/// Defines a field of 2^`bits` elements, at most 256. Its modulus must be primitive: the element 2 is
/// then a generator.
#[macro_export]
macro_rules! g2p {
    ($name:ident, $bits:literal, modulus: $modulus:literal) => {
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[allow(
            missing_docs,
            unreachable_pub,
            reason = "private where it is used, but rqrr exports it"
        )]
        pub struct $name(pub u8);

        impl $crate::GaloisField for $name {
            const SIZE: usize = 1 << $bits;
            const ZERO: Self = Self(0);
            const ONE: Self = Self(1);
            const GENERATOR: Self = Self(2);
        }

        impl ::core::convert::From<u8> for $name {
            fn from(value: u8) -> Self {
                Self(value)
            }
        }

        impl ::core::ops::Add for $name {
            type Output = Self;
            #[allow(
                clippy::suspicious_arithmetic_impl,
                reason = "addition without carry is exclusive or"
            )]
            fn add(self, other: Self) -> Self {
                Self(self.0 ^ other.0)
            }
        }

        impl ::core::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl ::core::ops::Sub for $name {
            type Output = Self;
            #[allow(
                clippy::suspicious_arithmetic_impl,
                reason = "addition without carry is exclusive or"
            )]
            fn sub(self, other: Self) -> Self {
                Self(self.0 ^ other.0)
            }
        }

        impl ::core::ops::SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl ::core::ops::Mul for $name {
            type Output = Self;
            fn mul(self, other: Self) -> Self {
                Self($crate::product(self.0, other.0, $bits, $modulus))
            }
        }

        impl ::core::ops::MulAssign for $name {
            fn mul_assign(&mut self, other: Self) {
                *self = *self * other;
            }
        }

        impl ::core::ops::Div for $name {
            type Output = Self;
            // The inverse of an element is its power of 2^bits − 2. Zero divided by or divided
            // by zero is zero.
            fn div(self, other: Self) -> Self {
                self * $crate::GaloisField::pow(other, (1 << $bits) - 2)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::GaloisField;

    crate::g2p!(GF16, 4, modulus: 0b1_0011);
    crate::g2p!(GF256, 8, modulus: 0b1_0001_1101);

    /// Checks the laws of a field for every element, and that the generator reaches all of them.
    fn check<G: GaloisField + From<u8> + core::fmt::Debug>() {
        let elements: Vec<G> = (0..=u8::MAX).take(G::SIZE).map(G::from).collect();
        let mut power = G::ONE;
        let mut reached = vec![G::ZERO];
        for exponent in 0..G::SIZE - 1 {
            assert_eq!(G::GENERATOR.pow(exponent), power);
            assert!(!reached.contains(&power));
            reached.push(power);
            power *= G::GENERATOR;
        }
        assert_eq!((power, reached.len()), (G::ONE, G::SIZE));
        for a in &elements {
            assert_eq!((*a * G::ONE, *a + *a, *a * G::ZERO), (*a, G::ZERO, G::ZERO));
            for b in &elements {
                assert_eq!(*a * *b, *b * *a);
                assert_eq!(*a * (*b + G::GENERATOR), *a * *b + *a * G::GENERATOR);
                if *b != G::ZERO {
                    assert_eq!(*a / *b * *b, *a);
                }
            }
        }
    }

    #[test]
    fn ok_fields_of_the_qr_code() {
        check::<GF16>();
        check::<GF256>();
        // α^8 = α^4 + α^3 + α^2 + 1 (ISO/IEC 18004, annex on error correction).
        assert_eq!(GF256::GENERATOR.pow(8), GF256(0b0001_1101));
    }
}
