//! Swift: on this machine if it has Swift 6, else in a folder of its own that holds a Debian which has it (`ci/swift-chroot.sh`); and SwiftPM for
//! the packages of this repository, whose build files stay in cargo's build folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, cmd};
use crate::project::Project;
use crate::{files, progress};

/// Makes a warning an error. For the tests alone: a newer compiler than ours may warn where a person only wants to build.
pub const STRICT: [&str; 2] = ["-Xswiftc", "-warnings-as-errors"];

/// Finds Swift, or installs it. Returns the folder with its Debian, if it is not on this machine itself.
pub fn place(project: &Project) -> Result<Option<PathBuf>> {
    // The folder, once made, serves everyone who may enter it; only making it needs root.
    let (script, root) = (script(project), files::cache()?.join("swift-trixie"));
    let ready = || {
        let said = process::capture(cmd!("{script} ready {root}")).ok().filter(|said| said.status.success())?;
        Some((said.stdout != b"here\n").then(|| root.clone()))
    };
    if let Some(place) = ready() {
        return Ok(place);
    }
    let _lock = files::lock(&root.with_extension("lock"), "the set-up of Swift")?;
    if ready().is_none() {
        progress::step("toolchain: Swift 6 from Debian 13 (560 MB to fetch, 2.8 GB on disk)", || {
            let make = cmd!("{script} make {root}");
            process::run_logged(make, &project.log("swift-chroot"), "Check the network and the free space.")
        })?;
    }
    ready().context("Swift was installed, but not by today's recipe; run this again")
}

fn script(project: &Project) -> PathBuf {
    project.root.join("ci/swift-chroot.sh")
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
