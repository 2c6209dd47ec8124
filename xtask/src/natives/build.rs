//! Building the libraries of one target, stripped, where the packages take them from.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::target::{JVM_PACKAGE, Target};
use super::tools;
use crate::bindings::library::PROFILE;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{files, process};

/// The libraries of one target.
struct Built {
    /// For the JVM or Android.
    shared: PathBuf,
    /// For Swift.
    archive: Option<PathBuf>,
}

/// Where the libraries for the JVM are: a folder that `cargo xtask package jvm --natives` takes.
pub fn jvm_folder(project: &Project) -> PathBuf {
    project.target.join("natives/jvm")
}

/// Where the libraries for Android are: a folder that `cargo xtask package android --natives` takes.
fn android_folder(project: &Project) -> PathBuf {
    project.target.join("natives/android")
}

/// Where the static libraries for Swift are, a folder for each target.
fn swift_folder(project: &Project) -> PathBuf {
    project.target.join("natives/swift")
}

/// Where the libraries of a target are once they are built.
fn place(project: &Project, target: &Target) -> Built {
    let folder = match target.abi() {
        Some(abi) => android_folder(project).join(abi),
        None => jvm_folder(project).join(target.name),
    };
    let archive = target.swift.then(|| swift_folder(project).join(target.name).join("libekyc.a"));
    Built { shared: folder.join(target.shared_file()), archive }
}

/// Builds the library for the JVM or Android. Takes a minute or two, and a second when nothing changed.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    let library = place(project, target).shared;
    run(project, target, JVM_PACKAGE, "cdylib")?;
    put_stripped(&made(project, target).join(target.shared_file()), &library, "--strip-all")?;
    Ok(library)
}

/// Builds the one for Swift, where the package has a place for it.
pub fn archive(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let Some(archive) = place(project, target).archive else { return Ok(None) };
    run(project, target, "ekyc", "staticlib")?;
    put_stripped(&made(project, target).join("libekyc.a"), &archive, "--strip-debug")?;
    Ok(Some(archive))
}

fn made(project: &Project, target: &Target) -> PathBuf {
    project.target.join(target.triple).join(PROFILE)
}

fn run(project: &Project, target: &Target, package: &str, kind: &str) -> Result<()> {
    let mut cargo = tools::cargo(project, target)?;
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", kind, "--profile", PROFILE]);
    cargo.args(["--target", &target.zig_triple()]).current_dir(&project.root);
    // Stripped afterwards, by one tool for all systems.
    cargo.env(format!("CARGO_PROFILE_{}_STRIP", PROFILE.to_uppercase()), "none");
    process::run(&mut cargo, "The compiler's words are above.")
}

fn put_stripped(from: &Path, to: &Path, how: &str) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let stripped = folder.path().join("stripped");
    let mut objcopy = tools::objcopy()?;
    process::run(objcopy.arg(how).arg(from).arg(&stripped), "It comes with rustc 1.95; install Rust with rustup.")?;
    let contents = std::fs::read(&stripped)?;
    files::write_if_changed(to, &contents).map(|_| ())
}
