//! The verbs, a file each.

pub mod bench;
pub mod demo;
pub mod mvn;
pub mod package;
pub mod sample;
pub mod scenarios;
pub mod setup;
pub mod soak;
pub mod swift;
pub mod test;
