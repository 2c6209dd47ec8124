//! SwiftPM for the packages of this repository: its build files stay in cargo's build folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::swift::Swift;

/// Where SwiftPM builds a package.
pub fn scratch(project: &Project, package: &Path) -> PathBuf {
    let name = package.strip_prefix(&project.root).unwrap_or(package).to_string_lossy().replace('/', "-");
    project.target.join("swift").join(name)
}

/// Makes a warning an error. For the tests alone: a newer compiler than ours may warn where a person only wants to build.
pub const STRICT: [&str; 2] = ["-Xswiftc", "-warnings-as-errors"];

/// `swift <verb> ...` for a package.
pub fn command(project: &Project, swift: &Swift, package: &Path, arguments: &[&str]) -> Result<Command> {
    let mut all: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    all.extend(["--package-path".into(), package.into(), "--scratch-path".into(), scratch(project, package).into()]);
    swift.swift(project, package, &all)
}

/// `swift package ...`, which wants the paths before what it is to do.
pub fn package_command(project: &Project, swift: &Swift, package: &Path, arguments: &[&str]) -> Result<Command> {
    let paths = ["--package-path".into(), package.into(), "--scratch-path".into(), scratch(project, package).into()];
    let mut words = arguments.iter().map(OsString::from);
    let mut all: Vec<OsString> = words.next().into_iter().collect();
    all.extend(paths);
    all.extend(words);
    swift.swift(project, package, &all)
}
