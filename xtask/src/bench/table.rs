//! The raw data by program, question and concurrency.

use anyhow::{Context, Result};
use serde_json::Value;

/// All samples of a run.
pub struct Results {
    samples: Vec<Value>,
    programs: Vec<String>,
}

impl Results {
    /// Reads the data of a run.
    pub fn read(data: &Value) -> Result<Self> {
        let samples = data.get("samples").and_then(Value::as_array).context("the data has no samples")?.clone();
        let mut programs: Vec<String> = Vec::new();
        for name in samples.iter().filter_map(|sample| text(sample, "program")) {
            if !programs.contains(&name) {
                programs.push(name);
            }
        }
        programs.sort_by_key(|name| super::programs::NAMES.iter().position(|known| known == name));
        Ok(Self { samples, programs })
    }

    /// Those that were measured, in the page's order.
    pub fn programs(&self) -> &[String] {
        &self.programs
    }

    /// A number in each round of a stage: calls a second, CPU microseconds a call, or a member of the sample.
    fn rounds(&self, program: &str, what: &str, concurrency: Option<u32>, number: &str) -> Vec<f64> {
        let mut samples: Vec<&Value> = self.samples.iter().collect();
        samples.retain(|sample| {
            text(sample, "program").as_deref() == Some(program)
                && text(sample, "what").as_deref() == Some(what)
                && concurrency.is_none_or(|of| sample.get("concurrency") == Some(&Value::from(of)))
        });
        samples.iter().filter_map(|sample| value(sample, number)).collect()
    }

    /// The median over the rounds.
    pub fn median(&self, program: &str, what: &str, concurrency: Option<u32>, number: &str) -> Option<f64> {
        median(self.rounds(program, what, concurrency, number))
    }

    /// The median of the ratios in each round, which a change of the machine's mood between rounds does not touch.
    pub fn ratio(&self, of: (&str, u32), to: (&str, u32), number: &str) -> Option<f64> {
        let [of, to] = [of, to].map(|(program, stage)| self.rounds(program, "load", Some(stage), number));
        median(of.iter().zip(&to).map(|(of, to)| of / to).collect())
    }
}

fn text(sample: &Value, name: &str) -> Option<String> {
    sample.get(name)?.as_str().map(str::to_owned)
}

fn value(sample: &Value, number: &str) -> Option<f64> {
    let member = |name: &str| sample.get(name).and_then(Value::as_f64);
    match number {
        "calls_per_second" => Some(member("calls")? / member("seconds")?),
        "cpu_us_per_call" => Some(member("cpu_us")? / member("calls")?),
        "calls_per_cpu_second" => Some(member("calls")? / member("cpu_us")? * 1e6),
        _ => member(number),
    }
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match (numbers.get(middle), middle.checked_sub(1).and_then(|before| numbers.get(before))) {
        (Some(upper), Some(lower)) if numbers.len().is_multiple_of(2) => Some((upper + lower) / 2.0),
        (upper, _) => upper.copied(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ratios_are_taken_within_a_round() {
        let sample = |program: &str, round: u32, calls: u32| json!({"program": program, "what": "load", "round": round, "concurrency": 64, "calls": calls, "seconds": 2.0});
        let samples = [sample("a", 0, 10), sample("b", 0, 20), sample("a", 1, 100), sample("b", 1, 200)];
        let results = Results::read(&json!({"samples": samples})).unwrap();
        assert_eq!(results.ratio(("a", 64), ("b", 64), "calls_per_second"), Some(0.5));
        assert_eq!(results.median("b", "load", Some(64), "calls_per_second"), Some(55.0));
        assert_eq!(results.median("b", "load", Some(1), "calls_per_second"), None);
    }
}
