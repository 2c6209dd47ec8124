//! The border as the wrappers use it: calls with ids on our own runtime, cancelled, stopped, blocking and many at once.

#[macro_use]
mod with;

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ekyc::ffi::CoreClient;
use ekyc::{Attempts, ClientConfig, Credentials, DocType, EkycError, InitializeRequest, ProductCode};
use ekyc_sandbox::{FaultKind, Options, Sandbox};

const HANG: FaultKind = FaultKind::Hang;

fn sandbox() -> Sandbox {
    Sandbox::start(Options::new("id", "secret")).unwrap()
}

fn client(sandbox: &Sandbox) -> Arc<CoreClient> {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    CoreClient::new(config, credentials, None, "test/1\u{7} x/2 ".into()).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

const CANCELLED_BEFORE: EkycError = EkycError::Cancelled { attempts: Attempts::new(0, false) };
const CANCELLED_UNDER_WAY: EkycError = EkycError::Cancelled { attempts: Attempts::new(1, true) };

#[tokio::test]
async fn a_call_runs_on_the_library_s_own_runtime() {
    let sandbox = sandbox();
    let response = client(&sandbox).initialize(request(), None, 1).await.unwrap();
    assert!(response.transaction_id.starts_with("hks"));
    assert!(sandbox.seen().events[0].headers["user-agent"].ends_with(" test/1 x/2"));
}

#[test]
fn a_blocking_call_needs_no_runtime_of_the_caller() {
    let sandbox = sandbox();
    client(&sandbox).initialize_blocking(request(), None, 1).unwrap();
}

#[tokio::test]
async fn a_blocking_call_inside_a_runtime_does_not_panic() {
    let sandbox = sandbox();
    client(&sandbox).initialize_blocking(request(), None, 1).unwrap();
}

#[tokio::test]
async fn cancelling_closes_the_connection_and_leaves_the_client_healthy() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([HANG]);
    let call = tokio::spawn({
        let client = Arc::clone(&client);
        async move { client.initialize(request(), None, 7).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    client.cancel(7).unwrap();
    assert_eq!(call.await.unwrap().unwrap_err(), CANCELLED_UNDER_WAY);
    sandbox.wait_for(|seen| seen.aborted == 1).await.unwrap();
    client.initialize(request(), None, 8).await.unwrap();
}

#[test]
fn a_blocking_call_is_cancelled_from_another_thread() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([HANG]);
    let caller = std::thread::spawn({
        let client = Arc::clone(&client);
        move || client.initialize_blocking(request(), None, 7)
    });
    sandbox.wait_for_blocking(|seen| seen.requests == 1).unwrap();
    client.cancel(7).unwrap();
    assert_eq!(caller.join().unwrap().unwrap_err(), CANCELLED_UNDER_WAY);
    sandbox.wait_for_blocking(|seen| seen.aborted == 1).unwrap();
}

#[tokio::test]
async fn a_cancellation_that_comes_first_is_not_lost() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.cancel(3).unwrap();
    assert_eq!(client.initialize(request(), None, 3).await.unwrap_err(), CANCELLED_BEFORE);
    assert_eq!(sandbox.seen().requests, 0);
    client.initialize(request(), None, 3).await.unwrap();
    client.cancel(3).unwrap(); // of a call that has ended: harmless
    client.initialize(request(), None, 4).await.unwrap();
}

#[tokio::test]
async fn dropping_the_wait_aborts_the_request() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([HANG]);
    let wait = tokio::spawn({
        let client = Arc::clone(&client);
        async move { client.initialize(request(), None, 1).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    wait.abort();
    sandbox.wait_for(|seen| seen.aborted == 1).await.unwrap();
}

/// A listener takes the sandbox's place, because only it can leave a request half read.
#[test]
fn a_call_is_cancelled_while_it_sends() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let config = ClientConfig::for_endpoint(format!("http://{}", listener.local_addr().unwrap()));
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    let client = CoreClient::new(config, credentials, None, "test".into()).unwrap();
    let caller = std::thread::spawn({
        let client = Arc::clone(&client);
        let mut request = request();
        request.face_picture = Some(vec![255; 1024 * 1024]);
        move || client.initialize_blocking(request, None, 7)
    });
    let (mut connection, _) = listener.accept().unwrap();
    connection.read_exact(&mut [0; 16]).unwrap(); // it sends; nobody reads the rest
    client.cancel(7).unwrap();
    assert_eq!(caller.join().unwrap().unwrap_err(), CANCELLED_UNDER_WAY);
    let mut rest = Vec::new();
    let _ = connection.read_to_end(&mut rest); // the end, or a reset: the connection is closed
}

#[tokio::test]
async fn stopping_cancels_what_runs_and_refuses_what_comes() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([HANG.times(5)]);
    let calls: Vec<_> = (0..5)
        .map(|id| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.initialize(request(), None, id).await })
        })
        .collect();
    sandbox.wait_for(|seen| seen.requests == 5).await.unwrap();
    client.stop().unwrap();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err(), CANCELLED_UNDER_WAY);
    }
    sandbox.wait_for(|seen| seen.aborted == 5).await.unwrap();
    let refused = client.initialize(request(), None, 9).await.unwrap_err().to_string();
    assert!(refused.contains("closed"), "{refused}");
}

#[tokio::test]
async fn two_hundred_calls_at_once_all_get_their_own_transaction() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let calls: Vec<_> = (0..200)
        .map(|id| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.initialize(request(), None, id).await })
        })
        .collect();
    let mut ids = std::collections::HashSet::new();
    for call in calls {
        assert!(ids.insert(call.await.unwrap().unwrap().transaction_id));
    }
}

#[test]
fn the_handshake_names_version_and_fingerprint() {
    assert_eq!(ekyc::ffi::core_version(), env!("CARGO_PKG_VERSION"));
    let fingerprint = ekyc::ffi::core_fingerprint();
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit()), "{fingerprint}");
}

/// Cancellations that come before their calls are remembered, but not without end: the oldest is forgotten first.
#[test]
fn four_thousand_early_cancellations_are_remembered() {
    const REMEMBERED: u64 = 4096;
    let sandbox = sandbox();
    let client = client(&sandbox);
    for id in 0..=REMEMBERED {
        client.cancel(id).unwrap();
    }
    client.initialize_blocking(request(), None, 0).unwrap();
    for id in [1, REMEMBERED] {
        assert_eq!(client.initialize_blocking(request(), None, id).unwrap_err(), CANCELLED_BEFORE);
    }
    assert_eq!(sandbox.seen().requests, 1);
}

/// A thread that writes to a connection which the peer has closed gets SIGPIPE, which ends a host that does not expect it (Swift's).
#[cfg(target_os = "linux")]
#[test]
fn no_thread_that_carries_calls_can_be_sent_sigpipe() {
    let sandbox = sandbox();
    let client = client(&sandbox); // its threads would end with it
    client.initialize_blocking(request(), None, 1).unwrap();
    // The two workers name themselves and then block the signal, which the second may do after a call was carried by the first.
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let carriers = carriers();
        let open: Vec<&String> = carriers.iter().filter(|status| !blocks_sigpipe(status)).collect();
        if carriers.len() >= 2 && open.is_empty() {
            return;
        }
        assert!(
            Instant::now() < patience,
            "{} threads, of which these let the signal through: {open:?}",
            carriers.len()
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What the system says of each thread that carries calls.
#[cfg(target_os = "linux")]
fn carriers() -> Vec<String> {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().map(|thread| thread.unwrap().path());
    // A thread that has just ended has no files any more.
    let status = threads.filter_map(|folder| std::fs::read_to_string(folder.join("status")).ok());
    status.filter(|status| status.starts_with("Name:\tekyc\n")).collect()
}

#[cfg(target_os = "linux")]
fn blocks_sigpipe(status: &str) -> bool {
    let blocked = status.lines().find_map(|line| line.strip_prefix("SigBlk:")).unwrap().trim();
    u64::from_str_radix(blocked, 16).unwrap() & 1 << (libc::SIGPIPE - 1) != 0
}
