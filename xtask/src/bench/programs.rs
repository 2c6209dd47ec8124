//! The load programs: how each is built and started.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::project::Project;
use crate::toolchain::maven::Maven;
use crate::toolchain::python;
use crate::toolchain::swift::Swift;
use crate::{bindings, files, package, process, progress, swift};

/// One way to call the service.
pub struct Program {
    /// In the data.
    pub name: &'static str,
    /// On the page.
    pub label: &'static str,
    start: Vec<PathBuf>,
}

/// All of them, in the page's order.
pub const NAMES: [&str; 9] = [
    "hyper-ready",
    "hyper-signing",
    "core",
    "kotlin",
    "java-blocking",
    "java-future",
    "swift",
    "java-official",
    "python-official",
];

impl Program {
    /// The command that a question is added to.
    pub fn command(&self) -> Result<Command> {
        let (program, arguments) = self.start.split_first().context("a load program without a program")?;
        let mut command = process::command(program);
        command.args(arguments);
        Ok(command)
    }

    /// Whether it can sign without sending.
    pub fn signs(&self) -> bool {
        ["core", "kotlin", "swift"].contains(&self.name)
    }

    /// Whether there is a border between it and the core.
    pub fn crosses(&self) -> bool {
        ["kotlin", "swift"].contains(&self.name)
    }
}

/// Where the Rust load program lies: in the profile of the library that is shipped.
pub fn load_program(project: &Project) -> PathBuf {
    project.target.join("size/ekyc-load")
}

/// Builds those that are asked for; all, if none is named.
pub fn build(project: &Project, only: &[String]) -> Result<Vec<Program>> {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| name.starts_with(only.as_str()));
    let load = load_program(project);
    progress::step("the server and the Rust clients", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--profile", "size", "--package", "ekyc-load"]).current_dir(&project.root);
        process::run(&mut cargo, "The compiler's words are above.")
    })?;
    let mut programs = vec![
        Program {
            name: "hyper-ready",
            label: "raw hyper, ready bytes",
            start: vec![load.clone(), "hyper-ready".into()],
        },
        Program {
            name: "hyper-signing",
            label: "raw hyper that signs",
            start: vec![load.clone(), "hyper-signing".into()],
        },
        Program { name: "core", label: "Rust core", start: vec![load, "core".into()] },
    ];
    if ["kotlin", "java-blocking", "java-future"].into_iter().any(wanted) {
        programs.extend(ekyc_jvm(project)?);
    }
    if wanted("swift") {
        programs.push(swift(project)?);
    }
    if wanted("java-official") {
        programs.push(official_java(project)?);
    }
    if wanted("python-official") {
        programs.push(official_python(project)?);
    }
    programs.retain(|program| wanted(program.name));
    Ok(programs)
}

/// The heap that every JVM gets: enough for 512 calls at once, and little enough that rubbish is not taken for need.
const HEAP: &str = "-Xmx512m";

/// The three ways into the packaged jar.
fn ekyc_jvm(project: &Project) -> Result<[Program; 3]> {
    let (maven, folder) = build_jvm(project)?;
    let program = |name, label, way| java(name, label, "load.Jvm", &maven, &folder, &[way]);
    Ok([
        program("kotlin", "Kotlin suspend", "suspend"),
        program("java-blocking", "Java blocking", "blocking"),
        program("java-future", "Java CompletableFuture", "future"),
    ])
}

/// Builds `benches/jvm/ekyc` on the packaged jar.
pub fn build_jvm(project: &Project) -> Result<(Maven, PathBuf)> {
    let folder = project.root.join("benches/jvm/ekyc");
    let maven = Maven::ensure(project)?;
    package::jvm::ensure(project, None)?;
    let settings = project.own("bench-settings.xml");
    files::write_if_changed(&settings, package::settings::of(project, &maven)?.as_bytes())?;
    progress::step("this library on the JVM", || {
        let mut command = maven.command(&folder);
        command.arg("-s").arg(&settings).arg("package");
        process::run_logged(&mut command, &project.log("bench-jvm"), "The first run needs the network.")
    })?;
    Ok((maven, folder))
}

fn official_java(project: &Project) -> Result<Program> {
    let folder = project.root.join("benches/jvm/official");
    let maven = Maven::ensure(project)?;
    progress::step("the official Java SDK", || {
        let mut command = maven.command(&folder);
        process::run_logged(
            command.arg("package"),
            &project.log("bench-java-official"),
            "The first run needs the network.",
        )
    })?;
    Ok(java("java-official", "official Java SDK", "load.Official", &maven, &folder, &[]))
}

fn java(
    name: &'static str,
    label: &'static str,
    main: &str,
    maven: &Maven,
    folder: &Path,
    arguments: &[&str],
) -> Program {
    let class_path = format!("{0}/classes:{0}/lib/*", folder.join("target").display());
    let mut start = vec![maven.jdk.java(), HEAP.into(), "-cp".into(), class_path.into(), main.into()];
    start.extend(arguments.iter().map(PathBuf::from));
    Program { name, label, start }
}

fn swift(project: &Project) -> Result<Program> {
    let (place, package) = (Swift::ensure(project)?, project.root.join("benches/swift-client"));
    bindings::ensure(project)?;
    progress::step("the Swift client", || {
        let build = ["build", "-c", "release", "--product", "load"];
        let mut command = swift::command(project, &place, &package, &build)?;
        process::run_logged(&mut command, &project.log("bench-swift"), "Swift's words are in that file.")
    })?;
    let program = swift::scratch(project, &package).join("release/load");
    // Where Swift runs in a folder of its own, what enters that folder is the program.
    let command = place.command(project, &project.root, &program, &[])?;
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    Ok(Program { name: "swift", label: "Swift", start: words.map(PathBuf::from).collect() })
}

fn official_python(project: &Project) -> Result<Program> {
    let folder = project.root.join("benches/python");
    let bin = python::environment(project, "bench", &folder.join("requirements.txt"))?;
    let start = vec![bin.join("python"), "-B".into(), folder.join("official.py")];
    Ok(Program { name: "python-official", label: "official Python SDK", start })
}

/// What was measured: our version and those of the peers.
pub fn versions(project: &Project, programs: &[Program]) -> Result<Value> {
    let mut versions = Map::new();
    versions.insert("ekyc".into(), json!(project.version));
    let mut add = |name: &str, command: &mut Command| {
        let output = process::capture(command)?;
        let text = [output.stdout, output.stderr].concat();
        let line = String::from_utf8_lossy(&text).lines().next().unwrap_or("unknown").to_owned();
        versions.insert(name.to_owned(), json!(line));
        Ok::<_, anyhow::Error>(())
    };
    add("rustc", process::command("rustc").arg("--version"))?;
    add("Python", process::command("python3").arg("--version"))?;
    if let Some(java) = programs.iter().find(|program| program.name == "kotlin" || program.name == "java-official") {
        add("Java", process::command(java.start.first().context("no Java")?).arg("-version"))?;
    }
    let read = |file: &str| files::read(&project.root.join(file));
    let pom = read("benches/jvm/official/pom.xml")?;
    let tea =
        pom.split_once("<artifactId>tea-openapi</artifactId>").and_then(|(_, rest)| between(rest, "<version>", "<"));
    versions.insert("com.aliyun:tea-openapi".into(), json!(tea));
    for line in read("benches/python/requirements.txt")?.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, version)) = line.split_once("==") {
            versions.insert(name.to_owned(), json!(version));
        }
    }
    Ok(Value::Object(versions))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}
