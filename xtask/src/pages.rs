//! The Markdown pages, as `.mdformat.toml` says how they are written.

use std::path::PathBuf;

use anyhow::Result;

use crate::project::Project;
use crate::toolchain::python;
use crate::{files, process};

/// Fails naming the pages that are written otherwise.
pub fn check(project: &Project) -> Result<()> {
    mdformat(project, &["--check"], &all(project)?)
}

/// Writes all pages as they should be.
pub fn format_all(project: &Project) -> Result<()> {
    mdformat(project, &[], &all(project)?)
}

/// Writes one page as it should be, after a verb has made it.
pub fn format(project: &Project, page: &str) -> Result<()> {
    mdformat(project, &[], &[project.root.join(page)])
}

/// All but DocC's, whose links mdformat does not know.
fn all(project: &Project) -> Result<Vec<PathBuf>> {
    let mut pages = files::under(&project.root, &["target", ".git", ".build", "Ekyc.docc"])?;
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    Ok(pages)
}

fn mdformat(project: &Project, how: &[&str], pages: &[PathBuf]) -> Result<()> {
    let tools = python::tools(project, "mdformat")?;
    let mut mdformat = process::command(tools.join("mdformat"));
    process::run(mdformat.args(how).args(pages), "Run `cargo xtask format`.")
}
