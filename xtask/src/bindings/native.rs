//! The libraries themselves: stripped copies where each language looks for them.

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;

use super::library::Library;
use crate::cleanup::temporary_folder;
use crate::files;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::target::Target;

/// Puts the shared library where the jar takes it from, and the static one where SwiftPM does.
pub fn write(project: &Project, library: &Library) -> Result<Vec<PathBuf>> {
    let host = Target::of_this_machine()?;
    let resource = resources(project).join(host.shared_below());
    files::write_if_changed(&resource, &fs_err::read(&library.shared)?)?;

    let archive = swift_archive(project);
    let header = super::generate::swift_header(project);
    let changed = match OS {
        "linux" => super::archive::close("", &library.archive, &header, &archive)?,
        _ => put(&library.archive, &archive, &["-S"])?,
    };
    if changed {
        // SwiftPM does not see that a library changed, and sees this: every program is linked again.
        let code =
            fs_err::OpenOptions::new().append(true).open(project.swift().join("Sources/EkycCoreFFI/EkycCoreFFI.c"))?;
        code.into_file().set_modified(SystemTime::now())?;
    }
    Ok(vec![resource, archive])
}

/// Where SwiftPM finds the static library for this machine.
pub fn swift_archive(project: &Project) -> PathBuf {
    project.swift().join(format!("lib/{BUNDLE}/{OS}-{ARCH}/libekyc.a"))
}

/// The folder of the static libraries, which is an artifact bundle as well: see `package/swift.rs`.
pub const BUNDLE: &str = "EkycCoreLibrary.artifactbundle";

/// Strips `from` into `to`. Tells whether `to` changed.
pub fn put(from: &Path, to: &Path, options: &[&str]) -> Result<bool> {
    let folder = temporary_folder()?;
    let stripped = folder.path().join("stripped");
    let mut strip = cmd!("strip {options...} -o {stripped} {from}");
    process::run(&mut strip, "Install binutils, which every C compiler on Linux brings.")?;
    files::write_if_changed(to, &fs_err::read(stripped)?)
}

/// What `strip` is told for a shared library: everything on Linux; on macOS the exported names must be kept by request.
pub fn strip_shared() -> &'static [&'static str] {
    if OS == "macos" { &["-x"] } else { &["--strip-all"] }
}

/// Where the jar's libraries lie, a folder for each platform, and what that is called in a jar.
pub fn resources(project: &Project) -> PathBuf {
    project.kotlin().join("generated/resources").join(IN_JAR)
}

pub const IN_JAR: &str = "io/github/ekyc/native";
