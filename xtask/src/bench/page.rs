//! docs/background/benchmarks.md.

use std::fmt::Write as _;

use serde_json::Value;

use super::goals::Goal;
use super::plot::shown;
use super::table::Results;
use super::{STAGES, WAITING};

/// What a program is called on the page.
pub fn label(name: &str) -> &str {
    match name {
        "hyper-ready" => "raw hyper, ready bytes",
        "hyper-signing" => "raw hyper that signs",
        "core" => "Rust core",
        "kotlin" => "Kotlin suspend",
        "java-blocking" => "Java blocking",
        "java-future" => "Java CompletableFuture",
        "swift" => "Swift",
        "java-official" => "official Java SDK",
        "python-official" => "official Python SDK",
        other => other,
    }
}

/// The whole page.
pub fn write(data: &Value, results: &Results, goals: &[Goal]) -> String {
    let mut page = String::from(HEAD);
    let machine = |name: &str| data.pointer(&format!("/machine/{name}")).map(plain).unwrap_or_default();
    let plan = |name: &str| data.pointer(&format!("/plan/{name}")).and_then(Value::as_f64).unwrap_or_default();
    add(&mut page, "\n## The machine and the versions\n\n");
    add(
        &mut page,
        &format!(
            "- {}, {} cores, {}, Linux {}\n",
            machine("processor"),
            machine("cores"),
            machine("memory"),
            machine("kernel")
        ),
    );
    for (name, version) in data.get("versions").and_then(Value::as_object).into_iter().flatten() {
        add(&mut page, &format!("- {name}: {}\n", plain(version)));
    }
    add(
        &mut page,
        &format!(
            "\n{} rounds, each program in turn; {} s of warm-up and {} s measured for each concurrency.\n",
            plan("rounds"),
            plan("warm_up_ms") / 1000.0,
            plan("measured_ms") / 1000.0
        ),
    );
    add(&mut page, "\n## Goals\n\n| Ratio within one run | Goal | Measured | |\n|---|---|---|---|\n");
    for goal in goals {
        let found = goal.found.map_or_else(|| "-".to_owned(), |found| format!("{found:.2}"));
        add(&mut page, &format!("| {} | {} | {found} | {} |\n", goal.text, goal.limit(), goal.verdict()));
    }
    add(&mut page, "\n## Calls under load\n\n");
    add(&mut page, "![Calls a second](benchmarks/calls.svg)\n![CPU for each call](benchmarks/cpu.svg)\n");
    add(&mut page, "![99 of 100 calls](benchmarks/p99.svg)\n![Peak memory](benchmarks/memory.svg)\n");
    for stage in STAGES {
        add(&mut page, &format!("\n### {stage} at once\n\n"));
        let columns: [(&str, &str, f64); 7] = [
            ("calls/s", "calls_per_second", 1.0),
            ("CPU µs a call", "cpu_us_per_call", 1.0),
            ("p50 ms", "p50_us", 1e-3),
            ("p99 ms", "p99_us", 1e-3),
            ("peak MB", "peak_kb", 1.0 / 1024.0),
            ("threads", "threads", 1.0),
            ("connections opened", "connections", 1.0),
        ];
        table(&mut page, results, "load", Some(stage), &columns);
    }
    add(&mut page, "\n## From the start of the process to the first answer\n\n");
    table(&mut page, results, "first", None, &[("ms", "ms", 1.0)]);
    add(&mut page, &format!("\n## {WAITING} calls at once that the server answers after two seconds\n\n"));
    let columns = [
        ("all ended after s", "seconds", 1.0),
        ("CPU ms", "cpu_us", 1e-3),
        ("peak MB", "peak_kb", 1.0 / 1024.0),
        ("threads", "threads", 1.0),
        ("connections opened", "connections", 1.0),
    ];
    table(&mut page, results, "waiting", None, &columns);
    add(
        &mut page,
        "\n## Signing alone\n\nOne Initialize built and signed, with a new date and nonce, and not sent.\n\n",
    );
    table(&mut page, results, "sign", None, &[("µs", "sign_ns", 1e-3)]);
    add(&mut page, "\n## One empty crossing\n\nThe cheapest call that goes into the library and comes back.\n\n");
    table(&mut page, results, "crossing", None, &[("ns", "crossing_ns", 1.0)]);
    page
}

const HEAD: &str = "\
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
";

fn add(page: &mut String, text: &str) {
    page.push_str(text);
}

/// The rows of those that were asked.
fn table(page: &mut String, results: &Results, what: &str, stage: Option<u32>, columns: &[(&str, &str, f64)]) {
    let titles: Vec<&str> = columns.iter().map(|(title, _, _)| *title).collect();
    // A text cannot fail to grow.
    let _ = writeln!(page, "| | {} |\n|---{}|", titles.join(" | "), "|---:".repeat(columns.len()));
    for program in results.programs() {
        let cells: Vec<Option<String>> = columns
            .iter()
            .map(|(_, number, scale)| results.median(program, what, stage, number).map(|value| shown(value * scale)))
            .collect();
        if cells.iter().any(Option::is_some) {
            let cells: Vec<String> = cells.into_iter().map(Option::unwrap_or_default).collect();
            let _ = writeln!(page, "| {} | {} |", label(program), cells.join(" | "));
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
