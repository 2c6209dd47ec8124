//! `cargo xtask package sandbox`: the sandbox as one static program for each processor, and as an image that holds nothing else.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{self, cmd};
use crate::project::Project;
use crate::samples::Language;
use crate::target::{LINUX_ARM64_MUSL, LINUX_MUSL, Target};
use crate::toolchain::debian;
use crate::{files, natives, progress};

/// The programs: the target, and what containers call its processor.
const PROGRAMS: [(&Target, &str); 2] = [(&LINUX_MUSL, "amd64"), (&LINUX_ARM64_MUSL, "arm64")];

/// Where they are.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("packages/sandbox")
}

/// Builds the programs that `left_out` does not name and returns their folder, which is also what the image is built from.
pub fn make(project: &Project, left_out: impl Fn(&str) -> bool) -> Result<PathBuf> {
    let folder = folder(project);
    files::empty(&folder)?;
    fs_err::create_dir_all(&folder)?;
    for (target, processor) in PROGRAMS.iter().filter(|(target, _)| !left_out(target.name)) {
        let built = progress::step(&format!("package: the sandbox for {}", target.name), || {
            natives::static_program(project, target, "ekyc-sandbox")
        })?;
        fs_err::copy(&built, folder.join(format!("ekyc-sandbox-linux-{processor}")))?;
    }
    Ok(folder)
}

/// The image for this machine's processor, as an archive; the sample has called the sandbox in it.
pub fn image(project: &Project, folder: &Path) -> Result<PathBuf> {
    debian::install(project, &["buildah", "crun"], "buildah builds the image without a daemon.")?;
    let processor = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
    let (script, version) = (project.root.join("ci/sandbox-image.sh"), &project.version);
    let archive = folder.join(format!("ekyc-sandbox-{version}-{processor}.oci.tar"));
    let sample = process::told(&Language::Kotlin.prepare(project)?);
    progress::step("package: the sandbox's image, and a call of the sandbox in it", || {
        let make = cmd!("{script} {folder} {archive} ekyc-sandbox:{version} {processor} {sample...}");
        process::run(make, "The words of buildah, or of the sample, are above.")
    })?;
    Ok(archive)
}
