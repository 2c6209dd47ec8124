//! `cargo xtask bench`: builds the load programs, which benches/measure.py runs; benches/report.py writes docs/background/benchmarks.md.

use std::process::Command;

use anyhow::Result;
use serde_json::{Map, json};

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{bindings, lint, package, progress, swift};

/// Builds the programs of a kind, and tells how they are started.
type Build = fn(&Project) -> Result<Command>;

/// The kinds; `measure.py` knows which programs there are of each.
pub const KINDS: [(&str, Build); 5] = [
    ("rust", rust),
    ("jvm", |project| java(project, "ekyc", "load.Jvm")),
    ("swift", |project| swift_client(project, "load")),
    ("java-official", |project| java(project, "official", "load.Official")),
    ("python-official", official_python),
];

/// Measures, or with `page` only writes the page anew from the data of the last run.
pub fn run(project: &Project, quick: bool, page: bool, only: &[String]) -> Result<()> {
    let folder = "docs/background/benchmarks";
    if !page {
        let mut programs = Map::new();
        // The server is one of Rust's.
        let wanted = |name: &str| only.is_empty() || name == "rust" || only.iter().any(|only| only == name);
        for (name, build) in KINDS.into_iter().filter(|(name, _)| wanted(name)) {
            programs.insert(name.to_owned(), process::told(&build(project)?).into());
        }
        let told = json!({ "version": project.version, "programs": programs }).to_string();
        let mut measure = python::script(project, "benches/measure.py", &[told.as_str(), folder])?;
        measure.args(quick.then_some("--quick"));
        progress::step("the load programs in turns", || process::run(measure, "What went wrong is said above."))?;
    }
    let report =
        process::run(python::script(project, "benches/report.py", &[folder])?, "What was missed is said above.");
    lint::format_page(project, "docs/background/benchmarks.md")?;
    progress::note("written: docs/background/benchmarks.md, and beside it its data and plots");
    report
}

/// In the profile of the library that is shipped.
fn rust(project: &Project) -> Result<Command> {
    let cargo = process::cargo_with("build --profile size --package ekyc-load");
    progress::step("the server and the Rust clients", || process::run(cargo, "The compiler's words are above."))?;
    Ok(process::command(project.target.join("size/ekyc-load")))
}

/// Every JVM gets a heap that is enough for 512 calls at once, and so little that rubbish is not taken for need.
fn java(project: &Project, name: &str, main: &str) -> Result<Command> {
    package::jvm::ensure(project, None)?;
    let (maven, folder) = (Maven::ensure(project)?, project.root.join("benches/jvm").join(name));
    progress::step(&format!("the Java client {name}"), || {
        let mut command = maven.command(&folder);
        package::jvm::add_settings(project, &maven, command.arg("package"))?;
        process::run_logged(command, &project.log(&format!("bench-jvm-{name}")), "The first run needs the network.")
    })?;
    let (java, target) = (maven.jdk.java(), folder.join("target"));
    Ok(cmd!("{java} -Xmx512m -cp {target}/classes:{target}/lib/* {main}"))
}

/// Builds a program of `benches/swift-client`.
pub fn swift_client(project: &Project, product: &str) -> Result<Command> {
    let package = project.root.join("benches/swift-client");
    bindings::ensure(project)?;
    progress::step(&format!("the Swift program {product}"), || {
        let build = swift::command(project, &package, &["build", "-c", "release", "--product", product])?;
        process::run_logged(build, &project.log(&format!("bench-swift-{product}")), "Swift's words are in that file.")
    })?;
    let program = swift::scratch(project, &package).join("release").join(product);
    swift::enter(project, &project.root, process::command(program))
}

fn official_python(project: &Project) -> Result<Command> {
    let python = python::environment(project, "bench", "benches/python/requirements.txt".as_ref())?.join("python");
    let script = project.root.join("benches/python/official.py");
    Ok(cmd!("{python} -B {script}"))
}
