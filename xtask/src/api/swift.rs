//! The Swift API, as the compiler's symbol graphs have it: that of `Ekyc`, and of `EkycCore` what `Ekyc` exports.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::symbols::Graph;
use crate::project::Project;
use crate::toolchain::swift::Swift;
use crate::{bindings, files, process, swift};

/// One sorted line for each public thing.
pub fn dump(project: &Project) -> Result<String> {
    let (ekyc, core) = (Graph::read(&graph(project, "Ekyc")?)?, Graph::read(&graph(project, "EkycCore")?)?);
    let exported = exported(&files::read(&project.swift().join("Sources/Ekyc/Exports.swift"))?);
    if exported.is_empty() {
        bail!("Sources/Ekyc/Exports.swift exports no type of EkycCore in a form that xtask/src/api/swift.rs knows");
    }
    let mut lines = ekyc.lines(|_| true);
    lines.extend(core.lines(|name| exported.iter().any(|known| known == name)));
    // What the compiler calls an extension of another module's type is in a graph of its own.
    lines.extend(Graph::read(&graph_folder(project)?.join("Ekyc@EkycCore.symbols.json"))?.lines(|_| true));
    let unsafe_types = not_sendable(&lines);
    if !unsafe_types.is_empty() {
        bail!("these types must be Sendable: {}", unsafe_types.join(", "));
    }
    let unequal = records_without_hash(&core, &exported);
    if !unequal.is_empty() {
        bail!("these types must be Hashable: {}", unequal.join(", "));
    }
    lines.sort();
    lines.dedup();
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

/// The graph of a module, made anew by the compiler.
pub fn graph(project: &Project, module: &str) -> Result<PathBuf> {
    if module == "Ekyc" {
        bindings::ensure(project)?;
        let place = Swift::ensure(project)?;
        let arguments =
            ["package", "dump-symbol-graph", "--minimum-access-level", "public", "--skip-synthesized-members"];
        // `swift package` wants its paths before the command.
        let mut command = swift::package_command(project, &place, &project.swift(), &arguments)?;
        process::run_logged(&mut command, &project.log("swift-symbols"), "The compiler's words are above.")?;
    }
    let file = graph_folder(project)?.join(format!("{module}.symbols.json"));
    file.is_file().then_some(file).with_context(|| format!("the compiler wrote no symbol graph of {module}"))
}

/// Below a folder that is named for the machine.
fn graph_folder(project: &Project) -> Result<PathBuf> {
    let scratch = swift::scratch(project, &project.swift());
    let folders = std::fs::read_dir(&scratch).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> =
        folders.map(|folder| folder.join("symbolgraph")).filter(|path| path.is_dir()).collect();
    found.sort();
    found.dedup_by_key(|folder| folder.canonicalize().ok());
    found.pop().with_context(|| format!("the compiler wrote no symbol graphs below {}", scratch.display()))
}

/// The types that `Ekyc` hands on: `@_exported import struct EkycCore.Name`.
fn exported(source: &str) -> Vec<String> {
    let name = |line: &str| {
        let (_, kind_and_name) = line.strip_prefix("@_exported import ")?.split_once("EkycCore.")?;
        Some(kind_and_name.trim().to_owned())
    };
    source.lines().filter_map(name).collect()
}

/// Types of ours that do not say they may travel between tasks.
fn not_sendable(lines: &[String]) -> Vec<String> {
    let types = lines.iter().filter_map(|line| line.strip_prefix("type "));
    types
        .filter(|name| !lines.iter().any(|line| *line == format!("{name}: Sendable")))
        .filter(|name| !lines.iter().any(|line| *line == format!("{name}: Error")))
        .map(str::to_owned)
        .collect()
}

fn records_without_hash(core: &Graph, exported: &[String]) -> Vec<String> {
    exported.iter().filter(|name| !core.conforms(name, "Hashable")).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exported_types_are_read_from_the_source() {
        let source = "// text\n@_exported import enum EkycCore.Region\n@_exported import struct EkycCore.Header\nimport EkycCore\n";
        assert_eq!(exported(source), ["Region", "Header"]);
    }

    #[test]
    fn a_type_that_is_not_sendable_is_named() {
        let lines = ["type A", "A: Sendable", "type B", "type E", "E: Error"].map(str::to_owned);
        assert_eq!(not_sendable(&lines), ["B"]);
    }
}
