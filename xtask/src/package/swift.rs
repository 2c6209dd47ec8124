//! `cargo xtask package swift`: the Swift package with everything that is generated, as a folder and as a git repository.
//!
//! The repository's own `bindings/swift` is no package by itself: what is generated and built is not in git. SwiftPM takes what a tag
//! holds and runs nothing, so the package that is tagged must be whole.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::{bindings, files, process, progress};

/// What the package takes from `bindings/swift`.
const TAKEN: [&str; 5] = ["Sources/Ekyc", "Sources/EkycCore", "Sources/EkycCoreFFI", "lib", "README.md"];

const BEGIN: &str = "        // Not in the package that `cargo xtask package swift` makes: begin\n";
const END: &str = "        // end\n";

/// Where a package is that others may depend on.
pub struct SwiftPackage {
    /// By path.
    pub folder: PathBuf,
    /// By URL: a bare repository with the version as its tag.
    pub repository: PathBuf,
}

/// Makes both.
pub fn make(project: &Project) -> Result<SwiftPackage> {
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
        fill(project, &package.folder)?;
        commit(&package, &project.version)
    })?;
    Ok(package)
}

fn fill(project: &Project, folder: &Path) -> Result<()> {
    let manifest = files::read(&project.swift().join("Package.swift"))?;
    files::write_if_changed(&folder.join("Package.swift"), without_tests(&manifest)?.as_bytes())?;
    for part in TAKEN {
        let taken = files::under(&project.swift().join(part), &["EkycCoreFFI.xcframework"])?;
        if taken.is_empty() {
            bail!("bindings/swift/{part} is missing; run `cargo xtask bindings`");
        }
        for file in taken {
            copy(&project.swift(), &file, folder)?;
        }
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&project.root, &project.root.join(licence), folder)?;
    }
    Ok(())
}

fn copy(root: &Path, file: &Path, folder: &Path) -> Result<()> {
    let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let place = folder.join(file.strip_prefix(root).unwrap_or(file));
    files::write_if_changed(&place, &contents).map(|_| ())
}

/// The manifest without the targets that only the tests need.
fn without_tests(manifest: &str) -> Result<String> {
    let (head, rest) = manifest.split_once(BEGIN).context("bindings/swift/Package.swift does not mark its tests")?;
    let (_, tail) = rest.split_once(END).context("bindings/swift/Package.swift does not mark the end of its tests")?;
    Ok(format!("{}\n{tail}", head.trim_end()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_loses_its_tests_and_nothing_else() {
        let manifest = format!("targets: [\n        core,\n\n{BEGIN}        .testTarget(name: \"T\"),\n{END}    ]\n");
        assert_eq!(without_tests(&manifest).unwrap(), "targets: [\n        core,\n    ]\n");
        assert!(without_tests("targets: []").is_err());
    }
}
