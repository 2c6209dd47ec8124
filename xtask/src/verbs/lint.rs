//! `cargo xtask lint`: formatting, clippy, the one version, the signing vectors and the workflows, without building anything that runs.

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::python;
use crate::{house, licences, pages, process, progress, vectors, version, workflows};

/// Checks without changing anything.
pub fn run(project: &Project) -> Result<()> {
    progress::step("rustfmt", || rustfmt(project, &["--check"]))?;
    progress::step("mdformat", || pages::check(project))?;
    progress::step("one version", || version::check(project))?;
    progress::step("signing vectors: derived anew", || vectors::derive(project))?;
    progress::step("the benchmark's rules", || {
        let rules = python::script(project, "benches/test_bench.py", &["--quiet"])?;
        process::run(rules, "The rule that is broken is named above.")
    })?;
    progress::step("imports go one way", || house::check(project))?;
    progress::step("workflows", || workflows::check(project))?;
    progress::step("licences and sources of crates", || licences::check(project))?;
    progress::step("clippy", || clippy(project))
}

/// `cargo xtask format`: writes Rust and Markdown as `lint` wants them.
pub fn format(project: &Project) -> Result<()> {
    rustfmt(project, &[])?;
    pages::format_all(project)
}

fn rustfmt(project: &Project, how: &[&str]) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["fmt", "--all"]).args(how).current_dir(&project.root);
    process::run(&mut cargo, "Run `cargo xtask format`.")
}

/// clippy over everything, benches and examples included, with warnings as errors.
fn clippy(project: &Project) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).current_dir(&project.root);
    process::run(&mut cargo, "Clippy's words are above.")
}
