//! `cargo xtask natives`: the libraries of every platform, built on this machine, read, measured and written down.

pub mod android;
mod build;
pub mod sbom;
mod tools;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use crate::project::Project;
use crate::target::{ALL, System, Target, rules};
use crate::toolchain::python;
use crate::{bindings, lint, process, progress};
pub use build::{jvm_folder, static_program};
pub use tools::{cargo, zig};

/// Builds those that are named, or all; with neither it only says which there are. Fails if one cannot be had, after all others were built.
pub fn run(project: &Project, names: &[String], all: bool) -> Result<()> {
    let chosen: Vec<&Target> = match (all, names) {
        (true, []) => ALL.iter().collect(),
        (true, _) => bail!("name the platforms, or say --all"),
        (false, names) => names.iter().map(|name| Target::named(name)).collect::<Result<_>>()?,
    };
    if chosen.is_empty() {
        for target in &ALL {
            println!("{:<22} {:<30} {}", target.name, target.triple, target.floor());
        }
        println!("\nBuild them with `cargo xtask natives NAME...` or `cargo xtask natives --all`.");
        return Ok(());
    }
    let mut missing = Vec::new();
    for target in &chosen {
        let made = progress::step(&format!("natives: {}", target.name), || make(project, target));
        missing.extend(made.err().map(|problem| format!("{}: {problem:#}", target.name)));
    }
    lint::format_page(project, "docs/reference/platforms.md")?;
    ensure!(missing.is_empty(), "{} of {} were not built:\n  {}", missing.len(), chosen.len(), missing.join("\n  "));
    Ok(())
}

/// Builds the library for the JVM or Android and holds it to its rules.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    if target.system == System::Android {
        android::check_link(project, target)?;
    }
    let (library, archive) = build::shared(project, target)?;
    rules::check(project, target, &library, &[])?;
    sbom::check(project, target, &archive)?;
    Ok(library)
}

/// Builds the libraries of a target once more in another folder: whoever builds a release anew should get the same bytes.
pub fn twice(project: &Project, target: &Target) -> Result<()> {
    let first = std::fs::read(shared(project, target)?)?;
    build::archive(project, target)?;
    let again = Project { target: project.target.join("again"), ..project.clone() };
    let second = std::fs::read(build::shared(&again, target)?.0)?;
    ensure!(first == second, "built twice, it came out with different bytes");
    Ok(())
}

/// Holds the libraries of a target that another machine built to its rules.
pub fn check_in(project: &Project, folder: &Path, target: &Target) -> Result<()> {
    let built = build::built_in(folder, target);
    for file in built.archive.iter().chain([&built.shared]) {
        ensure!(file.is_file(), "there is no {}", file.display());
    }
    rules::check(project, target, &built.shared, &[])
}

/// Builds both, and writes their sizes down.
fn make(project: &Project, target: &Target) -> Result<()> {
    let library = shared(project, target)?;
    if target.swift.is_some() {
        // The header says which names stay global.
        bindings::ensure(project)?;
    }
    let archive = build::archive(project, target)?;
    let facts = ["row", target.name, target.triple, &target.floor()].map(OsString::from);
    let words: Vec<_> = facts.into_iter().chain([library.into()]).chain(archive.map(Into::into)).collect();
    process::run(
        python::script(project, "ci/sizes.py", &words)?,
        "The page of the platforms is docs/reference/platforms.md.",
    )
}
