//! The client against the sandbox: real sockets, real TLS, a service that checks every signature.

#[macro_use]
#[path = "../with/mod.rs"]
mod with;

mod answers;
mod calls;
mod deadlines;
mod ending;

use std::sync::Arc;

use ekyc::{Attempts, Client, ClientConfig, Credentials, DocType, InitializeRequest, ProductCode, RetrySettings};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

const ID: &str = "LTAI5tSandbox";
const SECRET: &str = "sandbox-secret";

/// Nothing reached the service, however often it was tried.
const ONE: Attempts = Attempts::new(1, false);
const THREE: Attempts = Attempts::new(3, false);

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new(ID, SECRET)).unwrap()
}

fn config(sandbox: &Sandbox) -> ClientConfig {
    with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    )
}

fn key() -> Arc<Credentials> {
    Credentials::access_key(ID.into(), SECRET.into()).unwrap()
}

fn client(sandbox: &Sandbox) -> Client {
    Client::new(config(sandbox), key()).unwrap()
}

/// One that repeats nothing.
fn client_that_repeats_nothing(sandbox: &Sandbox) -> Client {
    let retry = Some(with!(RetrySettings::default(), max_attempts = 1));
    Client::new(with!(config(sandbox), retry = retry), key()).unwrap()
}

fn request() -> InitializeRequest {
    let meta_info = r#"{"deviceType":"h5","ua":"Mozilla/5.0 (é*~+ %20)"}"#;
    let mut request =
        InitializeRequest::new(ProductCode::EKyc, "e0c34a77f5ac40a5aa5e6ed20c35aaaa", meta_info, "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// The service's answer, made up.
fn says(status: u16, body: &str) -> FaultKind {
    FaultKind::Answer { status, headers: Default::default(), body: body.to_owned() }
}
