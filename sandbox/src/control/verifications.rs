//! Verifications: what there is, how they end, and calling back by command.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::reply::Reply;
use super::settings::read;
use crate::cloudauth::{CallbackChanges, Decision, Ending, ExtForm, LATE};
use crate::service::Service;
use crate::settings::{CallbackDelivery, CallbackToken};

/// `GET /verifications`, or those of one MerchantBizId.
pub(super) fn all(query: &str, service: &Service) -> Reply {
    let mut views = service.views();
    match query.split_once('=') {
        None if query.is_empty() => {}
        Some(("merchant_biz_id", id)) => views.retain(|view| view.merchant_biz_id == id),
        _ => return Reply::wrong("verifications takes merchant_biz_id=ID or nothing"),
    }
    Reply::json(200, &json!({ "verifications": views }))
}

/// `GET /verifications/{id}`.
pub(super) fn one(id: &str, service: &Service) -> Reply {
    service.view(id).map_or_else(absent, |view| Reply::json(200, &view))
}

/// `PUT /verifications/{id}`: makes it end.
pub(super) fn end(id: &str, body: &[u8], service: &Arc<Service>) -> Reply {
    match read::<RawEnding>(body, "a JSON object with decision").and_then(ending) {
        Ok(ending) => service.end_verification(id, ending).map_or_else(absent, |()| one(id, service)),
        Err(sentence) => Reply::wrong(&sentence),
    }
}

/// `POST /verifications/{id}/callback`: calls back now, and tells what came of it.
pub(super) async fn call_back(id: &str, body: &[u8], service: &Service) -> Reply {
    let body = if body.is_empty() { b"{}" } else { body };
    let raw: RawCallback = match read(body, "a JSON object of changes") {
        Ok(raw) => raw,
        Err(sentence) => return Reply::wrong(&sentence),
    };
    let token = match token(raw.token.as_deref()) {
        Ok(token) => token,
        Err(sentence) => return Reply::wrong(&sentence),
    };
    let RawCallback { transaction_id, passed, sub_code, .. } = raw;
    let changes = CallbackChanges { token, transaction_id, passed, sub_code };
    if service.view(id).is_none() {
        return absent();
    }
    match service.verifications.callback(id, &changes) {
        None => Reply::wrong("the verification was begun without a CallbackUrl"),
        Some(callback) => Reply::json(200, &service.call_back(&callback).await),
    }
}

fn absent() -> Reply {
    Reply::error(404, "there is no verification of that transaction id; GET /verifications lists them")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCallback {
    token: Option<String>,
    transaction_id: Option<String>,
    passed: Option<String>,
    sub_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEnding {
    decision: String,
    sub_code: Option<String>,
    document: Option<BTreeMap<String, String>>,
    edited: Option<BTreeMap<String, String>>,
    pending_checks: Option<u32>,
    result: Option<BTreeMap<String, Value>>,
    ext_form: Option<String>,
    callback: Option<String>,
    callback_delay_ms: Option<u64>,
    callback_token: Option<String>,
}

fn ending(raw: RawEnding) -> Result<Ending, String> {
    let decision = Decision::from_name(&raw.decision).ok_or_else(|| {
        let names = Decision::ALL.map(Decision::name).join(", ");
        format!("there is no decision {:?}; there are {names}", raw.decision)
    })?;
    let ext_form = match raw.ext_form.as_deref() {
        None => ExtForm::default(),
        Some(name) => ExtForm::from_name(name)
            .ok_or_else(|| format!("there is no ext_form {name:?}; there are text, object, doubled and broken"))?,
    };
    Ok(Ending {
        decision,
        sub_code: raw.sub_code,
        document: raw.document.unwrap_or_default(),
        edited: raw.edited.unwrap_or_default(),
        pending_checks: raw.pending_checks.unwrap_or_default(),
        result: raw.result.unwrap_or_default(),
        ext_form,
        delivery: delivery(raw.callback.as_deref(), raw.callback_delay_ms)?,
        token: token(raw.callback_token.as_deref())?,
    })
}

/// When a callback is sent, as the JSON has it.
pub(super) fn delivery(name: Option<&str>, delay_ms: Option<u64>) -> Result<Option<CallbackDelivery>, String> {
    if delay_ms.is_some() && name != Some("late") {
        return Err("a callback has a delay only if it is late".to_owned());
    }
    match name {
        None => Ok(None),
        Some("once") => Ok(Some(CallbackDelivery::Once)),
        Some("twice") => Ok(Some(CallbackDelivery::Twice)),
        Some("never") => Ok(Some(CallbackDelivery::Never)),
        Some("late") => Ok(Some(CallbackDelivery::Late(delay_ms.map_or(LATE, Duration::from_millis)))),
        Some(other) => Err(format!("a callback is not sent {other:?}, but once, twice, late or never")),
    }
}

fn token(name: Option<&str>) -> Result<CallbackToken, String> {
    match name {
        None => Ok(CallbackToken::Right),
        Some(name) => CallbackToken::from_name(name)
            .ok_or_else(|| format!("there is no token {name:?}; there are right, wrong and absent")),
    }
}
