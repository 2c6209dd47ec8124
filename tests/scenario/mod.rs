//! The runner: one scenario from beginning to end.

mod build;
mod control;
pub mod json;
mod observer;
mod outcome;
mod provider;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use ekyc::{Client, ClientParts, EkycError, InitializeResponse, Observer};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use control::Control;
use json::{at, differs, list, text, texts};
use observer::Collector;
use provider::Scripted;

type Call = JoinHandle<Result<InitializeResponse, EkycError>>;

/// Everything a scenario works with.
struct Stage {
    control: Control,
    info: Value,
    scenario: Value,
    client: Option<Client>,
    provider: Option<Arc<Scripted>>,
    collector: Arc<Collector>,
    calls: HashMap<String, Call>,
    shutdown: Option<JoinHandle<bool>>,
}

/// Runs a scenario; `Err` says what was not as it must be.
pub async fn run(control_endpoint: &str, source: &str) -> Result<(), String> {
    let control = Control::new(control_endpoint);
    control.tell("POST /reset", None).await;
    let info = control.tell("GET /info", None).await;
    let folder = tempfile::tempdir().unwrap();
    let scenario = filled(source, &info, folder.path().to_str().unwrap());
    for (name, content) in scenario.get("files").and_then(Value::as_object).into_iter().flatten() {
        std::fs::write(folder.path().join(name), content.as_str().unwrap()).unwrap();
    }
    let collector = Arc::new(Collector::new());
    let mut stage = Stage {
        control,
        info,
        scenario,
        client: None,
        provider: None,
        collector,
        calls: HashMap::new(),
        shutdown: None,
    };
    match (stage.set_up(), stage.scenario.get("client_error")) {
        (Ok(()), None) => {}
        (Ok(()), Some(_)) => return Err("a client was made, but must not".to_owned()),
        (Err(error), Some(expected)) => return seen_as("client_error", expected, &outcome::of_error(&error)),
        (Err(error), None) => return Err(format!("no client: {error}")),
    }
    let steps = list(&stage.scenario, "steps").to_vec();
    for (number, step) in steps.iter().enumerate() {
        stage.step(step).await.map_err(|wrong| format!("step {}: {wrong}", number + 1))?;
    }
    stage.finish().await
}

fn filled(source: &str, info: &Value, folder: &str) -> Value {
    let escaped = |value: &str| json!(value).to_string().trim_matches('"').to_owned();
    let proxy = text(info, "proxy_endpoint").unwrap_or_default();
    let mut source = source
        .replace("{dir}", &escaped(folder))
        .replace("{proxy_with_password}", &escaped(&proxy.replace("http://", "http://user:pass@")));
    for (word, member) in [
        ("{endpoint}", "endpoint"),
        ("{metadata}", "metadata_endpoint"),
        ("{proxy}", "proxy_endpoint"),
        ("{ca}", "ca_pem"),
    ] {
        source = source.replace(word, &escaped(text(info, member).unwrap_or_default().as_str()));
    }
    serde_json::from_str(&source).unwrap()
}

impl Stage {
    fn set_up(&mut self) -> Result<(), EkycError> {
        let (credentials, provider) = build::credentials(self.scenario.get("credentials"), &self.info)?;
        let config = build::config(self.scenario.get("config").unwrap_or(&Value::Null), &self.info);
        let observed = self.scenario.get("calls").is_some() || self.scenario.get("attempts").is_some();
        let observer = observed.then(|| Arc::clone(&self.collector) as Arc<dyn Observer>);
        self.client = Some(Client::with(config, credentials, ClientParts { observer, quota: None })?);
        self.provider = provider;
        Ok(())
    }

    async fn step(&mut self, step: &Value) -> Result<(), String> {
        let (kind, value) = step
            .as_object()
            .and_then(|step| {
                step.iter()
                    .find(|(name, _)| !["request", "options", "body", "result", "finished"].contains(&name.as_str()))
            })
            .ok_or("no step")?;
        let word = value.as_str().unwrap_or_default();
        let client = self.client.clone().ok_or("no client")?;
        let grace = Duration::from_millis(value.as_u64().unwrap_or(0));
        match kind.as_str() {
            "control" => _ = self.control.tell(word, step.get("body")).await,
            "call" => {
                let request = build::request(step.get("request").unwrap_or(&Value::Null));
                let options = build::options(step.get("options").unwrap_or(&Value::Null));
                let call = tokio::spawn(async move { client.initialize_with(&request, &options).await });
                self.calls.insert(word.to_owned(), call);
            }
            "wait" => self.control.wait(word).await,
            "provider" => {
                let provider = self.provider.as_ref().ok_or("no provider")?;
                provider.asked(value.as_u64().ok_or("how often?")? as usize).await;
            }
            "observed" => self.collector.attempts(value.as_u64().ok_or("how many?")? as usize).await,
            "cancel" => self.calls.get(word).ok_or("no such call")?.abort(),
            "expect" => {
                let call = self.calls.remove(word).ok_or("no such call")?;
                let result = match tokio::time::timeout(Duration::from_secs(60), call).await {
                    Ok(Ok(result)) => outcome::of(&result),
                    Ok(Err(_)) => json!({"cancelled": true}),
                    Err(_) => return Err(format!("{word} did not end")),
                };
                return seen_as(word, step.get("result").ok_or("no result")?, &result);
            }
            "shutdown" => return told("shutdown", step.get("finished"), client.shutdown(grace).await),
            "begin_shutdown" => self.shutdown = Some(tokio::spawn(async move { client.shutdown(grace).await })),
            "end_shutdown" => {
                let finished = self.shutdown.take().ok_or("no shutdown")?.await.map_err(|error| error.to_string())?;
                return told("shutdown", Some(value), finished);
            }
            "close" => client.close(),
            other => return Err(format!("no such step: {other}")),
        }
        Ok(())
    }

    async fn finish(self) -> Result<(), String> {
        drop(self.client);
        if !self.calls.is_empty() {
            return Err(format!("nobody expected {:?}", self.calls.keys()));
        }
        let seen = self.control.tell("GET /seen", None).await;
        if let Some(expected) = self.scenario.get("seen") {
            seen_as("seen", expected, &seen)?;
        }
        let events: Vec<_> =
            list(&seen, "events").iter().filter(|event| event.get("action") == Some(&json!("Initialize"))).collect();
        for (word, alike) in [("distinct", false), ("same", true)] {
            for path in texts(&self.scenario, word) {
                let mut values: Vec<_> = events.iter().map(|event| at(event, &path).map(Value::to_string)).collect();
                let count = values.len();
                values.sort();
                values.dedup();
                let good =
                    count > 1 && values.iter().all(Option::is_some) && values.len() == if alike { 1 } else { count };
                if !good {
                    return Err(format!("{path} is not {word} in the events: {values:?}"));
                }
            }
        }
        let (calls, attempts) = (self.scenario.get("calls"), self.scenario.get("attempts"));
        if calls.is_some() || attempts.is_some() {
            let told = self.collector.calls(calls.and_then(Value::as_array).map_or(1, Vec::len)).await;
            for (word, expected, told) in [("calls", calls, told.calls), ("attempts", attempts, told.attempts)] {
                if let Some(expected) = expected {
                    seen_as(word, expected, &Value::Array(told))?;
                }
            }
        }
        Ok(())
    }
}

fn told(what: &str, expected: Option<&Value>, actual: bool) -> Result<(), String> {
    match expected.is_none_or(|expected| *expected == json!(actual)) {
        true => Ok(()),
        false => Err(format!("{what} said {actual}")),
    }
}

/// Compares, and looks for texts that the error's sentence must and must not have.
fn seen_as(what: &str, expected: &Value, actual: &Value) -> Result<(), String> {
    let mut plain = expected.clone();
    let sentence = text(actual, "text").unwrap_or_default().to_lowercase();
    if let Some(members) = plain.as_object_mut() {
        members.remove("text_has");
        members.remove("text_lacks");
    }
    if let Some(difference) = differs(what, &plain, Some(actual)) {
        return Err(format!("{difference}\n    in {actual}"));
    }
    for (word, wanted) in [("text_has", true), ("text_lacks", false)] {
        if let Some(text) = texts(expected, word).iter().find(|text| sentence.contains(&text.to_lowercase()) != wanted)
        {
            return Err(format!("{what}: {word} {text:?}, but it is {sentence:?}"));
        }
    }
    Ok(())
}
