//! `cargo xtask api`: the public API against its committed dump.

use anyhow::Result;

use crate::project::Project;
use crate::{api, progress};

/// Whose API.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Surface {
    /// bindings/kotlin/api/ekyc.api
    Kotlin,
}

/// Compares, or writes the dump anew.
pub fn run(project: &Project, surface: Surface, update: bool) -> Result<()> {
    match (surface, update) {
        (Surface::Kotlin, false) => api::kotlin::check(project),
        (Surface::Kotlin, true) => {
            let changed = api::kotlin::update(project)?;
            progress::note(if changed { "the dump changed; commit it" } else { "the dump is as it was" });
            Ok(())
        }
    }
}
