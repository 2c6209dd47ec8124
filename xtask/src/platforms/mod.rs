//! The libraries of other platforms, tried where this machine can run them: under qemu, under musl's loader, under wine.

mod arm64;
mod musl;
mod sample;
mod windows;

use anyhow::{Result, bail};

use crate::natives;
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::{package, progress};

/// One call from a JVM for arm64: part of every whole test.
pub fn one_call(project: &Project) -> Result<()> {
    let Some(machine) = arm64::Machine::find(project)? else { return Ok(()) };
    let library = progress::step("natives: linux-aarch64, for the JVM", || natives::shared(project, arm64::TARGET))?;
    let jar = sample::add_to_jar(project, arm64::TARGET, &library)?;
    progress::step("platforms: a call from a JVM for arm64", || {
        sample::check(
            &mut machine.java(project, &sample::with(project, arm64::TARGET, &jar)?),
            &Sandbox::start(project)?,
        )
    })
}

/// Everything that can run here, with one jar that holds all platforms: many minutes. What cannot run or be built is told at the end.
pub fn all(project: &Project) -> Result<()> {
    let missing = natives::build_all(project)?;
    package::jvm::ensure(project, Some(&natives::jvm_folder(project)))?;
    let jar = package::jvm::file(project, ".jar");
    let sandbox = Sandbox::start(project)?;
    if let Some(machine) = arm64::Machine::find(project)? {
        progress::step("platforms: a call from a JVM for arm64", || {
            sample::check(&mut machine.java(project, &sample::with(project, arm64::TARGET, &jar)?), &sandbox)
        })?;
        progress::step("platforms: Rust tests on arm64", || machine.rust_tests(project))?;
    }
    progress::step("platforms: a call from a JVM for Windows", || windows::check(project, &jar, &sandbox))?;
    progress::step("platforms: the jar chooses musl's library", || musl::choice(project, &jar))?;
    progress::step("platforms: musl", || musl::check(project))?;
    for one in &missing {
        progress::not_checked(one, "so it was neither built nor read")?;
    }
    Ok(())
}

/// Some program that a platform needs and that cannot be installed.
fn cannot_run(what: &str, problem: &anyhow::Error) -> Result<()> {
    match progress::not_checked(what, &format!("{problem:#}")) {
        Ok(()) => Ok(()),
        Err(refused) => bail!(refused),
    }
}
