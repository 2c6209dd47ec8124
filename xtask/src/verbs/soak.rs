//! `cargo xtask soak`: many calls with faults, cancellations and moody providers mixed in. Nothing may be lost, and memory and descriptors must
//! stay flat; the program of each language says so itself.

use anyhow::Result;

use crate::project::Project;
use crate::samples::Language;
use crate::toolchain::maven::Maven;
use crate::toolchain::swift::Swift;
use crate::verbs::test;
use crate::{bindings, kotlin, process, programs, progress, swift};

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
    let place = Swift::ensure(project)?;
    let sandbox = programs::build(project)?.sandbox;
    let package = project.root.join("benches/swift-client");
    progress::step("soak: the Swift program", || {
        let build = ["build", "-c", "release", "--product", "soak"];
        process::run(&mut swift::command(project, &place, &package, &build)?, "Swift's words are above.")
    })?;
    progress::step(&format!("soak: {calls} calls in Swift"), || {
        let program = swift::scratch(project, &package).join("release/soak");
        let mut run = place.command(project, &project.root, &program, &[calls.to_string().into()])?;
        process::run(run.env("EKYC_SANDBOX_BIN", sandbox), "The program says above what is wrong.")
    })
}
