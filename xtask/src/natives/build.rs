//! Building the libraries of one target, stripped, where the packages take them from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::target::{JVM_PACKAGE, Target};
use super::tools;
use crate::bindings::library::PROFILE;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{files, process};

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

/// Where the libraries for Android are: a folder that `cargo xtask package android --natives` takes.
pub fn android_folder(project: &Project) -> PathBuf {
    project.target.join("natives/android")
}

/// Where the static libraries for Swift are, a folder for each target.
pub fn swift_folder(project: &Project) -> PathBuf {
    project.target.join("natives/swift")
}

/// Where the libraries of a target are once they are built.
pub fn place(project: &Project, target: &Target) -> Built {
    let folder = match target.abi() {
        Some(abi) => android_folder(project).join(abi),
        None => jvm_folder(project).join(target.name),
    };
    let archive = target.swift.then(|| swift_folder(project).join(target.name).join("libekyc.a"));
    Built { shared: folder.join(target.shared_file()), archive }
}

/// Builds both with the given command, which is cargo or stands for it. Takes a minute or two, and a second when nothing changed.
pub fn make(project: &Project, target: &Target, cargo: impl Fn() -> Result<Command, String>) -> Result<Built> {
    let made = project.target.join(target.triple).join(PROFILE);
    let built = place(project, target);
    let run = |package: &str, kind: &str| {
        let mut command = cargo().map_err(anyhow::Error::msg)?;
        command.args(["rustc", "--package", package, "--lib", "--crate-type", kind, "--profile", PROFILE]);
        command.args(["--target", &target.zig_triple()]).current_dir(&project.root);
        process::run(&mut command, "The compiler's words are above.")
    };
    run(JVM_PACKAGE, "cdylib")?;
    put_stripped(&made.join(target.shared_file()), &built.shared, "--strip-all")?;
    if let Some(archive) = &built.archive {
        run("ekyc", "staticlib")?;
        put_stripped(&made.join("libekyc.a"), archive, "--strip-debug")?;
    }
    Ok(built)
}

fn put_stripped(from: &Path, to: &Path, how: &str) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let stripped = folder.path().join("stripped");
    let mut objcopy = process::command(tools::objcopy()?);
    process::run(objcopy.arg(how).arg(from).arg(&stripped), "It comes with rustc 1.95; install Rust with rustup.")?;
    let contents = std::fs::read(&stripped)?;
    files::write_if_changed(to, &contents).map(|_| ())
}
