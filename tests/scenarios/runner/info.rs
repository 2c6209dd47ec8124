//! What the sandbox says of itself, and a scenario's text with it filled in.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

/// The part of `GET /info` that scenarios need.
#[derive(Deserialize)]
pub struct Info {
    pub endpoint: String,
    pub ca_pem: String,
    metadata_endpoint: String,
    proxy_endpoint: String,
}

impl Info {
    /// The scenario's text with its words in braces replaced, as JSON text.
    pub fn fill(&self, source: &str, folder: &Path) -> String {
        let with_password = self.proxy_endpoint.replace("http://", "http://user:pass@");
        let words = [
            ("{dir}", folder.to_str().unwrap()),
            ("{proxy_with_password}", &with_password),
            ("{endpoint}", &self.endpoint),
            ("{metadata}", &self.metadata_endpoint),
            ("{proxy}", &self.proxy_endpoint),
            ("{ca}", &self.ca_pem),
        ];
        words.into_iter().fold(source.to_owned(), |source, (word, value)| source.replace(word, &escaped(value)))
    }
}

fn escaped(value: &str) -> String {
    let quoted = Value::to_string(&json!(value));
    quoted.trim_matches('"').to_owned()
}
