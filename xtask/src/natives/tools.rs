//! The tools that build for other machines: zig and cargo-zigbuild from PyPI, Rust's standard libraries from rustup, Android's NDK.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::android;
use crate::files;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::link::Linker;
use crate::target::{MACOS_FLOOR, System, Target};
use crate::toolchain::python;

/// Cargo, or what stands for it, with all that a target needs; else a sentence that names what is missing and how to get it.
///
/// `whole`: for a program that holds all it needs, musl's C library included.
pub fn cargo(project: &Project, target: &Target, whole: bool) -> Result<Command> {
    standard_library(target)?;
    let android = target.system == System::Android;
    let mut command = if android { android::cargo(project, target)? } else { zig_command(project, target)? };
    let mut options = paths(project);
    if target.system == System::Musl && !whole {
        // Else musl's libc would be inside, a second one in a process that has one already.
        options.push("-Ctarget-feature=-crt-static".to_owned());
    }
    command.env("CARGO_ENCODED_RUSTFLAGS", options.join("\u{1f}")).env("CARGO_TARGET_DIR", &project.target);
    Ok(command)
}

/// Zig itself.
pub fn zig(project: &Project) -> Result<PathBuf> {
    Ok(zig_programs(project)?.join("python-zig"))
}

fn zig_programs(project: &Project) -> Result<PathBuf> {
    python::tools(project, "zig").context("zig and cargo-zigbuild cannot be installed")
}

/// What links the library of a target.
pub fn linker(project: &Project, target: &Target) -> Result<Linker> {
    Ok(match target.system {
        System::Android => Linker::Compiler(process::command(android::compiler(target)?)),
        System::MacOs if cfg!(target_os = "macos") => {
            let mut clang = process::command("clang");
            clang.args(["-arch", apple_processor(target)]).env("MACOSX_DEPLOYMENT_TARGET", MACOS_FLOOR);
            Linker::Compiler(clang)
        }
        System::MacOs => Linker::Bare(apple_linker(project, target)?),
        System::Glibc | System::Musl | System::Windows => {
            let (zig, name) = (zig(project)?, target.zig_triple().replace("-unknown", "").replace("-pc", ""));
            Linker::Compiler(cmd!("{zig} cc -lunwind -target {name}"))
        }
    })
}

/// LLVM's linker for Apple, which comes with rustc: zig's own keeps no list of what is offered. The names of Apple's C library are zig's, those
/// of the frameworks our own: Apple's SDK is not ours to hand on.
fn apple_linker(project: &Project, target: &Target) -> Result<Command> {
    let zig = zig(project)?;
    let environment = process::text(cmd!("{zig} env"), "Zig is broken.")?;
    let library = environment.split_once(".lib_dir = \"").and_then(|(_, rest)| rest.split_once('"'));
    let names = Path::new(library.context("`zig env` names no lib_dir")?.0).join("libc/darwin/libSystem.tbd");
    let folder = project.own("apple");
    // Zig is ahead of rustc's LLVM, which stops at the name of a processor that it does not know.
    let known = files::read(&names)?.replace("arm64e.x1-", "arm64e-");
    files::write_if_changed(&folder.join("libSystem.tbd"), known.as_bytes())?;
    let (linker, processor) = (rust_tools()?.join("gcc-ld/ld64.lld"), apple_processor(target));
    let (floor, stubs) = (MACOS_FLOOR, project.root.join("ci/apple-stubs"));
    let system = ["-platform_version", "macos", floor, floor];
    Ok(cmd!(
        "{linker} -dylib -arch {processor} {system...} -syslibroot {stubs} -F/System/Library/Frameworks -L {folder}"
    ))
}

fn apple_processor(target: &Target) -> &'static str {
    if target.triple.starts_with("aarch64") { "arm64" } else { "x86_64" }
}

/// The folder of the programs that come with rustc.
pub fn rust_tools() -> Result<PathBuf> {
    let libraries = process::text(cmd!("rustc --print target-libdir"), "Check Rust.")?;
    Ok(Path::new(libraries.trim()).with_file_name("bin"))
}

/// The same bytes on every machine, and no path of the one that built them.
fn paths(project: &Project) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let mut options = vec![format!("--remap-path-prefix={}=/ekyc", project.root.display())];
    options.extend(home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    options
}

/// `cargo-zigbuild`, which takes cargo's own arguments, with the environment of one target.
fn zig_command(project: &Project, target: &Target) -> Result<Command> {
    let programs = zig_programs(project)?;
    let mut command = process::command(programs.join("cargo-zigbuild"));
    // It finds zig by asking the first `python3` on PATH for it.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(programs).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(folders).context("PATH has a folder with a separator in its name")?);
    if target.system == System::MacOs {
        command.env("MACOSX_DEPLOYMENT_TARGET", MACOS_FLOOR);
        if std::env::consts::OS != "macos" {
            // Apple's SDK is not ours to hand on: the few names of its frameworks that we use, as a linker needs them.
            command.env("SDKROOT", project.root.join("ci/apple-stubs"));
        }
    }
    Ok(command)
}

/// Asks rustup for the standard library if it is not there.
fn standard_library(target: &Target) -> Result<()> {
    let triple = target.triple;
    let folder = process::text(cmd!("rustc --print target-libdir --target {triple}"), "").unwrap_or_default();
    ensure!(
        Path::new(folder.trim()).is_dir() || process::text(cmd!("rustup target add {triple}"), "").is_ok(),
        "Rust's standard library for it is missing and could not be added: `rustup target add {triple}`"
    );
    Ok(())
}
