//! The size ledger, `docs/background/size.md`: everything that a user downloads or links, measured in one run.

mod jars;
mod library;
mod swift;

use std::path::Path;

use anyhow::{Context, Result};

use crate::natives::grouped;
use crate::project::Project;
use crate::{files, progress};

/// The most the shipped library may have, stripped, in bytes: 3.0 MB.
pub const LIMIT: u64 = 3_000_000;

/// One line of the ledger.
pub struct Entry {
    what: String,
    size: Size,
}

/// What was measured.
pub enum Size {
    /// Bytes, and after `gzip -9` where it says something about a download.
    Bytes(u64, Option<u64>),
    /// A number of things.
    Count(usize),
    /// Nothing, and why.
    Missing(String),
}

impl Entry {
    fn new(what: impl Into<String>, size: Size) -> Self {
        Self { what: what.into(), size }
    }
}

/// What `measure` found.
pub struct Ledger {
    entries: Vec<Entry>,
    /// The shipped library, stripped, in bytes.
    pub shipped: u64,
}

/// Builds and measures everything: minutes.
pub fn measure(project: &Project) -> Result<Ledger> {
    let (mut entries, shipped) = progress::step("size: the library, by profile", || library::measure(project))?;
    entries.extend(progress::step("size: jars, with all they depend on", || jars::measure(project))?);
    entries.extend(progress::step("size: a Swift program, with and without", || swift::measure(project))?);
    Ok(Ledger { entries, shipped })
}

impl Ledger {
    /// Writes `docs/background/size.md`.
    pub fn write(&self, file: &Path) -> Result<()> {
        files::write_if_changed(file, self.text().as_bytes()).map(|_| ())
    }

    fn text(&self) -> String {
        let mut text = format!(
            "# Size\n\nWritten by `cargo xtask size`; change nothing by hand. Bytes, on {} {}, with {}.\n\n\
             | what | bytes | gzip -9 |\n|---|---:|---:|\n",
            std::env::consts::OS,
            std::env::consts::ARCH,
            compiler().unwrap_or_else(|_| "an unknown compiler".to_owned()),
        );
        for entry in &self.entries {
            text.push_str(&entry.line());
        }
        text.push_str(&format!(
            "\nThe limit of the shipped library is {} bytes; `cargo xtask size` fails above it.\n",
            grouped(LIMIT)
        ));
        text
    }
}

impl Entry {
    fn line(&self) -> String {
        match &self.size {
            Size::Bytes(bytes, None) => format!("| {} | {} | |\n", self.what, grouped(*bytes)),
            Size::Bytes(bytes, Some(zipped)) => {
                format!("| {} | {} | {} |\n", self.what, grouped(*bytes), grouped(*zipped))
            }
            Size::Count(count) => format!("| {} | {count} (a number) | |\n", self.what),
            Size::Missing(why) => format!("| {} | not measured: {why} | |\n", self.what),
        }
    }
}

fn compiler() -> Result<String> {
    let text = crate::process::text(crate::process::command("rustc").arg("--version"), "Check the Rust toolchain.")?;
    Ok(text.split(" (").next().unwrap_or(&text).trim().to_owned())
}

/// The size of a file.
fn bytes(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file).with_context(|| format!("cannot measure {}", file.display()))?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_says_why() {
        let entry = Entry::new("AAR", Size::Missing("no target".to_owned()));
        assert_eq!(entry.line(), "| AAR | not measured: no target | |\n");
    }
}
