//! The Maven module `bindings/kotlin`, built and put into the person's ordinary local Maven repository.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::cleanup::temporary_folder;
use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::{files, process, progress, stamp};

/// The plugin that tells where the local repository is.
const TELL: &str = "org.apache.maven.plugins:maven-help-plugin:3.5.1:evaluate";

/// Builds and installs the jar without its tests, if anything it is made from changed.
pub fn ensure(project: &Project, maven: &Maven, bindings: &str) -> Result<String> {
    let state = state(project, bindings)?;
    stamp::once(project, "kotlin", &state, || {
        let mut command = maven.command(&project.kotlin());
        command.arg("-Dmaven.test.skip=true");
        progress::step("Kotlin: the library's jar", || install(project, maven, command))
    })?;
    Ok(state)
}

fn install(project: &Project, maven: &Maven, mut command: Command) -> Result<Vec<PathBuf>> {
    // Maven compiles into what is there, and a class of yesterday would go into today's jar.
    files::empty(&project.kotlin().join("target/classes"))?;
    process::run(command.arg("install"), "Maven's words are above; the first run needs the network.")?;
    Ok(vec![jar(project), installed_jar(project, maven)?])
}

/// The jar in the module's own build folder.
pub fn jar(project: &Project) -> PathBuf {
    project.kotlin().join(format!("target/ekyc-{}.jar", project.version))
}

/// What the jar is made from.
fn state(project: &Project, bindings: &str) -> Result<String> {
    let sources = files::under(&project.kotlin(), &["target", "generated", "api"])?;
    Ok(format!("{} {bindings}", files::hash(&sources)?))
}

/// The jar that other Maven builds will find. Another clone of this repository may replace it at any time, which is why
/// the note of it names this one and not the one in our `target`.
fn installed_jar(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let version = &project.version;
    Ok(local_repository(project, maven)?.join(format!("io/github/ekyc/ekyc/{version}/ekyc-{version}.jar")))
}

/// Where Maven keeps what it downloaded and installed.
pub fn local_repository(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let mut tell = maven.command(&project.kotlin());
    // Into a file, because Debian's Maven puts escape sequences around everything it prints.
    let folder = temporary_folder()?;
    let answer = folder.path().join("repository");
    tell.args([TELL, "-Dexpression=settings.localRepository"]).arg(format!("-Doutput={}", answer.display()));
    process::run(&mut tell, "Maven cannot tell where its local repository is.")?;
    Ok(PathBuf::from(files::read(&answer)?.trim()))
}

/// Builds and installs the jar, with all its tests.
pub fn test(project: &Project, maven: &Maven, bindings: &str, environment: &[(&str, PathBuf)]) -> Result<()> {
    let mut command = maven.command(&project.kotlin());
    command.envs(environment.iter().cloned());
    stamp::anew(project, "kotlin", &state(project, bindings)?, || install(project, maven, command))
}

/// Runs some of the tests: one class, or what [`test`] compiled once more on another Java.
pub fn test_some(project: &Project, maven: &Maven, words: &[&str], environment: &[(&str, PathBuf)]) -> Result<()> {
    let mut command = maven.command(&project.kotlin());
    process::run(command.args(words).envs(environment.iter().cloned()), "The failing test is named above.")
}
