//! The sandbox's control plane over plain HTTP, as every language uses it.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Control {
    address: String,
}

impl Control {
    pub fn new(endpoint: &str) -> Self {
        Self { address: endpoint.trim_start_matches("http://").to_owned() }
    }

    /// `method_and_path` is, for example, `PUT /faults`.
    pub async fn tell(&self, method_and_path: &str, body: Option<&Value>) -> Value {
        let body = body.map(Value::to_string).unwrap_or_default();
        let head = format!(
            "{method_and_path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        assert!(head.starts_with("HTTP/1.1 200"), "{method_and_path}: {head} {body}");
        serde_json::from_str(body).unwrap_or(Value::Null)
    }

    pub async fn wait(&self, query: &str) {
        self.tell(&format!("GET /wait?{query}"), None).await;
    }
}
