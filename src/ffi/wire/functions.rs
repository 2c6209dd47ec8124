//! The functions, each one line: its name, what it takes and what it gives.

use std::sync::Arc;

use super::bytes::{Arguments, reply};
use super::foreign::{RemoteObserver, RemoteProvider};
use super::id;
use super::registry::Registry;
use crate::callback::{callback_keys, checked_capacity, delivery, settled_key};
use crate::client::ClientConfig;
use crate::credentials::{CredentialPromise, Credentials as CoreCredentials};
use crate::error::EkycError;
use crate::ffi::client::CoreClient;
use crate::ffi::functions::*;
use crate::ffi::observer::CoreObserver;
use crate::model::{CallbackDelivery, CallbackHint};

pub(super) static CLIENTS: Registry<CoreClient> = Registry::new("client");
pub(super) static CREDENTIALS: Registry<CoreCredentials> = Registry::new("credentials");
pub(super) static PROMISES: Registry<CredentialPromise> = Registry::new("promise");

/// `name(arguments) -> result;` where an argument is a `value`, or `credentials` by their number; a result can also be `nothing`. The name is that of the
/// function, or `Type::function`, which UniFFI exports: the generator finds its documentation and its types there.
macro_rules! functions {
    ($( $($name:ident)::+($($argument:ident),*) -> $result:ident; )+) => {
        pub(super) fn dispatch(function: u32, mut arguments: Arguments<'_>) -> Result<Vec<u8>, EkycError> {
            $(
                if function == const { id(stringify!($($name)::+)) } {
                    return Ok(give::$result($($name)::+($(arguments.$argument()?),*)));
                }
            )+
            Err(EkycError::internal("there is no function with this number"))
        }

        #[cfg(test)]
        const NUMBERS: &[u32] = &[$( id(stringify!($($name)::+)) ),+];
    };
}

functions! {
    core_new_merchant_biz_id() -> value;
    core_mask_merchant_user_id(value, value) -> value;
    core_sign_initialize(value, value, credentials) -> value;
    core_sign_initialize_at(value, value, credentials, value, value) -> value;
    core_sign_check_result(value, value, credentials) -> value;
    core_sign_operation(value, value, credentials) -> value;
    core_read_initialize(value, value) -> value;
    core_read_check_result(value, value) -> value;
    core_read_operation(value, value) -> value;
    core_parse_callback(value, value, value) -> value;
    core_sign_acs3(value, credentials) -> value;

    CoreCredentials::access_key(value, value) -> credentials;
    CoreCredentials::temporary(value, value, value) -> credentials;
    CoreCredentials::from_environment() -> credentials;
    CoreCredentials::default_chain(value) -> credentials;
    CoreCredentials::cli_profile(value) -> credentials;
    CoreCredentials::ini_profile(value) -> credentials;
    CoreCredentials::oidc_role(value) -> credentials;
    CoreCredentials::ecs_role(value) -> credentials;
    CoreCredentials::uri(value) -> credentials;
    CoreCredentials::assume_role(credentials, value) -> credentials;
    provider(value, value) -> credentials;
    describe_credentials(credentials) -> value;
    free_credentials(value) -> nothing;

    open_client(value, credentials, value, value) -> value;
    stop_client(value) -> nothing;
    free_client(value) -> nothing;
    callback_arrived(value, value) -> value;
    inbox_capacity(value) -> nothing;
    inbox_keys(value) -> value;
    inbox_settled_key(value) -> value;
    inbox_delivery(value, value) -> value;

    complete_promise(value, value, value, value, value) -> nothing;
    fail_promise(value, value) -> nothing;
}

/// How a result goes.
mod give {
    use super::*;

    pub(super) fn value<T: uniffi::Lower<crate::UniFfiTag>>(result: Result<T, EkycError>) -> Vec<u8> {
        reply(result.map_err(crate::ffi::names::of_the_caller))
    }

    pub(super) fn nothing(result: Result<(), EkycError>) -> Vec<u8> {
        value(result.map(|()| true))
    }

    pub(super) fn credentials(result: Result<Arc<CoreCredentials>, EkycError>) -> Vec<u8> {
        value(result.map(|credentials| CREDENTIALS.add(credentials)))
    }
}

fn provider(provider: u64, timeout_ms: i64) -> Result<Arc<CoreCredentials>, EkycError> {
    CoreCredentials::provider(Arc::new(RemoteProvider(provider)), timeout_ms)
}

fn describe_credentials(credentials: Arc<CoreCredentials>) -> Result<String, EkycError> {
    Ok(credentials.to_string())
}

fn free_credentials(credentials: u64) -> Result<(), EkycError> {
    drop(CREDENTIALS.remove(credentials));
    Ok(())
}

fn open_client(
    config: ClientConfig,
    credentials: Arc<CoreCredentials>,
    observer: Option<u64>,
    binding: String,
) -> Result<u64, EkycError> {
    let observer = observer.map(|observer| Arc::new(RemoteObserver(observer)) as Arc<dyn CoreObserver>);
    Ok(CLIENTS.add(CoreClient::new(config, credentials, observer, binding)?))
}

fn stop_client(client: u64) -> Result<(), EkycError> {
    CLIENTS.get(client)?.stop()
}

fn callback_arrived(client: u64, callback: CallbackHint) -> Result<bool, EkycError> {
    CLIENTS.get(client)?.callback_arrived(callback)
}

/// An inbox's rules. Its store is asked by the wrapper, in the way of its language.
fn inbox_capacity(capacity: i64) -> Result<(), EkycError> {
    checked_capacity(capacity).map(|_| ())
}

fn inbox_keys(callback: CallbackHint) -> Result<Vec<String>, EkycError> {
    Ok(callback_keys(&callback).into())
}

fn inbox_settled_key(transaction_id: String) -> Result<String, EkycError> {
    Ok(settled_key(&transaction_id))
}

fn inbox_delivery(settled: Option<bool>, is_new: Option<bool>) -> Result<CallbackDelivery, EkycError> {
    Ok(delivery(settled, is_new))
}

fn free_client(client: u64) -> Result<(), EkycError> {
    drop(CLIENTS.remove(client));
    Ok(())
}

fn complete_promise(
    promise: u64,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    expires_at_unix_ms: Option<i64>,
) -> Result<(), EkycError> {
    let promise = super::gone(PROMISES.remove(promise), "promise")?;
    promise.complete(access_key_id, access_key_secret, security_token, expires_at_unix_ms)
}

/// Without a reason the promise is dropped: nobody answered.
fn fail_promise(promise: u64, reason: Option<String>) -> Result<(), EkycError> {
    let promise = super::gone(PROMISES.remove(promise), "promise")?;
    reason.map_or(Ok(()), |reason| promise.fail(reason))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_function_has_a_number_of_its_own() {
        let different: HashSet<_> = NUMBERS.iter().collect();
        assert_eq!(different.len(), NUMBERS.len());
    }
}
