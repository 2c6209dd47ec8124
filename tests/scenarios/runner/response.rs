//! What a response says, as JSON with the fields' names in Rust. A number with a fraction is a text with two decimals, a picture its length.

use ekyc::model::{
    CallbackHint, DocumentFields, DocumentResult, FaceResult, JsonText, SourceResult, SpoofResult, VerificationState,
};
use ekyc::{
    CheckResultResponse, CheckVerifyLogResponse, DeleteVerifyResultResponse, InitializeResponse, OperationResponse,
};
use serde_json::{Value, json};

/// One value as a scenario sees it.
pub trait Told {
    fn told(&self) -> Value;
}

fn optional<T: Told>(value: &Option<T>) -> Value {
    value.as_ref().map_or(Value::Null, Told::told)
}

fn hundredths(number: Option<f64>) -> Option<String> {
    number.map(|number| format!("{number:.2}"))
}

impl Told for InitializeResponse {
    fn told(&self) -> Value {
        json!({"request_id": self.request_id, "transaction_id": self.transaction_id, "transaction_url": self.transaction_url})
    }
}

impl Told for CheckResultResponse {
    fn told(&self) -> Value {
        let state = match self.state {
            VerificationState::InProgress => "in_progress",
            VerificationState::Pending => "pending",
            VerificationState::Ended => "ended",
        };
        json!({
            "request_id": self.request_id, "state": state, "passed": self.passed.as_ref().map(|passed| passed.code()),
            "sub_code": self.sub_code, "face": optional(&self.face), "document": optional(&self.document),
            "sources": optional(&self.sources), "risk": optional(&self.risk), "other": self.other,
        })
    }
}

impl Told for FaceResult {
    fn told(&self) -> Value {
        json!({
            "passed": self.passed, "attack": self.attack, "occlusion": self.occlusion, "quality": hundredths(self.quality),
            "comparison_score": hundredths(self.comparison_score), "picture": self.picture.as_ref().map(Vec::len),
            "other": self.other, "raw": self.raw,
        })
    }
}

impl Told for DocumentResult {
    fn told(&self) -> Value {
        json!({
            "passed": self.passed, "fields": optional(&self.fields), "edited_fields": optional(&self.edited_fields),
            "spoof": optional(&self.spoof), "picture": self.picture.as_ref().map(Vec::len), "other": self.other, "raw": self.raw,
        })
    }
}

impl Told for DocumentFields {
    fn told(&self) -> Value {
        json!({"surname": self.surname, "passport_no": self.passport_no, "all": self.all, "raw": self.raw})
    }
}

impl Told for SpoofResult {
    fn told(&self) -> Value {
        let types: Vec<_> = self.types.iter().map(|kind| kind.code()).collect();
        json!({"forged": self.forged, "types": types, "other": self.other, "raw": self.raw})
    }
}

impl Told for SourceResult {
    fn told(&self) -> Value {
        json!({"gov_id": hundredths(self.gov_id), "other": self.other, "raw": self.raw})
    }
}

impl Told for JsonText {
    fn told(&self) -> Value {
        json!({"members": self.members, "raw": self.raw})
    }
}

impl Told for CheckVerifyLogResponse {
    fn told(&self) -> Value {
        json!({
            "request_id": self.request_id, "verify_status": self.verify_status.as_ref().map(|status| status.code()),
            "verify_error_code": self.verify_error_code.as_ref().map(|code| code.code()),
            "interrupt_page_en": self.interrupt_page_en, "log_info_en": self.log_info_en, "other": self.other,
        })
    }
}

impl Told for DeleteVerifyResultResponse {
    fn told(&self) -> Value {
        json!({"request_id": self.request_id, "deleted": self.deleted, "transaction_id": self.transaction_id})
    }
}

impl Told for OperationResponse {
    fn told(&self) -> Value {
        json!({"request_id": self.request_id, "json": self.json})
    }
}

impl Told for CallbackHint {
    fn told(&self) -> Value {
        let own: Vec<_> = self.own_parameters.iter().map(|own| json!({"name": own.name, "value": own.value})).collect();
        json!({
            "transaction_id": self.transaction_id, "passed": self.passed.as_ref().map(|passed| passed.code()),
            "sub_code": self.sub_code, "own_parameters": own, "delivery_key": self.delivery_key,
        })
    }
}
