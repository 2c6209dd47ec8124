//! Strangers' projects that depend on the packages, under `tests/consumers`: pytest builds and runs them, told here where everything is.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bindings::{generate, library, native};
use crate::cleanup::temporary_folder;
use crate::package::{jvm, settings, swift};
use crate::process::{self, cmd};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::target::{Target, rules};
use crate::toolchain::java::Maven;
use crate::toolchain::{java, python};
use crate::{programs, progress, samples};

/// Packages for the JVM, then builds and runs them all, in the order in which a failure says most.
pub fn run(project: &Project) -> Result<()> {
    jvm::ensure(project, None)?;
    let host = Target::of_this_machine()?;
    let library = native::resources(project).join(host.shared_below());
    progress::step("this machine's library: its rules", || rules::check(project, host, &library, &["--own"]))?;
    check(project, json!({}), &["test_packages.py", "test_programs.py", "test_refused.py"])
}

/// Swift packages that know only the packaged library.
pub fn swift(project: &Project) -> Result<()> {
    let made = swift::make(project, None, None)?;
    let swift = crate::swift::enter(project, Path::new("<folder>"), cmd!("env"))?;
    let package = json!({ "folder": made.folder, "repository": made.repository });
    let more = json!({ "package": package, "swift": process::told(&swift) });
    check(project, more, &["test_swift.py"])
}

/// The samples.
pub fn samples(project: &Project) -> Result<()> {
    let told = |language: samples::Language| Ok(process::told(&language.prepare(project)?));
    let samples = samples::ALL.into_iter().map(told).collect::<Result<Vec<_>>>()?;
    check(project, json!({ "samples": samples }), &["test_samples.py"])
}

/// Runs checks with a Maven repository of their own and the sandbox. `more` is what only these need to know.
pub fn check(project: &Project, more: Value, checks: &[&str]) -> Result<()> {
    let (maven, library) = (Maven::ensure(project)?, library::build(project)?);
    let newest = java::newest(project, &maven.jdk);
    let (folder, sandbox) = (temporary_folder()?, Sandbox::start(project)?);
    let sources = project.root.join("tests/consumers");
    let mut prepared = json!({
        "root": project.root, "version": project.version, "folder": folder.path(),
        "repository": jvm::repository(project), "starter": jvm::STARTER.sources, "archive": library.archive, "fingerprint": library.fingerprint,
        "build_info": generate::kotlin_folder(project).join(generate::BUILD_INFO), "bindgen": programs::build(project)?.bindgen,
        "platform": Target::of_this_machine()?.name, "shared": Target::of_this_machine()?.shared_file(), "oldest": maven.jdk.home,
        "newest": newest.as_ref().map(|jdk| &jdk.home), "newest_major": newest.as_ref().map(|jdk| jdk.major),
        "sandbox": sandbox.environment, "xtask": std::env::current_exe()?,
    });
    if let (Some(prepared), Value::Object(more)) = (prepared.as_object_mut(), more) {
        prepared.extend(more);
    }
    let pytest = python::tools(project, "pytest")?.join("pytest");
    let mut pytest = cmd!("{pytest} -x -v --tb=short --durations=8 -p no:cacheprovider {checks...}");
    pytest.env("STRANGERS", prepared.to_string()).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(sources);
    pytest.envs(settings::places(project, &maven)?);
    process::run(pytest, "The failing check and what its programs said are above.")?;
    for line in std::fs::read_to_string(folder.path().join("not-checked")).unwrap_or_default().lines() {
        let (what, install) = line.split_once("; ").context("a check that was left out says what is missing")?;
        progress::not_checked(what, install)?;
    }
    Ok(())
}
