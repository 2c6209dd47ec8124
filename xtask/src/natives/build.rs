//! Building the libraries of one target, where the packages take them from.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::tools;
use crate::bindings::archive;
use crate::bindings::generate::swift_header;
use crate::bindings::library::{self, Archive, PROFILE, SWIFT_PACKAGE};
use crate::process;
use crate::project::Project;
use crate::target::{JVM_PACKAGE, System, Target};
use crate::toolchain::debian;

/// The libraries of one target.
pub struct Built {
    /// For the JVM or Android.
    pub shared: PathBuf,
    /// For Swift.
    pub archive: Option<PathBuf>,
}

/// Where the libraries for the JVM are: a folder that `cargo xtask package jvm --natives` takes.
pub fn jvm_folder(project: &Project) -> PathBuf {
    project.target.join("natives/jvm")
}

/// Where the libraries of a target are once they are built.
fn built(project: &Project, target: &Target) -> Built {
    built_in(&project.target.join("natives"), target)
}

/// The same in a folder that another machine filled: `jvm` and `android` are what the packages take with --natives.
pub fn built_in(folder: &Path, target: &Target) -> Built {
    let shared = match target.abi() {
        Some(abi) => folder.join("android").join(abi),
        None => folder.join("jvm").join(target.name),
    };
    let archive = target.swift.map(|name| folder.join("swift").join(name).join("libekyc.a"));
    Built { shared: shared.join(target.shared_file()), archive }
}

/// Builds the library for the JVM or Android. Takes a minute or two, and a second when nothing changed.
pub fn shared(project: &Project, target: &Target) -> Result<(PathBuf, Archive)> {
    let library = built(project, target).shared;
    let made = archive_of(project, target, JVM_PACKAGE)?;
    library::shared_of(target, tools::linker(project, target)?, binutils(project, target)?, &made.file, &library)?;
    Ok((library, made))
}

/// Builds the one for Swift, where the package has a place for it. Nothing in it is global but what the bindings ask for.
pub fn archive(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let (Some(archive), Some(binutils)) = (built(project, target).archive, binutils(project, target)?) else {
        return Ok(None);
    };
    archive::close(binutils, &archive_of(project, target, SWIFT_PACKAGE)?.file, &swift_header(project), &archive)?;
    Ok(Some(archive))
}

/// How the names of a processor's binutils begin; for Linux only.
fn binutils(project: &Project, target: &Target) -> Result<Option<&'static str>> {
    if !matches!(target.system, System::Glibc | System::Musl) {
        return Ok(None);
    }
    if target.triple.starts_with(std::env::consts::ARCH) {
        return Ok(Some(""));
    }
    debian::install(project, &["binutils-aarch64-linux-gnu"], "Objects for arm64 are joined by its binutils.")?;
    Ok(Some("aarch64-linux-gnu-"))
}

/// Builds a program that runs on every Linux of its processor.
pub fn static_program(project: &Project, target: &Target, package: &str) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project, target, true)?;
    cargo.args(["zigbuild", "--package", package, "--profile", PROFILE, "--target", target.triple]);
    process::run(cargo, "The compiler's words are above.")?;
    Ok(project.target.join(target.triple).join(PROFILE).join(package))
}

pub fn archive_of(project: &Project, target: &Target, package: &str) -> Result<Archive> {
    library::archive(project, tools::cargo(project, target, false)?, Some(&target.zig_triple()), [package, PROFILE])
}
