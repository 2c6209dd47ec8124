//! `kotlin-sample`: a Maven project that knows our jar only by its coordinates.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::maven::Maven;
use crate::{files, kotlin, process, progress};

/// Writes the class path into a file, so that the sample can be run without Maven around it.
const CLASS_PATH: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

/// Builds the sample if it must be built, and returns the `java` command that runs it.
pub fn prepare(project: &Project, bindings: &str) -> Result<Command> {
    let maven = Maven::ensure(project)?;
    let library = kotlin::ensure(project, &maven, bindings)?;
    let folder = project.root.join("kotlin-sample");
    let class_path = project.own("kotlin-sample.classpath");
    let sources = files::under(&folder, &["target"])?;
    let stamp = Stamp::new(project.own("kotlin-sample.stamp"), format!("{} {library}", files::hash(&sources)?));
    if !stamp.is_fresh() {
        stamp.forget();
        progress::step("Kotlin: the sample", || {
            let mut command = maven.command(&folder);
            command.args(["package", CLASS_PATH, "-Dmdep.includeScope=runtime"]);
            command.arg(format!("-Dmdep.outputFile={}", class_path.display()));
            process::run(&mut command, "Maven's words are above; the first run needs the network.")
        })?;
        let mut outputs = vec![class_path.clone()];
        outputs.extend(std::env::split_paths(files::read(&class_path)?.trim()));
        stamp.write(&outputs)?;
    }
    let mut paths: Vec<PathBuf> = vec![folder.join("target/classes")];
    paths.extend(std::env::split_paths(files::read(&class_path)?.trim()));
    let mut java = process::command(maven.jdk.java());
    java.env("JAVA_HOME", &maven.jdk.home);
    // Java 24 and later warn on standard error about every library that loads native code without being asked to.
    if maven.jdk.major >= 22 {
        java.arg("--enable-native-access=ALL-UNNAMED");
    }
    java.arg("-cp").arg(std::env::join_paths(paths)?).arg(main_class(&files::read(&folder.join("pom.xml"))?)?);
    Ok(java)
}

fn main_class(pom: &str) -> Result<&str> {
    pom.split_once("<mainClass>")
        .and_then(|(_, rest)| rest.split_once("</mainClass>"))
        .map(|(name, _)| name.trim())
        .context("kotlin-sample/pom.xml names no <mainClass>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_class_is_read_from_the_pom() {
        assert_eq!(main_class("<a><mainClass> sample.MainKt </mainClass></a>").unwrap(), "sample.MainKt");
        assert!(main_class("<project/>").is_err());
    }
}
