//! The Rust clients, from nothing but HTTP to the whole library.

pub mod core;
pub mod ready;
pub mod signing;
