//! Calls one after the other in each of many tasks, and what they cost.

use std::future::Future;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Result, process};

/// What calls. Each task has one of its own.
pub trait Caller: Clone + Send + 'static {
    fn new(endpoint: &str) -> impl Future<Output = Result<Self>> + Send;

    /// What a task needs of its own before it begins.
    fn begin(&self) -> impl Future<Output = Result<Self>> + Send {
        std::future::ready(Ok(self.clone()))
    }

    fn call(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Signs once, without sending.
    fn sign(&self) -> Result<()>;
}

const WARMING: u8 = 0;
const COUNTING: u8 = 1;
const OVER: u8 = 2;

/// Does what the words of benches/README.md ask.
pub fn answer<C: Caller>(asked: &[&str]) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    match asked {
        ["load", endpoint, warm_up, measured, stages @ ..] => {
            let caller = runtime.block_on(C::new(endpoint))?;
            for concurrency in stages {
                wait_for_a_line()?;
                let (warm_up, measured) = (milliseconds(warm_up)?, milliseconds(measured)?);
                say(&runtime.block_on(stage(&caller, number(concurrency)?, warm_up, measured))?)?;
            }
            Ok(())
        }
        ["first", endpoint] => {
            runtime.block_on(async { C::new(endpoint).await?.begin().await?.call().await })?;
            say(&json!({"first": true}))
        }
        ["waiting", endpoint, calls] => say(&runtime.block_on(waiting::<C>(endpoint, number(calls)?))?),
        ["sign"] => {
            let caller = runtime.block_on(C::new("http://127.0.0.1:1"))?;
            say(&json!({"sign_ns": nanoseconds(|| caller.sign())?}))
        }
        _ => Err("what benches/README.md asks of a load program, and nothing else".to_owned()),
    }
}

async fn stage<C: Caller>(caller: &C, concurrency: usize, warm_up: Duration, measured: Duration) -> Result<Value> {
    let phase = Arc::new(AtomicU8::new(WARMING));
    let mut tasks = Vec::new();
    for _ in 0..concurrency {
        let (mut caller, phase) = (caller.begin().await?, Arc::clone(&phase));
        tasks.push(tokio::spawn(async move {
            let (mut latencies, mut failed) = (Vec::with_capacity(1 << 16), 0u64);
            loop {
                let start = Instant::now();
                let result = caller.call().await;
                match phase.load(Ordering::Relaxed) {
                    COUNTING if result.is_ok() => latencies.push(start.elapsed().as_micros() as u64),
                    COUNTING => failed += 1,
                    OVER => return (latencies, failed),
                    _ => {}
                }
            }
        }));
    }
    tokio::time::sleep(warm_up).await;
    let (start, cpu) = (Instant::now(), process::cpu_us()?);
    phase.store(COUNTING, Ordering::Relaxed);
    tokio::time::sleep(measured).await;
    phase.store(OVER, Ordering::Relaxed);
    let (seconds, cpu_us) = (start.elapsed().as_secs_f64(), process::cpu_us()? - cpu);
    let (peak_kb, threads) = process::peak_kb_and_threads()?;
    let (mut latencies, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (more, failures) = task.await.map_err(|error| error.to_string())?;
        latencies.extend(more);
        failed += failures;
    }
    latencies.sort_unstable();
    let percentile = |of: usize| latencies.get((latencies.len() * of / 100).min(latencies.len().saturating_sub(1)));
    Ok(json!({
        "concurrency": concurrency, "calls": latencies.len(), "failed": failed, "seconds": seconds, "cpu_us": cpu_us,
        "p50_us": percentile(50), "p99_us": percentile(99), "threads": threads, "peak_kb": peak_kb,
    }))
}

async fn waiting<C: Caller>(endpoint: &str, calls: usize) -> Result<Value> {
    let caller = C::new(endpoint).await?;
    let (start, cpu) = (Instant::now(), process::cpu_us()?);
    let mut tasks = Vec::new();
    for _ in 0..calls {
        let mut caller = caller.begin().await?;
        tasks.push(tokio::spawn(async move { caller.call().await }));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (_, threads) = process::peak_kb_and_threads()?;
    for task in tasks {
        task.await.map_err(|error| error.to_string())??;
    }
    let (peak_kb, _) = process::peak_kb_and_threads()?;
    let cpu_us = process::cpu_us()? - cpu;
    Ok(json!({"seconds": start.elapsed().as_secs_f64(), "cpu_us": cpu_us, "threads": threads, "peak_kb": peak_kb}))
}

/// The median cost of one, over rounds of many.
pub fn nanoseconds(mut once: impl FnMut() -> Result<()>) -> Result<u64> {
    const ROUNDS: usize = 31;
    const MANY: u32 = 10_000;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..MANY {
            once()?;
        }
        rounds.push((start.elapsed() / MANY).as_nanos() as u64);
    }
    rounds.sort_unstable();
    Ok(rounds[ROUNDS / 2])
}

fn wait_for_a_line() -> Result<()> {
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(1..) => Ok(()),
        _ => Err("nobody asks for the next stage".to_owned()),
    }
}

fn say(line: &Value) -> Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}").and_then(|()| output.flush()).map_err(|error| error.to_string())
}

fn number(text: &str) -> Result<usize> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

fn milliseconds(text: &str) -> Result<Duration> {
    number(text).map(|ms| Duration::from_millis(ms as u64))
}
