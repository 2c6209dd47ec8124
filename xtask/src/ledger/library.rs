//! The native library in each profile, and what is in it.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Entry, Size, bytes};
use crate::bindings::library::{self, Library, PROFILE};
use crate::bindings::{self, native};
use crate::natives::linked;
use crate::project::Project;
use crate::target::JVM_PACKAGE;

/// The entries, and the size of the shipped library.
pub fn measure(project: &Project) -> Result<(Vec<Entry>, u64)> {
    let mut entries = Vec::new();
    let shipped = library::build(project)?;
    let (shared, zipped) = (bytes(&shipped.shared)?, gzip(&shipped.shared)?);
    bindings::ensure(project)?;
    let swift = native::swift_archive(project);
    let (archive, archive_zipped) = (bytes(&swift)?, gzip(&swift)?);
    entries.push(Entry::new(
        format!("library, stripped, profile `{PROFILE}`: shipped"),
        Size::Bytes(shared, Some(zipped)),
    ));
    let release: Library = library::build_with(project, "release")?;
    let (other, other_zipped) = (bytes(&release.shared)?, gzip(&release.shared)?);
    entries.push(Entry::new("library, stripped, profile `release`", Size::Bytes(other, Some(other_zipped))));
    let what = format!("static library for Swift on Linux, closed, profile `{PROFILE}`");
    entries.push(Entry::new(what, Size::Bytes(archive, Some(archive_zipped))));
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    entries.push(Entry::new(
        "crates in the library, itself included",
        Size::Count(linked::resolved(project, JVM_PACKAGE, &target)?.len()),
    ));
    Ok((entries, shared))
}

fn gzip(file: &Path) -> Result<u64> {
    let contents = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = encoder.write_all(&contents).and_then(|()| encoder.finish()).context("cannot compress the library")?;
    Ok(zipped.len() as u64)
}
