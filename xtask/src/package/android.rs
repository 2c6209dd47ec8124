//! `cargo xtask package android`: `io.github.ekyc:ekyc-android` in a Maven repository that is a folder.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::{jvm, natives};
use crate::project::Project;
use crate::target::ANDROID_FLOOR;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{files, process, progress};

const DEPLOY: &str = "org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file";

/// Makes it from every ABI that can be had, and returns the AAR's place. Maven puts it into the repository, with sums, and with the sources and
/// the documentation of the jar, whose classes it holds.
pub fn make(project: &Project, folder: Option<&Path>, repository: &Path) -> Result<PathBuf> {
    let (libraries, missing) = natives::collect(project, true, folder, |target| {
        ensure!(folder.is_none(), "it is not in the folder of --natives");
        // Before the minutes of a build whose result could not be linked.
        crate::natives::android::compiler(target)?;
        let name = format!("package: the library for {}", target.folder());
        progress::step(&name, || crate::natives::shared(project, target))
    })?;
    ensure!(
        !libraries.is_empty(),
        "there is no library for any ABI of Android, and an AAR without one would only fail later:\n  {}\nor give \
         libraries that were built elsewhere with --natives",
        missing.join("\n  ")
    );
    jvm::ensure(project, None)?;
    let jar = |ending: &str| jvm::LIBRARY.file(project, ending);
    let names: Vec<&str> = libraries.iter().map(|(target, _)| target.folder()).collect();
    progress::note(&format!("ABIs inside: {}", names.join(", ")));
    missing.iter().for_each(|reason| progress::note(&format!("not inside: {reason}")));
    let place = project.own("package-android");
    files::empty(&place)?;
    for (target, library) in &libraries {
        files::write_if_changed(&place.join("jni").join(target.shared_below()), library)?;
    }
    let (oldest, aar, pom) = (ANDROID_FLOOR.to_string(), place.join("ekyc.aar"), place.join("ekyc.pom"));
    let words = [jar(".jar").into_os_string(), jar(".pom").into(), place.clone().into(), oldest.into()];
    process::run(python::script(project, "ci/aar.py", &words)?, "The AAR cannot be put together.")?;
    let mut maven = Maven::ensure(project)?.command(&place);
    maven.arg(DEPLOY).arg(format!("-Durl={}", jvm::url(repository)));
    let (sources, javadoc) = (jar("-sources.jar"), jar("-javadoc.jar"));
    for (name, file) in [("file", aar), ("pomFile", pom), ("sources", sources), ("javadoc", javadoc)] {
        maven.arg(format!("-D{name}={}", file.display()));
    }
    process::run_logged(&mut maven, &project.log("package-android"), "The first run needs the network.")?;
    let version = &project.version;
    Ok(repository.join(format!("io/github/ekyc/ekyc-android/{version}/ekyc-android-{version}.aar")))
}
