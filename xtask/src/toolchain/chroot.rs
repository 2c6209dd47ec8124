//! Running a program inside the Debian that has Swift, with this repository visible at its own path: `ci/swift-chroot.sh` does the work.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::debian;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::{files, progress};

/// A whole Debian in a folder.
pub struct Chroot {
    script: PathBuf,
    /// Where it is.
    pub root: PathBuf,
}

impl Chroot {
    fn of(project: &Project) -> Result<Self> {
        Ok(Self { script: project.root.join("ci/swift-chroot.sh"), root: files::cache()?.join("swift-trixie") })
    }

    /// The one of this user, if it is whole.
    pub fn find(project: &Project) -> Result<Option<Self>> {
        let Self { script, root } = &Self::of(project)?;
        let output = process::capture(cmd!("{script} ready {root}"))?;
        Ok(output.status.success().then_some(Self::of(project)?))
    }

    /// Makes it, or waits until somebody else has.
    pub fn make(project: &Project) -> Result<Self> {
        let Self { script, root } = Self::of(project)?;
        let _lock = files::lock(&root.with_extension("lock"), "the set-up of Swift")?;
        if let Some(chroot) = Self::find(project)? {
            return Ok(chroot);
        }
        let why = "Debian's own installer is needed for Swift.";
        debian::install(project, &["debootstrap", "debian-archive-keyring"], why)?;
        progress::step("toolchain: Swift 6 from Debian 13 (560 MB to fetch, 2.8 GB on disk)", || {
            let (log, advice) = (project.log("swift-chroot"), "Check the network and the free space.");
            process::run_logged(cmd!("{script} make {root}"), &log, advice)
        })?;
        Self::find(project)?.context("Swift was installed, but not by today's recipe; run this again")
    }

    /// A command inside, standing in `folder`, with `visible` at their own paths.
    pub fn command(&self, visible: &[PathBuf], folder: &Path, program: &Path, arguments: &[OsString]) -> Command {
        let Self { script, root } = self;
        cmd!("{script} run {root} {folder} {visible...} -- {program} {arguments...}")
    }
}
