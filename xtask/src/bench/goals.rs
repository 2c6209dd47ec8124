//! What the project wants of itself, as ratios within one run.

use super::table::Results;

/// A goal and what became of it.
pub struct Goal {
    /// What is compared.
    pub text: String,
    /// What was measured, if both sides were.
    pub found: Option<f64>,
    limit: Limit,
}

#[derive(Clone, Copy)]
enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    /// The limit in words.
    pub fn limit(&self) -> String {
        match self.limit {
            Limit::AtLeast(limit) => format!("at least {limit}"),
            Limit::AtMost(limit) => format!("at most {limit}"),
        }
    }

    /// Whether it was measured and not reached.
    pub fn is_missed(&self) -> bool {
        self.found.is_some_and(|found| match self.limit {
            Limit::AtLeast(limit) => found < limit,
            Limit::AtMost(limit) => found > limit,
        })
    }

    /// Reached, missed or not measured.
    pub fn verdict(&self) -> &'static str {
        match self.found {
            None => "not measured",
            Some(_) if self.is_missed() => "**missed**",
            Some(_) => "reached",
        }
    }
}

/// Judges a run.
pub fn judge(results: &Results) -> Vec<Goal> {
    use Limit::{AtLeast, AtMost};
    let (rate, cpu, efficiency) = ("calls_per_second", "cpu_us_per_call", "calls_per_cpu_second");
    let ratios = [
        (
            "Rust core to raw hyper that signs, calls a second at 64",
            ("core", 64),
            ("hyper-signing", 64),
            rate,
            AtLeast(0.8),
        ),
        ("Kotlin to the core, calls a second at 64", ("kotlin", 64), ("core", 64), rate, AtLeast(0.7)),
        ("Kotlin to the core, CPU for each call at 64", ("kotlin", 64), ("core", 64), cpu, AtMost(1.7)),
        (
            "Kotlin to the official Java SDK, calls for each CPU second at 64",
            ("kotlin", 64),
            ("java-official", 64),
            efficiency,
            AtLeast(3.0),
        ),
        ("Kotlin to the official Java SDK, p99 at 64", ("kotlin", 64), ("java-official", 64), "p99_us", AtMost(0.5)),
        (
            "Kotlin to the official Java SDK, peak memory at 64",
            ("kotlin", 64),
            ("java-official", 64),
            "peak_kb",
            AtMost(1.0),
        ),
        ("Kotlin at 512 to itself at 64, calls a second", ("kotlin", 512), ("kotlin", 64), rate, AtLeast(0.8)),
        ("Swift to the core, calls a second at 64", ("swift", 64), ("core", 64), rate, AtLeast(0.8)),
        ("Swift to the core, calls a second at 1", ("swift", 1), ("core", 1), rate, AtLeast(0.75)),
        ("Swift to the core, CPU for each call at 64", ("swift", 64), ("core", 64), cpu, AtMost(1.4)),
        ("Swift to the core, p99 at 64", ("swift", 64), ("core", 64), "p99_us", AtMost(1.3)),
    ];
    let ratio = |(text, of, to, number, limit): (&str, _, _, &str, _)| Goal {
        text: text.to_owned(),
        found: results.ratio(of, to, number),
        limit,
    };
    let first = |program: &str| results.median(program, "first", None, "ms");
    let mut goals: Vec<Goal> = ratios.into_iter().map(ratio).collect();
    goals.push(Goal {
        text: "Kotlin to the official Java SDK, time to the first answer".to_owned(),
        found: first("kotlin").zip(first("java-official")).map(|(ours, theirs)| ours / theirs),
        limit: AtMost(0.35),
    });
    goals.push(Goal {
        text: "signing from Kotlin, µs".to_owned(),
        found: results.median("kotlin", "sign", None, "sign_ns").map(|ns| ns / 1000.0),
        limit: AtMost(8.0),
    });
    goals
}
