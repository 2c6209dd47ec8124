//! `cargo xtask package swift`: the Swift package with everything that is generated, as a folder and as a git repository.
//!
//! The repository's own `bindings/swift` is no package by itself: what is generated and built is not in git. SwiftPM takes what a tag
//! holds and runs nothing, so the package that is tagged must be whole.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::swift_manifest::{self, Apple};
use crate::bindings::library::{self, Library};
use crate::bindings::native::BUNDLE;
use crate::cleanup::TemporaryFolder;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::{ALL, System, Target};
use crate::{bindings, files, progress};

/// What the package takes from `bindings/swift`.
const TAKEN: [&str; 4] = ["Sources", "lib", "README.md", ".spi.yml"];

const XCFRAMEWORK: &str = "EkycCoreLibrary.xcframework";

const MODULE_MAP: &str = "module EkycCoreLibrary {\n    export *\n}\n";

/// What else the package gets, from a release's other machines.
#[derive(Default)]
pub struct Extras<'a> {
    /// A folder with static libraries that were built elsewhere: linux-aarch64/libekyc.a, ... Without it: what `cargo xtask natives` has
    /// built of these very sources.
    pub natives: Option<&'a Path>,
    /// Where a release's XCFramework can be downloaded, and its checksum. Without it: that in `lib/`, if there is one.
    pub apple: Option<(&'a str, &'a str)>,
}

/// Where a package is that others may depend on.
pub struct SwiftPackage {
    /// By path.
    pub folder: PathBuf,
    /// By URL: a bare repository with the version as its tag.
    pub repository: PathBuf,
}

/// Makes both.
pub fn make(project: &Project, extras: &Extras<'_>) -> Result<SwiftPackage> {
    bindings::ensure(project)?;
    let _lock = files::lock(&project.own("package-swift.lock"), "the Swift package")?;
    let place = project.target.join("packages/swift");
    let package = SwiftPackage { folder: place.join("ekyc"), repository: place.join("ekyc.git") };
    progress::step("package: Swift, as a folder and a git repository", || {
        files::empty(&place)?;
        fill(project, &package.folder, extras)?;
        commit(&package, &project.version)
    })?;
    Ok(package)
}

fn fill(project: &Project, folder: &Path, extras: &Extras<'_>) -> Result<()> {
    let inside = project.swift().join("lib").join(XCFRAMEWORK).is_dir();
    let apple = match extras.apple {
        Some((url, checksum)) => Some(Apple::Release { url: url.to_owned(), checksum: checksum.to_owned() }),
        None => inside.then_some(Apple::Inside),
    };
    let manifest = manifest(project)?;
    let manifests = [
        ("Package.swift", swift_manifest::oldest(&manifest, apple.as_ref())?),
        ("Package@swift-6.2.swift", swift_manifest::with_bundle(&manifest, apple.as_ref())?),
    ];
    for (name, text) in manifests {
        files::write_if_changed(&folder.join(name), text.as_bytes())?;
    }
    let taken = TAKEN.map(|part| project.swift().join(part));
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"].map(|licence| project.root.join(licence));
    let mut copy = cmd!("cp -R {taken...} {licences...} {folder}");
    process::run(&mut copy, "`cargo xtask bindings` makes what is missing.")?;
    let bundle = folder.join("lib").join(BUNDLE);
    let library = library::build(project)?;
    let (own, elsewhere) = (project.target.join("natives/swift"), extras.natives);
    let mut absent = add_natives(&bundle, elsewhere.unwrap_or(&own), &library, elsewhere.is_some())?;
    let held = write_table(&bundle, &project.version)?;
    absent.retain(|(target, _)| !held.contains(&target.name));
    progress::note(&format!("libraries: {}{}", held.join(", "), if apple.is_some() { ", Apple" } else { "" }));
    for (target, why) in absent {
        progress::note(&format!("none for {}: {why}`cargo xtask natives {}` builds it", target.name, target.name));
    }
    if apple.is_none() {
        progress::note("none for Apple: `cargo xtask package apple` makes it on a Mac");
    }
    Ok(())
}

fn manifest(project: &Project) -> Result<String> {
    files::read(&project.swift().join("Package.swift"))
}

/// `Package.swift` as it is with an XCFramework inside.
pub fn of_a_mac(project: &Project) -> Result<String> {
    swift_manifest::oldest(&manifest(project)?, Some(&Apple::Inside))
}

/// The targets that have a place in the bundle, and the folder's name. Apple's are in an XCFramework.
fn targets() -> impl Iterator<Item = (&'static Target, &'static str)> {
    ALL.iter().filter(|target| target.system != System::MacOs).filter_map(|target| Some((target, target.swift?)))
}

/// Takes what another machine or `cargo xtask natives` built, and tells what it did not and why. One of another build would be refused at run time
/// only, by its first user.
fn add_natives(
    bundle: &Path,
    from: &Path,
    library: &Library,
    elsewhere: bool,
) -> Result<Vec<(&'static Target, &'static str)>> {
    let mut absent = Vec::new();
    for (target, name) in targets() {
        let file = from.join(name).join("libekyc.a");
        let Ok(contents) = std::fs::read(&file) else {
            absent.push((target, ""));
            continue;
        };
        if library.is_of_one_build_with(&contents) {
            files::write_if_changed(&bundle.join(name).join("libekyc.a"), &contents)?;
            continue;
        }
        ensure!(!elsewhere, "{} is of another build; build it from these very sources", file.display());
        absent.push((target, "what is there is of another build; "));
    }
    Ok(absent)
}

/// Writes the table of contents of the artifact bundle (SE-0482), and returns the names of the platforms that are in it.
fn write_table(bundle: &Path, version: &str) -> Result<Vec<&'static str>> {
    let here: Vec<_> = targets().filter(|(_, folder)| bundle.join(folder).join("libekyc.a").is_file()).collect();
    ensure!(!here.is_empty(), "{} holds no library; run `cargo xtask bindings`", bundle.display());
    let variants: Vec<Value> = here
        .iter()
        .map(|(target, folder)| {
            json!({
                "path": format!("{folder}/libekyc.a"),
                "supportedTriples": triples(target),
                "staticLibraryMetadata": { "headerPaths": ["include"], "moduleMapPath": "include/module.modulemap" },
            })
        })
        .collect();
    let artifact = json!({ "type": "staticLibrary", "version": version, "variants": variants });
    let info = json!({ "schemaVersion": "1.0", "artifacts": { "ekyc": artifact } });
    files::write_if_changed(&bundle.join("info.json"), format!("{info:#}\n").as_bytes())?;
    files::write_if_changed(&bundle.join("include/module.modulemap"), MODULE_MAP.as_bytes())?;
    Ok(here.iter().map(|(target, _)| target.name).collect())
}

/// The names that compilers give to a platform: Debian's says `pc` where Swift's own say `unknown`.
fn triples(target: &Target) -> Vec<String> {
    let processor = target.triple.split('-').next().unwrap_or_default();
    let kinds: &[&str] =
        if target.system == System::Musl { &["swift-linux-musl"] } else { &["unknown-linux-gnu", "pc-linux-gnu"] };
    kinds.iter().map(|kind| format!("{processor}-{kind}")).collect()
}

/// Git as nobody and at no time, so that the same package is the same commit.
pub fn git() -> Command {
    let mut git = cmd!("git -c user.name=ekyc -c user.email=ekyc@localhost -c commit.gpgsign=false");
    git.env("GIT_AUTHOR_DATE", "2000-01-01T00:00:00Z").env("GIT_COMMITTER_DATE", "2000-01-01T00:00:00Z");
    git
}

/// One commit with the version as its tag.
fn commit(package: &SwiftPackage, version: &str) -> Result<()> {
    let work = TemporaryFolder::new()?;
    let own = work.path().join("git");
    let name = format!("--message=ekyc {version}");
    let add = ["add", "--all", "--force", "."];
    for step in [&["init", "-q", "-b", "main"][..], &add, &["commit", "-q", &name], &["tag", version]] {
        let mut git = git();
        git.arg("--git-dir").arg(&own).arg("--work-tree").arg(&package.folder).args(step).current_dir(&package.folder);
        process::text(&mut git, "Git's words are above.")?;
    }
    let repository = &package.repository;
    process::text(cmd!("git clone -q --bare --no-local {own} {repository}"), "Git's words are above.").map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_is_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (bundle, natives) = (folder.path().join("bundle"), folder.path().join("natives"));
        assert!(write_table(&bundle, "1.2.3").is_err(), "an empty bundle");
        let library = |name: &str| natives.join(name).join("libekyc.a");
        files::write_if_changed(&library("linux-aarch64"), b"0123456789abcdef").unwrap();
        files::write_if_changed(&library("linux-x86_64"), b"of another").unwrap();
        let ours =
            Library { shared: PathBuf::new(), archive: PathBuf::new(), fingerprint: "0123456789abcdef".to_owned() };
        let absent = add_natives(&bundle, &natives, &ours, false).unwrap();
        let told: Vec<_> = absent.iter().map(|(target, why)| (target.name, *why)).collect();
        assert_eq!(told[0], ("linux-x86-64", "what is there is of another build; "));
        assert_eq!(told[1], ("linux-x86-64-musl", ""));
        assert!(add_natives(&bundle, &natives, &ours, true).is_err(), "one of another build was named");
        assert_eq!(write_table(&bundle, "1.2.3").unwrap(), ["linux-aarch64"]);
        let info: Value = serde_json::from_str(&files::read(&bundle.join("info.json")).unwrap()).unwrap();
        let variants = info.pointer("/artifacts/ekyc/variants").unwrap().as_array().unwrap();
        assert_eq!(variants.len(), 1);
        assert_eq!(variants[0]["path"], "linux-aarch64/libekyc.a");
        assert_eq!(variants[0]["supportedTriples"], json!(["aarch64-unknown-linux-gnu", "aarch64-pc-linux-gnu"]));
    }
}
