//! A provider that answers what the scenario says.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ekyc::{CredentialPromise, CredentialProvider, ProviderRefused};
use tokio::sync::watch;

use super::scenario::Provided;

pub struct Scripted {
    answers: Vec<Provided>,
    asked: watch::Sender<usize>,
    /// Promises that are never answered.
    kept: Mutex<Vec<Arc<CredentialPromise>>>,
}

impl Scripted {
    pub fn new(answers: Vec<Provided>) -> Self {
        Self { answers, asked: watch::Sender::new(0), kept: Mutex::default() }
    }

    pub async fn asked(&self, times: usize) {
        let mut asked = self.asked.subscribe();
        asked.wait_for(|count| *count >= times).await.unwrap();
    }
}

impl CredentialProvider for Scripted {
    fn fetch(&self, promise: Arc<CredentialPromise>) -> Result<(), ProviderRefused> {
        let answer = &self.answers[(*self.asked.borrow()).min(self.answers.len() - 1)];
        self.asked.send_modify(|count| *count += 1);
        let (id, secret, token, expires_in_ms) = match answer {
            Provided::Refuse { refuse } => return Err(ProviderRefused::Refused { reason: refuse.clone() }),
            Provided::Throw { throw } => panic!("{throw}"), // the ordinary way to fail unexpectedly, in Rust
            Provided::Hang { .. } => {
                self.kept.lock().unwrap().push(promise);
                return Ok(());
            }
            Provided::Keys { id, secret, token, expires_in_ms } => (id, secret, token, expires_in_ms),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let expires = expires_in_ms.map(|ms| (now + Duration::from_millis(ms)).as_millis() as i64);
        promise.complete(id.clone(), secret.clone(), token.clone(), expires).unwrap();
        Ok(())
    }
}
