//! cargo-deny: licences, sources and unwanted crates of what is shipped, by `deny.toml`.

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::python;
use crate::{process, progress};

/// Checks what Cargo.lock holds, without asking anybody.
pub fn check(project: &Project) -> Result<()> {
    let programs = match python::tools(project, "deny") {
        Ok(programs) => programs,
        Err(problem) => return progress::not_checked("licences and sources of crates", &format!("{problem:#}")),
    };
    let mut deny = process::command(programs.join("cargo-deny"));
    deny.args(["--offline", "--log-level", "error", "check", "licenses", "bans", "sources"]);
    process::run_logged(&mut deny, &project.log("deny"), "deny.toml says what is allowed and why.")
}
