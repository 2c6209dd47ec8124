//! The runner: one scenario from beginning to end.

mod build;
mod calls;
mod compare;
mod control;
mod info;
mod observer;
mod operation;
mod outcome;
mod provider;
mod response;
mod scenario;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ekyc::callback::CallbackInbox;
use ekyc::{Client, ClientParts, EkycError, Observer, parse_callback};
use serde_json::Value;
use tokio::task::JoinHandle;

use calls::Started;
use compare::{alike, seen_as};
use control::Control;
use info::Info;
use observer::Collector;
use provider::Scripted;
use response::Told as _;
pub use scenario::Scenario;
use scenario::{Operation, Step};

/// Everything a scenario works with.
struct Stage {
    control: Control,
    client: Client,
    provider: Option<Arc<Scripted>>,
    collector: Arc<Collector>,
    calls: HashMap<String, Started>,
    /// The transactions that calls have started, by the calls' names.
    transactions: HashMap<String, String>,
    inbox: Arc<CallbackInbox>,
    shutdown: Option<JoinHandle<bool>>,
}

/// Runs a scenario; `Err` says what was not as it must be.
pub async fn run(control_endpoint: &str, source: &str) -> Result<(), String> {
    let control = Control::new(control_endpoint);
    control.tell("POST /reset", None).await;
    let info: Info = serde_json::from_value(control.tell("GET /info", None).await).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let source = info.fill(source, folder.path());
    let scenario: Scenario = serde_json::from_str(&source).map_err(|error| error.to_string())?;
    let source: Value = serde_json::from_str(&source).map_err(|error| error.to_string())?;
    for (name, content) in &scenario.files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let mut stage = match (Stage::new(control, &info, &scenario), &scenario.client_error) {
        (Ok(stage), None) => stage,
        (Ok(_), Some(_)) => return Err("a client was made, but must not".to_owned()),
        (Err(error), Some(expected)) => return seen_as("client_error", expected, &outcome::of_error(&error)),
        (Err(error), None) => return Err(format!("no client: {error}")),
    };
    for (number, step) in source["steps"].as_array().into_iter().flatten().enumerate() {
        let step = serde_json::from_value(stage.filled(step)).map_err(|error| error.to_string())?;
        stage.step(&step).await.map_err(|wrong| format!("step {}: {wrong}", number + 1))?;
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
        let (calls, transactions) = (HashMap::new(), HashMap::new());
        let inbox = CallbackInbox::in_memory(1000)?;
        Ok(Self { control, client, provider, collector, calls, transactions, inbox, shutdown: None })
    }

    /// A step with the transactions in place of the names of their calls in braces.
    fn filled(&self, step: &Value) -> Value {
        match step {
            Value::String(text) => {
                let fill = |text: String, (name, id): (&String, &String)| text.replace(&format!("{{{name}}}"), id);
                Value::String(self.transactions.iter().fold(text.clone(), fill))
            }
            Value::Array(elements) => elements.iter().map(|element| self.filled(element)).collect(),
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), self.filled(value))).collect(),
            other => other.clone(),
        }
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Control { control, body } => _ = self.control.tell(control, body.as_ref()).await,
            Step::Call { call, operation, request, options, at_once } => {
                let request = request.clone().unwrap_or_default();
                let operation = operation.unwrap_or(Operation::Initialize);
                let options = build::options(&options.clone().unwrap_or_default());
                let start = |_| {
                    let (client, request, options) = (self.client.clone(), request.clone(), options.clone());
                    tokio::spawn(async move { operation::call(&client, operation, &request, &options).await })
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
                if let Some(id) = outcome["response"]["transaction_id"].as_str() {
                    self.transactions.insert(expect.clone(), id.to_owned());
                }
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
            Step::ParseCallback { parse_callback: text, token, transaction_id, result } => {
                let parsed = parse_callback(text, token.as_deref(), transaction_id.as_deref());
                return seen_as("parse_callback", result, &outcome::of(&parsed.map(|hint| hint.told())));
            }
            Step::CallbackArrived { callback_arrived, woke } => {
                let hint = parse_callback(callback_arrived, None, None).map_err(|error| error.to_string())?;
                let actual = self.client.callback_arrived(&hint);
                return if actual == *woke { Ok(()) } else { Err(format!("callback_arrived said {actual}")) };
            }
            Step::Received { received, delivery } => {
                let hint = parse_callback(received, None, None).map_err(|error| error.to_string())?;
                let actual = format!("{:?}", self.inbox.received(&hint)).to_lowercase();
                return if actual == *delivery { Ok(()) } else { Err(format!("the delivery is {actual}")) };
            }
            Step::Settled { settled } => _ = self.inbox.settled(settled.clone()),
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
