//! The native libraries of a jar: this machine's, and those that a release build collected from other machines.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::machine::{self, Machine};
use crate::bindings::library::Library;
use crate::bindings::native;
use crate::files;
use crate::project::Project;

/// A platform that the jar has a place for.
struct Platform {
    /// The name of its folder, as `Machine` in the Kotlin half forms it.
    name: &'static str,
    /// The library's file.
    file: &'static str,
    machine: Machine,
}

const fn platform(name: &'static str, file: &'static str, machine: Machine) -> Platform {
    Platform { name, file, machine }
}

const PLATFORMS: [Platform; 7] = [
    platform("linux-x86-64", "libekyc_jni.so", machine::ELF_X86_64),
    platform("linux-aarch64", "libekyc_jni.so", machine::ELF_AARCH64),
    platform("darwin-x86-64", "libekyc_jni.dylib", machine::MACHO_X86_64),
    platform("darwin-aarch64", "libekyc_jni.dylib", machine::MACHO_AARCH64),
    platform("win32-x86-64", "ekyc_jni.dll", machine::PE_X86_64),
    platform("linux-x86-64-musl", "libekyc_jni.so", machine::ELF_X86_64),
    platform("linux-aarch64-musl", "libekyc_jni.so", machine::ELF_AARCH64),
];

const MUSL: &str = "-musl";

/// Where the libraries of one package were laid out.
#[derive(Debug)]
pub struct Staged {
    /// The resources of the jar: a folder for each platform.
    pub resources: PathBuf,
    /// The platforms that have their library, and those that do not.
    pub present: Vec<&'static str>,
    pub missing: Vec<&'static str>,
}

/// Lays out this machine's library and what `given` holds, each in a folder named as in [`PLATFORMS`].
pub fn stage(project: &Project, library: &Library, given: Option<&Path>, place: &Path) -> Result<Staged> {
    // What an earlier package had must not get into this one.
    if place.exists() {
        std::fs::remove_dir_all(place).with_context(|| format!("cannot empty {}", place.display()))?;
    }
    let resources = place.join("resources");
    if let Some(folder) = given {
        refuse_unknown(folder)?;
    }
    let host = native::platform()?;
    let (mut present, mut missing) = (Vec::new(), Vec::new());
    for platform in &PLATFORMS {
        let own = native::resources(project).join(&host).join(platform.file);
        let source = given.map(|folder| folder.join(platform.name).join(platform.file)).filter(|file| file.is_file());
        // A release's own library for this platform is better than ours: it was linked against an older glibc.
        let Some(source) = source.or_else(|| (platform.name == host).then_some(own)) else {
            missing.push(platform.name);
            continue;
        };
        let contents = std::fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
        check(platform, &contents, library).with_context(|| format!("{} cannot go into the jar", source.display()))?;
        let target = resources.join(native::IN_JAR).join(platform.name).join(platform.file);
        files::write_if_changed(&target, &contents)?;
        present.push(platform.name);
    }
    Ok(Staged { resources, present, missing })
}

/// A folder with a misspelt name would be a platform silently left out.
fn refuse_unknown(folder: &Path) -> Result<()> {
    let known = PLATFORMS.map(|platform| platform.name).join(", ");
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let name = entry.file_name();
        let platform = PLATFORMS.iter().find(|platform| name == platform.name);
        let platform = platform.with_context(|| format!("{} is no platform; known are {known}", name.display()))?;
        ensure!(
            entry.path().join(platform.file).is_file(),
            "{} holds no {}; put it there, or take the folder away",
            entry.path().display(),
            platform.file
        );
    }
    Ok(())
}

fn check(platform: &Platform, contents: &[u8], library: &Library) -> Result<()> {
    match Machine::of(contents) {
        Some(machine) if machine == platform.machine => {}
        Some(machine) => bail!("it is {machine}, and {} needs {}", platform.name, platform.machine),
        None => bail!("it is no library; {} needs {}", platform.name, platform.machine),
    }
    // The name of its C library is the only difference between the two that can be read without running it.
    let glibc = contains(contents, b"libc.so.6\0");
    if glibc && platform.name.ends_with(MUSL) {
        bail!("it needs glibc; build it for the target ...-unknown-linux-musl");
    }
    if !glibc && platform.name.starts_with("linux-") && !platform.name.ends_with(MUSL) {
        bail!("it does not need glibc; if it is for musl, put it into {}{MUSL}", platform.name);
    }
    // A compiler may keep so short a text as two numbers.
    let fingerprint = library.fingerprint.as_bytes();
    let (first, second) = fingerprint.split_at(fingerprint.len() / 2);
    ensure!(
        contains(contents, first) && contains(contents, second),
        "it is of another build: it does not hold the fingerprint {}; build it from these very sources",
        library.fingerprint
    );
    Ok(())
}

fn contains(contents: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && contents.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::super::machine::tests::header;
    use super::*;

    fn library() -> Library {
        Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() }
    }

    fn check_named(name: &str, machine: Machine, rest: &[u8]) -> Result<(), String> {
        let platform = PLATFORMS.iter().find(|platform| platform.name == name).unwrap();
        check(platform, &[&header(machine), rest].concat(), &library()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_right_libraries_are_taken() {
        let (glibc, none) = (b"libc.so.6\0..0123456789abcdef".as_slice(), b"01234567..89abcdef".as_slice());
        check_named("linux-x86-64", machine::ELF_X86_64, glibc).unwrap();
        check_named("linux-aarch64-musl", machine::ELF_AARCH64, none).unwrap();
        check_named("darwin-aarch64", machine::MACHO_AARCH64, none).unwrap();
        check_named("win32-x86-64", machine::PE_X86_64, none).unwrap();
    }

    #[test]
    fn the_wrong_ones_are_refused_with_the_reason() {
        let good = b"libc.so.6\0..0123456789abcdef".as_slice();
        let refused = |name, machine, rest: &[u8]| check_named(name, machine, rest).unwrap_err();
        assert_eq!(
            refused("linux-aarch64", machine::ELF_X86_64, good),
            "it is ELF for x86-64, and linux-aarch64 needs ELF for aarch64"
        );
        assert!(refused("linux-x86-64-musl", machine::ELF_X86_64, good).contains("it needs glibc"));
        assert!(refused("linux-x86-64", machine::ELF_X86_64, b"0123456789abcdef").contains("linux-x86-64-musl"));
        let other = refused("darwin-x86-64", machine::MACHO_X86_64, b"ffffffff89abcdef");
        assert!(other.contains("another build"), "{other}");
    }

    #[test]
    fn a_misspelt_platform_is_not_left_out_silently() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("linux-arm64")).unwrap();
        let error = refuse_unknown(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("linux-arm64 is no platform; known are linux-x86-64, "), "{error}");
    }

    #[test]
    fn a_platform_without_its_library_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("win32-x86-64")).unwrap();
        let error = refuse_unknown(folder.path()).unwrap_err().to_string();
        assert!(error.contains("win32-x86-64 holds no ekyc_jni.dll"), "{error}");
    }
}
