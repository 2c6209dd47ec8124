"""What the checks share. `cargo xtask test` has made the packages and started the sandbox; STRANGERS tells where everything is
(xtask/src/consumers.rs). This folder is copied to where nothing of the repository can be reached."""

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

prepared = SimpleNamespace(**json.loads(os.environ["STRANGERS"]))
FOLDER = Path(prepared.folder)
OLDEST = [f"{prepared.oldest}/bin/java"]
NEWEST = [f"{prepared.newest}/bin/java"] if prepared.newest else None

# The person's own settings for Java and for the service stay out of the programs.
OWN = ("EKYC_", "ALIBABA_CLOUD_", "CLASSPATH", "JAVA_TOOL_", "JDK_JAVA_", "LD_LIBRARY_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OWN)} | prepared.sandbox

# Someone may have built one where it stands.
shutil.copytree(Path(__file__).parent, FOLDER, dirs_exist_ok=True, ignore=shutil.ignore_patterns("target", ".build"))

# As Ctrl-C: whoever waits for a program then ends it.
signal.signal(signal.SIGTERM, signal.default_int_handler)


def not_checked(what):
    """Says what this machine lacks for a check, here and to xtask; CI leaves nothing out."""
    if "CI" in os.environ:
        pytest.fail(f"CI checks everything, and this it cannot: {what}")
    with open(FOLDER / "not-checked", "a") as file:
        print(what, file=file)
    pytest.skip(what)


def run(*words, timeout=1800, **more):
    """Runs a program to its end, or fails after `timeout` seconds. pytest shows what is printed here if the check fails."""
    words = [str(word) for word in words]
    print("$", *words)
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True, errors="replace", **more) as program:
        try:
            said = program.communicate(timeout=timeout)
        except BaseException:
            # First by what ends what it started: SwiftPM listens to no other signal.
            program.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(2)
            program.kill()
            raise
    ran = subprocess.CompletedProcess(words, program.returncode, *said)
    print(f"{ran.stdout}{ran.stderr}\nended with {ran.returncode}")
    return ran


def good(*words, **more):
    ran = run(*words, **more)
    assert ran.returncode == 0
    return ran.stdout


def mvn(folder, *words):
    """The first run needs the network, and long."""
    return good("mvn", "-q", "-B", "-s", FOLDER / "settings.xml", *words, cwd=folder, timeout=3600, env=os.environ | {"JAVA_HOME": prepared.oldest})


@functools.cache
def build(name):
    """Builds one of the strangers with Maven, once, and returns its folder."""
    if name == "growth":
        earlier()
    mvn(FOLDER / name, "package")
    return FOLDER / name


def earlier():
    """The sources of the library as it could have been one version ago. The ready-made observers are compiled against the newest
    events: what a program sees of them cannot grow."""
    sources = FOLDER / "growth/earlier/src"
    written = Path(prepared.root, "bindings/kotlin/src/main/kotlin")
    for file in (file for file in written.rglob("*") if file.is_file()):
        if not re.search(r"import (org\.slf4j|io\.opentelemetry|io\.micrometer)", file.read_text()):
            copy = sources / file.relative_to(written)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    good(prepared.bindgen, "earlier-kotlin", prepared.archive, sources / "io/github/ekyc", cwd=prepared.root)
    shutil.copy(prepared.build_info, sources / "io/github/ekyc")


def java_words(text, start=OLDEST):
    """In `text`, `./` stands for the strangers' folder, and `@name` for what a Maven project there runs with. Whoever is named is built
    first. A JVM that some thread keeps alive fails a check and does not hang it."""
    for name in re.findall(r"(?:(?<![\w.])\./|@)([\w-]+)", text):
        if (FOLDER / name / "pom.xml").is_file():
            build(name)
    text = re.sub(r"@([\w./-]+)", rf"{FOLDER}/\1/target/classes:{FOLDER}/\1/target/lib/*", text)
    return ["timeout", "300", *start, *re.sub(r"(?<![\w.])\./", f"{FOLDER}/", text).split()]


def java(text, start=OLDEST, before=(), **environment):
    return run(*before, *java_words(text, start), env=ENVIRONMENT | environment)


def obtained(ran, count):
    """So many transactions, each another one, and a good end, whatever Java itself said beside it."""
    assert len(set(re.findall(r"^TransactionId: (.{9,})$", ran.stdout, re.M))) == count
    assert ran.returncode == 0


def succeeded(ran, count):
    assert ran.stderr == ""
    obtained(ran, count)


def refused(ran, *words):
    """Ended by our exception for a native library that cannot be used, in one line with all these words."""
    assert (ran.returncode, ran.stdout) == (1, "")
    told = ran.stderr.splitlines()[-1]
    for word in ("invalid_configuration: invalid configuration: native library: ", *words):
        assert word in told


def unpacked(name):
    """The library's jar as a folder, which is as good on a class path."""
    folder = FOLDER / "scratch" / name
    shutil.unpack_archive(package("ekyc", ".jar"), folder, "zip")
    return folder


def package(name, ending):
    """A file of the Maven repository that was packaged."""
    return Path(prepared.repository, "io/github/ekyc", name, prepared.version, f"{name}-{prepared.version}{ending}")
