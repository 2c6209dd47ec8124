//! The generated sources: made in a temporary folder, checked, put in their places.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::library::Library;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{files, process};

/// Where generated Kotlin lies.
pub fn kotlin_folder(project: &Project) -> PathBuf {
    project.kotlin().join("generated/kotlin/io/github/ekyc")
}

/// Where generated Swift lies.
pub fn swift_folder(project: &Project) -> PathBuf {
    project.swift().join("Sources/Ekyc/Generated")
}

/// The C interface of the core.
pub fn swift_header(project: &Project) -> PathBuf {
    project.swift().join("Sources/EkycCoreFFI/include/EkycCoreFFI.h")
}

/// Kotlin: as many files as there are types. What an earlier generation left goes.
pub fn kotlin(project: &Project, generator: &Path, library: &Library) -> Result<Vec<PathBuf>> {
    let made = TemporaryFolder::new()?;
    generate(project, generator, "kotlin", library, made.path())?;
    let folder = kotlin_folder(project);
    let mut places = Vec::new();
    for file in files::under(made.path(), &[])? {
        let place = folder.join(file.strip_prefix(made.path()).context("a file outside of its folder")?);
        files::write_if_changed(&place, files::read(&file)?.as_bytes())?;
        places.push(place);
    }
    for file in files::under(&folder, &[])? {
        if !places.contains(&file) && !file.ends_with(BUILD_INFO) {
            std::fs::remove_file(&file).with_context(|| format!("cannot remove the outdated {}", file.display()))?;
        }
    }
    Ok(places)
}

/// The one file in that folder that another room writes.
pub const BUILD_INFO: &str = "BindingBuild.kt";

/// Swift: a file for each type. What an earlier generation left goes.
pub fn swift(project: &Project, generator: &Path, library: &Library) -> Result<Vec<PathBuf>> {
    let made = TemporaryFolder::new()?;
    generate(project, generator, "swift", library, made.path())?;
    let folder = swift_folder(project);
    let mut places = Vec::new();
    for file in files::under(made.path(), &[])? {
        let place = folder.join(file.file_name().context("a file without a name")?);
        files::write_if_changed(&place, files::read(&file)?.as_bytes())?;
        places.push(place);
    }
    for file in files::under(&folder, &[])? {
        if !places.contains(&file) && !file.ends_with(SWIFT_BUILD_INFO) {
            std::fs::remove_file(&file).with_context(|| format!("cannot remove the outdated {}", file.display()))?;
        }
    }
    Ok(places)
}

/// The one file in that folder that another room writes.
pub const SWIFT_BUILD_INFO: &str = "BindingBuild.swift";

/// Runs the generator. It asks `cargo metadata` where uniffi.toml is, so it must stand in the repository.
pub fn generate(project: &Project, generator: &Path, language: &str, library: &Library, folder: &Path) -> Result<()> {
    let mut bindgen = process::command(generator);
    bindgen.arg(language).arg(&library.archive).arg(folder).current_dir(&project.root);
    process::run(&mut bindgen, "The generator could not read the library.")
}
