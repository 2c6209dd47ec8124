//! `cargo xtask scenarios`: the same scenarios in every language, without the rest of the tests.

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::verbs::{setup, test};
use crate::{bindings, kotlin, process, progress, swift, visits};

/// Runs them in Rust, Kotlin and Swift, and checks that none was left out.
pub fn run(project: &Project) -> Result<()> {
    setup::run(project)?;
    visits::start(project)?;
    progress::step("scenarios in Rust", || {
        let mut cargo = process::cargo_with("test --package ekyc --test scenarios");
        process::run(cargo.envs(visits::files(project)), "The failing scenarios are named above.")
    })?;
    bindings::ensure(project)?;
    let environment = test::suite_environment(project)?;
    progress::step("scenarios in Kotlin", || {
        kotlin::test_some(project, &Maven::ensure(project)?, &["test", "-Dtest=ScenariosTest"], &environment)
    })?;
    progress::step("scenarios in Swift", || swift::test(project, &["--filter", "ScenarioTests"], environment))?;
    let count = visits::check(project, "scenarios")?;
    println!("{count} scenarios, each as it says in Rust, Kotlin and Swift.");
    Ok(())
}
