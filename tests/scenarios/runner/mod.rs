//! The runner: one scenario from beginning to end.

mod build;
mod calls;
mod compare;
mod control;
mod info;
mod observer;
mod outcome;
mod provider;
mod scenario;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ekyc::{Client, ClientParts, EkycError, Observer};
use serde_json::Value;
use tokio::task::JoinHandle;

use calls::Started;
use compare::{alike, seen_as};
use control::Control;
use info::Info;
use observer::Collector;
use provider::Scripted;
pub use scenario::Scenario;
use scenario::Step;

/// Everything a scenario works with.
struct Stage {
    control: Control,
    client: Client,
    provider: Option<Arc<Scripted>>,
    collector: Arc<Collector>,
    calls: HashMap<String, Started>,
    shutdown: Option<JoinHandle<bool>>,
}

/// Runs a scenario; `Err` says what was not as it must be.
pub async fn run(control_endpoint: &str, source: &str) -> Result<(), String> {
    let control = Control::new(control_endpoint);
    control.tell("POST /reset", None).await;
    let info: Info = serde_json::from_value(control.tell("GET /info", None).await).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let scenario = info.fill(source, folder.path());
    let scenario: Scenario = serde_json::from_str(&scenario).map_err(|error| error.to_string())?;
    for (name, content) in &scenario.files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let mut stage = match (Stage::new(control, &info, &scenario), &scenario.client_error) {
        (Ok(stage), None) => stage,
        (Ok(_), Some(_)) => return Err("a client was made, but must not".to_owned()),
        (Err(error), Some(expected)) => return seen_as("client_error", expected, &outcome::of_error(&error)),
        (Err(error), None) => return Err(format!("no client: {error}")),
    };
    for (number, step) in scenario.steps.iter().enumerate() {
        stage.step(step).await.map_err(|wrong| format!("step {}: {wrong}", number + 1))?;
    }
    stage.finish(&scenario).await
}

impl Stage {
    fn new(control: Control, info: &Info, scenario: &Scenario) -> Result<Self, EkycError> {
        let (credentials, provider) = build::credentials(scenario.credentials.as_ref(), info)?;
        let collector = Arc::new(Collector::new());
        let observed = scenario.calls.is_some() || scenario.attempts.is_some();
        let observer = observed.then(|| Arc::clone(&collector) as Arc<dyn Observer>);
        let parts = ClientParts { observer, quota: None };
        let client = Client::with(build::config(&scenario.config, info), credentials, parts)?;
        Ok(Self { control, client, provider, collector, calls: HashMap::new(), shutdown: None })
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Control { control, body } => _ = self.control.tell(control, body.as_ref()).await,
            Step::Call { call, request, options, at_once } => {
                let request = request.clone().unwrap_or_default();
                let options = build::options(&options.clone().unwrap_or_default());
                let start = |_| {
                    let (client, request, options) = (self.client.clone(), build::request(&request), options.clone());
                    tokio::spawn(async move { client.initialize_with(&request, &options).await })
                };
                let started = Started((0..at_once.unwrap_or(1)).map(start).collect());
                if self.calls.insert(call.clone(), started).is_some() {
                    return Err(format!("{call} was started before and nobody expected its end"));
                }
            }
            Step::Wait { wait } => self.control.wait(wait).await,
            Step::Provider { provider } => self.provider.as_ref().ok_or("no provider")?.asked(*provider).await,
            Step::Observed { observed } => self.collector.attempts(*observed).await,
            Step::Cancel { cancel } => self.calls.get(cancel).ok_or("no such call")?.cancel(),
            Step::Expect { expect, result } => {
                let outcomes = self.calls.remove(expect).ok_or("no such call")?.outcomes().await?;
                let [outcome] = &outcomes[..] else { return Err(format!("{expect} are many; give results")) };
                return seen_as(expect, result, outcome);
            }
            Step::ExpectAll { expect, results } => {
                let outcomes = self.calls.remove(expect).ok_or("no such call")?.outcomes().await?;
                return calls::counted(expect, results, outcomes);
            }
            Step::Shutdown { shutdown, finished } => {
                return told(*finished, self.client.shutdown(Duration::from_millis(*shutdown)).await);
            }
            Step::BeginShutdown { begin_shutdown } => {
                let (client, grace) = (self.client.clone(), Duration::from_millis(*begin_shutdown));
                self.shutdown = Some(tokio::spawn(async move { client.shutdown(grace).await }));
            }
            Step::EndShutdown { end_shutdown } => {
                let finished = self.shutdown.take().ok_or("no shutdown")?.await.map_err(|error| error.to_string())?;
                return told(*end_shutdown, finished);
            }
            Step::Close { close: true } => self.client.close(),
            Step::Close { close: false } => return Err("close is true or left out".to_owned()),
        }
        Ok(())
    }

    async fn finish(self, scenario: &Scenario) -> Result<(), String> {
        drop(self.client);
        if !self.calls.is_empty() {
            return Err(format!("nobody expected {:?}", self.calls.keys()));
        }
        let seen = self.control.tell("GET /seen", None).await;
        seen_as("seen", scenario.seen.as_ref().ok_or("nothing is said of what must be seen")?, &seen)?;
        let events = seen.get("events").and_then(Value::as_array).ok_or("no events")?;
        let action = |event: &&Value| event.get("action").and_then(Value::as_str) == Some("Initialize");
        let events: Vec<_> = events.iter().filter(action).collect();
        scenario.distinct.iter().try_for_each(|path| alike(path, &events, false))?;
        scenario.same.iter().try_for_each(|path| alike(path, &events, true))?;
        if scenario.calls.is_none() && scenario.attempts.is_none() {
            return Ok(());
        }
        let told = self.collector.calls(scenario.calls.as_ref().map_or(1, Vec::len)).await;
        for (word, expected, told) in
            [("calls", &scenario.calls, told.calls), ("attempts", &scenario.attempts, told.attempts)]
        {
            if let Some(expected) = expected {
                seen_as(word, &Value::Array(expected.clone()), &Value::Array(told))?;
            }
        }
        Ok(())
    }
}

fn told(expected: bool, actual: bool) -> Result<(), String> {
    if expected == actual { Ok(()) } else { Err(format!("the shutdown said {actual}")) }
}
