//! `cargo xtask size`: everything that a user downloads or links, measured in one run, into docs/background/size.md, and the library against
//! its limit.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::bindings::library::{self, PROFILE};
use crate::bindings::{self, native};
use crate::natives::{grouped, sbom, sizes};
use crate::process::cmd;
use crate::project::Project;
use crate::samples::Language;
use crate::target::Target;
use crate::toolchain::maven::Maven;
use crate::{files, kotlin, lint, process, progress, swift};

/// The most the shipped library may have, stripped, in bytes: 3.0 MB.
const LIMIT: u64 = 3_000_000;

/// The official SDK of the same API, and what its own POM (2.0.3, in the vendor's repository of SDK sources) depends on, for where the SDK
/// itself is not to be had.
const OFFICIAL: &[&str] = &["com.aliyun:cloudauth_intl20220809:[1.0.0,)"];
const ITS_DEPENDENCIES: &[&str] = &[
    "com.aliyun:tea-util:0.2.23",
    "com.aliyun:tea-openapi:0.3.5",
    "com.aliyun:openapiutil:0.2.1",
    "com.aliyun:endpoint-util:0.0.7",
    "com.aliyun:tea:1.3.0",
];

/// A Swift program that imports the same of the system as the sample does, and no more.
const MANIFEST: &str = "// swift-tools-version: 6.0\n\nimport PackageDescription\n\nlet package = Package(\n    \
    name: \"without\", platforms: [.macOS(.v13)], targets: [.executableTarget(name: \"without\")])\n";
const PROGRAM: &str = "import Foundation\n\n@main\nstruct Sample {\n    static func main() async {\n        \
    let name = ProcessInfo.processInfo.environment[\"NAME\"] ?? \"-\"\n        print(name)\n        \
    FileHandle.standardError.write(Data(name.utf8))\n    }\n}\n";

/// The table of the page.
#[derive(Default)]
struct Table(String);

impl Table {
    fn add(&mut self, what: &str, bytes: u64, zipped: Option<u64>) {
        self.0 += &format!("| {what} | {} | {} |\n", grouped(bytes), zipped.map(grouped).unwrap_or_default());
    }

    fn add_count(&mut self, what: &str, count: impl Display) {
        self.0 += &format!("| {what} | {count} (a number) | |\n");
    }

    /// A library, also as `gzip -9` makes it. Returns its bytes.
    fn add_library(&mut self, what: &str, file: &Path) -> Result<u64> {
        let (bytes, zipped) = sizes(file)?;
        self.add(what, bytes, Some(zipped));
        Ok(bytes)
    }
}

/// Measures fresh builds. Minutes, because profiles are built that nothing else needs.
pub fn run(project: &Project) -> Result<()> {
    let mut table = Table::default();
    let shipped = progress::step("size: the library, by profile", || libraries(project, &mut table))?;
    progress::step("size: jars, with all they depend on", || jars(project, &mut table))?;
    progress::step("size: a Swift program, with and without", || swift_program(project, &mut table))?;
    let version = process::text(cmd!("rustc --version"), "Check the Rust toolchain.")?;
    let compiler = version.split(" (").next().unwrap_or(&version).trim();
    let (os, arch, limit) = (std::env::consts::OS, std::env::consts::ARCH, grouped(LIMIT));
    let text = format!(
        "# Size\n\nAfter this page you know how many bytes the library adds. `cargo xtask size` wrote it on {os} {arch}, with \
         {compiler}. Change nothing by hand.\n\n\
         | what | bytes | gzip -9 |\n|---|---:|---:|\n{}\nThe limit of the shipped library is {limit} bytes; `cargo xtask \
         size` fails above it.\n",
        table.0
    );
    files::write_if_changed(&project.root.join("docs/background/size.md"), text.as_bytes())?;
    lint::format_page(project, "docs/background/size.md")?;
    println!("stripped library  {shipped} bytes, limit {LIMIT}; written: docs/background/size.md");
    ensure!(shipped <= LIMIT, "the library is over its limit; `cargo tree -e normal -p ekyc` shows what is in it");
    Ok(())
}

fn libraries(project: &Project, table: &mut Table) -> Result<u64> {
    let what = format!("library, stripped, profile `{PROFILE}`: shipped");
    let shipped = table.add_library(&what, &library::build(project)?.shared)?;
    let release = library::build_with(project, "release")?.shared;
    table.add_library("library, stripped, profile `release`", &release)?;
    bindings::ensure(project)?;
    let what = format!("static library for Swift on Linux, closed, profile `{PROFILE}`");
    table.add_library(&what, &native::swift_archive(project))?;
    let crates = sbom::count(project, Target::of_this_machine()?)?;
    table.add_count("crates in the library, itself included", crates.trim());
    Ok(shipped)
}

/// What a JVM project gets with one dependency: our jar and the official Java SDK, each with everything it brings.
fn jars(project: &Project, table: &mut Table) -> Result<()> {
    let maven = Maven::ensure(project)?;
    kotlin::ensure(project, &maven, &bindings::ensure(project)?)?;
    let ours = closure(project, &maven, "ours", &[&format!("io.github.ekyc:ekyc:{}", project.version)])?;
    let is_own =
        |(file, _): &&(PathBuf, u64)| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ekyc-"));
    let own = ours.iter().find(is_own).context("Maven copied no ekyc jar")?.1;
    table.add("jar, with the library of one platform", own, None);
    let mut total = |what: &str, jars: &[(PathBuf, u64)]| {
        table.add(what, jars.iter().map(|(_, bytes)| bytes).sum(), None);
        table.add_count("the same, jars", jars.len());
    };
    total("jar and all it depends on", &ours);
    match closure(project, &maven, "official", OFFICIAL) {
        Ok(jars) => total("official Java SDK and all it depends on", &jars),
        Err(_) => total(
            "official Java SDK: all that its POM 2.0.3 depends on, without its own jar (Maven does not find it here)",
            &closure(project, &maven, "official-dependencies", ITS_DEPENDENCIES)?,
        ),
    }
    let packages = files::under(&project.target.join("packages/android"), &[])?;
    match packages.iter().find(|file| file.extension().is_some_and(|end| end == "aar")) {
        Some(file) => table.add("AAR", fs_err::metadata(file)?.len(), None),
        None => table.0 += "| AAR | not measured: `cargo xtask package android` made none here | |\n",
    }
    Ok(())
}

/// Every jar that Maven puts on the class path of a project with these dependencies alone, and its bytes.
fn closure(project: &Project, maven: &Maven, name: &str, of: &[&str]) -> Result<Vec<(PathBuf, u64)>> {
    let folder = project.own("size").join(name);
    files::empty(&folder.join("jars"))?;
    let mut dependencies = String::new();
    for coordinates in of {
        let (group, rest) = coordinates.split_once(':').context("coordinates without a group")?;
        let (artifact, version) = rest.split_once(':').context("coordinates without a version")?;
        dependencies += &format!(
            "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>\n"
        );
    }
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
    let jars = files::under(&folder.join("jars"), &[])?;
    jars.into_iter().map(|jar| Ok((jar.clone(), fs_err::metadata(jar)?.len()))).collect()
}

/// What the library adds to a Swift program: the sample, stripped, next to a program without it.
fn swift_program(project: &Project, table: &mut Table) -> Result<()> {
    let stripped = |program: &Path| {
        let copy = project.own("size").join(program.file_name().unwrap_or_default()).with_extension("stripped");
        native::put(program, &copy, native::strip_shared())?;
        anyhow::Ok(fs_err::metadata(&copy)?.len())
    };
    Language::Swift.prepare(project, false)?;
    let with = stripped(&swift::scratch(project, &project.root.join("swift-sample")).join("release/swift-sample"))?;
    let folder = project.own("size/without");
    files::write_if_changed(&folder.join("Package.swift"), MANIFEST.as_bytes())?;
    files::write_if_changed(&folder.join("Sources/without/Without.swift"), PROGRAM.as_bytes())?;
    let mut build = swift::command(project, &folder, &["build", "-c", "release"])?;
    process::run(&mut build, "Swift's words are above.")?;
    let without = stripped(&swift::scratch(project, &folder).join("release/without"))?;
    table.add("Swift sample, stripped, release", with, None);
    table.add("a Swift program without the library", without, None);
    table.add("what the library adds to a Swift program", with.saturating_sub(without), None);
    Ok(())
}
