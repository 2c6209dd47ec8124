//! What a library must be like before it is shipped: `ci/library.py` reads it and names all that is wrong.

use std::path::Path;

use anyhow::{Result, ensure};

use super::Target;
use crate::process::{self, cmd};
use crate::progress;
use crate::project::Project;
use crate::toolchain::python;

/// Holds the library of a target to its rules. The script says what the options are.
pub fn check(project: &Project, target: &Target, file: &Path, options: &[&str]) -> Result<()> {
    let python = python::tools(project, "lief")?.join("python");
    let (name, triple, floor) = (target.name, target.triple, target.floor());
    let read = process::capture(cmd!("{python} -B ci/library.py {options...} {name} {triple} {floor} {file}"))?;
    let wrong = String::from_utf8_lossy(&read.stderr);
    ensure!(read.status.success(), "{} must not be shipped: {}", file.display(), wrong.trim());
    String::from_utf8_lossy(&read.stdout).lines().for_each(|line| progress::note(&format!("{name} {line}")));
    Ok(())
}
