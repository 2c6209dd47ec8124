//! Containers often have a read-only root, and a folder for temporary files from which nothing may be loaded.

use anyhow::{Context, Result};

use super::Strangers;
use super::ran::Ran;
use super::runs::{JAVA, JAVA_CALLS};
use crate::bindings::native;
use crate::{process, progress};

/// `sh -c CONTAINER sh OPTIONS FOLDER PROGRAM ARGUMENT...` in a mount namespace, so that nothing of it is ever seen outside.
///
/// The root and FOLDER become read-only; /tmp becomes an empty file system with these options. Of the whole machine only /mnt can then
/// be written to and loaded from.
const CONTAINER: &str = r#"
set -eu
options=$1 folder=$2
shift 2
mount --make-rprivate /
mount --rbind / /mnt
mount -t tmpfs tmpfs /tmp
mkdir -p "$folder"
mount --bind "/mnt$folder" "$folder"
umount -R -l /mnt
mount -o remount,bind,ro "$folder"
mount -o "remount,$options" /tmp
mount -o remount,bind,ro /
mount -t tmpfs tmpfs /mnt
exec "$@"
"#;

const PROBE: &str = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt";

/// What /tmp is mounted with, and the system's words for what comes of it.
const TEMPORARY: [(&str, &str); 3] = [
    ("ro,noexec", "Read-only file system"),
    ("rw,noexec", "failed to map segment"),
    ("rw,size=1M", "No space left on device"),
];

/// Refused with the ways out; then each way that the message names.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    if process::text(process::command("unshare").args(["-m", "sh", "-c", PROBE]), "").is_err() {
        let missing = "it takes root, util-linux and a container that allows mount namespaces";
        return progress::not_checked("read-only, noexec and full file systems", missing);
    }
    let unpacked = strangers.unpacked("mounts")?;
    // Of the machine, the program sees nothing but that folder.
    let ca_file = unpacked.join("ca.pem");
    std::fs::copy(strangers.sandbox.ca_file(), &ca_file).context("cannot copy the sandbox's certificate")?;
    let path = format!("-Dio.github.ekyc.library.path=./scratch/mounts/{}/{}", native::IN_JAR, native::platform()?);
    for (options, reason) in TEMPORARY {
        let run = |option: &str| {
            // The home folder, which comes next, may lie on a file system of its own.
            let java = strangers.java(&strangers.maven.jdk, &format!("-Duser.home=/proc {option} {JAVA}"))?;
            let mut command = process::command("unshare");
            command.args(["-m", "sh", "-c", CONTAINER, "sh", options]).arg(strangers.folder.path());
            command.arg(java.get_program()).args(java.get_args());
            for (name, value) in java.get_envs() {
                match value {
                    Some(value) => command.env(name, value),
                    None => command.env_remove(name),
                };
            }
            command.env("EKYC_CA_FILE", &ca_file);
            Ran::of(&mut command)
        };
        let ways_out = ["-Dio.github.ekyc.tmpdir", "-Dio.github.ekyc.library.path"];
        let refused = run("-ea")?;
        refused.was_refused(&["from the folder for temporary files", reason])?;
        refused.was_refused(&ways_out)?;
        run("-Dio.github.ekyc.tmpdir=/mnt")?.succeeded(JAVA_CALLS)?;
        run(&path)?.succeeded(JAVA_CALLS)?;
    }
    Ok(())
}
