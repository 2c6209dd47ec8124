"""Jars and machines on which the library cannot be loaded: refused with the ways out, and each way out works."""

import shutil

import pytest

from conftest import FOLDER, OLDEST, prepared, java, not_checked, refused, run, succeeded, unpacked

NATIVE = f"io/github/ekyc/native/{prepared.platform}"
LIBRARIES = ":./shrunk/target/classes:./shrunk/target/lib/kotlin-stdlib.jar:./shrunk/target/lib/kotlinx-coroutines-core-jvm.jar"
DAMAGED = f"-cp ./scratch/damaged{LIBRARIES} app.Main"

# The field of an ELF header that names the processor, and one that no Java runs on.
PROCESSOR, OTHER = 18, 0xF3


def test_damaged_libraries():
    """One for another processor, one of another build, and none at all, in the unpacked jar."""
    library = unpacked("damaged") / NATIVE / "libekyc_jni.so"
    contents = library.read_bytes()
    # Unpacked it works; so what fails below fails for its own reason.
    succeeded(java(DAMAGED), 2)
    library.write_bytes(contents[:PROCESSOR] + bytes([OTHER]) + contents[PROCESSOR + 1 :])
    refused(java(DAMAGED), f"whose library for {prepared.platform} is whole", "Use an ekyc jar")
    fingerprint = prepared.fingerprint.encode()
    assert fingerprint in contents
    library.write_bytes(contents.replace(fingerprint, b"0" * len(fingerprint), 1))
    refused(java(DAMAGED), "is of ekyc", " 0000", "Take away the other library")
    library.unlink()
    refused(java(DAMAGED), f"holds none for {prepared.platform}", "-Dio.github.ekyc.library.path")


# `sh -c CONTAINER sh OPTIONS FOLDER PROGRAM ARGUMENT...` in a mount namespace, so that nothing of it is ever seen outside. The root and
# FOLDER become read-only; /tmp becomes an empty file system with these options. Only /mnt can then be written to and loaded from.
CONTAINER = """
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
"""
PROBE = "mount --make-rprivate / && mount -t tmpfs tmpfs /mnt"


@pytest.mark.parametrize("options, reason", [
    ("ro,noexec", "Read-only file system"), ("rw,noexec", "failed to map segment"), ("rw,size=1M", "No space left on device"),
])
def test_file_systems(options, reason):
    """Containers often have a read-only root, and a folder for temporary files from which nothing may be loaded."""
    if not shutil.which("unshare") or run("unshare", "-m", "sh", "-c", PROBE).returncode != 0:
        not_checked("read-only, noexec and full file systems; it takes root, util-linux and a container that allows mount namespaces")
    # Of the machine, the program sees nothing but this folder.
    inside = unpacked("mounts")
    shutil.copy(prepared.sandbox["EKYC_CA_FILE"], inside / "ca.pem")
    before = ["unshare", "-m", "sh", "-c", CONTAINER, "sh", options, FOLDER]

    def ran(option):
        # The home folder, which comes next, may lie on a file system of its own.
        return java(f"-Duser.home=/proc {option} -cp @java app.Main", OLDEST, before, EKYC_CA_FILE=str(inside / "ca.pem"))

    ways_out = "-Dio.github.ekyc.tmpdir", "-Dio.github.ekyc.library.path"
    refused(ran("-ea"), "from the folder for temporary files", reason, *ways_out)
    succeeded(ran("-Dio.github.ekyc.tmpdir=/mnt"), 5)
    succeeded(ran(f"-Dio.github.ekyc.library.path={inside / NATIVE}"), 5)
