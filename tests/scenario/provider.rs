//! A provider that answers what the scenario says.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ekyc::{CredentialProvider, CredentialTicket, ProviderRefused};
use serde_json::Value;
use tokio::sync::watch;

use super::json::{number, text};

pub struct Scripted {
    answers: Vec<Value>,
    asked: watch::Sender<usize>,
    /// Tickets that are never answered.
    kept: Mutex<Vec<Arc<CredentialTicket>>>,
}

impl Scripted {
    pub fn new(answers: Vec<Value>) -> Self {
        Self { answers, asked: watch::Sender::new(0), kept: Mutex::default() }
    }

    pub async fn asked(&self, times: usize) {
        let mut asked = self.asked.subscribe();
        asked.wait_for(|count| *count >= times).await.unwrap();
    }
}

impl CredentialProvider for Scripted {
    fn fetch(&self, ticket: Arc<CredentialTicket>) -> Result<(), ProviderRefused> {
        let answer = &self.answers[(*self.asked.borrow()).min(self.answers.len() - 1)];
        self.asked.send_modify(|count| *count += 1);
        if let Some(reason) = text(answer, "refuse") {
            return Err(ProviderRefused::Refused { reason });
        }
        if let Some(text) = text(answer, "throw") {
            panic!("{text}"); // the ordinary way to fail unexpectedly, in Rust
        }
        if answer.get("hang").is_some() {
            self.kept.lock().unwrap().push(ticket);
            return Ok(());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let expires =
            number(answer, "expires_in_ms").map(|ms| (now + Duration::from_millis(ms as u64)).as_millis() as i64);
        let (id, secret) = (text(answer, "id").unwrap(), text(answer, "secret").unwrap());
        ticket.complete(id, secret, text(answer, "token"), expires).unwrap();
        Ok(())
    }
}
