//! `cargo xtask soak`: many calls with faults, cancellations and moody providers mixed in. Nothing may be lost, and memory and descriptors must
//! stay flat; the program of each language says so itself.

use anyhow::Result;
use clap::ValueEnum;

use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::verbs::{bench, test};
use crate::{bindings, process, programs, progress};

/// A language with a soak program.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Language {
    /// `SoakTest` of the Maven module, which runs shorter with the tests
    Kotlin,
    /// `benches/swift-client`
    Swift,
}

/// About half a minute, for the tests.
pub const SHORT: u32 = 50_000;

/// Runs it.
pub fn run(project: &Project, language: Language, calls: u32) -> Result<()> {
    match language {
        Language::Kotlin => of_kotlin(project, calls),
        Language::Swift => of_swift(project, calls),
    }
}

fn of_kotlin(project: &Project, calls: u32) -> Result<()> {
    let maven = Maven::ensure(project)?;
    bindings::ensure(project)?;
    let mut command = maven.command(&project.kotlin());
    command.args(["test", "-Dtest=SoakTest"]).env("EKYC_SOAK_CALLS", calls.to_string());
    command.envs(test::suite_environment(project)?);
    progress::step(&format!("soak: {calls} calls in Kotlin"), || {
        process::run(&mut command, "The program says above what is wrong.")
    })
}

fn of_swift(project: &Project, calls: u32) -> Result<()> {
    let (sandbox, mut program) = (programs::build(project)?.sandbox, bench::swift_client(project, "soak")?);
    program.arg(calls.to_string()).env("EKYC_SANDBOX_BIN", sandbox);
    progress::step(&format!("soak: {calls} calls in Swift"), || {
        process::run(program, "The program says above what is wrong.")
    })
}
