//! Linux on arm64: Debian's Java for it, and our own tests, under qemu's user emulation.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::cannot_run;
use crate::natives::{self};
use crate::project::Project;
use crate::target::Target;
use crate::toolchain::debian;
use crate::{files, process, progress};

/// The target that is tried.
pub const TARGET: &Target = Target::LINUX_ARM64;

const QEMU: &str = "qemu-aarch64-static";

/// An emulated machine: the folder with its Debian.
pub struct Machine {
    root: PathBuf,
}

impl Machine {
    /// Finds it, or makes it once for this user. `None` where that cannot be, which is told at the end.
    pub fn find(project: &Project) -> Result<Option<Self>> {
        match Self::make(project) {
            Ok(machine) => Ok(Some(machine)),
            Err(problem) => cannot_run("the library for arm64", &problem).map(|()| None),
        }
    }

    fn make(project: &Project) -> Result<Self> {
        let why = "qemu runs programs for arm64.";
        debian::install(project, &["qemu-user-static", "debootstrap", "debian-archive-keyring"], why)?;
        let root = files::cache()?.join("arm64-java");
        let _lock = files::lock(&root.with_extension("lock"), "the Java for arm64")?;
        if !root.join("usr/lib/jvm/default-java").exists() {
            progress::step("toolchain: Java for arm64, 0.5 GB", || {
                let mut script = process::command(project.root.join("ci/arm64-java.sh"));
                process::run_logged(
                    script.arg(&root),
                    &project.log("arm64-java"),
                    "Check the network and apt's sources.",
                )
            })?;
        }
        Ok(Self { root })
    }

    /// Java.
    pub fn java(&self) -> Command {
        let mut java = process::command(QEMU);
        java.arg("-L").arg(&self.root).arg(self.root.join("usr/lib/jvm/default-java/bin/java"));
        java.env("LC_ALL", "C.UTF-8");
        java
    }

    /// Java that runs the jar.
    pub fn jar(&self, jar: &Path) -> Command {
        let mut java = self.java();
        java.arg("-jar").arg(jar);
        java
    }

    /// The signing vectors, stage by stage, and the scenarios, in a test program for arm64.
    pub fn rust_tests(&self, project: &Project) -> Result<()> {
        let mut cargo = natives::cargo(project, TARGET, false)?;
        cargo.args(["test", "--package", "ekyc", "--target", &TARGET.zig_triple()]);
        cargo.args(["--test", "acs3_vectors", "--test", "scenarios"]).current_dir(&project.root);
        let runner = format!("{QEMU} -L {}", self.root.display());
        cargo.env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER", runner);
        process::run(&mut cargo, "The failing test is named above.").context("on arm64")
    }
}
