//! `cargo xtask setup`: every toolchain, found or installed. And the verbs that become one of their programs, so that its output and its exit
//! status are its own.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::cmd;
use crate::project::Project;
use crate::samples::Language;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{cleanup, progress, swift};

/// `cargo xtask mvn -- <arguments>`: with the right Java, standing where you stand.
pub fn mvn(project: &Project, arguments: &[OsString]) -> Result<()> {
    becoming(Maven::ensure(project)?.bare().args(arguments).current_dir(&project.here))
}

/// `cargo xtask swift -- <arguments>`: in the place where it works, standing where you stand.
pub fn swift(project: &Project, arguments: &[OsString]) -> Result<()> {
    becoming(&mut swift::enter(project, project.standing(), cmd!("swift {arguments...}"))?)
}

/// `cargo xtask sample kotlin|swift`: with the environment as it is.
pub fn sample(project: &Project, language: Language) -> Result<()> {
    becoming(language.prepare(project)?.current_dir(&project.here))
}

fn becoming(command: &mut Command) -> Result<()> {
    cleanup::finish();
    let problem = command.exec();
    Err(problem).with_context(|| format!("cannot start `{}`; run `cargo xtask setup`", command.get_program().display()))
}

/// Finds or installs everything.
pub fn setup(project: &Project) -> Result<()> {
    languages(project)?;
    progress::step("toolchain: Python, for the sandbox's tests", || python::ensure(project))
}

/// Finds or installs Java, Maven and Swift, which the bindings and the samples need.
pub fn languages(project: &Project) -> Result<()> {
    progress::step("toolchain: Java and Maven", || {
        let maven = Maven::ensure(project)?;
        progress::note(&format!("JDK {} in {}", maven.jdk.major, maven.jdk.home.display()));
        Ok(())
    })?;
    progress::step("toolchain: Swift", || {
        let root = swift::place(project)?;
        progress::note(&root.map_or("Swift of this machine".to_owned(), |root| format!("Swift in {}", root.display())));
        Ok(())
    })
}
