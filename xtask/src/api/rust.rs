//! The Rust API, as rustdoc knows it.

use anyhow::Result;

use crate::process;
use crate::project::Project;

/// One sorted line for each public thing.
pub fn dump(project: &Project) -> Result<String> {
    let mut rustdoc = process::cargo();
    rustdoc.args(["rustdoc", "--package", "ekyc", "--lib", "--quiet", "--"]);
    rustdoc.args(["-Z", "unstable-options", "--output-format", "json"]).current_dir(&project.root);
    // The JSON output is not stable, so the stable compiler wants to be told that we know. For this one command alone.
    rustdoc.env("RUSTC_BOOTSTRAP", "1");
    process::run(&mut rustdoc, "rustdoc's words are above.")?;
    let mut build = process::cargo();
    build.args(["build", "--quiet", "--package", "xtask", "--bin", "xtask-rust-api"]);
    build.args(["--no-default-features", "--features", "rust-api"]).current_dir(&project.root);
    process::run(&mut build, "The compiler's words are above.")?;
    let mut read = process::command(project.target.join("debug/xtask-rust-api"));
    process::text(read.arg(project.target.join("doc/ekyc.json")), "See xtask/src/bin/rust_api.rs.")
}
