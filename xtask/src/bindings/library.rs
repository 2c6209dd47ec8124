//! The build of the Rust library that is shipped, and what cargo says about it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::archive;
use crate::cleanup::temporary_folder;
use crate::process;
use crate::project::Project;
use crate::target::link::{self, Linker, OFFERED};
use crate::target::{JVM_PACKAGE, System, Target};

/// One build of the library.
pub struct Library {
    /// The shared library, for the JVM.
    pub shared: PathBuf,
    /// The static library, for Swift. With its symbols: the generator reads them.
    pub archive: PathBuf,
    /// Changes whenever the border between the languages changes.
    pub fingerprint: String,
}

/// The profile of everything that is shipped.
pub const PROFILE: &str = "size";

/// The package of the static library that Swift links.
pub const SWIFT_PACKAGE: &str = "ekyc-swift";

/// Builds both as they are shipped, for this machine.
pub fn build(project: &Project) -> Result<Library> {
    build_with(project, PROFILE)
}

/// Builds both with another profile.
pub fn build_with(project: &Project, profile: &str) -> Result<Library> {
    let swift = archive(project, process::cargo(), None, [SWIFT_PACKAGE, profile])?;
    let jvm = archive(project, process::cargo(), None, [JVM_PACKAGE, profile])?;
    let host = Target::of_this_machine()?;
    let shared = project.own("library").join(profile).join(host.shared_file());
    let binutils = (host.system == System::Glibc).then_some("");
    shared_of(host, Linker::Compiler(process::command("cc")), binutils, &jvm.file, &shared)?;
    // Among what the build scripts told the compiler, as `["NAME","value"]`.
    let told = swift.said.rsplit_once("[\"EKYC_FINGERPRINT\",\"").and_then(|(_, rest)| rest.split_once('"'));
    let (fingerprint, _) =
        told.context("build.rs must print `cargo::rustc-env=EKYC_FINGERPRINT=<hex>` and does not")?;
    Ok(Library { shared, fingerprint: fingerprint.to_owned(), archive: swift.file })
}

/// A static library as cargo made it, and all that cargo said about it, a line of JSON for each thing.
pub struct Archive {
    pub file: PathBuf,
    pub said: String,
}

/// Has `cargo` make the static library of a package in a profile, for a target or for this machine.
///
/// Not as cargo builds it by itself: the Rust library that it would make as well needs every public function kept, in all crates, and the
/// link-time optimiser would throw nothing away. A quarter of the library is that (docs/adr/0015).
pub fn archive(
    project: &Project,
    mut cargo: Command,
    target: Option<&str>,
    [package, profile]: [&str; 2],
) -> Result<Archive> {
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", "staticlib", "--profile", profile]);
    cargo.args(target.iter().flat_map(|target| ["--target", target]));
    cargo.args(["--message-format", "json-render-diagnostics"]).env("CARGO_TARGET_DIR", &project.target);
    let child = process::spawn(cargo.stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let output = process::wait_with_output(child)?;
    ensure!(output.status.success(), "the library does not compile; the compiler's words are above");
    // The version of glibc, which cargo-zigbuild takes with the target, is in no folder's name.
    let folder = project.target.join(target.and_then(|target| target.split('.').next()).unwrap_or_default());
    let file = folder.join(profile).join(format!("lib{}.a", package.replace('-', "_")));
    Ok(Archive { file, said: String::from_utf8_lossy(&output.stdout).into_owned() })
}

/// Makes of the static library the one that the JVM loads.
///
/// Where binutils are, they take out first what is not used: LLVM's linker keeps the exception tables of functions that it leaves out.
pub fn shared_of(target: &Target, linker: Linker, binutils: Option<&str>, archive: &Path, to: &Path) -> Result<()> {
    let Some(binutils) = binutils else { return link::shared(target, linker, archive, to) };
    let folder = temporary_folder()?;
    let object = folder.path().join("ekyc.o");
    archive::join(binutils, archive, &[OFFERED.to_owned()], &object)?;
    link::shared(target, linker, &object, to)
}
