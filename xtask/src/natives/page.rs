//! The table of docs/reference/platforms.md: what is written there of each library by the build. How it was tested is written by hand.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::read::GzEncoder;

use super::Native;
use crate::project::Project;
use crate::{files, lint};

/// The bytes of a file, and of the same after `gzip -9`.
pub fn sizes(file: &Path) -> Result<(u64, u64)> {
    let contents = fs_err::read(file)?;
    let mut zipped = Vec::new();
    GzEncoder::new(contents.as_slice(), Compression::best()).read_to_end(&mut zipped)?;
    Ok((contents.len() as u64, zipped.len() as u64))
}

/// Writes the rows of what was built.
pub fn record(project: &Project, built: &[Native]) -> Result<()> {
    let name = "docs/reference/platforms.md";
    let page = project.root.join(name);
    let mut text = files::read(&page)?;
    for native in built {
        text = with_row(&text, native).with_context(|| format!("{name} has no row for {}", native.target.name))?;
    }
    files::write_if_changed(&page, text.as_bytes())?;
    lint::format_page(project, name)
}

fn with_row(page: &str, native: &Native) -> Option<String> {
    let Native { target, shared, zipped, archive } = native;
    let old = page.lines().find(|line| line.starts_with(&format!("| {} |", target.name)))?;
    let by_hand = old.splitn(8, '|').nth(7)?;
    let sizes = format!("{} | {} | {}", grouped(*shared), grouped(*zipped), archive.map(grouped).unwrap_or_default());
    let new = format!("| {} | `{}` | {} | {sizes} |{by_hand}", target.name, target.triple, target.floor());
    Some(page.replacen(old, &new, 1))
}

/// 1234567 as `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;

    #[test]
    fn a_row_gets_its_sizes_and_keeps_what_was_written_by_hand() {
        let target = Target::named("linux-x86-64").unwrap();
        let native = Native { target, shared: 2_999_999, zipped: 1_000, archive: Some(5) };
        let page = "before\n| linux-x86-64 | | | 1 | 2 | 3 | all tests | `x` |\n| linux-x86-64-musl | |\n";
        let row =
            "| linux-x86-64 | `x86_64-unknown-linux-gnu` | glibc 2.17 | 2,999,999 | 1,000 | 5 | all tests | `x` |";
        let wanted = format!("before\n{row}\n| linux-x86-64-musl | |\n");
        assert_eq!(with_row(page, &native).unwrap(), wanted);
        assert_eq!(with_row("", &native), None);
    }
}
