//! The generated sources: made in a temporary folder, put in their places. What an earlier generation left goes.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::library::Library;
use crate::cleanup::temporary_folder;
use crate::files;
use crate::process::{self, cmd};
use crate::project::Project;

/// The file with the version and fingerprint that the Kotlin wrapper compares with the library that it loads.
pub const BUILD_INFO: &str = "BindingBuild.kt";

/// Where generated Kotlin lies.
pub fn kotlin_folder(project: &Project) -> PathBuf {
    project.kotlin().join("generated/kotlin/io/github/ekyc")
}

/// The C interface of the core.
pub fn swift_header(project: &Project) -> PathBuf {
    project.swift().join("Sources/EkycCoreFFI/include/EkycCoreFFI.h")
}

/// Kotlin and Swift, a file for each type.
pub fn all(project: &Project, generator: &Path, library: &Library) -> Result<Vec<PathBuf>> {
    let (version, fingerprint) = (&project.version, &library.fingerprint);
    let comment = "The library these bindings were generated from.";
    let kotlin = format!(
        "package io.github.ekyc\n\n/** {comment} */\ninternal object BindingBuild {{\n    const val VERSION = \"{version}\"\n    \
        const val FINGERPRINT = \"{fingerprint}\"\n}}\n"
    );
    let swift = format!(
        "/// {comment}\nenum BindingBuild {{\n    static let version = \"{version}\"\n    \
         static let fingerprint = \"{fingerprint}\"\n}}\n"
    );
    let mut places = Vec::new();
    for (language, folder, info, text) in [
        ("kotlin", kotlin_folder(project), BUILD_INFO, kotlin),
        ("swift", project.swift().join("Sources/Ekyc/Generated"), "BindingBuild.swift", swift),
    ] {
        let made = temporary_folder()?;
        // It asks `cargo metadata` where uniffi.toml is, so it must stand in the repository.
        let (archive, temporary) = (&library.archive, made.path());
        let generate = cmd!("{generator} {language} {archive} {temporary}");
        process::run(generate, "The generator could not read the library.")?;
        fs_err::write(made.path().join(info), text)?;
        let names = files::under(made.path(), &[])?;
        let kept =
            names.iter().map(|file| Ok(folder.join(file.strip_prefix(made.path())?))).collect::<Result<Vec<_>>>()?;
        for (file, place) in names.iter().zip(&kept) {
            files::write_if_changed(place, &fs_err::read(file)?)?;
        }
        for outdated in files::under(&folder, &[])?.iter().filter(|file| !kept.contains(file)) {
            fs_err::remove_file(outdated)?;
        }
        places.extend(kept);
    }
    Ok(places)
}
