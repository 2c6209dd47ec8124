//! A TCP stream that can end with a reset instead of a goodbye.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Says that the connection must end with a reset.
#[derive(Clone, Default)]
pub(crate) struct ResetSwitch(Arc<AtomicBool>);

impl ResetSwitch {
    pub(crate) fn switch_on(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_on(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The stream below HTTP, and below TLS if there is any.
pub(crate) struct Socket {
    tcp: TcpStream,
    reset: ResetSwitch,
}

impl Socket {
    pub(crate) fn new(tcp: TcpStream, reset: ResetSwitch) -> Self {
        let _ = tcp.set_nodelay(true); // answers are small; a refusal of the option only makes them slower
        Self { tcp, reset }
    }

    fn quiet(&self) -> bool {
        self.reset.is_on()
    }
}

impl Drop for Socket {
    /// With a linger time of zero the system sends RST when the stream closes.
    fn drop(&mut self) {
        if self.reset.is_on() {
            let _ = self.tcp.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.quiet() {
            return Poll::Ready(Ok(buf.len())); // not even TLS says goodbye
        }
        Pin::new(&mut self.tcp).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.quiet() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
