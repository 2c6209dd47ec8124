//! `cargo xtask natives`: the libraries of every platform, built on this machine, read, measured and written down.

mod build;
mod facts;
mod ledger;
mod rules;
pub mod target;
mod tools;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::progress;
use crate::project::Project;
pub use build::{android_folder, jvm_folder, place, swift_folder};
use facts::Facts;
use target::{ALL, Target};

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

/// Builds one and holds it to its rules.
pub fn make(project: &Project, target: &'static Target) -> Result<Native> {
    let built = build::make(project, target, || tools::command(project, target))?;
    let facts = rules::check(&built.shared, target)?;
    say(&facts);
    let archive = built.archive.as_deref().map(bytes).transpose()?;
    let (shared, zipped) = ledger::sizes(&built.shared)?;
    Ok(Native { target, shared, zipped, archive })
}

fn say(facts: &Facts) {
    progress::note(&format!("needs {}", facts.needed.join(", ")));
    if let Some((major, minor)) = facts.glibc() {
        progress::note(&format!("oldest glibc {major}.{minor}"));
    }
    progress::note(&format!("offers {} names", facts.exported.len()));
}

fn bytes(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).with_context(|| format!("cannot measure {}", file.display()))?.len())
}
