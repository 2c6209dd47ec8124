#!/usr/bin/env python3
"""The Swift package with everything that is generated, as a folder and as a git repository: `cargo xtask package swift` calls it.

The repository's own `bindings/swift` is no package by itself: what is generated and built is not in git. SwiftPM takes what a tag holds
and runs nothing, so the package that is tagged must be whole.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from library import is_of

BUNDLE = "lib/EkycCoreLibrary.artifactbundle"
XCFRAMEWORK = "lib/EkycCoreLibrary.xcframework"
MODULE_MAP = "module EkycCoreLibrary {\n    export *\n}\n"
TOOLS = "// swift-tools-version: 6.0\n"

# What the repository's manifest has that the packages' have otherwise: between these lines.
TESTS = "// Not in the package that `cargo xtask package swift` makes: begin\n", "// end\n\n"
LINUX, APPLE, SERVER = ((f"// {name}: begin\n", f"// {name}: end\n") for name in ("Linux", "Apple", "Server"))

# From 6.2 on SwiftPM knows static libraries in artifact bundles (SE-0482), picks the one of the processor that is built for, and needs no
# path; and it resolves what a trait needs only if the trait is on.
WITH_BUNDLE = f"""\
// The static libraries in an artifact bundle. SwiftPM picks that of the platform and processor that is built for.
// `EKYC_LIBRARY` is the path of another one, to be used in its place.
let given = Context.environment["EKYC_LIBRARY"]
let linux: [Target] = given == nil ? [.binaryTarget(name: "EkycCoreLinux", path: "{BUNDLE}")] : []
let linuxLibraries = given.map {{ [":" + String(repeating: "../", count: 32) + $0.drop {{ $0 == "/" }}] }} ?? []
let defines: [CSetting] = [.define(given == nil ? "EKYC_BUNDLE" : "EKYC_LIBRARY_GIVEN")]
"""
SERVER_TRAIT = """\
let server = true
let onServer: TargetDependencyCondition? = .when(traits: ["Server"])
"""
TRAITS = """\
package.traits = [
    .trait(name: "Server", description: "The product EkycServer and the packages that it needs")
]
"""


def replace(manifest, part, by):
    """
    >>> replace("a\\n// Apple: begin\\nold\\n// Apple: end\\nb", APPLE, "new\\n")
    'a\\nnew\\nb'
    >>> replace("a", APPLE, "new")
    Traceback (most recent call last):
    SystemExit: Package.swift lacks `// Apple: begin`, or its end
    """
    head, begin, rest = manifest.partition(part[0])
    _, end, tail = rest.partition(part[1])
    if not (begin and end):
        sys.exit(f"Package.swift lacks `{part[0].strip()}`, or its end")
    return head + by + tail


def for_apple(target):
    """SwiftPM downloads what a manifest names, needed or not, and only a Mac builds for these platforms."""
    if not target:
        return "let apple: [Target] = []\n"
    return f"""\
#if os(macOS)
    let apple: [Target] = [.binaryTarget(name: "EkycCoreApple", {target})]
#else
    let apple: [Target] = []
#endif
"""


def oldest(manifest, apple=f'path: "{XCFRAMEWORK}"'):
    """`Package.swift`, for Swift 6.0 and 6.1. `apple` says where the XCFramework comes from, if there is one."""
    return replace(replace(manifest, TESTS, ""), APPLE, for_apple(apple))


def with_bundle(manifest, apple):
    """`Package@swift-6.2.swift`."""
    manifest = replace(replace(oldest(manifest, apple), LINUX, WITH_BUNDLE), SERVER, SERVER_TRAIT)
    if not manifest.startswith(TOOLS):
        sys.exit("bindings/swift/Package.swift begins with another tools version")
    return manifest.replace(TOOLS, "// swift-tools-version: 6.2\n", 1) + TRAITS


def triples(triple):
    """The names that compilers give to a platform: Debian's says `pc` where Swift's own say `unknown`.

    >>> triples("aarch64-unknown-linux-gnu"), triples("x86_64-unknown-linux-musl")
    (['aarch64-unknown-linux-gnu', 'aarch64-pc-linux-gnu'], ['x86_64-swift-linux-musl'])
    """
    processor = triple.partition("-")[0]
    kinds = ["swift-linux-musl"] if triple.endswith("musl") else ["unknown-linux-gnu", "pc-linux-gnu"]
    return [f"{processor}-{kind}" for kind in kinds]


def add_libraries(options, bundle):
    """What another machine or `cargo xtask natives` built. One of another build would be refused at run time only, by its first user."""
    for name, folder, _ in options.targets:
        built, why = options.natives / folder / "libekyc.a", ""
        if built.is_file() and is_of(options.fingerprint, built.read_bytes()):
            (bundle / folder).mkdir(exist_ok=True)
            shutil.copy(built, bundle / folder)
        elif built.is_file() and options.named:
            sys.exit(f"{built} is of another build; build it from these very sources")
        elif built.is_file():
            why = "what is there is of another build; "
        if not (bundle / folder / "libekyc.a").is_file():
            note(f"none for {name}: {why}`cargo xtask natives {name}` builds it")


def write_table(options, bundle):
    """The table of contents of the artifact bundle: what is there, and nothing else."""
    here = [target for target in options.targets if (bundle / target[1] / "libekyc.a").is_file()]
    if not here:
        sys.exit(f"{bundle} holds no library; run `cargo xtask bindings`")
    metadata = {"headerPaths": ["include"], "moduleMapPath": "include/module.modulemap"}
    variants = [{"path": f"{folder}/libekyc.a", "supportedTriples": triples(triple), "staticLibraryMetadata": metadata}
                for _, folder, triple in here]
    artifact = {"type": "staticLibrary", "version": options.version, "variants": variants}
    (bundle / "info.json").write_text(json.dumps({"schemaVersion": "1.0", "artifacts": {"ekyc": artifact}}, indent=2) + "\n")
    (bundle / "include").mkdir(exist_ok=True)
    (bundle / "include/module.modulemap").write_text(MODULE_MAP)
    note(f"libraries: {', '.join(name for name, *_ in here)}")


def fill(options, package):
    swift = Path("bindings/swift")
    for name in ("Sources", "lib"):
        shutil.copytree(swift / name, package / name, symlinks=True)
    for file in (swift / "README.md", swift / ".spi.yml", "LICENSE-MIT", "LICENSE-APACHE"):
        shutil.copy(file, package)
    apple = f'path: "{XCFRAMEWORK}"' if (package / XCFRAMEWORK).is_dir() else None
    if options.apple:
        apple = 'url: "{}", checksum: "{}"'.format(*options.apple)
    if not apple:
        note("none for Apple: `cargo xtask package apple` makes it on a Mac")
    manifest = (swift / "Package.swift").read_text()
    (package / "Package.swift").write_text(oldest(manifest, apple))
    (package / "Package@swift-6.2.swift").write_text(with_bundle(manifest, apple))
    add_libraries(options, package / BUNDLE)
    write_table(options, package / BUNDLE)


def commit(package, repository, version):
    """One commit with the version as its tag, by nobody and at no time, so that the same package is the same commit."""
    with tempfile.TemporaryDirectory(prefix="ekyc-") as folder:
        own, time = f"{folder}/git", "2000-01-01T00:00:00Z"
        git = ["git", "-c", "user.name=ekyc", "-c", "user.email=ekyc@localhost", "-c", "commit.gpgsign=false", "--git-dir", own]
        environment = os.environ | {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        for words in (["init", "-q", "-b", "main"], ["add", "--all", "--force", "."], ["commit", "-q", "-m", f"ekyc {version}"], ["tag", version]):
            subprocess.run([*git, "--work-tree", package, *words], cwd=package, env=environment, check=True)
        subprocess.run(["git", "clone", "-q", "--bare", "--no-local", own, repository], check=True)


def note(text):
    print(f"    {text}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--fingerprint", required=True)
    parser.add_argument("--natives", type=Path, required=True)
    parser.add_argument("--named", action="store_true", help="the folder of natives was asked for: all in it must be of this build")
    parser.add_argument("--apple", nargs=2, metavar=("URL", "CHECKSUM"))
    parser.add_argument("targets", nargs="+", type=lambda text: text.split(":"), metavar="NAME:FOLDER:TRIPLE")
    options = parser.parse_args()
    shutil.rmtree(options.place, ignore_errors=True)
    (options.place / "ekyc").mkdir(parents=True)
    fill(options, options.place / "ekyc")
    commit(options.place / "ekyc", options.place / "ekyc.git", options.version)
