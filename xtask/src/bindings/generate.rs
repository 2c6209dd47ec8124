//! The generated sources: made in a temporary folder, checked, put in their places.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::kotlin_visibility;
use super::library::Library;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{files, process};

/// Where generated Kotlin lies.
pub fn kotlin_folder(project: &Project) -> PathBuf {
    project.kotlin().join("generated/kotlin/ekyc")
}

/// Where generated Swift lies.
pub fn swift_folder(project: &Project) -> PathBuf {
    project.swift().join("Sources/Ekyc/Generated")
}

/// The C interface of the core.
pub fn swift_header(project: &Project) -> PathBuf {
    project.swift().join("Sources/EkycCoreFFI/include/EkycCoreFFI.h")
}

/// Kotlin, with the plumbing hidden.
pub fn kotlin(project: &Project, generator: &Path, library: &Library) -> Result<Vec<PathBuf>> {
    let folder = TemporaryFolder::new()?;
    generate(project, generator, "kotlin", library, folder.path())?;
    // Package and file are named in uniffi.toml. Without it the generator silently says `uniffi.ekyc` (spike, trap 2).
    let source = files::read(&folder.path().join("ekyc/ekyc.kt"))
        .context("the generator did not read uniffi.toml: it wrote no ekyc/ekyc.kt")?;
    if !source.contains("\npackage ekyc\n") {
        bail!("the generated Kotlin is not in package `ekyc`: check [bindings.kotlin] in uniffi.toml");
    }
    let hidden = kotlin_visibility::hide_plumbing(&source)?;
    let place = kotlin_folder(project).join("ekyc.kt");
    files::write_if_changed(&place, hidden.as_bytes())?;
    Ok(vec![place])
}

/// Swift: a file for each type. What an earlier generation left goes.
pub fn swift(project: &Project, generator: &Path, library: &Library) -> Result<Vec<PathBuf>> {
    let made = TemporaryFolder::new()?;
    let mut bindgen = process::command(generator);
    bindgen.arg("swift").arg(&library.archive).arg(made.path()).current_dir(&project.root);
    process::run(&mut bindgen, "The generator could not read the library.")?;
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
fn generate(project: &Project, generator: &Path, language: &str, library: &Library, folder: &Path) -> Result<()> {
    let mut bindgen = process::command(generator);
    bindgen.arg(language).arg(&library.shared).arg(folder).current_dir(&project.root);
    process::run(&mut bindgen, "The generator could not read the library.")
}
