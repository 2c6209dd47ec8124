//! `cargo xtask package swift`: the Swift package as a folder and as a git repository, by `ci/swift_package.py`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::bindings::library;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::ALL;
use crate::toolchain::python;
use crate::{bindings, files, progress};

/// Where a package is that others may depend on.
pub struct SwiftPackage {
    /// By path.
    pub folder: PathBuf,
    /// By URL: a bare repository with the version as its tag.
    pub repository: PathBuf,
}

/// Makes both. `natives` is a folder with static libraries that were built elsewhere: linux-aarch64/libekyc.a, ...; without it, what
/// `cargo xtask natives` has built of these very sources is taken. `apple` is where a release's XCFramework can be downloaded, and its checksum;
/// without it, that in `lib/` is taken, if there is one.
pub fn make(project: &Project, natives: Option<&Path>, apple: Option<(&str, &str)>) -> Result<SwiftPackage> {
    bindings::ensure(project)?;
    let _lock = files::lock(&project.own("package-swift.lock"), "the Swift package")?;
    let (place, own) = (project.target.join("packages/swift"), project.target.join("natives/swift"));
    let fingerprint = library::build(project)?.fingerprint;
    let mut script = python::script(project, "ci/swift_package.py", &["--version", &project.version])?;
    script.arg("--place").arg(&place).arg("--natives").arg(natives.unwrap_or(&own));
    script.args(["--fingerprint", &fingerprint]).args(natives.map(|_| "--named"));
    script.args(apple.into_iter().flat_map(|(url, checksum)| ["--apple", url, checksum])).arg("--");
    for target in &ALL {
        script.args(target.swift.map(|folder| format!("{}:{folder}:{}", target.name, target.triple)));
    }
    progress::step("package: Swift, as a folder and a git repository", || {
        process::run(script, "What is missing is said above.")
    })?;
    Ok(SwiftPackage { folder: place.join("ekyc"), repository: place.join("ekyc.git") })
}

/// The Rust core for Apple's platforms, made on a Mac by `ci/xcframework.sh`, with a copy where `bindings/swift/Package.swift` looks for it.
pub fn xcframework(project: &Project) -> Result<PathBuf> {
    let script = project.root.join("ci/xcframework.sh");
    let finished = project.target.join("packages/apple/EkycCoreLibrary.xcframework");
    let (version, target) = (&project.version, &project.target);
    process::run(cmd!("{script}"), "Install what is missing.")?;
    bindings::ensure(project)?;
    progress::step("package: the XCFramework", || {
        process::run(cmd!("{script} {version} {target} {finished}"), "The words of Xcode's tools are above.")
    })?;
    Ok(finished)
}
