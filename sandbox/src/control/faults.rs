//! Setting faults.

use serde_json::{Value, json};

use crate::faults;
use crate::service::Service;

/// `PUT /faults`: in place of those set before.
pub(super) fn set(body: &[u8], service: &Service) -> Result<Value, String> {
    let faults = faults::read(body)?;
    let count = faults.len();
    service.set_faults(faults);
    Ok(json!({ "faults": count }))
}

/// `POST /faults`: behind those set before.
pub(super) fn add(body: &[u8], service: &Service) -> Result<Value, String> {
    let faults = faults::read(body)?;
    let count = faults.len();
    service.add_faults(faults);
    Ok(json!({ "faults": count }))
}
