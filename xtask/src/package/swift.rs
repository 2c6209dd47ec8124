//! `cargo xtask package swift`: the Swift package with everything that is generated, as a folder and as a git repository.
//!
//! The repository's own `bindings/swift` is no package by itself: what is generated and built is not in git. SwiftPM takes what a tag
//! holds and runs nothing, so the package that is tagged must be whole.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::swift_bundle;
use super::swift_manifest::{self, Apple};
use crate::bindings::native::BUNDLE;
use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{bindings, files, process, progress};

/// What the package takes from `bindings/swift`.
const TAKEN: [&str; 7] =
    ["Sources/Ekyc", "Sources/EkycTesting", "Sources/EkycCoreFFI", "Server", "lib", "README.md", ".spi.yml"];

const XCFRAMEWORK: &str = "EkycCoreLibrary.xcframework";

/// What else the package gets, from a release's other machines.
#[derive(Default)]
pub struct Extras<'a> {
    /// A folder with static libraries that were built elsewhere: linux-aarch64/libekyc.a, ...
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
        for old in [&package.folder, &package.repository] {
            if old.exists() {
                std::fs::remove_dir_all(old).with_context(|| format!("cannot empty {}", old.display()))?;
            }
        }
        let libraries = fill(project, &package.folder, extras)?;
        progress::note(&format!("libraries: {}", libraries.join(", ")));
        commit(&package, &project.version)
    })?;
    Ok(package)
}

/// Returns the names of the platforms that the package holds libraries for.
fn fill(project: &Project, folder: &Path, extras: &Extras<'_>) -> Result<Vec<&'static str>> {
    let inside = project.swift().join("lib").join(XCFRAMEWORK).is_dir();
    let apple = match extras.apple {
        Some((url, checksum)) => Some(Apple::Release { url: url.to_owned(), checksum: checksum.to_owned() }),
        None => inside.then_some(Apple::Inside),
    };
    let manifest = files::read(&project.swift().join("Package.swift"))?;
    let manifests = [
        ("Package.swift", swift_manifest::oldest(&manifest, apple.as_ref())?),
        ("Package@swift-6.2.swift", swift_manifest::with_bundle(&manifest, apple.as_ref())?),
    ];
    for (name, text) in manifests {
        files::write_if_changed(&folder.join(name), text.as_bytes())?;
    }
    for part in TAKEN {
        // A framework of macOS has links in it, which must stay links.
        let taken = files::under(&project.swift().join(part), &[XCFRAMEWORK])?;
        if taken.is_empty() {
            bail!("bindings/swift/{part} is missing; run `cargo xtask bindings`");
        }
        for file in taken {
            copy(&project.swift(), &file, folder)?;
        }
    }
    let (bundle, mut libraries) = (folder.join("lib").join(BUNDLE), Vec::new());
    if let Some(natives) = extras.natives {
        for file in files::under(natives, &[])? {
            if file.file_name().is_some_and(|name| name == "libekyc.a") {
                copy(natives, &file, &bundle)?;
            }
        }
    }
    libraries.extend(swift_bundle::write(&bundle, &project.version)?);
    if matches!(apple, Some(Apple::Inside)) {
        let from = project.swift().join("lib").join(XCFRAMEWORK);
        process::run(process::command("cp").arg("-R").arg(from).arg(folder.join("lib")), "Copy it there by hand.")?;
    }
    if apple.is_some() {
        libraries.push("Apple");
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&project.root, &project.root.join(licence), folder)?;
    }
    Ok(libraries)
}

fn copy(root: &Path, file: &Path, folder: &Path) -> Result<()> {
    let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let place = folder.join(file.strip_prefix(root).unwrap_or(file));
    files::write_if_changed(&place, &contents).map(|_| ())
}

/// One commit with the version as its tag. By nobody and at no time, so that the same package is the same commit.
fn commit(package: &SwiftPackage, version: &str) -> Result<()> {
    let work = TemporaryFolder::new()?;
    let git = |arguments: &[&str]| -> Result<()> {
        let mut git = process::command("git");
        git.arg("--git-dir").arg(work.path().join("git")).arg("--work-tree").arg(&package.folder);
        git.args(["-c", "user.name=ekyc", "-c", "user.email=ekyc@localhost", "-c", "commit.gpgsign=false"]);
        git.args(arguments).current_dir(&package.folder);
        git.env("GIT_AUTHOR_DATE", "2000-01-01T00:00:00Z").env("GIT_COMMITTER_DATE", "2000-01-01T00:00:00Z");
        process::text(&mut git, "Git's words are above.").map(|_| ())
    };
    git(&["init", "-q", "-b", "main"])?;
    git(&["add", "--all", "--force", "."])?;
    git(&["commit", "-q", "-m", &format!("ekyc {version}")])?;
    git(&["tag", version])?;
    let mut clone = process::command("git");
    clone.args(["clone", "-q", "--bare", "--no-local"]).arg(work.path().join("git")).arg(&package.repository);
    process::text(&mut clone, "Git's words are above.").map(|_| ())
}
