//! Python, with which the sandbox's tests run the vendor's own SDK, and the tools that its registry carries.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use super::debian;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::{files, progress};

/// Finds a Python that can make virtual environments, or installs one.
pub fn ensure(project: &Project) -> Result<()> {
    if works() {
        return Ok(());
    }
    debian::install(project, &["python3", "python3-venv"], "Python 3 with its module venv is needed by the tests.")?;
    ensure!(works(), "`python3 -m venv` still does not work; check which python3 comes first on PATH");
    Ok(())
}

/// A script of the repository with these arguments, standing in the repository.
pub fn script(project: &Project, script: &str, arguments: &[impl AsRef<OsStr>]) -> Result<Command> {
    ensure(project)?;
    Ok(cmd!("python3 -B {script} {arguments...}"))
}

/// The programs that `ci/<name>/requirements.txt` pins.
pub fn tools(project: &Project, name: &str) -> Result<PathBuf> {
    environment(project, name, &project.root.join("ci").join(name).join("requirements.txt"))
}

/// A virtual environment under `target/xtask/python` with exactly what the file of requirements pins. Returns its folder of programs.
pub fn environment(project: &Project, name: &str, requirements: &Path) -> Result<PathBuf> {
    ensure(project)?;
    let wanted = files::read(requirements)?;
    let folder = project.own("python").join(name);
    let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let stamp = folder.join("installed.txt");
    if files::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(bin);
    }
    let log = project.log(&format!("python-{name}"));
    progress::step(&format!("Python: the tools of {name}"), || {
        process::run_logged(cmd!("python3 -m venv --clear {folder}"), &log, "Install Python 3 with its module venv.")?;
        let python = bin.join("python");
        let pip = cmd!("{python} -m pip install --quiet --disable-pip-version-check -r {requirements}");
        process::run_logged(pip, &log, "pip's words are above; is the Python package registry reachable?")
    })?;
    files::write_if_changed(&stamp, wanted.as_bytes())?;
    Ok(bin)
}

fn works() -> bool {
    let python = cmd!("python3 -c 'import venv, ensurepip'");
    process::capture(python).is_ok_and(|output| output.status.success())
}
