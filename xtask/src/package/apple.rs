//! `cargo xtask package apple`: the Rust core for Apple's platforms, as `EkycCoreLibrary.xcframework`. `ci/xcframework.sh` makes it on a Mac.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;
use crate::{bindings, progress};

/// Makes it and puts a copy where `bindings/swift/Package.swift` looks for it.
pub fn make(project: &Project) -> Result<PathBuf> {
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
