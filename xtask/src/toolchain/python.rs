//! Python, with which the sandbox's tests run the vendor's own SDK in an environment of its own.

use anyhow::{Result, bail};

use super::debian;
use crate::process;
use crate::project::Project;

/// Finds a Python that can make virtual environments, or installs one.
pub fn ensure(project: &Project) -> Result<()> {
    if works() {
        return Ok(());
    }
    debian::install(project, &["python3", "python3-venv"], "Python 3 with its module venv is needed by the tests.")?;
    if !works() {
        bail!("`python3 -m venv` still does not work; check which python3 comes first on PATH");
    }
    Ok(())
}

fn works() -> bool {
    let mut python = process::command("python3");
    python.args(["-c", "import venv, ensurepip"]);
    process::on_path("python3").is_some() && process::capture(&mut python).is_ok_and(|output| output.status.success())
}
