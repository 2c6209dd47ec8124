//! The Rust API, as rustdoc knows it.

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;

/// One sorted line for each public thing.
pub fn dump(project: &Project) -> Result<String> {
    let options = "rustdoc --package ekyc --lib --quiet -- -Z unstable-options --output-format json";
    let mut rustdoc = process::cargo_with(options);
    // The JSON output is not stable, so the stable compiler wants to be told that we know. For this one command alone.
    rustdoc.env("RUSTC_BOOTSTRAP", "1");
    process::run(&mut rustdoc, "rustdoc's words are above.")?;
    let program = "build --quiet --package xtask --bin xtask-rust-api --no-default-features --features rust-api";
    process::run(process::cargo_with(program), "The compiler's words are above.")?;
    let (program, json) = (project.target.join("debug/xtask-rust-api"), project.target.join("doc/ekyc.json"));
    process::text(cmd!("{program} {json}"), "See xtask/src/bin/rust_api.rs.")
}
