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
        // Else JNA unpacks below the home folder first, which may lie on a file system of its own.
        program.environment("XDG_CACHE_HOME", "/dev/null").environment("EKYC_CA_FILE", &ca_file.display().to_string())
    };
    let run = |program: Program| program.of(&java).run(&["app.Main"]);
    let ways_out = ["-Djna.tmpdir", "-Djna.library.path", "-Djna.boot.library.path", "-Djna.nounpack=true"];
    for (mode, reason) in [("ro", "is not writable"), ("rw", "failed to map segment")] {
        let refused = run(contained(mode))?;
        refused.was_refused(&["cannot unpack its library"])?;
        refused.was_refused(&ways_out)?;
        refused.was_refused(&[reason])?;
        run(contained(mode).with("-Djna.tmpdir=/mnt"))?.succeeded(plain::JAVA_CALLS)?;
        let unpacked = contained(mode)
            .with(format!("-Djna.library.path={}", natives.display()))
            .with(format!("-Djna.boot.library.path={}", natives.display()))
            .with("-Djna.nounpack=true");
        run(unpacked)?.succeeded(plain::JAVA_CALLS)?;
    }
    Ok(())
}

fn can_mount() -> bool {
    let probe = process::capture(process::command("unshare").args(["-m", "sh", "-c", PROBE]));
    probe.is_ok_and(|probe| probe.status.success())
}

/// Both libraries in one folder, as the message says to do it.
fn unpack_natives(strangers: &Strangers<'_>, java: &Path, scratch: &Path) -> Result<PathBuf> {
    let (natives, unpacked) = (scratch.join("natives"), scratch.join("unpacked"));
    std::fs::create_dir_all(&unpacked).with_context(|| format!("cannot make {}", unpacked.display()))?;
    let prefix = native::jna_prefix()?;
    for (jar, inside) in [("ekyc-", prefix.clone()), ("jna-", format!("com/sun/jna/{prefix}"))] {
        let jars = files::under(&java.join("target/lib"), &[])?;
        let is_it =
            |jar_file: &&PathBuf| jar_file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(jar));
        let mut unpack = process::command(strangers.oldest.home.join("bin/jar"));
        unpack.arg("-xf").arg(jars.iter().find(is_it).with_context(|| format!("the consumer has no {jar} jar"))?);
        process::run(unpack.arg(&inside).current_dir(&unpacked), "The jar cannot be unpacked.")?;
        for library in files::under(&unpacked.join(&inside), &[])? {
            let contents = std::fs::read(&library).with_context(|| format!("cannot read {}", library.display()))?;
            files::write_if_changed(&natives.join(library.file_name().context("its name")?), &contents)?;
        }
    }
    Ok(natives)
}
