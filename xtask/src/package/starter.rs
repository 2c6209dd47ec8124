//! `io.github.ekyc:ekyc-spring-boot-starter`, which takes the library from its package.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{jvm, testing};
use crate::files;
use crate::project::Project;
use crate::toolchain::maven::Maven;

/// What the artifact is made from, besides the library's own.
pub fn inputs(project: &Project) -> Result<Vec<PathBuf>> {
    files::under(&module(project), &["target"])
}

/// The folder of the one version.
pub fn folder(project: &Project) -> PathBuf {
    jvm::repository(project).join("io/github/ekyc/ekyc-spring-boot-starter").join(&project.version)
}

/// Its sources.
pub fn module(project: &Project) -> PathBuf {
    project.root.join("bindings/spring-boot-starter")
}

/// Puts it beside the library.
pub fn make(project: &Project, maven: &Maven) -> Result<()> {
    let place = project.own("package-starter");
    if place.exists() {
        std::fs::remove_dir_all(&place).with_context(|| format!("cannot empty {}", place.display()))?;
    }
    testing::deploy(project, maven, &module(project), &place, &["-Dmaven.test.skip=true"])
}
