//! `cargo xtask package android`: `io.github.ekyc:ekyc-android` in a Maven repository that is a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::android_aar::{self, Parts};
use super::android_toolchain::Toolchains;
use super::jvm;
use crate::bindings::library::{self, Library};
use crate::elf::rules::{ABIS, Abi};
use crate::project::Project;
use crate::{files, progress};

/// Makes it from every ABI that can be had, and returns the AAR's place.
pub fn make(project: &Project, given: Option<&Path>) -> Result<PathBuf> {
    let host = library::build(project)?;
    let (libraries, missing) = match given {
        Some(folder) => collect(folder, &host)?,
        None => build(project)?,
    };
    ensure!(!libraries.is_empty(), "{}", nothing(&missing));
    jvm::ensure(project, None)?;
    let jar = read(&jvm::file(project, ".jar"))?;
    let names: Vec<&str> = libraries.iter().map(|(abi, _)| abi.name).collect();
    progress::note(&format!("ABIs inside: {}", names.join(", ")));
    for reason in &missing {
        progress::note(&format!("not inside: {reason}"));
    }
    let aar = android_aar::assemble(&Parts { libraries, jar })?;
    let version = &project.version;
    let stem =
        project.target.join(format!("packages/android/io/github/ekyc/ekyc-android/{version}/ekyc-android-{version}"));
    let file = stem.with_file_name(format!("ekyc-android-{version}.aar"));
    files::write_if_changed(&file, &aar)?;
    let pom = pom(&files::read(&jvm::file(project, ".pom"))?)?;
    files::write_if_changed(&file.with_extension("pom"), pom.as_bytes())?;
    Ok(file)
}

type Libraries = (Vec<(&'static Abi, Vec<u8>)>, Vec<String>);

/// Builds for every ABI that this machine can build for.
fn build(project: &Project) -> Result<Libraries> {
    let toolchains = Toolchains::find()?;
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for abi in &ABIS {
        match toolchains.environment(abi) {
            Ok(environment) => {
                let made = progress::step(&format!("package: the library for {}", abi.name), || {
                    let more = ["--target", abi.target, "--", "-Cstrip=symbols"];
                    library::shared_with(project, &more, &environment)
                })?;
                libraries.push((abi, read(&made)?));
            }
            Err(reason) => missing.push(reason),
        }
    }
    Ok((libraries, missing))
}

/// Takes libraries that were built elsewhere. A folder that is no ABI's is refused: it would be an ABI silently left out.
fn collect(folder: &Path, host: &Library) -> Result<Libraries> {
    let known = ABIS.each_ref().map(|abi| abi.name).join(", ");
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry.with_context(|| format!("cannot list {}", folder.display()))?.file_name();
        ensure!(ABIS.iter().any(|abi| name == abi.name), "{} is no ABI of Android; known are {known}", name.display());
    }
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for abi in &ABIS {
        let file = folder.join(abi.name).join("libekyc_jni.so");
        if !file.is_file() {
            missing.push(format!("{}: no {}", abi.name, file.display()));
            continue;
        }
        let contents = read(&file)?;
        if !host.is_of_one_build_with(&contents) {
            bail!("{} is of another build: it does not hold the fingerprint {}", file.display(), host.fingerprint);
        }
        libraries.push((abi, contents));
    }
    Ok((libraries, missing))
}

fn nothing(missing: &[String]) -> String {
    format!(
        "there is no library for any ABI of Android, and an AAR without one would only fail later:\n  {}\nor give libraries \
         that were built elsewhere with --natives",
        missing.join("\n  ")
    )
}

/// As the jar's, for an AAR.
fn pom(jar: &str) -> Result<String> {
    let own = "<artifactId>ekyc</artifactId>";
    let (head, rest) = jar.split_once(own).context("the jar's POM has another artifactId")?;
    Ok(format!("{head}<artifactId>ekyc-android</artifactId>{rest}").replace("<packaging>jar<", "<packaging>aar<"))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_no_abi_at_all_it_says_what_to_install() {
        let text = nothing(&["arm64-v8a: run `rustup target add aarch64-linux-android`".to_owned()]);
        assert!(text.contains("rustup target add aarch64-linux-android") && text.contains("--natives"), "{text}");
    }

    #[test]
    fn the_pom_is_that_of_an_aar() {
        let jar = "<project><artifactId>ekyc</artifactId><packaging>jar</packaging></project>";
        assert_eq!(
            pom(jar).unwrap(),
            "<project><artifactId>ekyc-android</artifactId><packaging>aar</packaging></project>"
        );
    }

    #[test]
    fn a_folder_that_is_no_abi_and_a_foreign_build_are_refused() {
        let host =
            Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() };
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("x86_64")).unwrap();
        std::fs::write(folder.path().join("x86_64/libekyc_jni.so"), "another").unwrap();
        let error = collect(folder.path(), &host).err().unwrap().to_string();
        assert!(error.contains("another build"), "{error}");
        std::fs::create_dir(folder.path().join("arm64")).unwrap();
        let error = collect(folder.path(), &host).err().unwrap().to_string();
        assert!(error.starts_with("arm64 is no ABI of Android; known are arm64-v8a, "), "{error}");
    }
}
