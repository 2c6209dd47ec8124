//! `cargo xtask swift -- <arguments>`: `swift` in the place where it works, standing where you stand.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::toolchain::swift::Swift;

/// Becomes `swift`.
pub fn run(project: &Project, arguments: &[OsString]) -> Result<()> {
    let swift = Swift::ensure(project)?;
    let folder = if project.here.starts_with(&project.root) { &project.here } else { &project.root };
    let problem = swift.swift(project, folder, arguments)?.exec();
    Err(problem).context("cannot start `swift`; run `cargo xtask setup`")
}
