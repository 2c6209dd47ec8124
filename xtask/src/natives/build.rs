//! Building the libraries of one target, stripped, where the packages take them from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::tools;
use crate::bindings::archive::{self, NATIVE, Tools};
use crate::bindings::generate::swift_header;
use crate::bindings::library::{PROFILE, SWIFT_ARCHIVE, SWIFT_PACKAGE};
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::target::{JVM_PACKAGE, Target};
use crate::toolchain::debian;
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

/// Where the libraries of a target are once they are built.
fn place(project: &Project, target: &Target) -> Built {
    places_in(&project.target.join("natives"), target)
}

/// The same in a folder that another machine filled: `jvm` and `android` are what the packages take with --natives.
pub fn places_in(folder: &Path, target: &Target) -> Built {
    let shared = match target.abi() {
        Some(abi) => folder.join("android").join(abi),
        None => folder.join("jvm").join(target.name),
    };
    let archive = target.swift.map(|name| folder.join("swift").join(name).join("libekyc.a"));
    Built { shared: shared.join(target.shared_file()), archive }
}

/// Builds the library for the JVM or Android. Takes a minute or two, and a second when nothing changed.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    let library = place(project, target).shared;
    run(project, target, JVM_PACKAGE, "cdylib")?;
    put_stripped(&made(project, target).join(target.shared_file()), &library, "--strip-all")?;
    Ok(library)
}

/// Builds the one for Swift, where the package has a place for it. Nothing in it is global but what the bindings ask for.
pub fn archive(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let Some(archive) = place(project, target).archive else { return Ok(None) };
    run(project, target, SWIFT_PACKAGE, "staticlib")?;
    let tools = if target.triple.starts_with(std::env::consts::ARCH) { NATIVE } else { arm64_tools(project)? };
    archive::close(&tools, &made(project, target).join(SWIFT_ARCHIVE), &swift_header(project), &archive)?;
    Ok(Some(archive))
}

fn arm64_tools(project: &Project) -> Result<Tools<'static>> {
    let why = "The static library for Swift on arm64 is joined by its binutils.";
    debian::install(project, &["binutils-aarch64-linux-gnu"], why)?;
    Ok(Tools {
        linker: "aarch64-linux-gnu-ld",
        objcopy: "aarch64-linux-gnu-objcopy",
        nm: "aarch64-linux-gnu-nm",
        ar: "aarch64-linux-gnu-ar",
    })
}

fn made(project: &Project, target: &Target) -> PathBuf {
    project.target.join(target.triple).join(PROFILE)
}

/// What cargo says of the library for the JVM, once it is built: a line for each crate that the compiler was given.
pub fn messages(project: &Project, target: &Target) -> Result<String> {
    let mut cargo = command(project, target, JVM_PACKAGE, "cdylib")?;
    process::text(cargo.args(["--quiet", "--message-format", "json"]), "The compiler's words are above.")
}

fn run(project: &Project, target: &Target, package: &str, kind: &str) -> Result<()> {
    process::run(&mut command(project, target, package, kind)?, "The compiler's words are above.")
}

fn command(project: &Project, target: &Target, package: &str, kind: &str) -> Result<Command> {
    let mut cargo = tools::cargo(project, target)?;
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", kind, "--profile", PROFILE]);
    cargo.args(["--target", &target.zig_triple()]).current_dir(&project.root);
    cargo.env("CARGO_TARGET_DIR", &project.target);
    // Stripped afterwards, by one tool for all systems.
    cargo.env(format!("CARGO_PROFILE_{}_STRIP", PROFILE.to_uppercase()), "none");
    Ok(cargo)
}

fn put_stripped(from: &Path, to: &Path, how: &str) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let stripped = folder.path().join("stripped");
    let mut objcopy = tools::objcopy()?;
    process::run(objcopy.arg(how).arg(from).arg(&stripped), "It comes with rustc 1.95; install Rust with rustup.")?;
    let contents = std::fs::read(&stripped)?;
    files::write_if_changed(to, &contents).map(|_| ())
}
