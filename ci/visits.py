#!/usr/bin/env python3
"""No case that all languages share may go unread: each language appends `<language> <case>` to a file for what it visited.

    ci/visits.py vectors VISITED     fails on what is missing, and on a file under tests/vectors that no visit reads
    ci/visits.py scenarios VISITED   the Rust tests see to it that their list is what lies there

Prints the number of cases. In the repository's folder.
"""
import sys
from pathlib import Path

LANGUAGES = ("rust", "kotlin", "swift")

# What a visit of a vector reads: one request and its stages.
STAGES = ("request.json", "canonical-request.txt", "string-to-sign.txt", "authorization.txt", "url.txt", "body.bin")

# What may lie beside the vectors: their list, scripts, explanations, and git's word on line ends.
BESIDE = ("cases.txt", ".py", ".java", ".md", ".gitattributes")


def survey(files):
    """The vectors, which are folders with a request, and the files that no suite reads.

    >>> survey([Path("acs3", file) for file in ("README.md", "derive.py", "a/request.json", "a/url.txt")])
    ({'a'}, [])
    >>> survey([Path("acs3", file) for file in ("a/request.json", "a/extra.txt", "a/notes.md", "b/url.txt")])[1]
    ['acs3/a/extra.txt', 'acs3/a/notes.md', 'acs3/b/url.txt']
    """
    cases = {file.parent for file in files if file.name == "request.json"}
    known = lambda file: file.name in STAGES if file.parent in cases else file.name.endswith(BESIDE)
    return {case.name for case in cases}, sorted(str(file) for file in files if not known(file))


def unvisited(cases, visited):
    """
    >>> list(unvisited({"a", "b"}, {"rust a", "rust b", "kotlin a", "kotlin b", "swift a"}))
    ['not visited from swift: b']
    >>> list(unvisited({"a"}, {"rust a", "kotlin a", "swift a"})), list(unvisited(set(), set()))
    ([], ['there is no case at all'])
    """
    if not cases:
        yield "there is no case at all"
    for language in LANGUAGES:
        if missing := sorted(case for case in cases if f"{language} {case}" not in visited):
            yield f"not visited from {language}: {', '.join(missing)}"


if __name__ == "__main__":
    suite, visited = sys.argv[1:]
    if suite == "vectors":
        cases, strangers = survey([file for file in Path("tests/vectors").rglob("*") if file.is_file() and file.suffix != ".pyc"])
    else:
        cases, strangers = set(Path("tests/scenarios/cases.txt").read_text().splitlines()), []
    problems = [f"{file}: no suite reads a file of this name" for file in strangers]
    problems += unvisited(cases, set(map(str.strip, Path(visited).read_text().splitlines())))
    if problems:
        sys.exit("\n  ".join([f"of the {suite} not everything is tested:", *problems]))
    print(len(cases))
