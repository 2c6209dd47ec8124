//! What a jar holds, as JDK's own `jar` lists it.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::Strangers;
use crate::bindings::native;
use crate::package::jvm;
use crate::{files, process};

const META: [&str; 7] = [
    "META-INF/LICENSE-APACHE",
    "META-INF/LICENSE-MIT",
    "META-INF/native-image/io.github.ekyc/ekyc/reachability-metadata.json",
    "META-INF/proguard/ekyc.pro",
    "META-INF/sbom/ekyc.cdx.json",
    "META-INF/sbom/ekyc-native.cdx.json",
    "META-INF/versions/17/module-info.class",
];

/// Every file of the package.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let jar =
        |ending: &str| Jar { tool: strangers.oldest.home.join("bin/jar"), file: jvm::file(strangers.project, ending) };
    library(&jar(".jar"))?;
    let sources = jar("-sources.jar").list()?;
    for name in ["io/github/ekyc/EkycClient.kt", "io/github/ekyc/internal/Codecs.kt", "module-info.java"] {
        ensure!(sources.iter().any(|entry| entry == name), "the sources jar has no {name}");
    }
    documentation(&jar("-kdoc.jar").list()?, &["index.html", "ekyc/io.github.ekyc/-ekyc-client/index.html"])?;
    documentation(&jar("-javadoc.jar").list()?, &["index.html", "element-list", "io/github/ekyc/EkycClient.html"])?;
    checksums(&jvm::folder(strangers.project))?;
    pom(&files::read(&jvm::file(strangers.project, ".pom"))?, &strangers.project.version)
}

/// Maven Central takes no file without.
fn checksums(folder: &Path) -> Result<()> {
    let files = files::under(folder, &[])?;
    let is_sum = |file: &&PathBuf| file.extension().is_some_and(|ending| ending == "md5" || ending == "sha1");
    for file in files.iter().filter(|file| !is_sum(file)) {
        for ending in ["md5", "sha1"] {
            let sum = PathBuf::from(format!("{}.{ending}", file.display()));
            ensure!(files.contains(&sum), "the package lacks {}", sum.display());
        }
    }
    Ok(())
}

fn library(jar: &Jar) -> Result<()> {
    let entries = jar.list()?;
    let native = format!("{}/{}/", native::IN_JAR, native::platform()?);
    ensure!(entries.iter().any(|entry| entry.starts_with(&native) && *entry != native), "the jar holds no {native}");
    for name in META {
        ensure!(entries.iter().any(|entry| entry == name), "the jar has no {name}");
    }
    let described = jar.run(&["--describe-module"], &["--release", "17"])?;
    for line in ["exports io.github.ekyc", "requires kotlin.stdlib transitive"] {
        ensure!(described.lines().any(|one| one == line), "the module should say `{line}`: {described}");
    }
    // The same sources give the same jar only if nothing in it tells when it was built.
    let listed = jar.run(&["--list", "--verbose"], &[])?;
    let late: Vec<&str> = listed.lines().filter(|line| !line.contains(" 1980 ")).collect();
    ensure!(late.is_empty(), "entries with the time at which they were built: {late:?}");
    Ok(())
}

/// Pages for what users see, none for the plumbing.
fn documentation(entries: &[String], pages: &[&str]) -> Result<()> {
    for name in pages {
        ensure!(entries.iter().any(|entry| entry == name), "the documentation has no {name}");
    }
    // The package of the plumbing; `EkycException.Internal` is for users.
    let plumbing = ["io.github.ekyc.internal", "/-writer", "/-reader", "/-native-core", "/-handle"];
    let shown: Vec<&String> = entries.iter().filter(|entry| plumbing.iter().any(|part| entry.contains(part))).collect();
    ensure!(shown.is_empty(), "the documentation shows plumbing: {shown:?}");
    Ok(())
}

/// No version that could mean another tomorrow. What else Maven Central demands, a plugin has checked as the POM was made.
fn pom(pom: &str, version: &str) -> Result<()> {
    ensure!(pom.contains(&format!("<version>{version}</version>")), "the POM is not of version {version}");
    for part in ["${", "<build>", "<profile", "<version>[", "<version>(", "SNAPSHOT", "LATEST", "RELEASE"] {
        ensure!(!pom.contains(part), "the POM has {part}");
    }
    Ok(())
}

struct Jar {
    tool: PathBuf,
    file: PathBuf,
}

impl Jar {
    fn list(&self) -> Result<Vec<String>> {
        Ok(self.run(&["--list"], &[])?.lines().map(str::to_owned).collect())
    }

    /// The tool is particular about which of its options stand behind the file.
    fn run(&self, before: &[&str], after: &[&str]) -> Result<String> {
        // Dates are told in the time zone of the entries, and in a language we read.
        let mut jar = process::command(&self.tool);
        jar.args(["-J-Duser.timezone=UTC", "-J-Duser.language=en"]).args(before);
        jar.arg(format!("--file={}", self.file.display())).args(after);
        process::text(&mut jar, "The package lacks this file; run `cargo xtask package jvm`.")
    }
}
