"""The rules of report.py and measure.py, from the outside: xtask's lint runs this."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from report import Results, shown

BENCHES = Path(__file__).resolve().parent


def load(program, number, calls, concurrency=64):
    return {"program": program, "what": "load", "round": number, "concurrency": concurrency, "calls": calls, "seconds": 2.0,
            "cpu_us": 1000, "p50_us": 1, "p99_us": 1, "peak_kb": 1024, "threads": 1, "connections": 1, "failed": 0}


class Rules(unittest.TestCase):
    def report(self, samples):
        """The exit status, what it says, and the page."""
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder, "benchmarks")
            folder.mkdir()
            data = {"machine": dict.fromkeys(["processor", "cores", "memory", "kernel"], ""), "versions": {},
                    "plan": {"rounds": 2, "warm_up_ms": 1, "measured_ms": 1}, "samples": samples}
            (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
            done = subprocess.run([sys.executable, "-B", BENCHES / "report.py", folder], stderr=subprocess.PIPE, text=True)
            return done.returncode, done.stderr, folder.with_suffix(".md").read_text(encoding="utf-8")

    def test_a_ratio_is_taken_within_each_round(self):
        # The machine changed its mood between the rounds: the ratio of the medians would be 0.4.
        core, kotlin = {0: 10, 1: 100, 2: 50}, {0: 5, 1: 80, 2: 20}
        samples = [load("core", at, core[at]) for at in (2, 0, 1)] + [load("kotlin", at, kotlin[at]) for at in (0, 1, 2)]
        self.assertEqual(Results(samples).ratio(("kotlin", 64), ("core", 64), "calls_per_second"), 0.5)
        # Of two rounds only one has both.
        samples = [load("core", 0, 10), load("core", 1, 100), load("kotlin", 1, 80)]
        self.assertEqual(Results(samples).ratio(("kotlin", 64), ("core", 64), "calls_per_second"), 0.8)

    def test_of_an_even_number_of_rounds_the_middle_counts(self):
        results = Results([load("core", 0, 20), load("core", 1, 200)])
        self.assertEqual(results.median("core", "load", 64, "calls_per_second"), 55)
        self.assertIsNone(results.median("core", "load", 1, "calls_per_second"))

    def test_a_missed_goal_is_named_and_is_a_failure(self):
        status, said, page = self.report([load("core", 0, 79), load("hyper-signing", 0, 100)])
        goal = "Rust core to raw hyper that signs, calls a second at 64"
        self.assertEqual((status, said), (1, f"missed: {goal}\n"))
        self.assertIn(f"| {goal} | at least 0.8 | 0.79 | **missed** |", page)

    def test_what_was_not_measured_is_no_failure(self):
        status, said, page = self.report([load("core", 0, 80), load("hyper-signing", 0, 100)])
        self.assertEqual((status, said), (0, ""))
        self.assertIn("calls a second at 64 | at least 0.8 | 0.80 | reached |", page)
        self.assertIn("| signing from Kotlin, µs | at most 8 | - | not measured |", page)

    def test_numbers_have_as_many_digits_as_mean_something(self):
        self.assertEqual([shown(value) for value in (41_049.6, 1000.0, 34.4, 3.64, 3.0, 0.123)],
                         ["41,050", "1,000", "34", "3.6", "3", "0.12"])


# A server that counts no connections, or a load program that says its first argument, if any, and then never ends.
STAND_IN = """
import os, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
print("process", os.getpid(), file=sys.stderr, flush=True)
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"connections": 0}')
    def log_message(self, *_):
        pass
if sys.argv[2] == "server":
    server = HTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
if sys.argv[1]:
    print(sys.argv[1], flush=True)
time.sleep(600)
"""


class Measuring(unittest.TestCase):
    def measure(self, says):
        """A run with one load program, and the process ids of the server and the program."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        told = json.dumps({"version": "1", "programs": {"rust": [sys.executable, "-c", STAND_IN, says]}})
        run = subprocess.Popen([sys.executable, "-B", BENCHES / "measure.py", told, folder.name],
                               stderr=subprocess.PIPE, text=True)
        self.addCleanup(run.stderr.close)
        words = (line.split() for line in run.stderr if line.startswith("process"))
        processes = [int(next(words)[1]) for _ in range(2)]
        for process in processes:
            self.addCleanup(end, process)
        return run, processes

    def test_when_it_is_ended_its_children_end(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            run, processes = self.measure("")
            run.send_signal(number)
            self.assertEqual(run.wait(60), 128 + number)
            self.assertEqual([end(process) for process in processes], ["gone", "gone"])

    def test_what_says_nonsense_or_fails_ends_the_run(self):
        for says, complaint in [("nonsense", "said `nonsense`"), (json.dumps({"failed": 1, "calls": 9}), "calls failed"),
                                (json.dumps({"failed": 0, "calls": 0}), "calls failed")]:
            run, processes = self.measure(says)
            self.assertEqual(run.wait(60), 1)
            self.assertIn(complaint, run.stderr.read())
            self.assertEqual([end(process) for process in processes], ["gone", "gone"])


def end(process):
    try:
        os.kill(process, signal.SIGKILL)
        return "was there"
    except ProcessLookupError:
        return "gone"


if __name__ == "__main__":
    unittest.main()
