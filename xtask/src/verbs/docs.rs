//! `cargo xtask docs`: the pages under docs/ as a site, with every link checked.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::python;
use crate::{process, progress};

/// Makes the site and says where it is.
pub fn run(project: &Project) -> Result<()> {
    let site = progress::step("documentation: the pages and their links", || pages(project))?;
    progress::note(&format!("open {}", site.join("index.html").display()));
    Ok(())
}

/// The pages alone. mkdocs fails on a page that the navigation leaves out and on a link that leads nowhere.
pub fn pages(project: &Project) -> Result<PathBuf> {
    let tools = project.root.join("xtask/docs");
    let bin = python::environment(project, "docs", &tools.join("requirements.txt"))?;
    let site = project.target.join("docs/site");
    let mut mkdocs = process::command(bin.join("mkdocs"));
    mkdocs.args(["build", "--strict", "--clean", "--config-file"]).arg(tools.join("mkdocs.yml"));
    mkdocs.arg("--site-dir").arg(&site).env("NO_MKDOCS_2_WARNING", "1");
    process::run_logged(&mut mkdocs, &project.log("docs"), "mkdocs names the page and the link.")?;
    Ok(site)
}
