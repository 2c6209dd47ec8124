//! What is remembered of one request.

use std::collections::BTreeMap;
use std::fmt;

use hyper::http::request::Parts;
use serde::Serialize;

use crate::action::Action;
use crate::http::{WireRequest, readable};
use crate::listener::Listener;

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// Not yet: the request has arrived and the sandbox holds the answer.
    Open,
    /// Answered in full, with a success or with what a fault says.
    Answered,
    /// Answered in full, with the error that the request deserves.
    Refused,
    /// The client closed the connection before the answer was complete.
    Aborted,
    /// The sandbox reset the connection: the fault `reset`.
    Reset,
    /// The sandbox closed the connection half way: the fault `cut`.
    Cut,
}

/// One request, as test data: values as they arrived. Serialised it shows everything; formatted with `Debug` only names, because
/// values may be personal data and secrets.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The request's number, from 1.
    pub n: u64,
    /// When it arrived: milliseconds since the sandbox started, by a clock that only goes forward and is not the service's.
    pub at_ms: u64,
    /// The number of the connection it came on, from 1: the service's and the metadata's are counted apart.
    pub connection: u64,
    /// What was asked for: the header `x-acs-action` or else the parameter `Action`, and for metadata and credentials URI the name of
    /// their [`Action`]; empty if there is none.
    pub action: String,
    /// The HTTP method.
    pub method: String,
    /// The path as it arrived.
    pub path: String,
    /// The header `host`.
    pub host: String,
    /// The query's parameters, decoded.
    pub query: BTreeMap<String, String>,
    /// The form body's parameters, decoded.
    pub form: BTreeMap<String, String>,
    /// The headers with their names in lower case; repeated ones joined by `, `.
    pub headers: BTreeMap<String, String>,
    /// The body's length in bytes.
    pub body_length: usize,
    /// The `Code` that the checks came to, whatever a fault then made of the answer: `Success`, or why the request is refused. The
    /// metadata has no codes: there it is the HTTP status of the refusal.
    pub verdict: String,
    /// The fault that this request met.
    pub fault: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The HTTP status of the answer, if one was begun.
    pub status: Option<u16>,
    /// The answer's `Code`, if it has one.
    pub code: Option<String>,
    #[serde(skip)]
    pub(crate) listener: Listener,
}

impl Event {
    pub(crate) fn new(connection: u64, listener: Listener, head: &Parts) -> Self {
        let header =
            |name: &str| head.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes())).unwrap_or_default();
        let mut headers: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in &head.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            headers
                .entry(name.as_str().to_owned())
                .and_modify(|all| {
                    all.push_str(", ");
                    all.push_str(&value);
                })
                .or_insert_with(|| value.clone().into_owned());
        }
        Self {
            n: 0,
            at_ms: 0,
            connection,
            action: listener.action_name(&header("x-acs-action"), head.uri.path()),
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            host: header("host").into_owned(),
            query: BTreeMap::new(),
            form: BTreeMap::new(),
            headers,
            body_length: 0,
            verdict: String::new(),
            fault: None,
            outcome: Outcome::Open,
            status: None,
            code: None,
            listener,
        }
    }

    /// Adds what is known once the body has arrived.
    pub(crate) fn complete(&mut self, request: &WireRequest) {
        self.query = readable(&request.query);
        self.form = readable(&request.form);
        self.body_length = request.body.len();
        if self.action.is_empty() && self.listener == Listener::Service {
            self.action = request.action().unwrap_or_default();
        }
    }

    /// The action, if it is one that the sandbox knows.
    pub(crate) fn known_action(&self) -> Option<Action> {
        Action::from_name(&self.action)
    }

    /// What a request says under a name: a parameter, or for `AccessKeyId` whose key it claims to be signed with.
    pub(crate) fn says(&self, name: &str) -> Option<&str> {
        let parameter = self.query.get(name).or_else(|| self.form.get(name)).map(String::as_str);
        parameter.or_else(|| {
            let authorization = self.headers.get("authorization").filter(|_| name == "AccessKeyId")?;
            Some(authorization.split_once("Credential=")?.1.split(',').next().unwrap_or_default())
        })
    }

    /// About how many bytes of memory it takes.
    pub(crate) fn weight(&self) -> usize {
        const BOOK_KEEPING: usize = 1024;
        let maps = [&self.query, &self.form, &self.headers];
        BOOK_KEEPING + maps.into_iter().flatten().map(|(name, value)| name.len() + value.len()).sum::<usize>()
    }

    /// One line without personal data. The action is the client's text, so it is cut and escaped.
    pub(crate) fn log_line(&self) -> String {
        let action: String = self.action.chars().take(40).flat_map(char::escape_default).collect();
        let outcome = format!("{:?}", self.outcome).to_lowercase();
        let status = self.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        let code = self.code.as_deref().unwrap_or("-");
        let fault = self.fault.as_deref().map(|fault| format!(" fault={fault}")).unwrap_or_default();
        format!("#{} {} {action} -> {outcome} {status} {code}{fault}", self.n, self.method)
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |map: &BTreeMap<String, String>| map.keys().cloned().collect::<Vec<_>>();
        f.debug_struct("Event")
            .field("n", &self.n)
            .field("connection", &self.connection)
            .field("action", &self.action)
            .field("query", &names(&self.query))
            .field("form", &names(&self.form))
            .field("headers", &names(&self.headers))
            .field("body_length", &self.body_length)
            .field("verdict", &self.verdict)
            .field("fault", &self.fault)
            .field("outcome", &self.outcome)
            .field("status", &self.status)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}
