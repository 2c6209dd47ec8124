//! The static library with nothing global but what our own header names.
//!
//! As rustc writes it, an archive offers every symbol of Rust's standard library that its code shares, and two such archives in one program
//! collide (`multiple definition of rust_eh_personality`). So the objects are joined in one, what nothing needs is left out, and everything but
//! our own functions becomes local to it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::cleanup::temporary_folder;
use crate::files;
use crate::process::{self, cmd};

/// How the names of our own functions begin.
const OURS: [&str; 3] = ["uniffi_ekyc_", "ffi_ekyc_", "ekyc_"];

/// Rust's pointer to its own unwinder's routine. Each archive brings one, and the linker keeps the first: it must stay global for that.
const SHARED_BY_DESIGN: &str = "DW.ref.rust_eh_personality";

/// Writes `from` to `to`, closed. Tells whether `to` changed. `binutils` is how the names of the processor's tools begin: nothing for this
/// machine's own, which read no other processor's objects.
pub fn close(binutils: &str, from: &Path, header: &Path, to: &Path) -> Result<bool> {
    let names = named(&files::read(header)?);
    ensure!(!names.is_empty(), "{} names no function of ours", header.display());
    let folder = temporary_folder()?;
    let (closed, archive) = (folder.path().join("ekyc.o"), folder.path().join("libekyc.a"));
    join(binutils, from, &names, &closed)?;
    let global = process::text(cmd!("{binutils}nm -gj --defined-only {closed}"), "The joined object cannot be read.")?;
    let global: BTreeSet<&str> = global.lines().filter(|name| *name != SHARED_BY_DESIGN).collect();
    let wrong: Vec<_> = global.symmetric_difference(&names.iter().map(String::as_str).collect()).copied().collect();
    ensure!(wrong.is_empty(), "the static library lacks these names of the header, or they are not in it: {wrong:?}");
    // `D`: without times and owners, so that the same object is the same archive.
    process::run(cmd!("{binutils}ar crsD {archive} {closed}"), "The words of `ar` are above.")?;
    files::write_if_changed(to, &fs_err::read(archive)?)
}

/// Joins an archive in one object that offers only these names, without what they do not need.
pub fn join(binutils: &str, archive: &Path, names: &[String], to: &Path) -> Result<()> {
    let folder = temporary_folder()?;
    let (joined, keep) = (folder.path().join("joined.o"), folder.path().join("keep"));
    let needed = names.iter().flat_map(|name| ["-u", name]);
    let link = cmd!("{binutils}ld -r --gc-sections {needed...} --whole-archive {archive} -o {joined}");
    process::run(link, "Install binutils, which every C compiler on Linux brings.")?;
    fs_err::write(&keep, format!("{SHARED_BY_DESIGN}\n{}\n", names.join("\n")))?;
    // Traces of the compiler's own format, which linkers' plug-ins stumble over once they are joined.
    let traces = ["--remove-section=.llvmbc", "--remove-section=.llvmcmd", "--remove-section=.comment"];
    let copy = cmd!("{binutils}objcopy --keep-global-symbols={keep} --strip-unneeded {traces...} {joined} {to}");
    process::run(copy, "The words of `objcopy` are above.")
}

/// What a C header declares of ours.
fn named(header: &str) -> Vec<String> {
    let called = header.split('(').filter_map(|before| {
        before.rsplit(|character: char| !character.is_ascii_alphanumeric() && character != '_').next()
    });
    let ours = called.filter(|name| OURS.iter().any(|beginning| name.starts_with(beginning)));
    ours.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}
