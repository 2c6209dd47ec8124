//! Watches connections being made: the connect deadline, which a call may set for itself, and the time it takes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use tower_service::Service;

use super::progress::AttemptProgress;
use crate::net::{BoxError, ConnectTimedOut};

tokio::task_local! {
    /// The attempt on whose behalf the present task talks to the transport. hyper-util has no place to hand it through.
    pub(super) static ATTEMPT: Arc<AttemptProgress>;
}

/// A connector that watches.
#[derive(Clone)]
pub(super) struct Watched<S>(pub(super) S);

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
    S::Response: 'static,
    S::Error: Into<BoxError> + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = self.0.call(target);
        let attempt = ATTEMPT.try_with(Arc::clone).ok();
        Box::pin(async move {
            let Some(attempt) = attempt else { return connecting.await.map_err(Into::into) };
            let (start, limit) = (Instant::now(), attempt.connect_timeout);
            let connected = tokio::time::timeout(limit, connecting).await.map_err(|_| ConnectTimedOut(limit))?;
            let connection = connected.map_err(Into::into)?;
            attempt.connected(start.elapsed());
            Ok(connection)
        })
    }
}
