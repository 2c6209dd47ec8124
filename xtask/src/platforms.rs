//! The libraries of other platforms, tried where this machine can run them: `tests/consumers/test_platforms.py`, told here where everything is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;

use crate::package::jvm;
use crate::project::Project;
use crate::samples::Language;
use crate::target::{ALL, LINUX_ARM64, LINUX_MUSL, Target, WINDOWS};
use crate::toolchain::debian;
use crate::{consumers, files, natives, process, progress};

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
    check(project, [(ARM64, library)].into(), "test_platforms.py::test_call[linux-aarch64]")
}

/// All that can run here of what `cargo xtask natives` built, with one jar that holds it: minutes. What was not built is told at the end.
pub fn all(project: &Project) -> Result<()> {
    let (folder, host) = (natives::folder(project).join("jvm"), Target::of_this_machine()?);
    jvm::ensure(project, Some(&folder))?;
    let others = ALL.iter().filter(|target| target.abi().is_none() && *target != host);
    let files = others.map(|target| (target, folder.join(target.shared_below())));
    check(project, files.filter(|(_, file)| file.is_file()).collect(), "test_platforms.py")
}

fn check(project: &Project, libraries: Vec<(&Target, PathBuf)>, checks: &str) -> Result<()> {
    Language::Kotlin.prepare(project)?;
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
    consumers::check(project, more, &[checks])
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
