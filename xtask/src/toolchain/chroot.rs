//! Running a program inside the Debian that has Swift, with this repository visible at its own path.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::entry::Entry;
use crate::files;
use crate::project::Project;

/// The Debian release that carries Swift 6.
pub const SUITE: &str = "trixie";

/// What is in the folder. A folder made by another recipe is made anew.
pub const PACKAGES: [&str; 6] = ["swiftlang", "libc6-dev", "libstdc++-14-dev", "git", "ca-certificates", "pkg-config"];

/// Written last, inside the folder, with the recipe as its text: proof that the folder is whole.
const MARK: &str = "etc/ekyc-swift-recipe";

/// A whole Debian in a folder.
pub struct Chroot {
    root: PathBuf,
    entry: Entry,
}

impl Chroot {
    /// The folder where the finished one is kept.
    pub fn place() -> Result<PathBuf> {
        Ok(files::cache()?.join(format!("swift-{SUITE}")))
    }

    /// Whether there is a finished one of today's recipe.
    pub fn is_ready() -> Result<bool> {
        Ok(std::fs::read_to_string(Self::place()?.join(MARK)).unwrap_or_default() == recipe())
    }

    /// The finished one.
    pub fn open(project: &Project) -> Result<Self> {
        Ok(Self { root: Self::place()?, entry: Entry::ensure(project)? })
    }

    /// One that is being made.
    pub fn unfinished(root: PathBuf, entry: Entry) -> Self {
        Self { root, entry }
    }

    /// The path, seen from outside, of a file inside.
    pub fn inside(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Declares it finished.
    pub fn mark_ready(&self) -> Result<()> {
        std::fs::write(self.root.join(MARK), recipe()).context("cannot mark the Swift folder as finished")
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
        let mut paths = visible.to_vec();
        let passed = passed_environment()?;
        paths.extend(passed.iter().filter_map(|(_, value)| existing_path(value)));
        let mut command = self.entry.command(&self.root, folder, paths, program, arguments);
        command.env_clear().envs(passed);
        command.env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("HOME", "/root").env("LANG", "C.UTF-8");
        Ok(command)
    }
}

fn recipe() -> String {
    format!("{SUITE} {}\n", PACKAGES.join(" "))
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
}
