//! `cargo xtask mvn -- <arguments>`: Maven with the right Java, standing where you stand.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::toolchain::maven::Maven;

/// Becomes `mvn`.
pub fn run(project: &Project, arguments: &[OsString]) -> Result<()> {
    let maven = Maven::ensure(project)?;
    let problem = maven.bare().args(arguments).current_dir(&project.here).exec();
    Err(problem).context("cannot start `mvn`; run `cargo xtask setup`")
}
