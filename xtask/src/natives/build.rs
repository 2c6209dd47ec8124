//! Building the libraries of one target, where the packages take them from.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::Value;

use super::tools;
use crate::bindings::archive::{self, NATIVE, Tools};
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

/// Builds the library for the JVM or Android, and hands on what cargo said. Takes a minute or two, and a second when nothing changed.
pub fn shared(project: &Project, target: &Target) -> Result<(PathBuf, Vec<Value>)> {
    let library = built(project, target).shared;
    let made = archive_of(project, target, JVM_PACKAGE)?;
    let tools = binutils(project, target)?;
    library::shared_of(target, tools::linker(project, target)?, tools.as_ref(), &made.file, &library)?;
    Ok((library, made.messages))
}

/// Builds the one for Swift, where the package has a place for it. Nothing in it is global but what the bindings ask for.
pub fn archive(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let (Some(archive), Some(tools)) = (built(project, target).archive, binutils(project, target)?) else {
        return Ok(None);
    };
    let made = archive_of(project, target, SWIFT_PACKAGE)?;
    archive::close(&tools, &made.file, &swift_header(project), &archive)?;
    Ok(Some(archive))
}

/// For Linux only.
fn binutils(project: &Project, target: &Target) -> Result<Option<Tools<'static>>> {
    if !matches!(target.system, System::Glibc | System::Musl) {
        return Ok(None);
    }
    if target.triple.starts_with(std::env::consts::ARCH) {
        return Ok(Some(NATIVE));
    }
    debian::install(project, &["binutils-aarch64-linux-gnu"], "Objects for arm64 are joined by its binutils.")?;
    Ok(Some(Tools {
        linker: "aarch64-linux-gnu-ld",
        objcopy: "aarch64-linux-gnu-objcopy",
        nm: "aarch64-linux-gnu-nm",
        ar: "aarch64-linux-gnu-ar",
    }))
}

/// Builds a program that runs on every Linux of its processor.
pub fn static_program(project: &Project, target: &Target, package: &str) -> Result<PathBuf> {
    let mut cargo = tools::static_cargo(project, target)?;
    cargo.args(["zigbuild", "--package", package, "--profile", PROFILE, "--target", target.triple]);
    cargo.env("CARGO_TARGET_DIR", &project.target).current_dir(&project.root);
    process::run(&mut cargo, "The compiler's words are above.")?;
    Ok(project.target.join(target.triple).join(PROFILE).join(package))
}

pub fn archive_of(project: &Project, target: &Target, package: &str) -> Result<Archive> {
    let mut cargo = tools::cargo(project, target)?;
    cargo.env("CARGO_TARGET_DIR", &project.target);
    library::archive(project, cargo, Some(&target.zig_triple()), [package, PROFILE])
}
