//! The page for people: what arrived and how it was judged, without personal data; and a form for the next fault.

use askama::Template;

use super::reply::Reply;
use crate::action::Action;
use crate::cloudauth::VerificationView;
use crate::faults::{self, Fault};
use crate::http::Parameters;
use crate::info::Info;
use crate::record::Event;
use crate::service::Service;

/// No more requests are shown.
const MAX_SHOWN: usize = 200;

/// The faults that need nothing more than their names.
const PLAIN_FAULTS: [&str; 11] =
    ["internal_error", "unavailable", "throttle", "hang", "hold", "stall", "cut", "reset", "not_json", "echo", "huge"];

#[derive(Template)]
#[template(path = "control.html")]
struct ControlPage<'a> {
    info: &'a Info,
    requests: u64,
    aborted: u64,
    events: Vec<Row>,
    verifications: Vec<VerificationView>,
    faults: Vec<Fault>,
    plain_faults: &'a [&'a str],
    codes: Vec<&'static str>,
    actions: Vec<&'static str>,
}

/// A request on the page. What the client wrote is cut; parameters and headers are not shown.
struct Row {
    n: u64,
    at_s: String,
    action: String,
    verdict: String,
    outcome: String,
    status: String,
    fault: String,
}

impl Row {
    fn new(event: &Event) -> Self {
        Self {
            n: event.n,
            at_s: format!("{:.3}", std::time::Duration::from_millis(event.at_ms).as_secs_f64()),
            action: event.action.chars().take(40).collect(),
            verdict: event.verdict.clone(),
            outcome: format!("{:?}", event.outcome).to_lowercase(),
            status: event.status.map_or_else(String::new, |status| status.to_string()),
            fault: event.fault.clone().unwrap_or_default(),
        }
    }
}

pub(super) fn show(info: &Info, service: &Service) -> Reply {
    let seen = service.record.seen();
    let page = ControlPage {
        info,
        requests: seen.requests,
        aborted: seen.aborted,
        events: seen.events.iter().rev().take(MAX_SHOWN).map(Row::new).collect(),
        verifications: service.views().into_iter().rev().take(MAX_SHOWN).collect(),
        faults: service.faults(),
        plain_faults: &PLAIN_FAULTS,
        codes: faults::code_names().collect(),
        actions: Action::ALL.map(Action::name).to_vec(),
    };
    match page.render() {
        Ok(html) => Reply::html(200, html),
        Err(error) => Reply::error(500, &error.to_string()),
    }
}

/// The form's fault: one that needs nothing more, or `refuse` with a code. It is read as the JSON of the control plane is.
pub(super) fn submit(body: &[u8], service: &Service) -> Reply {
    let form = Parameters::of_form(body);
    let chosen = form.get("fault").unwrap_or_default();
    let mut fault =
        serde_json::json!({ "on": form.get("on"), "times": form.get("times").and_then(|n| n.parse::<u32>().ok()) });
    let Some(members) = fault.as_object_mut() else { return Reply::back_to_the_page() };
    match chosen.strip_prefix("refuse:") {
        Some(code) => {
            members.insert("fault".to_owned(), "refuse".into());
            members.insert("code".to_owned(), code.into());
        }
        None => _ = members.insert("fault".to_owned(), chosen.into()),
    }
    match faults::read(serde_json::json!([fault]).to_string().as_bytes()) {
        Ok(faults) => {
            service.add_faults(faults);
            Reply::back_to_the_page()
        }
        Err(sentence) => Reply::wrong(&sentence),
    }
}
