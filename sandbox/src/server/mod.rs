//! From TCP to the service and back.

mod answer_body;
mod connection;
mod entry;
mod misbehave;
mod request_body;

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::listener::Listener;
use crate::net::{accept, until_closed};
use crate::service::Service;
use crate::settings::ConnectionMode;

/// Serves until `stop` turns true, then lets answers under way finish for a short while.
pub(crate) async fn serve(
    socket: TcpListener,
    listener: Listener,
    tls: Option<TlsAcceptor>,
    service: Arc<Service>,
    stop: watch::Receiver<bool>,
) {
    accept(socket, stop.clone(), |stream| {
        let mode = if listener == Listener::Service { service.connection_mode() } else { ConnectionMode::Normal };
        let number = service.record.connected(listener);
        let (tls, service, stop) = (tls.clone(), Arc::clone(&service), stop.clone());
        async move {
            let _open = service.record.open(listener);
            match mode {
                ConnectionMode::Normal => {
                    connection::serve(stream, number, listener, tls, Arc::clone(&service), stop).await;
                }
                ConnectionMode::Silent => until_closed(stream, stop).await,
                ConnectionMode::Refuse => drop(stream),
            }
        }
    })
    .await;
}
