//! The two samples: built when something changed, then run as the programs they are.

pub mod web;

use std::process::{Command, Output};

use anyhow::Result;

use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::java::Maven;
use crate::{bindings, files, kotlin, process, progress, stamp, swift};

/// A language with a sample.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Language {
    Kotlin,
    Swift,
}

/// Both, in the order they are shown.
pub const ALL: [Language; 2] = [Language::Kotlin, Language::Swift];

impl Language {
    /// Builds the sample if it must be built, and returns the command that runs it.
    pub fn prepare(self, project: &Project) -> Result<Command> {
        let bindings = bindings::ensure(project)?;
        match self {
            Self::Kotlin => java(project, &bindings, "kotlin-sample", "web"),
            Self::Swift => swift(project, &bindings),
        }
    }

    /// The command that runs the sample against a sandbox. The person's own keys and settings stay out: a security token of theirs would spoil
    /// the signature.
    pub fn towards(self, project: &Project, sandbox: &Sandbox) -> Result<Command> {
        let mut command = self.prepare(project)?;
        let own = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        for name in own.filter(|name| name.starts_with("EKYC_") || name.starts_with("ALIBABA_CLOUD_")) {
            command.env_remove(name);
        }
        command.envs(&sandbox.environment);
        Ok(command)
    }
}

/// The transaction id, if the sample kept its promise: `TransactionId: <id>` alone, nothing else, status 0.
pub fn transaction_id(output: &Output) -> Option<&str> {
    let id = str::from_utf8(&output.stdout).ok()?.strip_prefix("TransactionId: ")?.strip_suffix('\n')?;
    let good = !id.is_empty() && !id.contains(char::is_whitespace);
    (good && output.stderr.is_empty() && output.status.success()).then_some(id)
}

/// A Maven project that knows our jar only by its coordinates, and the `java` command that runs it. `other` is a folder in it that is no part of it.
fn java(project: &Project, bindings: &str, folder: &str, other: &str) -> Result<Command> {
    let artifact = folder.replace('/', "-");
    let maven = Maven::ensure(project)?;
    let library = kotlin::ensure(project, &maven, bindings)?;
    let folder = project.root.join(folder);
    let jar = folder.join(format!("target/{artifact}-{}.jar", project.version));
    let sources = files::under(&folder, &["target", other])?;
    stamp::once(project, &artifact, &format!("{} {library}", files::hash(&sources)?), || {
        progress::step(&format!("Kotlin: {artifact}"), || {
            let mut command = maven.command(&folder);
            process::run(command.arg("package"), "Maven's words are above; the first run needs the network.")
        })?;
        Ok([files::under(&folder.join("target/lib"), &[])?, vec![jar.clone()]].concat())
    })?;
    // Not through Maven: standard output, standard error and the exit status are the sample's own.
    let mut java = process::command(maven.jdk.java());
    java.env("JAVA_HOME", &maven.jdk.home).arg("-jar").arg(jar);
    // Or Java may lose every letter beyond ASCII in the environment.
    if process::text(process::command("locale").arg("charmap"), "").map_or(true, |said| said.trim() != "UTF-8") {
        java.env("LC_ALL", "C.UTF-8");
    }
    Ok(java)
}

/// A Swift package that knows ours only as a dependency, built as an app is built: the optimiser has its own bugs, and a sample should meet them
/// first. In tests a warning of the compiler is an error; Kotlin's build file says so always.
fn swift(project: &Project, bindings: &str) -> Result<Command> {
    let folder = project.root.join("swift-sample");
    let scratch = swift::scratch(project, &folder);
    let program = scratch.join("release/swift-sample");
    let generated = [".build", ".swiftpm", "lib", "Generated"];
    let sources = [files::under(&folder, &generated)?, files::under(&project.swift(), &generated)?].concat();
    let strict: &[&str] = if project.testing { &swift::STRICT } else { &[] };
    let state = format!("{} {bindings} {}", files::hash(&sources)?, strict.concat());
    stamp::once(project, "swift-sample", &state, || {
        // SwiftPM's plan does not see a source file that was added to a package it depends on by path (6.0.3). It is made anew in a
        // second; a missing one is what we want.
        let _ = std::fs::remove_file(scratch.join("release.yaml"));
        progress::step("Swift: the sample", || {
            let build = swift::command(project, &folder, &[&["build", "-c", "release"], strict].concat())?;
            process::run(build, "Swift's words are above.")
        })?;
        Ok(vec![program.clone()])
    })?;
    swift::enter(project, project.standing(), process::command(program))
}
