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
use crate::toolchain::maven::Maven;
use crate::toolchain::python;
use crate::{files, kotlin, lint, process, progress, swift};

/// The most the shipped library may have, stripped, in bytes: 3.0 MB.
const LIMIT: u64 = 3_000_000;

/// The official SDK of the same API, and what its own POM (2.0.3, in the vendor's repository of SDK sources) depends on, for where the SDK
/// itself is not to be had.
const OFFICIAL: &str = "com.aliyun:cloudauth_intl20220809:[1.0.0,)";
const ITS_DEPENDENCIES: &str = "com.aliyun:tea-util:0.2.23 com.aliyun:tea-openapi:0.3.5 com.aliyun:openapiutil:0.2.1 \
    com.aliyun:endpoint-util:0.0.7 com.aliyun:tea:1.3.0";

/// A Swift program that imports the same of the system as the sample does, and no more.
const MANIFEST: &str = "// swift-tools-version: 6.0\n\nimport PackageDescription\n\nlet package = Package(\n    \
    name: \"without\", platforms: [.macOS(.v13)], targets: [.executableTarget(name: \"without\")])\n";
const PROGRAM: &str = "import Foundation\n\n@main\nstruct Sample {\n    static func main() async {\n        \
    let name = ProcessInfo.processInfo.environment[\"NAME\"] ?? \"-\"\n        print(name)\n        \
    FileHandle.standardError.write(Data(name.utf8))\n    }\n}\n";

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
    let ours = closure(project, &maven, "ours", &format!("io.github.ekyc:ekyc:{}", project.version))?;
    let official = match closure(project, &maven, "official", OFFICIAL) {
        Ok(jars) => json!({"what": "official Java SDK and all it depends on", "jars": jars}),
        Err(_) => json!({
            "what": "official Java SDK: all that its POM 2.0.3 depends on, without its own jar (Maven does not find it here)",
            "jars": closure(project, &maven, "official-dependencies", ITS_DEPENDENCIES)?,
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

/// A folder with every jar that Maven puts on the class path of a project with these dependencies alone.
fn closure(project: &Project, maven: &Maven, name: &str, of: &str) -> Result<PathBuf> {
    let folder = project.own("size").join(name);
    files::empty(&folder.join("jars"))?;
    let dependencies: String = of
        .split(' ')
        .map(|one| {
            let [group, artifact, version] = one.splitn(3, ':').collect::<Vec<_>>().try_into().unwrap_or([""; 3]);
            format!(
                "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>\n"
            )
        })
        .collect();
    let pom = format!(
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion>\n\
         <groupId>size</groupId><artifactId>size</artifactId><version>1</version>\n\
         <dependencies>\n{dependencies}</dependencies></project>\n"
    );
    files::write_if_changed(&folder.join("pom.xml"), pom.as_bytes())?;
    let mut command = maven.command(&folder);
    command.arg("org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies");
    command.args(["-DincludeScope=runtime", "-DoutputDirectory=jars"]);
    process::run_logged(&mut command, &project.log(&format!("size-{name}")), "Check the network.")?;
    Ok(folder.join("jars"))
}

/// What the library adds to a Swift program: the sample, stripped, next to a program without it.
fn swift_program(project: &Project) -> Result<Vec<Value>> {
    let stripped = |program: &Path| {
        let copy = project.own("size").join(program.file_name().unwrap_or_default()).with_extension("stripped");
        native::put(program, &copy, native::strip_shared()).map(|_| copy)
    };
    Language::Swift.prepare(project)?;
    let with = stripped(&swift::scratch(project, &project.root.join("swift-sample")).join("release/swift-sample"))?;
    let folder = project.own("size/without");
    files::write_if_changed(&folder.join("Package.swift"), MANIFEST.as_bytes())?;
    files::write_if_changed(&folder.join("Sources/without/Without.swift"), PROGRAM.as_bytes())?;
    process::run(swift::command(project, &folder, &["build", "-c", "release"])?, "Swift's words are above.")?;
    let without = stripped(&swift::scratch(project, &folder).join("release/without"))?;
    Ok(vec![
        json!({"what": "Swift sample, stripped, release", "file": with}),
        json!({"what": "a Swift program without the library", "file": without}),
        json!({"what": "what the library adds to a Swift program", "file": with, "without": without}),
    ])
}
