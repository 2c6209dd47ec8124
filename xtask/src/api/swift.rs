//! The Swift API, as the compiler's symbol graph of `Ekyc` has it.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::symbols::Graph;
use crate::project::Project;
use crate::toolchain::swift::Swift;
use crate::{bindings, process, swift};

/// What has a reason not to be compared by its contents.
const NOT_HASHABLE: [&str; 7] = [
    "CallbackInbox",
    "Credentials",
    "EkycClient",
    "EkycLoggingObserver",
    "EkycObservers",
    "EkycPrintLogger",
    "TemporaryKeys",
];

/// One sorted line for each public thing.
pub fn dump(project: &Project) -> Result<String> {
    let ekyc = Graph::read(&graph(project)?)?;
    let mut lines = ekyc.lines(|_| true);
    let unsafe_types = not_sendable(&lines);
    if !unsafe_types.is_empty() {
        bail!("these types must be Sendable: {}", unsafe_types.join(", "));
    }
    let unequal = without_hash(&lines, &ekyc);
    if !unequal.is_empty() {
        bail!("these types must be Hashable: {}", unequal.join(", "));
    }
    lines.sort();
    lines.dedup();
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

/// The graph, made anew by the compiler.
pub fn graph(project: &Project) -> Result<PathBuf> {
    bindings::ensure(project)?;
    let place = Swift::ensure(project)?;
    let arguments = ["package", "dump-symbol-graph", "--minimum-access-level", "public", "--skip-synthesized-members"];
    let mut command = swift::command(project, &place, &project.swift(), &arguments)?;
    process::run_logged(&mut command, &project.log("swift-symbols"), "The compiler's words are above.")?;
    let file = graph_folder(project)?.join("Ekyc.symbols.json");
    file.is_file().then_some(file).context("the compiler wrote no symbol graph of Ekyc")
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

/// Types of ours that do not say they may travel between tasks.
fn not_sendable(lines: &[String]) -> Vec<String> {
    let types = lines.iter().filter_map(|line| line.strip_prefix("type "));
    types
        .filter(|name| !lines.iter().any(|line| *line == format!("{name}: Sendable")))
        .filter(|name| !lines.iter().any(|line| *line == format!("{name}: Error")))
        .map(str::to_owned)
        .collect()
}

fn without_hash(lines: &[String], ekyc: &Graph) -> Vec<String> {
    let types = lines.iter().filter_map(|line| line.strip_prefix("type "));
    types.filter(|name| !NOT_HASHABLE.contains(name) && !ekyc.conforms(name, "Hashable")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_is_not_sendable_is_named() {
        let lines = ["type A", "A: Sendable", "type B", "type E", "E: Error"].map(str::to_owned);
        assert_eq!(not_sendable(&lines), ["B"]);
    }
}
