//! The operations that cross the border, each one line: its Swift method (by way of UniFFI) and its number on the JVM's way in.

use std::sync::Arc;

use super::client::CoreClient;
use super::wire::{Arguments, Done, id};
use crate::client::{Call as _, CallOptions, Client, Progress};
use crate::error::EkycError;
use crate::model::{
    AwaitResultRequest, CheckResultRequest, CheckResultResponse, CheckVerifyLogRequest, CheckVerifyLogResponse,
    DeleteVerifyResultRequest, DeleteVerifyResultResponse, InitializeRequest, InitializeResponse, OperationRequest,
    OperationResponse,
};
use crate::protocol::InitializeV2;

/// `name(Request) -> Response;` with the documentation that Kotlin and Swift show. `name(Request as Operation)` sends a request to an operation
/// that shares its type with another.
macro_rules! operations {
    ($( $(#[doc = $doc:literal])+ $name:ident($request:ident $(as $operation:ident)?) -> $response:ident; )+) => {
        #[uniffi::export]
        impl CoreClient {
            $(
                $(#[doc = $doc])+
                pub async fn $name(
                    &self,
                    request: $request,
                    options: Option<CallOptions>,
                    call: u64,
                ) -> Result<$response, EkycError> {
                    let work = move |client: Client, progress: Arc<Progress>| async move {
                        ($($operation)?(&request)).call(&client, options.as_ref(), &progress).await
                    };
                    self.run(call, work).await
                }
            )+
        }

        /// Begins the operation with this number; `done` is told how it ended.
        pub(super) fn begin(
            client: &CoreClient,
            call: u64,
            operation: u32,
            mut arguments: Arguments<'_>,
            done: Done,
        ) -> Result<(), EkycError> {
            $(
                if operation == const { id(stringify!($name)) } {
                    let request: $request = arguments.value()?;
                    let options: Option<CallOptions> = arguments.value()?;
                    arguments.end()?;
                    let work = move |client: Client, progress: Arc<Progress>| async move {
                        ($($operation)?(&request)).call(&client, options.as_ref(), &progress).await
                    };
                    return client.detach(call, work, move |result: Result<$response, EkycError>| done.value(result));
                }
            )+
            Err(EkycError::internal("there is no operation with this number"))
        }
    };
}

operations! {
    /// Starts a verification.
    initialize(InitializeRequest) -> InitializeResponse;
    /// Starts a verification with the operation InitializeV2, which the vendor's newer pages ask for with some products.
    initialize_v2(InitializeRequest as InitializeV2) -> InitializeResponse;
    /// Asks how far a verification has come and, when it has ended, for its result. That the user has not finished is no error: see the
    /// response's `state`. Repeated whenever it fails on the way.
    check_result(CheckResultRequest) -> CheckResultResponse;
    /// Waits until a verification has ended, or the limit of the request is reached: the response's `state` says which. Asks with
    /// CheckResult, within the quota, with growing pauses, and at once when the client is told of a callback. What may pass by itself (the
    /// network, a failure of the service, throttling) is waited out too. The options are those of each question; events are told for each.
    await_result(AwaitResultRequest) -> CheckResultResponse;
    /// Asks why a user did not finish. Repeated whenever it fails on the way.
    check_verify_log(CheckVerifyLogRequest) -> CheckVerifyLogResponse;
    /// Deletes what the service keeps of a verification. Repeated whenever it fails on the way.
    delete_verify_result(DeleteVerifyResultRequest) -> DeleteVerifyResultResponse;
    /// Calls any operation by its name, for those that have no method of their own. Signing, repetitions, quota, errors and events are those
    /// of every call.
    call(OperationRequest) -> OperationResponse;
}
