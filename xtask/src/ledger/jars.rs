//! What a JVM project gets with one dependency: our jar and the official Java SDK, each with everything it brings.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Entry, Size, bytes};
use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::{bindings, files, kotlin, process};

/// The official SDK of the same API.
const OFFICIAL: [(&str, &str, &str); 1] = [("com.aliyun", "cloudauth_intl20220809", "[1.0.0,)")];

/// What that SDK's own POM (2.0.3, in the vendor's repository of SDK sources) depends on, for where the SDK itself is not to be had.
const ITS_DEPENDENCIES: [(&str, &str, &str); 5] = [
    ("com.aliyun", "tea-util", "0.2.23"),
    ("com.aliyun", "tea-openapi", "0.3.5"),
    ("com.aliyun", "openapiutil", "0.2.1"),
    ("com.aliyun", "endpoint-util", "0.0.7"),
    ("com.aliyun", "tea", "1.3.0"),
];

/// Measures both closures.
pub fn measure(project: &Project) -> Result<Vec<Entry>> {
    let maven = Maven::ensure(project)?;
    kotlin::ensure(project, &maven, &bindings::ensure(project)?)?;
    let ours = closure(project, &maven, "ours", &[("io.github.ekyc", "ekyc", &project.version)])?;
    let own = ours.iter().find(|(name, _)| name.starts_with("ekyc-")).context("Maven copied no ekyc jar")?.1;
    let mut entries = vec![
        Entry::new("jar, with the library of one platform", Size::Bytes(own, None)),
        total("jar and all it depends on", &ours),
        Entry::new("the same, jars", Size::Count(ours.len())),
    ];
    let (label, official) = match closure(project, &maven, "official", &OFFICIAL) {
        Ok(jars) => ("official Java SDK and all it depends on", jars),
        Err(_) => (
            "official Java SDK: all that its POM 2.0.3 depends on, without its own jar (Maven does not find it here)",
            closure(project, &maven, "official-dependencies", &ITS_DEPENDENCIES)?,
        ),
    };
    entries.push(total(label, &official));
    entries.push(Entry::new("the same, jars", Size::Count(official.len())));
    entries.push(aar(project)?);
    Ok(entries)
}

fn total(what: &str, jars: &[(String, u64)]) -> Entry {
    Entry::new(what, Size::Bytes(jars.iter().map(|(_, bytes)| bytes).sum(), None))
}

fn aar(project: &Project) -> Result<Entry> {
    let folder = project.target.join("packages/android");
    let found = files::under(&folder, &[])?.into_iter().find(|file| file.extension().is_some_and(|end| end == "aar"));
    Ok(match found {
        Some(file) => Entry::new("AAR", Size::Bytes(bytes(&file)?, None)),
        None => Entry::new("AAR", Size::Missing("`cargo xtask package android` made none here".to_owned())),
    })
}

/// Every jar that Maven puts on the class path of a project with these dependencies alone.
fn closure(project: &Project, maven: &Maven, name: &str, of: &[(&str, &str, &str)]) -> Result<Vec<(String, u64)>> {
    let folder = project.own("size").join(name);
    let jars = folder.join("jars");
    if jars.exists() {
        std::fs::remove_dir_all(&jars).with_context(|| format!("cannot empty {}", jars.display()))?;
    }
    files::write_if_changed(&folder.join("pom.xml"), pom(of).as_bytes())?;
    let mut command = maven.command(&folder);
    command.arg("org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies");
    command.args(["-DincludeScope=runtime", "-DoutputDirectory=jars"]);
    process::run_logged(&mut command, &project.log(&format!("size-{name}")), "Check the network.")?;
    files::under(&jars, &[])?.iter().map(|jar| Ok((file_name(jar), bytes(jar)?))).collect()
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn pom(of: &[(&str, &str, &str)]) -> String {
    let dependencies: String = of
        .iter()
        .map(|(group, artifact, version)| {
            format!(
                "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>\
                 <version>{version}</version></dependency>\n"
            )
        })
        .collect();
    format!(
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>\n\
         <groupId>size</groupId><artifactId>size</artifactId><version>1</version>\n\
         <dependencies>\n{dependencies}</dependencies></project>\n"
    )
}
