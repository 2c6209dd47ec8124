#!/usr/bin/env python3
"""The public API of the Swift module, from the compiler's symbol graph.

    ci/swift_api.py lines GRAPH        prints a sorted line for each public thing; fails on a type that is not Sendable or Hashable
    ci/swift_api.py pages GRAPH FOLDER fails on a type that has no page in what docc wrote
"""
import json
import sys
from pathlib import Path

TYPES = ("swift.struct", "swift.enum", "swift.class", "swift.actor")

# What has a reason not to be compared by its contents.
NOT_HASHABLE = {"CallbackInbox", "Credentials", "EkycClient", "EkycLoggingObserver", "EkycObservers", "EkycPrintLogger", "TemporaryKeys"}

# Every type can be copied and dropped; that says nothing.
SILENT = ("Copyable", "Escapable", "SendableMetatype")


def path(symbol):
    return ".".join(symbol["pathComponents"])


def types(graph, kinds=TYPES):
    return [path(symbol) for symbol in graph["symbols"] if symbol["kind"]["identifier"] in kinds]


def conformances(graph):
    """Pairs of a type and a protocol. `Swift.Sendable` and others differ in their module from platform to platform."""
    names = {symbol["identifier"]["precise"]: path(symbol) for symbol in graph["symbols"]}
    for relation in graph["relationships"]:
        if relation["kind"] == "conformsTo" and relation["source"] in names:
            target = names.get(relation["target"]) or relation.get("targetFallback") or relation["target"]
            yield names[relation["source"]], target.rpartition(".")[2]


def lines(graph):
    """
    >>> symbol = lambda id, kind, path, *spelling: {"identifier": {"precise": id}, "kind": {"identifier": kind},
    ...     "pathComponents": path, "declarationFragments": [{"spelling": text} for text in spelling]}
    >>> conforms = lambda protocol: {"kind": "conformsTo", "source": "a", "target": "x", "targetFallback": protocol}
    >>> graph = {"symbols": [symbol("a", "swift.struct", ["A"], "struct", " ", "A"),
    ...     symbol("b", "swift.property", ["A", "b"], "var", " b:\\n  ", "Int")],
    ...     "relationships": [conforms("Swift.Sendable"), conforms("Swift.Copyable"), {"kind": "memberOf", "source": "b"}]}
    >>> lines(graph)
    ['A: Sendable', 'A: var b: Int', 'struct A', 'type A']
    >>> faults(graph)
    ['A must be Hashable']
    >>> graph["relationships"] = [conforms("Swift.Hashable")]
    >>> faults(graph)
    ['A must be Sendable']
    """
    told = {f"type {name}" for name in types(graph)}
    for symbol in graph["symbols"]:
        holder = ".".join(symbol["pathComponents"][:-1])
        declaration = "".join(part["spelling"] for part in symbol.get("declarationFragments", []))
        told.add((holder and f"{holder}: ") + " ".join(declaration.split()))
    told |= {f"{name}: {protocol}" for name, protocol in conformances(graph) if protocol not in SILENT}
    return sorted(told, key=str.encode)


def faults(graph):
    has = set(conformances(graph))
    unsafe = [name for name in types(graph) if not has & {(name, "Sendable"), (name, "Error")}]
    unequal = [name for name in types(graph) if name not in NOT_HASHABLE and (name, "Hashable") not in has]
    return [f"{name} must be Sendable" for name in unsafe] + [f"{name} must be Hashable" for name in unequal]


def without_page(graph, folder):
    """docc adds what it is to the name of a type that a property shares in other letters."""
    names = types(graph, (*TYPES, "swift.protocol"))
    pages = Path(folder, "data/documentation/ekyc")
    exists = lambda name: any((pages / f"{name.replace('.', '/').lower()}{kind}.json").is_file() for kind in ("", "-swift.struct", "-swift.enum"))
    return [f"{name} has no page" for name in names if not exists(name)]


if __name__ == "__main__":
    graph = json.loads(Path(sys.argv[2]).read_text())
    if sys.argv[1] == "pages":
        sys.exit("\n".join(without_page(graph, sys.argv[3])) or None)
    print(*lines(graph), sep="\n")
    sys.exit("\n".join(faults(graph)) or None)
