//! The metadata for GraalVM's native-image, read by GraalVM's own reader, which knows each attribute and refuses others.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::Strangers;
use crate::progress;
use crate::{files, process};

/// The first Java that the reader runs on.
const FIRST: u32 = 21;

const READER: &str = "com.oracle.svm.configure.ConfigurationTool";

/// Read as it is; refused with a misspelt attribute, so that the reader is known to read it.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    let Some(jdk) = strangers.newest.as_ref().filter(|jdk| jdk.major >= FIRST) else {
        return progress::not_checked(
            "GraalVM's metadata",
            &format!("install a JDK {FIRST} or later under /usr/lib/jvm"),
        );
    };
    let folder = strangers.place.build("native-image")?;
    let name = "META-INF/native-image/io.github.ekyc/ekyc/reachability-metadata.json";
    let metadata = files::read(&folder.join("target/metadata").join(name))?;
    let read = |name: &str, metadata: &str| -> Result<(bool, String)> {
        let place = strangers.place.scratch(&format!("native-image-{name}"))?;
        files::write_if_changed(&place.join("in/reachability-metadata.json"), metadata.as_bytes())?;
        let mut command = process::command(jdk.java());
        command.arg("-cp").arg(folder.join("target/lib/*")).args([READER, "generate"]);
        command.arg(option("input", &place.join("in"))).arg(option("output", &place.join("out")));
        let output = process::capture(&mut command)?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (good, words) = read("good", &metadata)?;
    ensure!(good, "GraalVM cannot read {name} in the jar: {words}");
    let (_, words) = read("bad", &metadata.replacen("allDeclaredMethods", "allDeclaredMeethods", 1))?;
    ensure!(words.contains("allDeclaredMeethods"), "GraalVM's reader no longer refuses unknown attributes: {words}");
    // The one that every call goes through.
    let parsed: serde_json::Value = serde_json::from_str(&metadata).context("the metadata is no JSON")?;
    let types = parsed.get("reflection").and_then(serde_json::Value::as_array).context("it names no types")?;
    ensure!(
        types
            .iter()
            .any(|one| one.get("type").and_then(serde_json::Value::as_str)
                == Some("io.github.ekyc.internal.NativeBridge")),
        "the metadata does not name the class that the native library looks for"
    );
    Ok(())
}

fn option(name: &str, folder: &Path) -> String {
    format!("--{name}-dir={}", folder.display())
}
