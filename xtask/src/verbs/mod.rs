//! The verbs, a file each.

pub mod bench;
pub mod demo;
pub mod package;
pub mod soak;
pub mod test;
pub mod tools;
