//! Python, with which the sandbox's tests run the vendor's own SDK in an environment of its own.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;
use crate::project::Project;
use crate::stamp::Stamp;
use crate::{process, progress};

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

/// The folder with the programs of these packages of PyPI, named `package==version`, in an environment of their own under the build folder.
pub fn tools(project: &Project, name: &str, packages: &[&str]) -> Result<PathBuf> {
    ensure(project)?;
    let folder = project.own("tools").join(name);
    let stamp = Stamp::new(project.own("tools").join(format!("{name}.stamp")), packages.join(" "));
    let programs = folder.join("bin");
    if !stamp.is_fresh() {
        stamp.forget();
        progress::step(&format!("toolchain: {}", packages.join(", ")), || {
            let mut venv = process::command("python3");
            process::run(venv.args(["-m", "venv", "--clear"]).arg(&folder), "Python's words are above.")?;
            let mut pip = process::command(programs.join("pip"));
            pip.args(["install", "--disable-pip-version-check", "--only-binary=:all:"]).args(packages);
            process::run_logged(&mut pip, &project.log(name), "PyPI must be reachable for this.")
        })?;
        stamp.write(&[programs.join("python")])?;
    }
    Ok(programs)
}

fn works() -> bool {
    let mut python = process::command("python3");
    python.args(["-c", "import venv, ensurepip"]);
    process::on_path("python3").is_some() && process::capture(&mut python).is_ok_and(|output| output.status.success())
}
