//! What calls cost over time: how long a cancelled one takes to return, at two stages, and what an observer adds. Client and sandbox share the
//! machine, so compare the rows of one run with each other.

#[macro_use]
#[path = "../tests/with/mod.rs"]
mod with;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use ekyc::ffi::CoreClient;
use ekyc::{
    AttemptEvent, CallEvent, Client, ClientConfig, ClientParts, Credentials, DocType, InitializeRequest, Observer,
    ProductCode, RetrySettings,
};
use ekyc_sandbox::{FaultKind, Options, Sandbox};
use tokio::runtime::Runtime;

fn config(sandbox: &Sandbox) -> ClientConfig {
    with!(
        ClientConfig::for_endpoint(sandbox.endpoint()),
        extra_root_certificates_pem = Some(sandbox.ca_pem().to_owned()),
        retry = Some(with!(RetrySettings::default(), base_delay_ms = 20_000, max_delay_ms = 20_000))
    )
}

fn key() -> Arc<Credentials> {
    Credentials::access_key("id".into(), "secret".into()).unwrap()
}

fn request() -> InitializeRequest {
    let mut request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "user-1");
    request.doc_type = Some(DocType::GlobalPassport);
    request
}

/// From `cancel` to the call's end, while the service thinks and while the client waits for its next attempt.
fn cancelling(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sandbox = Sandbox::start(Options::new("id", "secret")).unwrap();
    let client = CoreClient::new(config(&sandbox), key(), None, "bench".into()).unwrap();
    let mut id = 0;
    let mut measured = |fault: &FaultKind, ended: u64| {
        id += 1;
        let call = id;
        sandbox.reset();
        sandbox.faults([fault.clone()]);
        runtime.block_on(async {
            let running = tokio::spawn({
                let client = Arc::clone(&client);
                async move { client.initialize(request(), None, call).await }
            });
            sandbox.wait_for(|seen| seen.requests == 1 && seen.ended == ended).await.unwrap();
            let start = Instant::now();
            client.cancel(call).unwrap();
            black_box(running.await.unwrap().unwrap_err());
            start.elapsed()
        })
    };
    let mut group = criterion.benchmark_group("cancel");
    group.sample_size(10);
    for (stage, fault, ended) in [("waiting", FaultKind::Hang, 0), ("backing off", FaultKind::Unavailable, 1)] {
        group.bench_function(stage, |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| measured(&fault, ended)).sum::<Duration>());
        });
    }
    group.finish();
}

struct Nothing;

impl Observer for Nothing {
    fn attempt(&self, event: AttemptEvent) {
        black_box(event);
    }

    fn call(&self, event: CallEvent) {
        black_box(event);
    }

    fn lost(&self, _: i64) {}
}

fn observing(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sandbox = Sandbox::start(Options::new("id", "secret").plain_http()).unwrap();
    let mut group = criterion.benchmark_group("call");
    for (name, observer) in
        [("without observer", None), ("with observer", Some(Arc::new(Nothing) as Arc<dyn Observer>))]
    {
        let parts = ClientParts { observer, quota: None };
        let client = Client::with(ClientConfig::for_endpoint(sandbox.endpoint()), key(), parts).unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter(|| runtime.block_on(client.initialize(&request())).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, cancelling, observing);
criterion_main!(benches);
