//! The tools that build for other machines: zig and cargo-zigbuild from PyPI, Rust's standard libraries from rustup, Android's NDK.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::project::Project;
use crate::target::{ANDROID_FLOOR, MACOS_FLOOR, System, Target};
use crate::toolchain::python;

/// Cargo, or what stands for it, with all that a target needs; else a sentence that names what is missing and how to get it.
pub fn cargo(project: &Project, target: &Target) -> Result<Command> {
    standard_library(target)?;
    let android = target.system == System::Android;
    let mut command = if android { ndk_command(target)? } else { zig_command(project, target)? };
    command.env("CARGO_ENCODED_RUSTFLAGS", rustc_options(project, target).join("\u{1f}"));
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

/// What rustc is told beyond what cargo tells it.
fn rustc_options(project: &Project, target: &Target) -> Vec<String> {
    // The same bytes on every machine, and no path of the one that built them.
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let mut options = vec![format!("--remap-path-prefix={}=/ekyc", project.root.display())];
    options.extend(home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    options.extend(match target.system {
        // Else musl's libc would be inside, a second one in a process that has one already.
        System::Musl => Some("-Ctarget-feature=-crt-static".to_owned()),
        System::MacOs => Some(format!("-Clink-arg=-Wl,-install_name,@rpath/{}", target.shared_file())),
        // The NDK r28 does this by itself; an older one must be told.
        System::Android => Some("-Clink-arg=-Wl,-z,max-page-size=16384".to_owned()),
        System::Glibc | System::Windows => None,
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

/// `cargo`, with the compilers of the NDK.
fn ndk_command(target: &Target) -> Result<Command> {
    let clang = ndk()
        .and_then(|ndk| compiler(&ndk, target))
        .context("install the Android NDK (r28 or newer) and set ANDROID_NDK_HOME to its folder; no registry has it")?;
    let name = target.triple.replace('-', "_");
    let mut command = process::cargo();
    command.env(format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), &clang);
    command.env(format!("CC_{name}"), &clang).env(format!("AR_{name}"), clang.with_file_name("llvm-ar"));
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

/// LLVM's objcopy, which comes with rustc and writes the libraries of every system.
pub fn objcopy() -> Result<Command> {
    let sysroot = process::text(process::command("rustc").args(["--print", "sysroot"]), "Check Rust.")?;
    let sysroot = Path::new(sysroot.trim());
    let version = process::text(process::command("rustc").arg("-vV"), "Check Rust.")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("`rustc -vV` names no host")?;
    let mut command = process::command(sysroot.join("lib/rustlib").join(host).join("bin/rust-objcopy"));
    // It shares LLVM with rustc and does not find it by itself.
    command.env("LD_LIBRARY_PATH", sysroot.join("lib"));
    Ok(command)
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
        std::fs::write(bin.join("armv7a-linux-androideabi26-clang"), "").unwrap();
        assert_eq!(compiler(&ndk, arm), Some(bin.join("armv7a-linux-androideabi26-clang")));
    }
}
