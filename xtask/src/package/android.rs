//! `cargo xtask package android`: `io.github.ekyc:ekyc-android` in a Maven repository that is a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{android_aar, jvm};
use crate::bindings::library::{self, Library};
use crate::natives;
use crate::project::Project;
use crate::target::{ALL, Target};
use crate::toolchain::maven::Maven;
use crate::{files, process, progress};

/// Makes it from every ABI that can be had, and returns the AAR's place. Maven puts it into the repository, with sums, and with the sources and
/// the documentation of the jar, whose classes it holds.
pub fn make(project: &Project, given: Option<&Path>, repository: &Path) -> Result<PathBuf> {
    let (libraries, missing) = match given {
        Some(folder) => collect(folder, &library::build(project)?)?,
        None => build(project)?,
    };
    ensure!(!libraries.is_empty(), "{}", nothing(&missing));
    jvm::ensure(project, None)?;
    let jar = |ending: &str| jvm::LIBRARY.file(project, ending);
    let names: Vec<&str> = libraries.iter().filter_map(|(target, _)| target.abi()).collect();
    progress::note(&format!("ABIs inside: {}", names.join(", ")));
    missing.iter().for_each(|reason| progress::note(&format!("not inside: {reason}")));
    let place = project.own("package-android");
    let (aar, pom_file) = (place.join("ekyc.aar"), place.join("ekyc.pom"));
    files::write_if_changed(&aar, &android_aar::assemble(&libraries, &read(&jar(".jar"))?)?)?;
    files::write_if_changed(&pom_file, pom(&files::read(&jar(".pom"))?)?.as_bytes())?;
    let mut maven = Maven::ensure(project)?.command(&place);
    maven.arg(DEPLOY).arg(format!("-Durl={}", jvm::url(repository)));
    let (sources, javadoc) = (jar("-sources.jar"), jar("-javadoc.jar"));
    for (name, file) in [("file", aar), ("pomFile", pom_file), ("sources", sources), ("javadoc", javadoc)] {
        maven.arg(format!("-D{name}={}", file.display()));
    }
    process::run_logged(&mut maven, &project.log("package-android"), "The first run needs the network.")?;
    let version = &project.version;
    Ok(repository.join(format!("io/github/ekyc/ekyc-android/{version}/ekyc-android-{version}.aar")))
}

const DEPLOY: &str = "org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file";

type Libraries = (Vec<(&'static Target, Vec<u8>)>, Vec<String>);

/// The targets of Android, each with the name of its ABI.
fn abis() -> impl Iterator<Item = (&'static Target, &'static str)> {
    ALL.iter().filter_map(|target| Some((target, target.abi()?)))
}

/// Builds for every ABI that this machine can build for.
fn build(project: &Project) -> Result<Libraries> {
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for (target, abi) in abis() {
        // Before the minutes of a build whose result could not be linked.
        let library = natives::android::compiler(target).and_then(|_| {
            progress::step(&format!("package: the library for {abi}"), || natives::shared(project, target))
        });
        match library {
            Ok(made) => libraries.push((target, read(&made)?)),
            Err(reason) => missing.push(format!("{abi}: {reason:#}")),
        }
    }
    Ok((libraries, missing))
}

/// Takes libraries that were built elsewhere. A folder that is no ABI's is refused: it would be an ABI silently left out.
fn collect(folder: &Path, host: &Library) -> Result<Libraries> {
    let known = abis().map(|(_, abi)| abi).collect::<Vec<_>>().join(", ");
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry.with_context(|| format!("cannot list {}", folder.display()))?.file_name();
        ensure!(abis().any(|(_, abi)| name == abi), "{} is no ABI of Android; known are {known}", name.display());
    }
    let (mut libraries, mut missing) = (Vec::new(), Vec::new());
    for (target, abi) in abis() {
        let file = folder.join(abi).join(target.shared_file());
        if !file.is_file() {
            missing.push(format!("{abi}: no {}", file.display()));
            continue;
        }
        let contents = read(&file)?;
        let same = host.is_of_one_build_with(&contents);
        ensure!(same, "{} is of another build: it does not hold the fingerprint {}", file.display(), host.fingerprint);
        libraries.push((target, contents));
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
    // Maven leaves a jar's packaging out, since it is the one that needs no name.
    let rest = rest.replacen("<packaging>jar</packaging>", "", 1);
    Ok(format!("{head}<artifactId>ekyc-android</artifactId><packaging>aar</packaging>{rest}"))
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
        let aar = "<project><artifactId>ekyc-android</artifactId><packaging>aar</packaging></project>";
        assert_eq!(pom("<project><artifactId>ekyc</artifactId><packaging>jar</packaging></project>").unwrap(), aar);
        assert_eq!(pom("<project><artifactId>ekyc</artifactId></project>").unwrap(), aar);
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
