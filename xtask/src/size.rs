//! `cargo xtask size`: everything that a user downloads or links, built and measured in one run, into docs/background/size.md by `ci/sizes.py`;
//! and the library against its limit.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::bindings::library::{self, PROFILE};
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
    let shipped = library::build(project)?.shared;
    let mut entries = progress::step("size: the library, by profile", || libraries(project, &shipped))?;
    entries.extend(progress::step("size: jars, with all they depend on", || jars(project))?);
    entries.extend(progress::step("size: a Swift program, with and without", || swift_program(project))?);
    let (list, limit) = (project.own("size/entries.json"), LIMIT.to_string());
    files::write_if_changed(&list, Value::Array(entries).to_string().as_bytes())?;
    let words = ["page".as_ref(), limit.as_ref(), list.as_os_str()];
    process::run(python::script(project, "ci/sizes.py", &words)?, "Something was not built.")?;
    lint::format_page(project, "docs/background/size.md")?;
    let shipped = fs_err::metadata(shipped)?.len();
    println!("stripped library  {shipped} bytes, limit {LIMIT}; written: docs/background/size.md");
    ensure!(shipped <= LIMIT, "the library is over its limit; `cargo tree -e normal -p ekyc` shows what is in it");
    Ok(())
}

fn libraries(project: &Project, shipped: &Path) -> Result<Vec<Value>> {
    let release = library::build_with(project, "release")?.shared;
    bindings::ensure(project)?;
    let crates = sbom::count(project, Target::of_this_machine()?)?;
    Ok(vec![
        json!({"what": format!("library, stripped, profile `{PROFILE}`: shipped"), "library": shipped}),
        json!({"what": "library, stripped, profile `release`", "library": release}),
        json!({"what": format!("static library for Swift on Linux, closed, profile `{PROFILE}`"),
            "library": native::swift_archive(project)}),
        json!({"what": "crates in the library, itself included", "count": crates.trim()}),
    ])
}

/// What a JVM project gets with one dependency: our jar and the official Java SDK, each with everything it brings.
fn jars(project: &Project) -> Result<Vec<Value>> {
    let maven = Maven::ensure(project)?;
    kotlin::ensure(project, &maven, &bindings::ensure(project)?)?;
    let ours = closure(project, &maven, "ours")?;
    let official = match closure(project, &maven, "official") {
        Ok(jars) => json!({"what": "official Java SDK and all it depends on", "jars": jars}),
        Err(_) => json!({
            "what": "official Java SDK: all that its POM 2.0.3 depends on, without its own jar (Maven does not find it here)",
            "jars": closure(project, &maven, "official-dependencies")?,
        }),
    };
    let packages = files::under(&project.target.join("packages/android"), &[])?;
    let aar = match packages.iter().find(|file| file.extension().is_some_and(|end| end == "aar")) {
        Some(file) => json!({"what": "AAR", "file": file}),
        None => json!({"what": "AAR", "missing": "`cargo xtask package android` made none here"}),
    };
    let own = json!({"what": "jar, with the library of one platform", "file": kotlin::jar(project)});
    Ok(vec![own, json!({"what": "jar and all it depends on", "jars": ours}), official, aar])
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

/// What the library adds to a Swift program: the sample, stripped, next to a program without it.
fn swift_program(project: &Project) -> Result<Vec<Value>> {
    let stripped = |program: &Path| {
        let copy = project.own("size").join(program.file_name().unwrap_or_default()).with_extension("stripped");
        native::put(program, &copy, native::strip_shared()).map(|_| copy)
    };
    Language::Swift.prepare(project)?;
    let with = stripped(&swift::scratch(project, &project.root.join("swift-sample")).join("release/swift-sample"))?;
    let folder = project.root.join("benches/size/without");
    process::run(swift::command(project, &folder, &["build", "-c", "release"])?, "Swift's words are above.")?;
    let without = stripped(&swift::scratch(project, &folder).join("release/without"))?;
    Ok(vec![
        json!({"what": "Swift sample, stripped, release", "file": with}),
        json!({"what": "a Swift program without the library", "file": without}),
        json!({"what": "what the library adds to a Swift program", "file": with, "without": without}),
    ])
}
