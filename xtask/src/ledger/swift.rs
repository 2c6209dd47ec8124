//! What the library adds to a Swift program: the sample, next to a program that imports the same of the system and no more.

use std::path::Path;

use anyhow::Result;

use super::{Entry, Size, bytes};
use crate::bindings::native;
use crate::project::Project;
use crate::samples::Language;
use crate::toolchain::swift::Swift;
use crate::{files, process, swift};

const MANIFEST: &str = "// swift-tools-version: 6.0\n\nimport PackageDescription\n\nlet package = Package(\n    \
    name: \"without\", platforms: [.macOS(.v13)], targets: [.executableTarget(name: \"without\")])\n";

/// As the sample, without its work.
const PROGRAM: &str = "import Foundation\n\n@main\nstruct Sample {\n    static func main() async {\n        \
    let name = ProcessInfo.processInfo.environment[\"NAME\"] ?? \"-\"\n        print(name)\n        \
    FileHandle.standardError.write(Data(name.utf8))\n    }\n}\n";

/// Measures both, stripped.
pub fn measure(project: &Project) -> Result<Vec<Entry>> {
    Language::Swift.prepare(project, false)?;
    let sample = swift::scratch(project, &project.root.join("swift-sample")).join("release/swift-sample");
    let with = stripped(project, &sample)?;
    let folder = project.own("size").join("without");
    files::write_if_changed(&folder.join("Package.swift"), MANIFEST.as_bytes())?;
    files::write_if_changed(&folder.join("Sources/without/Without.swift"), PROGRAM.as_bytes())?;
    let place = Swift::ensure(project)?;
    let mut build = swift::command(project, &place, &folder, &["build", "-c", "release"])?;
    process::run(&mut build, "Swift's words are above.")?;
    let without = stripped(project, &swift::scratch(project, &folder).join("release/without"))?;
    Ok(vec![
        Entry::new("Swift sample, stripped, release", Size::Bytes(with, None)),
        Entry::new("a Swift program without the library", Size::Bytes(without, None)),
        Entry::new("what the library adds to a Swift program", Size::Bytes(with.saturating_sub(without), None)),
    ])
}

fn stripped(project: &Project, program: &Path) -> Result<u64> {
    let copy = project.own("size").join(program.file_name().unwrap_or_default()).with_extension("stripped");
    native::put(program, &copy, native::strip_shared())?;
    bytes(&copy)
}
