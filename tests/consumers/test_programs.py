"""Programs as most people write them, with the compilers, versions and shrinkers that they have."""

import re
import signal
import subprocess

import pytest

from conftest import ENVIRONMENT, NEWEST, OLDEST, prepared, java, java_words, not_checked, obtained, refused, succeeded

REFUSED = "refused: correct the fields: [Violation(field=metaInfo, reason=is required and must not be empty)]"
JAVA = "-cp @java app.Main"
# No provider of slf4j is among its modules, and slf4j says so.
MODULE = "-Dslf4j.internal.verbosity=ERROR -p ./module/target/classes:./module/target/lib -m consumer/app.Main"
ALLOWED = "--enable-native-access=ALL-UNNAMED"
MODULE_ALLOWED = "--enable-native-access=io.github.ekyc"

# What it is, Java's words, whether the newest Java runs it as well, how many transactions it obtains, and what it says besides.
RUNS = [
    ("Java", JAVA, True, 5, [REFUSED]),
    ("Kotlin", "-cp @kotlin app.MainKt", True, 2, [REFUSED]),
    ("executable jar of Spring Boot", "-jar ./spring-boot/target/spring-boot-1.jar", True, 5, []),
    *((f"Kotlin {version}", f"-cp @compilers/kotlin-{version} app.MainKt", False, 2, []) for version in ("2.0", "2.1", "2.2", "2.3")),
    ("module", MODULE, True, 2, []),
    ("shrunk by ProGuard", "-cp ./shrunk/target/shrunk-all.jar app.Main", True, 2, ["observed: true"]),
    ("shrunk by R8", "-cp ./shrunk/target/r8.jar app.Main", True, 2, ["observed: true"]),
    # The first on a class path counts. A Kotlin program brings the library of its own compiler, so only coroutines can be older.
    ("lowest versions", "-cp ./versions/target/lowest/*:@java app.Main", False, 5, []),
    ("newest versions", "-cp ./versions/target/newest/*:@java app.Main", True, 5, []),
    ("newest versions, Kotlin", "-cp ./versions/target/newest/*:@kotlin app.MainKt", False, 2, []),
    ("earlier library, its calls", "-cp @growth/program app.MainKt", False, 2, []),
    # What a program compiled against an earlier library finds in today's.
    ("earlier library, grown", "-cp @growth/program app.Growth", False, 0, ["T-1 false PT1S 200 1", "throttled PT0.02S R-1"]),
]


@pytest.mark.parametrize("words, newest, transactions, said", [run[1:] for run in RUNS], ids=[run[0] for run in RUNS])
def test_program(words, newest, transactions, said):
    """On the oldest Java and, with native access allowed, on the newest."""
    runs = [(OLDEST, words)]
    if newest and NEWEST:
        runs.append((NEWEST, f"{MODULE_ALLOWED if words == MODULE else ALLOWED} {words}"))
    for start, words in runs:
        ran = java(words, start)
        succeeded(ran, transactions)
        assert set(said) <= set(ran.stdout.splitlines())


def test_native_access():
    """Java 24 and later ask the person who starts an application whether it may run native code: undecided, denied, allowed."""
    if not NEWEST or prepared.newest_major < 24:
        not_checked("native access denied; install a JDK 24 or later under /usr/lib/jvm")
    undecided = java(f"-Xshare:auto {JAVA}", NEWEST)
    obtained(undecided, 5)
    assert ALLOWED in undecided.stderr
    denied = "--illegal-native-access=deny"
    told = "because Java denies native access"
    refused(java(f"{denied} {JAVA}", NEWEST), told, ALLOWED, "`Enable-Native-Access: ALL-UNNAMED`")
    refused(java(f"{denied} {MODULE}", NEWEST), told, "=io.github.ekyc")
    succeeded(java(f"{denied} {ALLOWED} {JAVA}", NEWEST), 5)
    succeeded(java(f"{denied} {MODULE_ALLOWED} {MODULE}", NEWEST), 2)


def test_server():
    """A Ktor server: two hundred calls at once, then SIGTERM."""
    words = java_words("-cp @server app.ServerKt")
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as server:
        try:
            port = re.fullmatch(r"listening on (\d+)\n", server.stdout.readline())[1]
            assert "200 transactions" in java(f"-cp @server app.LoadKt {port}").stdout.splitlines()
        finally:
            server.terminate()
        assert server.stdout.read() == "stopped: EkycClient(closed), told of calls: true\n"
    # Ended by the signal, after its shutdown hooks.
    assert server.returncode == 128 + signal.SIGTERM
