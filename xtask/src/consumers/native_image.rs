//! The metadata for GraalVM's native-image, read by GraalVM's own reader, which knows each attribute and refuses others.

use anyhow::{Context, Result, ensure};

use super::Strangers;
use crate::{files, process, progress};

const METADATA: &str = "META-INF/native-image/io.github.ekyc/ekyc/reachability-metadata.json";

/// Read as it is; refused with a misspelt attribute, so that the reader is known to read it.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    // The first Java that the reader runs on is 21.
    let Some(jdk) = strangers.newest.as_ref().filter(|jdk| jdk.major >= 21) else {
        return progress::not_checked("GraalVM's metadata", "install a JDK 21 or later under /usr/lib/jvm");
    };
    let target = strangers.build("native-image")?.join("target");
    let metadata = files::read(&target.join("metadata").join(METADATA))?;
    let read = |name: &str, metadata: &str| -> Result<(bool, String)> {
        let folder = target.join(name);
        files::write_if_changed(&folder.join("reachability-metadata.json"), metadata.as_bytes())?;
        let mut command = process::command(jdk.java());
        command.arg("-cp").arg(target.join("lib/*")).args(["com.oracle.svm.configure.ConfigurationTool", "generate"]);
        command.arg(format!("--input-dir={}", folder.display()));
        command.arg(format!("--output-dir={}", folder.join("out").display()));
        let output = process::capture(&mut command)?;
        Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (good, words) = read("good", &metadata)?;
    ensure!(good, "GraalVM cannot read {METADATA} in the jar: {words}");
    let (_, words) = read("bad", &metadata.replacen("allDeclaredMethods", "allDeclaredMeethods", 1))?;
    ensure!(words.contains("allDeclaredMeethods"), "GraalVM's reader no longer refuses unknown attributes: {words}");
    // The class that every call goes through.
    let parsed: serde_json::Value = serde_json::from_str(&metadata).context("the metadata is no JSON")?;
    let first = parsed.pointer("/reflection/0/type").and_then(serde_json::Value::as_str);
    ensure!(first == Some("io.github.ekyc.internal.NativeBridge"), "the metadata names {first:?} first");
    Ok(())
}
