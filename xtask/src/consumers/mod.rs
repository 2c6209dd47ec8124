//! Strangers' projects that depend on the packages, built and run where nothing of this repository can be reached.

mod contents;
mod damaged;
mod growth;
mod mounts;
mod native_access;
mod native_image;
mod place;
mod plain;
mod program;
mod server;
mod versions;

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::java::{self, Jdk};
use crate::{package, progress};

use place::Place;
use program::Program;

/// Everything the checks share.
struct Strangers<'a> {
    project: &'a Project,
    place: Place,
    sandbox: Sandbox,
    /// The Java that builds them, the oldest that is supported.
    oldest: Jdk,
    /// The newest on this machine, if it is another.
    newest: Option<Jdk>,
}

impl Strangers<'_> {
    /// A Java program that talks to the sandbox.
    fn program(&self, jdk: &Jdk) -> Program {
        Program::new(jdk, &self.sandbox)
    }

    /// Every kit to run on.
    fn kits(&self) -> impl Iterator<Item = &Jdk> {
        std::iter::once(&self.oldest).chain(&self.newest)
    }
}

/// Its tests: real applications, against the packaged sandbox.
fn starter(strangers: &Strangers<'_>) -> Result<()> {
    strangers.place.test(&package::starter::module(strangers.project), "starter")
}

type Check = fn(&Strangers<'_>) -> Result<()>;

/// In the order in which a failure says most.
const CHECKS: [(&str, Check); 14] = [
    ("what is in the package", contents::check),
    ("Java and Kotlin with Maven", plain::check),
    ("Kotlin 2.0 to 2.3", plain::compilers),
    ("tests with the packaged sandbox", plain::testing),
    ("Spring Boot 3.5 decides the versions", plain::spring_boot),
    ("the Spring Boot starter in a real application", starter),
    ("a program compiled against an earlier library", growth::check),
    ("native access, allowed and denied", native_access::check),
    ("an application that is a module", plain::module),
    ("a shrunk and renamed application", plain::shrunk),
    ("a server with two hundred calls at once", server::check),
    ("other versions of coroutines and Kotlin", versions::check),
    ("libraries that are missing or wrong", damaged::check),
    ("read-only and noexec file systems", mounts::check),
];

/// A release names the folder with the libraries of other machines here, so that the jar that it publishes is the one that is tested.
const NATIVES: &str = "EKYC_NATIVES";

/// Packages, then builds and runs them all.
pub fn run(project: &Project) -> Result<()> {
    let natives = std::env::var_os(NATIVES).map(PathBuf::from);
    package::jvm::ensure(project, natives.as_deref())?;
    let (place, oldest) = Place::make(project)?;
    let newest = java::newest(project, &oldest);
    let strangers = Strangers { project, place, sandbox: Sandbox::start(project)?, oldest, newest };
    for (name, check) in CHECKS {
        progress::step(&format!("consumers: {name}"), || check(&strangers))?;
    }
    progress::step("consumers: GraalVM reads the metadata", || native_image::check(&strangers))
}
