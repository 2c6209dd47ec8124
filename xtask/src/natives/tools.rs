//! The tools that build for other machines: zig and cargo-zigbuild from PyPI, Rust's standard libraries from rustup, Android's NDK.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::target::{ANDROID_FLOOR, System, Target};
use crate::process;
use crate::project::Project;
use crate::toolchain::python;

/// Everything that one target needs, or a sentence that names what is missing and how to get it.
pub fn command(project: &Project, target: &Target) -> Result<Command, String> {
    standard_library(target)?;
    if target.system == System::Android { ndk_command(target) } else { zig_command(project, target) }
}

/// `cargo-zigbuild`, which takes cargo's own arguments, with the environment of one target.
fn zig_command(project: &Project, target: &Target) -> Result<Command, String> {
    let programs = python::environment(project, "zig", &project.root.join("ci/zig/requirements.txt"))
        .map_err(|error| format!("zig and cargo-zigbuild cannot be installed: {error:#}"))?;
    let mut command = process::command(programs.join("cargo-zigbuild"));
    // It finds zig by asking the first `python3` on PATH for it.
    command.env("PATH", path_with(&programs).map_err(|error| error.to_string())?);
    match target.system {
        // Else musl's libc would be inside, a second one in a process that has one already.
        System::Musl => {
            command.env("RUSTFLAGS", "-Ctarget-feature=-crt-static");
        }
        System::MacOs => {
            command.env("MACOSX_DEPLOYMENT_TARGET", super::target::MACOS_FLOOR);
            if std::env::consts::OS != "macos" {
                command.env("SDKROOT", project.root.join("ci/apple-stubs"));
            }
        }
        _ => {}
    }
    Ok(command)
}

/// `cargo`, with the compilers of the NDK.
fn ndk_command(target: &Target) -> Result<Command, String> {
    let clang = ndk().and_then(|ndk| compiler(&ndk, target)).ok_or(
        "install the Android NDK (r28 or newer) and set ANDROID_NDK_HOME to its folder; no registry has it",
    )?;
    let name = target.triple.replace('-', "_");
    let mut command = process::cargo();
    command.env(format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), &clang);
    command.env(format!("CC_{name}"), &clang).env(format!("AR_{name}"), clang.with_file_name("llvm-ar"));
    // r28 links for pages of 16 KB by itself; an older one must be told.
    command.env("RUSTFLAGS", "-Clink-arg=-Wl,-z,max-page-size=16384");
    Ok(command)
}

/// Asks rustup for the standard library if it is not there.
fn standard_library(target: &Target) -> Result<(), String> {
    let is_there = || {
        let mut rustc = process::command("rustc");
        rustc.args(["--print", "target-libdir", "--target", target.triple]);
        let folder = process::text(&mut rustc, "Check the Rust toolchain.").unwrap_or_default();
        Path::new(folder.trim()).is_dir()
    };
    if is_there() {
        return Ok(());
    }
    let by_hand = format!("Rust's standard library for it is missing: `rustup target add {}`", target.triple);
    let mut rustup = process::command("rustup");
    let added = process::on_path("rustup").is_some()
        && process::capture(rustup.args(["target", "add", target.triple])).is_ok_and(|output| output.status.success());
    if added && is_there() { Ok(()) } else { Err(by_hand) }
}

/// Where the NDK is, by the variables that Android's own tools use.
fn ndk() -> Option<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK"].into_iter().filter_map(std::env::var_os);
    let sdks = ["ANDROID_HOME", "ANDROID_SDK_ROOT"].into_iter().filter_map(std::env::var_os);
    let in_sdks = sdks.filter_map(|sdk| newest(&Path::new(&sdk).join("ndk")));
    named.map(PathBuf::from).chain(in_sdks).find(|folder| folder.is_dir())
}

/// The one with the highest version among folders named by version.
fn newest(folder: &Path) -> Option<PathBuf> {
    let numbers = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.split('.').map(|part| part.parse::<u64>().unwrap_or_default()).collect::<Vec<_>>()
    };
    std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).max_by_key(numbers)
}

fn compiler(ndk: &Path, target: &Target) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).ok()?.flatten();
    // The NDK's own name for 32-bit ARM has the version of the instruction set in another place.
    let prefix = target.triple.replace("armv7-", "armv7a-");
    hosts
        .map(|host| host.path().join("bin").join(format!("{prefix}{ANDROID_FLOOR}-clang")))
        .find(|compiler| compiler.is_file())
}

/// LLVM's objcopy, which comes with rustc and reads the libraries of every system.
pub fn objcopy() -> Result<PathBuf> {
    let sysroot = process::text(process::command("rustc").args(["--print", "sysroot"]), "Check Rust.")?;
    let version = process::text(process::command("rustc").arg("-vV"), "Check Rust.")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("`rustc -vV` names no host")?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(host).join("bin/rust-objcopy"))
}

fn path_with(folder: &Path) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("PATH has a folder with a separator in its name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_ndk_is_chosen_by_number_and_its_compiler_by_target() {
        let folder = tempfile::tempdir().unwrap();
        for version in ["9.1", "28.0.1", "27.9.9"] {
            std::fs::create_dir_all(folder.path().join(version)).unwrap();
        }
        let ndk = newest(folder.path()).unwrap();
        assert!(ndk.ends_with("28.0.1"));
        let arm = Target::named("android-armeabi-v7a").unwrap();
        assert_eq!(compiler(&ndk, arm), None);
        let bin = ndk.join("toolchains/llvm/prebuilt/linux-x86_64/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(bin.join("armv7a-linux-androideabi24-clang"), "").unwrap();
        assert_eq!(compiler(&ndk, arm), Some(bin.join("armv7a-linux-androideabi24-clang")));
    }
}
