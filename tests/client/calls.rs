//! Calls that reach the service, and those that never leave.

use std::net::TcpListener;

use ekyc::{Client, ClientConfig, Credentials, EkycError, NetworkPhase, ProductCode};
use ekyc_sandbox::{Options, Outcome, Sandbox};

use super::*;

#[tokio::test]
async fn a_verified_request_gets_a_transaction() {
    let sandbox = sandbox();
    let config = with!(config(&sandbox), application_name = Some("bank/1.0".into()));
    let response = Client::new(config, key()).unwrap().initialize(&request()).await.unwrap();
    assert!(response.transaction_id.starts_with("hks"));
    assert!(!response.request_id.is_empty());
    let seen = sandbox.seen();
    let event = &seen.events[0];
    assert_eq!(
        (event.action.as_str(), event.method.as_str(), event.outcome),
        ("Initialize", "POST", Outcome::Answered)
    );
    assert_eq!(event.query["MetaInfo"], request().meta_info);
    assert_eq!(event.headers["accept"], "application/json");
    assert_eq!(event.headers["content-length"], "0");
    let agent = &event.headers["user-agent"];
    assert!(agent.starts_with(concat!("ekyc/", env!("CARGO_PKG_VERSION"), " (")), "{agent}");
    assert!(agent.ends_with(") rust app/bank/1.0"), "{agent}");
}

#[tokio::test]
async fn temporary_credentials_carry_their_token() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).security_token("tok+en/==")).unwrap();
    let temporary = Credentials::temporary(ID.into(), SECRET.into(), "tok+en/==".into()).unwrap();
    Client::new(config(&sandbox), temporary).unwrap().initialize(&request()).await.unwrap();
    for (credentials, code) in [
        (key(), "MissingSecurityToken"),
        (Credentials::temporary(ID.into(), SECRET.into(), "other".into()).unwrap(), "InvalidSecurityToken"),
    ] {
        let error = Client::new(config(&sandbox), credentials).unwrap().initialize(&request()).await.unwrap_err();
        assert_eq!(error.kind(), "credentials");
        assert!(error.fault().unwrap().code.starts_with(code), "{error}");
    }
}

#[tokio::test]
async fn the_picture_is_verified_with_the_body() {
    let sandbox = sandbox();
    let mut with_picture = request();
    with_picture.product_code = ProductCode::FaceVerify;
    with_picture.face_picture = Some((0..=255).collect());
    client(&sandbox).initialize(&with_picture).await.unwrap();
    let seen = sandbox.seen();
    assert!(seen.events[0].form["FacePictureBase64"].starts_with("AAECAw"));
    assert!(!seen.events[0].query.contains_key("FacePictureBase64"));
}

#[tokio::test]
async fn plain_http_works_on_loopback() {
    let sandbox = Sandbox::start(Options::new(ID, SECRET).plain_http()).unwrap();
    let client = Client::new(ClientConfig::for_endpoint(sandbox.endpoint()), key()).unwrap();
    client.initialize(&request()).await.unwrap();
}

#[tokio::test]
async fn an_invalid_request_is_never_sent() {
    let sandbox = sandbox();
    let mut invalid = request();
    invalid.merchant_biz_id = "not valid".into();
    let error = client(&sandbox).initialize(&invalid).await.unwrap_err();
    assert_eq!(error.kind(), "invalid_request");
    assert_eq!((sandbox.seen().requests, sandbox.seen().connections), (0, 0));
}

#[tokio::test]
async fn a_wrong_key_is_a_matter_of_credentials() {
    let sandbox = sandbox();
    for (id, secret, code) in
        [(ID, "wrong", "SignatureDoesNotMatch"), ("unknown", SECRET, "InvalidAccessKeyId.NotFound")]
    {
        let credentials = Credentials::access_key(id.into(), secret.into()).unwrap();
        let error = Client::new(config(&sandbox), credentials).unwrap().initialize(&request()).await.unwrap_err();
        assert_eq!((error.kind(), error.fault().unwrap().code.as_str()), ("credentials", code));
        assert!(error.fault().unwrap().request_id.is_some());
    }
}

#[tokio::test]
async fn an_untrusted_certificate_ends_before_anything_is_sent() {
    let sandbox = sandbox();
    let client = Client::new(ClientConfig::for_endpoint(sandbox.endpoint()), key()).unwrap();
    match client.initialize(&request()).await.unwrap_err() {
        EkycError::Network { phase: NetworkPhase::Tls, attempts, reason } => {
            assert_eq!(attempts, ONE);
            assert!(reason.contains("certificate"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(sandbox.seen().requests, 0);
}

#[tokio::test]
async fn a_closed_port_is_a_network_error_of_the_connect_phase() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::new(ClientConfig::for_endpoint(format!("https://127.0.0.1:{port}")), key()).unwrap();
    let error = client.initialize(&request()).await.unwrap_err();
    assert!(matches!(error, EkycError::Network { phase: NetworkPhase::Connect, attempts: THREE, .. }), "{error:?}");
    assert!(!error.to_string().contains("MetaInfo"), "the URL shows: {error}");
}
