//! The benchmark of whole calls: programs in every language against one server. benches/README.md says what a program is asked.

mod goals;
mod page;
mod plot;
mod programs;
mod running;
mod table;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::project::Project;
use crate::{files, progress};
use programs::Program;
use running::{Running, Server};

/// How long and how often.
pub struct Plan {
    rounds: usize,
    warm_up_ms: u32,
    measured_ms: u32,
    first_answers: usize,
}

impl Plan {
    /// About half an hour.
    pub const WHOLE: Self = Self { rounds: 5, warm_up_ms: 3_000, measured_ms: 5_000, first_answers: 11 };
    /// About five minutes.
    pub const QUICK: Self = Self { rounds: 2, warm_up_ms: 2_000, measured_ms: 2_500, first_answers: 5 };
}

const STAGES: [u32; 3] = [1, 64, 512];

/// So many calls that the server answers after two seconds.
const WAITING: u32 = 1_000;

fn folder(project: &Project) -> PathBuf {
    project.root.join("docs/background/benchmarks")
}

/// Runs all programs in turns, so that a change of the machine's mood meets all of them, and writes the raw data.
pub fn measure(project: &Project, plan: &Plan, only: &[String]) -> Result<()> {
    let programs = programs::build(project, only)?;
    ensure!(!programs.is_empty(), "no program is named so; there are {}", programs::NAMES.join(", "));
    let server = Server::start(&programs::load_program(project))?;
    let mut samples: Vec<Value> = Vec::new();
    for round in 0..plan.rounds {
        // Each round begins with another program.
        let (before, after) = programs.split_at(round % programs.len());
        for program in after.iter().chain(before) {
            let name = format!("round {} of {}: {}", round + 1, plan.rounds, program.label);
            progress::step(&name, || load(plan, program, &server, round, &mut samples))?;
        }
    }
    progress::step("time to the first answer", || first_answers(plan, &programs, &server, &mut samples))?;
    progress::step("a thousand calls that wait", || waiting(&programs, &server, &mut samples))?;
    progress::step("signing alone, and the empty crossing", || alone(&programs, &mut samples))?;
    let data = json!({
        "machine": running::machine(), "versions": programs::versions(project, &programs)?,
        "plan": {"rounds": plan.rounds, "warm_up_ms": plan.warm_up_ms, "measured_ms": plan.measured_ms},
        "samples": samples,
    });
    let text = serde_json::to_string_pretty(&data)?;
    files::write_if_changed(&folder(project).join("data.json"), format!("{text}\n").as_bytes())?;
    Ok(())
}

fn load(plan: &Plan, program: &Program, server: &Server, round: usize, samples: &mut Vec<Value>) -> Result<()> {
    let [warm_up, measured] = [plan.warm_up_ms, plan.measured_ms].map(|ms| ms.to_string());
    let stages = STAGES.map(|stage| stage.to_string());
    let mut asked = vec!["load", server.endpoint(), &warm_up, &measured];
    asked.extend(stages.iter().map(String::as_str));
    let mut running = Running::start(program, &asked)?;
    for _ in STAGES {
        let before = server.connections()?;
        running.go_on()?;
        let mut sample = running.answer()?;
        let failed = sample.get("failed").and_then(Value::as_u64);
        ensure!(failed == Some(0), "{}: calls failed: {sample}", program.label);
        sample["connections"] = json!(server.connections()? - before);
        note(samples, program, "load", round, sample);
    }
    running.end()
}

fn first_answers(plan: &Plan, programs: &[Program], server: &Server, samples: &mut Vec<Value>) -> Result<()> {
    for round in 0..plan.first_answers {
        for program in programs {
            let start = Instant::now();
            let mut running = Running::start(program, &["first", server.endpoint()])?;
            running.answer()?;
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            running.end()?;
            note(samples, program, "first", round, json!({"ms": ms}));
        }
    }
    Ok(())
}

fn waiting(programs: &[Program], server: &Server, samples: &mut Vec<Value>) -> Result<()> {
    server.delay(2_000)?;
    for program in programs {
        let before = server.connections()?;
        let mut running = Running::start(program, &["waiting", server.endpoint(), &WAITING.to_string()])?;
        let mut sample = running.answer()?;
        running.end()?;
        sample["connections"] = json!(server.connections()? - before);
        note(samples, program, "waiting", 0, sample);
    }
    server.delay(0)
}

fn alone(programs: &[Program], samples: &mut Vec<Value>) -> Result<()> {
    for (what, of) in [("sign", Program::signs as fn(&Program) -> bool), ("crossing", Program::crosses)] {
        for program in programs.iter().filter(|program| of(program)) {
            for round in 0..3 {
                let mut running = Running::start(program, &[what])?;
                note(samples, program, what, round, running.answer()?);
                running.end()?;
            }
        }
    }
    Ok(())
}

fn note(samples: &mut Vec<Value>, program: &Program, what: &str, round: usize, mut sample: Value) {
    sample["program"] = json!(program.name);
    sample["what"] = json!(what);
    sample["round"] = json!(round);
    samples.push(sample);
}

/// Writes the page and its plots from the raw data. Returns the goals that were missed.
pub fn write_page(project: &Project) -> Result<Vec<String>> {
    let data = files::read(&folder(project).join("data.json")).context("no run has left its data yet")?;
    let data: Value = serde_json::from_str(&data)?;
    let results = table::Results::read(&data)?;
    for (name, svg) in plot::all(&results) {
        files::write_if_changed(&folder(project).join(name), svg.as_bytes())?;
    }
    let goals = goals::judge(&results);
    let text = page::write(&data, &results, &goals);
    files::write_if_changed(&project.root.join("docs/background/benchmarks.md"), text.as_bytes())?;
    Ok(goals.into_iter().filter(|goal| goal.is_missed()).map(|goal| goal.text).collect())
}
