//! Jars without the library for this machine, or with another one in its place.

use anyhow::{Context, Result};

use super::Strangers;
use crate::bindings::{library, native};

/// The field of an ELF header that names the processor, and one that no Java runs on.
const PROCESSOR: usize = 18;
const OTHER: u8 = 0xf3;

/// The unpacked jar, in place of the jar.
const PROGRAM: &str = "-cp ./scratch/damaged:./shrunk/target/classes:./shrunk/target/lib/kotlin-stdlib.jar:\
    ./shrunk/target/lib/kotlinx-coroutines-core-jvm.jar app.Main";

/// A missing library, one for another processor, and one of another build.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let prefix = native::platform()?;
    let library = strangers.unpacked("damaged")?.join(native::IN_JAR).join(prefix).join("libekyc_jni.so");
    let contents = std::fs::read(&library).with_context(|| format!("cannot read {}", library.display()))?;
    let run = || strangers.run(PROGRAM);
    // Unpacked it works; so what fails below fails for its own reason.
    run()?.succeeded(2)?;

    let mut other = contents.clone();
    *other.get_mut(PROCESSOR).context("the library has no ELF header")? = OTHER;
    std::fs::write(&library, &other).context("cannot write the library")?;
    run()?.was_refused(&[&format!("whose library for {prefix} is whole"), "Use an ekyc jar"])?;

    let fingerprint = library::build(strangers.project)?.fingerprint;
    let found = contents.windows(fingerprint.len()).position(|window| window == fingerprint.as_bytes());
    let at = found.context("the library does not hold its fingerprint in one piece")?;
    let mut other = contents;
    other.get_mut(at..at + fingerprint.len()).context("the fingerprint's field")?.fill(b'0');
    std::fs::write(&library, &other).context("cannot write the library")?;
    run()?.was_refused(&["is of ekyc", " 0000", "Take away the other library"])?;

    std::fs::remove_file(&library).context("cannot remove the library")?;
    run()?.was_refused(&[&format!("holds none for {prefix}"), "-Dio.github.ekyc.library.path"])
}
