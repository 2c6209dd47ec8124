//! The native libraries of a package for the JVM or Android: this machine's own, and those that other machines built.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::bindings::library;
use crate::project::Project;
use crate::target::{ALL, Target};

/// The libraries there are, and for each other platform its name and why there is none.
pub type Collected = (Vec<(&'static Target, Vec<u8>)>, Vec<String>);

/// Takes for each platform of Android, or of the jar, what lies in `elsewhere` below the platform's name, and else its `own`.
///
/// A release's own library for this machine is better than this machine's: it was linked against an older glibc. All are held to their rules,
/// but for a jar with nothing but what this machine made for itself, which is read by the tests.
pub fn collect(
    project: &Project,
    android: bool,
    elsewhere: Option<&Path>,
    own: impl Fn(&Target) -> Result<PathBuf>,
) -> Result<Collected> {
    let platforms: Vec<&Target> = ALL.iter().filter(|target| target.abi().is_some() == android).collect();
    elsewhere.map_or(Ok(()), |folder| refuse_unknown(folder, &platforms))?;
    let fingerprint = library::build(project)?.fingerprint;
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for target in platforms {
        let given = elsewhere.map(|folder| folder.join(target.shared_below()));
        let given = given.filter(|file| file.is_file());
        let kind = if android { Some("--ndk") } else { given.is_none().then_some("--own") };
        match given.map_or_else(|| own(target), Ok) {
            Ok(file) => {
                if android || elsewhere.is_some() {
                    let options: Vec<&str> = ["--of", &fingerprint].into_iter().chain(kind).collect();
                    target.check(project, &file, &options)?;
                }
                libraries.push((target, fs_err::read(&file)?));
            }
            Err(reason) => missing.push(format!("{}: {reason:#}", target.folder())),
        }
    }
    Ok((libraries, missing))
}

/// A folder with a misspelt name, or without its library, would be a platform silently left out.
fn refuse_unknown(folder: &Path, platforms: &[&Target]) -> Result<()> {
    let known = platforms.iter().map(|target| target.folder()).collect::<Vec<_>>().join(", ");
    for entry in fs_err::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let target = platforms.iter().find(|target| name == target.folder());
        let target = target.with_context(|| format!("{} is no platform of ours; there are {known}", name.display()))?;
        let file = target.shared_file();
        ensure!(path.join(&file).is_file(), "{} holds no {file}; put it there, or take it away", path.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_platform_and_one_without_its_library_are_named() {
        let platforms: Vec<&Target> = ALL.iter().collect();
        for (name, said) in [
            ("linux-arm64", "linux-arm64 is no platform of ours; there are linux-x86-64, "),
            ("win32-x86-64", "win32-x86-64 holds no ekyc_jni.dll"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs_err::create_dir(folder.path().join(name)).unwrap();
            let error = refuse_unknown(folder.path(), &platforms).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
