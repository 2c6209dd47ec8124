//! `cargo xtask bench`: builds the load programs, which benches/measure.py runs; benches/report.py writes docs/background/benchmarks.md.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::{Map, json};

use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{bindings, files, lint, package, progress, swift};

/// Builds what starts some of the programs.
type Build = fn(&Project) -> Result<Command>;

/// What a program is called, and the word that it is started with, if there is one.
type Names = &'static [(&'static str, Option<&'static str>)];

/// The programs by what builds them. The server is one of Rust's.
const PROGRAMS: [(Build, Names); 5] = [
    (
        rust,
        &[
            ("server", Some("server")),
            ("hyper-ready", Some("hyper-ready")),
            ("hyper-signing", Some("hyper-signing")),
            ("core", Some("core")),
        ],
    ),
    (jvm, &[("kotlin", Some("suspend")), ("java-blocking", Some("blocking")), ("java-future", Some("future"))]),
    (|project| swift_client(project, "load"), &[("swift", None)]),
    (official_java, &[("java-official", None)]),
    (official_python, &[("python-official", None)]),
];

/// Measures, or with `page` only writes the page anew from the data of the last run.
pub fn run(project: &Project, quick: bool, page: bool, only: &[String]) -> Result<()> {
    let folder = "docs/background/benchmarks";
    if !page {
        let programs = build(project, only)?;
        let mut measure = python::script(project, "benches/measure.py", &[programs.as_os_str(), folder.as_ref()])?;
        measure.args(quick.then_some("--quick"));
        progress::step("the load programs in turns", || process::run(measure, "What went wrong is said above."))?;
    }
    let report =
        process::run(python::script(project, "benches/report.py", &[folder])?, "What was missed is said above.");
    lint::format_page(project, "docs/background/benchmarks.md")?;
    progress::note("written: docs/background/benchmarks.md, and beside it its data and plots");
    report
}

/// Builds those whose names begin so, all if none is named, and writes down how they are started.
fn build(project: &Project, only: &[String]) -> Result<PathBuf> {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| name.starts_with(only.as_str()));
    let names: Vec<&str> = PROGRAMS.iter().flat_map(|(_, of)| of.iter().map(|(name, _)| *name)).skip(1).collect();
    ensure!(names.iter().any(|name| wanted(name)), "no program is named so; there are {}", names.join(", "));
    let mut programs = Map::new();
    for (build, of) in PROGRAMS {
        let of: Vec<_> = of.iter().filter(|(name, _)| *name == "server" || wanted(name)).collect();
        if !of.is_empty() {
            let start = build(project)?;
            let start: Vec<_> = std::iter::once(start.get_program()).chain(start.get_args()).collect();
            for (name, word) in of {
                let words = start.iter().map(|word| word.to_string_lossy()).chain(word.map(Into::into));
                programs.insert((*name).to_owned(), words.collect());
            }
        }
    }
    let (file, text) = (project.own("load-programs.json"), json!({"version": project.version, "programs": programs}));
    files::write_if_changed(&file, text.to_string().as_bytes())?;
    Ok(file)
}

/// In the profile of the library that is shipped.
fn rust(project: &Project) -> Result<Command> {
    let cargo = process::cargo_with("build --profile size --package ekyc-load");
    progress::step("the server and the Rust clients", || process::run(cargo, "The compiler's words are above."))?;
    Ok(process::command(project.target.join("size/ekyc-load")))
}

/// The three ways into the packaged jar.
fn jvm(project: &Project) -> Result<Command> {
    package::jvm::ensure(project, None)?;
    let maven = Maven::ensure(project)?;
    java(project, &maven, "ekyc", "load.Jvm", |mvn| package::settings::add(project, &maven, mvn))
}

fn official_java(project: &Project) -> Result<Command> {
    java(project, &Maven::ensure(project)?, "official", "load.Official", |_| Ok(()))
}

/// Every JVM gets a heap that is enough for 512 calls at once, and so little that rubbish is not taken for need.
fn java(
    project: &Project,
    maven: &Maven,
    name: &str,
    main: &str,
    add: impl Fn(&mut Command) -> Result<()>,
) -> Result<Command> {
    let folder = project.root.join("benches/jvm").join(name);
    progress::step(&format!("the Java client {name}"), || {
        let mut command = maven.command(&folder);
        add(command.arg("package"))?;
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
