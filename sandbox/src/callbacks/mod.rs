//! Calling the merchant back: a GET of `CallbackUrl` with a few fields more in its query. Only loopback addresses are called unless it is
//! allowed otherwise, and no redirect is followed.

mod client;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ClientConfig;
use url::{Host, Url};

use crate::cloudauth::{Callback, CallbackAttempt};
use crate::error::SandboxError;
use crate::http::Refusal;
use crate::settings::{CallbackSettings, Reachability};

/// How long a receiver may take. The service's own limit is not documented.
const PATIENCE: Duration = Duration::from_secs(10);

/// How callbacks are sent now.
pub(crate) struct Callbacks {
    state: Mutex<State>,
    /// The sandbox's own authority, so that a receiver with a certificate of it is trusted.
    own_authority: String,
}

#[derive(Clone)]
struct State {
    settings: CallbackSettings,
    tls: Arc<ClientConfig>,
}

impl Callbacks {
    pub(crate) fn new(settings: CallbackSettings, own_authority: String) -> Result<Self, SandboxError> {
        let tls = client::tls(&settings, &own_authority)?;
        Ok(Self { state: Mutex::new(State { settings, tls }), own_authority })
    }

    pub(crate) fn set(&self, settings: CallbackSettings) -> Result<(), SandboxError> {
        let tls = client::tls(&settings, &self.own_authority)?;
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State { settings, tls };
        Ok(())
    }

    pub(crate) fn settings(&self) -> CallbackSettings {
        self.state().settings
    }

    /// Sends one, and tells what came of it.
    pub(crate) async fn send(&self, callback: &Callback) -> CallbackAttempt {
        let url = callback.whole_url();
        let sent = match &url {
            Some(url) => self.get(url).await,
            None => Err("CallbackUrl is not a URL".to_owned()),
        };
        let shown = url.map(|mut url| {
            url.set_query(None);
            url.to_string()
        });
        CallbackAttempt { n: 0, url: shown.unwrap_or_default(), status: sent.as_ref().ok().copied(), error: sent.err() }
    }

    /// What Initialize makes of a `CallbackUrl`. Which code the service has for one that cannot be reached is not documented.
    pub(crate) async fn check_reachable(&self, text: &str) -> Result<(), Refusal> {
        let reason = match self.settings().reachability {
            Reachability::Accept => return Ok(()),
            Reachability::Refuse => "the sandbox is set to refuse it".to_owned(),
            Reachability::Probe => match self.probe(text).await {
                Ok(()) => return Ok(()),
                Err(reason) => reason,
            },
        };
        Err(Refusal::new(
            400,
            "InvalidParameter",
            format!("Invalid parameter: CallbackUrl is not reachable: {reason}."),
        ))
    }

    async fn get(&self, url: &Url) -> Result<u16, String> {
        let state = self.state();
        let target = target(url, &state.settings)?;
        within(client::get(url, &target, state.tls)).await
    }

    async fn probe(&self, text: &str) -> Result<(), String> {
        let url = Url::parse(text).map_err(|_| "it is not a URL".to_owned())?;
        let state = self.state();
        let target = target(&url, &state.settings)?;
        within(client::probe(&url, &target, state.tls)).await
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn within<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let over = |_| Err(format!("there was no answer within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(over)
}

/// Host and port to connect to, if this may be called.
fn target(url: &Url, settings: &CallbackSettings) -> Result<(String, u16), String> {
    let host = url.host().ok_or("it has no host")?;
    let port = url.port_or_known_default().ok_or("it has no port")?;
    match url.scheme() {
        "https" => {}
        "http" if settings.allow_http => {}
        "http" => return Err("plain HTTP is not allowed".to_owned()),
        _ => return Err("it is neither https nor http".to_owned()),
    }
    let is_local = match &host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    };
    if !is_local && !settings.allow_remote {
        return Err(
            "its host is not a loopback address, and other machines are not called unless that is allowed".to_owned()
        );
    }
    let host = match host {
        Host::Ipv6(address) => address.to_string(),
        other => other.to_string(),
    };
    Ok((host, port))
}
