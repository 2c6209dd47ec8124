//! The operations that cross the border, each one line: its Swift method (by way of UniFFI) and its number on the JVM's way in.

use std::sync::Arc;

use super::client::CoreClient;
use super::wire::{Arguments, Done, id};
use crate::client::{CallOptions, Client, Progress};
use crate::error::EkycError;
use crate::model::{InitializeRequest, InitializeResponse};

/// `name(Request) -> Response;` with the documentation that Kotlin and Swift show.
macro_rules! operations {
    ($( $(#[doc = $doc:literal])+ $name:ident($request:ident) -> $response:ident; )+) => {
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
                        client.send_tracked(&request, options.as_ref(), &progress).await
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
                        client.send_tracked(&request, options.as_ref(), &progress).await
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
}
