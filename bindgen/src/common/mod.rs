//! What Kotlin and Swift have in common: how Rust's names, types and documentation are read.

pub mod docs;
pub mod fields;
pub mod names;
pub mod types;
