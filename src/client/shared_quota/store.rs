//! The store that counts: asked in time, reached again when it comes back, and left alone for a moment when it does not.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as FairMutex;
use tokio::time::{Instant, timeout_at};

use super::connection::Connection;
use super::resp::{Reply, command};
use super::settings::Target;
use crate::bounds::{MAX_NETWORK_REASON, shown};

const SCRIPT: &str = include_str!("script.lua");

/// For so long a store that was not there is thought to be away, so that not every call waits for it.
const AWAY: Duration = Duration::from_secs(1);

pub(super) struct Store {
    target: Target,
    link: Mutex<Link>,
    /// Held by whoever connects.
    connecting: FairMutex<()>,
}

#[derive(Default)]
struct Link {
    ready: Option<Arc<Ready>>,
    away: Option<(Instant, String)>,
}

/// A connection on which the script is known.
struct Ready {
    connection: Connection,
    script: String,
}

/// Why there was no answer.
enum Failed {
    /// The connection is of no use any more; a new one may be.
    Connection(String),
    /// The store's own word.
    Refused(String),
}

impl Store {
    pub(super) fn new(target: Target) -> Self {
        Self { target, link: Mutex::default(), connecting: FairMutex::new(()) }
    }

    /// Asks the script. Its answer is a list of numbers.
    ///
    /// # Errors
    /// Why the store cannot be asked.
    pub(super) async fn ask(&self, keys: &[String; 3], arguments: &[String]) -> Result<Vec<i64>, String> {
        if let Some(reason) = self.away() {
            return Err(reason);
        }
        let deadline = Instant::now() + self.target.timeout;
        let mut fresh = false;
        loop {
            // A connection that was there already may have died meanwhile; a new one may not.
            let ready = match self.ready().filter(|_| !fresh) {
                Some(ready) => ready,
                None => {
                    fresh = true;
                    match timeout_at(deadline, self.connect()).await {
                        Ok(Ok(ready)) => ready,
                        Ok(Err(reason)) => return Err(self.is_away(reason)),
                        Err(_) => return Err(self.is_away(self.too_late())),
                    }
                }
            };
            let failed = match timeout_at(deadline, ready.ask(keys, arguments)).await {
                Ok(Ok(numbers)) => return Ok(numbers),
                Ok(Err(failed)) => failed,
                // Whatever comes later belongs to nobody.
                Err(_) => Failed::Connection(self.too_late()),
            };
            match failed {
                Failed::Refused(reason) => return Err(self.is_away(format!("{}: {reason}", self.target.place))),
                Failed::Connection(reason) => {
                    self.forget(&ready);
                    if fresh || Instant::now() >= deadline {
                        return Err(self.is_away(reason));
                    }
                }
            }
        }
    }

    async fn connect(&self) -> Result<Arc<Ready>, String> {
        let place = &self.target.place;
        let _one_at_a_time = self.connecting.lock().await;
        if let Some(ready) = self.ready() {
            return Ok(ready);
        }
        if let Some(reason) = self.away() {
            return Err(reason);
        }
        let (connector, uri) = (self.target.connector.clone(), self.target.uri.clone());
        let connection = Connection::open(connector, uri, self.target.timeout)
            .await
            .map_err(|reason| format!("no connection to {place}: {reason}"))?;
        let ready = Arc::new(self.prepare(connection).await.map_err(|reason| format!("{place}: {reason}"))?);
        *self.link() = Link { ready: Some(Arc::clone(&ready)), away: None };
        Ok(ready)
    }

    async fn prepare(&self, connection: Connection) -> Result<Ready, String> {
        if let Some(password) = &self.target.password {
            let user = self.target.user.iter().map(String::as_bytes);
            let parts: Vec<_> = [&b"AUTH"[..]].into_iter().chain(user).chain([password.as_bytes()]).collect();
            said(connection.ask(command(parts)).await)?;
        }
        if self.target.database != 0 {
            let database = self.target.database.to_string();
            said(connection.ask(command([&b"SELECT"[..], database.as_bytes()])).await)?;
        }
        let load = command([&b"SCRIPT"[..], b"LOAD", SCRIPT.as_bytes()]);
        let script = said(connection.ask(load).await)?;
        Ok(Ready { connection, script })
    }

    fn ready(&self) -> Option<Arc<Ready>> {
        self.link().ready.clone().filter(|ready| ready.connection.is_open())
    }

    fn forget(&self, ready: &Arc<Ready>) {
        let mut link = self.link();
        if link.ready.as_ref().is_some_and(|present| Arc::ptr_eq(present, ready)) {
            link.ready = None;
        }
    }

    fn away(&self) -> Option<String> {
        self.link().away.as_ref().filter(|(until, _)| Instant::now() < *until).map(|(_, reason)| reason.clone())
    }

    fn is_away(&self, reason: String) -> String {
        self.link().away = Some((Instant::now() + AWAY, reason.clone()));
        reason
    }

    fn too_late(&self) -> String {
        format!("no answer from {} within {} ms", self.target.place, self.target.timeout.as_millis())
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ready {
    async fn ask(&self, keys: &[String; 3], arguments: &[String]) -> Result<Vec<i64>, Failed> {
        let fixed = ["EVALSHA", &self.script, "3"];
        let texts = fixed.into_iter().chain(keys.iter().chain(arguments).map(String::as_str));
        let parts: Vec<_> = texts.map(str::as_bytes).collect();
        let broke = || Failed::Connection("the connection broke".to_owned());
        match self.connection.ask(command(parts)).await.ok_or_else(broke)? {
            Reply::List(items) => Ok(items.iter().filter_map(Reply::number).collect()),
            Reply::Error(text) => Err(refused(&text)),
            _ => Err(Failed::Refused("its answer is not the script's".to_owned())),
        }
    }
}

/// Scripts that were flushed are loaded again with a new connection; a server that has become a replica has given its name to another.
fn refused(text: &str) -> Failed {
    let reason = shown(text, MAX_NETWORK_REASON);
    let passing = ["NOSCRIPT", "READONLY", "LOADING", "MASTERDOWN", "UNBLOCKED"];
    if passing.iter().any(|word| text.starts_with(word)) { Failed::Connection(reason) } else { Failed::Refused(reason) }
}

/// The text of an answer to one of the first commands.
fn said(reply: Option<Reply>) -> Result<String, String> {
    match reply {
        Some(Reply::Text(text)) => Ok(text),
        Some(Reply::Error(text)) => Err(shown(&text, MAX_NETWORK_REASON)),
        Some(_) => Err("its answer is not that of a Redis or Valkey server".to_owned()),
        None => Err("the connection broke".to_owned()),
    }
}

impl Reply {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}
