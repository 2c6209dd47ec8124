//! The parameters of an operation.

use std::collections::BTreeMap;

use super::request::{WireRequest, pairs, readable};

/// The parameters of a request, wherever they travelled: the official SDK puts one of Initialize's into the form body and the others
/// into the query. A name in both places counts as it stands in the query (unverified).
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub(crate) fn of(request: &WireRequest) -> Self {
        let mut all = readable(&request.form);
        all.extend(readable(&request.query));
        Self(all)
    }

    /// The parameters of a form alone.
    pub(crate) fn of_form(body: &[u8]) -> Self {
        Self(readable(&pairs(body)))
    }

    /// A parameter's value; an empty one counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}
