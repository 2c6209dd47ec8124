//! The Maven module `bindings/kotlin`, built and put into the person's ordinary local Maven repository.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::cleanup::TemporaryFolder;
use crate::project::Project;
use crate::stamp::Stamp;
use crate::toolchain::java::Jdk;
use crate::toolchain::maven::Maven;
use crate::{files, process, progress};

/// The plugin that tells where the local repository is.
const TELL: &str = "org.apache.maven.plugins:maven-help-plugin:3.5.1:evaluate";

/// Builds and installs the jar without its tests, if anything it is made from changed.
pub fn ensure(project: &Project, maven: &Maven, bindings: &str) -> Result<String> {
    let (stamp, state) = stamp(project, bindings)?;
    if !stamp.is_fresh() {
        progress::step("Kotlin: the library's jar", || {
            install(project, maven, &stamp, maven.command(&project.kotlin()).arg("-Dmaven.test.skip=true"))
        })?;
    }
    Ok(state)
}

fn install(project: &Project, maven: &Maven, stamp: &Stamp, command: &mut Command) -> Result<()> {
    stamp.forget();
    // Maven compiles into what is there, and a class of yesterday would go into today's jar.
    let classes = project.kotlin().join("target/classes");
    if classes.is_dir() {
        fs_err::remove_dir_all(&classes)?;
    }
    process::run(command.arg("install"), "Maven's words are above; the first run needs the network.")?;
    stamp.write(&[jar(project), installed_jar(project, maven)?])
}

/// The jar in the module's own build folder.
pub fn jar(project: &Project) -> PathBuf {
    project.kotlin().join(format!("target/ekyc-{}.jar", project.version))
}

fn stamp(project: &Project, bindings: &str) -> Result<(Stamp, String)> {
    let sources = files::under(&project.kotlin(), &["target", "generated", "api"])?;
    if sources.is_empty() {
        bail!("bindings/kotlin is missing; check out the whole repository");
    }
    let state = format!("{} {bindings}", files::hash(&sources)?);
    Ok((Stamp::new(project.own("kotlin.stamp"), state.clone()), state))
}

/// The jar that other Maven builds will find. Another clone of this repository may replace it at any time, which is why
/// the stamp remembers this one and not the one in our `target`.
fn installed_jar(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let version = &project.version;
    Ok(local_repository(project, maven)?.join(format!("io/github/ekyc/ekyc/{version}/ekyc-{version}.jar")))
}

/// Where Maven keeps what it downloaded and installed.
pub fn local_repository(project: &Project, maven: &Maven) -> Result<PathBuf> {
    let mut tell = maven.command(&project.kotlin());
    // Into a file, because Debian's Maven puts escape sequences around everything it prints.
    let folder = TemporaryFolder::new()?;
    let answer = folder.path().join("repository");
    tell.args([TELL, "-Dexpression=settings.localRepository"]).arg(format!("-Doutput={}", answer.display()));
    process::run(&mut tell, "Maven cannot tell where its local repository is.")?;
    Ok(PathBuf::from(files::read(&answer)?.trim()))
}

/// Builds and installs the jar, with all its tests.
pub fn test(project: &Project, maven: &Maven, bindings: &str, environment: &[(&str, PathBuf)]) -> Result<()> {
    let (stamp, _) = stamp(project, bindings)?;
    let mut command = maven.command(&project.kotlin());
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    install(project, maven, &stamp, &mut command)
}

/// Runs the tests that [`test`] compiled once more, on another Java.
pub fn test_on(project: &Project, maven: &Maven, jdk: &Jdk, environment: &[(&str, PathBuf)]) -> Result<()> {
    let mut command = maven.command(&project.kotlin());
    command.arg("surefire:test").arg(format!("-Djvm={}", jdk.java().display()));
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    process::run(&mut command, "The failing test is named above; on the older Java it passed.")
}
