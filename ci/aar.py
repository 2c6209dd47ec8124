#!/usr/bin/env python3
"""Puts an AAR together, the format of Android's libraries: the classes of our jar, and what lies in a folder for each ABI.

    ci/aar.py JAR POM FOLDER MIN-API

It writes FOLDER/ekyc.aar and FOLDER/ekyc.pom; the same parts give the same bytes. The libraries are FOLDER/jni/<ABI>/*.so.
"""
import io
import sys
import zipfile
from pathlib import Path

# What Android's build asks of an app that uses the AAR: nothing special.
METADATA = """aarFormatVersion=1.0
aarMetadataVersion=1.0
minCompileSdk=1
minCompileSdkExtension=0
minAndroidGradlePluginVersion=1.0.0
coreLibraryDesugaringEnabled=false
"""

# The library talks to the service, so the app gets the permission for it.
MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="io.github.ekyc">
    <uses-sdk android:minSdkVersion="{}" />
    <uses-permission android:name="android.permission.INTERNET" />
</manifest>
"""


def is_class(name):
    """Not the jar's other libraries, nor what only a JVM or its tools read.

    >>> [name for name in ("a/B.class", "module-info.class", "META-INF/versions/17/a.class", "META-INF/a.kotlin_module", "x.pro")
    ...  if is_class(name)]
    ['a/B.class', 'META-INF/a.kotlin_module']
    """
    of_jvm = name == "module-info.class" or name.startswith("META-INF/versions/")
    return name.endswith(".kotlin_module") or name.endswith(".class") and not of_jvm


def packed(files):
    """A zip file without times, in the order of the names."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name in sorted(files):
            writer.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def pom(jar):
    """As the jar's, for an AAR. Maven leaves a jar's packaging out, since it is the one that needs no name.

    >>> pom("<project><artifactId>ekyc</artifactId><packaging>jar</packaging></project>")
    '<project><artifactId>ekyc-android</artifactId><packaging>aar</packaging></project>'
    >>> pom("<project><artifactId>ekyc</artifactId></project>")
    '<project><artifactId>ekyc-android</artifactId><packaging>aar</packaging></project>'
    """
    own = "<artifactId>ekyc</artifactId>"
    assert own in jar, "the jar's POM has another artifactId"
    new = "<artifactId>ekyc-android</artifactId><packaging>aar</packaging>"
    return jar.replace("<packaging>jar</packaging>", "", 1).replace(own, new, 1)


if __name__ == "__main__":
    jar, jar_pom, folder, oldest = sys.argv[1:]
    jar, folder = zipfile.ZipFile(jar), Path(folder)
    (folder / "ekyc.pom").write_text(pom(Path(jar_pom).read_text()))
    (folder / "ekyc.aar").write_bytes(packed({
        "AndroidManifest.xml": MANIFEST.format(oldest),
        "META-INF/com/android/build/gradle/aar-metadata.properties": METADATA,
        "R.txt": "",
        "classes.jar": packed({name: jar.read(name) for name in jar.namelist() if is_class(name)}),
        "proguard.txt": jar.read("META-INF/proguard/ekyc.pro"),
        **{str(file.relative_to(folder)): file.read_bytes() for file in folder.glob("jni/*/*.so")},
    }))
