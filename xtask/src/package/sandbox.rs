//! `cargo xtask package sandbox`: the sandbox as one static program for each processor, and as an image that holds nothing else.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cleanup::TemporaryFolder;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::samples::Language;
use crate::sandbox::Sandbox;
use crate::target::Target;
use crate::toolchain::debian;
use crate::{files, natives, progress};

/// The programs: the target, and what containers call its processor.
const PROGRAMS: [(&Target, &str); 2] = [(Target::LINUX_MUSL, "amd64"), (Target::LINUX_ARM64_MUSL, "arm64")];

/// Where they are.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("packages/sandbox")
}

/// Builds the programs that `left_out` does not name and returns their folder, which is also what the image is built from.
pub fn make(project: &Project, left_out: impl Fn(&str) -> bool) -> Result<PathBuf> {
    let folder = folder(project);
    for (target, processor) in PROGRAMS.iter().filter(|(target, _)| !left_out(target.name)) {
        let built = progress::step(&format!("package: the sandbox for {}", target.name), || {
            natives::static_program(project, target, "ekyc-sandbox")
        })?;
        let place = folder.join(format!("ekyc-sandbox-linux-{processor}"));
        files::parent(&place)?;
        fs_err::copy(&built, &place)?;
    }
    Ok(folder)
}

/// The image for this machine's processor, as an archive that `docker load` and `podman load` take.
pub fn image(project: &Project, folder: &Path) -> Result<PathBuf> {
    debian::install(project, &["buildah", "crun"], "buildah builds the image without a daemon.")?;
    let processor = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
    let archive = folder.join(format!("ekyc-sandbox-{}-{processor}.oci.tar", project.version));
    fs_err::create_dir_all(folder.join("ca"))?;
    let _ = fs_err::remove_file(&archive); // the old one, if there is one
    let storage = TemporaryFolder::new()?;
    let buildah = |words: &[&str]| {
        let (root, run) = (storage.path().join("root"), storage.path().join("run"));
        let mut buildah = cmd!("buildah --storage-driver vfs --root {root} --runroot {run} {words...}");
        process::text(&mut buildah, "buildah's words are above.").map(|said| said.trim().to_owned())
    };
    let name = format!("ekyc-sandbox:{}", project.version);
    let file = project.root.join("sandbox/Containerfile").display().to_string();
    let (argument, context) = (format!("TARGETARCH={processor}"), folder.display().to_string());
    progress::step("package: the sandbox's image", || {
        let build =
            ["build", "--isolation", "chroot", "--timestamp", "0", "--build-arg", &argument, "--tag", &name, "--file"];
        buildah(&[&build[..], &[&file, &context]].concat())?;
        buildah(&["push", &name, &format!("oci-archive:{}:{name}", archive.display())])
    })?;
    progress::step("package: a call of the sandbox in the image", || {
        let root = buildah(&["mount", &buildah(&["from", &name])?])?;
        let format = "{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}";
        let entry = buildah(&["inspect", "--type", "image", "--format", format, &name])?;
        let outcome = Language::Kotlin.run(project, &Sandbox::of_image(Path::new(&root), &entry)?, &[])?;
        buildah(&["umount", "--all"])?;
        outcome.transaction_id().map(|_| ()).with_context(|| format!("the sample failed: {outcome:?}"))
    })?;
    Ok(archive)
}
