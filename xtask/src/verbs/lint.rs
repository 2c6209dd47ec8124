//! `cargo xtask lint`: formatting, clippy, the one version, the signing vectors and the workflows, without building anything that runs.

use anyhow::Result;

use crate::project::Project;
use crate::{house, licences, process, progress, vectors, version, workflows};

/// Checks without changing anything.
pub fn run(project: &Project) -> Result<()> {
    progress::step("rustfmt", || format(project))?;
    progress::step("one version", || version::check(project))?;
    progress::step("signing vectors: derived anew", || vectors::derive(project))?;
    progress::step("imports go one way", || house::check(project))?;
    progress::step("workflows", || workflows::check(project))?;
    progress::step("licences and sources of crates", || licences::check(project))?;
    progress::step("clippy", || clippy(project))
}

/// rustfmt, as a check.
pub fn format(project: &Project) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["fmt", "--all", "--check"]).current_dir(&project.root);
    process::run(&mut cargo, "Run `cargo fmt --all`.")
}

/// clippy over everything, benches and examples included, with warnings as errors.
pub fn clippy(project: &Project) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).current_dir(&project.root);
    process::run(&mut cargo, "Clippy's words are above.")
}
