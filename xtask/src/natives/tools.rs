//! The tools that build for other machines: zig and cargo-zigbuild from PyPI, Rust's standard libraries from rustup, Android's NDK.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::android;
use crate::project::Project;
use crate::target::link::Linker;
use crate::target::{MACOS_FLOOR, System, Target};
use crate::toolchain::python;
use crate::{files, process};

/// Cargo, or what stands for it, with all that a target needs; else a sentence that names what is missing and how to get it.
pub fn cargo(project: &Project, target: &Target) -> Result<Command> {
    standard_library(target)?;
    let android = target.system == System::Android;
    let mut command = if android { android::cargo(project, target)? } else { zig_command(project, target)? };
    command.env("CARGO_ENCODED_RUSTFLAGS", rustc_options(project, target).join("\u{1f}"));
    Ok(command)
}

/// As [`cargo`], for a program that holds all it needs, musl's C library included.
pub fn static_cargo(project: &Project, target: &Target) -> Result<Command> {
    standard_library(target)?;
    let mut command = zig_command(project, target)?;
    command.env("CARGO_ENCODED_RUSTFLAGS", paths(project).join("\u{1f}"));
    Ok(command)
}

/// Zig itself.
pub fn zig(project: &Project) -> Result<Command> {
    Ok(process::command(zig_programs(project)?.join("python-zig")))
}

fn zig_programs(project: &Project) -> Result<PathBuf> {
    python::environment(project, "zig", &project.root.join("ci/zig/requirements.txt"))
        .context("zig and cargo-zigbuild cannot be installed")
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
            let mut zig = zig(project)?;
            let name = target.zig_triple().replace("-unknown", "").replace("-pc", "");
            zig.args(["cc", "-lunwind", "-target", &name]);
            Linker::Compiler(zig)
        }
    })
}

/// LLVM's linker for Apple, which comes with rustc: zig's own keeps no list of what is offered. The names of Apple's C library are zig's, those
/// of the frameworks our own: Apple's SDK is not ours to hand on.
fn apple_linker(project: &Project, target: &Target) -> Result<Command> {
    let zig = process::text(zig(project)?.arg("env"), "Zig is broken.")?;
    let library = zig
        .lines()
        .find_map(|line| line.trim().strip_prefix(".lib_dir = \""))
        .and_then(|rest| rest.strip_suffix("\","));
    let names = Path::new(library.context("`zig env` names no lib_dir")?).join("libc/darwin/libSystem.tbd");
    let folder = project.own("apple");
    // Zig is ahead of rustc's LLVM, which stops at the name of a processor that it does not know.
    let known = files::read(&names)?.replace("arm64e.x1-", "arm64e-");
    files::write_if_changed(&folder.join("libSystem.tbd"), known.as_bytes())?;
    let mut linker = process::command(rust_tools()?.join("gcc-ld/ld64.lld"));
    linker.args(["-dylib", "-arch", apple_processor(target), "-platform_version", "macos", MACOS_FLOOR, MACOS_FLOOR]);
    linker.arg("-syslibroot").arg(project.root.join("ci/apple-stubs")).arg("-F/System/Library/Frameworks");
    linker.arg("-L").arg(&folder);
    Ok(linker)
}

fn apple_processor(target: &Target) -> &'static str {
    if target.triple.starts_with("aarch64") { "arm64" } else { "x86_64" }
}

/// The folder of the programs that come with rustc.
pub fn rust_tools() -> Result<PathBuf> {
    let sysroot = process::text(process::command("rustc").args(["--print", "sysroot"]), "Check Rust.")?;
    let version = process::text(process::command("rustc").arg("-vV"), "Check Rust.")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("`rustc -vV` names no host")?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin"))
}

/// LLVM's objcopy, which comes with rustc and wants rustc's own LLVM.
pub fn objcopy() -> Result<Command> {
    let tools = rust_tools()?;
    let mut objcopy = process::command(tools.join("rust-objcopy"));
    objcopy.env("LD_LIBRARY_PATH", tools.join("../../.."));
    Ok(objcopy)
}

/// The same bytes on every machine, and no path of the one that built them.
fn paths(project: &Project) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let mut options = vec![format!("--remap-path-prefix={}=/ekyc", project.root.display())];
    options.extend(home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    options
}

/// What rustc is told beyond what cargo tells it.
fn rustc_options(project: &Project, target: &Target) -> Vec<String> {
    let mut options = paths(project);
    options.extend(match target.system {
        // Else musl's libc would be inside, a second one in a process that has one already.
        System::Musl => Some("-Ctarget-feature=-crt-static".to_owned()),
        System::Glibc | System::Windows | System::MacOs | System::Android => None,
    });
    options
}

/// `cargo-zigbuild`, which takes cargo's own arguments, with the environment of one target.
fn zig_command(project: &Project, target: &Target) -> Result<Command> {
    let programs = zig_programs(project)?;
    let mut command = process::command(programs.join("cargo-zigbuild"));
    // It finds zig by asking the first `python3` on PATH for it.
    command.env("PATH", path_with(&programs)?);
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
    let is_there = || {
        let mut rustc = process::command("rustc");
        rustc.args(["--print", "target-libdir", "--target", target.triple]);
        let folder = process::text(&mut rustc, "Check the Rust toolchain.").unwrap_or_default();
        Path::new(folder.trim()).is_dir()
    };
    if is_there() {
        return Ok(());
    }
    let mut rustup = process::command("rustup");
    let added = process::on_path("rustup").is_some()
        && process::capture(rustup.args(["target", "add", target.triple])).is_ok_and(|output| output.status.success());
    ensure!(
        added && is_there(),
        "Rust's standard library for it is missing and could not be added: `rustup target add {}`",
        target.triple
    );
    Ok(())
}

fn path_with(folder: &Path) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("PATH has a folder with a separator in its name")
}
