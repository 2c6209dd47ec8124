//! `cargo xtask soak`: many calls with faults, cancellations and moody providers mixed in. Nothing may be lost, and memory and descriptors must
//! stay flat; the program of each language says so itself.

use anyhow::Result;

use crate::project::Project;
use crate::samples::Language;
use crate::toolchain::java::Maven;
use crate::verbs::{bench, test};
use crate::{bindings, kotlin, process, programs, progress};

/// About half a minute, for the tests.
pub const SHORT: u32 = 50_000;

/// Runs `SoakTest` of the Maven module, which runs shorter with the tests, or `benches/swift-client`.
pub fn run(project: &Project, language: Language, calls: u32) -> Result<()> {
    bindings::ensure(project)?;
    if language == Language::Kotlin {
        let maven = Maven::ensure(project)?;
        let mut environment = test::suite_environment(project)?;
        environment.push(("EKYC_SOAK_CALLS", calls.to_string().into()));
        return progress::step(&format!("soak: {calls} calls in Kotlin"), || {
            kotlin::test_some(project, &maven, &["test", "-Dtest=SoakTest"], &environment)
        });
    }
    let (sandbox, mut program) = (programs::build(project)?.sandbox, bench::swift_client(project, "soak")?);
    program.arg(calls.to_string()).env("EKYC_SANDBOX_BIN", sandbox);
    progress::step(&format!("soak: {calls} calls in Swift"), || {
        process::run(program, "The program says above what is wrong.")
    })
}
