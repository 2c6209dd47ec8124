//! `swift-sample`: a Swift package that knows ours only as a dependency.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::swift::Swift;
use crate::{files, process, progress, swift};

/// Builds the sample if it must be built, and returns the command that runs it.
pub fn prepare(project: &Project, bindings: &str) -> Result<Command> {
    let sample = Sample::find(project, bindings)?;
    if !sample.built.is_fresh() {
        sample.build(project, &[])?;
    }
    sample.command(project)
}

/// As [`prepare`], and a warning is an error. Whatever was built strictly serves [`prepare`] as well.
pub fn prepare_strictly(project: &Project, bindings: &str) -> Result<Command> {
    let sample = Sample::find(project, bindings)?;
    if !sample.built_strictly.is_fresh() {
        sample.build(project, &swift::STRICT)?;
        sample.built_strictly.write(std::slice::from_ref(&sample.program))?;
    }
    sample.command(project)
}

struct Sample {
    place: Swift,
    folder: PathBuf,
    program: PathBuf,
    built: Stamp,
    built_strictly: Stamp,
}

impl Sample {
    fn find(project: &Project, bindings: &str) -> Result<Self> {
        let place = Swift::ensure(project)?;
        let folder = project.root.join("swift-sample");
        let program = swift::scratch(project, &folder).join("release").join(product(&folder)?);
        let state = state(project, &folder, bindings)?;
        let built = Stamp::new(project.own("swift-sample.stamp"), state.clone());
        let built_strictly = Stamp::new(project.own("swift-sample-strict.stamp"), state);
        Ok(Self { place, folder, program, built, built_strictly })
    }

    /// As an app is built: the optimiser has its own bugs, and a sample should meet them first.
    fn build(&self, project: &Project, extra: &[&str]) -> Result<()> {
        self.built.forget();
        // SwiftPM's plan does not see a source file that was added to a package it depends on by path (6.0.3). It is made anew in a
        // second; a missing one is what we want.
        let _ = std::fs::remove_file(swift::scratch(project, &self.folder).join("release.yaml"));
        progress::step("Swift: the sample", || {
            let arguments = [&["build", "-c", "release"], extra].concat();
            let mut command = swift::command(project, &self.place, &self.folder, &arguments)?;
            process::run(&mut command, "Swift's words are above.")
        })?;
        self.built.write(std::slice::from_ref(&self.program))
    }

    fn command(&self, project: &Project) -> Result<Command> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let standing = if here.starts_with(&project.root) { here } else { project.root.clone() };
        self.place.command(project, &standing, &self.program, &[])
    }
}

fn state(project: &Project, folder: &Path, bindings: &str) -> Result<String> {
    let generated = [".build", ".swiftpm", "lib", "Generated"];
    let mut sources: Vec<PathBuf> = files::under(folder, &generated)?;
    sources.extend(files::under(&project.swift(), &generated)?);
    Ok(format!("{} {bindings}", files::hash(&sources)?))
}

/// The name of the program, as the package declares it.
fn product(folder: &Path) -> Result<String> {
    let manifest = files::read(&folder.join("Package.swift"))?;
    executable(&manifest).context("swift-sample/Package.swift declares no .executableTarget(name: \"...\")")
}

fn executable(manifest: &str) -> Option<String> {
    let (_, rest) = manifest.split_once(".executableTarget(")?;
    let (_, rest) = rest.split_once("name:")?;
    let (_, rest) = rest.split_once('"')?;
    Some(rest.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_named_by_the_manifest() {
        let manifest = "targets: [\n .executableTarget(\n name: \"swift-sample\", dependencies: [])]";
        assert_eq!(executable(manifest).as_deref(), Some("swift-sample"));
        assert_eq!(executable("targets: []"), None);
    }
}
