//! The request and the response of the operation DeleteVerifyResult.

use std::collections::HashMap;
use std::fmt;

use super::http::display_as_debug;
use super::open_enum::open_enum;
use super::parts::{Part, Parts};
use super::validation::Check;
use crate::error::EkycError;

/// A request to delete what the service keeps of a verification: the parameters of the operation DeleteVerifyResult. The same again
/// deletes nothing more, so it is repeated whenever it fails on the way.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct DeleteVerifyResultRequest {
    /// `TransactionId`, required: the one that Initialize answered, from your own records.
    pub transaction_id: String,
    /// `DeleteType`: what is deleted. The vendor states no default.
    #[uniffi(default)]
    pub delete_type: Option<DeleteType>,
    /// `DeleteAfterQuery` (`Y`/`N`): whether it is deleted only after the result was asked for. The vendor states no default.
    #[uniffi(default)]
    pub delete_after_query: Option<bool>,
    /// Parameters this library does not name yet, by the service's spelling. Sent in the query. A name that has a field of its
    /// own, or that belongs to the protocol, is refused. The values are never printed.
    #[uniffi(default)]
    pub extra_parameters: HashMap<String, String>,
}

impl DeleteVerifyResultRequest {
    /// A request with the required parameter.
    pub fn new(transaction_id: impl Into<String>) -> Self {
        Self {
            transaction_id: transaction_id.into(),
            delete_type: None,
            delete_after_query: None,
            extra_parameters: HashMap::new(),
        }
    }

    /// Checks every documented rule and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one violation for each broken rule.
    pub fn validate(&self) -> Result<(), EkycError> {
        Check::of(self.parts()).finish()
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        let query = vec![
            Part::switch("DeleteAfterQuery", self.delete_after_query, ["Y", "N"]),
            Part::optional("DeleteType", self.delete_type.as_ref().map(DeleteType::code)),
            Part::required("TransactionId", &self.transaction_id),
        ];
        Parts { query, form: vec![], extra: Some(&self.extra_parameters) }
    }
}

open_enum! {
    /// What is deleted of a verification (`DeleteType`).
    DeleteType {
        /// `Img`: the pictures.
        Pictures = "Img",
        /// `Text`: the texts.
        Texts = "Text",
        /// `All`: everything.
        All = "All",
    }
}

/// The answer to DeleteVerifyResult.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct DeleteVerifyResultResponse {
    /// `RequestId` of the call: the vendor's support asks for it. Empty if the service left it out.
    pub request_id: String,
    /// `DeleteResult` (`Y`/`N`): whether it was deleted; absent if the service said neither.
    pub deleted: Option<bool>,
    /// `TransactionId`, as the service repeats it.
    pub transaction_id: Option<String>,
}

impl fmt::Debug for DeleteVerifyResultRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().print("DeleteVerifyResultRequest", f)
    }
}

display_as_debug!(DeleteVerifyResultRequest, DeleteVerifyResultResponse);
