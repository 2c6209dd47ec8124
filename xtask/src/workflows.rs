//! actionlint over `.github/workflows`: the only check that those files get on a machine that is not GitHub's.

use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::progress;
use crate::project::Project;

/// Newest when it was pinned; go checks its sum.
const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// Lints every workflow. Builds actionlint with go if it is not there; says so if there is no go either.
pub fn check(project: &Project) -> Result<()> {
    let Some(actionlint) = find(project)? else {
        return progress::not_checked("the workflows", "install actionlint, or go");
    };
    let mut command = process::command(actionlint);
    command.arg("-no-color").current_dir(&project.root);
    process::run(&mut command, "actionlint's words are above.")
}

fn find(project: &Project) -> Result<Option<PathBuf>> {
    if let Some(installed) = process::on_path("actionlint") {
        return Ok(Some(installed));
    }
    let folder = project.own("tools");
    let built = folder.join("actionlint");
    if built.is_file() {
        return Ok(Some(built));
    }
    // Where Go's own installer puts it; it is not always on PATH.
    let usual = PathBuf::from("/usr/local/go/bin/go");
    let Some(go) = process::on_path("go").or_else(|| usual.is_file().then_some(usual)) else { return Ok(None) };
    let mut command = process::command(go);
    command.args(["install", ACTIONLINT]).env("GOBIN", &folder);
    process::run_logged(&mut command, &project.log("actionlint"), "The first run needs the network.")?;
    Ok(Some(built))
}
