//! Host names to addresses.
//!
//! The system's look-up blocks, for half a minute and longer when the name servers are away. There is one look-up for each name at a time,
//! whoever asks, so that a name whose servers do not answer holds up nobody who asks for another.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec::IntoIter;

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use super::blocking::{BlockingWork, Meanwhile};
use crate::process::PerProcess;

/// The addresses, or the system's words for why there are none.
type Found = Result<Vec<SocketAddr>, String>;

static LOOK_UPS: PerProcess<BlockingWork<Found>> = PerProcess::new();

/// For hyper-util, in place of its own look-ups in tokio's pool.
#[derive(Clone)]
pub(crate) struct SystemNames;

impl Service<Name> for SystemNames {
    type Response = IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, io::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let Ok(look_ups) = LOOK_UPS.get(|| Ok::<_, Infallible>(BlockingWork::new()));
            let found = look_up(&look_ups, name.as_str(), system).await.map_err(io::Error::other)?;
            Ok(found.into_iter())
        })
    }
}

async fn look_up(look_ups: &Arc<BlockingWork<Found>>, name: &str, with: fn(&str) -> Found) -> Found {
    let asked = name.to_owned();
    let outcome = look_ups.run(name, Meanwhile::Share, move || with(&asked)).await;
    outcome.map_err(|reason| format!("the host name was not looked up: {reason}"))?
}

fn system(name: &str) -> Found {
    // The port is set by whoever connects.
    (name, 0).to_socket_addrs().map(Iterator::collect).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread::park_timeout;
    use std::time::{Duration, Instant};

    use super::*;

    static ASKED: AtomicU32 = AtomicU32::new(0);

    fn dead_or_there(name: &str) -> Found {
        if name == "dead.example" {
            ASKED.fetch_add(1, Ordering::SeqCst);
            let begin = Instant::now();
            while begin.elapsed() < Duration::from_secs(60) {
                park_timeout(Duration::from_secs(60));
            }
        }
        Ok(vec![SocketAddr::from(([127, 0, 0, 1], 0))])
    }

    #[tokio::test]
    async fn a_name_that_is_never_found_holds_up_no_other() {
        let look_ups = Arc::new(BlockingWork::new());
        let stuck: Vec<_> = (0..600)
            .map(|_| {
                let look_ups = Arc::clone(&look_ups);
                tokio::spawn(async move { look_up(&look_ups, "dead.example", dead_or_there).await })
            })
            .collect();
        let begin = Instant::now();
        while ASKED.load(Ordering::SeqCst) == 0 {
            assert!(begin.elapsed() < Duration::from_secs(30), "nobody looks it up");
            tokio::task::yield_now().await;
        }
        let there = look_up(&look_ups, "there.example", dead_or_there);
        let there = tokio::time::timeout(Duration::from_secs(30), there).await.expect("it waited for the other name");
        assert_eq!(there.unwrap().len(), 1);
        assert_eq!(ASKED.load(Ordering::SeqCst), 1, "and those who ask for the dead one share one look-up");
        stuck.into_iter().for_each(|caller| caller.abort());
    }
}
