#!/usr/bin/env python3
"""How large things are, on the pages that say it.

    ci/sizes.py row PLATFORM RUST-TARGET FLOOR LIBRARY [ARCHIVE]   in the table of docs/reference/platforms.md
    ci/sizes.py page LIMIT MEASURED                                docs/background/size.md, from JSON that names files and folders of jars;
                                                                   fails if the shipped library is over its limit
"""
import gzip
import json
import platform
import subprocess
import sys
from pathlib import Path

PLATFORMS, SIZE = Path("docs/reference/platforms.md"), Path("docs/background/size.md")


def bytes_of(file):
    return f"{Path(file).stat().st_size:,}"


def zipped(file):
    return f"{len(gzip.compress(Path(file).read_bytes(), 9, mtime=0)):,}"


def with_row(page, cells):
    """How it was tested is written by hand, behind what is measured.

    >>> page = "before\\n| linux-x86-64 | | | 1 | 2 | 3 | all tests | `x` |\\n| linux-x86-64-musl | |\\n"
    >>> with_row(page, ["linux-x86-64", "`x86_64`", "glibc 2.17", "2,999", "1,000", "5"])
    'before\\n| linux-x86-64 | `x86_64` | glibc 2.17 | 2,999 | 1,000 | 5 | all tests | `x` |\\n| linux-x86-64-musl | |\\n'
    >>> with_row("", ["linux"])
    Traceback (most recent call last):
    SystemExit: docs/reference/platforms.md has no row for linux
    """
    old = next((line for line in page.splitlines() if line.startswith(f"| {cells[0]} |")), None)
    if not old:
        sys.exit(f"{PLATFORMS} has no row for {cells[0]}")
    return page.replace(old, f"| {' | '.join(cells)} |{old.split('|', 7)[7]}", 1)


def rows(measured):
    def file(what, name):
        return what, bytes_of(measured[name]), ""

    def library(what, name):
        return what, bytes_of(measured[name]), zipped(measured[name])

    def jars(what, name):
        sizes = [jar.stat().st_size for jar in Path(measured[name]).glob("*.jar")]
        yield what, f"{sum(sizes):,}", ""
        yield "the same, jars", f"{len(sizes)} (a number)", ""

    yield library("library, stripped, profile `size`: shipped", "shipped")
    yield library("library, stripped, profile `release`", "release")
    yield library("static library for Swift on Linux, closed, profile `size`", "archive")
    yield "crates in the library, itself included", f"{measured['crates']} (a number)", ""
    yield file("jar, with the library of one platform", "jar")
    yield from jars("jar and all it depends on", "ours")
    if "official" in measured:
        yield from jars("official Java SDK and all it depends on", "official")
    else:
        yield from jars("official Java SDK: all that its POM 2.0.3 depends on, without its own jar (Maven does not find it here)",
                        "official-dependencies")
    aar = next(Path("target/packages/android").glob("**/*.aar"), None)
    yield "AAR", bytes_of(aar) if aar else "not measured: `cargo xtask package android` made none here", ""
    yield file("Swift sample, stripped, release", "with")
    yield file("a Swift program without the library", "without")
    more = Path(measured["with"]).stat().st_size - Path(measured["without"]).stat().st_size
    yield "what the library adds to a Swift program", f"{more:,}", ""


def page(limit, measured):
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split(" (")[0]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows(measured))
    return f"""\
# Size

After this page you know how many bytes the library adds. `cargo xtask size` wrote it on {platform.system().lower()} {platform.machine()},
with {compiler}. Change nothing by hand.

| what | bytes | gzip -9 |
|---|---:|---:|
{table}
The limit of the shipped library is {limit:,} bytes; `cargo xtask size` fails above it.
"""


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["row", name, triple, floor, library, *archive]:
            cells = [name, f"`{triple}`", floor, bytes_of(library), zipped(library), *map(bytes_of, archive or [])]
            PLATFORMS.write_text(with_row(PLATFORMS.read_text(), [*cells, ""][:6]))
        case ["page", limit, measured]:
            measured = json.loads(measured)
            SIZE.write_text(page(int(limit), measured))
            size = Path(measured["shipped"]).stat().st_size
            print(f"stripped library  {size} bytes, limit {limit}; written: {SIZE}")
            if size > int(limit):
                sys.exit("the library is over its limit; `cargo tree -e normal -p ekyc` shows what is in it")
        case _:
            sys.exit(__doc__)
