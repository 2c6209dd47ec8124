//! One connection to the store. Questions go out as they come and are answered in their order, so that one connection serves all.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::BytesMut;
use hyper::Uri;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tower_service::Service;

use super::resp::{self, Reply};
use crate::net::{Connector, reason, tls_error};

/// More questions than this are never under way: each belongs to a call.
const QUESTIONS: usize = 1024;

pub(super) struct Connection {
    questions: mpsc::Sender<Question>,
    task: AbortHandle,
}

struct Question {
    bytes: Vec<u8>,
    reply: oneshot::Sender<Reply>,
}

impl Connection {
    /// Connects within the limit.
    ///
    /// # Errors
    /// Why there is no connection.
    pub(super) async fn open(mut connector: Connector, server: Uri, limit: Duration) -> Result<Self, String> {
        let connected = timeout(limit, connector.call(server)).await;
        let connected = connected.map_err(|_| format!("none within {} ms", limit.as_millis()))?;
        let stream = connected.map_err(|error| {
            // An error without a cause speaks for itself.
            let has_cause = error.source().is_some() || tls_error(&*error).is_some();
            if has_cause { reason(&*error) } else { error.to_string() }
        })?;
        let (questions, asked) = mpsc::channel(QUESTIONS);
        let task = tokio::spawn(serve(TokioIo::new(stream), asked)).abort_handle();
        Ok(Self { questions, task })
    }

    /// Whether it can still be asked.
    pub(super) fn is_open(&self) -> bool {
        !self.questions.is_closed()
    }

    /// The answer; nothing if the connection broke before it came.
    pub(super) async fn ask(&self, bytes: Vec<u8>) -> Option<Reply> {
        let (reply, answer) = oneshot::channel();
        self.questions.send(Question { bytes, reply }).await.ok()?;
        answer.await.ok()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Ends with the connection, or with whoever asks. Those who wait for an answer then hear that there is none.
async fn serve(stream: impl AsyncRead + AsyncWrite, mut questions: mpsc::Receiver<Question>) {
    let (mut incoming, mut outgoing) = tokio::io::split(stream);
    let mut waiting = VecDeque::new();
    let mut arrived = BytesMut::new();
    loop {
        tokio::select! {
            question = questions.recv() => {
                let Some(Question { bytes, reply }) = question else { return };
                waiting.push_back(reply);
                if outgoing.write_all(&bytes).await.is_err() || outgoing.flush().await.is_err() {
                    return;
                }
            }
            read = incoming.read_buf(&mut arrived) => {
                if !matches!(read, Ok(1..)) {
                    return;
                }
                loop {
                    match resp::read(&arrived) {
                        Ok(Some((reply, length))) => {
                            let _ = arrived.split_to(length);
                            // Nobody asked, or whoever asked has gone since.
                            let Some(asked): Option<oneshot::Sender<_>> = waiting.pop_front() else { return };
                            let _ = asked.send(reply);
                        }
                        Ok(None) => break,
                        Err(wrong) => {
                            if let Some(asked) = waiting.pop_front() {
                                let _ = asked.send(Reply::Error(wrong.to_owned()));
                            }
                            return;
                        }
                    }
                }
            }
        }
    }
}
