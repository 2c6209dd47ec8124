//! Android's NDK; and where there is none, a check that the library would link: against the names of Android 8 that it asks for, which
//! `ci/android-names.txt` lists. What comes out of the check is for reading and never for shipping.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::tools;
use crate::bindings::library;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::link::Linker;
use crate::target::{ANDROID_FLOOR, Target};
use crate::{files, progress};

/// The NDK's compiler for a target, or what to install.
pub fn compiler(target: &Target) -> Result<PathBuf> {
    ndk()
        .and_then(|ndk| compiler_in(&ndk, target))
        .context("install the Android NDK (r28 or newer) and set ANDROID_NDK_HOME to its folder; no registry has it")
}

/// `cargo`, with the compilers of the NDK, or with zig's for the check.
pub fn cargo(project: &Project, target: &Target) -> Result<Command> {
    let name = target.triple.replace('-', "_");
    let mut command = process::cargo();
    if let Ok(clang) = compiler(target) {
        command.env(format!("CC_{name}"), &clang).env(format!("AR_{name}"), clang.with_file_name("llvm-ar"));
        return Ok(command);
    }
    // Only `ring` has C, and it asks a C library for hardly anything: musl's headers do.
    let zig = tools::zig(project)?.display().to_string();
    let options = "-fPIC -O2 -ffunction-sections -fdata-sections";
    command.env(format!("CC_{name}"), format!("{zig} cc -target {} {options}", musl(target)));
    command.env(format!("AR_{name}"), format!("{zig} ar")).env("CRATE_CC_NO_DEFAULTS", "1");
    Ok(command)
}

/// Links against stand-ins for Android's libraries, holds the result to Android's rules, and says what a real one needs.
pub fn check_link(project: &Project, target: &Target) -> Result<()> {
    let Err(missing) = compiler(target) else { return Ok(()) };
    let folder = project.own("android-check").join(target.name);
    let made = super::static_library(project, target, crate::target::JVM_PACKAGE)?;
    let (zig, names) = (tools::zig(project)?, files::read(&project.root.join("ci/android-names.txt"))?);
    for library in ["libc", "libm", "libdl", "libunwind"] {
        let of_it = names.lines().filter_map(|line| line.strip_prefix(library)?.strip_prefix(".so "));
        let source: String = of_it.map(|name| format!("char {name};\n")).collect();
        let file = folder.join(library).with_extension("c");
        files::write_if_changed(&file, source.as_bytes())?;
        let (musl, made) = (musl(target), file.with_extension("so"));
        let options = ["-shared", "-nostdlib", "-fno-builtin", "-w"];
        let link = cmd!("{zig} cc -target {musl} {options...} -Wl,-soname,{library}.so -o {made} {file}");
        process::run(link, "Zig's words are above.")?;
    }
    let lld = tools::rust_tools()?.join("gcc-ld/ld.lld");
    let linker = cmd!("{lld} -shared --eh-frame-hdr -z defs -L {folder} -lunwind");
    let library = folder.join(target.shared_file());
    let advice = "A name that Android 8 has and the list does not may be added to ci/android-names.txt";
    library::shared_of(target, Linker::Bare(linker), None, &made.file, &library).context(advice)?;
    target.check(project, &library, &[])?;
    progress::note("linked as a check, against the names of Android 8; this is nothing to ship");
    bail!("only its link was checked; for a library to ship {missing:#}")
}

/// What zig calls the processor, with the C library whose headers it has.
fn musl(target: &Target) -> &'static str {
    match target.triple.split('-').next() {
        Some("x86_64") => "x86_64-linux-musl",
        Some("aarch64") => "aarch64-linux-musl",
        _ => "arm-linux-musleabi",
    }
}

/// Where the NDK is, by the variables that Android's own tools use.
fn ndk() -> Option<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK"].into_iter().filter_map(std::env::var_os);
    named.map(PathBuf::from).find(|folder| folder.is_dir())
}

fn compiler_in(ndk: &Path, target: &Target) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).ok()?.flatten();
    // The NDK's own name for 32-bit ARM has the version of the instruction set in another place.
    let prefix = target.triple.replace("armv7-", "armv7a-");
    hosts
        .map(|host| host.path().join("bin").join(format!("{prefix}{ANDROID_FLOOR}-clang")))
        .find(|compiler| compiler.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::ALL;

    #[test]
    fn the_ndk_s_compiler_is_chosen_by_target() {
        let ndk = tempfile::tempdir().unwrap();
        let arm = ALL.iter().find(|target| target.name == "android-armeabi-v7a").unwrap();
        assert_eq!(compiler_in(ndk.path(), arm), None);
        let bin = ndk.path().join("toolchains/llvm/prebuilt/linux-x86_64/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::write(bin.join("armv7a-linux-androideabi26-clang"), "").unwrap();
        assert_eq!(compiler_in(ndk.path(), arm), Some(bin.join("armv7a-linux-androideabi26-clang")));
    }
}
