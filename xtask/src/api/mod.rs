//! The public API of each language as a committed file, so that a change of it is seen in a review.

pub mod difference;
pub mod kotlin;
