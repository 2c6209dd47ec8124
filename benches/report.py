"""Writes the page of a benchmark and its plots from the samples that measure.py left.

  report.py FOLDER   reads FOLDER/data.json, writes FOLDER.md and FOLDER/*.svg; names each missed goal, exit status 1
"""

import json
import sys
from pathlib import Path
from statistics import median

# What a program is called on the page, in the page's order.
LABELS = {
    "hyper-ready": "raw hyper, ready bytes",
    "hyper-signing": "raw hyper that signs",
    "core": "Rust core",
    "kotlin": "Kotlin suspend",
    "java-blocking": "Java blocking",
    "java-future": "Java CompletableFuture",
    "swift": "Swift",
    "java-official": "official Java SDK",
    "python-official": "official Python SDK",
}
COLOURS = ["#b0b7c3", "#8792a2", "#1f6feb", "#7f52ff", "#a47cff", "#c9b3ff", "#f05138", "#e8a33d", "#4b8bbe"]
STAGES = [1, 64, 512]
WAITING = 1000

DERIVED = {
    "calls_per_second": lambda sample: sample["calls"] / sample["seconds"],
    "cpu_us_per_call": lambda sample: sample["cpu_us"] / sample["calls"],
    "calls_per_cpu_second": lambda sample: sample["calls"] / sample["cpu_us"] * 1e6,
}

# What the project wants of itself: ratios of two programs at a concurrency, within one run.
RATIOS = [
    ("Rust core to raw hyper that signs, calls a second at 64",
     ("core", 64), ("hyper-signing", 64), "calls_per_second", "at least", 0.8),
    ("Kotlin to the core, calls a second at 64", ("kotlin", 64), ("core", 64), "calls_per_second", "at least", 0.7),
    ("Kotlin to the core, CPU for each call at 64", ("kotlin", 64), ("core", 64), "cpu_us_per_call", "at most", 1.7),
    ("Kotlin to the official Java SDK, calls for each CPU second at 64",
     ("kotlin", 64), ("java-official", 64), "calls_per_cpu_second", "at least", 3),
    ("Kotlin to the official Java SDK, p99 at 64", ("kotlin", 64), ("java-official", 64), "p99_us", "at most", 0.5),
    ("Kotlin to the official Java SDK, peak memory at 64",
     ("kotlin", 64), ("java-official", 64), "peak_kb", "at most", 1),
    ("Kotlin at 512 to itself at 64, calls a second",
     ("kotlin", 512), ("kotlin", 64), "calls_per_second", "at least", 0.8),
    ("Swift to the core, calls a second at 64", ("swift", 64), ("core", 64), "calls_per_second", "at least", 0.8),
    ("Swift to the core, calls a second at 1", ("swift", 1), ("core", 1), "calls_per_second", "at least", 0.75),
    ("Swift to the core, CPU for each call at 64", ("swift", 64), ("core", 64), "cpu_us_per_call", "at most", 1.4),
    ("Swift to the core, p99 at 64", ("swift", 64), ("core", 64), "p99_us", "at most", 1.3),
]

PLOTS = [
    ("calls.svg", "Calls a second", "Calls a second (more is better)", "calls_per_second", 1),
    ("cpu.svg", "CPU for each call", "CPU for each call, µs (less is better)", "cpu_us_per_call", 1),
    ("p99.svg", "99 of 100 calls", "99 of 100 calls end within, ms (less is better)", "p99_us", 1e-3),
    ("memory.svg", "Peak memory", "Peak memory, MB (less is better)", "peak_kb", 1 / 1024),
]


class Results:
    """The samples of a run."""

    def __init__(self, samples):
        self.samples = samples
        self.programs = sorted({sample["program"] for sample in samples}, key=list(LABELS).index)

    def rounds(self, program, what, stage, number):
        """A number by round; empty if it was not measured."""
        found = {}
        for sample in self.samples:
            if (sample["program"], sample["what"], sample.get("concurrency")) == (program, what, stage):
                found[sample["round"]] = DERIVED.get(number, lambda sample: sample[number])(sample)
        return found

    def median(self, program, what, stage, number):
        """The median over the rounds; None if it was not measured."""
        return median(found.values()) if (found := self.rounds(program, what, stage, number)) else None

    def ratio(self, of, to, number):
        """The median of the ratios in each round, which a change of the machine's mood between rounds does not touch."""
        of, to = (self.rounds(program, "load", stage, number) for program, stage in (of, to))
        return median(of[at] / to[at] for at in both) if (both := of.keys() & to.keys()) else None


def goals(results):
    """Each goal: what is compared, the limit, and what was measured."""
    for text, of, to, number, side, limit in RATIOS:
        yield text, side, limit, results.ratio(of, to, number)
    ours, theirs = (results.median(program, "first", None, "ms") for program in ("kotlin", "java-official"))
    first = ours / theirs if ours and theirs else None
    yield "Kotlin to the official Java SDK, time to the first answer", "at most", 0.35, first
    sign_ns = results.median("kotlin", "sign", None, "sign_ns")
    yield "signing from Kotlin, µs", "at most", 8, sign_ns and sign_ns / 1000


def verdict(side, limit, found):
    if found is None:
        return "not measured"
    return "**missed**" if (found < limit if side == "at least" else found > limit) else "reached"


def shown(value):
    """As many digits as mean something."""
    return f"{value:,.{0 if value >= 20 or value == int(value) else 1 if value >= 1 else 2}f}"


def table(results, what, stage, *columns):
    """The rows of those that were asked."""
    yield f"| | {' | '.join(title for title, _, _ in columns)} |\n|---{'|---:' * len(columns)}|"
    for program in results.programs:
        found = [(results.median(program, what, stage, number), scale) for _, number, scale in columns]
        if any(value is not None for value, _ in found):
            cells = ("" if value is None else shown(value * scale) for value, scale in found)
            yield f"| {LABELS[program]} | {' | '.join(cells)} |"


HEAD = """\
# Benchmarks

This page shows what a call costs with this library, beside the official SDKs and beside nothing but HTTP, so that you can
judge what it adds. `cargo xtask bench` writes it; do not edit it by hand.

## How it is measured

One server answers every request at once with the same transaction, over plain HTTP on the loopback interface, in a process
and on a thread of its own. It shares the machine with the client under measurement, so the absolute numbers are those of
this machine; compare the rows of one run with each other. Every program sends the same Initialize with the settings that it
has by default, signs each request anew (except for the ready bytes), and runs one call after the other in each of 1, 64 or
512 workers. The programs take turns in every round. A number is the median over the rounds, and a ratio is the median of
the ratios within each round. The Rust programs are built as the shipped library is; every JVM gets a heap of 512 MB.
The file `benches/README.md` says what each program does, and [data.json](benchmarks/data.json) has every
sample.

Raw hyper with ready bytes sends one signed request again and again on connections of its workers' own. Raw hyper that signs
uses hyper-util's pool and reads no JSON. The official Java SDK runs a thread for each worker, and its pool was set to keep a
connection for each of them; by default it keeps five. The official Python SDK runs a thread for each worker.

## The machine and the versions
"""


def page(data, results):
    """The lines of the page."""
    machine, plan = data["machine"], data["plan"]
    yield HEAD
    yield f"- {machine['processor']}, {machine['cores']} cores, {machine['memory']}, Linux {machine['kernel']}"
    yield from (f"- {name}: {version}" for name, version in sorted(data["versions"].items()))
    yield (f"\n{plan['rounds']} rounds, each program in turn; {plan['warm_up_ms'] / 1000:g} s of warm-up and "
           f"{plan['measured_ms'] / 1000:g} s measured for each concurrency.")
    yield "\n## Goals\n\n| Ratio within one run | Goal | Measured | |\n|---|---|---|---|"
    for text, side, limit, found in goals(results):
        measured = "-" if found is None else f"{found:.2f}"
        yield f"| {text} | {side} {limit} | {measured} | {verdict(side, limit, found)} |"
    yield "\n## Calls under load\n"
    yield from (f"![{short}](benchmarks/{file})" for file, short, *_ in PLOTS)
    peak, threads = ("peak MB", "peak_kb", 1 / 1024), ("threads", "threads", 1)
    connections = ("connections opened", "connections", 1)
    for stage in STAGES:
        yield f"\n### {stage} at once\n"
        yield from table(
            results, "load", stage, ("calls/s", "calls_per_second", 1), ("CPU µs a call", "cpu_us_per_call", 1),
            ("p50 ms", "p50_us", 1e-3), ("p99 ms", "p99_us", 1e-3), peak, threads, connections)
    yield "\n## From the start of the process to the first answer\n"
    yield from table(results, "first", None, ("ms", "ms", 1))
    yield f"\n## {WAITING} calls at once that the server answers after two seconds\n"
    yield from table(results, "waiting", None, ("all ended after s", "seconds", 1), ("CPU ms", "cpu_us", 1e-3),
                     peak, threads, connections)
    yield "\n## Signing alone\n\nOne Initialize built and signed, with a new date and nonce, and not sent.\n"
    yield from table(results, "sign", None, ("µs", "sign_ns", 1e-3))
    yield "\n## One empty crossing\n\nThe cheapest call that goes into the library and comes back.\n"
    yield from table(results, "crossing", None, ("ns", "crossing_ns", 1))


def plot(results, title, number, scale):
    """The lines of a bar chart: a group for each concurrency, a bar for each program."""
    bars = {(stage, program): value * scale for stage in STAGES for program in results.programs
            if (value := results.median(program, "load", stage, number)) is not None}
    most, height = max(bars.values(), default=1), 40 + len(STAGES) * (len(results.programs) * 16 + 34)
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" font-family="sans-serif" font-size="12" '
           f'role="img" aria-label="{title}">\n<rect width="100%" height="100%" fill="#fff"/>\n'
           f'<text x="10" y="22" font-size="15" fill="#222">{title}</text>')
    y = 40
    for stage in STAGES:
        yield f'<text x="10" y="{y + 22}" font-weight="bold" fill="#222">{stage} at once</text>'
        y += 28
        for at, program in enumerate(results.programs):
            if (value := bars.get((stage, program))) is not None:
                width = value / most * 480
                yield (f'<text x="184" y="{y + 12}" text-anchor="end" fill="#222">{LABELS[program]}</text>'
                       f'<rect x="190" y="{y}" width="{width:.1f}" height="13" fill="{COLOURS[at]}"/>'
                       f'<text x="{width + 195:.1f}" y="{y + 12}" fill="#444">{shown(value)}</text>')
            y += 16
        y += 6
    yield "</svg>"


def write(file, lines):
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folder):
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    results = Results(data["samples"])
    write(folder.with_suffix(".md"), page(data, results))
    for file, _, title, number, scale in PLOTS:
        write(folder / file, plot(results, title, number, scale))
    missed = [text for text, *goal in goals(results) if verdict(*goal) == "**missed**"]
    if missed:
        sys.exit(f"missed: {'; '.join(missed)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
