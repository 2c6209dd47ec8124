//! `swift-sample`: a Swift package that knows ours only as a dependency.

use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::swift::Swift;
use crate::{files, process, progress, swift};

/// Builds the sample if it must be built, as an app is built: the optimiser has its own bugs, and a sample should meet them first. If strictly, a
/// warning is an error; what was built so serves others as well.
pub fn prepare(project: &Project, bindings: &str, strictly: bool) -> Result<Command> {
    let place = Swift::ensure(project)?;
    let folder = project.root.join("swift-sample");
    let scratch = swift::scratch(project, &folder);
    let program = scratch.join("release/swift-sample");
    let generated = [".build", ".swiftpm", "lib", "Generated"];
    let sources = [files::under(&folder, &generated)?, files::under(&project.swift(), &generated)?].concat();
    let state = format!("{} {bindings}", files::hash(&sources)?);
    let [plain, strict] =
        ["", " strict"].map(|how| Stamp::new(project.own("swift-sample.stamp"), format!("{state}{how}")));
    if !(strict.is_fresh() || !strictly && plain.is_fresh()) {
        strict.forget();
        // SwiftPM's plan does not see a source file that was added to a package it depends on by path (6.0.3). It is made anew in a
        // second; a missing one is what we want.
        let _ = std::fs::remove_file(scratch.join("release.yaml"));
        progress::step("Swift: the sample", || {
            let more: &[&str] = if strictly { &swift::STRICT } else { &[] };
            let words = [&["build", "-c", "release"], more].concat();
            let mut command = swift::command(project, &place, &folder, &words)?;
            process::run(&mut command, "Swift's words are above.")
        })?;
        (if strictly { strict } else { plain }).write(std::slice::from_ref(&program))?;
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let standing = if here.starts_with(&project.root) { here } else { project.root.clone() };
    place.command(project, &standing, &program, &[])
}
