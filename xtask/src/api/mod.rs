//! The public API of each language as a committed text, so that no change of it goes unseen.

mod difference;
mod kotlin;
mod rust;
mod swift;
pub mod symbols;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{files, progress};
use difference::difference;

/// A language with a dump.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Language {
    /// bindings/*/api/ekyc*.api, as Kotlin's binary compatibility tool sees the three packaged jars
    Kotlin,
    /// api/ekyc.rust.api, from rustdoc
    Rust,
    /// bindings/swift/api/Ekyc.api, from the compiler's symbol graph
    Swift,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Kotlin => "kotlin",
            Self::Rust => "rust",
            Self::Swift => "swift",
        }
    }

    /// Each committed file, and what should be in it.
    fn dumps(self, project: &Project) -> Result<Vec<(PathBuf, String)>> {
        Ok(match self {
            Self::Kotlin => kotlin::dumps(project)?,
            Self::Rust => vec![(project.root.join("api/ekyc.rust.api"), rust::dump(project)?)],
            Self::Swift => vec![(project.swift().join("api/Ekyc.api"), swift::dump(project)?)],
        })
    }
}

/// Compares with the committed dumps, or writes them.
pub fn run(project: &Project, language: Option<Language>, update: bool) -> Result<()> {
    let all = [Language::Kotlin, Language::Rust, Language::Swift];
    for language in all.into_iter().filter(|one| language.is_none_or(|wanted| wanted == *one)) {
        let dumps = progress::step(&format!("public API: {}", language.name()), || language.dumps(project))?;
        for (file, dump) in dumps {
            if update {
                files::write_if_changed(&file, dump.as_bytes())?;
                progress::note(&format!("{} lines in {}", dump.lines().count(), file.display()));
                continue;
            }
            let committed = std::fs::read_to_string(&file).unwrap_or_default();
            if let Some(difference) = difference(&committed, &dump) {
                bail!(
                    "the public API of {name} is not the one in {}:\n{difference}\nIf that is meant, run `cargo xtask api {name} \
                     --update`, commit the file, and say it in CHANGELOG.md.",
                    file.strip_prefix(&project.root).unwrap_or(&file).display(),
                    name = language.name(),
                );
            }
        }
    }
    Ok(())
}

/// The symbol graph of the Swift module, made anew.
pub fn swift_graph(project: &Project) -> Result<PathBuf> {
    swift::graph(project)
}
