//! Waiting until something has happened.

use std::time::Duration;

use super::reply::Reply;
use crate::action::Action;
use crate::record::Seen;
use crate::service::Service;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

const SENTENCE: &str = "wait takes connections=N, requests=N, aborted=N, ended=N, proxy_requests=N, callbacks=N, open_connections_at_most=N, timeout_ms=N, an \
                        action's name such as Initialize=N, and aborted.Initialize=N";

/// One thing to wait for.
enum Wanted {
    Connections(u64),
    OpenConnectionsAtMost(u64),
    Requests(u64),
    Aborted(u64),
    Ended(u64),
    ProxyRequests(u64),
    Callbacks(u64),
    Action(Action, u64),
    AbortedAction(Action, u64),
}

impl Wanted {
    fn read(name: &str, number: u64) -> Option<Self> {
        Some(match name {
            "connections" => Self::Connections(number),
            "open_connections_at_most" => Self::OpenConnectionsAtMost(number),
            "requests" => Self::Requests(number),
            "aborted" => Self::Aborted(number),
            "ended" => Self::Ended(number),
            "callbacks" => Self::Callbacks(number),
            "proxy_requests" => Self::ProxyRequests(number),
            _ => match name.strip_prefix("aborted.") {
                Some(action) => Self::AbortedAction(Action::from_name(action)?, number),
                None => Self::Action(Action::from_name(name)?, number),
            },
        })
    }

    fn is_met(&self, seen: &Seen) -> bool {
        match self {
            Self::Connections(number) => seen.connections >= *number,
            Self::OpenConnectionsAtMost(number) => seen.open_connections <= *number,
            Self::Requests(number) => seen.requests >= *number,
            Self::Aborted(number) => seen.aborted >= *number,
            Self::ProxyRequests(number) => seen.proxy_requests >= *number,
            Self::Callbacks(number) => seen.callbacks >= *number,
            Self::Ended(number) => seen.ended >= *number,
            Self::Action(action, number) => seen.count(*action) >= *number,
            Self::AbortedAction(action, number) => seen.count_aborted(*action) >= *number,
        }
    }
}

/// The only thing that `/release` takes.
pub(super) fn count_in(query: &str) -> Result<Option<u64>, String> {
    match query.strip_prefix("count=").map(str::parse) {
        None if query.is_empty() => Ok(None),
        Some(Ok(count)) => Ok(Some(count)),
        _ => Err("release takes count=N or nothing".to_owned()),
    }
}

/// Answers when everything named is so, or with 408 and what was seen by then.
pub(super) async fn wait(query: &str, service: &Service) -> Reply {
    let mut all = Vec::new();
    let mut timeout = DEFAULT_TIMEOUT;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (value.parse(), name) {
            (Ok(number), "timeout_ms") => timeout = Duration::from_millis(number),
            (Ok(number), _) => match Wanted::read(name, number) {
                Some(wanted) => all.push(wanted),
                None => return Reply::wrong(SENTENCE),
            },
            (Err(_), _) => return Reply::wrong(SENTENCE),
        }
    }
    let mut watch = service.record.watch();
    let reached = watch.wait_for(|seen| all.iter().all(|wanted| wanted.is_met(seen)));
    match tokio::time::timeout(timeout, reached).await {
        Ok(Ok(now)) => {
            let now = now.clone();
            Reply::json(200, &now)
        }
        _ => Reply::json(408, &service.record.seen()),
    }
}
