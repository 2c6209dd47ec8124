//! What this process has used, as Linux counts it.

use crate::Result;

/// The CPU time of all threads so far, in microseconds.
pub fn cpu_us() -> Result<u64> {
    const TICK_US: u64 = 10_000; // USER_HZ is 100 on every architecture
    let stat = read("/proc/self/stat")?;
    // The second field is the name in brackets, which may hold blanks.
    let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).unwrap_or_default();
    let ticks: Option<u64> = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().ok()).sum();
    ticks.map(|ticks| ticks * TICK_US).ok_or_else(|| "/proc/self/stat is not as expected".to_owned())
}

/// The most memory so far in KiB, and the number of threads now.
pub fn peak_kb_and_threads() -> Result<(u64, u64)> {
    let status = read("/proc/self/status")?;
    let number = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().ok())
    };
    number("VmHWM").zip(number("Threads")).ok_or_else(|| "/proc/self/status is not as expected".to_owned())
}

fn read(file: &str) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}; the bench runs on Linux"))
}
