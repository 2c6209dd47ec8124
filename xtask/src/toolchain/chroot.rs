//! Running a program inside the Debian that has Swift, with this repository visible at its own path.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The Debian release that carries Swift 6.
pub const SUITE: &str = "trixie";

/// What is in the folder. A folder made by another recipe is made anew.
pub const PACKAGES: [&str; 6] = ["swiftlang", "libc6-dev", "libstdc++-14-dev", "git", "ca-certificates", "pkg-config"];

/// Written last, inside the folder, with the recipe as its text: proof that the folder is whole.
const MARK: &str = "etc/ekyc-swift-recipe";

/// Enters the folder: `sh -c ENTER sh ROOT WORKING-FOLDER PATH... -- PROGRAM ARGUMENT...`.
///
/// It runs in a mount namespace of its own, so every mount ends with the program and none is ever seen outside.
/// The host's resolver and name files are mounted rather than copied, because they change with the network.
const ENTER: &str = r#"
set -eu
root=$1 folder=$2
shift 2
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
for file in /etc/resolv.conf /etc/hosts; do
    if [ -e "$file" ]; then
        [ -e "$root$file" ] || : >"$root$file"
        mount --bind "$(readlink -f "$file")" "$root$file"
    fi
done
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then
        mkdir -p "$root$1"
    else
        mkdir -p "$root$(dirname "$1")"
        [ -e "$root$1" ] || : >"$root$1"
    fi
    mount --rbind "$1" "$root$1"
    shift
done
shift
exec chroot "$root" /usr/bin/env --chdir="$folder" "$@"
"#;

/// A whole Debian in a folder.
pub struct Chroot {
    root: PathBuf,
}

impl Chroot {
    /// The folder where the finished one is kept.
    pub fn place() -> Result<PathBuf> {
        let cache = match std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute()) {
            Some(cache) => cache,
            None => Path::new(&std::env::var_os("HOME").context("HOME is not set; set it to your home folder")?)
                .join(".cache"),
        };
        Ok(cache.join("ekyc").join(format!("swift-{SUITE}")))
    }

    /// The finished one, if there is one of today's recipe.
    pub fn ready() -> Result<Option<Self>> {
        let root = Self::place()?;
        let mark = std::fs::read_to_string(root.join(MARK)).unwrap_or_default();
        Ok((mark == recipe()).then_some(Self { root }))
    }

    /// One that is being made.
    pub fn unfinished(root: PathBuf) -> Self {
        Self { root }
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
        let mut command = process::command("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", ENTER, "sh"]);
        command.arg(&self.root).arg(folder).args(outermost(paths)).arg("--").arg(program).args(arguments);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outermost_paths_are_mounted() {
        let paths = ["/a/b", "/a", "/ab", "/a/b/c", "/a"].map(PathBuf::from).to_vec();
        assert_eq!(outermost(paths), ["/a", "/ab"].map(PathBuf::from));
    }

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
