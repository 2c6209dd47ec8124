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
    let place = Swift::ensure(project)?;
    let folder = project.root.join("swift-sample");
    let program = swift::scratch(project, &folder).join("release").join(product(&folder)?);
    let stamp = Stamp::new(project.own("swift-sample.stamp"), state(project, &folder, bindings)?);
    if !stamp.is_fresh() {
        stamp.forget();
        progress::step("Swift: the sample", || {
            // As an app is built: the optimiser has its own bugs, and a sample should meet them first.
            let mut command = swift::command(project, &place, &folder, &["build", "-c", "release"])?;
            process::run(&mut command, "Swift's words are above.")
        })?;
        stamp.write(std::slice::from_ref(&program))?;
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let standing = if here.starts_with(&project.root) { here } else { project.root.clone() };
    place.command(project, &standing, &program, &[])
}

fn state(project: &Project, folder: &Path, bindings: &str) -> Result<String> {
    let generated = [".build", ".swiftpm", "lib", "EkycCore"];
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
