//! The tables that say what was built: sizes in docs/size.md, everything in docs/platforms.md.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Native;
use super::target::{ALL, Target};
use crate::files;
use crate::ledger::grouped;
use crate::project::Project;

/// Around the rows, in both pages.
const BEGIN: &str = "<!-- Written by `cargo xtask natives`: change nothing between these two lines by hand. -->\n";
const END: &str = "<!-- End of what `cargo xtask natives` writes. -->\n";

/// The bytes of a file, and of the same after `gzip -9`.
pub fn sizes(file: &Path) -> Result<(u64, u64)> {
    let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = encoder.write_all(&contents).and_then(|()| encoder.finish()).context("cannot compress a library")?;
    Ok((contents.len() as u64, zipped.len() as u64))
}

/// Writes the rows of what was built; those of other platforms keep their last sizes.
pub fn record(project: &Project, built: &[Native]) -> Result<()> {
    for page in ["docs/size.md", "docs/platforms.md"].map(|name| project.root.join(name)) {
        let text = files::read(&page)?;
        let old = between(&text).with_context(|| format!("{} has lost the line `{}`", page.display(), BEGIN.trim()))?;
        let rows: String = ALL.iter().map(|target| row(&page, target, built, old)).collect();
        files::write_if_changed(&page, text.replace(old, &format!("{}{rows}", head(&page))).as_bytes())?;
    }
    Ok(())
}

/// What stands between the marks, which `cargo xtask size` keeps.
pub fn between(text: &str) -> Option<&str> {
    text.split_once(BEGIN)?.1.split_once(END).map(|(rows, _)| rows)
}

fn head(page: &Path) -> &'static str {
    if page.ends_with("size.md") {
        "| platform | library, bytes | gzip -9 | archive for Swift, bytes |\n|---|---:|---:|---:|\n"
    } else {
        "| platform | Rust target | runs on | library | how it was tested | by |\n|---|---|---|---:|---|---|\n"
    }
}

fn row(page: &Path, target: &Target, built: &[Native], old: &str) -> String {
    let native = built.iter().find(|native| native.target == target);
    let before = old.lines().find(|line| line.starts_with(&format!("| {} |", target.name)));
    if page.ends_with("size.md") {
        return match (native, before) {
            (Some(native), _) => {
                let archive = native.archive.map(grouped).unwrap_or_default();
                let sizes = format!("{} | {} | {archive}", grouped(native.shared), grouped(native.zipped));
                format!("| {} | {sizes} |\n", target.name)
            }
            (None, Some(before)) => format!("{before}\n"),
            (None, None) => format!("| {} | not built so far | | |\n", target.name),
        };
    }
    let size = match (native, before) {
        (Some(native), _) => format!("{}.{:02} MB", native.shared / 1_000_000, native.shared % 1_000_000 / 10_000),
        (None, Some(before)) => before.split(" | ").nth(3).unwrap_or("-").to_owned(),
        (None, None) => "not built so far".to_owned(),
    };
    let tested = target.tested.replace("NAME", target.name);
    format!("| {} | `{}` | {} | {size} | {tested} |\n", target.name, target.triple, target.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_built_now_keeps_its_row() {
        let linux = Target::named("linux-x86-64").unwrap();
        let now = [Native { target: linux, shared: 2_999_999, zipped: 1_000, archive: Some(5) }];
        let size = row(Path::new("docs/size.md"), linux, &now, "");
        assert_eq!(size, "| linux-x86-64 | 2,999,999 | 1,000 | 5 |\n");
        assert_eq!(row(Path::new("docs/size.md"), linux, &[], &size), size);
        let platform = row(Path::new("docs/platforms.md"), linux, &now, "");
        assert!(platform.contains(" | glibc 2.17 | 2.99 MB | all tests"), "{platform}");
        assert_eq!(row(Path::new("docs/platforms.md"), linux, &[], &platform), platform);
    }
}
