//! Swift: on this machine if it has Swift 6, else in a folder of its own that holds a Debian which has it (`ci/swift-chroot.sh`); and SwiftPM for
//! the packages of this repository, whose build files stay in cargo's build folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::debian;
use crate::{files, progress};

/// The oldest language version the package is written for.
const OLDEST: u32 = 6;

/// Makes a warning an error. For the tests alone: a newer compiler than ours may warn where a person only wants to build.
pub const STRICT: [&str; 2] = ["-Xswiftc", "-warnings-as-errors"];

/// Finds Swift, or installs it. Returns the folder with its Debian, if it is not on this machine itself.
pub fn place(project: &Project) -> Result<Option<PathBuf>> {
    let on_path = process::on_path("swift").and_then(|_| process::text(cmd!("swift --version"), "").ok());
    let version = on_path.as_deref().and_then(|said| said.split_once("Swift version "));
    if version.is_some_and(|(_, version)| leading_number(version) >= Some(OLDEST)) {
        return Ok(None);
    }
    ensure!(
        debian::is_debian(),
        "Swift 6 is needed and this is not Debian: install it from swift.org, put `swift` on PATH, and run this again."
    );
    // The folder, once made, serves everyone who may enter it; only making it needs apt.
    let root = files::cache()?.join("swift-trixie");
    if is_whole(project, &root) {
        return Ok(Some(root));
    }
    if debian::candidate(project, "swiftlang").as_deref().and_then(leading_number) >= Some(OLDEST) {
        debian::install(project, &["swiftlang", "libstdc++-dev"], "Swift 6 is needed.")?;
        return Ok(None);
    }
    let _lock = files::lock(&root.with_extension("lock"), "the set-up of Swift")?;
    if !is_whole(project, &root) {
        debian::install(
            project,
            &["debootstrap", "debian-archive-keyring"],
            "Debian's own installer is needed for Swift.",
        )?;
        progress::step("toolchain: Swift 6 from Debian 13 (560 MB to fetch, 2.8 GB on disk)", || {
            let (script, log) = (script(project), project.log("swift-chroot"));
            process::run_logged(cmd!("{script} make {root}"), &log, "Check the network and the free space.")
        })?;
        ensure!(is_whole(project, &root), "Swift was installed, but not by today's recipe; run this again");
    }
    Ok(Some(root))
}

fn script(project: &Project) -> PathBuf {
    project.root.join("ci/swift-chroot.sh")
}

fn is_whole(project: &Project, root: &Path) -> bool {
    let script = script(project);
    process::capture(cmd!("{script} ready {root}")).is_ok_and(|output| output.status.success())
}

fn leading_number(version: &str) -> Option<u32> {
    version.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

/// Any command where Swift is, standing in `folder`. It sees the repository, cargo's build folder and the temporary files.
pub fn enter(project: &Project, folder: &Path, mut command: Command) -> Result<Command> {
    let Some(root) = place(project)? else {
        command.current_dir(folder);
        return Ok(command);
    };
    let (script, visible) = (script(project), [&project.root, &project.target, &std::env::temp_dir()]);
    let (program, arguments) = (command.get_program(), command.get_args());
    Ok(cmd!("{script} run {root} {folder} {visible...} -- {program} {arguments...}"))
}

/// Where SwiftPM builds a package.
pub fn scratch(project: &Project, package: &Path) -> PathBuf {
    let name = package.strip_prefix(&project.root).unwrap_or(package).to_string_lossy().replace('/', "-");
    project.target.join("swift").join(name)
}

/// `swift <verb> ...` for a package. The paths stand behind the verb, where `swift package` wants them too.
pub fn command(project: &Project, package: &Path, words: &[&str]) -> Result<Command> {
    command_in(project, package, &scratch(project, package), words)
}

fn command_in(project: &Project, package: &Path, scratch: &Path, words: &[&str]) -> Result<Command> {
    let (verb, rest) = words.split_at(1);
    let swift = cmd!("swift {verb...} --package-path {package} --scratch-path {scratch} {rest...}");
    enter(project, package, swift)
}

/// Runs the package's tests, or what `more` chooses of them.
pub fn test(project: &Project, more: &[&str], environment: Vec<(&str, PathBuf)>) -> Result<()> {
    let mut command = command(project, &project.swift(), &[&["test"], more, &STRICT].concat())?;
    process::run(command.envs(environment), "The failing test is named above.")
}

/// The tests' probe, linked with the library's debug build that the programs were built with: it alone can be asked to panic.
pub fn debug_probe(project: &Project) -> Result<PathBuf> {
    // A folder of its own, because the linker prefers the shared library beside it.
    let (archive, built) = (project.own("debug-library/libekyc.a"), project.target.join("debug/libekyc_swift.a"));
    let _ = std::fs::remove_file(&archive);
    files::parent(&archive)?;
    fs_err::hard_link(&built, &archive).context("cargo built no library to test with")?;
    let scratch = project.target.join("swift/debug-library");
    let probe = scratch.join("debug/EkycProbe");
    let _ = std::fs::remove_file(&probe); // SwiftPM does not see that the library changed
    let mut command = command_in(project, &project.swift(), &scratch, &["build", "--product", "EkycProbe"])?;
    process::run(command.env("EKYC_LIBRARY", &archive), "The compiler's words are above.")?;
    Ok(probe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_first_number() {
        assert_eq!(leading_number("6.0.3 (swift-6.0.3-RELEASE)"), Some(6));
        assert_eq!(leading_number("(none)"), None);
        assert!(None < Some(OLDEST));
    }
}
