//! Strangers' projects that depend on the packages, under `tests/consumers`: pytest builds and runs them, told here where everything is.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::bindings::{generate, library, native};
use crate::cleanup::TemporaryFolder;
use crate::package::{jvm, settings, swift};
use crate::process::{self, cmd};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::target::Target;
use crate::toolchain::maven::Maven;
use crate::toolchain::swift::Swift;
use crate::toolchain::{java, python};
use crate::{files, programs, progress, samples};

/// Packages for the JVM, then builds and runs them all, in the order in which a failure says most.
pub fn run(project: &Project) -> Result<()> {
    jvm::ensure(project, None)?;
    check(project, |_| Ok(json!({})), &["test_packages.py", "test_programs.py", "test_refused.py"])
}

/// Swift packages that know only the packaged library.
pub fn swift(project: &Project) -> Result<()> {
    let made = swift::make(project, &swift::Extras::default())?;
    let more = |sandbox: &Sandbox| {
        let mut swift = Swift::ensure(project)?.command(project, Path::new("<folder>"), Path::new("env"), &[])?;
        Ok(json!({
            "package": { "folder": made.folder, "repository": made.repository }, "of_a_mac": swift::of_a_mac(project)?,
            "git": process::told(&swift::git()), "swift": process::told(swift.envs(sandbox.environment())),
        }))
    };
    check(project, more, &["test_swift.py"])
}

/// The samples.
pub fn samples(project: &Project) -> Result<()> {
    let samples = |sandbox: &Sandbox| {
        let told = |language: &samples::Language| {
            language.prepare(project, true)?;
            Ok((language.name().to_owned(), process::told(&language.towards(project, sandbox)?)))
        };
        Ok(json!({ "samples": samples::ALL.iter().map(told).collect::<Result<Map<_, _>>>()? }))
    };
    check(project, samples, &["test_samples.py"])
}

/// Runs checks against copies of everything there, a Maven repository of their own, and the sandbox. `more` is what only these need to know.
pub fn check(project: &Project, more: impl FnOnce(&Sandbox) -> Result<Value>, checks: &[&str]) -> Result<()> {
    let (maven, library) = (Maven::ensure(project)?, library::build(project)?);
    let newest = java::newest(project, &maven.jdk);
    let (folder, sandbox) = (TemporaryFolder::new()?, Sandbox::start(project)?);
    let file = |name: &str| folder.path().join(name);
    files::write_if_changed(&file("settings.xml"), settings::of(project, &maven)?.as_bytes())?;
    let sources = project.root.join("tests/consumers");
    let mut given = json!({
        "root": project.root, "version": project.version, "folder": folder.path(), "settings": file("settings.xml"),
        "repository": jvm::repository(project), "starter": jvm::STARTER.sources, "archive": library.archive, "fingerprint": library.fingerprint,
        "build_info": generate::kotlin_folder(project).join(generate::BUILD_INFO), "bindgen": programs::build(project)?.bindgen,
        "platform": native::platform()?, "shared": Target::of_this_machine()?.shared_file(), "oldest": maven.jdk.home,
        "newest": newest.as_ref().map(|jdk| &jdk.home), "newest_major": newest.as_ref().map(|jdk| jdk.major),
        "sandbox": sandbox.environment().into_iter().collect::<std::collections::BTreeMap<_, _>>(), "xtask": std::env::current_exe()?,
    });
    if let (Some(given), Value::Object(more)) = (given.as_object_mut(), more(&sandbox)?) {
        given.extend(more);
    }
    let pytest = python::tools(project, "pytest")?.join("pytest");
    let mut pytest = cmd!("{pytest} -x -v --tb=short --durations=8 -p no:cacheprovider {checks...}");
    pytest.env("STRANGERS", given.to_string()).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(sources);
    process::run(pytest, "The failing check and what its programs said are above.")?;
    for line in std::fs::read_to_string(file("not-checked")).unwrap_or_default().lines() {
        let (what, install) = line.split_once("; ").context("a check that was left out says what is missing")?;
        progress::not_checked(what, install)?;
    }
    Ok(())
}
