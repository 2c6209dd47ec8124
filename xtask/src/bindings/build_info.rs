//! The version and fingerprint that the wrappers compare with the library they load.

use std::path::PathBuf;

use anyhow::Result;

use super::generate::{BUILD_INFO, SWIFT_BUILD_INFO, kotlin_folder, swift_folder};
use super::library::Library;
use crate::files;
use crate::project::Project;

/// Writes one small file per language.
pub fn write(project: &Project, library: &Library) -> Result<Vec<PathBuf>> {
    let (version, fingerprint) = (&project.version, &library.fingerprint);
    let kotlin = format!(
        "package io.github.ekyc\n\n\
        /** The library these bindings were generated from. */\n\
        internal object BindingBuild {{\n    \
            const val VERSION = \"{version}\"\n    \
            const val FINGERPRINT = \"{fingerprint}\"\n\
        }}\n"
    );
    let swift = format!(
        "/// The library these bindings were generated from.\n\
        enum BindingBuild {{\n    \
            static let version = \"{version}\"\n    \
            static let fingerprint = \"{fingerprint}\"\n\
        }}\n"
    );
    let places =
        [(kotlin_folder(project).join(BUILD_INFO), kotlin), (swift_folder(project).join(SWIFT_BUILD_INFO), swift)];
    for (place, source) in &places {
        files::write_if_changed(place, source.as_bytes())?;
    }
    Ok(places.map(|(place, _)| place).to_vec())
}
