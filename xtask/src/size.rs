//! `cargo xtask size`: everything that a user downloads or links, built and measured in one run, into docs/background/size.md by `ci/sizes.py`;
//! and the library against its limit.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;

use crate::bindings::library;
use crate::bindings::{self, native};
use crate::natives::sbom;
use crate::project::Project;
use crate::samples::Language;
use crate::target::Target;
use crate::toolchain::java::Maven;
use crate::toolchain::python;
use crate::{files, kotlin, lint, process, progress, swift};

/// The most the shipped library may have, stripped, in bytes: 3.0 MB.
const LIMIT: u64 = 3_000_000;

/// Measures fresh builds. Minutes, because profiles are built that nothing else needs.
pub fn run(project: &Project) -> Result<()> {
    let release = progress::step("size: the library, by profile", || library::build_with(project, "release"))?.shared;
    let bindings = bindings::ensure(project)?;
    let (shipped, archive) = (library::build(project)?.shared, native::swift_archive(project));
    let crates = sbom::count(project, Target::of_this_machine()?)?;
    let maven = Maven::ensure(project)?;
    kotlin::ensure(project, &maven, &bindings)?;
    // What a JVM project gets with one dependency: our jar, or the official Java SDK.
    let ours = closure(project, &maven, "ours")?;
    let official = closure(project, &maven, "official").map(|jars| ("official", jars));
    let (name, official) = official
        .or_else(|_| closure(project, &maven, "official-dependencies").map(|jars| ("official-dependencies", jars)))?;
    let (with, without) = progress::step("size: a Swift program, with and without", || swift_program(project))?;
    let measured = json!({
        "shipped": shipped, "release": release, "archive": archive, "crates": crates.trim(), "jar": kotlin::jar(project),
        "ours": ours, name: official, "with": with, "without": without,
    });
    let words = ["page".to_owned(), LIMIT.to_string(), measured.to_string()];
    let page = process::run(python::script(project, "ci/sizes.py", &words)?, "What is wrong is said above.");
    lint::format_page(project, "docs/background/size.md")?;
    page
}

/// A folder with every jar that Maven puts on the class path of a project with the dependencies of a profile of `benches/size/pom.xml`.
fn closure(project: &Project, maven: &Maven, profile: &str) -> Result<PathBuf> {
    let jars = project.own("size").join(profile);
    files::empty(&jars)?;
    let (version, mut mvn) = (&project.version, maven.command(&project.root.join("benches/size")));
    mvn.arg("org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies").arg("-DincludeScope=runtime");
    mvn.args([
        format!("-P{profile}"),
        format!("-Dekyc.version={version}"),
        format!("-DoutputDirectory={}", jars.display()),
    ]);
    process::run_logged(mvn, &project.log(&format!("size-{profile}")), "Check the network.")?;
    Ok(jars)
}

/// The sample, stripped, and a program without the library.
fn swift_program(project: &Project) -> Result<(PathBuf, PathBuf)> {
    let stripped = |package: &Path, name: &str| {
        let program = swift::scratch(project, package).join("release").join(name);
        let copy = project.own("size").join(name).with_extension("stripped");
        native::put(&program, &copy, native::strip_shared()).map(|_| copy)
    };
    Language::Swift.prepare(project)?;
    let without = project.root.join("benches/size/without");
    process::run(swift::command(project, &without, &["build", "-c", "release"])?, "Swift's words are above.")?;
    Ok((stripped(&project.root.join("swift-sample"), "swift-sample")?, stripped(&without, "without")?))
}
