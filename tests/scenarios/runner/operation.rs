//! The operations that a step can call.

use ekyc::model::DeleteType;
use ekyc::protocol::InitializeV2;
use ekyc::{
    AwaitResultRequest, CallOptions, CheckResultRequest, CheckVerifyLogRequest, Client, DeleteVerifyResultRequest,
    EkycError, OperationRequest,
};
use serde_json::Value;

use super::build;
use super::response::Told;
use super::scenario::{Operation, Request};

/// Calls it; a success is what its response says.
pub async fn call(
    client: &Client,
    operation: Operation,
    request: &Request,
    options: &CallOptions,
) -> Result<Value, EkycError> {
    let options = Some(options);
    Ok(match operation {
        Operation::Initialize => client.send(&build::request(request), options).await?.told(),
        Operation::InitializeV2 => client.send(&InitializeV2(&build::request(request)), options).await?.told(),
        Operation::CheckResult => client.send(&check_result(request), options).await?.told(),
        Operation::AwaitResult => {
            let usual = AwaitResultRequest::new(check_result(request));
            let request = with!(
                usual.clone(),
                limit_ms = request.limit_ms.unwrap_or(usual.limit_ms),
                first_pause_ms = request.first_pause_ms.unwrap_or(usual.first_pause_ms),
                max_pause_ms = request.max_pause_ms.unwrap_or(usual.max_pause_ms)
            );
            client.await_result(&request, options).await?.told()
        }
        Operation::CheckVerifyLog => {
            let request = CheckVerifyLogRequest::new(text(&request.merchant_biz_id), text(&request.transaction_id));
            client.send(&request, options).await?.told()
        }
        Operation::DeleteVerifyResult => {
            let mut delete = DeleteVerifyResultRequest::new(text(&request.transaction_id));
            delete.delete_type = request.delete_type.as_deref().map(DeleteType::from_code);
            client.send(&delete, options).await?.told()
        }
        Operation::Call => {
            let any = with!(
                OperationRequest::new(text(&request.operation)),
                query = request.query.clone().into_iter().collect(),
                form = request.form.clone().into_iter().collect(),
                repeatable = request.repeatable,
                success_codes = request.success_codes.clone()
            );
            client.send(&any, options).await?.told()
        }
    })
}

fn check_result(request: &Request) -> CheckResultRequest {
    with!(
        CheckResultRequest::new(text(&request.merchant_biz_id), text(&request.transaction_id)),
        is_return_image = request.is_return_image
    )
}

fn text(given: &Option<String>) -> String {
    given.clone().unwrap_or_default()
}
