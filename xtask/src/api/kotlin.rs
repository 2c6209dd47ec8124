//! `bindings/kotlin/api/ekyc.api`: what Kotlin and Java code is compiled against, as Kotlin's binary compatibility tool sees it.

use anyhow::Result;

use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{bindings, files, kotlin, process};

pub(super) fn dump(project: &Project) -> Result<String> {
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
