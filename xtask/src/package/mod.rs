//! What is handed to the world: packages of the languages, in folders under `target/packages`.

pub mod android;
pub mod jvm;
mod natives;
pub mod sandbox;
pub mod swift;
