#!/usr/bin/env python3
"""How large things are, on the pages that say it.

    ci/sizes.py row PLATFORM RUST-TARGET FLOOR LIBRARY [ARCHIVE]   in the table of docs/reference/platforms.md
    ci/sizes.py page LIMIT ENTRIES                                 docs/background/size.md, from a file with a list of JSON:
        {"what", "file"} bytes, or how many more than those of "without"; {"what", "library"} bytes, and after gzip -9;
        {"what", "jars"} a folder of jars, all together and their number; {"what", "count"} a number of things;
        {"what", "missing"} why there is nothing to measure
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


def rows(entry):
    """
    >>> rows({"what": "AAR", "missing": "no target"}), rows({"what": "crates", "count": 85})
    ([('AAR', 'not measured: no target', '')], [('crates', '85 (a number)', '')])
    """
    what = entry["what"]
    match entry:
        case {"library": file}:
            return [(what, bytes_of(file), zipped(file))]
        case {"file": file, "without": other}:
            return [(what, f"{Path(file).stat().st_size - Path(other).stat().st_size:,}", "")]
        case {"file": file}:
            return [(what, bytes_of(file), "")]
        case {"jars": folder}:
            sizes = [file.stat().st_size for file in Path(folder).glob("*.jar")]
            return [(what, f"{sum(sizes):,}", ""), ("the same, jars", f"{len(sizes)} (a number)", "")]
        case {"count": count}:
            return [(what, f"{count} (a number)", "")]
        case {"missing": why}:
            return [(what, f"not measured: {why}", "")]


def page(limit, entries):
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split(" (")[0]
    table = "".join(f"| {' | '.join(row)} |\n" for entry in entries for row in rows(entry))
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
        case ["page", limit, entries]:
            SIZE.write_text(page(int(limit), json.loads(Path(entries).read_text())))
        case _:
            sys.exit(__doc__)
