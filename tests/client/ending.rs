//! Calls that are given up, and clients that are shut down.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use super::*;

#[tokio::test]
async fn dropping_the_call_closes_the_connection() {
    let sandbox = sandbox();
    sandbox.faults([FaultKind::Hang]);
    let client = client(&sandbox);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    call.abort();
    sandbox.wait_for(|seen| seen.aborted == 1).await.unwrap();
    client.initialize(&request()).await.unwrap();
}

/// Runs `work` up to the moment at which the sandbox has its request, and keeps it without polling it any further.
async fn begun<F: Future + Unpin>(sandbox: &Sandbox, mut work: F) -> F {
    tokio::select! {
        biased;
        _ = &mut work => panic!("it must not end"),
        seen = sandbox.wait_for(|seen| seen.requests == 1) => drop(seen.unwrap()),
    }
    work
}

#[tokio::test]
async fn shutdown_ends_though_somebody_keeps_a_call_without_polling_it() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hang]);
    let request = request();
    let kept = begun(&sandbox, Box::pin(client.initialize(&request))).await;
    let shutdown = tokio::time::timeout(Duration::from_secs(30), client.shutdown(Duration::from_millis(1))).await;
    assert_eq!(shutdown, Ok(false));
    assert_eq!(kept.await.unwrap_err().kind(), "cancelled");
}

#[tokio::test]
async fn shutdown_waits_until_the_calls_that_it_cancels_have_ended() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hang]);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.initialize(&request()).await }
    });
    sandbox.wait_for(|seen| seen.requests == 1).await.unwrap();
    assert!(!client.shutdown(Duration::from_millis(1)).await);
    assert!(call.is_finished());
    assert_eq!(call.await.unwrap().unwrap_err().kind(), "cancelled");
}

/// Counts how often it is polled.
struct Counted<F>(Pin<Box<F>>, Arc<AtomicUsize>);

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.as_mut().poll(context)
    }
}

#[tokio::test]
async fn a_call_does_not_wake_those_that_wait() {
    const WAITING: u64 = 50;
    let sandbox = sandbox();
    let client = client(&sandbox);
    sandbox.faults([FaultKind::Hold.times(WAITING as u32)]);
    let polls = Arc::new(AtomicUsize::new(0));
    let waiting: Vec<_> = (0..WAITING)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(Counted(Box::pin(async move { client.initialize(&request()).await }), Arc::clone(&polls)))
        })
        .collect();
    sandbox.wait_for(|seen| seen.requests == WAITING).await.unwrap();
    client.initialize(&request()).await.unwrap(); // whatever the waiting ones still had to do is done
    let before = polls.load(Ordering::Relaxed);
    for _ in 0..20 {
        client.initialize(&request()).await.unwrap();
    }
    assert_eq!(polls.load(Ordering::Relaxed) - before, 0);
    sandbox.release();
    for call in waiting {
        call.await.unwrap().unwrap();
    }
}
