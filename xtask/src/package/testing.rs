//! `io.github.ekyc:ekyc-testing`: the sandbox for the tests of Kotlin and Java, its program inside.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::jvm;
use crate::bindings::library::PROFILE;
use crate::project::Project;
use crate::target::{ALL, Target};
use crate::toolchain::maven::Maven;
use crate::{files, process, progress};

/// What the artifact is made from, besides the library's own.
pub fn inputs(project: &Project) -> Result<Vec<PathBuf>> {
    let mut sources = files::under(&module(project), &["target"])?;
    sources.extend(files::under(&project.root.join("sandbox"), &["tests"])?);
    Ok(sources)
}

/// The folder of the one version.
pub fn folder(project: &Project) -> PathBuf {
    jvm::repository(project).join("io/github/ekyc/ekyc-testing").join(&project.version)
}

fn module(project: &Project) -> PathBuf {
    project.root.join("bindings/kotlin-testing")
}

/// Puts it beside the library, which it takes from there.
pub fn make(project: &Project, maven: &Maven, given: Option<&Path>) -> Result<()> {
    let place = project.own("package-testing");
    if place.exists() {
        std::fs::remove_dir_all(&place).with_context(|| format!("cannot empty {}", place.display()))?;
    }
    let mut present = Vec::new();
    for platform in ALL.iter().filter(|platform| platform.abi().is_none()) {
        let file = if platform.name.starts_with("win") { "ekyc-sandbox.exe" } else { "ekyc-sandbox" };
        let collected =
            [given.map(|given| given.join(platform.name).join(file)), of_a_release(project, platform, given)];
        let source = match collected.into_iter().flatten().find(|file| file.is_file()) {
            Some(file) => file,
            None if *platform == *Target::of_this_machine()? => program(project)?,
            None => continue,
        };
        let contents = std::fs::read(&source).with_context(|| format!("cannot read {}", source.display()))?;
        files::write_if_changed(&place.join("program").join(platform.name).join(file), &contents)?;
        present.push(platform.name);
    }
    let sandbox = format!("-Dekyc.sandbox={}", place.join("program").display());
    deploy(project, maven, &module(project), &place, &[&sandbox])?;
    progress::note(&format!("sandboxes inside: {}", present.join(", ")));
    Ok(())
}

/// For a release: the static program that `package sandbox` makes of its own, good for every C library.
fn of_a_release(project: &Project, platform: &Target, given: Option<&Path>) -> Option<PathBuf> {
    let processor = match platform.name.strip_prefix("linux-")? {
        "x86-64" => "amd64",
        "aarch64" => "arm64",
        _ => return None, // the same program: the jar's reader takes that one on musl too
    };
    given.map(|_| super::sandbox::folder(project).join(format!("ekyc-sandbox-linux-{processor}")))
}

/// Builds a module that takes the library from its package, in `place`, and puts it beside it.
pub fn deploy(project: &Project, maven: &Maven, module: &Path, place: &Path, arguments: &[&str]) -> Result<()> {
    let settings = place.join("settings.xml");
    files::write_if_changed(&settings, super::settings::of(project, maven)?.as_bytes())?;
    let mut command = maven.command(module);
    command.arg("-s").arg(&settings).arg(format!("-Dekyc.build={}", place.join("build").display())).args(arguments);
    command.arg(format!("-DaltDeploymentRepository=packages::{}", jvm::url(&jvm::repository(project))));
    command.args(["-Dmaven.install.skip=true", "deploy"]);
    let name = place.file_name().context("a folder without a name")?;
    process::run_logged(&mut command, &project.log(&name.to_string_lossy()), "The first run needs the network.")
}

/// This machine's, as it is shipped.
fn program(project: &Project) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", "ekyc-sandbox", "--bin", "ekyc-sandbox", "--profile", PROFILE]);
    cargo.env(format!("CARGO_PROFILE_{}_STRIP", PROFILE.to_uppercase()), "symbols").current_dir(&project.root);
    process::run(&mut cargo, "The compiler's words are above.")?;
    Ok(project.target.join(PROFILE).join("ekyc-sandbox"))
}
