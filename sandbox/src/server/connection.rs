//! One connection: TLS if wanted, then HTTP/1.1 requests one after the other.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, DATE, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;

use super::answer_body::{AnswerBody, Delivery};
use super::entry::Entry;
use super::misbehave::{MetFault, Reply, misbehave};
use super::request_body;
use crate::faults::FaultKind;
use crate::http::{Refusal, WireRequest};
use crate::listener::Listener;
use crate::net::{ResetSwitch, Socket, stopped};
use crate::record::{Event, Outcome};
use crate::service::{Judged, Service, refuse};

/// Room for the longest request line that the URI type takes, and the headers.
const MAX_HEAD: usize = 512 * 1024;

#[derive(Clone)]
struct Connection {
    number: u64,
    listener: Listener,
    service: Arc<Service>,
    reset: ResetSwitch,
    /// Somebody speaks plain HTTP where TLS is spoken.
    needs_tls: bool,
}

pub(super) async fn serve(
    tcp: TcpStream,
    number: u64,
    listener: Listener,
    tls: Option<TlsAcceptor>,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
) {
    let reset = ResetSwitch::default();
    let mut connection = Connection { number, listener, service, reset: reset.clone(), needs_tls: false };
    let mut first = [0];
    tokio::select! {
        _ = tcp.peek(&mut first) => {}
        () = stopped(&mut stop) => return,
    }
    let socket = Socket::new(tcp, reset);
    let Some(tls) = tls else { return http(socket, connection, stop).await };
    if first.first().is_some_and(u8::is_ascii_uppercase) {
        connection.needs_tls = true; // the first letter of a method: an answer says more than a failed handshake
        return http(socket, connection, stop).await;
    }
    let handshake = tokio::select! {
        handshake = tls.accept(socket) => handshake,
        () = stopped(&mut stop) => return,
    };
    // A failed handshake is the client's affair: it does not trust us, or does not speak TLS.
    if let Ok(stream) = handshake {
        http(stream, connection, stop).await;
    }
}

async fn http<IO>(io: IO, connection: Connection, mut stop: watch::Receiver<bool>)
where
    IO: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| connection.clone().answer(request));
    // No limit on the time between requests: clients keep connections alive for as long as they like.
    let mut server = http1::Builder::new();
    // Hyper's own date would be the machine's, not the service's.
    server.max_buf_size(MAX_HEAD).header_read_timeout(None).auto_date_header(false);
    let served = server.serve_connection(TokioIo::new(io), service);
    let mut served = pin!(served);
    // How a connection ends is in the record; hyper's error adds nothing to it.
    tokio::select! {
        _ = served.as_mut() => return,
        () = stopped(&mut stop) => served.as_mut().graceful_shutdown(),
    }
    let _ = served.await;
}

impl Connection {
    /// Answers one request. An error closes the connection without an answer.
    async fn answer(self, request: Request<Incoming>) -> io::Result<Response<AnswerBody>> {
        let (head, body) = request.into_parts();
        let listener = self.listener.at(head.uri.path());
        let mut event = Event::new(self.number, listener, &head);
        let unread = self.next_unread_fault(listener, &mut event, &head);
        let mut entry = Entry::new(Arc::clone(&self.service), event);
        let is_unread = unread.is_some();
        if let Some(released) = unread {
            entry.write(|_| {});
            let _ = released.await; // an error means that nobody can release it any more
        }
        // An error means that the peer went away: the entry says so.
        let body = request_body::read(body).await.map_err(io::Error::other)?;
        let too_large = body.is_none();
        let request = WireRequest::new(&head, body.unwrap_or_default());
        let mut deserved = match (self.needs_tls, too_large) {
            (true, _) => refused(&request, 404, "InvalidProtocol.NeedSsl", "The service is called over HTTPS only."),
            // The only large thing in a request is a picture.
            (_, true) => refused(&request, 401, "ToolargeImage", "The body has more than 8 MiB."),
            _ => self.service.judge(listener, &request).await,
        };
        entry.then_call_back(deserved.due.take());
        let mut fault = None;
        entry.write(|event| {
            event.complete(&request);
            event.verdict.clone_from(&deserved.verdict);
            if !is_unread {
                fault = self.next_fault(listener, event);
                event.fault = fault.as_ref().map(|fault| fault.kind.name().to_owned());
            }
        });
        if is_unread {
            // A timer fires after the sockets were looked at: by then hyper has seen whether the client has gone.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        match misbehave(fault, &request, Box::new(deserved)).await {
            Reply::Send(judged, delivery) => {
                let date = self.service.clock.http_date();
                response(*judged, delivery, head.method == Method::HEAD, &date, entry)
            }
            Reply::Reset => {
                entry.end(Outcome::Reset);
                self.reset.switch_on();
                Err(io::Error::other("reset on purpose"))
            }
        }
    }
}

impl Connection {
    fn next_fault(&self, listener: Listener, event: &Event) -> Option<MetFault> {
        let kind = self.service.next_fault(listener.fault_queue(event.known_action())?, event)?;
        let released = matches!(kind, FaultKind::Hold | FaultKind::Unread).then(|| self.service.held.hold());
        Some(MetFault { kind, released })
    }

    /// Whether no more than the head of a request is to be read for now, and until when.
    fn next_unread_fault(&self, listener: Listener, event: &mut Event, head: &Parts) -> Option<oneshot::Receiver<()>> {
        if !self.service.any_unread_fault() {
            return None;
        }
        event.complete(&WireRequest::new(head, Bytes::new()));
        let kind = self.service.next_unread_fault(listener.fault_queue(event.known_action())?, event)?;
        event.fault = Some(kind.name().to_owned());
        Some(self.service.held.hold())
    }
}

fn refused(request: &WireRequest, status: u16, code: &str, message: &str) -> Judged {
    let answer = refuse(request, &Refusal::new(status, code, message));
    Judged { answer, outcome: Outcome::Refused, verdict: code.to_owned(), due: None }
}

fn response(
    judged: Judged,
    delivery: Delivery,
    is_head: bool,
    date: &str,
    mut entry: Entry,
) -> io::Result<Response<AnswerBody>> {
    let Judged { answer, outcome, .. } = judged;
    let status = StatusCode::from_u16(answer.status).map_err(io::Error::other)?;
    entry.answering(answer.status, answer.code);
    let bodiless = is_head || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED;
    let body = AnswerBody::new(answer.body, delivery, bodiless, entry, outcome);
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name).map_err(io::Error::other)?;
        if name == CONTENT_LENGTH || name == TRANSFER_ENCODING {
            continue; // hyper frames the body, and does not stand a contradiction
        }
        response.headers_mut().append(name, HeaderValue::try_from(value).map_err(io::Error::other)?);
    }
    if !response.headers().contains_key(DATE) {
        response.headers_mut().insert(DATE, HeaderValue::try_from(date).map_err(io::Error::other)?);
    }
    Ok(response)
}
