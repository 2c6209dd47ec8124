"""What is in the packages: every file that there should be, and nothing that tells when it was made."""

import io
import json
import os
import platform
import re
import zipfile
from pathlib import Path

import pytest

from conftest import FOLDER, NEWEST, build, prepared, good, java_words, mvn, not_checked, package, run

METADATA = "META-INF/native-image/io.github.ekyc/ekyc/reachability-metadata.json"
NATIVE = f"io/github/ekyc/native/{prepared.platform}/{prepared.shared}"
ARTIFACTS = ["ekyc", "ekyc-spring-boot-starter", "ekyc-testing"]

# Of each jar of the library, by the end of its name.
INSIDE = {
    ".jar": [
        "META-INF/LICENSE-APACHE", "META-INF/LICENSE-MIT", METADATA, "META-INF/proguard/ekyc.pro", "META-INF/sbom/ekyc.cdx.json",
        "META-INF/sbom/ekyc-native.cdx.json", "META-INF/versions/17/module-info.class", NATIVE,
    ],
    "-sources.jar": ["io/github/ekyc/EkycClient.kt", "io/github/ekyc/internal/Codecs.kt", "module-info.java"],
    "-kdoc.jar": ["index.html", "ekyc/io.github.ekyc/-ekyc-client/index.html"],
    "-javadoc.jar": ["index.html", "element-list", "io/github/ekyc/EkycClient.html"],
}
# `EkycException.Internal` is for users.
PLUMBING = ["io.github.ekyc.internal", "/-writer", "/-reader", "/-native-core", "/-handle"]


def entries(jar):
    with zipfile.ZipFile(jar) as archive:
        assert [entry.filename for entry in archive.infolist() if entry.date_time[0] != 1980] == [], "these tell when they were built"
        return archive.namelist()


def checksums(folder):
    """Maven Central takes no file without."""
    for file in (file for file in folder.rglob("*") if file.is_file() and file.suffix not in (".md5", ".sha1")):
        for ending in ("md5", "sha1"):
            assert Path(f"{file}.{ending}").is_file()


@pytest.mark.parametrize("name", ARTIFACTS)
def test_artifact(name):
    for ending in (".jar", "-sources.jar", "-javadoc.jar"):
        entries(package(name, ending))
    pom = package(name, ".pom").read_text()
    assert f"<version>{prepared.version}</version>" in pom
    # No version that could mean another tomorrow. What else Maven Central demands, a plugin has checked as the POM was made.
    for part in ("${", "<profile", "<version>[", "<version>(", "SNAPSHOT", "LATEST", "RELEASE"):
        assert part not in pom


@pytest.mark.parametrize("ending", INSIDE)
def test_library(ending):
    names = entries(package("ekyc", ending))
    assert [name for name in INSIDE[ending] if name not in names] == [], "these are missing"
    if ending.endswith("doc.jar"):
        assert [name for name in names if any(part in name for part in PLUMBING)] == [], "the documentation shows plumbing"


def test_checksums():
    checksums(Path(prepared.repository, "io/github/ekyc"))


def test_packaged_sandbox():
    build("testing")


def test_spring_boot_starter():
    mvn(Path(prepared.root, prepared.starter), f"-Dekyc.build={FOLDER}/starter", "test")


def test_aar():
    """As a release machine puts it together, and an app that R8 shrinks with it. This machine's compiler stands in for the NDK, so what
    comes of it is for reading."""
    abi = {"x86_64": "x86_64"}.get(platform.machine(), "arm64-v8a")
    folder = FOLDER / "aar"
    (folder / "natives" / abi).mkdir(parents=True)
    (folder / "library.c").write_text(
        f'extern int puts(const char *);\nint JNI_OnLoad(void) {{ return puts("{prepared.fingerprint}"); }}\n'
        'static const char note[] __attribute__((used, section(".note.android.ident"))) = "stands in";\n'
    )
    compiler = ["cc", "-shared", "-nostdlib", "-o"]
    good(*compiler, "libc.so", "-Wl,-soname,libc.so", "-x", "c", "/dev/null", cwd=folder)
    options = ["-fPIC", "-Wl,--no-as-needed,-z,relro,-z,max-page-size=16384", "-L.", "-l:libc.so"]
    good(*compiler, f"natives/{abi}/libekyc_jni.so", "library.c", *options, cwd=folder)
    words = ["package", "android", "--natives", folder / "natives", "--repository", folder / "repository"]
    made = Path(good(prepared.xtask, *words, cwd=prepared.root, env=os.environ, timeout=1800).splitlines()[-1])

    for ending in (".pom", "-sources.jar", "-javadoc.jar"):
        assert made.with_name(f"ekyc-android-{prepared.version}{ending}").is_file()
    checksums(made.parent)
    aar = zipfile.ZipFile(made)
    assert sorted(name for name in aar.namelist() if not name.endswith("/")) == [
        "AndroidManifest.xml", "META-INF/com/android/build/gradle/aar-metadata.properties", "R.txt", "classes.jar",
        f"jni/{abi}/libekyc_jni.so", "proguard.txt",
    ]
    assert 'minSdkVersion="26"' in aar.read("AndroidManifest.xml").decode()
    classes = [name for name in zipfile.ZipFile(io.BytesIO(aar.read("classes.jar"))).namelist() if not name.endswith("/")]
    assert [name for name in classes if not re.fullmatch(r"io/github/ekyc/.*\.class|.*\.kotlin_module", name)] == []
    for name in ("classes.jar", "proguard.txt"):
        aar.extract(name, folder)
    # Java's own classes stand for Android's; animal-sniffer has compared what we use of the two as the jar was made.
    good(*java_words(
        "-Xmx1g -cp ./shrunk/target/tools/r8.jar com.android.tools.r8.R8 --release --min-api 26 --pg-conf ./shrunk/app.pro "
        "--pg-conf ./aar/proguard.txt --output ./aar/dex.zip ./aar/classes.jar ./shrunk/target/shrunk-1.jar "
        "./shrunk/target/lib/kotlin-stdlib.jar ./shrunk/target/lib/annotations.jar "
        f"./shrunk/target/lib/kotlinx-coroutines-core-jvm.jar --lib {prepared.oldest}"
    ))
    dex = zipfile.ZipFile(folder / "dex.zip").read("classes.dex")
    looked_for = [b"Lio/github/ekyc/internal/NativeBridge;", b"completed", b"observed", b"fetch", b"start"]
    assert [name for name in looked_for if name not in dex] == [], "R8 removed or renamed what the native library looks for"


def test_robolectric():
    build("android")


def test_graalvm_reads_the_metadata():
    """GraalVM's own reader knows each attribute and refuses others. The first Java that it runs on is 21."""
    if not NEWEST or prepared.newest_major < 21:
        not_checked("GraalVM's metadata; install a JDK 21 or later under /usr/lib/jvm")
    target = build("native-image") / "target"
    metadata = (target / "metadata" / METADATA).read_text()

    def read(name, text):
        (target / name).mkdir()
        (target / name / "reachability-metadata.json").write_text(text)
        tool = ["-cp", f"{target}/lib/*", "com.oracle.svm.configure.ConfigurationTool", "generate"]
        return run(*NEWEST, *tool, f"--input-dir={target}/{name}", f"--output-dir={target}/{name}/out")

    assert read("good", metadata).returncode == 0
    # So that the reader is known to read it.
    assert "allDeclaredMeethods" in read("bad", metadata.replace("allDeclaredMethods", "allDeclaredMeethods", 1)).stderr
    # The class that every call goes through.
    assert json.loads(metadata)["reflection"][0]["type"] == "io.github.ekyc.internal.NativeBridge"
