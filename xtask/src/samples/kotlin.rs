//! `kotlin-sample` and `kotlin-sample/web`: Maven projects that know our jar only by its coordinates.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::maven::Maven;
use crate::{files, kotlin, process, progress};

/// Builds the sample if it must be built, and returns the `java` command that runs it.
pub fn prepare(project: &Project, bindings: &str) -> Result<Command> {
    prepare_in(project, bindings, ["kotlin-sample", "kotlin-sample", "web"])
}

/// As [`prepare`], the small web application.
pub fn prepare_web(project: &Project, bindings: &str) -> Result<Command> {
    prepare_in(project, bindings, ["kotlin-sample/web", "kotlin-sample-web", "journey"])
}

/// `other` is a folder in it that is no part of it.
fn prepare_in(project: &Project, bindings: &str, [folder, artifact, other]: [&str; 3]) -> Result<Command> {
    let maven = Maven::ensure(project)?;
    let library = kotlin::ensure(project, &maven, bindings)?;
    let folder = project.root.join(folder);
    let jar = folder.join(format!("target/{artifact}-{}.jar", project.version));
    let sources = files::under(&folder, &["target", other])?;
    let stamp = Stamp::new(project.own(&format!("{artifact}.stamp")), format!("{} {library}", files::hash(&sources)?));
    if !stamp.is_fresh() {
        stamp.forget();
        progress::step(&format!("Kotlin: {artifact}"), || {
            let mut command = maven.command(&folder);
            process::run(command.arg("package"), "Maven's words are above; the first run needs the network.")
        })?;
        let mut outputs = files::under(&folder.join("target/lib"), &[])?;
        outputs.push(jar.clone());
        stamp.write(&outputs)?;
    }
    // Not through Maven: standard output, standard error and the exit status are the sample's own.
    let mut java = process::command(maven.jdk.java());
    java.env("JAVA_HOME", &maven.jdk.home).arg("-jar").arg(jar);
    // Or Java may lose every letter beyond ASCII in the environment.
    if process::text(process::command("locale").arg("charmap"), "").map_or(true, |said| said.trim() != "UTF-8") {
        java.env("LC_ALL", "C.UTF-8");
    }
    Ok(java)
}
