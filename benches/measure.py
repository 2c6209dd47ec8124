"""Runs the load programs in turns, so that a change of the machine's mood meets all of them, and writes the samples.

  measure.py TOLD FOLDER [--quick]   TOLD is JSON in which xtask tells how the programs of each kind are started; writes FOLDER/data.json
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from report import LABELS, STAGES, WAITING

BENCHES = Path(__file__).resolve().parent
# About half an hour, and about five minutes.
WHOLE = {"rounds": 5, "warm_up_ms": 3000, "measured_ms": 5000}, 11
QUICK = {"rounds": 2, "warm_up_ms": 2000, "measured_ms": 2500}, 5
# The kind of each program, and the word that it is started with, if there is one.
PROGRAMS = {
    "hyper-ready": ("rust", "hyper-ready"),
    "hyper-signing": ("rust", "hyper-signing"),
    "core": ("rust", "core"),
    "kotlin": ("jvm", "suspend"),
    "java-blocking": ("jvm", "blocking"),
    "java-future": ("jvm", "future"),
    "swift": ("swift",),
    "java-official": ("java-official",),
    "python-official": ("python-official",),
}
# Who can sign without sending, and who has a border between it and the core.
ALONE = [("sign", ["core", "kotlin", "swift"]), ("crossing", ["kotlin", "swift"])]


def end_with_children():
    """Lets what asks us to end unwind, which ends the children. A second signal does not disturb that."""
    signals = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

    def leave(number, _):
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    for each in signals:
        signal.signal(each, leave)


@contextlib.contextmanager
def started(command, must_end):
    """A program at work; it ends with this at the latest."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as child:
        try:
            yield child
            if must_end and child.wait():
                sys.exit(f"`{' '.join(command)}` failed (exit status {child.returncode})")
        finally:
            child.kill()


class Bench:
    def __init__(self, programs, endpoint):
        self.programs, self.endpoint, self.samples = programs, endpoint, []
        # The server is on this machine, whatever proxy the environment names.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def server(self, path):
        with self.opener.open(self.endpoint + path) as answer:
            return json.load(answer)

    def connections(self):
        """How many it has accepted."""
        return self.server("/stats")["connections"]

    def ask(self, program, what, number, *words, stages=(None,)):
        """Starts a program, lets it begin each stage, and keeps what it answers."""
        command = [*self.programs[program], what, *map(str, words)]
        counted = what in ("load", "waiting")
        before = self.connections() if counted else 0
        start = time.perf_counter()
        with started(command, must_end=True) as child:
            for stage in stages:
                if stage:
                    with contextlib.suppress(BrokenPipeError):  # one that is gone says nothing, which is noticed next
                        child.stdin.write(b"\n")
                try:
                    sample = json.loads(child.stdout.readline())
                except json.JSONDecodeError as problem:
                    sys.exit(f"`{' '.join(command)}` said `{problem.doc.strip()}`")
                if what == "first":
                    sample = {"ms": (time.perf_counter() - start) * 1000}
                if stage and (sample["failed"] or not sample["calls"]):
                    sys.exit(f"{LABELS[program]}: calls failed: {sample}")
                if counted:
                    now = self.connections()
                    sample["connections"], before = now - before, now
                self.samples.append({**sample, "program": program, "what": what, "round": number})

    def run(self, plan, first_answers):
        names = list(self.programs)
        for number in range(plan["rounds"]):
            # Each round begins with another program.
            first = number % len(names)
            for program in names[first:] + names[:first]:
                note(f"round {number + 1} of {plan['rounds']}: {LABELS[program]}")
                self.ask(program, "load", number, self.endpoint, plan["warm_up_ms"], plan["measured_ms"], *STAGES,
                         stages=STAGES)
        note("time to the first answer")
        for number in range(first_answers):
            for program in names:
                self.ask(program, "first", number, self.endpoint)
        note("a thousand calls that wait")
        self.server("/delay?2000")
        for program in names:
            self.ask(program, "waiting", 0, self.endpoint, WAITING)
        note("signing alone, and the empty crossing")
        for what, able in ALONE:
            for program in (name for name in names if name in able):
                for number in range(3):
                    self.ask(program, what, number)


def note(text):
    print(f"    {text}", file=sys.stderr, flush=True)


def machine():
    """What runs all this."""
    def field(file, name):
        found = re.search(rf"^{name}\s*:\s*(.*)$", Path(file).read_text(encoding="utf-8"), re.MULTILINE)
        return found.group(1) if found else "unknown"

    return {"processor": field("/proc/cpuinfo", "model name"), "cores": len(os.sched_getaffinity(0)),
            "memory": field("/proc/meminfo", "MemTotal"), "kernel": os.uname().release}


def versions(ours, programs):
    """What was measured: our version and those of the peers."""
    asked = {"rustc": ["rustc", "--version"], "Python": ["python3", "--version"]}
    for program in {"kotlin", "java-official"} & programs.keys():
        asked["Java"] = [next(word for word in programs[program] if word.endswith("/bin/java")), "-version"]
    found = {"ekyc": ours}
    for name, command in asked.items():
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
        found[name] = said.stdout.splitlines()[0]
    pom = (BENCHES / "jvm/official/pom.xml").read_text(encoding="utf-8")
    found["com.aliyun:tea-openapi"] = re.search(r"<artifactId>tea-openapi</artifactId>\s*<version>(.*?)<", pom).group(1)
    requirements = (BENCHES / "python/requirements.txt").read_text(encoding="utf-8")
    return found | dict(re.findall(r"^([^#\s]+)==(\S+)", requirements, re.MULTILINE))


def main(told, folder, quick):
    end_with_children()
    told = json.loads(told)
    kinds = told["programs"]
    programs = {name: [*kinds[kind], *word] for name, (kind, *word) in PROGRAMS.items() if kind in kinds}
    plan, first_answers = QUICK if quick else WHOLE
    with started([*kinds["rust"], "server"], must_end=False) as server:
        bench = Bench(programs, server.stdout.readline().decode().strip())
        bench.run(plan, first_answers)
    data = {"machine": machine(), "versions": versions(told["version"], programs), "plan": plan, "samples": bench.samples}
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    (Path(folder) / "data.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--quick" in sys.argv[3:])
