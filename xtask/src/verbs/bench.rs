//! `cargo xtask bench`: measures the library and its peers against one server, and writes docs/background/benchmarks.md.

use anyhow::{Result, bail};

use crate::bench::{self, Plan};
use crate::project::Project;
use crate::{lint, progress};

/// Measures, or with `page` only writes the page anew from the data of the last run.
pub fn run(project: &Project, quick: bool, page: bool, only: &[String]) -> Result<()> {
    if !page {
        let plan = if quick { Plan::QUICK } else { Plan::WHOLE };
        bench::measure(project, &plan, only)?;
    }
    let missed = bench::write_page(project)?;
    lint::format_page(project, "docs/background/benchmarks.md")?;
    progress::note("written: docs/background/benchmarks.md, and beside it its data and plots");
    if !missed.is_empty() {
        bail!("missed: {}", missed.join("; "));
    }
    Ok(())
}
