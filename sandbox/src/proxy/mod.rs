//! An HTTP proxy that knows CONNECT, for clients that must go through one. It opens tunnels to this machine only.

mod head;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::net::{accept, stopped, until_closed};
use crate::record::{ProxyAuthorization, ProxyOutcome, ProxyRequest};
use crate::service::Service;
use crate::settings::{ProxyMode, ProxySettings};
use head::Head;

pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, stop: watch::Receiver<bool>) {
    let stop_too = stop.clone();
    accept(listener, stop, |stream| {
        let (service, mut stop) = (Arc::clone(&service), stop_too.clone());
        async move {
            let silent = stop.clone();
            tokio::select! {
                // How a connection ends is in the record; the error adds nothing to it.
                _ = connection(stream, &service, silent) => {}
                () = stopped(&mut stop) => {}
            }
        }
    })
    .await;
}

async fn connection(mut client: TcpStream, service: &Service, stop: watch::Receiver<bool>) -> io::Result<()> {
    let Some(head) = Head::read(&mut client).await? else { return Ok(()) };
    let settings = service.proxy();
    let authorization = head.authorization(settings.credentials.as_ref());
    let (outcome, target) = decide(&head, &settings, authorization).await;
    let request = ProxyRequest { n: 0, method: head.method, target: head.target, authorization, outcome, open: true };
    let _open = service.record.proxied(request);
    let answer: &[u8] = match outcome {
        ProxyOutcome::Tunnelled => b"HTTP/1.1 200 Connection established\r\n\r\n",
        ProxyOutcome::Unauthorized => {
            b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"ekyc-sandbox\"\r\n\
              content-length: 0\r\nconnection: close\r\n\r\n"
        }
        ProxyOutcome::Refused => b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        ProxyOutcome::Unreachable => b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        ProxyOutcome::NotConnect => {
            b"HTTP/1.1 405 Method Not Allowed\r\nallow: CONNECT\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        }
        ProxyOutcome::Garbage => b"\x00\x01this is not HTTP\xff\r\n\r\n",
        ProxyOutcome::Silent => {
            until_closed(client, stop).await;
            return Ok(());
        }
    };
    client.write_all(answer).await?;
    match target {
        Some(mut target) => {
            target.write_all(&head.rest).await?;
            copy_bidirectional(&mut client, &mut target).await?;
        }
        None => client.shutdown().await?,
    }
    Ok(())
}

/// What becomes of a request, and the other end of its tunnel if it gets one.
async fn decide(
    head: &Head,
    settings: &ProxySettings,
    authorization: ProxyAuthorization,
) -> (ProxyOutcome, Option<TcpStream>) {
    let outcome = match settings.mode {
        ProxyMode::Refuse => ProxyOutcome::Refused,
        ProxyMode::Garbage => ProxyOutcome::Garbage,
        ProxyMode::Silent => ProxyOutcome::Silent,
        ProxyMode::Tunnel if settings.credentials.is_some() && authorization != ProxyAuthorization::Right => {
            ProxyOutcome::Unauthorized
        }
        ProxyMode::Tunnel if head.method != "CONNECT" => ProxyOutcome::NotConnect,
        ProxyMode::Tunnel => match on_this_machine(&head.target) {
            None => ProxyOutcome::Refused,
            Some(address) => match TcpStream::connect(address).await {
                Ok(target) => return (ProxyOutcome::Tunnelled, Some(target)),
                Err(_) => ProxyOutcome::Unreachable,
            },
        },
    };
    (outcome, None)
}

/// The address of a target, if it is one of this machine's own.
fn on_this_machine(target: &str) -> Option<SocketAddr> {
    if let Some(port) = target.strip_prefix("localhost:") {
        return port.parse().ok().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    target.parse::<SocketAddr>().ok().filter(|address| address.ip().is_loopback())
}
