//! Jars without the library for this machine, or with another one in its place.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Strangers, plain};
use crate::bindings::native;
use crate::{files, process};

/// The field of an ELF header that names the processor, and one that no Java runs on.
const PROCESSOR: usize = 18;
const OTHER: u8 = 0xf3;

/// A missing library, one for another processor, and one of another build.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let java = strangers.place.build("java")?;
    let unpacked = unpacked(strangers, &java)?;
    let resource = library(&unpacked)?;
    let contents = std::fs::read(&resource).with_context(|| format!("cannot read {}", resource.display()))?;
    let run = || {
        let jars = files::under(&java.join("target/lib"), &[])?;
        let others = jars.into_iter().filter(|jar| !is_ours(jar));
        let entries: Vec<PathBuf> = [java.join("target/classes"), unpacked.clone()].into_iter().chain(others).collect();
        strangers.program(&strangers.oldest).classes(&entries).run(&["app.Main"])
    };
    // Unpacked it works; so what fails below fails for its own reason.
    run()?.succeeded(plain::JAVA_CALLS)?;

    let prefix = native::platform()?;
    std::fs::remove_file(&resource).context("cannot remove the library")?;
    run()?.was_refused(&[&format!("holds none for {prefix}"), "-Dio.github.ekyc.library.path"])?;

    if contents.starts_with(b"\x7fELF") {
        let mut other = contents.clone();
        *other.get_mut(PROCESSOR).context("the library has no ELF header")? = OTHER;
        write(&resource, &other)?;
        run()?.was_refused(&[&format!("whose library for {prefix} is whole"), "Use an ekyc jar"])?;
    }

    write(&resource, &of_another_build(strangers, &contents)?)?;
    run()?.was_refused(&["is of ekyc", " 0000", "Take away the other library"])
}

/// The same library with another fingerprint.
fn of_another_build(strangers: &Strangers<'_>, contents: &[u8]) -> Result<Vec<u8>> {
    let fingerprint = crate::bindings::library::build(strangers.project)?.fingerprint;
    let mut other = contents.to_vec();
    let place = contents.windows(fingerprint.len()).position(|window| window == fingerprint.as_bytes());
    let place = place.context("the library does not hold its fingerprint in one piece")?;
    let field = other.get_mut(place..place + fingerprint.len()).context("the fingerprint's place")?;
    field.fill(b'0');
    Ok(other)
}

fn write(file: &Path, contents: &[u8]) -> Result<()> {
    std::fs::write(file, contents).with_context(|| format!("cannot write {}", file.display()))
}

fn is_ours(jar: &Path) -> bool {
    jar.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("ekyc-"))
}

/// Our jar as a folder, which is as good on a class path.
fn unpacked(strangers: &Strangers<'_>, java: &Path) -> Result<PathBuf> {
    let jar = files::under(&java.join("target/lib"), &[])?.into_iter().find(|jar| is_ours(jar));
    let folder = strangers.place.scratch("damaged")?;
    let mut unpack = process::command(strangers.oldest.home.join("bin/jar"));
    unpack.arg("-xf").arg(jar.context("the consumer has no ekyc jar")?).current_dir(&folder);
    process::run(&mut unpack, "The jar cannot be unpacked.")?;
    Ok(folder)
}

fn library(unpacked: &Path) -> Result<PathBuf> {
    let files = files::under(&unpacked.join(native::IN_JAR).join(native::platform()?), &[])?;
    files.into_iter().next().context("the jar holds no library for this machine")
}
