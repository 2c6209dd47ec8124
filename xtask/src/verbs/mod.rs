//! The verbs, a file each.

pub mod becoming;
pub mod bench;
pub mod demo;
pub mod package;
pub mod setup;
pub mod soak;
pub mod test;
