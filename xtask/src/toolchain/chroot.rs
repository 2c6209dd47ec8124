//! Running a program inside the Debian that has Swift, with this repository visible at its own path: `ci/swift-chroot.sh` does the work.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::debian;
use crate::project::Project;
use crate::{files, process, progress};

/// A whole Debian in a folder.
pub struct Chroot {
    script: PathBuf,
    root: PathBuf,
}

impl Chroot {
    /// The one of this user, if it is whole.
    pub fn find(project: &Project) -> Result<Option<Self>> {
        let script = project.root.join("ci/swift-chroot.sh");
        let chroot = Self { script, root: files::cache()?.join("swift-trixie") };
        let output = process::capture(process::command(&chroot.script).arg("ready").arg(&chroot.root))?;
        Ok(output.status.success().then_some(chroot))
    }

    /// Makes it, or waits until somebody else has.
    pub fn make(project: &Project) -> Result<Self> {
        let root = files::cache()?.join("swift-trixie");
        let _lock = files::lock(&root.with_extension("lock"), "the set-up of Swift")?;
        if let Some(chroot) = Self::find(project)? {
            return Ok(chroot);
        }
        let why = "Debian's own installer is needed for Swift.";
        debian::install(project, &["debootstrap", "debian-archive-keyring"], why)?;
        progress::step("toolchain: Swift 6 from Debian 13 (560 MB to fetch, 2.8 GB on disk)", || {
            let mut script = process::command(project.root.join("ci/swift-chroot.sh"));
            script.arg("make").arg(&root);
            process::run_logged(&mut script, &project.log("swift-chroot"), "Check the network and the free space.")
        })?;
        Self::find(project)?.context("Swift was installed, but not by today's recipe; run this again")
    }

    /// The path, seen from outside, of a file inside.
    pub fn inside(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A command inside, standing in `folder`, with `visible` at their own paths.
    ///
    /// Files named by `EKYC_*` variables are made visible too: a person's own `EKYC_CA_FILE` may lie anywhere.
    pub fn command(
        &self,
        visible: &[PathBuf],
        folder: &Path,
        program: &Path,
        arguments: &[OsString],
    ) -> Result<Command> {
        let passed = passed_environment()?;
        let named = passed.iter().filter_map(|(_, value)| existing_path(value));
        let paths = outermost(visible.iter().cloned().chain(named).collect());
        let mut command = process::command(&self.script);
        command.arg("run").arg(&self.root).arg(folder).args(paths).arg("--").arg(program).args(arguments);
        command.env_clear().envs(passed);
        command.env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("HOME", "/root").env("LANG", "C.UTF-8");
        Ok(command)
    }
}

/// Without the paths that lie inside another one: a mount shows what is under it.
fn outermost(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !kept.iter().any(|outer| path.starts_with(outer)) {
            kept.push(path);
        }
    }
    kept
}

/// What a program inside may know of our environment. Relative paths become absolute: it may stand elsewhere.
fn passed_environment() -> Result<Vec<(OsString, OsString)>> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let known = std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_passed));
    Ok(known
        .map(|(name, value)| {
            let is_file = name.to_str().is_some_and(|name| name.starts_with("EKYC_")) && here.join(&value).is_file();
            let value = if is_file { here.join(&value).into_os_string() } else { value };
            (name, value)
        })
        .collect())
}

fn is_passed(name: &str) -> bool {
    let prefixes = ["EKYC_", "ALIBABA_CLOUD_"];
    let names =
        ["CI", "TERM", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
    prefixes.iter().any(|prefix| name.starts_with(prefix)) || names.contains(&name)
}

fn existing_path(value: &OsString) -> Option<PathBuf> {
    let path = Path::new(value);
    // The root itself can be no mount inside the root.
    (path.is_absolute() && path.parent().is_some() && path.exists()).then(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_that_passes_is_ours_and_the_network_s() {
        assert!(is_passed("EKYC_ENDPOINT") && is_passed("ALIBABA_CLOUD_ACCESS_KEY_ID") && is_passed("https_proxy"));
        assert!(!is_passed("LD_LIBRARY_PATH") && !is_passed("PATH"));
    }

    #[test]
    fn the_root_is_never_mounted_in_itself() {
        assert_eq!(existing_path(&OsString::from("/")), None);
        assert_eq!(existing_path(&OsString::from("relative")), None);
        assert_eq!(existing_path(&OsString::from("/proc")), Some(PathBuf::from("/proc")));
    }

    #[test]
    fn only_the_outermost_paths_are_mounted() {
        let paths = ["/a/b", "/a", "/ab", "/a/b/c", "/a"].map(PathBuf::from).to_vec();
        assert_eq!(outermost(paths), ["/a", "/ab"].map(PathBuf::from));
    }
}
