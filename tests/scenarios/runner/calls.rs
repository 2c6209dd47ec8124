//! The calls of a scenario: one or many under a name, how they end, and that they end as the scenario says.

use std::time::Duration;

use ekyc::EkycError;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::compare::seen_as;
use super::outcome;
use super::scenario::Counted;

/// The limit is far away: only what never happens reaches it.
const LIMIT: Duration = Duration::from_secs(60);

/// The calls that a step started.
pub struct Started(pub Vec<JoinHandle<Result<Value, EkycError>>>);

impl Started {
    /// Cancels them in Rust's way: their futures are dropped.
    pub fn cancel(&self) {
        self.0.iter().for_each(JoinHandle::abort);
    }

    /// How each of them ended.
    pub async fn outcomes(self) -> Result<Vec<Value>, String> {
        let mut outcomes = Vec::new();
        for call in self.0 {
            outcomes.push(match tokio::time::timeout(LIMIT, call).await {
                Ok(Ok(result)) => outcome::of(&result),
                Ok(Err(gone)) if gone.is_cancelled() => json!({"cancelled": true}),
                Ok(Err(panic)) => return Err(format!("the call panicked: {panic}")),
                Err(_) => return Err("it did not end".to_owned()),
            });
        }
        Ok(outcomes)
    }
}

/// Whether the calls ended as the scenario counts them, in whatever order.
pub fn counted(name: &str, expected: &[Counted], mut outcomes: Vec<Value>) -> Result<(), String> {
    for Counted { count, result } in expected {
        let before = outcomes.len();
        outcomes.retain(|outcome| seen_as(name, result, outcome).is_err());
        let found = before - outcomes.len();
        if found != *count {
            return Err(format!("{name}: {found} instead of {count} ended as {result}; what is left: {outcomes:?}"));
        }
    }
    if outcomes.is_empty() { Ok(()) } else { Err(format!("{name}: nobody expected {outcomes:?}")) }
}

#[tokio::test]
async fn a_panic_is_no_cancellation() {
    let panicking = Started(vec![tokio::spawn(async { panic!("a fault of the client") })]);
    assert!(panicking.outcomes().await.unwrap_err().contains("panicked"));
    let cancelled = Started(vec![tokio::spawn(std::future::pending())]);
    cancelled.cancel();
    assert_eq!(cancelled.outcomes().await.unwrap(), [json!({"cancelled": true})]);
}

#[test]
fn every_outcome_is_counted_once() {
    let (success, timeout) = (json!({"success": true}), json!({"kind": "timeout"}));
    let expected = |count| [Counted { count, result: success.clone() }, Counted { count: 1, result: timeout.clone() }];
    let outcomes = || vec![success.clone(), timeout.clone(), success.clone()];
    counted("a", &expected(2), outcomes()).unwrap();
    for wrong in [1, 3] {
        counted("a", &expected(wrong), outcomes()).unwrap_err();
    }
    counted("a", &expected(2)[..1], outcomes()).unwrap_err();
}
