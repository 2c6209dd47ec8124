//! What is in the packages: every file that there should be, and nothing that tells when it was made.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use zip::ZipArchive;

use super::Strangers;
use crate::bindings::native;
use crate::files;
use crate::package::jvm;
use crate::target::Target;

/// Of each jar of the library, by the end of its name.
const INSIDE: [(&str, &[&str]); 4] = [
    (
        ".jar",
        &[
            "META-INF/LICENSE-APACHE",
            "META-INF/LICENSE-MIT",
            "META-INF/native-image/io.github.ekyc/ekyc/reachability-metadata.json",
            "META-INF/proguard/ekyc.pro",
            "META-INF/sbom/ekyc.cdx.json",
            "META-INF/sbom/ekyc-native.cdx.json",
            "META-INF/versions/17/module-info.class",
        ],
    ),
    ("-sources.jar", &["io/github/ekyc/EkycClient.kt", "io/github/ekyc/internal/Codecs.kt", "module-info.java"]),
    ("-kdoc.jar", &["index.html", "ekyc/io.github.ekyc/-ekyc-client/index.html"]),
    ("-javadoc.jar", &["index.html", "element-list", "io/github/ekyc/EkycClient.html"]),
];

/// The package of the plumbing; `EkycException.Internal` is for users.
const PLUMBING: [&str; 5] = ["io.github.ekyc.internal", "/-writer", "/-reader", "/-native-core", "/-handle"];

pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let project = strangers.project;
    for artifact in jvm::ALL {
        for ending in [".jar", "-sources.jar", "-javadoc.jar"] {
            entries(&artifact.file(project, ending))?;
        }
        pom(&files::read(&artifact.file(project, ".pom"))?, &project.version)?;
    }
    let native = format!("{}/{}/{}", native::IN_JAR, native::platform()?, Target::of_this_machine()?.shared_file());
    for (ending, expected) in INSIDE {
        let jar = jvm::LIBRARY.file(project, ending);
        let entries = entries(&jar)?;
        let native = (ending == ".jar").then_some(native.as_str());
        for name in expected.iter().copied().chain(native) {
            ensure!(entries.iter().any(|entry| entry == name), "{} has no {name}", jar.display());
        }
        let shown = entries.iter().find(|entry| PLUMBING.iter().any(|part| entry.contains(part)));
        ensure!(!ending.ends_with("doc.jar") || shown.is_none(), "the documentation shows plumbing: {shown:?}");
    }
    checksums(&jvm::repository(project).join("io/github/ekyc"))
}

/// The names in a jar. The same sources give the same jar only if nothing in it tells when it was built.
fn entries(jar: &Path) -> Result<Vec<String>> {
    let file = std::fs::File::open(jar).with_context(|| format!("the package has no {}", jar.display()))?;
    let mut archive = ZipArchive::new(file)?;
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        ensure!(entry.last_modified().is_some_and(|time| time.year() == 1980), "{name} tells when it was built");
        names.push(name);
    }
    Ok(names)
}

/// Maven Central takes no file without.
pub fn checksums(folder: &Path) -> Result<()> {
    let files = files::under(folder, &[])?;
    let is_sum = |file: &Path| file.extension().is_some_and(|ending| ending == "md5" || ending == "sha1");
    for file in files.iter().filter(|file| !is_sum(file)) {
        for ending in ["md5", "sha1"] {
            let sum = PathBuf::from(format!("{}.{ending}", file.display()));
            ensure!(files.contains(&sum), "the package lacks {}", sum.display());
        }
    }
    Ok(())
}

/// No version that could mean another tomorrow. What else Maven Central demands, a plugin has checked as the POM was made.
fn pom(pom: &str, version: &str) -> Result<()> {
    ensure!(pom.contains(&format!("<version>{version}</version>")), "the POM is not of version {version}");
    for part in ["${", "<profile", "<version>[", "<version>(", "SNAPSHOT", "LATEST", "RELEASE"] {
        ensure!(!pom.contains(part), "the POM has {part}");
    }
    Ok(())
}
