//! A whole verification, from its start to its end, against the sandbox.

#[macro_use]
mod with;

use std::time::Duration;

use ekyc::callback::CallbackInbox;
use ekyc::model::{CallbackDelivery, DeleteType, VerifyStatus};
use ekyc::{
    AwaitResultRequest, CheckResultRequest, CheckVerifyLogRequest, Client, ClientConfig, Credentials,
    DeleteVerifyResultRequest, DocType, EkycError, InitializeRequest, Passed, ProductCode, VerificationState,
    parse_callback,
};
use ekyc_sandbox::{Decision, Options, Sandbox};

fn client(sandbox: &Sandbox) -> Client {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    Client::new(config, Credentials::access_key("id".into(), "secret".into()).unwrap()).unwrap()
}

fn start() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, ekyc::new_merchant_biz_id().unwrap(), "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), work).await.expect("it hangs")
}

// The example of docs/how-to/testing.md.
// snippet begin
#[tokio::test]
async fn a_forged_document_does_not_pass() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(Options::new("id", "secret"))?;
    let mut config = ClientConfig::for_endpoint(sandbox.endpoint());
    config.extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned());
    let client = Client::new(config, Credentials::access_key("id".into(), "secret".into())?)?;

    let merchant_biz_id = ekyc::new_merchant_biz_id()?;
    let mut request = InitializeRequest::new(ProductCode::EKyc, merchant_biz_id, "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    let transaction_id = client.initialize(&request).await?.transaction_id;
    sandbox.end_verification(&transaction_id, Decision::Forged)?;
    let question = CheckResultRequest::new(&request.merchant_biz_id, &transaction_id);
    let result = client.check_result(&question).await?;
    assert_eq!(result.passed, Some(Passed::No));
    Ok(())
}
// snippet end

#[tokio::test]
async fn a_user_passes_while_the_server_waits() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let client = client(&sandbox);
    let begun = start();
    let started = client.initialize(&begun).await.unwrap();
    let question =
        with!(CheckResultRequest::new(&begun.merchant_biz_id, &started.transaction_id), is_return_image = Some(true));
    assert_eq!(client.check_result(&question).await.unwrap().state, VerificationState::InProgress);

    let wait = with!(AwaitResultRequest::new(question), first_pause_ms = 600_000, max_pause_ms = 600_000);
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.await_result(&wait, None).await }
    });
    sandbox
        .wait_for(|seen| seen.events.iter().filter(|event| event.action == "CheckResult").count() == 2)
        .await
        .unwrap();
    sandbox.end_verification(&started.transaction_id, Decision::Passed).unwrap();
    let query = format!("transactionId={}&passed=Y&subCode=200&callbackToken=t", started.transaction_id);
    let callback = parse_callback(&query, Some("t"), Some(&started.transaction_id)).unwrap();
    assert_eq!(CallbackInbox::in_memory(10).unwrap().received(&callback), CallbackDelivery::First);
    assert!(client.callback_arrived(&callback));
    let result = in_time(waiting).await.unwrap().unwrap();
    assert_eq!((result.state, result.passed), (VerificationState::Ended, Some(Passed::Yes)));
    assert_eq!(result.sub_code.as_deref(), Some("200"));
    let face = result.face.unwrap();
    assert_eq!((face.passed, face.attack), (Some(true), Some(false)));
    assert!(face.picture.is_some_and(|picture| !picture.is_empty()));
    let document = result.document.unwrap();
    assert_eq!(document.passed, Some(true));
    let fields = document.fields.unwrap();
    assert!(fields.passport_no.is_some() && fields.birth_date.is_some(), "{:?}", fields.all);

    let mut delete = DeleteVerifyResultRequest::new(&started.transaction_id);
    delete.delete_type = Some(DeleteType::All);
    assert_eq!(client.delete_verify_result(&delete).await.unwrap().deleted, Some(true));
}

#[tokio::test]
async fn the_forgery_of_a_document_is_described() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let client = client(&sandbox);
    let mut begun = start();
    begun.id_spoof = Some(true);
    let started = client.initialize_v2(&begun).await.unwrap();
    sandbox.end_verification(&started.transaction_id, Decision::Forged).unwrap();
    let result =
        client.check_result(&CheckResultRequest::new(&begun.merchant_biz_id, &started.transaction_id)).await.unwrap();
    assert_eq!((result.state, result.passed), (VerificationState::Ended, Some(Passed::No)));
    let spoof = result.document.unwrap().spoof.unwrap();
    assert_eq!(spoof.forged, Some(true));
    assert!(!spoof.types.is_empty());
}

#[tokio::test]
async fn a_user_who_leaves_is_told_by_the_log() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let client = client(&sandbox);
    let begun = start();
    let started = client.initialize(&begun).await.unwrap();
    sandbox.end_verification(&started.transaction_id, Decision::Leaves).unwrap();
    let wait = with!(
        AwaitResultRequest::new(CheckResultRequest::new(&begun.merchant_biz_id, &started.transaction_id)),
        limit_ms = 300
    );
    let result = in_time(client.await_result(&wait, None)).await.unwrap();
    assert_eq!((result.state, result.passed), (VerificationState::InProgress, None));
    let log = CheckVerifyLogRequest::new(&begun.merchant_biz_id, &started.transaction_id);
    let log = client.check_verify_log(&log).await.unwrap();
    assert_eq!(log.verify_status, Some(VerifyStatus::Interrupted));
}

#[tokio::test]
async fn an_unknown_transaction_is_refused() {
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let error = client(&sandbox).check_result(&CheckResultRequest::new("a1", "hks404")).await.unwrap_err();
    assert!(matches!(&error, EkycError::Rejected { fault, .. } if fault.code == "TransactionIdInvalid"), "{error}");
}
