//! `cargo xtask size`: how big the shipped library is, against its limit.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bindings::{library, native};
use crate::process;
use crate::project::Project;

/// The most a stripped library may have, in bytes: 3.6 MB.
const LIMIT: u64 = 3_600_000;

/// Measures a fresh release build.
pub fn run(project: &Project) -> Result<()> {
    let library = library::build(project)?;
    let copy = project.own("size").join(library.shared.file_name().context("the library has no file name")?);
    native::put(&library.shared, &copy, native::strip_shared())?;
    let bytes = std::fs::metadata(&copy).with_context(|| format!("cannot measure {}", copy.display()))?.len();
    println!("stripped library  {bytes} bytes = {:.2} MB, limit {:.2} MB", megabytes(bytes), megabytes(LIMIT));
    let zipped = gzip(&copy)?;
    println!("gzip -9           {zipped} bytes = {:.2} MB", megabytes(zipped));
    println!("crates in it      {}", crates(project)?);
    if bytes > LIMIT {
        bail!(
            "the library is {} bytes over its limit; `cargo tree -e normal -p ekyc` shows what is in it",
            bytes - LIMIT
        );
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "two decimals are shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

fn gzip(file: &Path) -> Result<u64> {
    let mut contents = Vec::new();
    std::fs::File::open(file)
        .and_then(|mut file| file.read_to_end(&mut contents))
        .with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = encoder.write_all(&contents).and_then(|()| encoder.finish()).context("cannot compress the library")?;
    Ok(zipped.len() as u64)
}

/// Every crate that is linked in, the library itself included.
fn crates(project: &Project) -> Result<usize> {
    let mut cargo = process::cargo();
    cargo.args(["tree", "--package", "ekyc", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    let text = process::text(cargo.current_dir(&project.root), "Check Cargo.toml.")?;
    let mut lines: Vec<&str> = text.lines().filter_map(|line| line.split(" (").next()).collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.len())
}
