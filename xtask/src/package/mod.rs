//! What is handed to the world: packages of the languages, in folders under `target/packages`.

pub mod jvm;
mod machine;
mod natives;
mod rust_sbom;
