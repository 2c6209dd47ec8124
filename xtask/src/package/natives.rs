//! The native libraries of a package for the JVM or Android: this machine's own, and those that other machines built.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::bindings::library::Library;
use crate::target::rules::{self, Floor};
use crate::target::{ALL, Target};

/// The libraries there are, and for each other platform its name and why there is none.
pub type Collected = (Vec<(&'static Target, Vec<u8>)>, Vec<String>);

/// Takes for each platform of Android, or of the jar, what lies in `elsewhere` below the platform's name, and else its `own`.
///
/// A release's own library for this machine is better than this machine's: it was linked against an older glibc.
pub fn collect(
    android: bool,
    elsewhere: Option<&Path>,
    host: &Library,
    own: impl Fn(&Target) -> Result<PathBuf>,
) -> Result<Collected> {
    let platforms: Vec<&Target> = ALL.iter().filter(|target| target.abi().is_some() == android).collect();
    elsewhere.map_or(Ok(()), |folder| refuse_unknown(folder, &platforms))?;
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for target in platforms {
        let file = elsewhere.map(|folder| folder.join(target.folder()).join(target.shared_file()));
        let (file, floor) = match file.filter(|file| file.is_file()) {
            Some(file) => (Ok(file), Floor::Held),
            None => (own(target), if android { Floor::Held } else { Floor::Any }),
        };
        match file {
            Ok(file) => {
                let contents = fs_err::read(&file)?;
                let refused = || format!("{} cannot go into the package", file.display());
                check(target, &contents, host, floor).with_context(refused)?;
                libraries.push((target, contents));
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

fn check(platform: &Target, contents: &[u8], library: &Library, floor: Floor) -> Result<()> {
    rules::check_bytes(contents, platform, floor)?;
    let fingerprint = &library.fingerprint;
    ensure!(
        library.is_of_one_build_with(contents),
        "it is of another build: it does not hold the fingerprint {fingerprint}; build it from these very sources"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::compiled::{SOURCE, compile};

    fn refused(android: bool, name: &str, file: Option<(&str, &[u8])>) -> String {
        let host =
            Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() };
        let folder = tempfile::tempdir().unwrap();
        fs_err::create_dir(folder.path().join(name)).unwrap();
        if let Some((file, contents)) = file {
            fs_err::write(folder.path().join(name).join(file), contents).unwrap();
        }
        let error = collect(android, Some(folder.path()), &host, |_| anyhow::bail!("none")).err().unwrap();
        format!("{error:#}")
    }

    #[test]
    fn a_library_of_another_build_or_platform_is_refused() {
        let compiled = compile(SOURCE, &["-Wl,-z,relro"]);
        let library = Some(("libekyc_jni.so", compiled.as_slice()));
        assert!(refused(false, "linux-x86-64-musl", library).contains("it does not need libc.so "));
        assert!(refused(true, "arm64-v8a", library).contains("arm64-v8a/libekyc_jni.so cannot go into the package"));
        let other = compile(SOURCE, &["-Wl,-z,relro"]);
        let host =
            Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() };
        let error = check(Target::of_this_machine().unwrap(), &other, &host, Floor::Any).unwrap_err().to_string();
        assert!(error.contains("another build"), "{error}");
    }

    #[test]
    fn a_misspelt_platform_and_one_without_its_library_are_named() {
        let error = refused(false, "linux-arm64", None);
        assert!(error.starts_with("linux-arm64 is no platform of ours; there are linux-x86-64, "), "{error}");
        let error = refused(true, "arm64", None);
        assert!(error.starts_with("arm64 is no platform of ours; there are arm64-v8a, "), "{error}");
        assert!(refused(false, "win32-x86-64", None).contains("win32-x86-64 holds no ekyc_jni.dll"));
    }
}
