//! `cargo xtask natives`: the libraries of every platform, built on this machine, read, measured and written down.

mod build;
mod facts;
mod ledger;
mod rules;
pub mod target;
mod tools;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::progress;
use crate::project::Project;
pub use build::jvm_folder;
use facts::Facts;
use target::{ALL, Target};
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
    ledger::record(project, &built)?;
    for native in &built {
        println!("{:<22} {:>9} bytes, {}", native.target.name, native.shared, native.target.floor());
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("{} of {} were not built:\n  {}", missing.len(), missing.len() + built.len(), missing.join("\n  "))
}

/// Builds the library for the JVM of every platform, and tells which cannot be had here: those of Android, without an NDK.
pub fn build_all(project: &Project) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for target in &ALL {
        match progress::step(&format!("natives: {}", target.name), || shared(project, target)) {
            Err(problem) if target.abi().is_some() => missing.push(format!("{}: {problem:#}", target.name)),
            result => result.map(|_| ())?,
        }
    }
    Ok(missing)
}

/// Builds the library for the JVM or Android and holds it to its rules.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    let library = build::shared(project, target)?;
    let facts = rules::check(&library, target)?;
    progress::note(&format!("needs {}", facts.needed.join(", ")));
    if let Some((major, minor)) = facts.glibc() {
        progress::note(&format!("oldest glibc {major}.{minor}"));
    }
    Ok(library)
}

/// The names that a library offers.
pub fn offered(library: &Path) -> Result<BTreeSet<String>> {
    let contents = std::fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    Ok(Facts::read(&contents)?.exported)
}

fn make(project: &Project, target: &'static Target) -> Result<Native> {
    let (shared, zipped) = ledger::sizes(&shared(project, target)?)?;
    let archive = build::archive(project, target)?.as_deref().map(ledger::sizes).transpose()?;
    Ok(Native { target, shared, zipped, archive: archive.map(|(bytes, _)| bytes) })
}
