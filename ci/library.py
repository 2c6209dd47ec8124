#!/usr/bin/env python3
"""A library for the JVM or Android, read by LIEF without running it, and held to what its platform demands.

    ci/library.py [--of FINGERPRINT] [--own] [--ndk] PLATFORM RUST-TARGET FLOOR FILE

FLOOR is the oldest system that the platform promises, such as `glibc 2.17`. What must not be shipped is named, all of it at once. Its
tests are in ci/test_library.py.
"""
import argparse
import re
import sys
from pathlib import Path

# The one name that a library offers. Another one could be taken from it by another library in the process, or for it.
OFFERED = "JNI_OnLoad"

# What Rust calls the processors, and what LIEF does.
PROCESSORS = {"x86_64": "X86_64", "aarch64": "ARM64", "armv7": "ARM"}

# The format of each system's libraries.
FORMATS = {"glibc": "ELF", "musl": "ELF", "Android": "ELF", "macOS": "MACHO", "Windows": "PE"}

# The C library of each, and how to get a library that needs it.
LIBC = {"glibc": ("libc.so.6", "...-unknown-linux-gnu"), "musl": ("libc.so", "...-linux-musl"), "Android": ("libc.so", "...-linux-android")}

# What each system has without anything being installed: how the names begin.
BROUGHT = {
    "Windows": ("advapi32 api-ms-win- bcrypt bcryptprimitives crypt32 kernel32 msvcrt ncrypt ntdll ole32 secur32 user32 userenv "
                "ws2_32").split(),
    "macOS": ["/usr/lib/", "/system/library/frameworks/"],
}

# The memory page of new Android devices, in bytes. Their loader refuses what is aligned to less.
ANDROID_PAGE = 16 * 1024


def is_of(fingerprint, contents):
    """Whether it was built from the same sources. A compiler may keep so short a text as two numbers.

    >>> is_of("0123abcd", b"..abcd..0123.."), is_of("0123abcd", b"..0123ffff..")
    (True, False)
    """
    middle = len(fingerprint) // 2
    return all(half.encode() in contents for half in (fingerprint[:middle], fingerprint[middle:]))


def read(file):
    """The facts about a library, or None if it is none."""
    import lief  # here, because whoever only compares fingerprints has none
    lief.logging.disable()
    binary = lief.parse(str(file))
    if not binary:
        return None
    general = binary.abstract
    facts = {"format": binary.format.name, "processor": general.header.architecture.name, "needs": general.libraries}
    match binary.format.name:
        case "ELF":
            tag, segment = lief.ELF.DynamicEntry.TAG, lief.ELF.Segment.TYPE
            flags, loaded = binary.get(tag.FLAGS), [one.alignment for one in binary.segments if one.type == segment.LOAD]
            return facts | {
                "offers": {one.name for one in binary.dynamic_symbols if one.exported},
                "versions": [one.name for needed in binary.symbols_version_requirement for one in needed.get_auxiliary_symbols()],
                "relro": binary.has(segment.GNU_RELRO), "page": min(loaded, default=0), "ndk": binary.has_section(".note.android.ident"),
                "text_relocations": binary.has(tag.TEXTREL) or bool(flags and flags.has(lief.ELF.DynamicEntryFlags.FLAG.TEXTREL)),
            }
        case "MACHO":
            names = [one.name for one in binary.commands if one.command == lief.MachO.LoadCommand.TYPE.ID_DYLIB]
            return facts | {
                # Apple puts a low line before every name of C.
                "offers": {one.name.removeprefix("_") for one in binary.exported_symbols},
                "needs": [one for one in facts["needs"] if one not in names], "own_name": "".join(names),
                "oldest": binary.build_version and ".".join(map(str, binary.build_version.minos[:2])),
            }
        case "PE":
            offered = binary.get_export()
            return facts | {"offers": {one.name for one in offered.entries} if offered else set()}


def glibc(facts):
    """The newest glibc that it needs, which is the oldest it runs on.

    >>> glibc({"versions": ["GLIBC_2.9", "GLIBC_2.34", "GLIBC_2.3.4", "GLIBC_PRIVATE", "GCC_3.0"]}), glibc({"versions": []})
    ((2, 34), None)
    """
    found = (re.match(r"GLIBC_(\d+)\.(\d+)", version) for version in facts.get("versions", []))
    return max((tuple(map(int, one.groups())) for one in found if one), default=None)


def problems(facts, platform, triple, floor, own=False, ndk=False):
    """What is wrong with it as a library of that platform. `own`: this machine's compiler made it for this machine, so no floor is held.
    `ndk`: only Android's NDK may have linked it.

    >>> mac = {"format": "MACHO", "processor": "ARM64", "needs": ["/usr/lib/libSystem.B.dylib"], "offers": {"JNI_OnLoad"}}
    >>> mac |= {"oldest": "11.0", "own_name": "@rpath/libekyc_jni.dylib"}
    >>> told = lambda facts, floor: list(problems(facts, "darwin-aarch64", "aarch64-apple-darwin", floor))
    >>> told(mac, "macOS 11.0")
    []
    >>> told(mac | {"oldest": "15.0", "own_name": "/build/libekyc.dylib", "needs": ["/opt/lib/libz.dylib"]}, "macOS 11.0")
    ... # doctest: +NORMALIZE_WHITESPACE
    ['it needs what the system does not bring: /opt/lib/libz.dylib', 'it needs macOS 15.0, and the floor is 11.0',
     'its own name is `/build/libekyc.dylib`, and should not be a path of the building machine']
    >>> told(mac | {"format": "PE", "needs": ["KERNEL32.dll", "libgcc_s_seh-1.dll"]}, "Windows 10")
    ['it needs what the system does not bring: libgcc_s_seh-1.dll']
    >>> told(mac, "Windows 10")
    ['its format is MACHO, which darwin-aarch64 does not load']
    """
    system, _, oldest = floor.partition(" ")
    processor = PROCESSORS[triple.partition("-")[0]]
    if facts["processor"] != processor:
        yield f"it is for {facts['processor']}, and {platform} needs {processor}"
    if facts["format"] != FORMATS[system]:
        yield f"its format is {facts['format']}, which {platform} does not load"
        return
    brought = BROUGHT.get(system)
    if strangers := [one for one in facts["needs"] if brought and not one.lower().startswith(tuple(brought))]:
        yield f"it needs what the system does not bring: {', '.join(strangers)}"
    if system in LIBC:
        libc, triples = LIBC[system]
        if libc not in facts["needs"]:
            yield f"it does not need {libc} but {facts['needs']}: build it for {triples}"
        if facts["text_relocations"]:
            yield "it has text relocations: hardened systems and Android refuse to load it"
        if not facts["relro"]:
            yield "it has no RELRO segment: link it with `-z relro`"
    needed = ".".join(map(str, glibc(facts) or ()))
    if system == "glibc" and not own and needed and glibc(facts) > tuple(map(int, oldest.split("."))):
        yield f"it needs glibc {needed}, and the floor is {oldest}: `cargo xtask natives` builds for that"
    if system == "Android" and facts["page"] < ANDROID_PAGE:
        yield (f"a segment is aligned to {facts['page']} bytes, and devices with pages of {ANDROID_PAGE} bytes refuse it; "
               f"link it with `-z max-page-size={ANDROID_PAGE}`")
    if ndk and not facts["ndk"]:
        # The NDK puts a note into all that it links. What was linked against stand-ins has never met Android's own libraries.
        yield "it was not linked by Android's NDK"
    if system == "macOS" and not own:
        if facts["oldest"] != oldest:
            yield f"it needs macOS {facts['oldest']}, and the floor is {oldest}"
        if not facts["own_name"].startswith("@rpath/"):
            yield f"its own name is `{facts['own_name']}`, and should not be a path of the building machine"
    if more := facts["offers"] - {OFFERED}:
        yield f"it offers more than {OFFERED}: {', '.join(sorted(more))}"
    if OFFERED not in facts["offers"]:
        yield f"it does not offer {OFFERED}, which the JVM asks for, so it is no library of ekyc"


def main(words):
    """What it needs, in words."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--of", metavar="FINGERPRINT")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--ndk", action="store_true")
    for name in ("platform", "triple", "floor", "file"):
        parser.add_argument(name)
    options = parser.parse_args(words)
    facts = read(options.file)
    if not facts:
        sys.exit("it is no library, or a broken one")
    wrong = list(problems(facts, options.platform, options.triple, options.floor, options.own, options.ndk))
    if options.of and not is_of(options.of, Path(options.file).read_bytes()):
        wrong.append(f"it is of another build: it does not hold the fingerprint {options.of}; build it from these very sources")
    if wrong:
        sys.exit("; ".join(wrong))
    needed = ".".join(map(str, glibc(facts) or ()))
    return f"needs {', '.join(facts['needs'])}" + (needed and f"\noldest glibc {needed}")


if __name__ == "__main__":
    print(main(sys.argv[1:]))
