//! The libraries of other platforms, tried where this machine can run them: under qemu, under musl's loader, under wine.

mod arm64;
mod musl;
mod sample;
mod windows;

use anyhow::{Result, bail};

use crate::consumers;
use crate::natives;
use crate::progress;
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::target::{ALL, Target};

/// One call from a JVM for arm64: part of every whole test.
pub fn one_call(project: &Project) -> Result<()> {
    let Some(machine) = arm64::Machine::find(project)? else { return Ok(()) };
    let library = progress::step("natives: linux-aarch64, for the JVM", || natives::shared(project, arm64::TARGET))?;
    let jar = sample::jar_with(project, &[(arm64::TARGET, library)])?;
    progress::step("platforms: a call from a JVM for arm64", || {
        sample::check(&mut machine.jar(&sample::with(project, arm64::TARGET, &jar)?), &Sandbox::start(project)?)
    })
}

/// All that can run here of what `cargo xtask natives` built, with one jar that holds it: minutes. What was not built is told at the end.
pub fn all(project: &Project) -> Result<()> {
    let host = Target::of_this_machine()?;
    let others = ALL.iter().filter(|target| target.abi().is_none() && *target != host);
    let files =
        others.map(|target| (target, natives::jvm_folder(project).join(target.name).join(target.shared_file())));
    let jar = sample::jar_with(project, &files.filter(|(_, file)| file.is_file()).collect::<Vec<_>>())?;
    let sandbox = Sandbox::start(project)?;
    if is_built(project, Target::WINDOWS)? {
        progress::step("platforms: a call from a JVM for Windows", || windows::check(project, &jar, &sandbox))?;
    }
    if is_built(project, Target::LINUX_MUSL)? {
        progress::step("platforms: the jar chooses musl's library", || musl::choice(project, &jar))?;
        progress::step("platforms: musl loads it", || musl::load(project))?;
        progress::step("platforms: Rust tests on musl", || musl::rust_tests(project))?;
    }
    if is_built(project, arm64::TARGET)?
        && let Some(machine) = arm64::Machine::find(project)?
    {
        progress::step("platforms: a call from a JVM for arm64", || {
            sample::check(&mut machine.jar(&sample::with(project, arm64::TARGET, &jar)?), &sandbox)
        })?;
        progress::step("platforms: strangers' programs on arm64", || {
            consumers::elsewhere(project, &natives::jvm_folder(project), || machine.java())
        })?;
        progress::step("platforms: Rust tests on arm64", || machine.rust_tests(project))?;
    }
    Ok(())
}

fn is_built(project: &Project, target: &Target) -> Result<bool> {
    let built = natives::jvm_folder(project).join(target.name).is_dir();
    if !built {
        progress::not_checked(target.name, &format!("`cargo xtask natives {}` builds it", target.name))?;
    }
    Ok(built)
}

/// Some program that a platform needs and that cannot be installed.
fn cannot_run(what: &str, problem: &anyhow::Error) -> Result<()> {
    match progress::not_checked(what, &format!("{problem:#}")) {
        Ok(()) => Ok(()),
        Err(refused) => bail!(refused),
    }
}
