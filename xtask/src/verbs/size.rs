//! `cargo xtask size`: writes the size ledger, and fails if the shipped library is over its limit.

use anyhow::{Result, bail};

use crate::ledger::{self, LIMIT};
use crate::project::Project;
use crate::{pages, progress};

/// Measures fresh builds. Minutes, because profiles are built that nothing else needs.
pub fn run(project: &Project) -> Result<()> {
    let ledger = ledger::measure(project)?;
    ledger.write(&project.root.join("docs/background/size.md"))?;
    pages::format(project, "docs/background/size.md")?;
    progress::note("written: docs/background/size.md");
    println!("stripped library  {} bytes, limit {LIMIT}", ledger.shipped);
    if ledger.shipped > LIMIT {
        bail!(
            "the library is {} bytes over its limit; `cargo tree -e normal -p ekyc` shows what is in it",
            ledger.shipped - LIMIT
        );
    }
    Ok(())
}
