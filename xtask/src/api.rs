//! `cargo xtask api`: the public API of each language as a committed text, so that no change of it goes unseen.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::cleanup::temporary_folder;
use crate::package::jvm;
use crate::process::{self, cmd};
use crate::project::Project;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{bindings, files, progress, swift};

/// A language with a dump.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Language {
    /// bindings/*/api/ekyc*.api, as Kotlin's binary compatibility tool sees the three packaged jars
    Kotlin,
    /// api/ekyc.rust.api, from rustdoc
    Rust,
    /// bindings/swift/api/Ekyc.api, from the compiler's symbol graph
    Swift,
}

/// Compares with the committed dumps, or writes them.
pub fn run(project: &Project, language: Option<Language>, update: bool) -> Result<()> {
    let all = [("kotlin", Language::Kotlin), ("rust", Language::Rust), ("swift", Language::Swift)];
    for (name, language) in all.into_iter().filter(|(_, one)| language.is_none_or(|wanted| wanted == *one)) {
        let dumps = progress::step(&format!("public API: {name}"), || match language {
            Language::Kotlin => kotlin(project),
            Language::Rust => Ok(vec![(project.root.join("api/ekyc.rust.api"), rust(project)?)]),
            Language::Swift => Ok(vec![(project.swift().join("api/Ekyc.api"), of_swift(project)?)]),
        })?;
        for (committed, dump) in dumps {
            let made = project.own("api").join(committed.file_name().unwrap_or_default());
            files::write_if_changed(if update { &committed } else { &made }, dump.as_bytes())?;
            if !update {
                let advice = format!(
                    "The public API of {name} is not the committed one. If that is meant, run `cargo xtask api {name} --update`, \
                     commit the file, and say it in CHANGELOG.md."
                );
                process::run(cmd!("git --no-pager diff --no-index --unified=0 {committed} {made}"), &advice)?;
            }
        }
    }
    Ok(())
}

/// What Kotlin and Java code is compiled against, as Kotlin's binary compatibility tool sees each packaged jar.
fn kotlin(project: &Project) -> Result<Vec<(PathBuf, String)>> {
    jvm::ensure(project, None)?;
    let maven = Maven::ensure(project)?;
    let tools = project.kotlin().join("tools");
    let folder = temporary_folder()?;
    let class_path = folder.path().join("class-path");
    let mut resolve = maven.command(&tools);
    resolve.arg("dependency:build-classpath").arg(format!("-Dmdep.outputFile={}", class_path.display()));
    process::run(resolve, "Maven's words are above; the first run needs the network.")?;
    let (java, class_path) = (maven.jdk.java(), files::read(&class_path)?);
    let (class_path, program) = (class_path.trim(), tools.join("DumpApi.java"));
    let dumped = |artifact: &jvm::Artifact| folder.path().join(artifact.name);
    let pairs = jvm::ALL.iter().flat_map(|artifact| [artifact.file(project, ".jar"), dumped(artifact)]);
    let dump = cmd!("{java} -cp {class_path} {program} {pairs...}");
    process::run(dump, "Kotlin's tool cannot read a jar; its words are above.")?;
    let dump = |artifact: &jvm::Artifact| {
        let committed = project.root.join(artifact.sources).join(format!("api/{}.api", artifact.name));
        Ok((committed, files::read(&dumped(artifact))?))
    };
    jvm::ALL.iter().map(dump).collect()
}

/// As rustdoc knows it.
fn rust(project: &Project) -> Result<String> {
    let options = "rustdoc --package ekyc --lib --quiet -- -Z unstable-options --output-format json";
    let mut rustdoc = process::cargo_with(options);
    // The JSON output is not stable, so the stable compiler wants to be told that we know. For this one command alone.
    process::run(rustdoc.env("RUSTC_BOOTSTRAP", "1"), "rustdoc's words are above.")?;
    let program = "build --quiet --package xtask --bin xtask-rust-api --no-default-features --features rust-api";
    process::run(process::cargo_with(program), "The compiler's words are above.")?;
    let (program, json) = (project.target.join("debug/xtask-rust-api"), project.target.join("doc/ekyc.json"));
    process::text(cmd!("{program} {json}"), "See xtask/src/bin/rust_api.rs.")
}

const SWIFT: &str = "ci/swift_api.py";

/// As the compiler's symbol graph has it. Every type is Sendable, and Hashable but for a few.
fn of_swift(project: &Project) -> Result<String> {
    let graph = swift_graph(project)?;
    process::text(python::script(project, SWIFT, &["lines".as_ref(), graph.as_os_str()])?, "A type must say so.")
}

/// The graph, made anew by the compiler.
fn swift_graph(project: &Project) -> Result<PathBuf> {
    bindings::ensure(project)?;
    let arguments = ["package", "dump-symbol-graph", "--minimum-access-level", "public", "--skip-synthesized-members"];
    let command = swift::command(project, &project.swift(), &arguments)?;
    process::run_logged(command, &project.log("swift-symbols"), "The compiler's words are above.")?;
    // Below a folder that is named for the machine, and perhaps below a link to it.
    let folders = fs_err::read_dir(swift::scratch(project, &project.swift()))?.flatten();
    let mut graphs = folders.map(|folder| folder.path().join("symbolgraph/Ekyc.symbols.json"));
    graphs.find(|graph| graph.is_file()).context("the compiler wrote no symbol graph of Ekyc")
}

/// The documentation of the Swift package in `target/docs/swift`, by the toolchain's own docc: links and examples that lead nowhere are errors.
pub fn docc(project: &Project) -> Result<()> {
    // Beside `swift` on PATH, or where Debian puts it.
    const START: &str = "exec \"$(command -v docc || echo /usr/libexec/swift/bin/docc)\" \"$@\"";
    let graph = swift_graph(project)?;
    // Alone in a folder: beside it lie those of the C interface and of the tests' helpers.
    let (symbols, output) = (project.own("docc"), project.target.join("docs/swift"));
    files::write_if_changed(&symbols.join("Ekyc.symbols.json"), &fs_err::read(&graph)?)?;
    files::parent(&output)?;
    let catalog = project.swift().join("Sources/Ekyc/Ekyc.docc");
    let (graphs, output_path) = (["--additional-symbol-graph-dir".as_ref(), symbols.as_os_str()], output.as_os_str());
    let names = ["--fallback-display-name", "Ekyc", "--fallback-bundle-identifier", "io.github.ekyc.Ekyc"];
    let all = cmd!(
        "sh -c {START} docc convert {catalog} {graphs...} --output-path {output_path} {names...} --warnings-as-errors"
    );
    process::run_logged(swift::enter(project, &project.root, all)?, &project.log("docc"), "docc names the line.")?;
    let words = ["pages".as_ref(), graph.as_os_str(), output.as_os_str()];
    process::run(python::script(project, SWIFT, &words)?, "Every public type needs a page.")
}
