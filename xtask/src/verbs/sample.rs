//! `cargo xtask sample kotlin|swift`: one sample, with the environment as it is.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::samples::Language;

/// Becomes the sample, so that its output and its exit status are its own.
pub fn run(project: &Project, language: Language) -> Result<()> {
    let problem = language.prepare(project, false)?.current_dir(&project.here).exec();
    Err(problem).with_context(|| format!("cannot start the {} sample", language.name()))
}
