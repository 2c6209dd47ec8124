//! A client and the process it lives in: forks, and ten thousand clients.
#![cfg(target_os = "linux")]

#[macro_use]
mod with;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use ekyc::ffi::{CoreClient, CoreObserver, ForeignFailure};
use ekyc::{
    AttemptEvent, CallEvent, Client, ClientConfig, Credentials, CredentialsUri, DocType, InitializeRequest, ProductCode,
};
use ekyc_sandbox::{Options, Sandbox};

fn client(sandbox: &Sandbox, observer: Option<Arc<dyn CoreObserver>>) -> Arc<CoreClient> {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    // From a source with a cache, which has to survive a fork too.
    let uri = sandbox.metadata_endpoint().map(|metadata| format!("{metadata}/credentials"));
    let credentials = Credentials::uri(with!(CredentialsUri::default(), uri = uri, http = None)).unwrap();
    CoreClient::new(config, credentials, observer, "test".into()).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

fn entries(folder: &str) -> usize {
    fs::read_dir(folder).unwrap().count()
}

/// Says when it is dropped.
struct Farewell(Sender<()>);

impl CoreObserver for Farewell {
    fn attempt(&self, _: AttemptEvent) -> Result<(), ForeignFailure> {
        Ok(())
    }

    fn call(&self, _: CallEvent) -> Result<(), ForeignFailure> {
        Ok(())
    }

    fn lost(&self, _: i64) -> Result<(), ForeignFailure> {
        Ok(())
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

// One test, because each counts what the whole process has.
#[test]
fn forks_and_ten_thousand_clients_leave_everything_in_order() {
    let metadata = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let sandbox = Sandbox::start(Options { metadata, ..Options::new("id", "secret") }).unwrap();
    a_forked_child_has_a_working_client_and_the_parent_keeps_its_own(&sandbox);
    a_forked_child_does_not_use_a_rust_client_of_its_parent(&sandbox);
    clients_leave_nothing_behind(&sandbox);
}

fn a_forked_child_has_a_working_client_and_the_parent_keeps_its_own(sandbox: &Sandbox) {
    let client = client(sandbox, None);
    client.initialize_blocking(request(), None, 1).unwrap();
    assert_eq!(sandbox.seen().connections, 1);
    // SAFETY: the child calls the library and leaves by `_exit`; it returns into nothing of the parent's.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let inherited = client.initialize_blocking(request(), None, 2).is_ok();
        let again = client.initialize_blocking(request(), None, 3).is_ok();
        drop(client);
        // SAFETY: ends this process without running what belongs to the parent.
        unsafe { libc::_exit(if inherited && again { 0 } else { 1 }) };
    }
    let mut status = 0;
    // SAFETY: waits for the child made above; `status` lives here.
    let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!((ended, status), (child, 0), "the child made its calls");
    client.initialize_blocking(request(), None, 4).unwrap();
    let seen = sandbox.seen();
    assert_eq!(
        (seen.requests, seen.connections),
        (4, 2),
        "one connection for each process, and the parent's still works"
    );
}

fn a_forked_child_does_not_use_a_rust_client_of_its_parent(sandbox: &Sandbox) {
    let config = with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned())
    );
    let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
    let call = |client: &Client| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(client.initialize(&request()))
    };
    let client = Client::new(config.clone(), Arc::clone(&credentials)).unwrap();
    call(&client).unwrap();
    let before = sandbox.seen().requests;
    // SAFETY: as above.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let refused = call(&client).is_err_and(|error| error.to_string().contains("forked"));
        let new = Client::new(config, credentials).is_ok_and(|client| call(&client).is_ok());
        // SAFETY: as above.
        unsafe { libc::_exit(if refused && new { 0 } else { 1 }) };
    }
    let mut status = 0;
    // SAFETY: as above.
    let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!((ended, status), (child, 0), "the child was refused, and its own client works");
    assert_eq!(sandbox.seen().requests, before + 1, "the parent's client sent nothing in the child");
}

fn clients_leave_nothing_behind(sandbox: &Sandbox) {
    let keeper = client(sandbox, None); // the runtime's own threads are there from now on
    keeper.initialize_blocking(request(), None, 1).unwrap();
    let counts = || (entries("/proc/self/task"), entries("/proc/self/fd"));
    let before = counts();
    for _ in 0..10_000 {
        drop(client(sandbox, None));
    }
    // Fewer is well: a thread that looked something up for the keeper's call may have ended meanwhile.
    let after = counts();
    assert!(after.0 <= before.0 && after.1 <= before.1, "before {before:?}, after {after:?}");

    let (gone, farewells) = channel();
    for call in 0..100 {
        let used = client(sandbox, Some(Arc::new(Farewell(gone.clone()))));
        used.initialize_blocking(request(), None, call).unwrap();
    }
    drop(gone);
    assert_eq!(farewells.iter().count(), 100, "each observer's thread has let go of it");
    sandbox.wait_for_blocking(|seen| seen.requests >= 102).unwrap();
    drop(keeper);
}
