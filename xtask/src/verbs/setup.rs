//! `cargo xtask setup`: every toolchain, found or installed.

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{progress, swift};

/// Finds or installs everything.
pub fn run(project: &Project) -> Result<()> {
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
