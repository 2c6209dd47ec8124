"""The official Python SDK as a load program: its whole client, synchronous, a thread for each worker.

benches/README.md says what a load program is asked and answers.
"""

import json
import os
import sys
import threading
import time

from alibabacloud_cloudauth_intl20220809.client import Client
from alibabacloud_cloudauth_intl20220809.models import InitializeRequest
from alibabacloud_tea_openapi.utils_models import Config

META_INFO = (
    '{"zimVer":"1.0.0","appVersion":"1.0.0","bioMetaInfo":"4.1.0:2916352,0","appName":"com.example.wallet",'
    '"deviceType":"ios","osVersion":"17.5.1","apdidToken":"","deviceModel":"iPhone16,2"}')

WARMING, COUNTING, OVER = range(3)


def client(endpoint):
    return Client(Config(
        access_key_id="LTAI5tExampleExample1234", access_key_secret="ExampleSecretExampleSecret1234",
        endpoint=endpoint.removeprefix("http://"), protocol="http"))


def request():
    return InitializeRequest(
        product_code="eKYC", merchant_biz_id="e0c34a77f5ac40a5aa5e6ed20c35aaaa", merchant_user_id="123456789",
        doc_type="01000000", scene_code="1234567890",
        callback_url="https://merchant.example/ekyc/callback?source=app&v=1",
        callback_token="NMjvQanQgplBSaEI0sL86WnQplB", meta_info=META_INFO)


def call(of):
    if not of.initialize(request()).body.result.transaction_id:
        raise ValueError("no transaction")


def cpu_us():
    times = os.times()
    return int((times.user + times.system) * 1_000_000)


def peak_kb_and_threads():
    with open("/proc/self/status", encoding="ascii") as file:
        status = dict(line.split(":", 1) for line in file)
    return int(status["VmHWM"].split()[0]), int(status["Threads"])


def say(line):
    print(json.dumps(line), flush=True)


def stage(of, concurrency, warm_up, measured):
    phase, latencies, failed = [WARMING], [[] for _ in range(concurrency)], [0]

    def work(mine):
        while phase[0] != OVER:
            start, good = time.perf_counter_ns(), True
            try:
                call(of)
            except Exception:
                good = False
            if phase[0] == COUNTING and good:
                mine.append((time.perf_counter_ns() - start) // 1000)
            elif phase[0] == COUNTING:
                failed[0] += 1

    workers = [threading.Thread(target=work, args=(mine,)) for mine in latencies]
    for worker in workers:
        worker.start()
    time.sleep(warm_up / 1000)
    start, cpu, phase[0] = time.perf_counter(), cpu_us(), COUNTING
    time.sleep(measured / 1000)
    phase[0] = OVER
    seconds, cpu = time.perf_counter() - start, cpu_us() - cpu
    peak_kb, threads = peak_kb_and_threads()
    for worker in workers:
        worker.join()
    every = sorted(latency for mine in latencies for latency in mine)
    say({"concurrency": concurrency, "calls": len(every), "failed": failed[0], "seconds": seconds, "cpu_us": cpu,
         "p50_us": every[len(every) // 2], "p99_us": every[len(every) * 99 // 100], "threads": threads, "peak_kb": peak_kb})


def waiting(of, calls):
    start, cpu, failed = time.perf_counter(), cpu_us(), []

    def work():
        try:
            call(of)
        except Exception as error:
            failed.append(error)

    workers = [threading.Thread(target=work) for _ in range(calls)]
    for worker in workers:
        worker.start()
    time.sleep(max(0.0, 1 - (time.perf_counter() - start)))
    _, threads = peak_kb_and_threads()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    peak_kb, _ = peak_kb_and_threads()
    say({"seconds": time.perf_counter() - start, "cpu_us": cpu_us() - cpu, "threads": threads, "peak_kb": peak_kb})


def main(asked):
    match asked:
        case ["load", endpoint, warm_up, measured, *stages]:
            of = client(endpoint)
            for concurrency in stages:
                if not sys.stdin.readline():
                    sys.exit("nobody asks for the next stage")
                stage(of, int(concurrency), int(warm_up), int(measured))
        case ["first", endpoint]:
            call(client(endpoint))
            say({"first": True})
        case ["waiting", endpoint, calls]:
            waiting(client(endpoint), int(calls))
        case _:
            sys.exit("what benches/README.md asks of a load program, and nothing else")


main(sys.argv[1:])
