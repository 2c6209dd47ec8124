//! Collects what the observer is told, as JSON.

use std::time::Duration;

use ekyc::{AttemptEvent, CallEvent, Observer};
use serde_json::{Value, json};
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Events {
    pub calls: Vec<Value>,
    pub attempts: Vec<Value>,
    lost: i64,
}

pub struct Collector(watch::Sender<Events>);

impl Collector {
    pub fn new() -> Self {
        Self(watch::Sender::new(Events::default()))
    }

    pub async fn calls(&self, count: usize) -> Events {
        self.wait(|events| events.calls.len() >= count).await
    }

    pub async fn attempts(&self, count: usize) {
        self.wait(|events| events.attempts.len() >= count).await;
    }

    async fn wait(&self, enough: impl Fn(&Events) -> bool) -> Events {
        let mut events = self.0.subscribe();
        let enough = events.wait_for(|events| events.lost > 0 || enough(events));
        let told = tokio::time::timeout(Duration::from_secs(30), enough).await;
        let told = told.expect("the observer is told").unwrap().clone();
        assert_eq!(told.lost, 0, "events were lost");
        told
    }
}

impl Observer for Collector {
    fn attempt(&self, event: AttemptEvent) {
        let json = json!({
            "operation": event.operation, "tag": event.tag, "call": event.call, "attempt": event.attempt, "outcome": event.outcome,
            "outcome_unknown": event.outcome_unknown, "http_status": event.http_status, "code": event.code,
            "request_id": event.request_id, "retry_delay_ms": event.retry_delay_ms, "connect_us": event.connect_us,
            "response_us": event.response_us, "read_us": event.read_us,
        });
        self.0.send_modify(|events| events.attempts.push(json));
    }

    fn call(&self, event: CallEvent) {
        let json = json!({
            "operation": event.operation, "tag": event.tag, "call": event.call, "attempts": event.attempts, "outcome": event.outcome,
            "outcome_unknown": event.outcome_unknown, "http_status": event.http_status, "code": event.code,
            "request_id": event.request_id,
        });
        self.0.send_modify(|events| events.calls.push(json));
    }

    // What an observer throws is dropped, so it is told to the one who waits.
    fn lost(&self, lost: i64) {
        self.0.send_modify(|events| events.lost += lost);
    }
}
