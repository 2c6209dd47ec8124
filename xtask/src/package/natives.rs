//! The native libraries of a jar: this machine's, and those that a release build collected from other machines.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::bindings::library::Library;
use crate::bindings::native;
use crate::files;
use crate::project::Project;
use crate::target::rules::{self, Floor};
use crate::target::{ALL, Target};

/// The platforms that the jar has a place for, each a folder.
fn platforms() -> impl Iterator<Item = &'static Target> {
    ALL.iter().filter(|target| target.abi().is_none())
}

/// Where the libraries of one package were laid out.
#[derive(Debug)]
pub struct Staged {
    /// The resources of the jar: a folder for each platform.
    pub resources: PathBuf,
    /// The platforms that have their library, and those that do not.
    pub present: Vec<&'static str>,
    pub missing: Vec<&'static str>,
}

/// Lays out this machine's library and what `given` holds, each in a folder named as the platform.
pub fn stage(project: &Project, library: &Library, given: Option<&Path>, place: &Path) -> Result<Staged> {
    // What an earlier package had must not get into this one.
    if place.exists() {
        std::fs::remove_dir_all(place).with_context(|| format!("cannot empty {}", place.display()))?;
    }
    let resources = place.join("resources");
    if let Some(folder) = given {
        refuse_unknown(folder)?;
    }
    let host = Target::of_this_machine()?;
    let (mut present, mut missing) = (Vec::new(), Vec::new());
    for platform in platforms() {
        let file = platform.shared_file();
        let collected = given.map(|folder| folder.join(platform.name).join(&file)).filter(|file| file.is_file());
        // A release's own library for this platform is better than ours: it was linked against an older glibc.
        let (source, floor) = match collected {
            Some(file) => (file, Floor::Held),
            None if platform == host => (native::resources(project).join(platform.name).join(&file), Floor::Any),
            None => {
                missing.push(platform.name);
                continue;
            }
        };
        let contents = std::fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
        check(platform, &contents, library, floor)
            .with_context(|| format!("{} cannot go into the jar", source.display()))?;
        let target = resources.join(native::IN_JAR).join(platform.name).join(&file);
        files::write_if_changed(&target, &contents)?;
        present.push(platform.name);
    }
    Ok(Staged { resources, present, missing })
}

/// A folder with a misspelt name would be a platform silently left out.
fn refuse_unknown(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry.with_context(|| format!("cannot list {}", folder.display()))?;
        let platform = Target::named(&entry.file_name().to_string_lossy())?;
        ensure!(
            entry.path().join(platform.shared_file()).is_file(),
            "{} holds no {}; put it there, or take the folder away",
            entry.path().display(),
            platform.shared_file()
        );
    }
    Ok(())
}

fn check(platform: &Target, contents: &[u8], library: &Library, floor: Floor) -> Result<()> {
    rules::check_bytes(contents, platform, floor)?;
    ensure!(
        library.is_of_one_build_with(contents),
        "it is of another build: it does not hold the fingerprint {}; build it from these very sources",
        library.fingerprint
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::compiled::{SOURCE, compile};

    #[test]
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    fn a_library_of_another_build_or_processor_is_refused() {
        let library =
            Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() };
        let check_named = |name: &str, source: &str| {
            let contents = compile(source, &[]);
            check(Target::named(name).unwrap(), &contents, &library, Floor::Any).map_err(|error| error.to_string())
        };
        let ours = format!(
            "{SOURCE} static const char *const made = \"0123456789abcdef\"; const char *const *keep __attribute__((visibility(\"hidden\"))) = &made;"
        );
        check_named("linux-x86-64", &ours).unwrap();
        assert!(check_named("linux-aarch64", &ours).unwrap_err().contains("needs Aarch64"));
        assert!(check_named("linux-x86-64-musl", &ours).unwrap_err().contains("it does not need libc.so "));
        assert!(check_named("linux-x86-64", SOURCE).unwrap_err().contains("another build"));
    }

    #[test]
    fn a_misspelt_platform_is_not_left_out_silently() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("linux-arm64")).unwrap();
        let error = refuse_unknown(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with("`linux-arm64` is no platform of ours; there are linux-x86-64, "), "{error}");
    }

    #[test]
    fn a_platform_without_its_library_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("win32-x86-64")).unwrap();
        let error = refuse_unknown(folder.path()).unwrap_err().to_string();
        assert!(error.contains("win32-x86-64 holds no ekyc_jni.dll"), "{error}");
    }
}
