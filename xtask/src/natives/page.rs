//! The table of docs/reference/platforms.md: what is built, how large it is, how it was tested.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::read::GzEncoder;

use super::Native;
use crate::project::Project;
use crate::target::{ALL, Target};
use crate::{files, pages};

/// Around the table.
const BEGIN: &str = "<!-- `cargo xtask natives` writes from here ... -->\n\n";
const END: &str = "<!-- ... to here -->\n";

const HEAD: &str = "| platform | Rust target | runs on | library, bytes | gzip -9 | archive for Swift | how it was tested | by |\n\
    |---|---|---|---:|---:|---:|---|---|\n";

/// The bytes of a file, and of the same after `gzip -9`.
pub fn sizes(file: &Path) -> Result<(u64, u64)> {
    let contents = fs_err::read(file)?;
    let mut zipped = Vec::new();
    GzEncoder::new(contents.as_slice(), Compression::best()).read_to_end(&mut zipped)?;
    Ok((contents.len() as u64, zipped.len() as u64))
}

/// Writes the rows of what was built; those of other platforms keep their last sizes.
pub fn record(project: &Project, built: &[Native]) -> Result<()> {
    let name = "docs/reference/platforms.md";
    let page = project.root.join(name);
    let text = files::read(&page)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
    let (before, (old, after)) =
        parts.with_context(|| format!("{} has lost the line `{}`", page.display(), BEGIN.trim()))?;
    let rows: String = ALL.iter().map(|target| row(target, built, old)).collect();
    files::write_if_changed(&page, format!("{before}{BEGIN}{HEAD}{rows}\n{END}{after}").as_bytes())?;
    pages::format(project, name)
}

fn row(target: &Target, built: &[Native], old: &str) -> String {
    let native = built.iter().find(|native| native.target == target);
    let before = old.lines().find(|line| line.starts_with(&format!("| {} |", target.name)));
    let sizes = match (native, before) {
        (Some(native), _) => {
            let archive = native.archive.map(grouped).unwrap_or_default();
            format!("{} | {} | {archive}", grouped(native.shared), grouped(native.zipped))
        }
        (None, Some(before)) => before.split('|').skip(4).take(3).map(str::trim).collect::<Vec<_>>().join(" | "),
        (None, None) => "not built so far |  | ".to_owned(),
    };
    let tested = target.tested.replace("NAME", target.name);
    format!("| {} | `{}` | {} | {sizes} | {tested} |\n", target.name, target.triple, target.floor())
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

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 3_559_968].map(grouped), ["0", "999", "1,000", "3,559,968"]);
    }

    #[test]
    fn what_was_not_built_now_keeps_its_row() {
        let linux = Target::named("linux-x86-64").unwrap();
        let now = [Native { target: linux, shared: 2_999_999, zipped: 1_000, archive: Some(5) }];
        let built = row(linux, &now, "");
        assert!(built.contains(" | glibc 2.17 | 2,999,999 | 1,000 | 5 | all tests"), "{built}");
        assert_eq!(row(linux, &[], &built), built);
        let never = row(linux, &[], "");
        assert_eq!(row(linux, &[], &never), never);
    }
}
