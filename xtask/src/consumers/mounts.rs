//! Containers often have a read-only root, and a folder for temporary files from which nothing may be loaded.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::program::Program;
use super::{Strangers, plain};
use crate::bindings::native;
use crate::{files, process, progress};

/// `sh SCRIPT ro|rw PLACE PROGRAM ARGUMENT...` in a mount namespace, so that nothing of it is ever seen outside.
///
/// The root and PLACE become read-only; /tmp becomes an empty file system, noexec and as the first word says. Of the whole
/// machine only /mnt can then be written to and loaded from.
const CONTAINER: &str = r#"
set -eu
mode=$1 place=$2
shift 2
mount --make-rprivate /
mount --rbind / /mnt
mount -t tmpfs tmpfs /tmp
mkdir -p "$place"
mount --bind "/mnt$place" "$place"
umount -R -l /mnt
mount -o remount,bind,ro "$place"
mount -o "remount,$mode,noexec" /tmp
mount -o remount,bind,ro /
mount -t tmpfs tmpfs /mnt
exec "$@"
"#;

const PROBE: &str = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt";

/// Refused with the ways out; then each way that the message names.
pub fn check(strangers: &Strangers<'_>) -> Result<()> {
    if !can_mount() {
        return progress::not_checked(
            "read-only and noexec file systems",
            "it takes root, util-linux and a container that allows mount namespaces",
        );
    }
    let java = strangers.place.build("java")?;
    let scratch = strangers.place.scratch("mounts")?;
    let script = scratch.join("container.sh");
    files::write_if_changed(&script, CONTAINER.as_bytes())?;
    let natives = unpack_natives(strangers, &java, &scratch)?;
    let ca_file = strangers.place.shared_ca_file(&strangers.sandbox)?;
    let contained = |mode: &str| {
        let before = ["unshare", "-m", "sh"].map(PathBuf::from).into_iter();
        let before = before.chain([script.clone(), PathBuf::from(mode), strangers.place.folder().to_path_buf()]);
        let program = strangers.program(&strangers.oldest).through(before.collect());
        // The home folder, which comes next, may lie on a file system of its own.
        program.with("-Duser.home=/proc").environment("EKYC_CA_FILE", &ca_file.display().to_string())
    };
    let run = |program: Program| program.of(&java).run(&["app.Main"]);
    let ways_out = ["-Dio.github.ekyc.tmpdir", "-Dio.github.ekyc.library.path"];
    for (mode, reason) in [("ro", "Read-only file system"), ("rw", "failed to map segment")] {
        let refused = run(contained(mode))?;
        refused.was_refused(&["from the folder for temporary files"])?;
        refused.was_refused(&ways_out)?;
        refused.was_refused(&[reason])?;
        run(contained(mode).with("-Dio.github.ekyc.tmpdir=/mnt"))?.succeeded(plain::JAVA_CALLS)?;
        let unpacked = contained(mode).with(format!("-Dio.github.ekyc.library.path={}", natives.display()));
        run(unpacked)?.succeeded(plain::JAVA_CALLS)?;
    }
    Ok(())
}

fn can_mount() -> bool {
    let probe = process::capture(process::command("unshare").args(["-m", "sh", "-c", PROBE]));
    probe.is_ok_and(|probe| probe.status.success())
}

/// The library in a folder, as the message says to do it.
fn unpack_natives(strangers: &Strangers<'_>, java: &Path, scratch: &Path) -> Result<PathBuf> {
    let inside = format!("{}/{}", native::IN_JAR, native::platform()?);
    let jars = files::under(&java.join("target/lib"), &[])?;
    let is_ours = |jar: &&PathBuf| jar.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ekyc-"));
    let mut unpack = process::command(strangers.oldest.home.join("bin/jar"));
    unpack.arg("-xf").arg(jars.iter().find(is_ours).context("the consumer has no ekyc jar")?);
    process::run(unpack.arg(&inside).current_dir(scratch), "The jar cannot be unpacked.")?;
    Ok(scratch.join(inside))
}
