//! Hashes the sources that define the border, so that generated bindings and library can tell whether they belong together.
//!
//! `xtask` runs the same file's `fingerprint` when it generates the bindings.

use std::path::Path;

mod fingerprint {
    include!("build/fingerprint.rs");
}

fn main() -> std::io::Result<()> {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| ".".into());
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=uniffi.toml");
    println!("cargo:rustc-env=EKYC_FINGERPRINT={}", fingerprint::fingerprint(Path::new(&root))?);
    Ok(())
}
