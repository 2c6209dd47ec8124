//! `cargo xtask package jvm`: `io.github.ekyc:ekyc`, `ekyc-testing` and `ekyc-spring-boot-starter` in a Maven repository that is a folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::natives::{self, Staged};
use super::{rust_sbom, starter, testing};
use crate::bindings::library;
use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::maven::Maven;
use crate::{bindings, files, process, progress};

/// The folder that is a Maven repository.
pub fn repository(project: &Project) -> PathBuf {
    project.target.join("packages/maven")
}

/// The folder of the one version in it.
pub fn folder(project: &Project) -> PathBuf {
    repository(project).join("io/github/ekyc/ekyc").join(&project.version)
}

/// One of the files: `ekyc-0.1.0<ending>`.
pub fn file(project: &Project, ending: &str) -> PathBuf {
    folder(project).join(format!("ekyc-{}{ending}", project.version))
}

/// As a Maven setting names a folder.
pub fn url(folder: &Path) -> String {
    format!("file://{}", folder.display().to_string().replace('%', "%25").replace(' ', "%20"))
}

/// Packages if anything that the package is made from changed, and returns a text that names its state.
pub fn ensure(project: &Project, given: Option<&Path>) -> Result<String> {
    let maven = Maven::ensure(project)?;
    let state = format!("{} {}", bindings::ensure(project)?, inputs(project, given)?);
    let _lock = files::lock(&project.own("package-jvm.lock"), "the jar's package")?;
    let stamp = Stamp::new(project.own("package-jvm.stamp"), state.clone());
    if !stamp.is_fresh() {
        stamp.forget();
        progress::step("package: io.github.ekyc:ekyc", || make(project, &maven, given))?;
        progress::step("package: io.github.ekyc:ekyc-testing", || testing::make(project, &maven, given))?;
        progress::step("package: io.github.ekyc:ekyc-spring-boot-starter", || starter::make(project, &maven))?;
        let folders = [folder(project), testing::folder(project), starter::folder(project)];
        let made: Result<Vec<_>> = folders.iter().map(|folder| files::under(folder, &[])).collect();
        let made = made?.concat();
        stamp.write(&made)?;
    }
    Ok(state)
}

/// Packages whatever was packaged before.
pub fn make_anew(project: &Project, given: Option<&Path>) -> Result<()> {
    Stamp::new(project.own("package-jvm.stamp"), String::new()).forget();
    ensure(project, given).map(|_| ())
}

fn inputs(project: &Project, given: Option<&Path>) -> Result<String> {
    let mut sources = files::under(&project.kotlin(), &["target", "generated", "test", "api"])?;
    sources.extend(files::under(&project.root.join("xtask/src/package"), &[])?);
    sources.extend(testing::inputs(project)?);
    sources.extend(starter::inputs(project)?);
    sources.extend(["LICENSE-MIT", "LICENSE-APACHE"].map(|name| project.root.join(name)));
    if let Some(folder) = given {
        sources.extend(files::under(folder, &[])?);
    }
    files::hash(&sources)
}

fn make(project: &Project, maven: &Maven, given: Option<&Path>) -> Result<()> {
    let library = library::build(project)?;
    let staged = natives::stage(project, &library, given, &project.own("package-jvm/natives"))?;
    let sbom = rust_sbom::document(project, &staged.present)?;
    files::write_if_changed(&staged.resources.join("META-INF/sbom/ekyc-native.cdx.json"), sbom.as_bytes())?;
    // Apart from the module's own build folder, whose tests may be running, and empty: Maven removes no outdated class.
    let build = project.own("package-jvm/build");
    for outdated in [&build, &repository(project).join("io/github/ekyc")] {
        if outdated.exists() {
            std::fs::remove_dir_all(outdated).with_context(|| format!("cannot empty {}", outdated.display()))?;
        }
    }
    let mut command = maven.command(&project.kotlin());
    command.args(["-Ppackage", "-Dmaven.test.skip=true", "-Dmaven.install.skip=true"]);
    command.arg(format!("-Dekyc.build={}", build.display()));
    command.arg(format!("-Dekyc.natives={}", staged.resources.display()));
    command.arg(format!("-DaltDeploymentRepository=packages::{}", url(&repository(project)))).arg("deploy");
    process::run_logged(&mut command, &project.log("package-jvm"), "The first run needs the network.")?;
    say(&staged);
    Ok(())
}

fn say(staged: &Staged) {
    progress::note(&format!("libraries inside: {}", staged.present.join(", ")));
    if !staged.missing.is_empty() {
        progress::note(&format!("not inside, give them with --natives: {}", staged.missing.join(", ")));
    }
}
