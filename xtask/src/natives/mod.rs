//! `cargo xtask natives`: the libraries of every platform, built on this machine, read, measured and written down.

pub mod android;
pub mod sbom;
mod tools;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::bindings::library::{self, Archive, PROFILE, SWIFT_PACKAGE};
use crate::bindings::{self, archive, generate};
use crate::project::Project;
use crate::target::{ALL, JVM_PACKAGE, System, Target};
use crate::toolchain::{debian, python};
use crate::{lint, process, progress};
pub use tools::{cargo, zig};

/// Builds those that are named, or all; with neither it only says which there are. Fails if one cannot be had, after all others were built.
pub fn run(project: &Project, names: &[String], all: bool) -> Result<()> {
    let chosen: Vec<&Target> =
        ALL.iter().filter(|target| all || names.iter().any(|name| name == target.name)).collect();
    if chosen.is_empty() {
        for target in &ALL {
            println!("{:<22} {:<30} {}", target.name, target.triple, target.floor());
        }
        println!("\nBuild them with `cargo xtask natives NAME...` or `cargo xtask natives --all`.");
        return Ok(());
    }
    let mut missing = Vec::new();
    for target in &chosen {
        let made = progress::step(&format!("natives: {}", target.name), || make(project, target));
        missing.extend(made.err().map(|problem| format!("{}: {problem:#}", target.name)));
    }
    lint::format_page(project, "docs/reference/platforms.md")?;
    ensure!(missing.is_empty(), "{} of {} were not built:\n  {}", missing.len(), chosen.len(), missing.join("\n  "));
    Ok(())
}

/// Builds both, and writes their sizes down.
fn make(project: &Project, target: &Target) -> Result<()> {
    let library = shared(project, target)?;
    let archive = for_swift(project, target)?;
    let facts = ["row", target.name, target.triple, &target.floor()].map(OsString::from);
    let words: Vec<_> = facts.into_iter().chain([library.into()]).chain(archive.map(Into::into)).collect();
    let row = python::script(project, "ci/sizes.py", &words)?;
    process::run(row, "The page of the platforms is docs/reference/platforms.md.")
}

/// Builds the library for the JVM or Android and holds it to its rules. Takes a minute or two, and a second when nothing changed.
pub fn shared(project: &Project, target: &Target) -> Result<PathBuf> {
    if target.system == System::Android {
        android::check_link(project, target)?;
    }
    let (made, library) = (static_library(project, target, JVM_PACKAGE)?, target.shared_in(&folder(project)));
    library::shared_of(target, tools::linker(project, target)?, binutils(project, target)?, &made.file, &library)?;
    target.check(project, &library, &[])?;
    sbom::check(project, target, &made)?;
    Ok(library)
}

/// Builds the one for Swift, where the package has a place for it. Nothing in it is global but what the header of the bindings names.
fn for_swift(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let Some((closed, binutils)) = target.archive_in(&folder(project)).zip(binutils(project, target)?) else {
        return Ok(None);
    };
    bindings::ensure(project)?;
    let made = static_library(project, target, SWIFT_PACKAGE)?;
    archive::close(binutils, &made.file, &generate::swift_header(project), &closed)?;
    Ok(Some(closed))
}

/// Builds the libraries of a target once more in another folder: whoever builds a release anew should get the same bytes.
pub fn twice(project: &Project, target: &Target) -> Result<()> {
    let first = fs_err::read(shared(project, target)?)?;
    for_swift(project, target)?;
    let again = Project { target: project.target.join("again"), ..project.clone() };
    ensure!(first == fs_err::read(shared(&again, target)?)?, "built twice, it came out with different bytes");
    Ok(())
}

/// Holds the libraries of a target that another machine built to its rules.
pub fn check_in(project: &Project, folder: &Path, target: &Target) -> Result<()> {
    let library = target.shared_in(folder);
    for file in target.archive_in(folder).iter().chain([&library]) {
        ensure!(file.is_file(), "there is no {}", file.display());
    }
    target.check(project, &library, &[])
}

/// Where the libraries of all targets lie: below `jvm` and `android` what the packages take with --natives, below `swift` the static ones.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("natives")
}

/// Builds a program that runs on every Linux of its processor.
pub fn static_program(project: &Project, target: &Target, package: &str) -> Result<PathBuf> {
    let mut cargo = tools::cargo(project, target, true)?;
    cargo.args(["zigbuild", "--package", package, "--profile", PROFILE, "--target", target.triple]);
    process::run(cargo, "The compiler's words are above.")?;
    Ok(project.target.join(target.triple).join(PROFILE).join(package))
}

fn static_library(project: &Project, target: &Target, package: &str) -> Result<Archive> {
    library::archive(project, tools::cargo(project, target, false)?, Some(&target.zig_triple()), [package, PROFILE])
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
