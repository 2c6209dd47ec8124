#!/usr/bin/env python3
"""How many lines each part has, that imports between its rooms go one way, and that the map in CONTRIBUTING.md is the tree's.

    ci/house.py          prints the counts and the imports, and checks
    ci/house.py --check  checks alone

In the repository's folder.
"""
import graphlib
import re
import sys
from pathlib import Path

# The core's rooms from top to bottom, as CONTRIBUTING.md shows them: each may use those behind it.
CORE = ["ffi", "client", "credentials", "callback", "net", "protocol", "model", "bounds", "hex", "error"]

# Where Rust is written. A room is a folder or file right below; those here must form no circle.
ROOMS = ["src", "sandbox/src", "xtask/src"]
OTHERS = ["bindings/kotlin/native/src", "bindgen/src", "tests"]
SCRIPTS = ["ci", "benches", "tests/consumers", "tests/vectors/acs3"]


def sources(place):
    """Every Rust file below, by its path in the folder."""
    files = (file for file in sorted(Path(place).rglob("*.rs")) if place != "tests" or "target" not in file.parts)
    return {str(file.relative_to(place)): file.read_text() for file in files}


def imports(code):
    """The rooms that are named behind `crate::`, alone or in braces; not in comments, and not by what only tests use.

    >>> imports('''use crate::a::{X, b};
    ... use crate::{c, d::{E, f}};
    ... // crate::g
    ... fn h() { crate::i::j() }
    ... #[cfg(test)]
    ... mod tests { use crate::k; }''')
    ['a', 'c', 'd', 'i']
    """
    code = re.sub(r"^\s*//.*$", "", code.split("#[cfg(test)]\nmod ")[0], flags=re.M)
    while re.search(r"::\{[^{}]*\}", inner := re.sub(r"(?<!crate)::\{[^{}]*\}", "", code)) and inner != code:
        code = inner
    found = [re.split(r"[\s,]+", many) if many else [one] for many, one in re.findall(r"crate::(?:\{([^{}]*)\}|(\w+))", inner)]
    return sorted({re.match(r"\w*", name)[0] for names in found for name in names} - {""})


def uses(files):
    """For each room those that it uses, each with a file that does.

    >>> uses({"a.rs": "use crate::b;", "b/x.rs": "use crate::{b, c};", "main.rs": "use crate::a;", "c/tests.rs": "use crate::a;"})
    {'a': {'b': 'a.rs'}, 'b': {'c': 'b/x.rs'}}
    """
    rooms = {}
    for file, code in files.items():
        room = file.split("/")[0].removesuffix(".rs")
        if room in ("lib", "main") or file.endswith("/tests.rs"):
            continue
        for used in imports(code):
            if used != room:
                rooms.setdefault(room, {}).setdefault(used, file)
    return rooms


def circle(rooms):
    """
    >>> circle({"a": ["b"], "b": ["c"]})
    >>> circle({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["b"]}) in ("b -> c -> d -> b", "c -> d -> b -> c", "d -> b -> c -> d")
    True
    """
    try:
        graphlib.TopologicalSorter(rooms).prepare()
    except graphlib.CycleError as error:
        return " -> ".join(reversed(error.args[1]))


def upwards(rooms):
    """Imports in the core that go up.

    >>> upwards({"protocol": {"client": "protocol/sign.rs"}, "client": {"protocol": "client/mod.rs"}})
    ['src/protocol/sign.rs: protocol is below client and must not use it']
    """
    rank = {room: place for place, room in enumerate(CORE)}
    return [f"src/{file}: {room} is below {used} and must not use it" for room, all in rooms.items()
            for used, file in all.items() if room in rank and used in rank and rank[room] >= rank[used]]


def map_of_the_tree():
    """The map names each folder at the top, and no other."""
    lines = Path("CONTRIBUTING.md").read_text().split("## Where things are")[1].splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| `"))
    named = set()
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        named.update(re.findall(r"`([^`]*)`", line.split("|")[1]))
    there = {entry.name for entry in Path().iterdir() if entry.is_dir() and entry.name[0] != "." and entry.name != "target"}
    return [] if named == there else [f"the map in CONTRIBUTING.md names {sorted(named)}, and the folders are {sorted(there)}"]


def main():
    problems = []
    for place in ROOMS + OTHERS:
        files = sources(place)
        rooms = uses(files) if place in ROOMS else {}
        if "--check" not in sys.argv:
            print(f"{sum(len(code.splitlines()) for code in files.values()):>6} lines  {place}")
            for room, used in sorted(rooms.items()):
                print(f"{'':>15}  {room} -> {', '.join(sorted(used))}")
        if found := circle(rooms):
            problems.append(f"{place}: {found} is a circle")
        if place == "src":
            problems += upwards(rooms)
    for place in SCRIPTS if "--check" not in sys.argv else []:
        scripts = [file for file in Path(place).glob("*") if file.suffix in (".py", ".sh")]
        print(f"{sum(len(file.read_text().splitlines()) for file in scripts):>6} lines  {place}, scripts")
    problems += map_of_the_tree()
    sys.exit("\n".join(["imports go one way, and the map is the tree's, but:", *problems]) if problems else None)


if __name__ == "__main__":
    main()
