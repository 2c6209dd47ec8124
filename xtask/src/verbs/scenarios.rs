//! `cargo xtask scenarios`: the same scenarios in every language, without the rest of the tests.

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::toolchain::swift::Swift;
use crate::verbs::{setup, test};
use crate::{bindings, process, progress, swift, visits};

/// Runs them in Rust, Kotlin and Swift, and checks that none was left out.
pub fn run(project: &Project) -> Result<()> {
    setup::run(project)?;
    visits::start(project)?;
    progress::step("scenarios in Rust", || {
        let mut cargo = process::cargo();
        cargo.args(["test", "--package", "ekyc", "--test", "scenarios"]).current_dir(&project.root);
        process::run(cargo.envs(visits::files(project)), "The failing scenarios are named above.")
    })?;
    bindings::ensure(project)?;
    let environment = test::suite_environment(project)?;
    progress::step("scenarios in Kotlin", || {
        let mut maven = Maven::ensure(project)?.command(&project.kotlin());
        maven.args(["test", "-Dtest=ScenariosTest"]).envs(environment.iter().map(|(name, value)| (name, value)));
        process::run(&mut maven, "The failing scenarios are named above.")
    })?;
    progress::step("scenarios in Swift", || {
        let place = Swift::ensure(project)?;
        let arguments = [&["test", "--filter", "ScenarioTests"], &swift::STRICT[..]].concat();
        let mut command = swift::command(project, &place, &project.swift(), &arguments)?;
        process::run(command.envs(environment.clone()), "The failing scenarios are named above.")
    })?;
    let count = visits::check(project, "scenarios")?;
    println!("{count} scenarios, each as it says in Rust, Kotlin and Swift.");
    Ok(())
}
