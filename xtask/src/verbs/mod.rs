//! The verbs, a file each.

pub mod mvn;
pub mod setup;
pub mod swift;
