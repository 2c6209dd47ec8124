//! What Kotlin and Java code is compiled against, as Kotlin's binary compatibility tool sees each packaged jar.

use std::path::PathBuf;

use anyhow::Result;

use crate::cleanup::TemporaryFolder;
use crate::package::jvm;
use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{files, process};

/// Every jar's, with the committed file.
pub(super) fn dumps(project: &Project) -> Result<Vec<(PathBuf, String)>> {
    jvm::ensure(project, None)?;
    let maven = Maven::ensure(project)?;
    let tools = project.kotlin().join("tools");
    let folder = TemporaryFolder::new()?;
    let class_path = folder.path().join("class-path");
    let mut resolve = maven.command(&tools);
    resolve.arg("dependency:build-classpath").arg(format!("-Dmdep.outputFile={}", class_path.display()));
    process::run(&mut resolve, "Maven's words are above; the first run needs the network.")?;
    let mut java = process::command(maven.jdk.java());
    java.arg("-cp").arg(files::read(&class_path)?.trim()).arg(tools.join("DumpApi.java"));
    for artifact in jvm::ALL {
        java.arg(artifact.file(project, ".jar")).arg(folder.path().join(artifact.name));
    }
    process::run(&mut java, "Kotlin's tool cannot read a jar; its words are above.")?;
    let dump = |artifact: jvm::Artifact| {
        let committed = project.root.join(artifact.sources).join(format!("api/{}.api", artifact.name));
        Ok((committed, files::read(&folder.path().join(artifact.name))?))
    };
    jvm::ALL.into_iter().map(dump).collect()
}
