//! `cargo xtask swift -- <arguments>`: `swift` in the place where it works, standing where you stand.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::toolchain::swift::Swift;

/// Becomes `swift`.
pub fn run(project: &Project, arguments: &[OsString]) -> Result<()> {
    let swift = Swift::ensure(project)?;
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let folder = if here.starts_with(&project.root) { here } else { project.root.clone() };
    let problem = swift.swift(project, &folder, arguments)?.exec();
    Err(problem).context("cannot start `swift`; run `cargo xtask setup`")
}
