//! `cargo xtask natives`: the libraries of every platform, built on this machine, read, measured and written down.

pub mod android;
mod build;
mod page;
pub mod sbom;
mod tools;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use crate::project::Project;
use crate::target::facts::Facts;
use crate::target::{ALL, System, Target, rules};
use crate::{bindings, progress};
pub use build::{jvm_folder, static_program};
pub use page::{grouped, sizes};
pub use tools::{cargo, zig};

/// A library that was built and found good.
pub struct Native {
    pub target: &'static Target,
    pub shared: u64,
    pub zipped: u64,
    pub archive: Option<u64>,
}

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
    let (mut built, mut missing) = (Vec::new(), Vec::new());
    for target in chosen {
        match progress::step(&format!("natives: {}", target.name), || make(project, target)) {
            Ok(native) => built.push(native),
            Err(problem) => missing.push(format!("{}: {problem:#}", target.name)),
        }
    }
    page::record(project, &built)?;
    for native in &built {
        println!("{:<22} {:>9} bytes, {}", native.target.name, native.shared, native.target.floor());
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("{} of {} were not built:\n  {}", missing.len(), missing.len() + built.len(), missing.join("\n  "))
}

/// Builds the library for the JVM or Android and holds it to its rules.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    if target.system == System::Android {
        android::check_link(project, target)?;
    }
    let (library, archive) = build::shared(project, target)?;
    let facts = rules::check(&library, target)?;
    sbom::check(project, target, &archive)?;
    progress::note(&format!("needs {}", facts.needed.join(", ")));
    if let Some((major, minor)) = facts.glibc() {
        progress::note(&format!("oldest glibc {major}.{minor}"));
    }
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
pub fn check_in(folder: &Path, target: &Target) -> Result<()> {
    let built = build::built_in(folder, target);
    rules::check(&built.shared, target)?;
    if let Some(archive) = built.archive {
        ensure!(archive.is_file(), "there is no {}", archive.display());
    }
    Ok(())
}

/// The names that a library offers.
pub fn offered(library: &Path) -> Result<BTreeSet<String>> {
    let contents = fs_err::read(library)?;
    Ok(Facts::read(&contents)?.exported)
}

fn make(project: &Project, target: &'static Target) -> Result<Native> {
    let (shared, zipped) = page::sizes(&shared(project, target)?)?;
    if target.swift.is_some() {
        // The header says which names stay global.
        bindings::ensure(project)?;
    }
    let archive = build::archive(project, target)?.as_deref().map(page::sizes).transpose()?;
    Ok(Native { target, shared, zipped, archive: archive.map(|(bytes, _)| bytes) })
}
