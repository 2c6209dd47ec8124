//! The way into a folder that holds another Debian: a mount namespace, or proot where a container forbids them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::Result;

use super::debian;
use crate::process;
use crate::project::Project;

/// `sh -c ENTER sh ROOT WORKING-FOLDER PATH... -- PROGRAM ARGUMENT...`, in a mount namespace of its own: every mount ends
/// with the program and none is ever seen outside.
///
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

/// How a program gets in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// Root's way: unshare, mounts and chroot. Costs nothing.
    Namespace,
    /// Anybody's way: every system call that names a file is rewritten, which makes builds two to three times slower.
    Proot,
}

impl Entry {
    /// The best way on this machine. Installs proot if it is needed and missing.
    pub fn ensure(project: &Project) -> Result<Self> {
        static MAY_MOUNT: OnceLock<bool> = OnceLock::new();
        let may_mount = || {
            let mut unshare = process::command("unshare");
            // Not only a namespace, but a mount in it: that is what some containers refuse.
            unshare.args(["--mount", "--propagation", "private", "mount", "--bind", "/proc", "/proc"]);
            process::capture(&mut unshare).is_ok_and(|output| output.status.success())
        };
        if *MAY_MOUNT.get_or_init(may_mount) {
            return Ok(Self::Namespace);
        }
        if process::on_path("proot").is_none() {
            let why = "This container forbids mounts, so proot is needed to run Swift.";
            debian::install(project, &["proot"], why)?;
        }
        Ok(Self::Proot)
    }

    /// A program inside `root`, standing in `folder`, that sees `paths` of this machine at their own places.
    pub fn command(
        self,
        root: &Path,
        folder: &Path,
        paths: Vec<PathBuf>,
        program: &Path,
        arguments: &[OsString],
    ) -> Command {
        let paths = outermost(paths);
        let mut command;
        match self {
            Self::Namespace => {
                command = process::command("unshare");
                command.args(["--mount", "--propagation", "private", "sh", "-c", ENTER, "sh"]);
                command.arg(root).arg(folder).args(paths).arg("--");
            }
            Self::Proot => {
                command = process::command("proot");
                command.arg("-r").arg(root).arg("-w").arg(folder);
                let files =
                    ["/etc/resolv.conf", "/etc/hosts"].map(PathBuf::from).into_iter().filter(|file| file.exists());
                for path in ["/proc", "/dev"].map(PathBuf::from).into_iter().chain(files).chain(paths) {
                    command.arg("-b").arg(path);
                }
                command.arg("/usr/bin/env");
            }
        }
        command.arg(program).args(arguments);
        command
    }

    /// A program of this machine that mounts things itself, so that its mounts cannot be left behind.
    pub fn around(self, program: &str) -> Command {
        if self == Self::Proot {
            return process::command(program);
        }
        let mut command = process::command("unshare");
        command.args(["--mount", "--propagation", "private", program]);
        command
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outermost_paths_are_mounted() {
        let paths = ["/a/b", "/a", "/ab", "/a/b/c", "/a"].map(PathBuf::from).to_vec();
        assert_eq!(outermost(paths), ["/a", "/ab"].map(PathBuf::from));
    }

    #[test]
    fn a_failing_program_is_shown_without_the_shell_around_it() {
        let arguments = [OsString::from("build")];
        let command =
            Entry::Namespace.command(Path::new("/r"), Path::new("/f"), Vec::new(), Path::new("swift"), &arguments);
        assert!(process::show(&command).ends_with("sh -c sh /r /f -- swift build"), "{}", process::show(&command));
    }
}
