//! Strangers' projects that depend on the packages, under `tests/consumers`: pytest builds and runs them, told here where everything is. The
//! libraries of other platforms are tried there too, where this machine can run them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::bindings::{generate, library, native};
use crate::cleanup::temporary_folder;
use crate::package::{jvm, swift};
use crate::process::{self, cmd};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::target::{ALL, LINUX_ARM64, LINUX_MUSL, Target, WINDOWS};
use crate::toolchain::java::{self, Maven};
use crate::toolchain::{debian, python};
use crate::{files, natives, programs, progress, samples};

/// Packages for the JVM, then builds and runs them all, in the order in which a failure says most.
pub fn run(project: &Project) -> Result<()> {
    jvm::ensure(project, None)?;
    let host = Target::of_this_machine()?;
    let library = native::resources(project).join(host.shared_below());
    progress::step("this machine's library: its rules", || host.check(project, &library, &["--own"]))?;
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
fn check(project: &Project, more: Value, checks: &[&str]) -> Result<()> {
    let (maven, library) = (Maven::ensure(project)?, library::build(project)?);
    let newest = java::newest(project, &maven.jdk);
    let (folder, sandbox) = (temporary_folder()?, Sandbox::start(project, &[])?);
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
    pytest.envs(jvm::settings(project, &maven)?);
    process::run(pytest, "The failing check and what its programs said are above.")?;
    for line in std::fs::read_to_string(folder.path().join("not-checked")).unwrap_or_default().lines() {
        let (what, install) = line.split_once("; ").context("a check that was left out says what is missing")?;
        progress::not_checked(what, install)?;
    }
    Ok(())
}

const ARM64: &Target = &LINUX_ARM64;
const MUSL: &Target = &LINUX_MUSL;

/// What runs programs of a platform, as Debian calls it, and why it is needed.
const RUNNERS: [(&Target, &[&str], &str); 3] = [
    (ARM64, &["qemu-user-static", "debootstrap", "debian-archive-keyring"], "qemu runs programs for arm64."),
    (MUSL, &["musl-tools"], "musl's loader and compiler are needed."),
    (&WINDOWS, &["wine64"], "wine runs programs for Windows."),
];

/// One call from a JVM for arm64: part of every whole test.
pub fn one_call(project: &Project) -> Result<()> {
    let library = progress::step("natives: linux-aarch64, for the JVM", || natives::shared(project, ARM64))?;
    check_platforms(project, [(ARM64, library)].into(), "test_platforms.py::test_call[linux-aarch64]")
}

/// All that can run here of what `cargo xtask natives` built, with one jar that holds it: minutes. What was not built is told at the end.
pub fn all_platforms(project: &Project) -> Result<()> {
    let (folder, host) = (natives::folder(project).join("jvm"), Target::of_this_machine()?);
    jvm::ensure(project, Some(&folder))?;
    let others = ALL.iter().filter(|target| target.abi().is_none() && *target != host);
    let files = others.map(|target| (target, folder.join(target.shared_below())));
    check_platforms(project, files.filter(|(_, file)| file.is_file()).collect(), "test_platforms.py")
}

fn check_platforms(project: &Project, libraries: Vec<(&Target, PathBuf)>, checks: &str) -> Result<()> {
    samples::Language::Kotlin.prepare(project)?;
    let arm64 = files::cache()?.join("arm64-java");
    let libraries: BTreeMap<_, _> = libraries.iter().map(|(target, file)| (target.name, file)).collect();
    let mut missing = BTreeMap::new();
    for (target, packages, why) in RUNNERS.into_iter().filter(|(target, ..)| libraries.contains_key(target.name)) {
        let made = debian::install(project, packages, why);
        if let Err(problem) = made.and_then(|()| if target == ARM64 { arm64_java(project, &arm64) } else { Ok(()) }) {
            missing.insert(target.name, format!("{problem:#}"));
        }
    }
    let mut cargo = BTreeMap::new();
    for (target, triple) in [(MUSL, MUSL.triple.to_owned()), (ARM64, ARM64.zig_triple())] {
        if libraries.contains_key(target.name) {
            let mut command = natives::cargo(project, target, false)?;
            command.args(["test", "--package", "ekyc", "--target", &triple]);
            let runner = format!("qemu-aarch64-static -L {}", arm64.display());
            command.env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER", runner);
            cargo.insert(target.name, process::told(&command));
        }
    }
    let java = arm64.join("usr/lib/jvm/default-java/bin/java");
    let more = json!({
        "libraries": libraries, "missing": missing, "cargo": cargo, "zig": natives::zig(project)?,
        "arm64": ["env", "LC_ALL=C.UTF-8", "qemu-aarch64-static", "-L", arm64, java],
        "wine": project.own("wine"), "windows_java": project.own("windows-java"),
    });
    check(project, more, &[checks])
}

/// Debian's Java for arm64, made once for this user.
fn arm64_java(project: &Project, root: &Path) -> Result<()> {
    let _lock = files::lock(&root.with_extension("lock"), "the Java for arm64")?;
    if root.join("usr/lib/jvm/default-java").exists() {
        return Ok(());
    }
    progress::step("toolchain: Java for arm64, 0.5 GB", || {
        let mut script = process::command(project.root.join("ci/arm64-java.sh"));
        process::run_logged(script.arg(root), &project.log("arm64-java"), "Check the network and apt's sources.")
    })
}
