//! The static library with nothing global but what our own header names.
//!
//! As rustc writes it, an archive offers every symbol of Rust's standard library that its code shares, and two such archives in one program
//! collide (`multiple definition of rust_eh_personality`). So the objects are joined in one, what nothing needs is left out, and everything but
//! our own functions becomes local to it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use object::{Object, ObjectSymbol};

use crate::cleanup::TemporaryFolder;
use crate::files;
use crate::process::{self, cmd};

/// How the names of our own functions begin.
const OURS: [&str; 3] = ["uniffi_ekyc_", "ffi_ekyc_", "ekyc_"];

/// Rust's pointer to its own unwinder's routine. Each archive brings one, and the linker keeps the first: it must stay global for that.
const SHARED_BY_DESIGN: &str = "DW.ref.rust_eh_personality";

/// The tools, by the processor of the archive: those of this machine read only its own.
pub struct Tools<'a> {
    /// Joins objects.
    pub linker: &'a str,
    /// Makes symbols local.
    pub objcopy: &'a str,
    /// Makes archives.
    pub ar: &'a str,
}

/// The tools of this machine for its own processor.
pub const NATIVE: Tools<'static> = Tools { linker: "ld", objcopy: "objcopy", ar: "ar" };

/// Writes `from` to `to`, closed. Tells whether `to` changed.
pub fn close(tools: &Tools<'_>, from: &Path, header: &Path, to: &Path) -> Result<bool> {
    // `D`: without times and owners, so that the same object is the same archive.
    let ar = tools.ar;
    close_by(cmd!("{ar} crsD"), header, to, |names, object| join(tools, from, names, object))
}

/// As [`close`], by other means: `join` makes the one object.
pub fn close_by(
    mut ar: Command,
    header: &Path,
    to: &Path,
    join: impl FnOnce(&[String], &Path) -> Result<()>,
) -> Result<bool> {
    let names = named(&files::read(header)?);
    ensure!(!names.is_empty(), "{} names no function of ours", header.display());
    let folder = TemporaryFolder::new()?;
    let (closed, archive) = (folder.path().join("ekyc.o"), folder.path().join("libekyc.a"));
    join(&names, &closed)?;
    check(&closed, &names)?;
    process::run(ar.arg(&archive).arg(&closed), "The words of `ar` are above.")?;
    files::write_if_changed(to, &fs_err::read(archive)?)
}

/// Joins an archive in one object that offers only these names, without what they do not need.
pub fn join(tools: &Tools<'_>, archive: &Path, names: &[String], to: &Path) -> Result<()> {
    let folder = TemporaryFolder::new()?;
    let (joined, keep) = (folder.path().join("joined.o"), folder.path().join("keep"));
    let (linker, objcopy, needed) = (tools.linker, tools.objcopy, names.iter().flat_map(|name| ["-u", name]));
    let mut link = cmd!("{linker} -r --gc-sections {needed...} --whole-archive {archive} -o {joined}");
    process::run(&mut link, "Install binutils, which every C compiler on Linux brings.")?;
    let list: String =
        names.iter().map(String::as_str).chain([SHARED_BY_DESIGN]).map(|name| format!("{name}\n")).collect();
    fs_err::write(&keep, list)?;
    // Traces of the compiler's own format, which linkers' plug-ins stumble over once they are joined.
    let traces = ["--remove-section=.llvmbc", "--remove-section=.llvmcmd", "--remove-section=.comment"];
    let mut copy = cmd!("{objcopy} --keep-global-symbols={keep} --strip-unneeded {traces...} {joined} {to}");
    process::run(&mut copy, "The words of `objcopy` are above.")
}

/// What a C header declares of ours.
fn named(header: &str) -> Vec<String> {
    let words = header.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    let mut names: Vec<String> = words
        .filter(|word| OURS.iter().any(|ours| word.starts_with(ours)))
        .filter(|word| header.contains(&format!("{word}(")))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What is global in it is ours, and all that is ours.
fn check(object: &Path, names: &[String]) -> Result<()> {
    let contents = fs_err::read(object)?;
    let file = object::File::parse(&*contents).context("the joined object cannot be read")?;
    // Apple puts a low line before every name of C.
    let apple = if file.format() == object::BinaryFormat::MachO { "_" } else { "" };
    let global = file.symbols().filter(|symbol| symbol.is_global() && symbol.is_definition());
    let found: Vec<&str> =
        global.filter_map(|symbol| symbol.name().ok()).map(|name| name.strip_prefix(apple).unwrap_or(name)).collect();
    let missing: Vec<&String> = names.iter().filter(|name| !found.contains(&name.as_str())).collect();
    ensure!(missing.is_empty(), "the static library lacks functions that the header names: {missing:?}");
    let foreign: Vec<&&str> =
        found.iter().filter(|name| **name != SHARED_BY_DESIGN && !names.iter().any(|ours| ours == *name)).collect();
    ensure!(foreign.is_empty(), "these symbols are not ours and would collide with other Rust libraries: {foreign:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_of_a_header_are_ours_and_called_once_each() {
        let header = "void uniffi_ekyc_fn_a(int x);\ntypedef struct ekyc_Buffer {} ekyc_Buffer;\nint ffi_ekyc_b(void);\nint other(void);";
        assert_eq!(named(header), ["ffi_ekyc_b", "uniffi_ekyc_fn_a"]);
    }
}
