//! Building the libraries of one target, where the packages take them from.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::tools;
use crate::bindings::archive::{self, NATIVE, Tools};
use crate::bindings::generate::swift_header;
use crate::bindings::library::{self, Archive, PROFILE, SWIFT_PACKAGE};
use crate::cleanup::TemporaryFolder;
use crate::files;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::link::{Linker, system_libraries};
use crate::target::{JVM_PACKAGE, MACOS_FLOOR, System, Target};
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
    let tools = binutils(project, target)?;
    library::shared_of(target, tools::linker(project, target)?, tools.as_ref(), &made.file, &library)?;
    Ok((library, made))
}

/// Builds the one for Swift, where the package has a place for it. Nothing in it is global but what the bindings ask for.
pub fn archive(project: &Project, target: &Target) -> Result<Option<PathBuf>> {
    let Some(archive) = built(project, target).archive else { return Ok(None) };
    let (made, header) = (archive_of(project, target, SWIFT_PACKAGE)?.file, swift_header(project));
    if let Some(tools) = binutils(project, target)? {
        archive::close(&tools, &made, &header, &archive)?;
        return Ok(Some(archive));
    }
    let zig = tools::zig(project)?;
    let ar = cmd!("{zig} ar --format=darwin crsD");
    archive::close_by(ar, &header, &archive, |names, object| join_apple(project, target, &made, names, object))?;
    beside_another(project, target, &archive)?;
    Ok(Some(archive))
}

/// As [`archive::join`] for Apple, by zig and what comes with rustc, which are the same on every machine.
fn join_apple(project: &Project, target: &Target, archive: &Path, names: &[String], to: &Path) -> Result<()> {
    let (folder, zig) = (TemporaryFolder::new()?, tools::zig(project)?);
    let (joined, keep) = (folder.path().join("joined"), folder.path().join("keep"));
    process::run(cmd!("{zig} ar x {archive}").current_dir(folder.path()), "Zig is broken.")?;
    let mut objects = files::under(folder.path(), &[])?;
    objects.retain(|file| file.extension().is_some_and(|end| end == "o"));
    let processor = target.triple.split('-').next().unwrap_or_default();
    let mut link = cmd!("{zig} cc -r -target {processor}-macos.{MACOS_FLOOR} -o {joined} {objects...}");
    process::run(&mut link, "Zig's words are above.")?;
    fs_err::write(&keep, names.iter().map(|name| format!("_{name}\n")).collect::<String>())?;
    let mut copy = tools::objcopy()?;
    copy.arg(format!("--keep-global-symbols={}", keep.display()));
    // The compiler's own format, which Apple's linkers would read.
    copy.args(["--remove-section=__LLVM,__bitcode", "--remove-section=__LLVM,__cmdline"]);
    process::run(copy.arg(&joined).arg(to), "The words of `rust-objcopy` are above.")
}

/// LLVM's linker for Apple puts it beside another Rust library and finds no symbol twice.
fn beside_another(project: &Project, target: &Target, archive: &Path) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let (other, triple) = (folder.path().join("libother.a"), target.triple);
    let source = project.root.join("tests/consumers/swift-beside/other.rs");
    let mut rustc = cmd!("rustc --edition 2024 --crate-type staticlib -O --target {triple} -o {other} {source}");
    process::run(&mut rustc, "The compiler's words are above.")?;
    let Linker::Bare(mut linker) = tools::linker(project, target)? else { return Ok(()) };
    linker.args(["-u", "_other_answer", "-u", "_ekyc_build", "-u", "_ekyc_start"]).arg(archive).arg(other);
    linker.args(system_libraries(target)).arg("-o").arg(folder.path().join("both.dylib"));
    process::run(&mut linker, "It does not link beside another Rust library; the linker's words are above.")
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
    Ok(Some(Tools { linker: "aarch64-linux-gnu-ld", objcopy: "aarch64-linux-gnu-objcopy", ar: "aarch64-linux-gnu-ar" }))
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
