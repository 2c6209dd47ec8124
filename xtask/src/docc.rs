//! The documentation of the Swift package, by the toolchain's own docc: links and examples that lead nowhere are errors.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::api::symbols::Graph;
use crate::project::Project;
use crate::toolchain::swift::Swift;
use crate::{api, files, process};

/// Starts docc: beside `swift` on PATH, or where Debian puts it.
const START: &str = "exec \"$(command -v docc || echo /usr/libexec/swift/bin/docc)\" \"$@\"";

/// Converts the catalog, with the symbols of the module, into `target/docs/swift`.
pub fn convert(project: &Project) -> Result<PathBuf> {
    let graph = api::swift_graph(project)?;
    // Alone in a folder: beside it lie those of the C interface and of the tests' helpers.
    let symbols = project.own("docc");
    let name = graph.file_name().context("the symbol graph has no name")?;
    files::write_if_changed(&symbols.join(name), files::read(&graph)?.as_bytes())?;
    let output = project.target.join("docs/swift");
    files::parent(&output)?;
    let mut arguments: Vec<OsString> = ["-c", START, "docc", "convert"].map(Into::into).into();
    arguments.push(project.swift().join("Sources/Ekyc/Ekyc.docc").into_os_string());
    arguments.extend(["--additional-symbol-graph-dir".into(), symbols.into_os_string()]);
    arguments.extend(["--output-path".into(), output.clone().into_os_string()]);
    arguments.extend(
        ["--fallback-display-name", "Ekyc", "--fallback-bundle-identifier", "io.github.ekyc.Ekyc"].map(Into::into),
    );
    arguments.push("--warnings-as-errors".into());
    let place = Swift::ensure(project)?;
    let mut command = place.command(project, &project.root, Path::new("sh"), &arguments)?;
    process::run_logged(&mut command, &project.log("docc"), "docc names the line.")?;
    let pages = output.join("data/documentation/ekyc");
    // docc adds what it is to the name of a type that a property shares in other letters.
    let has_page = |name: &String| {
        let page = pages.join(name.replace('.', "/").to_lowercase()).display().to_string();
        ["", "-swift.struct", "-swift.enum"].iter().any(|kind| Path::new(&format!("{page}{kind}.json")).is_file())
    };
    let missing: Vec<String> = Graph::read(&graph)?.types().into_iter().filter(|name| !has_page(name)).collect();
    ensure!(missing.is_empty(), "these public types have no page: {}", missing.join(", "));
    Ok(output)
}
