//! A request of any operation, by its name.

use std::collections::HashMap;
use std::fmt;

use super::http::display_as_debug;
use super::operations::{Effect, OperationSpec, operation};
use super::parts::{Part, Parts};
use super::validation::Check;
use crate::error::EkycError;

/// A request of any operation of the service, with the parameters by the service's names: for operations that this library has no types
/// for. Signing, repetitions, quota, errors and events are those of every call.
///
/// Printing shows the operation and the names of the parameters, never a value.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct OperationRequest {
    /// The operation as the service spells it, for example `FaceCompare`. One that the library does not know is called too.
    pub operation: String,
    /// The parameters in the URL's query. The values are never printed.
    #[uniffi(default)]
    pub query: HashMap<String, String>,
    /// The parameters in the form body, where the vendor's SDKs put pictures and other large values. The values are never printed.
    #[uniffi(default)]
    pub form: HashMap<String, String>,
    /// Whether the request may be repeated though an earlier one may have reached the service. Without it the library's table says so:
    /// operations that only read may, those that make something new or are billed for each call may not, and unknown ones may not.
    #[uniffi(default)]
    pub repeatable: Option<bool>,
    /// Further `Code`s of this operation that mean success, besides `Success` and `200`.
    #[uniffi(default)]
    pub success_codes: Vec<String>,
}

/// The longest name of an operation that is sent; the service's longest has 27 characters.
const MAX_OPERATION: usize = 64;

impl OperationRequest {
    /// A request without parameters.
    pub fn new(operation: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            query: HashMap::new(),
            form: HashMap::new(),
            repeatable: None,
            success_codes: Vec::new(),
        }
    }

    /// Checks what holds for every operation and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one violation for each broken rule.
    pub fn validate(&self) -> Result<(), EkycError> {
        let mut check = Check::default();
        let name = &self.operation;
        if name.is_empty() || name.len() > MAX_OPERATION || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            check.add("operation", format!("must be 1 to {MAX_OPERATION} letters and digits"));
        }
        check.given_names("query", &self.query);
        check.given_names("form", &self.form);
        let mut twice: Vec<_> = self.form.keys().filter(|name| self.query.contains_key(*name)).collect();
        twice.sort();
        for name in twice {
            check.add("form", format!("names {name}, which is in the query too"));
        }
        check.finish()
    }

    pub(crate) fn spec(&self) -> OperationSpec {
        let known = operation(&self.operation).cloned();
        let spec = known.unwrap_or_else(|| OperationSpec::unknown(self.operation.clone()));
        let effect = match self.repeatable {
            Some(true) if spec.effect == Effect::New => Effect::Idempotent,
            Some(false) => Effect::New,
            _ => spec.effect,
        };
        OperationSpec { effect, ..spec }
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let sorted = |parameters| -> Vec<Part<'_>> {
            let parameters: &HashMap<String, String> = parameters;
            let mut parts: Vec<_> =
                parameters.iter().map(|(name, value)| Part::required(name, value).sensitive()).collect();
            parts.sort_by_key(|part| part.name);
            parts
        };
        Parts { query: sorted(&self.query), form: sorted(&self.form), extra: None }
    }
}

/// The answer to any operation.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct OperationResponse {
    /// `RequestId` of the call: the vendor's support asks for it. Empty if the service left it out.
    pub request_id: String,
    /// The whole answer as JSON text. It may hold personal data: never printed.
    pub json: String,
}

impl fmt::Debug for OperationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().print(&self.operation, f)
    }
}

impl fmt::Debug for OperationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationResponse").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

display_as_debug!(OperationRequest, OperationResponse);
