#!/usr/bin/env python3
"""What the pages say is what the tests have: their examples, their names, the lowest versions that work, and the one version.

    ci/pages.py           checks all of it
    ci/pages.py version   checks only that everything names one version, that of Cargo.toml, or takes it from the build

In the repository's folder.
"""
import os
import re
import sys
import textwrap
import xml.etree.ElementTree as xml
from pathlib import Path

KOTLIN = "bindings/kotlin/src/test/kotlin/io/github/ekyc"
JAVA = "bindings/kotlin/src/test/java/io/github/ekyc"
SWIFT = "bindings/swift/Tests/EkycTests"
STRANGERS = "tests/consumers"

# The pages, and the sources whose marked lines they show.
PAGES = {
    "README.md": [f"{KOTLIN}/ReadmeKotlin.kt", f"{JAVA}/ReadmeJava.java", f"{SWIFT}/ReadmeSwift.swift"],
    "docs/start/kotlin.md": [f"{STRANGERS}/kotlin/pom.xml"]
    + [f"{STRANGERS}/kotlin/src/main/kotlin/app/{name}.kt" for name in ("Clients", "Verification", "Failures")],
    "docs/start/java.md": [f"{STRANGERS}/java/pom.xml", f"{STRANGERS}/module/src/main/java/module-info.java"]
    + [f"{STRANGERS}/java/src/main/java/app/{name}.java" for name in ("Clients", "Verification", "Failures")],
    "docs/start/swift.md": [f"{STRANGERS}/swift-path/Sources/consumer/Consumer.swift"],
    "bindings/swift/Sources/Ekyc/Ekyc.docc/GettingStarted.md": [f"{STRANGERS}/swift-path/Sources/consumer/Consumer.swift"],
    "docs/how-to/testing.md": [
        f"{STRANGERS}/testing/pom.xml", f"{STRANGERS}/testing/src/test/kotlin/app/VerificationTest.kt",
        f"{STRANGERS}/testing/src/test/java/app/VerificationJavaTest.java", f"{SWIFT}/TestingPage.swift", "tests/journey.rs"],
    "docs/how-to/json.md": [f"{JAVA}/JsonRecipes.java"],
    "docs/how-to/swift-server.md": [f"{SWIFT}/Recipes.swift"],
    "docs/how-to/migrate-from-java-sdk.md": [f"{STRANGERS}/java/pom.xml", f"{STRANGERS}/java/src/main/java/app/Migrated.java"],
}

# Files that must take the version from the build, and the words by which they do.
FOLLOWERS = {
    "src/client/user_agent.rs": 'env!("CARGO_PKG_VERSION")',
    "src/ffi/handshake.rs": 'env!("CARGO_PKG_VERSION")',
    "bindings/swift/Sources/Ekyc/Functions.swift": "ekycVersion = BindingBuild.version",
    "bindings/kotlin/src/main/kotlin/io/github/ekyc/internal/Library.kt": "${BindingBuild.VERSION} ${BindingBuild.FINGERPRINT}",
    "sandbox/Cargo.toml": "\nversion.workspace = true",
    "xtask/Cargo.toml": "\nversion.workspace = true",
    "tests/consumers/swift-git/Package.swift": 'exact: "<version>"',
    "Cargo.toml": '\n[package]\nname = "ekyc"\ndescription',
}

# Generated files that name it, if they have been generated.
GENERATED = [
    "bindings/kotlin/generated/kotlin/io/github/ekyc/BindingBuild.kt",
    "bindings/swift/Sources/Ekyc/Generated/BindingBuild.swift",
]

MAVEN = {"": "*"}


def read(file):
    return Path(file).read_text()


def snippet(source):
    """The lines between the marks, of all the marked pieces, without their common indentation.

    >>> snippet("x\\n    // README begin\\n    a {\\n\\n        b\\n    // README end\\ny\\n    // snippet begin\\n    }\\n// snippet end\\n")
    'a {\\n\\n    b\\n}\\n'
    >>> snippet("<!-- snippet begin -->\\n<a/>\\n<!-- snippet end -->"), snippet("// README begin\\na\\n"), snippet("a")
    ('<a/>\\n', None, None)
    """
    mark = r"^[ \t]*(?://|<!--) (?:snippet|README) {}(?: -->)?\n?$"
    parts = re.split(mark.format("begin"), source, flags=re.M)[1:]
    pieces = [re.split(mark.format("end"), part, flags=re.M) for part in parts]
    if not pieces or any(len(piece) == 1 for piece in pieces):
        return None
    return textwrap.dedent("".join(piece[0].removeprefix("\n") for piece in pieces))


def examples():
    for page, sources in PAGES.items():
        for source in sources:
            lines = snippet(read(source))
            if lines is None:
                yield f"{source} marks no lines with `snippet begin` and `snippet end`"
            elif lines not in read(page):
                yield f"{page} does not hold the example of {source} as it is; copy it there:\n{lines}"


def java_names():
    """What the table of the page for users of the official Java SDK calls ours is in the jar's API."""
    page, known = "docs/how-to/migrate-from-java-sdk.md", set(re.findall(r"\w+", read("bindings/kotlin/api/ekyc.api")))
    for row in re.findall(r"^\| .*$", read(page), re.M):
        for code in re.findall(r"`([^`]*)`", (row.removeprefix("| ").split(" | ") + [""])[1]):
            for name in re.findall(r"\w+(?=\()|\b[A-Z]\w*", code):
                if name not in known | {"HTTPS_PROXY", "NO_PROXY"}:
                    yield f"{page} writes `{code}`, and the jar has no `{name}`"


def settings():
    """The page of settings has each of them, by the name that it has in Kotlin, Java and Swift."""
    page = "docs/reference/settings.md"
    for file in ("config", "retry", "local_quota", "shared_quota/settings", "options"):
        for record in re.findall(r"uniffi::Record\)\](.*?)\n\}", read(f"src/client/{file}.rs"), re.S):
            for field in re.findall(r"^    pub (\w+):", record, re.M):
                name = re.sub(r"_(\w)", lambda letter: letter[1].upper(), field.removesuffix("_ms"))
                if f"| `{name}` |" not in read(page):
                    yield f"{page} has no row for `{name}` of src/client/{file}.rs"


def lowest_versions():
    """The pages promise the lowest versions with which the strangers' programs were run, and nothing lower."""
    pom = xml.parse("tests/consumers/versions/pom.xml")
    lowest = [one for one in pom.iterfind(".//execution", MAVEN) if one.findtext("id", namespaces=MAVEN) == "lowest"]
    items = [item for one in lowest for item in one.iterfind(".//artifactItem", MAVEN)]
    if not items:
        yield "tests/consumers/versions/pom.xml tries no lowest versions"
    for item in items:
        words = "`{}` | {}".format(*(item.findtext(name, namespaces=MAVEN) for name in ("artifactId", "version")))
        for page in ("docs/start/kotlin.md", "docs/start/java.md"):
            if words not in read(page):
                yield f"{page} should say that {words} is the lowest that works"


def named_versions(text):
    """The versions of our artifacts in coordinates, as Gradle and pages have them. What a build fills in is none.

    >>> named_versions("put `io.github.ekyc:ekyc:0.1.0`, io.github.ekyc:ekyc-android:0.3.0-rc.1@aar. And `io.github.ekyc:ekyc` alone.")
    ['0.1.0', '0.3.0-rc.1']
    >>> named_versions('implementation("io.github.ekyc:ekyc:$version"), and io.github.ekyc:ekyc:1.')
    ['1']
    """
    return re.findall(r"io\.github\.ekyc:[\w-]+:(\d(?:[\w.-]*\w)?)", text)


def pom_versions(pom):
    """The versions of our artifacts in a POM: its own and those of what it depends on.

    >>> pom_versions('''<project xmlns="http://maven.apache.org/POM/4.0.0"><groupId>io.github.ekyc</groupId><version>0.1.0</version>
    ... <dependency><groupId>other</groupId><version>9</version></dependency>
    ... <dependency><groupId>io.github.ekyc</groupId><!-- a comment --><version>0.2.0</version></dependency>
    ... <dependency><groupId>io.github.ekyc</groupId><version>${project.version}</version></dependency></project>''')
    ['0.1.0', '0.2.0']
    """
    ours = (one for one in xml.fromstring(pom).iter() if one.findtext("groupId", namespaces=MAVEN) == "io.github.ekyc")
    versions = (one.findtext("version", "", MAVEN) for one in ours)
    return [version for version in versions if version[:1].isdigit()]


def one_version():
    version = re.search(r'^\[workspace\.package\]\n(?:.+\n)*?version = "(.*)"', read("Cargo.toml"), re.M)[1]
    for file, words in FOLLOWERS.items():
        if words not in read(file):
            yield f"{file} does not take the version from the build: it should hold `{words}`"
    found = {file: re.findall(r'(?i:version) = "(.*)"', read(file)) for file in GENERATED if Path(file).exists()}
    for folder, folders, files in os.walk("."):
        folders[:] = set(folders) - {"target", "generated", ".git", ".build", "vectors"}
        for file in (Path(folder, name) for name in files if name.endswith((".md", ".kts", "pom.xml"))):
            found[file] = named_versions(read(file)) + (pom_versions(read(file)) if file.name == "pom.xml" else [])
    yield from (f"{file} says {other}, and the version is {version}" for file, all in found.items() for other in all if other != version)
    if f"\n## {version}" not in read("CHANGELOG.md"):
        yield f"CHANGELOG.md has no heading `## {version}`"


if __name__ == "__main__":
    checks = [one_version] if sys.argv[1:] == ["version"] else [one_version, examples, java_names, settings, lowest_versions]
    sys.exit("\n".join(problem for check in checks for problem in check()) or None)
