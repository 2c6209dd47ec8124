//! Which of Android's ABIs this machine can build for: a Rust standard library and the NDK's linker.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::elf::rules::Abi;
use crate::process;

/// The oldest Android the AAR supports. `java.util.concurrent.CompletableFuture` came with it (Android 7).
pub const MIN_SDK: u32 = 24;

/// Where Rust's standard libraries and the NDK are.
pub struct Toolchains {
    rustlib: PathBuf,
    ndk: Option<PathBuf>,
}

impl Toolchains {
    /// Looks for both, as Android's own tools look for the NDK.
    pub fn find() -> Result<Self> {
        let sysroot = process::text(process::command("rustc").args(["--print", "sysroot"]), "Check Rust.")?;
        let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK"].into_iter().filter_map(std::env::var_os);
        let sdks = ["ANDROID_HOME", "ANDROID_SDK_ROOT"].into_iter().filter_map(std::env::var_os);
        let ndks = named.map(PathBuf::from).chain(sdks.filter_map(|sdk| newest(&Path::new(&sdk).join("ndk"))));
        Ok(Self {
            rustlib: Path::new(sysroot.trim()).join("lib/rustlib"),
            ndk: ndks.into_iter().find(|folder| folder.is_dir()),
        })
    }

    /// The environment in which cargo builds for an ABI, or what must be installed first.
    pub fn environment(&self, abi: &Abi) -> Result<Vec<(String, PathBuf)>, String> {
        let mut missing = Vec::new();
        if !self.rustlib.join(abi.target).join("lib").is_dir() {
            missing.push(format!("run `rustup target add {}`", abi.target));
        }
        let compiler = self.ndk.as_deref().and_then(|ndk| compiler(ndk, abi));
        match compiler {
            Some(compiler) if missing.is_empty() => Ok(environment(abi, &compiler)),
            compiler => {
                if compiler.is_none() {
                    missing.push("install the Android NDK (r28 or newer) and set ANDROID_NDK_HOME to it".to_owned());
                }
                Err(format!("{}: {}", abi.name, missing.join(", and ")))
            }
        }
    }
}

/// The one with the highest version among folders named by version.
fn newest(folder: &Path) -> Option<PathBuf> {
    let numbers = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.split('.').map(|part| part.parse::<u64>().unwrap_or_default()).collect::<Vec<_>>()
    };
    std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).max_by_key(numbers)
}

fn compiler(ndk: &Path, abi: &Abi) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).ok()?.flatten();
    // The NDK's own name for 32-bit ARM has the version of the instruction set in another place.
    let prefix = abi.target.replace("armv7-", "armv7a-");
    hosts
        .map(|host| host.path().join("bin").join(format!("{prefix}{MIN_SDK}-clang")))
        .find(|compiler| compiler.is_file())
}

fn environment(abi: &Abi, compiler: &Path) -> Vec<(String, PathBuf)> {
    let name = abi.target.replace('-', "_");
    vec![
        (format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), compiler.to_path_buf()),
        (format!("CC_{name}"), compiler.to_path_buf()),
        (format!("AR_{name}"), compiler.with_file_name("llvm-ar")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elf::rules::ABIS;

    fn toolchains(folder: &Path) -> Toolchains {
        Toolchains { rustlib: folder.join("rustlib"), ndk: Some(folder.join("ndk")) }
    }

    #[test]
    fn what_is_missing_is_said_for_each_abi() {
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<String> = ABIS.iter().map(|abi| toolchains(folder.path()).environment(abi).unwrap_err()).collect();
        assert!(
            all[0].starts_with("arm64-v8a: run `rustup target add aarch64-linux-android`, and install the Android NDK")
        );
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn a_target_with_a_linker_can_be_built() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("ndk/toolchains/llvm/prebuilt/linux-x86_64/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(folder.path().join("rustlib/armv7-linux-androideabi/lib")).unwrap();
        std::fs::write(bin.join("armv7a-linux-androideabi24-clang"), "").unwrap();
        let environment = toolchains(folder.path()).environment(&ABIS[1]).unwrap();
        assert_eq!(environment[0].0, "CARGO_TARGET_ARMV7_LINUX_ANDROIDEABI_LINKER");
        assert_eq!(environment[2].1, bin.join("llvm-ar"));
        assert!(toolchains(folder.path()).environment(&ABIS[0]).is_err());
    }

    #[test]
    fn the_newest_ndk_is_chosen_by_number() {
        let folder = tempfile::tempdir().unwrap();
        for version in ["9.0.1", "28.2.13676358", "28.10.1"] {
            std::fs::create_dir(folder.path().join(version)).unwrap();
        }
        assert_eq!(newest(folder.path()), Some(folder.path().join("28.10.1")));
    }
}
