//! `bindings/kotlin/api/ekyc.api`: what Kotlin and Java code is compiled against, as Kotlin's binary compatibility tool sees it.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::difference::difference;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{bindings, files, kotlin, process};

const UPDATE: &str = "cargo xtask api kotlin --update";

/// Fails if the API is another than the committed one.
pub fn check(project: &Project) -> Result<()> {
    let committed = files::read(&place(project)).unwrap_or_default();
    let Some(difference) = difference(&committed, &dump(project)?) else { return Ok(()) };
    bail!(
        "the public API of the jar is not the one in bindings/kotlin/api/ekyc.api:\n{difference}\n\
        If that is meant, run `{UPDATE}` and commit the file; what went breaks the programs that use it"
    )
}

/// Writes the API as it is, and tells whether it changed.
pub fn update(project: &Project) -> Result<bool> {
    files::write_if_changed(&place(project), dump(project)?.as_bytes())
}

fn place(project: &Project) -> PathBuf {
    project.kotlin().join("api/ekyc.api")
}

fn dump(project: &Project) -> Result<String> {
    let maven = Maven::ensure(project)?;
    kotlin::ensure(project, &maven, &bindings::ensure(project)?)?;
    let tools = project.kotlin().join("tools");
    let folder = TemporaryFolder::new()?;
    let (class_path, dump) = (folder.path().join("class-path"), folder.path().join("dump"));
    let mut resolve = maven.command(&tools);
    resolve.arg("dependency:build-classpath").arg(format!("-Dmdep.outputFile={}", class_path.display()));
    process::run(&mut resolve, "Maven's words are above; the first run needs the network.")?;
    let mut java = process::command(maven.jdk.java());
    java.arg("-cp").arg(files::read(&class_path)?.trim()).arg(tools.join("DumpApi.java"));
    java.arg(kotlin::jar(project)).arg(&dump);
    process::run(&mut java, "Kotlin's tool cannot read the jar; its words are above.")?;
    files::read(&dump)
}
