"""Swift packages that know only what `cargo xtask package swift` made: moved out of the repository, package and all, before they are
built, so that nothing of the repository can be found by accident."""

import contextlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from conftest import ENVIRONMENT, FOLDER, prepared, good, run

sys.path.append(f"{prepared.root}/ci")
import swift_package

# A version that holds something else than a library.
BROKEN = "99.0.0"

# What a compiler is asked to build for, and what of the package's words it must print.
REFUSED = [
    # Without the words of glibc: what musl looks like to the preprocessor.
    ("x86_64-linux-gnu", [], "needs Swift 6.2, or EKYC_LIBRARY set"),
    ("x86_64-linux-gnu", ["-DEKYC_BUNDLE"], "holds no library for musl"),
    ("aarch64-linux-gnu", ["-D__GLIBC__=2"], "holds no library for Linux on arm64"),
    ("riscv64-linux-gnu", ["-D__GLIBC__=2"], "for x86-64 and arm64, not for this processor"),
    ("aarch64-linux-android", [], "has no library for Android"),
    ("wasm32-wasi", [], "for macOS, iOS and Linux, not for this platform"),
    ("arm64-apple-macos13", ["-DTARGET_OS_OSX=1"], "holds no library for Apple platforms"),
    ("arm64-apple-watchos9", ["-DTARGET_OS_OSX=0", "-DTARGET_OS_IOS=0"], "for macOS, iOS and Linux, not for this platform"),
]

# Swift's own compiler for C, which Debian keeps off the PATH. Freestanding, because no C library of other platforms is here, and with an
# empty stand-in for Apple's header.
CLANG = """export PATH="$PATH:/usr/libexec/swift/bin"; touch include/TargetConditionals.h
clang -fsyntax-only -ffreestanding -Wno-macro-redefined -Iinclude EkycCoreFFI.c "$@"
result=$?; rm include/TargetConditionals.h; exit $result"""

# Names one of the adapters without the trait that they need.
UNASKED = "echo 'let service = EkycService.self' >../../main.swift && exec swiftc -typecheck Unavailable.swift ../../main.swift"

PACKAGE, REPOSITORY = FOLDER / "down loaded/ekyc", FOLDER / "served/ekyc.git"
LIBRARY = PACKAGE / "lib"


@pytest.fixture(scope="module", autouse=True)
def package():
    """The package as somebody has it who downloaded it, and a repository with one more version."""
    shutil.copytree(prepared.package["folder"], PACKAGE, symlinks=True)
    shutil.copytree(prepared.package["repository"], REPOSITORY, symlinks=True)
    work = FOLDER / "broken"
    good("git", "clone", "-q", REPOSITORY, work)
    for file in (file for file in (work / "lib").rglob("*") if file.is_file()):
        file.write_text("not an archive")
    for words in (["commit", "-qam", BROKEN], ["tag", BROKEN], ["push", "-q", "origin", BROKEN]):
        good("git", "-c", "user.name=ekyc", "-c", "user.email=ekyc@localhost", *words, cwd=work)


def says(folder, *words, well=True, told=()):
    """Runs it where Swift is, and returns what it said: all that it is told to."""
    before = [folder if word == "<folder>" else word for word in prepared.swift]
    ran = run(*before, *words, cwd=folder, env=ENVIRONMENT)
    assert (ran.returncode == 0) == well
    for part in told:
        assert part in ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@contextlib.contextmanager
def without_library():
    LIBRARY.rename(PACKAGE / "away")
    yield
    (PACKAGE / "away").rename(LIBRARY)


def lay_out(name, place, version=prepared.version):
    """A copy of the consumer `name`, with the names of package and version filled in."""
    folder = shutil.copytree(FOLDER / name, FOLDER / place)
    for file in (file for file in folder.rglob("*") if file.is_file()):
        text = file.read_text().replace("<package>", str(PACKAGE)).replace("<repository>", f"file://{REPOSITORY}")
        file.write_text(text.replace("<here>", str(folder)).replace("<version>", version))
    return folder


def swift_build(folder, *options, **more):
    return says(FOLDER, "swift", "build", "--package-path", folder, *options, **more)


def build(folder, *options):
    """A dependency's own warnings are no errors to SwiftPM, and would still be the first that a user sees of it. That Foundation uses
    `mktemp` is what the linker says of a static one."""
    said = swift_build(folder, *options)
    assert [line for line in said.splitlines() if "warning:" in line and "mktemp" not in line] == []


def consumer(products, *told):
    says(products, products / "consumer", told=told)


@pytest.mark.parametrize("target, more, told", REFUSED)
def test_platform_without_a_library_is_told_in_a_sentence(target, more, told):
    with without_library():
        says(PACKAGE / "Sources/EkycCoreFFI", "sh", "-c", CLANG, "clang", "-target", target, *more, well=False, told=[told])


def test_adapters_without_their_trait_are_told_in_a_sentence():
    says(PACKAGE / "Sources/EkycServer", "sh", "-c", UNASKED, well=False, told=["enable the trait `Server`"])


def test_manifests():
    """Nobody resolves what only servers need; and what a Mac would read, as far as that is told by running it here."""

    def dump(folder, *more):
        said = says(folder, "env", *more, "swift", "package", "dump-package")
        return json.loads(said[said.index("{") :])

    plain, server = dump(PACKAGE), dump(PACKAGE, "EKYC_SERVER=1")
    assert [[len(one[name]) for name in ("dependencies", "products")] for one in (plain, server)] == [[0, 2], [4, 3]]
    (FOLDER / "mac").mkdir()
    manifest = swift_package.oldest(Path(prepared.root, "bindings/swift/Package.swift").read_text())
    (FOLDER / "mac/Package.swift").write_text(manifest.replace("#if os(macOS)", "#if true"))
    mac = json.dumps(dump(FOLDER / "mac"), separators=(",", ":"), sort_keys=True)
    for part in ("lib/EkycCoreLibrary.xcframework", "EKYC_APPLE", 'PrivacyInfo.xcprivacy","rule"'):
        assert part in mac


def test_by_path():
    """With blanks and letters in it; without the library; and with one of another version."""
    folder = lay_out("swift-path", "by path, é")
    build(folder)
    consumer(folder / ".build/debug", "transactions: 8\n", "refused: metaInfo ")
    with without_library():
        swift_build(folder, well=False, told=["holds no library for Linux on"])
    stamp = PACKAGE / "Sources/Ekyc/Generated/BindingBuild.swift"
    own = stamp.read_text()
    assert prepared.version in own
    stamp.write_text(own.replace(prepared.version, "0.0.1"))
    build(folder)
    says(folder, folder / ".build/debug/consumer", well=False, told=["package is 0.0.1", "delete the build folder"])
    stamp.write_text(own)


def test_by_url():
    """Each with what it pinned. One HOME and one working folder for all, because SwiftPM keeps evaluated manifests by them."""
    told = f"transactions: 1, found: true, version: {prepared.version}\n"
    one = lay_out("swift-git", "one")
    build(one)
    consumer(one / ".build/debug", told)
    moved = one.rename(FOLDER / "moved")
    # SwiftPM's own products cannot be moved; the checkout is.
    shutil.rmtree((moved / ".build/debug").resolve().parent)
    build(moved)
    consumer(moved / ".build/debug", told)
    shutil.rmtree(moved / ".build")
    build(moved, "--scratch-path", FOLDER / "other place")
    consumer(FOLDER / "other place/debug", told)

    two = lay_out("swift-git", "two")
    build(two)
    consumer(two / ".build/debug", told)
    # A pin to another version links that version's library, whatever lies in other checkouts.
    swift_build(lay_out("swift-git", "three", BROKEN), well=False, told=["libekyc.a"])


def test_beside_another_rust_library():
    """With GNU ld, lld, LTO and a static standard library."""
    folder = lay_out("swift-beside", "beside")
    good("rustc", "--edition", "2024", "--crate-type", "staticlib", "-O", "other.rs", "-o", "libother.a", cwd=folder)
    release = ["-c", "release"]
    lld = ["-Xswiftc", "-use-ld=lld", "--experimental-lto-mode", "full"]
    for options in ([], [*release, "--static-swift-stdlib"], [*release, *lld]):
        build(folder, *options)
        consumer(folder / (".build/release" if options else ".build/debug"), "transaction: true, other: 42\n")
