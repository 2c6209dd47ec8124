//! The libraries themselves: stripped copies where each language looks for them.

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::library::Library;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::target::Target;
use crate::{files, process};

/// Puts the shared library where the jar takes it from, and the static one where SwiftPM does.
pub fn write(project: &Project, library: &Library) -> Result<Vec<PathBuf>> {
    let resource = resources(project).join(platform()?).join(file_name(&library.shared)?);
    let contents =
        std::fs::read(&library.shared).with_context(|| format!("cannot read {}", library.shared.display()))?;
    files::write_if_changed(&resource, &contents)?;

    let archive = swift_archive(project);
    let header = super::generate::swift_header(project);
    let changed = match OS {
        "linux" => super::archive::close(&super::archive::NATIVE, &library.archive, &header, &archive)?,
        _ => put(&library.archive, &archive, &["-S"])?,
    };
    if changed {
        unlink_swift_products(project)?;
    }
    Ok(vec![resource, archive])
}

/// Where SwiftPM finds the static library for this machine.
pub fn swift_archive(project: &Project) -> PathBuf {
    project.swift().join(format!("lib/{BUNDLE}/{OS}-{ARCH}/libekyc.a"))
}

/// The folder of the static libraries, which is an artifact bundle as well: see `package/swift.rs`.
pub const BUNDLE: &str = "EkycCoreLibrary.artifactbundle";

/// Strips `from` into `to`. Tells whether `to` changed.
pub fn put(from: &Path, to: &Path, options: &[&str]) -> Result<bool> {
    let folder = TemporaryFolder::new()?;
    let stripped = folder.path().join(file_name(from)?);
    let mut strip = process::command("strip");
    strip.args(options).arg("-o").arg(&stripped).arg(from);
    process::run(&mut strip, "Install binutils, which every C compiler on Linux brings.")?;
    let contents = std::fs::read(&stripped).with_context(|| format!("`strip` wrote no {}", stripped.display()))?;
    files::write_if_changed(to, &contents)
}

/// What `strip` is told for a shared library: everything on Linux; on macOS the exported names must be kept by request.
pub fn strip_shared() -> &'static [&'static str] {
    if OS == "macos" { &["-x"] } else { &["--strip-all"] }
}

/// Where the jar's libraries lie, a folder for each platform, and what that is called in a jar.
pub fn resources(project: &Project) -> PathBuf {
    project.kotlin().join("generated/resources").join(IN_JAR)
}

pub const IN_JAR: &str = "io/github/ekyc/native";

/// The folder of this machine's platform, as `Machine` in the Kotlin half forms it.
pub fn platform() -> Result<&'static str> {
    Ok(Target::of_this_machine()?.name)
}

/// SwiftPM does not see that a library changed and would go on with programs that hold the
/// old one, so they go and are linked again.
fn unlink_swift_products(project: &Project) -> Result<()> {
    let mut builds: Vec<PathBuf> =
        ["bindings/swift/.build", "swift-sample/.build"].map(|build| project.root.join(build)).into();
    builds.extend(
        std::fs::read_dir(project.target.join("swift")).into_iter().flatten().flatten().map(|entry| entry.path()),
    );
    for folder in builds.iter().flat_map(|build| [build.join("debug"), build.join("release")]) {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.path().is_file() && is_program(&entry.path()) {
                std::fs::remove_file(entry.path())
                    .with_context(|| format!("cannot remove the outdated {}", entry.path().display()))?;
            }
        }
    }
    Ok(())
}

fn is_program(file: &Path) -> bool {
    file.extension().is_none_or(|extension| extension == "xctest")
}

fn file_name(path: &Path) -> Result<&std::ffi::OsStr> {
    path.file_name().with_context(|| format!("{} names no file", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_other_build_files() {
        assert!(is_program(Path::new("release/swift-sample")));
        assert!(is_program(Path::new("debug/EkycPackageTests.xctest")));
        assert!(!is_program(Path::new("debug/description.json")));
    }
}
