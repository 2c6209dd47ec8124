#!/usr/bin/env python3
"""The crates of the library for the JVM: as a CycloneDX document, and held to what the compiler was told.

    ci/sbom.py document PLATFORM=RUST-TARGET...     prints the document; the same for the same Cargo.lock
    ci/sbom.py check RUST-TARGET FOLDER MESSAGES    compares with what cargo said (JSON) of a build whose libraries lie below FOLDER
    ci/sbom.py count RUST-TARGET                    how many there are, the library itself included

In the repository's folder. It needs cargo, and nothing else.
"""
import json
import subprocess
import sys
import tomllib

LIBRARY = "ekyc-jni"


def tree(triple):
    """What cargo resolves. Macros and what only build scripts use run in the compiler and are no part of the library."""
    words = ["cargo", "tree", "--locked", "--package", LIBRARY, "--target", triple, "--edges", "normal,no-proc-macro"]
    said = subprocess.run([*words, "--prefix", "depth", "--format", " {p}|{l}"], stdout=subprocess.PIPE, check=True)
    return read(said.stdout.decode())


def read(lines):
    """For each crate its license and the crates that it uses itself.

    >>> read("0 ekyc v1 (/here)|MIT\\n1 inner v2|MIT/Apache-2.0\\n2 deep v3|ISC\\n1 deep v3|ISC (*)\\n") == {
    ...     ("ekyc", "1"): ("MIT", {("inner", "2"), ("deep", "3")}),
    ...     ("inner", "2"): ("MIT OR Apache-2.0", {("deep", "3")}),
    ...     ("deep", "3"): ("ISC", set())}
    True
    """
    crates, above = {}, []
    for line in filter(None, lines.splitlines()):
        described, license = line.split("|")
        depth, name, version = described.split(" ")[:3]
        this = (name, version.removeprefix("v"))
        del above[int(depth):]
        crates.setdefault(this, (license.removesuffix(" (*)").replace("/", " OR "), set()))
        if above:
            crates[above[-1]][1].add(this)
        above.append(this)
    return crates


def document(targets):
    crates, platforms = {}, {}
    for platform, triple in targets.items():
        for crate, (license, uses) in tree(triple).items():
            crates.setdefault(crate, (license, set()))[1].update(uses)
            platforms.setdefault(crate, []).append(platform)
    with open("Cargo.lock", "rb") as file:
        checksums = {(one["name"], one["version"]): one.get("checksum") for one in tomllib.load(file)["package"]}

    def url(crate):
        return "pkg:cargo/{}@{}".format(*crate)

    def component(crate):
        name, version = crate
        told = {"type": "library", "bom-ref": url(crate), "name": name, "version": version, "purl": url(crate),
                "licenses": [{"expression": crates[crate][0]}]}
        if checksums.get(crate):
            told["hashes"] = [{"alg": "SHA-256", "content": checksums[crate]}]
        if len(platforms[crate]) < len(targets):
            told["properties"] = [{"name": "ekyc:platforms", "value": " ".join(platforms[crate])}]
        return told

    [root] = [crate for crate in crates if crate[0] == LIBRARY]
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": component(root)},
        "components": [component(crate) for crate in sorted(crates) if crate != root],
        "dependencies": [{"ref": url(crate), "dependsOn": sorted(map(url, crates[crate][1]))} for crate in sorted(crates)],
    }


def named(package_id):
    """
    >>> named("registry+x#name@1.2.3"), named("path+file:///work/ekyc#1.0.0")
    (('name', '1.2.3'), ('ekyc', '1.0.0'))
    """
    place, _, rest = package_id.rpartition("#")
    name, at, version = rest.rpartition("@")
    return (name, version) if at else (place.rpartition("/")[2], rest)


def difference(resolved, messages, folder):
    """What is wrong with the document for a build. Macros and build scripts lie in the host's folder.

    >>> built = [{"package_id": "x#inner@1", "filenames": ["/t/triple/i.rlib"]}, {"package_id": "x#macro@1", "filenames": ["/t/m.so"]}]
    >>> difference({("inner", "1")}, built, "/t/triple"), difference(set(), built, "/t/triple")
    ([], ['these crates are linked and the SBOM would not name them: inner'])
    >>> difference({("inner", "1"), ("deep", "1")}, built, "/t/triple")
    ['the SBOM would name these crates and they are not linked: deep']
    """
    of_target = lambda message: any(file.startswith(folder + "/") for file in message.get("filenames", []))
    linked = {named(message["package_id"]) for message in messages if of_target(message)}
    unknown, absent = (", ".join(sorted(name for name, _ in crates)) for crates in (linked - resolved, resolved - linked))
    return ([f"these crates are linked and the SBOM would not name them: {unknown}"] if unknown else []) + (
        [f"the SBOM would name these crates and they are not linked: {absent}"] if absent else [])


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["document", *targets]:
            print(json.dumps(document(dict(target.split("=") for target in targets)), indent=2))
        case ["check", triple, folder, file]:
            with open(file) as lines:
                messages = [json.loads(line) for line in lines]
            sys.exit("\n".join(difference(tree(triple).keys(), messages, folder)) or None)
        case ["count", triple]:
            print(len(tree(triple)))
        case _:
            sys.exit(__doc__)
