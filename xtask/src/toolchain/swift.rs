//! Where Swift runs: on this machine if it has Swift 6, else in a folder of its own that holds a Debian which has it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use super::chroot::Chroot;
use super::debian;
use crate::process::{self, cmd};
use crate::project::Project;

/// The oldest language version the package is written for.
const OLDEST: u32 = 6;

/// A place where `swift` works.
pub enum Swift {
    /// This machine.
    Host,
    /// A Debian in a folder.
    Chroot(Chroot),
}

impl Swift {
    /// Finds Swift, or installs it.
    pub fn ensure(project: &Project) -> Result<Self> {
        if major_on_path().is_some_and(|major| major >= OLDEST) {
            return Ok(Self::Host);
        }
        ensure!(
            debian::is_debian(),
            "Swift 6 is needed and this is not Debian: install it from swift.org, put `swift` on PATH, and run this again."
        );
        // The chroot, once made, serves everyone who may enter it; only making it needs apt.
        if let Some(chroot) = Chroot::find(project)? {
            return Ok(Self::Chroot(chroot));
        }
        if debian::candidate(project, "swiftlang").as_deref().and_then(leading_number) >= Some(OLDEST) {
            debian::install(project, &["swiftlang", "libstdc++-dev"], "Swift 6 is needed.")?;
            return Ok(Self::Host);
        }
        Ok(Self::Chroot(Chroot::make(project)?))
    }

    /// `swift` with these arguments, standing in `folder`.
    pub fn swift(&self, project: &Project, folder: &Path, arguments: &[OsString]) -> Result<Command> {
        self.command(project, folder, Path::new("swift"), arguments)
    }

    /// Any program in the same place.
    pub fn command(&self, project: &Project, folder: &Path, program: &Path, arguments: &[OsString]) -> Result<Command> {
        match self {
            Self::Host => {
                let mut command = process::command(program);
                command.args(arguments).current_dir(folder);
                Ok(command)
            }
            Self::Chroot(chroot) => Ok(chroot.command(&visible(project), folder, program, arguments)),
        }
    }
}

fn visible(project: &Project) -> Vec<PathBuf> {
    vec![project.root.clone(), project.target.clone(), std::env::temp_dir()]
}

fn major_on_path() -> Option<u32> {
    process::on_path("swift")?;
    let text = process::text(cmd!("swift --version"), "").ok()?;
    leading_number(text.split_once("Swift version ")?.1)
}

fn leading_number(version: &str) -> Option<u32> {
    version.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_first_number() {
        assert_eq!(leading_number("6.0.3 (swift-6.0.3-RELEASE)"), Some(6));
        assert_eq!(leading_number("5.6.5-1"), Some(5));
        assert_eq!(leading_number("(none)"), None);
        assert!(None < Some(OLDEST));
    }
}
