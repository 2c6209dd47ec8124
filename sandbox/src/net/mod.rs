//! Sockets: where the sandbox listens, its certificates, and how a connection begins and ends.

mod certificates;
mod listeners;
mod socket;

use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) use certificates::Authority;
pub(crate) use listeners::{Addresses, Listeners};
pub(crate) use socket::{ResetSwitch, Socket};

/// How long answers under way may take when the sandbox stops. Hanging ones take for ever.
const GRACE: Duration = Duration::from_millis(300);

/// Runs a task for each connection until `stop` turns true.
pub(crate) async fn accept<F>(
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
    mut connection: impl FnMut(TcpStream) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            // An error of accept concerns one connection that is already gone, or a limit that passes.
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    tasks.spawn(connection(stream));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = tasks.join_next() => {}
            _ = stopped(&mut stop) => break,
        }
    }
    drop(listener);
    let all = async { while tasks.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GRACE, all).await; // those who took too long are aborted with the set
}

/// Listens and says nothing, until the peer closes or the sandbox stops.
pub(crate) async fn until_closed(mut stream: impl AsyncRead + Unpin, mut stop: watch::Receiver<bool>) {
    let mut sink = tokio::io::sink();
    tokio::select! {
        _ = tokio::io::copy(&mut stream, &mut sink) => {}
        () = stopped(&mut stop) => {}
    }
}

/// Ends when the sandbox stops.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await; // an error means that the sandbox is gone: stopped too
}
